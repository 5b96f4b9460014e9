"""Claims about the Solar Hijri calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.reading.dates.calendars import hijri_date, hijri_day, is_leap, month_length, solar_date, solar_day


@pytest.mark.parametrize(
    ("solar", "gregorian"),
    [((1367, 5, 6), date(1988, 7, 28)), ((1400, 1, 1), date(2021, 3, 21)), ((1399, 12, 30), date(2021, 3, 20))],
)
def test_known_days(solar: tuple[int, int, int], gregorian: date) -> None:
    """Days that calendars in use agree on."""
    assert solar_day(*solar) == gregorian


@given(st.integers(1200, 1600), st.integers(1, 12))
def test_a_month_begins_where_the_one_before_ends(year: int, month: int) -> None:
    """No day is missing and none stands twice."""
    last = solar_day(year, month, month_length(year, month))
    first = solar_day(year, month + 1, 1) if month < 12 else solar_day(year + 1, 1, 1)
    assert last is not None
    assert first == last + timedelta(1)


def test_a_day_that_is_none() -> None:
    """The last day of a common year has no thirtieth."""
    assert not is_leap(1400)
    assert solar_day(1400, 12, 30) is None


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_a_gregorian_day_has_its_solar_date(day: date) -> None:
    """There and back again is the same day."""
    told = solar_date(day)
    assert told is not None
    assert solar_day(*told) == day


@given(st.dates(date(1946, 1, 1), date(2077, 1, 1)))
def test_a_gregorian_day_has_its_hijri_date(day: date) -> None:
    """There and back again is the same day, in months of 29 or 30 days."""
    told = hijri_date(day)
    assert told is not None
    assert hijri_day(*told) == day


@pytest.mark.parametrize(
    ("hijri", "gregorian"),
    [((1443, 12, 6), date(2022, 7, 5)), ((1436, 9, 17), date(2015, 7, 4)), ((1444, 9, 1), date(2023, 3, 23))],
)
def test_known_hijri_days(hijri: tuple[int, int, int], gregorian: date) -> None:
    """Days of the published Umm al-Qura calendar."""
    assert hijri_day(*hijri) == gregorian


def test_days_outside_the_tables_are_none() -> None:
    """Years, months and days that no table has give None."""
    assert hijri_day(1300, 1, 1) is None
    assert hijri_day(1443, 13, 1) is None
    assert hijri_day(1444, 7, 30) is None
    assert hijri_date(date(1800, 1, 1)) is None
    assert solar_date(date(1700, 1, 1)) is None
