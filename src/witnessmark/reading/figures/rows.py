"""Rows: where and when of a number in a table, from the cells beside it.

Promises: a place is the words of a cell under a column that is named by places, the narrowest one ("village" before
"province"); a time is the one date in the cells under columns that are named by times, or the one date of the row. What
a figure's own words say goes before. A row of sums has neither.
Does not: take the day of a report or a birth for the day of what is counted, or read across rows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from witnessmark.nouns import Date, Edtf, Figure, Span
from witnessmark.reading.figures.circumstances import PERIOD
from witnessmark.reading.figures.columns import Cell, Cells
from witnessmark.reading.rules import load, words

LONGEST_PLACE: Final = 80
"""Characters: a longer cell is a description and no name of a place."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Names:
    """Which names of columns say what."""

    places: tuple[frozenset[str], ...]
    """From the narrowest to the widest."""
    times: frozenset[str]
    told: frozenset[str]
    sums: frozenset[str]


@cache
def _names() -> _Names:
    table = load("circumstances")["columns"]
    places = tuple(frozenset(one.split()) for one in table["places"])
    return _Names(places, words(table, "times"), words(table, "told"), words(table, "sums"))


def with_rows(text: str, figures: Sequence[Figure], cells: Cells, dates: Sequence[Date]) -> tuple[Figure, ...]:
    """Return ``figures`` (in the order of the text) with the place and period that their rows give."""
    when = sorted((date.passage.start, date.value) for date in dates if PERIOD.fullmatch(date.value))
    found: dict[int, tuple[str | None, str | None]] = {}
    for row in cells.rows():
        first = bisect_left(figures, row[0].span.start, key=lambda figure: figure.passage.start)
        last = bisect_left(figures, row[-1].span.end, key=lambda figure: figure.passage.start)
        if first < last and not any(_is_sum(text, cell) for cell in row):
            place, period = _place(text, row), _period(row, when)
            found |= dict.fromkeys(range(first, last), (place, period))
    return tuple(_placed(figure, *found.get(at, (None, None))) for at, figure in enumerate(figures))


def _placed(figure: Figure, place: str | None, period: str | None) -> Figure:
    if not figure.measure.startswith(("persons.", "events", "sites")):
        return figure
    return replace(
        figure, place=figure.place or place, period=figure.period or (Edtf(period) if period is not None else None)
    )


def _told(column: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(column.replace("_", " "))}


def _is_sum(text: str, cell: Cell) -> bool:
    said = _told(text[cell.span.start : cell.span.end])
    return bool(said) and said <= _names().sums


def _place(text: str, row: Sequence[Cell]) -> str | None:
    """Return the words of the cell that names the place; of two of one kind, the first."""
    for kind in _names().places:
        for cell in row:
            said = _told(cell.column)
            if kind & said and not said & _names().told:
                place = " ".join(text[cell.span.start : cell.span.end].split())
                if len(place) <= LONGEST_PLACE and _WORD.search(place):
                    return place
    return None


def _period(row: Sequence[Cell], when: Sequence[tuple[int, str]]) -> str | None:
    """Return the one date of the row, of those cells that say when something was where there are such."""
    names = _names()
    kept = [cell for cell in row if not _told(cell.column) & names.told]
    timed = [cell for cell in kept if _told(cell.column) & names.times]
    found = {value for cell in timed or kept for value in _dates_in(cell.span, when)}
    return next(iter(found)) if len(found) == 1 else None


def _dates_in(span: Span, when: Sequence[tuple[int, str]]) -> list[str]:
    first = bisect_left(when, span.start, key=lambda pair: pair[0])
    last = bisect_left(when, span.end, key=lambda pair: pair[0])
    return [value for _, value in when[first:last]]
