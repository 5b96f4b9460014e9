"""Names of bodies in one English text: the full name that an acronym, a short form or a main word stands for.

Promises: a fuller name is words of the text. Does not: know any body by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from witnessmark.reading.parties.lexicon import lexicon
from witnessmark.reading.parties.mentions import Kind, Mention, plain_name

_NEAREST = 40
"""Mentions with the same main word that are looked at on each side of a place."""


class BodyNames:
    """The bodies and groups of one text by their main words."""

    def __init__(self, mentions: Sequence[Mention], text: str) -> None:
        self._lex = lexicon()
        self._named = [
            m for m in mentions if m.kind is Kind.BODY and m.firm and m.name[0].isupper() and is_proper(m.name)
        ]
        self._by_head: dict[str, list[Mention]] = {}
        for mention in mentions:
            if mention.kind in (Kind.BODY, Kind.GROUP) and mention.head:
                self._by_head.setdefault(mention.head, []).append(mention)
        self._starts = [mention.start for mention in self._named]
        self._head_starts = {head: [m.start for m in held] for head, held in self._by_head.items()}
        self._long: dict[str, str] = {}
        several = [m for m in mentions if m.kind in (Kind.BODY, Kind.PERSON) and m.firm and is_proper(m.name)]
        for mention in several:
            name = _without_nation(plain_name(mention.name))
            letters = "".join(w[0] for w in re.split(r"[\s-]+", name) if w[0].isupper())
            full = "".join(w[0] for w in re.split(r"[\s-]+", plain_name(mention.name)) if w[0].isupper())
            for short in {letters, full}:
                if len(short) > 1 and " " in name:
                    self._long.setdefault(short, plain_name(mention.name))
        for match in re.finditer(r"\(\s*([A-Z][A-Z.-]{1,9})\s*\)", text):
            place = bisect_right(self._starts, match.start()) - 1
            before = self._named[place] if place >= 0 else None
            if before and 0 <= match.start() - before.end <= 2:
                self._long.setdefault(match[1], plain_name(before.name))
        self._articled = frozenset(re.findall(r"\b[Tt]he (\w+)", text))
        self._opening: dict[str, str] = {}
        for mention in self._named:
            first = re.split(r"[ -]", plain_name(mention.name))[0]
            if first != plain_name(mention.name):
                self._opening.setdefault(first, plain_name(mention.name))

    def expanded(self, acronym: str) -> str | None:
        """Return the name that an acronym is short for, where the text gives it."""
        short = acronym.replace(".", "")
        return self._long.get(short) if short.isupper() and len(short) > 1 else None

    def _around(self, head: str, at: int) -> Sequence[Mention]:
        """Return the mentions with a main word that stand nearest to a place."""
        place = bisect_left(self._head_starts.get(head, []), at)
        return self._by_head.get(head, [])[max(0, place - _NEAREST) : place + _NEAREST]

    def opened_by(self, word: str) -> str | None:
        """Return the body whose name begins with ``word``: "Amnesty" for "Amnesty International"."""
        return self._opening.get(word)

    def kind_of(self, words_: str) -> str:
        """Return what a bare capitalised word is taken for."""
        return Kind.BODY if words_ in self._articled else Kind.PERSON

    def fullest(self, words_: str, head: str, at: int, *, definite: bool) -> str | None:
        """Return the fuller name of the nearest body before whose name holds all of ``words_``, else one after."""
        if self.expanded(words_):
            return self.expanded(words_)
        keys = {word.lower() for word in words_.split()}
        fitting = [
            m
            for m in self._around(head, at)
            if keys < {w.lower() for w in plain_name(m.name).split()}
            and (m.firm or is_proper(m.name))
            and (is_proper(m.name) or not is_proper(words_))
            and keys - {"u.s.", "u.n."}
        ]
        if not fitting or not (definite or words_[0].isupper()):
            return None
        before = [m for m in fitting if m.start < at]
        chosen = before[-1] if before else fitting[0]
        return plain_name(chosen.name)

    def last_named(self, at: int, here: int) -> str | None:
        """Return the body named last before a place, within a few sentences."""
        place = bisect_left(self._starts, at) - 1
        last = self._named[place] if place >= 0 else None
        return plain_name(last.name) if last and here - last.sentence <= 2 else None

    def same_group(self, words_: str, head: str, at: int, here: int) -> str | None:
        """Return the nearest fuller name of a group with the same main word: "Iraqi police" for "police"."""
        keys = set(words_.lower().split())
        for mention in reversed(self._around(head, at)):
            if mention.start >= at or here - mention.sentence > 4:
                continue
            name = plain_name(mention.name)
            if mention.firm and keys < set(name.lower().split()):
                return name
        return None


def is_proper(name: str) -> bool:
    """Tell a body's proper name from "Iraqi police" by its last word's capital."""
    return plain_name(name).split()[-1][0].isupper()


def _without_nation(name: str) -> str:
    return re.sub(r"^\S+['’]s ", "", name)
