"""Claims about the Solar Hijri calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.reading.calendars import is_leap, month_length, solar_day


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
