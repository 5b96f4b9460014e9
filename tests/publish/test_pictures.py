"""Pictures of answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from witnessmark.nouns import Number
from witnessmark.publish.pictures import MOST, WIDTH, Bar, drawable, interval_words, picture

ENDS = st.none() | st.integers(0, 10**9) | st.floats(0, 1e9, allow_nan=False)


def _elements(root: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at an XPath."""
    found = root.xpath(path)
    assert isinstance(found, list)
    return [item for item in found if isinstance(item, etree._Element)]


def _values(root: etree._Element, path: str) -> list[str]:
    """Return the attribute values at an XPath."""
    found = root.xpath(path)
    assert isinstance(found, list)
    return [item for item in found if isinstance(item, str)]


@pytest.mark.parametrize(
    ("lo", "hi", "approximate", "words"),
    [
        (30000, None, False, "30,000 or more"),
        (170, 190, False, "170 to 190"),
        (33700, 33700, True, "about 33,700"),
        (None, 12, False, "12 or fewer"),
        (None, None, False, "a number too large to be read"),
        (2.5, 2.5, False, "2.5"),
    ],
)
def test_an_interval_in_words(lo: Number | None, hi: Number | None, approximate: bool, words: str) -> None:
    """Bounds are said as the figure has them; an open end is not closed."""
    assert interval_words(lo, hi, approximate=approximate) == words


@given(st.lists(st.tuples(ENDS, ENDS, st.booleans()), max_size=20))
def test_a_picture_is_well_formed_and_inside_its_frame(
    given_bars: list[tuple[Number | None, Number | None, bool]],
) -> None:
    """Whatever the answers, the picture is well-formed, and nothing is drawn outside it."""
    bars = [Bar(f"l{number}", lo, hi, about) for number, (lo, hi, about) in enumerate(given_bars)]
    drawn = picture("p", "<title> & more", bars)
    if not drawn:
        assert not any(map(drawable, bars))
        return
    root = etree.fromstring(drawn.encode())
    assert root.findtext("title") == "<title> & more"
    assert len(_elements(root, "//text[@class='letter']")) <= MOST
    for name in ("x1", "x2", "cx", "x"):
        assert all(0 <= float(value) <= WIDTH for value in _values(root, f"//@{name}"))


def test_the_picture_says_in_words_what_it_shows() -> None:
    """A reader who does not see the picture is told each answer."""
    drawn = picture("p", "How many?", [Bar("a", 40, None, False), Bar("b", 12, 15, True)])
    assert "a: 40 or more; b: about 12 to 15" in drawn


def test_numbers_beyond_an_axis_are_left_to_the_table() -> None:
    """A number that no axis can hold is not drawn, and does not fail."""
    assert picture("p", "t", [Bar("a", 10**400, None, False)]) == ""
    assert 'class="letter"' in picture("p", "t", [Bar("a", 10**400, None, False), Bar("b", 1, 1, False)])
