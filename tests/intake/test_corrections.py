"""What people put in the place of misread words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.intake.corrections import Wanted, corrected, extracted, original_span
from witnessmark.nouns import Locator, Span, Text, digest_of

CONTENT = "A 48 B\n\nC 48 D 7"
NAME = "scan.pdf"


def text(content: str = CONTENT) -> Text:
    """Return a text whose paragraphs are its places."""
    locators, at = [], 0
    for number, words in enumerate(content.split("\n\n"), 1):
        locators.append(Locator(Span(at, at + len(words)), (("paragraph", str(number)),)))
        at += len(words) + 2
    return Text(
        source=digest_of(b"scan"),
        content=content,
        locators=tuple(locators),
        media_type="text/plain",
        extractor="text/1",
    )


def wanted(entry: int, start: int, was: str, now: str) -> Wanted:
    """Return a decision that corrects the words at ``start``."""
    return Wanted(entry=entry, span=Span(start, start + len(was)), was=was, now=now)


def test_new_words_stand_where_the_old_ones_stood() -> None:
    """The places of the source move with them; another place that has the same words stays."""
    made = corrected(text(), [wanted(3, 2, "48", "forty-three")], NAME)
    assert made.content == "A forty-three B\n\nC 48 D 7"
    assert [made.content[one.span.start : one.span.end] for one in made.locators] == ["A forty-three B", "C 48 D 7"]
    (one,) = made.corrections
    assert (made.content[one.span.start : one.span.end], one.was, one.entry) == ("forty-three", "48", 3)
    assert not made.faults


_SOME = st.lists(
    st.tuples(st.integers(0, len(CONTENT) - 1), st.integers(1, 6), st.text("xy9 ", min_size=1)), max_size=5
)


@given(_SOME)
@settings(deadline=None)
def test_the_extracted_text_comes_back(some: list[tuple[int, int, str]]) -> None:
    """Whatever was corrected: the text, its places, and each corrected stretch leads back to the replaced words."""
    before = text()
    decisions = [
        wanted(entry, start, CONTENT[start : start + size], now) for entry, (start, size, now) in enumerate(some)
    ]
    made = corrected(before, decisions, NAME)
    again = extracted(made)
    assert (again.content, again.locators) == (before.content, before.locators)
    assert len(made.corrections) + len(made.faults) == len(decisions)
    for one in made.corrections:
        span = original_span(made.corrections, one.span)
        assert before.content[span.start : span.end] == one.was == CONTENT[one.original.start : one.original.end]


@given(_SOME, st.data())
@settings(deadline=None)
def test_words_outside_corrections_lead_back_to_the_same_words(
    some: list[tuple[int, int, str]], data: st.DataObject
) -> None:
    """A stretch that no correction touches has the same words in the extracted text."""
    made = corrected(text(), [wanted(n, a, CONTENT[a : a + b], now) for n, (a, b, now) in enumerate(some)], NAME)
    start = data.draw(st.integers(0, len(made.content) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(made.content))))
    if not any(one.span.overlaps(span) for one in made.corrections):
        back = original_span(made.corrections, span)
        assert CONTENT[back.start : back.end] == made.content[span.start : span.end]


@pytest.mark.parametrize(
    ("decisions", "fault"),
    [
        ([wanted(1, 2, "49", "50")], "its words do not stand there"),
        ([wanted(1, 5, "48", "50")], "or in more than one place"),
        ([wanted(1, 5, "B\n\nC", "B C")], "two places of the source"),
        ([wanted(1, 2, "48", "50"), wanted(2, 2, "48 B", "51 B")], "entry 1 has corrected the same words"),
    ],
)
def test_what_cannot_be_put_is_a_fault(decisions: list[Wanted], fault: str) -> None:
    """Nothing is put somewhere else, and nothing is lost without a word."""
    made = corrected(text(), decisions, NAME)
    assert len(made.corrections) == len(decisions) - 1
    (found,) = made.faults
    assert fault in found.fault
    assert (found.stage, found.name) == ("reading", NAME)


def test_a_text_extracted_anew_is_corrected_where_the_words_stand_now() -> None:
    """Where another version of the extractor gives another text, the words are found if they stand there once."""
    made = corrected(text("Page 1\n\nC 48 D 7"), [wanted(1, 2, "48", "43")], NAME)
    assert made.content == "Page 1\n\nC 43 D 7"
