"""Words of sources on a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from witnessmark.publish.words import Quote, direction_of, plain, shown

ANY_TEXT = st.text(st.characters(codec=None, categories=None))


def _read_back(markup: str) -> str:
    """Return the words of ``markup``, with each shown code turned back into its character."""
    root = etree.fromstring(f"<p>{markup}</p>".encode())
    for code in root.iter("span"):
        code.text = None
        code.set("was", code.get("data-code", ""))
    words = root.text or ""
    for code in root:
        words += chr(int(code.get("data-code", ""), 16)) + (code.tail or "")
    return words


@given(ANY_TEXT)
def test_any_words_are_well_formed_and_can_be_read_back(text: str) -> None:
    """Whatever a source holds, it becomes well-formed markup from which the exact words can be read."""
    assert _read_back(shown(text)) == text


@pytest.mark.parametrize("point", ["\u202e", "\u2066", "\x00", "\x1b", "\ufeff", "\U000e0041", "\ud800", "\x85"])
def test_a_character_that_acts_or_hides_is_shown_by_its_code(point: str) -> None:
    """Overrides, controls and invisible characters stand as their code points."""
    assert point not in shown(f"a{point}b")
    assert f"U+{ord(point):04X}" in shown(f"a{point}b")
    assert f"U+{ord(point):04X}" in plain(f"a{point}b")


def test_joiners_inside_words_stay() -> None:
    """The zero-width non-joiner that Persian spelling needs is left as it is."""
    assert shown("هیچ\u200cکس") == "هیچ\u200cکس"


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("گفت: 40 نفر", "rtl"),
        ("שלום עולם", "rtl"),
        ("said", "ltr"),
        ("", "ltr"),
        ("1988", "ltr"),
        ("the word گفت here", "ltr"),
    ],
)
def test_direction_follows_the_letters(words: str, direction: str) -> None:
    """Words run in the direction that most of their letters have."""
    assert direction_of(words) == direction


def test_a_language_is_given_only_where_it_fits_the_script() -> None:
    """An English name in a Persian text is not called Persian, and a language that is none is not passed on."""
    assert Quote.of("گفت", "fa") == Quote("گفت", "fa", "rtl")
    assert Quote.of("Herald", "fa") == Quote("Herald", "", "ltr")
    assert Quote.of("said", 'en" onclick="x') == Quote("said", "", "ltr")
