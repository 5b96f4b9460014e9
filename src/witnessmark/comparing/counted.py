"""Brings the words of what is counted to the form in which they are compared.

Promises: two spellings that differ in case, accents, articles, bound words or (in English and languages that put an
"s") number give the same form; the form depends on the words and on the data file alone.
Does not: know synonyms or translations: "inmates" and "prisoners" stay two things.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .words import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedWords:
    """The data file ``data/counted.toml``; what each part means is said there."""

    version: str
    unasked: tuple[str, ...]
    left_off: frozenset[str]
    empty: frozenset[str]
    vague: frozenset[str]
    acts: frozenset[str]
    bare: frozenset[str]
    singular: Mapping[str, str]
    asked: Mapping[str, str]
    says: Mapping[str, frozenset[str]]


@cache
def vocabulary() -> CountedWords:
    """Return the vocabulary that is shipped with the package."""
    with (files(__package__) / "data" / "counted.toml").open("rb") as stream:
        data = tomllib.load(stream)
    return CountedWords(
        version=data["version"],
        unasked=tuple(data["unasked"]),
        left_off=frozenset(data["left_off"].split()),
        empty=frozenset(data["empty"].split()),
        vague=frozenset(data["vague"]),
        acts=frozenset(data["acts"]),
        bare=frozenset(data["bare"].split()),
        singular=data["singular"],
        asked=data["asked"],
        says={measure: frozenset(words.split()) for measure, words in data["says"].items()},
    )


def fold(counted: str) -> tuple[str, ...]:
    """Return the words of ``counted`` as they are compared; empty where nothing is left of them.

    Bound words and articles go from the front only: "members of the board" keeps its "of the".
    """
    words = [*words_of(counted).normal]
    known = vocabulary()
    first = next((at for at, word in enumerate(words) if word not in known.left_off), len(words))
    return tuple(_singular(word, known.singular) for word in words[first:])


def is_bare(folded: tuple[str, ...]) -> bool:
    """Tell whether the words say nothing of which persons or things are meant: "people", "other men"."""
    return all(word in vocabulary().bare or word in vocabulary().empty for word in folded)


def is_specific(measure: str, folded: tuple[str, ...]) -> bool:
    """Tell whether two different figures with these words answer one question: "political prisoners", "mass graves".

    A head alone is specific with what was done to it ("miners" who were killed), not by itself: one text has prisoners
    of a ward, another those of a country.
    """
    known = vocabulary()
    if measure in known.vague or is_bare(folded):
        return False
    return measure in known.acts or len([word for word in folded if word not in known.empty]) > 1


def is_asked(measure: str) -> bool:
    """Tell whether figures of ``measure`` answer questions across documents."""
    return not any(measure == left or measure.startswith(left + ".") for left in vocabulary().unasked)


def qualifier(measure: str, folded: tuple[str, ...]) -> str | None:
    """Return what ``measure`` adds to a question about these words, or None where they say it already."""
    known = vocabulary()
    while measure:
        if measure in known.asked:
            says = known.says.get(measure, frozenset())
            return None if says.intersection(folded) else known.asked[measure]
        measure = measure.rpartition(".")[0]
    return None


def _singular(word: str, irregular: Mapping[str, str]) -> str:
    """Return the English singular of a plural by its ending; a word that is none may lose its "s" too, always alike."""
    if word in irregular:
        return irregular[word]
    if len(word) < 4 or not word.isascii() or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    return word[:-1]
