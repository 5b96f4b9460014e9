"""Tells which of two texts was published first, as far as their dates tell.

Promises: an order is given only where it holds for every moment that the two dates allow.
Does not: guess. Uncertain and open dates (``2021?``, ``2021/..``) give no order; a season stands for its whole year.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from witnessmark.nouns import Edtf

LEAST_LEAD = timedelta(hours=1)
"""Two times of day less than this apart give no order: subscribers often show an agency's text before the agency."""

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_SEASONS = range(21, 42)


def first_published(one: Edtf | None, other: Edtf | None) -> int:
    """Return -1 where ``one`` is the earlier date, 1 where ``other`` is, and 0 where it is not known."""
    if one is None or other is None:
        return 0
    moments = _moment(one), _moment(other)
    if moments[0] is not None and moments[1] is not None:
        lead = moments[1] - moments[0]
        return 0 if abs(lead) < LEAST_LEAD else _sign(lead > timedelta(0))
    days = _days(one), _days(other)
    if days[0] is None or days[1] is None:
        return 0
    if days[0][1] < days[1][0]:
        return -1
    return 1 if days[1][1] < days[0][0] else 0


def apart(one: Edtf | None, other: Edtf | None, more_than: timedelta) -> bool:
    """Tell whether two dates are certainly further apart than ``more_than``; False where it is not known."""
    if one is None or other is None:
        return False
    here, there = _days(one), _days(other)
    if here is None or there is None:
        return False
    return there[0] - here[1] > more_than or here[0] - there[1] > more_than


def _sign(earlier: bool) -> int:
    return -1 if earlier else 1


def _moment(value: Edtf) -> datetime | None:
    """Return the moment of a date with a time of day and an offset; without the offset it is no moment."""
    if "T" not in value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _days(value: Edtf) -> tuple[date, date] | None:
    """Return the first and the last day that ``value`` allows, or None where it has no such bounds."""
    match = _DAY.fullmatch(value.partition("T")[0])
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or year == 0:
        return None
    if month is None or month in _SEASONS:
        return date(year, 1, 1), date(year, 12, 31)
    try:
        if day is not None:
            return date(year, month, day), date(year, month, day)
        first = date(year, month, 1)
    except ValueError:
        return None
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
