"""Draws places on a map of the world's coasts, as close as the places allow.

Promises: an SVG that needs no script, no font and no other file; the coasts of Natural Earth, and no border of any
state, since borders are claims; every point is in the table beside it.
Does not: place anything itself.
"""

from __future__ import annotations

import json
import lzma
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from markupsafe import Markup, escape

from witnessmark.publish.drawing import framed

FILE: Final = "coasts.json.xz"
"""Rings of longitude and latitude in turn, in ``PARTS`` of a degree."""
PARTS: Final = 20
"""A twentieth of a degree is about 5 km."""
WIDTH, HEIGHT = 720, 420
_LEAST = 6.0
"""Degrees of latitude that a map shows at least: closer, the coasts are too coarse."""
_ROOM = 1.25
_STEPS = (1, 2, 5, 10, 20, 30, 45)


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map: its number in the table, its name, its degrees north and east, and how often it is named."""

    number: str
    name: str
    latitude: float
    longitude: float
    times: int


@dataclass(frozen=True, slots=True)
class _View:
    west: float
    south: float
    east: float
    north: float

    def x(self, longitude: float) -> float:
        return WIDTH * (longitude - self.west) / (self.east - self.west)

    def y(self, latitude: float) -> float:
        return HEIGHT * (self.north - latitude) / (self.north - self.south)


def atlas(identity: str, title: str, points: Sequence[Point]) -> Markup:
    """Return a map with ``points``, or nothing where there is none."""
    if not points:
        return Markup("")
    view = _view(points)
    described = "; ".join(f"{p.number}: {p.name}, {p.latitude:.1f} north, {p.longitude:.1f} east" for p in points)
    land = "".join(_ring(view, ring) for ring in _coasts() if _is_near(view, ring))
    drawn = (
        f'<rect class="sea" width="{WIDTH}" height="{HEIGHT}"/><path class="land" d="{land}"/>'
        f"{_degrees(view)}{''.join(_dots(view, points))}"
    )
    return framed(identity, title, described, drawn, width=WIDTH, height=HEIGHT, kind="wide map")


def _view(points: Sequence[Point]) -> _View:
    """Return the stretch of the world that shows all points, in the map's shape, true at its middle latitude."""
    north, south = max(p.latitude for p in points), min(p.latitude for p in points)
    east, west = max(p.longitude for p in points), min(p.longitude for p in points)
    middle, across = (north + south) / 2, (east + west) / 2
    stretch = 1 / max(0.2, math.cos(math.radians(middle)))
    high = max(_LEAST, (north - south) * _ROOM, (east - west) * _ROOM * HEIGHT / WIDTH / stretch)
    wide = high * WIDTH / HEIGHT * stretch
    return _View(across - wide / 2, middle - high / 2, across + wide / 2, middle + high / 2)


@cache
def _coasts() -> tuple[tuple[int, ...], ...]:
    packed = files(__package__).joinpath("data", FILE).read_bytes()
    return tuple(tuple(ring) for ring in json.loads(lzma.decompress(packed)))


def _is_near(view: _View, ring: tuple[int, ...]) -> bool:
    longitudes, latitudes = ring[::2], ring[1::2]
    beside = max(longitudes) < view.west * PARTS or min(longitudes) > view.east * PARTS
    return not (beside or max(latitudes) < view.south * PARTS or min(latitudes) > view.north * PARTS)


def _ring(view: _View, ring: tuple[int, ...]) -> str:
    """Return a ring as a path; points far outside the view are drawn at its rim."""
    points: list[tuple[int, int]] = []
    for longitude, latitude in zip(ring[::2], ring[1::2], strict=True):
        x = round(min(max(view.x(longitude / PARTS), -20), WIDTH + 20))
        y = round(min(max(view.y(latitude / PARTS), -20), HEIGHT + 20))
        if len(points) > 1 and _is_along_rim(points[-2], points[-1], (x, y)):
            points.pop()
        if not points or points[-1] != (x, y):
            points.append((x, y))
    return f"M{'L'.join(f'{x} {y}' for x, y in points)}Z" if len(points) > 2 else ""


def _is_along_rim(*points: tuple[int, int]) -> bool:
    """Tell whether points lie on one side of the rim, so that those between the ends draw nothing."""
    xs, ys = {x for x, _ in points}, {y for _, y in points}
    return (len(xs) == 1 and xs <= {-20, WIDTH + 20}) or (len(ys) == 1 and ys <= {-20, HEIGHT + 20})


def _degrees(view: _View) -> str:
    high = view.north - view.south
    step = next((each for each in _STEPS if high / each <= 5), _STEPS[-1])
    parts = []
    for latitude in range(math.ceil(view.south / step) * step, math.floor(view.north) + 1, step):
        y = round(view.y(latitude), 1)
        words = f"{abs(latitude)}° {'N' if latitude >= 0 else 'S'}"
        parts.append(f'<path class="grid" d="M0 {y}H{WIDTH}"/><text class="tick" x="4" y="{y - 4}">{words}</text>')
    for longitude in range(math.ceil(view.west / step) * step, math.floor(view.east) + 1, step):
        x = round(view.x(longitude), 1)
        turned = (longitude + 180) % 360 - 180
        words = f"{abs(turned)}° {'E' if turned >= 0 else 'W'}"
        parts.append(
            f'<path class="grid" d="M{x} 0V{HEIGHT}"/><text class="tick" x="{x + 4}" y="{HEIGHT - 5}">{words}</text>'
        )
    return "".join(parts)


def _dots(view: _View, points: Sequence[Point]) -> Iterator[str]:
    """Yield the points, the most named last and so on top; a name is left out where another stands."""
    taken: list[tuple[float, float]] = []
    named = []
    for point in sorted(points, key=lambda each: (-each.times, each.number)):
        x, y = round(view.x(point.longitude), 1), round(view.y(point.latitude), 1)
        size = round(min(12.0, 3 + math.sqrt(point.times)), 1)
        left = x > WIDTH - 140
        place = f'x="{x - size - 4 if left else x + size + 4:.1f}" y="{y + 5}"' + (' text-anchor="end"' if left else "")
        words = ""
        if all(abs(y - other_y) > 15 or abs(x - other_x) > 150 for other_x, other_y in taken):
            words = f"<text {place}>{escape(point.name)}</text>"
            taken.append((x, y))
        named.append(
            f'<a href="#{point.number.lower()}"><circle class="end" cx="{x}" cy="{y}" r="{size}">'
            f"<title>{escape(point.name)}</title></circle>{words}</a>"
        )
    yield from reversed(named)
