"""What is read of a paragraph's stretches is what would be read of all of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.nouns import Edtf
from witnessmark.reading.dates import find_dates
from witnessmark.reading.dates.grammar import Grammar, grammar_of
from witnessmark.reading.dates.phrases import Phrase, find_phrases
from witnessmark.reading.layout import lay_out
from witnessmark.reading.rules import LANGUAGES

_GAPS = st.sampled_from([" ", " ", " ", " ", ", ", ". ", "-", "", "\n", "/", "’", "\u200c", "  ", "%"])
_DIGITS = st.sampled_from(["3", "31", "45", "1988", "1367", "500", "2021-03-04", "03.04.2021", "5th", "٣", "90s"])
_OTHERS = st.sampled_from(["Orrum", "walked", "every", "a", "x", "(", ")", "%", "“", "cafe\u0301", "İ", "ſ", "\u064b"])


def _texts(language: str) -> st.SearchStrategy[str]:
    classes = grammar_of(language).lexicon.classes
    phrases = st.sampled_from(sorted({phrase for members in classes.values() for phrase in members}))
    words = phrases | phrases.map(str.title) | _DIGITS | _OTHERS
    return st.lists(st.tuples(words, _GAPS), max_size=40).map(lambda parts: "".join(map("".join, parts)))


def _phrases(text: str, stretches: list[tuple[int, int]], grammar: Grammar) -> list[tuple[int, int, str]]:
    lexemes = grammar.lexicon.lexemes(text, stretches)

    def span(phrase: Phrase) -> tuple[int, int, str]:
        shown = repr(phrase.node).split("Match(kind=")[-1].split(",")[0]
        return lexemes[phrase.first].start, lexemes[phrase.end - 1].end, shown

    return [*map(span, find_phrases(lexemes, grammar.patterns.find(lexemes), grammar))]


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_stretches_hold_the_phrases_of_the_whole_paragraph(language: str, data: st.DataObject) -> None:
    """Leaving out the rest of a paragraph changes no phrase."""
    text, grammar = data.draw(_texts(language)), grammar_of(language)
    for paragraph in lay_out(text, (), language):
        whole = [(paragraph.span.start, paragraph.span.end)]
        assert _phrases(text, grammar.stretches.of(text, paragraph), grammar) == _phrases(text, whole, grammar)


def test_prose_without_a_seed_is_not_read() -> None:
    """A paragraph of common words has no stretches."""
    text = "The men walked to the gate, and from there in the rain to the square of the town; it is said to be shut."
    (paragraph,) = lay_out(text, (), "en")
    assert grammar_of("en").stretches.of(text, paragraph) == []


def test_a_word_cut_in_two_by_the_longest_sentence_is_still_read() -> None:
    """A sentence that is cut for its length may be cut within a month."""
    text = "x" * 2997 + "-January 1988"
    assert [date.passage.quote for date in find_dates(text, lay_out(text, (), "en"), "en", None)] == ["January 1988"]


def test_a_word_before_a_gap_counts_for_a_weekday() -> None:
    """ "Every wretched Monday" is no date, though "wretched" is a word that no rule knows."""
    text = "Every wretched Monday they came; on Tuesday they left."
    found = find_dates(text, lay_out(text, (), "en"), "en", Edtf("2022-08-03"))
    assert [date.passage.quote for date in found] == ["Tuesday"]


def test_a_period_before_needs_a_period_told() -> None:
    """ "The same period a year earlier" in a text that tells none is no date, and no error."""
    for language in LANGUAGES:
        spans = [
            phrase
            for name, members in grammar_of(language).lexicon.classes.items()
            if name == "context_span"
            for phrase in members
        ]
        for phrase in spans:
            assert find_dates(phrase, lay_out(phrase, (), language), language, Edtf("2022-08-03")) == ()
