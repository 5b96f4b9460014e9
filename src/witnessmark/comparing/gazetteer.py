"""The towns and countries that a name may mean: an offline gazetteer of GeoNames.

Promises: offline; every town of 1,000 and more in GeoNames, and every country, by their names in the Latin, Arabic,
Cyrillic, Greek and Hebrew scripts; the answer depends on the name alone.
Does not: know villages, buildings or streets, or choose between places of one name (see ``places``).
"""

from __future__ import annotations

import lzma
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, Literal

from witnessmark.comparing.words import words_of

FILE: Final = "gazetteer.tsv.xz"
"""One line a place: kind, GeoNames id, name, latitude, longitude, country, inhabitants, folded names with ``|``."""
PARTS: Final = "countries_of_countries.tsv"
"""Countries that are parts of another, in the same columns; GeoNames' list of countries does not have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place of the gazetteer; degrees north and east."""

    kind: Literal["country", "town"]
    id: int
    name: str
    latitude: float | None
    """None for a country, which has no point."""
    longitude: float | None
    country: str
    """ISO 3166 code of two letters."""
    inhabitants: int


def fold(name: str) -> str:
    """Return a name as names are compared: case, accents, letter forms and hyphens make no difference."""
    words = words_of(name).normal
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def find(names: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
    """Return the places that each of ``names``, folded, may mean: countries first, then towns by their inhabitants."""
    wanted = frozenset(names)
    found: dict[str, list[Entry]] = defaultdict(list)
    for line in _lines() if wanted else ():
        *fields, folded = line.split("\t")
        for name in wanted.intersection(folded.split("|")):
            found[name].append(_entry(fields))
    return {
        name: tuple(sorted(held, key=lambda each: (each.kind != "country", -each.inhabitants, each.id)))
        for name, held in sorted(found.items())
    }


def _lines() -> Iterator[str]:
    data = files("witnessmark.comparing").joinpath("data")
    yield from data.joinpath(PARTS).read_text("utf-8").splitlines()
    yield from lzma.decompress(data.joinpath(FILE).read_bytes()).decode().splitlines()


def _entry(fields: list[str]) -> Entry:
    kind, id_, name, latitude, longitude, country, inhabitants = fields
    return Entry(
        kind="country" if kind == "country" else "town",
        id=int(id_),
        name=name,
        latitude=float(latitude) if latitude else None,
        longitude=float(longitude) if longitude else None,
        country=country,
        inhabitants=int(inhabitants),
    )
