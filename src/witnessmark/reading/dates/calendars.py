"""The Solar Hijri calendar of Iran and Afghanistan and the Hijri calendar of Umm al-Qura, in Gregorian days.

Promises: Solar dates are exact from 1178 to 1633 (the 33-year rule agrees with the astronomical calendar there);
Hijri dates follow the published table of the Umm al-Qura calendar from 1365 to 1500; other dates are no days.
Does not: read words, or know what a place's own sighting of the moon gave (it may differ by a day or two).
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from witnessmark.reading.rules import load

_LEAP_REMAINDERS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_NEW_YEAR_1400 = date(2021, 3, 21)


def solar_day(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a Solar Hijri date, or None where there is no such day."""
    if not (1178 <= year <= 1633 and 1 <= month <= 12 and 1 <= day <= month_length(year, month)):
        return None
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return _new_year(year) + timedelta(before + day - 1)


def month_length(year: int, month: int) -> int:
    """Return the days of a Solar Hijri month."""
    if month <= 6:
        return 31
    return 30 if month <= 11 or is_leap(year) else 29


def is_leap(year: int) -> bool:
    """Tell whether a Solar Hijri year has 366 days."""
    return year % 33 in _LEAP_REMAINDERS


def solar_date(day: date) -> tuple[int, int, int] | None:
    """Return the Solar Hijri year, month and day of a Gregorian day, or None outside the years that are known."""
    year = day.year - 621
    first = solar_day(year, 1, 1)
    if first is not None and day < first:
        year -= 1
        first = solar_day(year, 1, 1)
    if first is None:
        return None
    gone = (day - first).days
    month, gone = (gone // 31, gone % 31) if gone < 186 else (6 + (gone - 186) // 30, (gone - 186) % 30)
    return year, month + 1, gone + 1


def hijri_day(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a Hijri date by Umm al-Qura, or None where the table has no such day."""
    first, starts = _hijri_months()
    at = (year - first) * 12 + month - 1
    if not (1 <= month <= 12 and 0 <= at < len(starts) - 1 and 1 <= day <= starts[at + 1] - starts[at]):
        return None
    return date.fromordinal(starts[at] + day - 1)


def hijri_date(day: date) -> tuple[int, int, int] | None:
    """Return the Hijri year, month and day of a Gregorian day by Umm al-Qura, or None outside its table."""
    first, starts = _hijri_months()
    at = bisect_right(starts, day.toordinal()) - 1
    if not 0 <= at < len(starts) - 1:
        return None
    return first + at // 12, at % 12 + 1, day.toordinal() - starts[at] + 1


@cache
def _new_year(year: int) -> date:
    span = range(year, 1400) if year < 1400 else range(1400, year)
    days = sum(366 if is_leap(each) else 365 for each in span)
    return _NEW_YEAR_1400 - timedelta(days) if year < 1400 else _NEW_YEAR_1400 + timedelta(days)


@cache
def _hijri_months() -> tuple[int, tuple[int, ...]]:
    """Return the table's first year, and the ordinals of the first days of its months and of the day after them."""
    table = load("umm_al_qura")
    lengths = [29 + (bits >> month & 1) for bits in table["thirty"] for month in range(12)]
    return table["first_year"], tuple(accumulate(lengths, initial=table["first_day"].toordinal()))
