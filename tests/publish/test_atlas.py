"""The map of places."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from witnessmark.publish.atlas import HEIGHT, WIDTH, Point, atlas

PLACES = st.tuples(st.floats(-89, 89), st.floats(-180, 180), st.integers(1, 10_000))


@settings(deadline=None)
@given(st.lists(PLACES, min_size=1, max_size=12))
def test_points(places: list[tuple[float, float, int]]) -> None:
    """Every point is inside the map, the northern above the southern, and the picture is well-formed."""
    points = [Point(f"P{n}", f"<Place {n}> & more", *place) for n, place in enumerate(places)]
    root = etree.fromstring(str(atlas("x", "Places", points)))
    dots = {link.get("href"): link.find("{*}circle") for link in root.iter("{*}a")}
    assert len(dots) == len(points)
    at = {}
    for point in points:
        dot = dots[f"#{point.number.lower()}"]
        assert dot is not None
        at[point.number] = float(dot.get("cx", "")), float(dot.get("cy", ""))
        assert 0 <= at[point.number][0] <= WIDTH
        assert 0 <= at[point.number][1] <= HEIGHT
    for one in points:
        for other in points:
            if one.latitude > other.latitude + 5:
                assert at[one.number][1] < at[other.number][1]


def land(latitude: float, longitude: float) -> list[tuple[int, int]]:
    """Return the points of all coasts that are drawn around a place, inside the picture."""
    root = etree.fromstring(str(atlas("x", "Places", [Point("P1", "somewhere", latitude, longitude, 1)])))
    path = root.find(".//{*}path[@class='land']")
    assert path is not None
    points = [(int(x), int(y)) for x, y in re.findall(r"(-?\d+) (-?\d+)", path.get("d", ""))]
    return [(x, y) for x, y in points if 0 <= x <= WIDTH and 0 <= y <= HEIGHT]


def test_land() -> None:
    """There are coasts around Stockholm and none in the middle of the Pacific or of Asia."""
    assert len(land(59.3, 18.1)) > 50
    assert land(-40.0, -120.0) == land(43.0, 87.0) == []


def test_nothing() -> None:
    """Without places there is no map."""
    assert atlas("x", "Places", []) == ""
