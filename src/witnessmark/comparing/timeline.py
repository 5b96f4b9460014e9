"""Puts what is dated on one line: equal dates are one moment, in the order of their first days.

Promises: the line depends on the dates alone, not on their order; nothing that has a date is left out, a value that no
calendar has stands apart.
Does not: say what happened when: a date is somebody's words about something.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from witnessmark.comparing.moments import Moment, moment_of
from witnessmark.nouns import Edtf

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Generic[T]):
    """One value and all that bears it; ``moment`` is None where no calendar has it."""

    value: Edtf
    moment: Moment | None
    items: tuple[T, ...]


def timeline(items: Iterable[tuple[Edtf, T]]) -> tuple[Dated[T], ...]:
    """Return the dates in order, each with its items as they came; values without a moment come last."""
    by_value: dict[Edtf, list[T]] = defaultdict(list)
    for value, item in items:
        by_value[value].append(item)
    dated = [Dated(value=value, moment=moment_of(value), items=tuple(held)) for value, held in by_value.items()]
    placed = [(one.moment.order, one.value, one) for one in dated if one.moment]
    rest = sorted((one for one in dated if one.moment is None), key=lambda one: one.value)
    return (*(one for _, _, one in sorted(placed, key=lambda each: each[:2])), *rest)
