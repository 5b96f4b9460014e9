"""The Solar Hijri calendar of Iran and Afghanistan in Gregorian days.

Promises: exact from 1178 to 1633 (the 33-year rule agrees with the astronomical calendar there).
Does not: read words.
"""

from __future__ import annotations

from datetime import date, timedelta

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


def _new_year(year: int) -> date:
    span = range(year, 1400) if year < 1400 else range(1400, year)
    days = sum(366 if is_leap(each) else 365 for each in span)
    return _NEW_YEAR_1400 - timedelta(days) if year < 1400 else _NEW_YEAR_1400 + timedelta(days)
