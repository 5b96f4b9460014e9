"""Windows hold every word of a text once, in order, each with its place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.nouns import Span
from witnessmark.reading.neural.encoder import shipped
from witnessmark.reading.neural.pieces import (
    CLOSING,
    DIGITS,
    LONGEST_WINDOW,
    LOWER,
    MIXED,
    OPENING,
    TITLE,
    UPPER,
    Window,
    case_of,
    windows,
)

TOKENIZER = shipped().tokenizer


def cut(text: str, *sentences: tuple[int, int]) -> list[Window]:
    """Return the windows of a text of one paragraph."""
    spans = [Span(*each) for each in sentences or [(0, len(text))]]
    return [*windows(text, [spans], TOKENIZER)]


@given(st.text(min_size=1, max_size=400))
@settings(max_examples=200, deadline=None)
def test_words_stand_in_order_and_do_not_overlap(text: str) -> None:
    """Whatever the characters are, a word is a stretch of the text, and begins where its window says."""
    end = 0
    for window in cut(text):
        assert len(window.ids) == len(window.cases) <= LONGEST_WINDOW
        assert window.ids[0] == OPENING
        assert window.ids[-1] == CLOSING
        for word, first in zip(window.words, window.firsts, strict=True):
            assert end <= word.start < word.end <= len(text)
            assert window.ids[first : first + len(word.ids)] == list(word.ids)
            end = word.end


def test_no_word_is_lost_where_a_paragraph_is_longer_than_a_window() -> None:
    """A sentence of a thousand words is cut into windows that hold all of them."""
    text = "lorry " * 1000
    found = cut(text)
    assert len(found) > 3
    assert [word.start for window in found for word in window.words] == list(range(0, 6000, 6))


def test_a_word_of_many_pieces_stays_one_word() -> None:
    """An address or a digest does not fill the window."""
    text = "see " + "qzx" * 500 + " there"
    (window,) = cut(text)
    assert [text[word.start : word.end][:3] for word in window.words] == ["see", "qzx", "the"]
    assert len(window.ids) < 40


def test_paragraphs_share_a_window_while_there_is_room() -> None:
    """Short paragraphs are read together, each ended by its own mark."""
    text = "One came.\nTwo went."
    (window,) = windows(text, [[Span(0, 9)], [Span(10, 19)]], TOKENIZER)
    assert window.ids.count(CLOSING) == 2
    assert [text[word.start : word.end] for word in window.words] == ["One", "came", ".", "Two", "went", "."]


def test_how_a_word_is_written() -> None:
    """The encoder knows no capitals: the case of each word is told beside it."""
    assert [case_of(word) for word in ("said", "Lorn", "UN", "A", "12", "iPad", "3rd", "!")] == [
        *(LOWER, TITLE, UPPER, TITLE, DIGITS, MIXED, MIXED, MIXED)
    ]
