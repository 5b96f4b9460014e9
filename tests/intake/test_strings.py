"""Texts of characters that are at hand."""

from __future__ import annotations

from witnessmark.intake import text_of
from witnessmark.nouns import Edtf

WORDS = "The governor of Velmora said that forty prisoners had been moved before dawn."


def test_characters_at_hand_are_a_text() -> None:
    """Characters that are no file become a text unchanged, line ends included."""
    text = text_of(f"{WORDS}\r\n\r\nSecond.", published=Edtf("2021-08"))
    assert text.content == f"{WORDS}\r\n\r\nSecond."
    assert [text.content[one.span.start : one.span.end] for one in text.locators] == [WORDS, "Second."]
    assert (text.language, text.published) == ("en", "2021-08")
    assert text_of("ا", language="fa").language == "fa"
