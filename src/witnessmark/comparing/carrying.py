"""Carries a period or an event from the first figure of a text to others of the same measure that name none.

Promises: it is carried only where the text's first figure of that measure names a year or a season and no other figure
names another; what was carried is said in words, and the figure itself stays as it was read.
Does not: carry days, months or places (a report on a province has figures for its towns and days), or carry from one
text to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..nouns import Edtf, Figure
from .counted import asked_as, fold_event, is_act
from .meeting import is_wide, same_period


def carry(figures: Sequence[Figure]) -> list[tuple[Figure, str]]:
    """Return the figures of one text as they are compared, each with what was carried to it in words, or ""."""
    by_measure: dict[str, list[Figure]] = {}
    for figure in figures:
        if is_act(figure.measure):
            by_measure.setdefault(asked_as(figure.measure), []).append(figure)
    scopes = {measure: (_period(found), _event(found)) for measure, found in by_measure.items()}
    return [_carried(figure, *scopes.get(asked_as(figure.measure), (None, None))) for figure in figures]


def _period(figures: Sequence[Figure]) -> str | None:
    first = figures[0].period
    if first is None or not is_wide(first):
        return None
    others = {figure.period for figure in figures if figure.period}
    return first if all(same_period(first, other) for other in others) else None


def _event(figures: Iterable[Figure]) -> str | None:
    named = {fold_event(figure.event): figure.event for figure in figures if figure.event}
    return min(named.values()) if len(named) == 1 else None


def _carried(figure: Figure, period: str | None, event: str | None) -> tuple[Figure, str]:
    told: list[str] = []
    if not is_act(figure.measure):
        return figure, ""
    if period is not None and not figure.period:
        figure = replace(figure, period=Edtf(period))
        told.append(f"period {period}")
    if event is not None and not figure.event and figure.period and figure.period[:4] in event:
        figure = replace(figure, event=event)
        told.append(f"event {event}")
    return figure, f"{' and '.join(told)} from other figures of its text, which name no other" if told else ""
