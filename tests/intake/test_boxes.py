"""Where recognised words stand on their pages: by the words of a passage, in corrected texts too."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.intake.boxes import Box, line_box, packed, page_boxes, usual_height
from witnessmark.intake.corrections import Wanted, corrected, extracted
from witnessmark.nouns import Locator, PageBox, Passage, Span, Text, digest_of

LINE = (100, 50, 500, 90)
WORDS = (
    ("On", (100, 52, 140, 90)),
    ("14", (150, 50, 190, 88)),
    ("March", (200, 50, 320, 90)),
    ("46", (440, 50, 500, 90)),
)
"""A line with a wide gap before its last word."""


def locator(
    start: int, words: tuple[tuple[str, Box], ...] = WORDS, line: Box = LINE, page: int = 3, turn: int = 0
) -> Locator:
    """Return the place of a line whose words are parted by one space."""
    length = len(" ".join(letters for letters, _ in words))
    steps = [("page", str(page)), ("line", "1"), ("box", " ".join(map(str, line))), ("boxes", packed(words, line))]
    if turn:
        steps.append(("turn", str(turn)))
    return Locator(Span(start, start + length), (*steps, ("confidence", "90")))


def boxes(found: Locator, start: int, end: int) -> list[tuple[int, ...]]:
    """Return the boxes of a stretch of one line, without its page."""
    return [
        (one.left, one.top, one.right, one.bottom) for one in page_boxes((found,), (), Passage((Span(start, end),), ""))
    ]


def test_a_passage_has_the_boxes_of_its_own_words() -> None:
    """One word, a part of one, neighbours, and words with another one between them."""
    line = locator(0)
    assert boxes(line, 0, 2) == [WORDS[0][1]]
    assert boxes(line, 4, 5) == [WORDS[1][1]], "the 4 of 14"
    assert boxes(line, 2, 3) == [], "the space alone"
    assert boxes(line, 3, 11) == [(150, 50, 320, 90)]
    assert boxes(line, 0, 14) == [(100, 50, 500, 90)]
    spans = Passage((Span(0, 2), Span(12, 14)), "")
    assert page_boxes((line,), (), spans) == (PageBox(3, *WORDS[0][1]), PageBox(3, *WORDS[3][1]))
    assert line.label == "page 3, line 1", "what people see of a place does not grow"
    assert usual_height(line) == 39


def test_words_that_are_read_from_right_to_left() -> None:
    """A box holds what stands side by side on the page, though its words come the other way round in the text."""
    words = (("دخل", (400, 50, 500, 90)), ("46", (300, 50, 380, 90)), ("جنود", (100, 50, 280, 90)))
    line = locator(0, words)
    assert boxes(line, 0, 6) == [(300, 50, 500, 90)]
    mixed = (("دخل", (400, 50, 500, 90)), ("UN", (100, 50, 180, 90)), ("46", (200, 50, 280, 90)))
    assert boxes(locator(0, mixed), 0, 6) == [(100, 50, 180, 90), (400, 50, 500, 90)], (
        "the 46 between them is not of it"
    )


def test_a_page_on_its_side_and_a_line_askew() -> None:
    """Words above each other on the page are neighbours where it lies on its side; a slope does not widen a box."""
    words = (("On", (50, 500, 90, 560)), ("14", (50, 440, 90, 490)), ("March", (50, 300, 90, 430)))
    line = locator(0, words, (50, 300, 90, 560), turn=90)
    assert page_boxes((line,), (), Passage((Span(3, 11),), "")) == (PageBox(3, 50, 300, 90, 490, 90),)
    assert usual_height(line) == 40
    askew = tuple((f"word{at}", (100 * at, 200 - 8 * at, 100 * at + 90, 240 - 8 * at)) for at in range(8))
    found = boxes(locator(0, askew, (0, 136, 790, 240)), 0, 47)
    assert len(found) > 1
    assert all(bottom - top <= 56 for _, top, _, bottom in found)
    assert (found[0][0], found[-1][2]) == (0, 790)


def test_a_passage_over_lines_and_pages() -> None:
    """Each line has its own box, on its own page; places that were not read from pictures have none."""
    length = 14
    first, second = locator(0), locator(length + 1, page=4)
    printed = Locator(Span(2 * length + 2, 2 * length + 7), (("page", "5"), ("paragraph", "1")))
    passage = Passage((Span(12, 2 * length + 7),), "")
    assert [(one.page, one.left, one.right) for one in page_boxes((first, second, printed), (), passage)] == [
        (3, 440, 500),
        (4, 100, 500),
    ]
    assert page_boxes((printed,), (), passage) == ()
    assert line_box(printed) is None


@pytest.mark.parametrize("written", [None, "", "4 0", "a b c d e", "2 0 0 4 5,", "2 0 0 4 5;3"])
def test_a_line_without_boxes_of_its_words_has_its_own(written: str | None) -> None:
    """Readings that were made before words had boxes, and what does not hold together."""
    steps = [("page", "3"), ("line", "1"), ("box", "100 50 500 90")] + ([] if written is None else [("boxes", written)])
    assert boxes(Locator(Span(0, 14), tuple(steps)), 3, 5) == [LINE]


@pytest.mark.parametrize("box", ["", "1 2 3", "1 2 3 x", "1 to 4"])
def test_a_line_whose_box_does_not_hold_together_has_none(box: str) -> None:
    """What a step may hold never breaks a list."""
    assert boxes(Locator(Span(0, 14), (("page", "3"), ("line", "1"), ("box", box))), 3, 5) == []


def corrected_text(was: str, now: str) -> tuple[Text, Text]:
    """Return a text of two lines and what a correction of the first makes of it."""
    content = "On 14 March 46\nOn 14 March 46"
    text = Text(
        source=digest_of(b"scan"),
        content=content,
        locators=(locator(0), locator(15)),
        media_type="image/png",
        extractor="picture/1",
    )
    at = content.index(was)
    return text, corrected(text, [Wanted(entry=1, span=Span(at, at + len(was)), was=was, now=now)], "scan.png")


def test_corrected_words_have_the_boxes_of_those_that_they_replaced() -> None:
    """Of a correction, of the words before and after it on its line, and of the next line."""
    before, after = corrected_text("14 March", "14th of Marchember")
    assert extracted(after).locators == before.locators
    for words, wanted in (
        ("On", [WORDS[0][1]]),
        ("of", [(150, 50, 320, 90)]),
        ("14th of Marchember", [(150, 50, 320, 90)]),
        ("46", [WORDS[3][1]]),
    ):
        at = after.content.index(words)
        passage = Passage.of(after.content, Span(at, at + len(words)))
        found = page_boxes(after.locators, after.corrections, passage)
        assert [(one.left, one.top, one.right, one.bottom) for one in found] == wanted, words
    last = after.content.rindex("March")
    passage = Passage.of(after.content, Span(last, last + 5))
    assert page_boxes(after.locators, after.corrections, passage) == (PageBox(3, *WORDS[2][1]),)


def test_a_correction_that_joins_or_shortens_words() -> None:
    """The words after it keep their boxes though they have moved."""
    _, after = corrected_text("On 14", "I")
    at = after.content.index("46")
    passage = Passage.of(after.content, Span(at, at + 2))
    assert page_boxes(after.locators, after.corrections, passage) == (PageBox(3, *WORDS[3][1]),)


_WORD = st.tuples(st.text("abcde", min_size=1, max_size=9), st.integers(0, 40), st.integers(1, 90), st.integers(1, 50))


@given(st.lists(_WORD, min_size=1, max_size=12), st.booleans())
@settings(deadline=None)
def test_every_word_gets_its_own_box_back(some: list[tuple[str, int, int, int]], rightward: bool) -> None:
    """Whatever the words and their boxes: what is packed comes out, for each word by itself."""
    words, at = [], 0
    for letters, gap, width, height in some:
        at += gap + 1
        words.append((letters, (at, 5, at + width, 5 + height)))
        at += width
    ordered = tuple(words if rightward else reversed(words))
    line = locator(0, ordered, (0, 0, at, 60))
    start = 0
    for letters, box in ordered:
        assert boxes(line, start, start + len(letters)) == [box]
        start += len(letters) + 1
