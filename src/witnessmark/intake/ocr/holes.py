"""What a recogniser passed over within a line: ink between two words that it read.

Promises: grey pixels and the boxes of words in, boxes of ink out; rules and frames of tables are no ink of words.
Does not: find whole lines that were not read (``ink`` counts those), or tell a word from a stain of its size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from witnessmark.intake.ocr.ink import Box

DARK = 128
"""Pixels darker than this are ink for certain."""
APART = 0.15
"""Ink so near to a word that was read, in heights of the line, belongs to it."""
NARROWEST, LOWEST = 0.5, 0.35
"""Ink of a word is at least so wide and so high, in heights of the line."""
RULED = 0.9
"""A column or a row of a gap in which so much is ink is part of a rule."""


def holes_of(grey: NDArray[np.uint8], words: Sequence[Box]) -> Iterator[Box]:
    """Yield the boxes of ink between the words of one line; ``grey`` is the whole picture, rows first."""
    if len(words) < 2:
        return
    heights = sorted(bottom - top for _, top, _, bottom in words)
    height = heights[len(heights) // 2]
    ordered = sorted(words)
    reached = ordered[0]
    for word in ordered[1:]:
        left, right = int(reached[2] + APART * height), int(word[0] - APART * height)
        if right - left >= NARROWEST * height:
            middle = (min(reached[1], word[1]) + max(reached[3], word[3])) / 2
            top, bottom = max(0, int(middle - height / 2)), int(middle + height / 2) + 1
            found = _ink(grey[top:bottom, left:right], height)
            if found is not None:
                yield left + found[0], top + found[1], left + found[2], top + found[3]
        reached = max(reached, word, key=lambda box: box[2])


def _ink(gap: NDArray[np.uint8], height: int) -> Box | None:
    """Return the box of what looks like words in a gap, without rules; None where nothing does."""
    ink = gap < DARK
    if not ink.any():
        return None
    ink[ink.mean(axis=1) > RULED, :] = False
    ink[:, ink.mean(axis=0) > RULED] = False
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    if not len(rows) or len(columns) < NARROWEST * height or rows[-1] - rows[0] < LOWEST * height:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
