"""What stands on a picture before anything is read: ink, its slant, and the lines that can be seen.

Promises: grey pixels in (0 black, 255 white), plain numbers out; the same pixels always give the same. Lines are found
by where ink stands, without knowing any letter, so that they can be counted against those that a recogniser reads.
Does not: tell text from ornaments that look like lines of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom lie just outside."""
Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

LOOKED_AT = 1200
"""A picture is looked at with its longer side this many pixels long, which is 100 dots per inch for A4."""
DARKER = 0.82
"""Ink is darker than this share of the paper around it."""
STEEPEST = 6.0
"""Slants up to so many degrees are set straight; beyond it a page is turned, not slanted."""
WORD_GAP = 16
"""Ink with no wider gap between it, in pixels of the smaller picture, may stand on one line."""
LOWEST, HIGHEST = 5, 70
"""A line of text is so many of these pixels high: 4 to 50 points on A4."""
RULE = 130, 60
"""Ink without a gap over so many pixels, across and down, is a rule or a frame."""
MOST_RUNS = 400_000


@dataclass(frozen=True, slots=True)
class Small:
    """A picture as it is looked at: where its ink is, and how many of its pixels one of these stands for."""

    ink: Mask
    scale: float
    specks: Mask
    """Pixels that were left out of the ink, because hardly any other is near."""


def small_of(page: Image.Image) -> Small:
    """Return where a grey picture has ink. Reduces it first, by averaging."""
    scale = max(1.0, max(page.size) / LOOKED_AT)
    size = max(1, round(page.width / scale)), max(1, round(page.height / scale))
    small = page.resize(size, Image.Resampling.BOX) if scale > 1 else page
    paper = np.asarray(small.filter(ImageFilter.BoxBlur(24)), np.float32)
    grey = np.asarray(small, np.float32)
    ink = (grey < DARKER * paper) & (grey < 215)
    kept = _without_specks(ink)
    return Small(kept, scale, ink & ~kept)


def _without_specks(ink: Mask) -> Mask:
    """Leave out pixels of ink that have fewer than three others around them."""
    padded = np.pad(ink, 1).astype(np.uint8)
    height, width = ink.shape
    around = sum(padded[dy : dy + height, dx : dx + width] for dy in range(3) for dx in range(3)) - ink
    return np.asarray(ink & (around >= 3))


def speckled(small: Small, lines: list[Box]) -> float:
    """Return which share (0 to 1) of the paper around the lines, which are boxes of the whole picture, is specks."""
    paper = np.ones(small.specks.shape, np.bool_)
    for left, top, right, bottom in lines:
        across, along = slice(int(left / small.scale), int(right / small.scale) + 2), int(top / small.scale)
        paper[along : int(bottom / small.scale) + 2, across] = False
    return float((small.specks & paper).sum() / max(1, paper.sum()))


def slant_of(small: Small) -> float:
    """Return by how many degrees lines rise to the right (negative: fall); 0.0 where that cannot be told.

    Ink is projected along each slant: where it meets the lines, rows are fullest and emptiest.
    """
    rows, columns = np.nonzero(_without_rules(small.ink))
    if len(rows) < 200:
        return 0.0
    if len(rows) > 150_000:
        step = len(rows) // 150_000 + 1
        rows, columns = rows[::step], columns[::step]

    def sharpness(degrees: float) -> float:
        shifted = np.rint(rows + columns * np.tan(np.radians(degrees))).astype(np.int64)
        filled = np.bincount(shifted - shifted.min()).astype(np.float64)
        return float(np.square(np.diff(filled)).sum())

    coarse = np.arange(-STEEPEST, STEEPEST + 0.01, 0.25)
    best = max(coarse, key=sharpness)
    fine = np.arange(best - 0.2, best + 0.21, 0.05)
    best = float(max(fine, key=sharpness))
    if abs(best) > STEEPEST - 0.3:
        return 0.0  # steeper still, or no lines at all
    return round(best, 2) if sharpness(best) > 1.05 * sharpness(0.0) else 0.0


def lines_of(small: Small) -> list[Box]:
    """Return the boxes of what looks like lines of text, in pixels of the whole picture, from top to bottom.

    A line that a wide gap parts (a table's row) gives a box for each part.
    """
    ink = _without_rules(small.ink)
    likely = _likely(ink, WORD_GAP)
    usual = float(np.median([bottom - top for _, top, _, bottom in likely])) if likely else 0.0
    if 1.1 * usual > WORD_GAP:  # large letters: the gaps between their words are larger too
        likely = _likely(ink, round(1.1 * usual))
        usual = float(np.median([bottom - top for _, top, _, bottom in likely])) if likely else 0.0
    likely = [box for box in likely if 0.45 * usual <= box[3] - box[1] <= 3 * usual]
    scale = small.scale
    return [
        (int(left * scale), int(top * scale), int(right * scale + 0.5), int(bottom * scale + 0.5))
        for left, top, right, bottom in sorted(likely, key=lambda box: (box[1], box[0]))
    ]


