"""What counts as a word, and which spellings are one word."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.comparing.words import normalise, words_of


@given(st.text())
def test_every_word_reproduces_from_the_text(content: str) -> None:
    """A word's place holds the spelling that its normalised form came from, and the places are in order."""
    words = words_of(content)
    bounds = list(zip(words.starts, words.ends, strict=True))
    assert [normalise(content[start:end]) for start, end in bounds] == list(words.normal)
    assert all(start < end for start, end in bounds)
    assert all(end <= start for (_, end), (start, _) in pairwise(bounds))
    assert all(words.normal)
    assert len(words.quoted) == len(words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tomás", "TOMAS"),
        ("Tomás", "Toma\u0301s"),
        ("don't", "don’t"),
        ("long-held", "long held"),
        ("ﬁle", "file"),
        ("کتاب", "كتاب"),
        ("می\u200cروم", "میروم"),
        ("مُحَمَّد", "محمد"),
        ("Straße", "STRASSE"),
        ("co\u00adoperate", "cooperate"),
        ("۱۲", "12"),
        ("١٢", "12"),
    ],
)
def test_spellings_that_differ_in_form_alone_are_one_word(one: str, other: str) -> None:
    """Case, accents, vowel points, letter forms, quotation marks, hyphens, joiners and digit forms do not matter."""
    assert words_of(one).normal == words_of(other).normal


def test_scripts_without_spaces_are_cut_into_characters() -> None:
    """A Chinese sentence is not one endless word."""
    assert words_of("法院判决了他").normal == tuple("法院判决了他")


def test_a_vowel_sign_does_not_cut_a_word() -> None:
    """Signs that Python does not count among letters belong to their word."""
    assert len(words_of("नमस्ते दुनिया")) == 2


@pytest.mark.parametrize(
    ("content", "quoted"),
    [
        ('He said "not us" and left', "not us"),
        ("He said “not us” and left", "not us"),
        ("Er sagte „nicht wir“ und ging", "nicht wir"),
        ("Han sade ”inte vi” och gick", "inte vi"),
        ("Il dit « pas nous » et partit", "pas nous"),
        ("Er sagte »nicht wir« und ging", "nicht wir"),
        ("He said ‘not us,’ and left the prisoners’ yard", "not us"),
        ("The prisoners' yard and the guards' room", ""),
        ("“We saw it.\n\n“We all did,” she said", "We saw it We all did"),
        ('An open " mark\n\nends with its paragraph', "mark"),
    ],
)
def test_words_in_quotation_marks_are_known(content: str, quoted: str) -> None:
    """The marks of several languages open and close; a possessive is no quotation; a paragraph ends what stays open."""
    words = words_of(content)
    found = [word for word, inside in zip(words.normal, words.quoted, strict=True) if inside]
    assert found == list(words_of(quoted).normal)


def test_paragraphs_that_are_given_end_quotations() -> None:
    """Where the text tells its paragraphs, they count, and lines broken by a page's width do not."""
    content = 'He said "we saw\nthem go" once\nand then left'
    words = words_of(content, [0])
    assert [word for word, inside in zip(words.normal, words.quoted, strict=True) if inside] == [
        "we",
        "saw",
        "them",
        "go",
    ]
