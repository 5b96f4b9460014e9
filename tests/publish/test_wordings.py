"""Wordings side by side: nothing is lost, what differs is marked, two languages are left alone."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from witnessmark.publish.wordings import AROUND, LONG, abridged, beside
from witnessmark.publish.words import Quote

WORDS = st.lists(st.sampled_from(["the", "gate", "was", "shut", "at", "nine", "<b>", "&", "“no”", "ö"]), max_size=30)


def _plain(markup: str) -> str:
    root = etree.fromstring(f"<p>{markup}</p>".encode())
    return "".join(str(words) for words in root.itertext())


def _marked(markup: str) -> list[str]:
    return re.findall(r'<b class="differs">(.*?)</b>', markup)


@given(WORDS, WORDS)
def test_marks_change_no_character(one: list[str], other: list[str]) -> None:
    """Whatever differs, each wording reads as before."""
    quotes = [Quote.of(" ".join(words), "en") for words in (one, other)]
    for quote, markup in zip(quotes, beside(*quotes), strict=True):
        assert _plain(markup) == quote.words


def test_what_differs_is_marked_on_both_sides() -> None:
    """A word that was changed is marked in both; one that was added in one of them; case and marks in none."""
    first = Quote.of("“The gate was shut at nine”", "en")
    assert [_marked(side) for side in beside(first, Quote.of("the gate was closed at nine", "en"))] == [
        ["shut"],
        ["closed"],
    ]
    assert [_marked(side) for side in beside(first, Quote.of("The gate was shut at nine and barred", "en"))] == [
        [],
        ["and barred"],
    ]
    assert [_marked(side) for side in beside(first, Quote.of("the GATE was shut, at nine", "en"))] == [[], []]


def test_wordings_in_two_languages_are_not_compared() -> None:
    """Every word of a translation would differ, and would say nothing."""
    sides = beside(Quote.of("The gate was shut", "en"), Quote.of("Grinden stängdes", "sv"))
    assert [_marked(side) for side in sides] == [[], []]


def test_what_is_left_out_is_said() -> None:
    """A long wording keeps both ends with their marks, and says how much of it is not shown."""
    assert abridged("a" * LONG) == "a" * LONG
    assert f"[{LONG + 1 - 2 * AROUND:,} characters are not shown here]" in abridged("a" * (LONG + 1))
    long = "word " * 300
    first, second = beside(Quote.of(f"old {long}old", "en"), Quote.of(f"new {long}new", "en"))
    assert _marked(first) == ["old", "old"]
    assert _marked(second) == ["new", "new"]
    assert "characters are not shown here" in first
