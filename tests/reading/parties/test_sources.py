"""Claims about the words that name a speaker."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.reading.parties.sources import Shape, read_source


@pytest.mark.parametrize(
    ("quote", "shape", "words"),
    [
        ("Kenyan Foreign Minister Ada Malin", Shape.PERSON, "Ada Malin"),
        ("Velik's Secretary of State Ada Malin", Shape.PERSON, "Ada Malin"),
        ("the top commander, General Pavel Oren,", Shape.PERSON, "Pavel Oren"),
        ("the filmmaker Pavel Oren", Shape.PERSON, "Pavel Oren"),
        ("The prime minister", Shape.ROLE, "prime minister"),
        ("The head of the Velik League of Ports", Shape.ROLE, "head of the Velik League of Ports"),
        ("The Ministry of Harbours", Shape.BODY, "Ministry of Harbours"),
        ("The official Velnews news agency", Shape.BODY, "Velnews"),
        ("The Osteva-based Human Rights Lantern", Shape.BODY, "Human Rights Lantern"),
        ("a group calling itself the Blue Column", Shape.BODY, "Blue Column"),
        ("a militant group, the Blue Column,", Shape.BODY, "Blue Column"),
        ("Nurses Without Borders", Shape.BODY, "Nurses Without Borders"),
        ("at least 30 miners", Shape.BODY, "miners"),
        ("members of the Velik Youth League", Shape.BODY, "Velik Youth League"),
        ("She", Shape.PRONOUN, "she"),
        ("some", Shape.NOBODY, "some"),
    ],
)
def test_a_source_is_cut_to_who_speaks(quote: str, shape: Shape, words: str) -> None:
    """Everything but the party is taken off."""
    found = read_source(quote)
    assert (found.shape, found.words) == (shape, words)


@pytest.mark.parametrize(
    ("quote", "owner"),
    [
        ("A Velik Council spokesman", "Velik Council"),
        ("a spokesman for the Velik Council", "Velik Council"),
        ("VRC officials", "VRC"),
        ("A report by Lantern Watch", "Lantern Watch"),
        ("Security officials", ""),
        ("Kenyan officials", ""),
    ],
)
def test_a_voice_has_the_body_it_speaks_for(quote: str, owner: str) -> None:
    """Spokesmen, officials and documents give another's words, unless only a nation or a kind stands there."""
    assert read_source(quote).owner == owner


def test_where_a_body_is_said_to_be_is_kept() -> None:
    """The place is no part of the party."""
    found = read_source("Police in northern Velmar")
    assert (found.words, found.place) == ("Police", "northern Velmar")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120))
def test_any_words_can_be_read(quote: str) -> None:
    """Nothing crashes, and what is read stands in the words but for white space."""
    found = read_source(quote)
    assert found.shape in Shape
