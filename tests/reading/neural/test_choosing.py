"""Who a speaker is where the encoder and the rules say different things."""

from __future__ import annotations

import pytest

from witnessmark.nouns import Name, NameKind, Passage, Span, Text, digest_of
from witnessmark.reading import NeuralReader
from witnessmark.reading.neural.choosing import choose
from witnessmark.reading.neural.pointing import Pointed


def chosen(text: str, source: str, resolved: str | None, words: str | None, chance: float = 0.9) -> str | None:
    start = text.index(source)
    at = text.index(words) if words else 0
    pointed = Pointed(Span(at, at + len(words)) if words else None, chance)
    return choose(text, Span(start, start + len(source)), resolved, pointed)


@pytest.mark.parametrize(
    ("text", "source", "resolved", "words", "party"),
    [
        (
            "Supporters of Ada Lom said no.",
            "Supporters of Ada Lom",
            "supporters of Ada Lom",
            "Ada Lom",
            "supporters of Ada Lom",
        ),
        ("Mr. Lom's guard said no.", "Mr. Lom's guard", "Mr. Lom's guard", "Lom", "Mr. Lom's guard"),
        ("U.N. officials said no.", "U.N. officials", "United Nations", "U.N. officials", "United Nations"),
        (
            "The Blue Column in Orrum said no.",
            "The Blue Column in Orrum",
            "Blue Column",
            "Blue Column in Orrum",
            "Blue Column",
        ),
        ("Ida Rehn met Tor Vane. Ms Rehn said no.", "Ms Rehn", "Ida Rehn", "Rehn", "Ida Rehn"),
        ("Ida Rehn met Tor Vane. She said no.", "She", None, "Ida Rehn", "Ida Rehn"),
        (
            "Lurania's premier Ida Rehn said no.",
            "Lurania's premier Ida Rehn",
            "Lurania's premier Ida Rehn",
            "Ida Rehn",
            "Ida Rehn",
        ),
    ],
)
def test_choice(text: str, source: str, resolved: str | None, words: str, party: str) -> None:
    """The rules are kept for a fuller name, and where the encoder points to somebody else within the source."""
    assert chosen(text, source, resolved, words) == party
    assert chosen(text, source, resolved, words, chance=0.2) == resolved


def test_nobody() -> None:
    """Where the encoder is sure that nobody is named, there is no party."""
    assert chosen("Reports said no.", "Reports", "reports", None) is None


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Governor Ida Rehn and Colonel Tor Vane said the war must end.", "Ida Rehn and Tor Vane"),
        ("Some in Orrum say the war must end.", None),
        ("A former prison deputy made a film, in which he revealed that the cells were empty.", "former prison deputy"),
    ],
)
def test_read(text: str, party: str | None) -> None:
    """Two who speak together stay two; some who are not named stay unnamed."""
    source = digest_of(text.encode())
    made = Text(source=source, content=text, locators=(), media_type="text/plain", extractor="test", language="en")
    (statement,) = NeuralReader().read(made).statements
    assert statement.speaker is not None
    assert statement.speaker.party == party


@pytest.mark.parametrize("body", ["Ministry", "ministry of health", "army", "Committee"])
def test_a_body_is_no_person(body: str) -> None:
    """A ministry that speaks after a person is not that person, however sure the encoder is."""
    text = f"Ida Rehn said that 741 people were killed. The {body} denied it."
    name = Name(passage=Passage.of(text, Span(0, 8)), kind=NameKind.PERSON)
    start = text.index("The ")
    source = Span(start, start + 4 + len(body))
    assert choose(text, source, body, Pointed(Span(0, 8), 0.95), [name]) == body


@pytest.mark.parametrize(
    ("source", "resolved"),
    [
        ("The Minister", "minister"),
        ("The presiding judge", "presiding judge"),
        ("A friend", "friend"),
        ("Her husband", "Ida Rehn's husband"),
        ("Mr. Lomond, 82,", "Mr. Lomond"),
    ],
)
def test_words_that_are_somebody_else(source: str, resolved: str) -> None:
    """The holder of an office, a relative, one who is new here: none is whoever was named last."""
    text = f"Ida Rehn said that the shaft had been closed. {source} said that no order had been given."
    name = Name(passage=Passage.of(text, Span(0, 8)), kind=NameKind.PERSON)
    start = text.index(source)
    assert choose(text, Span(start, start + len(source)), resolved, Pointed(Span(0, 8), 0.99), [name]) == resolved


def test_words_of_someone_who_was_named() -> None:
    """What anybody may be called goes with the name that the encoder points to."""
    text = "Ida Rehn said that the shaft had been closed. The activist said that no order had been given."
    name = Name(passage=Passage.of(text, Span(0, 8)), kind=NameKind.PERSON)
    start = text.index("The")
    assert choose(text, Span(start, start + 12), "activist", Pointed(Span(0, 8), 0.99), [name]) == "Ida Rehn"
