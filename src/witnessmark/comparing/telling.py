"""Finds the words of a text that survive rewording and translation: its names and figures, in order.

Promises: a telling word stands in the unchanged text; the same name in the spellings of two languages mostly gives the
same key; the result depends on the text, its language and the data file alone; time grows with the text.
Does not: resolve names to parties, or find names in scripts without capital letters: there, only figures tell.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from witnessmark.comparing.words import Words

PLACES = 6
"""How many places of one key are tried against each of the other text's: names that stand everywhere tell little."""

_GROUPS = frozenset("., \u00a0\u202f\u2009٬'’")
_SENTENCE_ENDS = frozenset(".!?:;\n\r…؟۔|•*#")
_LOOK_BEHIND = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingWords:
    """The data file ``data/telling.toml``; what each part means is said there."""

    version: str
    letters: int
    shortest: int
    folded: tuple[tuple[str, str], ...]
    left_out: frozenset[str]
    capital_nouns: frozenset[str]
    before: frozenset[str]
    noun_endings: tuple[str, ...]


@cache
def vocabulary() -> TellingWords:
    """Return the data that is shipped with the package."""
    with (files("witnessmark.comparing") / "data" / "telling.toml").open("rb") as stream:
        data = tomllib.load(stream)
    return TellingWords(
        version=data["version"],
        letters=data["letters"],
        shortest=data["shortest"],
        folded=tuple((old, new) for old, new in data["folded"]),
        left_out=frozenset(data["left_out"].split()),
        capital_nouns=frozenset(data["capital_nouns"]),
        before=frozenset(data["before"].split()),
        noun_endings=tuple(data["noun_endings"].split()),
    )


@dataclass(frozen=True, slots=True)
class Telling:
    """The telling words of one text: their keys, and the numbers of the first and last word of each, in order."""

    keys: tuple[str, ...]
    words: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.keys)


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """Return the key of one word of a name: ``teska`` for "Teshkara", "Teschkaras" and "Teshkari".

    ``name`` is normalised. Empty where the word is too short or common to tell anything.
    """
    known = vocabulary()
    if name in known.left_out:
        return ""
    folded = name
    for old, new in known.folded:
        if old in folded:
            folded = folded.replace(old, new)
    single = "".join(letter for letter, before in zip(folded, " " + folded, strict=False) if letter != before)
    return single[: known.letters] if len(single) >= known.shortest else ""


def telling_words(content: str, words: Words, language: str | None = None) -> Telling:
    """Return the names and figures of ``content``; ``words`` are its words.

    A capitalised word is a name where it stands inside a sentence, or opens one and stands inside another.
    """
    nouns = (language or "") in vocabulary().capital_nouns
    found: list[tuple[str, int, int, bool]] = []
    inside: set[str] = set()
    at = 0
    while at < len(words):
        first = content[words.starts[at]]
        if first.isdigit():
            last, key = _figure(content, words, at)
            found.append((key, at, last, True))
            at = last + 1
            continue
        if first.isupper() and (key := name_key(words.normal[at])) and not (nouns and _is_noun(words.normal, at)):
            sure = not _opens_sentence(content, words.starts[at])
            if sure:
                inside.add(key)
            found.append((key, at, at, sure))
        at += 1
    kept = [(key, (first, last)) for key, first, last, sure in found if sure or key in inside]
    return Telling(tuple(key for key, _ in kept), tuple(place for _, place in kept))


def _figure(content: str, words: Words, at: int) -> tuple[int, str]:
    """Return the last word of the figure that begins at ``at``, and its digits: "9,000" and "9.000" are one."""
    key, last = words.normal[at], at
    if not key.isdigit() or len(key) > 3:
        return last, key
    while last + 1 < len(words):
        following = words.normal[last + 1]
        gap = content[words.ends[last] : words.starts[last + 1]]
        if not (len(following) == 3 and following.isdigit() and gap in _GROUPS):
            break
        key, last = key + following, last + 1
    return last, key


def _opens_sentence(content: str, start: int) -> bool:
    before = content[max(0, start - _LOOK_BEHIND) : start].rstrip(" \t\"“”«»„‘’'([-–—")
    return not before or before[-1] in _SENTENCE_ENDS


def _is_noun(normal: Sequence[str], at: int) -> bool:
    known = vocabulary()
    return (at > 0 and normal[at - 1] in known.before) or normal[at].endswith(known.noun_endings)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Telling words that two texts have in the same order: pairs of their numbers."""

    pairs: tuple[tuple[int, int], ...]
    distinct: int
    """How many different keys are among them."""


def in_order(first: Telling, second: Telling, skip: tuple[Iterable[int], Iterable[int]] = ((), ())) -> Alignment:
    """Return the longest run of telling words that both texts have in one order, without those in ``skip``.

    Hunt and Szymanski (CACM 1977); each key is tried at its ``PLACES`` first places alone, so that time stays near
    linear for texts that repeat themselves.
    """
    left_out = frozenset(skip[0]), frozenset(skip[1])
    places: dict[str, list[int]] = {}
    for number, key in enumerate(second.keys):
        known = places.setdefault(key, [])
        if number not in left_out[1] and len(known) < PLACES:
            known.append(number)
    tails: list[int] = []
    links: list[tuple[int, int, int]] = []
    ends: list[int] = []
    for number, key in enumerate(first.keys):
        if number in left_out[0]:
            continue
        for place in reversed(places.get(key, ())):
            rank = bisect_left(tails, place)
            links.append((number, place, ends[rank - 1] if rank else -1))
            if rank == len(tails):
                tails.append(place)
                ends.append(len(links) - 1)
            else:
                tails[rank] = place
                ends[rank] = len(links) - 1
    pairs: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        number, place, at = links[at]
        pairs.append((number, place))
    pairs.reverse()
    return Alignment(tuple(pairs), len({first.keys[number] for number, _ in pairs}))
