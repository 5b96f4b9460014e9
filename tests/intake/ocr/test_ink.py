"""Ink, slant and lines that are seen, without any letter being known."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from PIL import Image, ImageDraw
from tests.intake.ocr.conftest import LINES, drawn

from witnessmark.intake.ocr.ink import lines_of, slant_of, small_of, speckled


def test_every_line_is_seen() -> None:
    """Each drawn line gives one box, from top to bottom."""
    boxes = lines_of(small_of(drawn()))
    assert len(boxes) == len(LINES)
    assert all(above[1] < below[1] for above, below in pairwise(boxes))


@pytest.mark.parametrize("degrees", [-3.0, -1.0, 0.0, 2.0])
def test_the_slant_is_measured(degrees: float) -> None:
    """A page that was turned by a few degrees says so, to a quarter of one."""
    page = drawn().rotate(degrees, expand=True, fillcolor=250, resample=Image.Resampling.BICUBIC)
    assert abs(slant_of(small_of(page)) - degrees) <= 0.25


def test_frames_tie_no_lines_together() -> None:
    """A frame around the lines and a rule between them leave the lines what they are."""
    page = drawn()
    pen = ImageDraw.Draw(page)
    pen.rectangle((20, 20, 1380, 480), outline=0, width=4)
    pen.line((20, 140, 1380, 140), fill=0, width=4)
    assert len(lines_of(small_of(page))) == len(LINES)


@pytest.mark.parametrize("picture", ["blank", "black", "noise", "stripes", "one pixel"])
def test_what_is_no_text_has_no_lines(picture: str) -> None:
    """Pictures without text give no lines and no slant, and none takes long."""
    size = (1, 1) if picture == "one pixel" else (900, 900)
    page = Image.new("L", size, 0 if picture == "black" else 255)
    if picture == "noise":
        page = Image.frombytes("L", size, random.Random(1).randbytes(size[0] * size[1]))
    if picture == "stripes":
        for x in range(0, size[0], 3):
            page.paste(0, (x, 0, x + 2, size[1]))
    small = small_of(page)
    assert (lines_of(small), slant_of(small)) == ([], 0.0)


def test_specks_are_told_from_clean_paper() -> None:
    """Specks count, letters do not."""
    page = drawn()
    clean = small_of(page)
    pen, chance = ImageDraw.Draw(page), random.Random(3)
    for _ in range(1500):
        x, y = chance.randrange(1400), chance.randrange(500)
        pen.point((x, y), fill=0)
    dusty = small_of(page)
    assert speckled(clean, lines_of(clean)) < 0.0005 < 0.001 < speckled(dusty, lines_of(dusty))
