"""Gives one name to the spellings of a place: "Tehran", "Teheran" and "تهران"; "Ushmel" and "Ouchmel".

Promises: two names are one where the gazetteer has them as names of the same place, or, where it knows neither, where
they sound alike in two scripts or spellings and no other name does; the result depends on the names alone.
Does not: join names that the gazetteer knows as two places, translate names, or know which town of a name is meant.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from witnessmark.comparing import gazetteer
from witnessmark.comparing.questions.figures_in_case import FigureInCase

LEAST_SOUNDS = 3
"""Sounds of a name by which it is known in another script."""

_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class _Sounds:
    sounds: Sequence[tuple[str, str]]
    letters: Mapping[int, str]


@cache
def _sounds() -> _Sounds:
    with (files("witnessmark.comparing") / "data" / "naming.toml").open("rb") as stream:
        data = tomllib.load(stream)
    return _Sounds([(old, new) for old, new in data["sounds"]], str.maketrans(data["letters"]))


def with_one_name(figures: Sequence[FigureInCase]) -> list[FigureInCase]:
    """Return the figures; the keys of those that name one place in several spellings have one name for it."""
    named = one_name(figure.key.place for figure in figures if figure.key is not None and figure.key.place)
    return [
        replace(figure, key=replace(figure.key, place=named[figure.key.place]))
        if figure.key is not None and named.get(figure.key.place, figure.key.place) != figure.key.place
        else figure
        for figure in figures
    ]


def one_name(names: Iterable[str]) -> dict[str, str]:
    """Return for each of ``names`` (as ``counted.fold_place`` leaves them) the one that stands for its place."""
    return dict(_named(tuple(sorted(set(names)))))


@lru_cache(maxsize=64)
def _named(given: tuple[str, ...]) -> Mapping[str, str]:
    """Return one name for each; the gazetteer is read once for the same names."""
    known = gazetteer.find(given) if len(given) > 1 else {}
    groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for name in given:
        if name in known:
            first = known[name][0]
            groups["gazetteer", first.kind, first.id].append(name)
    for sounding in _by_sound(name for name in given if name not in known):
        groups["sound", *sounding].extend(sounding)
    return {
        name: min(group, key=lambda one: (not one.isascii(), len(one), one))
        for group in groups.values()
        for name in group
    }


def _by_sound(names: Iterable[str]) -> list[list[str]]:
    """Return the names that no gazetteer knows, those together that are one by their sound."""
    spelled: dict[str, list[str]] = defaultdict(list)
    for name in names:
        spelled[sound(name)].append(name)
    skeletons: dict[str, list[str]] = defaultdict(list)
    for heard in spelled:
        skeletons[skeleton(heard)].append(heard)
    found: list[list[str]] = []
    for bones, sounding in skeletons.items():
        latin = [one for one in sounding if all(name.isascii() for name in spelled[one])]
        other = [one for one in sounding if one not in latin]
        if len(bones) >= LEAST_SOUNDS and len(latin) == len(other) == 1:
            found.append(sorted(spelled[latin[0]] + spelled[other[0]]))
        else:
            found += [sorted(spelled[one]) for one in sounding]
    return found


@lru_cache(maxsize=65_536)
def sound(name: str) -> str:
    """Return a folded name as it sounds, roughly: "ushmel" and "ouchmel" are "usmel"."""
    heard = name.translate(_sounds().letters) if not name.isascii() else name
    for old, new in _sounds().sounds:
        heard = heard.replace(old, new)
    return "".join(letter for letter, before in zip(heard, " " + heard, strict=False) if letter != before)


def skeleton(heard: str) -> str:
    """Return the consonants of a name, each word's vowel in front as one sign: what all scripts write."""
    bones = []
    for word in heard.split():
        rest = "".join(letter for letter in word[1:] if letter not in _VOWELS).rstrip("h")
        bones.append(("'" if word[0] in _VOWELS else word[0]) + rest)
    return " ".join(bones)
