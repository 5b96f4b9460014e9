"""Where words that were recognised in pictures stand on their pages.

Promises: the boxes of a line's words are packed into one step of its locator, and come out of it equal; a passage, of
a corrected text too, has the boxes of the words that it takes a letter from, and those of no other word. Steps stay
what they were made as: a corrected stretch has the boxes of all the words that it replaced.
Does not: look at any picture.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from statistics import median

from witnessmark.intake.corrections import original_span
from witnessmark.nouns import Correction, Locator, PageBox, Passage, Span

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of a page as it lies."""

HIGHER = 1.4
"""Words that stand side by side share a box up to so many times the height of the highest of them."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word's stretch of its line, counted from the line's begin, and its box."""

    start: int
    end: int
    box: Box


def packed(words: Iterable[tuple[str, Box]], line: Box) -> str:
    """Return the boxes of a line's words, which one space parts, as they stand in a locator.

    Each word is its length in code points, how far right of the line's left and below its top its box begins, and how
    wide and high it is: ``4 0 3 96 41,2 118 9 38 35``.
    """
    return ",".join(
        f"{len(letters)} {left - line[0]} {top - line[1]} {right - left} {bottom - top}"
        for letters, (left, top, right, bottom) in words
    )


def around(boxes: Sequence[Box]) -> Box:
    """Return the box around boxes; there is at least one."""
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def page_boxes(locators: Sequence[Locator], corrections: Sequence[Correction], passage: Passage) -> tuple[PageBox, ...]:
    """Return where a passage stands on the pictures of its pages; nothing where it was not read from one.

    Words that stand side by side have one box, or several where their line is askew; each line has its own. Of a line
    whose words' boxes are not known, the box is the line's. ``locators`` are in order and do not overlap.
    """
    found: dict[PageBox, None] = {}
    for span in passage.spans:
        first = bisect_right(locators, span.start, key=lambda one: one.span.end)
        beyond = bisect_left(locators, span.end, key=lambda one: one.span.start)
        here = locators[first:beyond]
        if any(kind == "box" for one in here for kind, _ in one.steps):
            original = original_span(corrections, span)
            for locator in here:
                found |= dict.fromkeys(_on_line(locator, original, corrections))
    return tuple(found)


def line_box(locator: Locator) -> PageBox | None:
    """Return where the line of a locator stands on its page; None where it was not read from a picture."""
    steps = dict(locator.steps)
    try:
        left, top, right, bottom = map(int, steps["box"].split(" "))
        return PageBox(int(steps["page"]), left, top, right, bottom, int(steps.get("turn", 0)))
    except (KeyError, ValueError):
        return None


def usual_height(locator: Locator) -> int:
    """Return how high the words of a line usually are, in pixels of the page; 1 where it was not read from a picture.

    ``high`` is meant as the page is read: where it lies on its side, across it.
    """
    line = line_box(locator)
    if line is None:
        return 1
    along = 1 if line.turn in (90, 270) else 0
    boxes = [word.box for word in _words(locator, line)] or [(line.left, line.top, line.right, line.bottom)]
    return max(1, round(median(box[3 - along] - box[1 - along] for box in boxes)))


def _on_line(locator: Locator, original: Span, corrections: Sequence[Correction]) -> Iterator[PageBox]:
    """Yield the boxes of those words of a line that a stretch of the extracted text takes letters from."""
    line = line_box(locator)
    if line is None:
        return
    words = _words(locator, line)
    if not words:
        yield line
        return
    begin = original_span(corrections, locator.span).start
    start, end = original.start - begin, original.end - begin
    along = 1 if line.turn in (90, 270) else 0
    for taken, group in groupby(words, key=lambda word: word.start < end and start < word.end):
        if taken:
            for box in _side_by_side([word.box for word in group], 1 - along):
                yield PageBox(line.page, *box, line.turn)


def _side_by_side(boxes: Sequence[Box], across: int) -> Iterator[Box]:
    """Join boxes of neighbours, as long as that leaves the line no higher: one that is askew has several boxes."""
    joined, highest = boxes[0], boxes[0][across + 2] - boxes[0][across]
    for box in boxes[1:]:
        both = around([joined, box])
        highest = max(highest, box[across + 2] - box[across])
        if both[across + 2] - both[across] > HIGHER * highest:
            yield joined
            both, highest = box, box[across + 2] - box[across]
        joined = both
    yield joined


def _words(locator: Locator, line: PageBox) -> tuple[_Word, ...]:
    """Return the words of a line in the order in which they stand on the page; none where their boxes are not known."""
    written = next((value for kind, value in locator.steps if kind == "boxes"), "")
    return _unpacked(written, line.left, line.top, 1 if line.turn in (90, 270) else 0) if written else ()


@lru_cache(maxsize=64)  # many figures may stand in one line
def _unpacked(written: str, left: int, top: int, along: int) -> tuple[_Word, ...]:
    words: list[_Word] = []
    at = 0
    try:
        for one in written.split(","):
            length, right, down, width, height = map(int, one.split(" "))
            box = left + right, top + down, left + right + width, top + down + height
            words.append(_Word(at, at + length, box))
            at += length + 1
    except ValueError:
        return ()
    return tuple(sorted(words, key=lambda word: word.box[along]))
