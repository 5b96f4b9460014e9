"""Tells whether two contents are wordings of the same words said once.

Promises: the answer depends on the two contents alone, whichever is given first; wordings with different figures,
days, names, negations or other turning words are never one. What is unsure is not one.
Does not: know who spoke or when, or know synonyms.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files

from witnessmark.comparing.telling import telling_words
from witnessmark.comparing.words import words_of

LEAST_WORDS = 4
"""Shorter contents ("he was innocent") are said again and again."""

LEAST_RUN = 6
"""A content stands inside another where it has at least so many words, all of them in a row there."""

CLOSE = 0.8
"""Two contents are nearly equal where this share of the stems of both is the same ..."""

REWORDED = 0.5
LEAST_STEMS = 3
"""... and reworded where this share is, and at least so many stems."""

REPLACED = 0.75
LEAST_STEMS_REPLACED = 6
"""The same where each has stems that the other lacks: "graves" there and "bodies" here are mostly two things."""

LEAST_STEMS_EQUAL = 2
"""All stems of both are the same: only what carries no content was changed."""

LEAST_TOLD = 2
"""A translation has all figures and at least so many names and figures in common."""

MOST_WORDS = 400
"""Of longer contents, so many words are looked at."""


class Likeness(IntEnum):
    """How alike two contents are; the larger, the closer."""

    NONE = 0
    TRANSLATED = 1
    REWORDED = 2
    CLOSE = 3
    EQUAL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceWords:
    """The data file ``data/utterances.toml``; what each part means is said there."""

    version: str
    empty: frozenset[str]
    suffixes: tuple[str, ...]
    stem: int
    letters: int
    turning: Mapping[str, str]
    """The group of each turning word."""
    numbers: Mapping[str, str]
    times: frozenset[str]


@cache
def vocabulary() -> UtteranceWords:
    """Return the data that is shipped with the package."""
    with (files("witnessmark.comparing") / "data" / "utterances.toml").open("rb") as stream:
        data = tomllib.load(stream)
    return UtteranceWords(
        version=data["version"],
        empty=frozenset(data["empty"].split()),
        suffixes=tuple(data["suffixes"]),
        stem=data["stem"],
        letters=data["letters"],
        turning={word: group for group, words in data["turning"].items() for word in words.split()},
        numbers=data["numbers"],
        times=frozenset(data["times"]["words"].split()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What of one content is compared."""

    words: tuple[str, ...]
    stems: frozenset[str]
    names: frozenset[str]
    figures: frozenset[str]
    times: frozenset[str]
    turning: frozenset[str]

    @property
    def marks(self) -> frozenset[str]:
        """What wordings that may be one share some of: keys for an index."""
        return self.stems | {f"@{name}" for name in self.names} | {f"#{figure}" for figure in self.figures}


@lru_cache(maxsize=16_384)
def wording_of(content: str, language: str | None = None) -> Wording:
    """Return what of ``content`` is compared."""
    known = vocabulary()
    words = words_of(content)
    normal = words.normal[:MOST_WORDS]
    told = telling_words(content, words, language)
    figures = {key for key in told.keys if key[0].isdigit()}
    figures.update(known.numbers[word] for word in normal if word in known.numbers)
    groups = Counter(known.turning[word] for word in normal if word in known.turning)
    if groups["negation"] % 2 == 0:
        del groups["negation"]
    plain = (word for word in normal if word not in known.empty and word not in known.turning)
    return Wording(
        words=normal,
        stems=frozenset(
            _stem(word)
            for word in plain
            if word not in known.numbers and word not in known.times and not word[0].isdigit()
        ),
        names=frozenset(key for key in told.keys if not key[0].isdigit()),
        figures=frozenset(figures),
        times=frozenset(word for word in normal if word in known.times),
        turning=frozenset(groups),
    )


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    known = vocabulary()
    for suffix in known.suffixes:
        if word.endswith(suffix) and len(word) - len(suffix) >= known.stem:
            word = word[: -len(suffix)]
            break
    return word[: known.letters]


def likeness(one: Wording, other: Wording, *, translated: bool = False) -> Likeness:
    """Return how alike two wordings are; ``translated`` where they may be one in two languages."""
    if one.words == other.words:
        return Likeness.EQUAL if len(one.words) >= LEAST_WORDS else Likeness.NONE
    if translated:
        return _translated(one, other)
    shorter, longer = sorted((one, other), key=lambda wording: len(wording.words))
    if len(shorter.words) >= LEAST_RUN and _stands_in(shorter.words, longer.words):
        return Likeness.CLOSE
    if len(shorter.words) < LEAST_WORDS or contradict(one, other):
        return Likeness.NONE
    if one.stems == other.stems:
        return Likeness.CLOSE if len(one.stems) >= LEAST_STEMS_EQUAL else Likeness.NONE
    shared = len(one.stems & other.stems)
    share = 2 * shared / (len(one.stems) + len(other.stems))
    replaced = _both_have_own(one.stems, other.stems)
    least, least_share = (LEAST_STEMS_REPLACED, REPLACED) if replaced else (LEAST_STEMS, REWORDED)
    if shared < least or share < least_share:
        return Likeness.NONE
    return Likeness.CLOSE if share >= CLOSE else Likeness.REWORDED


def contradict(one: Wording, other: Wording) -> bool:
    """Tell whether two wordings have different figures, days, names or turning words, so that both cannot be one."""
    return (
        one.figures != other.figures
        or one.turning != other.turning
        or _both_have_own(one.times, other.times)
        or _both_have_own(one.names, other.names)
    )


def _both_have_own(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one - other) and bool(other - one)


def _stands_in(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    return f" {' '.join(shorter)} " in f" {' '.join(longer)} "


def _translated(one: Wording, other: Wording) -> Likeness:
    told = len(one.names & other.names) + len(one.figures & other.figures)
    if one.figures != other.figures or told < LEAST_TOLD or _both_have_own(one.names, other.names):
        return Likeness.NONE
    return Likeness.TRANSLATED
