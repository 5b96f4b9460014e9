"""Reading numbers only at the tokens that one may begin at finds the same numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.nouns import Date, Edtf, Passage, Span
from witnessmark.reading.figures.circumstances import with_circumstances
from witnessmark.reading.figures.finding import find_figures
from witnessmark.reading.figures.quantities import quantities
from witnessmark.reading.layout import lay_out
from witnessmark.reading.number_words import number_words
from witnessmark.reading.numbers import find_numerals
from witnessmark.reading.rules import LANGUAGES

_GAPS = st.sampled_from([" ", " ", " ", " ", ", ", ". ", "-", "", "\n", "’", "\u200c", "\u00a0", " or ", " and "])
_DIGITS = ("1", "17", "2,500", "3.5", ".5", "½", "2½", "5m", "1e400", "٣٫٥", "12 000", "$5", "x5", "0417", "5-tal")
_WORDS = ("a", "an", "year", "killed", "people", "İ", "ſix", "²", "\u064b", "cafe\u0301", "(", "%", "+46 8 123 45 67")
_OTHERS = st.sampled_from([*_DIGITS, *_WORDS])


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_tokens_spare_reading_and_change_nothing(language: str, data: st.DataObject) -> None:
    """With the tokens of a sentence and without, its numerals and quantities are the same."""
    phrases = st.sampled_from(sorted(number_words(language).readings))
    words = phrases | phrases.map(str.title) | phrases.map(str.upper) | _OTHERS
    parts = data.draw(st.lists(st.tuples(words, _GAPS), max_size=30))
    text = "".join(map("".join, parts))
    for paragraph in lay_out(text, (), language):
        for sentence in paragraph.sentences:
            start, end = sentence.span.start, sentence.span.end
            spared = find_numerals(text, start, end, language, sentence.tokens)
            assert spared == find_numerals(text, start, end, language)
            assert quantities(text, start, end, language, (), sentence.tokens) == quantities(text, start, end, language)


def test_a_date_within_the_last_word_is_no_error() -> None:
    """A date may begin within a token, even the last of its sentence."""
    text = "They counted 40 dead by pre-03-03-2020"
    paragraphs = lay_out(text, (), "en")
    span = Span(text.index("03-03"), len(text))
    date = Date(passage=Passage.of(text, span), value=Edtf("2020-03-03"), anchor=None)
    figures = find_figures(text, paragraphs, [span], (), "en")
    assert len(with_circumstances(text, figures, paragraphs, [date], (), (), "en")) == len(figures) == 1
