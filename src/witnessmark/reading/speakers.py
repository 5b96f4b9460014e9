"""Parties: who the words that name a speaker refer to, by plain means.

Promises: a party is words of the text: a proper name of it, or a body in lower case; None where that is unsure.
Does not: know the world, or join names that the text does not join.
"""

from __future__ import annotations

import re

from witnessmark.nouns import Passage
from witnessmark.reading.rules import load, words

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_][\w’'-]*\.?")
_INSIDE = re.compile(r"[a-z,]\s([A-Z][\w’'-]*)")
_LOWER = re.compile(r"(?<![\w’'-])[a-zà-ÿ][\w’'-]*")
_EDGES = " ,،.;:“”‘’\"'«»"
_INVERTED = re.compile(r"^.*-t-")
"""What stands before the pronoun of an inverted verb: "a-t-il"."""
_OPENING = re.compile(r"^(?:on|in|at|by|during|after|before)\s.*?\bthe\s+", re.IGNORECASE)
"""A phrase of time or place before the one who speaks."""
_LONGEST_BODY = 9
"""More words than this are a clause, not a name."""
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]")


class Parties:
    """Resolves the speakers of one text in its order; keeps who was named so far."""

    def __init__(self, text: str, language: str) -> None:
        names, speech = load(language)["names"], load(language)["speech"]
        self._titles = words(names, "titles")
        self._bodies = words(names, "organisation")
        self._small = words(names, "small")
        pronouns = speech["pronouns"]
        self._pronouns = {word: kind for kind, text_ in pronouns.items() for word in text_.split()}
        self._determiners = words(speech, "party_determiners")
        self._common = words(speech, "group_nouns")
        self._capitals = frozenset(_INSIDE.findall(text))
        self._lower = frozenset(_LOWER.findall(text))
        self._person: str | None = None
        self._group: str | None = None
        self._single: str | None = None
        self._full: dict[str, str] = {}
        """The latest full name that each of its endings ("Malin", "Ada Malin") stands for."""

    def resolve(self, passage: Passage) -> str | None:
        """Return the party of one speaker and remember it; call in the order of the text."""
        quote = passage.quote.strip(_EDGES)
        kind = self._pronouns.get(quote.lower()) or self._pronouns.get(_INVERTED.sub("", quote.lower()))
        if kind is not None:
            return self._antecedent(kind)
        name = self._name_in(quote)
        if name:
            full = self._full.get(name, name)
            parts = full.split()
            self._full.update({" ".join(parts[at:]): full for at in range(len(parts))})
            self._person = full
            return full
        body = self._body(quote)
        if body and _plural(body):
            self._group = body
        elif body:
            self._single = body
        return body

    def _antecedent(self, kind: str) -> str | None:
        return {"male": self._person, "female": self._person, "plural": self._group, "thing": self._single}.get(kind)

    def _name_in(self, quote: str) -> str | None:
        """Return the personal name in a noun phrase: capitals after a title or role, or an apposition of capitals."""
        best = None
        for part in re.split(r"\s*[,،]\s*", quote):
            tokens = _WORD.findall(part)
            run: list[str] = []
            titled = len(tokens) == 0
            for at, token in enumerate(tokens):
                low = token.lower().rstrip(".")
                if low in self._titles or low.removesuffix("'s").removesuffix("’s") in self._titles:
                    run, titled = [], True
                elif (token[0].isupper() and low not in self._determiners) or self._goes_on(tokens, at, run):
                    run.append(token)
                else:  # a title speaks for the name right after it, not for one further on
                    if run and titled and self._is_person(run, titled, len(tokens)):
                        best = best or " ".join(run)
                    run, titled = [], False
            if run and self._is_person(run, titled, len(tokens)):
                best = best or " ".join(run)
        return best

    def _goes_on(self, tokens: list[str], at: int, run: list[str]) -> bool:
        """Tell whether a small word joins the capitals on either side to one name: "van", "de", "bin"."""
        low = tokens[at].lower().rstrip(".")
        joins = low in self._small and low not in ("of", "for", "the", "and")
        return bool(joins and run and at + 1 < len(tokens) and tokens[at + 1][0].isupper())

    def _is_person(self, run: list[str], titled: bool, size: int) -> bool:
        lows = [token.lower().rstrip(".") for token in run]
        if any(low in self._bodies for low in lows) or (run[-1].isupper() and len(run[-1]) > 1 and not titled):
            return False
        if titled:
            return True
        return 2 <= len(run) <= 4 and len(run) == size and not run[-1].endswith("s'")

    def _body(self, quote: str) -> str | None:
        """Return a body or group as named: determiners off, lower case unless it holds a proper name."""
        head = re.split(r"\s*[,،(]\s*|\s+(?:who|which|that|whose|qui|som|on [A-Z]\w+day)(?:\s+|$)", quote)[0].strip()
        tokens = _OPENING.sub("", head).split()
        if len(tokens) > _LONGEST_BODY:
            return None
        while len(tokens) > 1 and tokens[0].lower() in self._determiners:
            tokens = tokens[1:]
        if not tokens or tokens[0].lower() in self._determiners | {"one", "many", "others", "officials", "reports"}:
            return None
        if not _LATIN.search(head):
            return " ".join(tokens)
        named = any(token[0].isupper() for token in tokens[1:]) or self._stands_inside(tokens[0])
        return " ".join(tokens) if named else " ".join(tokens).lower()

    def _stands_inside(self, word: str) -> bool:
        """Tell whether a capitalised word is a name wherever it stands, and not just the first of a sentence."""
        if not word[0].isupper() or word.lower() in self._common:
            return False
        return word in self._capitals or word.lower() not in self._lower


def _plural(body: str) -> bool:
    last = body.split()[-1].lower()
    return last.endswith("s") or last in ("police", "people", "troops", "military")
