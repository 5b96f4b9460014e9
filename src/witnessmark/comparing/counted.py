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

from witnessmark.comparing.words import words_of


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
    parts: frozenset[str]
    facilities: frozenset[str]
    meets: Mapping[str, str]
    general: frozenset[str]
    happenings: Mapping[str, str]
    joining: frozenset[str]


@cache
def vocabulary() -> CountedWords:
    """Return the vocabulary that is shipped with the package."""
    with (files("witnessmark.comparing") / "data" / "counted.toml").open("rb") as stream:
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
        parts=frozenset(data["parts"].split()),
        facilities=frozenset(data["facilities"].split()),
        meets=data["meets"],
        general=frozenset(data["general"].split()),
        happenings={word: kind for kind, words in data["happenings"].items() for word in words.split()},
        joining=frozenset(data["joining"].split()),
    )


def fold(counted: str) -> tuple[str, ...]:
    """Return the words of ``counted`` as they are compared; empty where nothing is left of them.

    Bound words and articles go from the front only: "members of the board" keeps its "of the".
    """
    words = [*words_of(counted).normal]
    known = vocabulary()
    first = next((at for at, word in enumerate(words) if word not in known.left_off), len(words))
    return tuple(singular(word) for word in words[first:])


def is_bare(folded: tuple[str, ...]) -> bool:
    """Tell whether the words say nothing of which persons or things are meant: "people", "other men"."""
    return all(word in vocabulary().bare or word in vocabulary().empty for word in folded)


def is_general(folded: tuple[str, ...]) -> bool:
    """Tell whether the words name those whom something was done to in general: "prisoners", "morts", "people"."""
    known = vocabulary()
    return all(word in known.bare or word in known.empty or word in known.general for word in folded)


def fold_event(event: str | None) -> str:
    """Return an event as it is compared: its year and the kind of happening, whatever noun the text has for it."""
    words = words_of(event).normal if event else ()
    kinds = vocabulary().happenings
    return " ".join(sorted({kinds.get(word, word) for word in words if word not in vocabulary().left_off}))


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


def asked_as(measure: str) -> str:
    """Return the measure under which figures of ``measure`` are asked about: who was executed was killed."""
    return vocabulary().meets.get(measure, measure)


def is_act(measure: str) -> bool:
    """Tell whether ``measure`` says what was done to those who are counted."""
    return measure in vocabulary().acts


def is_people(measure: str) -> bool:
    """Tell whether ``measure`` counts persons, whatever was done to them."""
    return measure.startswith("persons.")


def part_of_all(folded: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that make of those who are counted a part of all: ("woman",) of "women prisoners"."""
    return tuple(sorted(vocabulary().parts.intersection(folded)))


def fold_place(place: str | None) -> str:
    """Return a place as it is compared: without words such as "prison", unless no other is left."""
    words = words_of(place).normal if place else ()
    return " ".join(word for word in words if word not in vocabulary().facilities) or " ".join(words)


def qualifier(measure: str, folded: tuple[str, ...]) -> str | None:
    """Return what ``measure`` adds to a question about these words, or None where they say it already."""
    known = vocabulary()
    while measure:
        if measure in known.asked:
            says = known.says.get(measure, frozenset())
            return None if says.intersection(folded) else known.asked[measure]
        measure = measure.rpartition(".")[0]
    return None


def singular(word: str) -> str:
    """Return the English singular of a plural by its ending; a word that is none may lose its "s" too, always alike."""
    irregular = vocabulary().singular
    if word in irregular:
        return irregular[word]
    if len(word) < 4 or not word.isascii() or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    return word[:-1]
