"""The language of a text."""

from __future__ import annotations

import pytest

from witnessmark.intake.language import language_of


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("The governor of the northern province said that nobody had been hurt.", "en"),
        ("Le gouverneur de la province a déclaré que personne n'avait été blessé.", "fr"),
        ("سخنگوی دولت گفت که دست کم سی نفر در زندان کشته شدند.", "fa"),
        ("قال المتحدث باسم الحكومة إن ثلاثين شخصا على الأقل قتلوا في السجن.", "ar"),
        ("Talesmannen sade att åtminstone trettio människor dödades i fängelset.", "sv"),
        ("12, 13, 14", None),
        ("Ana Bel", None),
    ],
)
def test_language(words: str, language: str | None) -> None:
    """Running text is told; what is too short is not guessed."""
    assert language_of(words) == language
    assert language_of(words) == language
