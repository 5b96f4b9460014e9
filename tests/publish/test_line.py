"""The line of dated words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from witnessmark.comparing import moment_of
from witnessmark.nouns import Edtf
from witnessmark.publish.line import MOST, WIDTH, Stretch, line

VALUES = st.sampled_from(
    ["1911", "1997-22", "1997-06-01", "1995/1997-23", "../1990", "2001/..", "199X", "0001", "9999-12-31", "2021?"]
)


def stretches(values: list[str]) -> list[Stretch]:
    found = []
    for number, value in enumerate(values, 1):
        moment = moment_of(Edtf(value))
        assert moment is not None
        found.append(Stretch(f"T{number}", value, moment, 1 + number % 3))
    return found


@settings(deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=60))
def test_drawn(values: list[str]) -> None:
    """Each date is drawn once, inside the picture, whatever years there are; what bears most words goes first."""
    root = etree.fromstring(str(line("x", "Dates & <words>", stretches(values))))
    links = root.findall(".//{*}a")
    assert len(links) == min(MOST, len(values)) == len({link.get("href") for link in links})
    for element in root.iter("{*}line", "{*}circle"):
        for key in ("x1", "x2", "cx"):
            assert 0 <= float(element.get(key, "0")) <= WIDTH


def test_nothing() -> None:
    """Without dates there is no picture."""
    assert line("x", "Dates", []) == ""


def test_scale() -> None:
    """A year is drawn longer than a season, and a season longer than a day beside it."""
    root = etree.fromstring(str(line("x", "Dates", stretches(["1997", "1997-22", "1997-06-01"]))))
    bars = [float(bar.get("x2", "")) - float(bar.get("x1", "")) for bar in root.iterfind(".//{*}line[@class='bar']")]
    assert len(bars) == 2
    assert 3 < bars[0] / bars[1] < 5
    assert len(root.findall(".//{*}circle")) == 1
