"""Says which figures without a time of their own may speak of the same time, by what their texts tell of.

Promises: texts that are about one year are together, and texts that were published within the same days; a copy tells
of the time that the texts it shares its words with tell of; of texts of which none of this is known, none is with
another; the result does not depend on the order of the figures.
Does not: give a figure a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, timedelta

from witnessmark.comparing.moments import moment_of
from witnessmark.comparing.questions.figures_in_case import FigureInCase
from witnessmark.comparing.questions.keys import QuestionKey
from witnessmark.nouns import Edtf

SAME_NEWS = timedelta(days=7)
"""Texts published within so many days of the first of them tell of the same events, where they say no other time."""


def scoped(figures: Sequence[FigureInCase]) -> list[FigureInCase]:
    """Return the figures; the keys of those without time or event say what their texts tell of."""
    days: dict[tuple[str, str], set[date]] = defaultdict(set)
    for figure in figures:
        if (key := _timeless(figure)) is not None and (day := _news(figure)) is not None:
            days[key.measure, key.place].add(day)
    first = {where: _windows(sorted(found)) for where, found in days.items()}
    known: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for figure in figures:
        if (key := _timeless(figure)) is not None and (scope := _own_scope(figure, first)):
            known[figure.family, key.measure, key.place].add(scope)
    return [_scoped(figure, first, known) for figure in figures]


def _timeless(figure: FigureInCase) -> QuestionKey | None:
    key = figure.key
    return key if key is not None and figure.scope is not None and not (key.period or key.event or key.number) else None


def _news(figure: FigureInCase) -> date | None:
    """Return the day on which a text was published that is about no year before."""
    return None if figure.scope is None or figure.scope.year else _day(figure.scope.published)


def _day(published: Edtf | None) -> date | None:
    moment = moment_of(published) if published else None
    return moment.first if moment is not None and moment.days is not None and moment.days <= SAME_NEWS.days else None


def _windows(days: Sequence[date]) -> dict[date, date]:
    """Return for each day, in order, the first of the days that it is taken together with."""
    found: dict[date, date] = {}
    first = days[0]
    for day in days:
        first = first if day - first <= SAME_NEWS else day
        found[day] = first
    return found


def _own_scope(figure: FigureInCase, first: Mapping[tuple[str, str], Mapping[date, date]]) -> str:
    """Return what the text of a figure without a time tells of; empty where that is not known."""
    if figure.key is None or figure.scope is None:
        return ""
    day = _news(figure)
    if day is None:
        return figure.scope.year
    return f"@{first[figure.key.measure, figure.key.place][day].isoformat()}"


def _scoped(
    figure: FigureInCase,
    first: Mapping[tuple[str, str], Mapping[date, date]],
    known: Mapping[tuple[str, str, str], Set[str]],
) -> FigureInCase:
    """Return a figure; where its text tells of no time, it tells of that of the texts that have the same words."""
    key = _timeless(figure)
    if key is None:
        return figure
    alike = known.get((figure.family, key.measure, key.place), frozenset())
    scope = _own_scope(figure, first) or (next(iter(alike)) if len(alike) == 1 else f"?{figure.family[:16]}")
    return replace(figure, key=replace(key, scope=scope))
