"""A party's name holds letters, digits, spaces and the punctuation of names, and nothing that acts on a reader."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.nouns import Text, digest_of
from witnessmark.reading import NeuralReader
from witnessmark.reading.parties.naming import name_alone


def parties(content: str, language: str) -> list[str]:
    """Return the parties of all statements in a text."""
    text = Text(source=digest_of(b""), content=content, locators=(), media_type="", extractor="test", language=language)
    return [each.party for each in NeuralReader().read(text).statements if each.party]


@pytest.mark.parametrize(
    "name",
    [
        "Ada Malin",
        "O’Neill & Sons, Inc.",
        "Jean-Luc d'Orrum (Velmar)",
        "U.N.",
        "Ελένη Μ.",
        "Zoë Ångström-Çelik",
        "وزارت کشور",
        "نیروهای می‌خواهند",
        "Yahoo!",
        "Café “Lorn”",
        "4th Brigade",
        "Canal+",
        "e\u0301lan",
    ],
)
def test_a_name_is_left_as_it_is(name: str) -> None:
    """In every script, with its dots, dashes, quotes and joiners."""
    assert name_alone(name) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("\x00 The mayor\x00", "The mayor"),
        ("😀😀 \u202eOfficials", "Officials"),
        ("Ada\u200b Malin\u2069", "Ada Malin"),
        ("• Ada\tMalin ❤\ufe0f", "Ada Malin"),
        ("Ada\u00adMalin", "AdaMalin"),
        ("Ada🔥Malin", "Ada Malin"),
        ("ma\ud800yor", "ma yor"),
        ("🔥 \u202e —", ""),
        ("", ""),
    ],
)
def test_what_is_no_part_of_a_name_is_left_out(words: str, name: str) -> None:
    """Words that it stood between stay apart; what is invisible stood between none."""
    assert name_alone(words) == name


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_whatever_is_given_the_name_is_harmless(words: str) -> None:
    """And what was made so stays so."""
    made = name_alone(words)
    assert name_alone(made) == made
    assert not any(
        unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn", "So", "Sk") or character == "\u202e"
        for character in made
    )


@pytest.mark.parametrize("odd", ["\x00", "\u202e", "😀😀 ", "\u2066", "🔥"])
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "{0}Police officials{0} said that the road to Veshti had been closed since Monday."),
        ("en", "The mayor of {0}Lorn{0} told reporters that 12 houses were searched on Monday."),
        ("de", "{0}Die Sprecherin{0} der Behörde sagte, die Straße nach Lorn sei seit Montag gesperrt."),
        ("fr", "{0}Le maire{0} de Lorn a déclaré que 12 maisons ont été fouillées."),
    ],
)
def test_no_party_holds_what_acts_on_a_reader(odd: str, language: str, sentence: str) -> None:
    """In the neural reader and in the rules; the quote keeps the words as they stand."""
    found = parties(sentence.format(odd), language)
    assert found
    assert not any(sign in name for name in found for sign in odd.strip())