def _likely(ink: Mask, gap: int) -> list[Box]:
    """Return the stretches that look like lines, in pixels of the smaller picture."""
    boxes = [part for box, ink in _stretches(ink, gap) if box[3] - box[1] >= LOWEST for part in _parted(box, ink)]
    return [box for box in boxes if _is_line(box, ink)]


def _without_rules(ink: Mask) -> Mask:
    """Leave out rules and frames, which would tie lines together."""
    kept = ink.copy()
    for turned, longest in ((kept, RULE[0]), (kept.T, RULE[1])):
        for row, start, end in zip(*_runs(turned), strict=True):
            if end - start > longest:
                turned[row, start:end] = False
    return kept


def _runs(ink: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return rows, starts and ends of the unbroken stretches of ink, row by row."""
    height, width = ink.shape
    padded = np.zeros((height, width + 2), np.int8)
    padded[:, 1:-1] = ink
    change = np.diff(padded, axis=1)
    rows, starts = np.nonzero(change == 1)
    _, ends = np.nonzero(change == -1)
    return rows, starts, ends


def _closed(ink: Mask, gap: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the stretches of ink with gaps of up to ``gap`` pixels closed."""
    rows, starts, ends = _runs(ink)
    if not len(rows):
        return rows, starts, ends
    parted = (rows[1:] != rows[:-1]) | (starts[1:] - ends[:-1] > gap)
    first, last = np.append(True, parted), np.append(parted, True)
    return rows[first], starts[first], ends[last]


def _stretches(ink: Mask, gap: int) -> Iterator[tuple[Box, Mask]]:
    """Yield the box of each connected stretch of closed ink, with the ink in it."""
    rows, starts, ends = _closed(ink, gap)
    if len(rows) > MOST_RUNS:
        return
    owner = list(range(len(rows)))

    def root(one: int) -> int:
        while owner[one] != one:
            owner[one] = owner[owner[one]]
            one = owner[one]
        return one

    above = 0
    for run in range(len(rows)):
        while rows[above] < rows[run] - 1 or (rows[above] == rows[run] - 1 and ends[above] <= starts[run]):
            above += 1
        at = above
        while at < run and rows[at] == rows[run] - 1 and starts[at] < ends[run]:
            owner[root(at)] = root(run)
            at += 1
    groups = np.fromiter((root(run) for run in range(len(rows))), np.int64, len(rows))
    order = np.argsort(groups, kind="stable")
    for some in np.split(order, np.nonzero(np.diff(groups[order]))[0] + 1) if len(order) else ():
        top, bottom = int(rows[some].min()), int(rows[some].max()) + 1
        left, right = int(starts[some].min()), int(ends[some].max())
        if bottom - top < LOWEST:
            continue
        own = np.zeros((bottom - top, right - left), np.bool_)
        for run in some:
            own[rows[run] - top, starts[run] - left : ends[run] - left] = True
        yield (left, top, right, bottom), own & ink[top:bottom, left:right]


def _parted(box: Box, ink: Mask) -> Iterator[Box]:
    """Part a stretch where lines touch each other: at rows with little ink between rows with much."""
    left, top, _, bottom = box
    if bottom - top <= 1.6 * LOWEST:
        yield box
        return
    filled = np.convolve(ink.sum(axis=1), np.ones(3) / 3, "same")
    full = filled > 0.35 * np.percentile(filled, 90)
    padded = np.diff(np.concatenate(([0], full.astype(np.int8), [0])))
    starts, ends = np.nonzero(padded == 1)[0], np.nonzero(padded == -1)[0]
    thick = [
        (start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True) if end - start >= LOWEST / 2
    ]
    if len(thick) < 2:
        yield box
        return
    cuts = [0, *((one[1] + other[0]) // 2 for one, other in pairwise(thick)), bottom - top]
    for upper, lower in pairwise(cuts):
        inked = np.nonzero(ink[upper:lower].any(axis=0))[0]
        if len(inked) and lower - upper >= LOWEST:
            yield left + int(inked[0]), top + int(upper), left + int(inked[-1]) + 1, top + int(lower)


def _is_line(box: Box, ink: Mask) -> bool:
    """Tell whether a stretch has the shape of a line of text, and neither too little nor too much ink."""
    left, top, right, bottom = box
    height, width = bottom - top, right - left
    if not LOWEST <= height <= HIGHEST or width < 1.5 * height:
        return False
    inside = ink[top:bottom, left:right]
    filled = inside.mean()
    return bool(0.06 <= filled <= 0.65 and inside.any(axis=0).mean() > 0.35)
