"""Looks the names of places up: which point a name means, where its texts tell.

Promises: a name has a point only where one place fits: the only one in the countries that its own texts name, or the
only one of a telling name; each says why; the result does not depend on the order of the names.
Does not: choose the larger of two towns, or know a place that the gazetteer does not have; people do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from witnessmark.comparing.gazetteer import Entry, find, fold
from witnessmark.nouns import Digest

_ABBREVIATED = 5
"""Letters in capitals that are more often a body than a town."""
_TELLING = 6
"""Letters of a name that is hardly a word of the language or somebody's name, where one place alone has it."""
MOST = 8
"""Places of one name that are listed where several fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A name of a place as the texts have it, how often it stands there, and in which sources."""

    name: str
    mentions: int
    sources: frozenset[Digest]


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A name with the place that it means: ``entry`` is None where none or several fit, and ``why`` says so."""

    place: NamedPlace
    entry: Entry | None
    why: str
    candidates: tuple[Entry, ...] = ()
    """The places that fit, the largest ``MOST`` of them, where several do."""


def locate(places: Iterable[NamedPlace]) -> tuple[Located, ...]:
    """Return each of ``places`` with the place that it means, the most mentioned first."""
    ordered = sorted(places, key=lambda place: (-place.mentions, place.name))
    known = find(fold(place.name) for place in ordered)
    countries = _countries(ordered, known)
    return tuple(_located(place, known.get(fold(place.name), ()), countries) for place in ordered)


def _countries(places: Iterable[NamedPlace], known: Mapping[str, tuple[Entry, ...]]) -> dict[Digest, dict[str, str]]:
    """Return the countries that each source names: their codes with their names, "England or Scotland" for one code."""
    found: dict[Digest, dict[str, str]] = {}
    for place in places:
        for entry in known.get(fold(place.name), ()):
            if entry.kind == "country":
                for source in place.sources:
                    names = found.setdefault(source, {})
                    told = names.get(entry.country, "").split(" or ")
                    names[entry.country] = " or ".join(dict.fromkeys(filter(None, (*told, entry.name))))
    return found


def _located(place: NamedPlace, entries: tuple[Entry, ...], countries: Mapping[Digest, Mapping[str, str]]) -> Located:
    if not entries:
        return Located(place=place, entry=None, why="not in the gazetteer")
    if entries[0].kind == "country":
        return Located(place=place, entry=entries[0], why="the name of a country")
    if place.name.isupper() and place.name.isascii() and len(place.name) <= _ABBREVIATED:
        return Located(place=place, entry=None, why="an abbreviation", candidates=entries[:MOST])
    beside = {code: name for source in place.sources for code, name in countries.get(source, {}).items()}
    near = _by_own_name(place.name, [entry for entry in entries if entry.country in beside])
    if len(near) == 1:
        named = beside[near[0].country]
        return Located(place=place, entry=near[0], why=f"the only one in {named}, which its texts name too")
    if len(entries) == 1 and len(fold(place.name)) >= _TELLING:
        return Located(place=place, entry=entries[0], why="the only one of that name in the gazetteer")
    where = f", {len(near)} of them in countries that its texts name" if near else ""
    several = "1 place has" if len(entries) == 1 else f"{len(entries)} places have"
    why = f"{several} that name{where}; its texts do not tell"
    return Located(place=place, entry=None, why=why, candidates=tuple((near or entries)[:MOST]))


def _by_own_name(name: str, entries: list[Entry]) -> list[Entry]:
    """Return those whose own name it is, where there are some: others have it as a second name."""
    return [entry for entry in entries if fold(entry.name) == fold(name)] or entries
