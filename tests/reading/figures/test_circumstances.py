"""Place, period and event of figures, from words of their own sentence."""

from __future__ import annotations

import pytest

from witnessmark.intake import text_of
from witnessmark.nouns import Date, Edtf, Figure, Name, NameKind, Passage, Span
from witnessmark.reading.dates import find_dates
from witnessmark.reading.figures.circumstances import with_circumstances
from witnessmark.reading.layout import lay_out

PLACES = ("Osteva", "Velmar", "Tolm", "استوا")


def read(words: str, *numbers: str, language: str = "en", published: str | None = None) -> list[Figure]:
    """Return the figures that stand in ``words``, with what the sentence says of them."""
    text = text_of(words, language=language)
    paragraphs = lay_out(text.content, text.locators, language)
    figures, at = [], 0
    for number in numbers:
        at = text.content.index(number, at)
        passage = Passage.of(text.content, Span(at, at + len(number)))
        figures.append(Figure(passage=passage, lo=1, hi=1, counted="people", measure="persons.killed"))
    names = [
        Name(passage=Passage.of(text.content, Span(start, start + len(place))), kind=NameKind.PLACE)
        for place in PLACES
        if (start := text.content.find(place)) >= 0
    ]
    dates: list[Date] = [*find_dates(text.content, paragraphs, language, Edtf(published) if published else None)]
    return [*with_circumstances(text.content, figures, paragraphs, dates, names, (), language)]


@pytest.mark.parametrize(
    ("words", "number", "place", "period", "event"),
    [
        ("At least 57 men were killed at Osteva in August 1997.", "57", "Osteva", "1997-08", None),
        ("In Osteva, 57 men were killed.", "57", "Osteva", None, None),
        ("57 men died in Osteva prison in the summer of 1997.", "57", "Osteva prison", "1997-22", None),
        ("57 people were killed across the province of Velmar.", "57", "Velmar", None, None),
        ("In 1997, 57 men were killed.", "57", None, "1997", None),
        ("The 1988 massacre of more than 30,000 prisoners is denied.", "30,000", None, "1988", "1988 massacre"),
        ("The killings of 1988 across Tolm left 30,000 dead.", "30,000", "Tolm", "1988", "killings of 1988"),
        ("Tolm accepts that 57 men died.", "57", None, None, None),
        ("The ministry of Velmar counts 57 dead.", "57", None, None, None),
        ("57 men had died, he said in 2008.", "57", None, None, None),
        ("57 men had died; the trial in Velmar began in 2008.", "57", None, None, None),
    ],
)
def test_only_what_is_tied_to_the_figure_is_taken(
    words: str, number: str, place: str | None, period: str | None, event: str | None
) -> None:
    """A place needs its preposition, a time its nearness; saying, semicolons and owners of names tie nothing."""
    (found,) = read(words, number)
    assert (found.place, found.period, found.event) == (place, period, event)


def test_each_figure_has_its_own_place() -> None:
    """What stands between two figures belongs to the first."""
    first, second, third = read(
        "57 were last seen at Osteva, 19 at Velmar, and eight on the road.", "57", "19", "eight"
    )
    assert (first.place, second.place, third.place) == ("Osteva", "Velmar", None)


def test_the_dateline_is_no_place_of_what_is_told() -> None:
    """A report that is filed in a town tells of other places."""
    (found,) = read("VELMAR, Tolm (Wire) - A court convicted him of the murder of 57 men.", "57")
    assert found.place is None


def test_lengths_of_time_have_no_place() -> None:
    """A sentence of 18 years was not passed "in" a year."""
    words = "He was given 18 years at Osteva in 1997."
    text = text_of(words, language="en")
    figure = Figure(passage=Passage.of(text.content, Span(13, 15)), lo=18, hi=18, counted="years", measure="sentence")
    paragraphs = lay_out(text.content, text.locators, "en")
    assert with_circumstances(text.content, [figure], paragraphs, (), (), (), "en") == (figure,)


def test_persian_is_read_with_its_own_prepositions() -> None:
    """The place follows its preposition in every language of the data file."""
    (found,) = read("۵۷ نفر در استوا کشته شدند.", "۵۷", language="fa")
    assert found.place == "استوا"


def test_figures_of_one_clause_share_its_place_and_time() -> None:
    """A whole has what its part has; what another clause says is not theirs."""
    both = read("57 people, of whom 3 were children, were killed in Osteva in August 1997.", "57", "3")
    assert [(figure.place, figure.period) for figure in both] == [("Osteva", "1997-08")] * 2
    apart = read("57 people were killed, and the army then sent 300 soldiers to Osteva in August 1997.", "57", "300")
    assert apart[0].place is None
    assert apart[0].period is None
