"""What is known where a date stands: the grammar, the day of publication, and what the text has dated so far.

Promises: holds it. Does not: read or resolve anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from witnessmark.reading.dates.grammar import Grammar
from witnessmark.reading.dates.patterns import Match
from witnessmark.reading.dates.values import When

Slots = dict[str, Any]
"""For each slot of a pattern the values of the word in it, by class."""


@dataclass(slots=True)
class Context:
    """What is known where a phrase stands."""

    grammar: Grammar
    anchor: date | None
    """The day of publication."""
    told: When | None = None
    """The last day or month that the text dated."""
    told_day: When | None = None
    """The last day that it dated."""
    told_year: int | None = None
    """The year of the last day or month whose year the text wrote out."""
    ahead: bool = False
    """Whether the sentence speaks of what is to come."""
    nearest: bool = False
    """Whether the nearest such time is meant, past or to come: "by Christmas"."""
    coming: Callable[[], When | None] = field(default=lambda: None)
    """The next date of the sentence that says its year."""
    coming_on: Callable[[], When | None] = field(default=lambda: None)
    """The next date of the paragraph that says its year, or its month where none does."""


def is_elsewhere(context: Context) -> bool:
    """Tell whether the text speaks of another year than that of its publication."""
    return context.told_year is not None and (context.anchor is None or context.told_year != context.anchor.year)


def told_by(value: When | None, anchored: bool) -> When | None:
    return replace(value, anchored=anchored) if value and anchored else value


Reader = Callable[[Slots, Context, Match], When | None]
"""Reads the value of one kind of pattern."""
