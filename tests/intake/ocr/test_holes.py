"""Ink between the words of a line that nobody read."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from witnessmark.intake.ocr.holes import holes_of

LEFT, RIGHT = (20, 40, 120, 80), (300, 40, 400, 80)


def paper() -> NDArray[np.uint8]:
    grey = np.full((120, 500), 255, np.uint8)
    for left, top, right, bottom in (LEFT, RIGHT):
        grey[top:bottom, left:right:4] = 0
    return grey


def test_a_word_that_was_passed_over_is_found_with_its_place() -> None:
    """Ink as high as letters, apart from the words on both sides."""
    grey = paper()
    grey[45:75:2, 180:220] = 20
    assert list(holes_of(grey, (RIGHT, LEFT))) == [(180, 45, 220, 74)]


def test_rules_points_and_the_edges_of_words_are_no_words() -> None:
    """The frame of a table, a full stop, and what reaches a little over a word's box are left out."""
    grey = paper()
    assert list(holes_of(grey, (LEFT, RIGHT))) == []
    grey[30:90, 200:206] = 0  # a rule down
    grey[60:63, 100:320] = 0  # a rule across
    grey[76:80, 250:254] = 0  # a point
    grey[40:80, 120:124] = 0  # the end of a letter
    assert list(holes_of(grey, (LEFT, RIGHT))) == []


@given(st.lists(st.tuples(*[st.integers(0, 140)] * 4), max_size=8))
def test_boxes_that_lie_anyhow_are_no_error(boxes: list[tuple[int, int, int, int]]) -> None:
    """Boxes over each other, outside the picture or of no size give boxes or nothing."""
    sound = [(min(a, c), min(b, d), max(a, c) + 1, max(b, d) + 1) for a, b, c, d in boxes]
    for left, top, right, bottom in holes_of(np.zeros((100, 100), np.uint8), sound):
        assert left < right
        assert top < bottom
