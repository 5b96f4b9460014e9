"""Finds the dates of a text: its phrases, their values in the order of the text, and the date that it states itself.

Promises: dates in order, without overlaps, each a span of the text. Does not: keep anything between texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from witnessmark.nouns import Date, Edtf, Passage, Span
from witnessmark.reading.dates.context import Context
from witnessmark.reading.dates.grammar import grammar_of
from witnessmark.reading.dates.published import stated_date
from witnessmark.reading.dates.rows import Row
from witnessmark.reading.dates.values import EARLIEST, LATEST
from witnessmark.reading.layout import Paragraph


class TextDates:
    """The phrases of dates in one text, found once: their words, their values, and the text's own date."""

    def __init__(self, text: str, paragraphs: Sequence[Paragraph], language: str) -> None:
        self._text = text
        self._grammar = grammar_of(language)
        self.rows = tuple(Row(text, paragraph, self._grammar) for paragraph in paragraphs)

    def words(self) -> tuple[Span, ...]:
        """Return the spans of words with digits that are dates, resolvable or not: what stands there is no figure."""
        return tuple(
            span
            for row in self.rows
            for phrase in row.phrases
            if row.is_date(phrase) and any(map(str.isdigit, self._text[(span := row.span(phrase)).start : span.end]))
        )

    def resolved(self, published: Edtf | None) -> tuple[Date, ...]:
        """Return the dates in order, without overlaps.

        ``published`` anchors yearless and relative dates; where it is None or less precise than a day, those that no
        other date of the text settles are left out.
        """
        context = Context(self._grammar, _day_of(published))
        found: list[Date] = []
        for row in self.rows:
            for phrase in row.phrases:
                value = row.value(phrase, context)
                if value is not None:
                    anchor = published if value.anchored else None
                    passage = Passage.of(self._text, row.span(phrase))
                    found.append(Date(passage=passage, value=Edtf(value.edtf), anchor=anchor))
        return tuple(found)

    def stated(self) -> Date | None:
        """Return the date of publication that the text states: a dateline, a caption, a date in a line of its own."""
        return stated_date(self._text, self.rows, self._grammar)


def find_dates(text: str, paragraphs: Sequence[Paragraph], language: str, published: Edtf | None) -> tuple[Date, ...]:
    """Return the dates of ``text``; see ``TextDates.resolved``."""
    return TextDates(text, paragraphs, language).resolved(published)


def find_date_words(text: str, paragraphs: Sequence[Paragraph], language: str) -> tuple[Span, ...]:
    """Return the spans of words that are dates; see ``TextDates.words``."""
    return TextDates(text, paragraphs, language).words()


def _day_of(published: Edtf | None) -> date | None:
    try:
        day = date.fromisoformat(published) if published else None
    except ValueError:
        return None
    return day if day and EARLIEST <= day.year <= LATEST else None
