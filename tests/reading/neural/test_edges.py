"""The edges of what the encoder tagged."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.nouns import Span
from witnessmark.reading.neural.edges import content_edges, says_something, source_edges


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("Tor Vane, a spokesman for the ministry, on", "Tor Vane, a spokesman for the ministry,"),
        ("Vane, who wore a", "Vane"),
        ("Vane, who", "Vane, who"),
        ("Witness A", "Witness A"),
        ("the", "the"),
        ("The Ministry of the Interior", "The Ministry of the Interior"),
    ],
)
def test_source(source: str, kept: str) -> None:
    """Words that lead on to something else are no part of a source; the cue may follow "who"."""
    span = source_edges(source, Span(0, len(source)))
    assert source[span.start : span.end] == kept


def spans(text: str, *words: str) -> list[Span]:
    return [Span(text.index(each), text.index(each) + len(each)) for each in words]


def test_pieces_that_touch_are_one() -> None:
    """Nothing stands between them: there is no hole to close."""
    assert content_edges("AL”100 men", [Span(0, 3), Span(3, 10)], []) == (Span(0, 10),)


def test_a_quotation_has_no_holes() -> None:
    """Holes inside one quotation are closed, but for the speaker and the cue."""
    text = "“It was dark. But we saw lorries,” said Vane, “and men.”"
    pieces, others = spans(text, "“It was", "we saw lorries,”", "“and men.”"), spans(text, "said", "Vane")
    kept = content_edges(text, pieces, others)
    assert [text[each.start : each.end] for each in kept] == ["“It was dark. But we saw lorries,”", "“and men.”"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [("Vane said that last week it rained.", "last week it rained"), ("Vane said that was wrong.", "that was wrong")],
)
def test_that(text: str, kept: str) -> None:
    """A leading "that" goes, unless it is what is spoken of."""
    content = content_edges(text, [Span(text.index("that"), len(text) - 1)], spans(text, "said"))
    assert [text[each.start : each.end] for each in content] == [kept]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("the", False),
        ("how many", False),
        ("if", False),
        ("“No”", True),
        ("nothing new", True),
        ("an official by the", False),
    ],
)
def test_says_something(content: str, says: bool) -> None:
    """A content of small words alone says nothing, unless it is quoted."""
    assert says_something(content, [Span(0, len(content))], None) is says


@settings(deadline=None)
@given(st.text(alphabet="abw ho,that“”\"'\n", min_size=1, max_size=60), st.data())
def test_nothing_grows(text: str, data: st.DataObject) -> None:
    """Whatever the words, spans stay in order and inside what was tagged."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    content = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    kept = content_edges(text, content, ())
    assert kept
    assert all(a.end <= b.start for a, b in pairwise(kept))
    assert content[0].start <= kept[0].start
    assert kept[-1].end == content[-1].end
    source = source_edges(text, content[0])
    assert source.start == content[0].start
    assert content[0].start < source.end <= content[0].end
