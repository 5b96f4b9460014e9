"""The days that an EDTF value allows, and dated things on one line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.comparing import moment_of, timeline
from witnessmark.nouns import Edtf


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("1997-08-09", "1997-08-09", "1997-08-09"),
        ("1997-08-09T12:30:00+02:00", "1997-08-09", "1997-08-09"),
        ("1996-02", "1996-02-01", "1996-02-29"),
        ("1997", "1997-01-01", "1997-12-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("1997-22", "1997-06-01", "1997-08-31"),
        ("1997-24", "1997-01-01", "1997-12-31"),
        ("1997-08-XX", "1997-08-01", "1997-08-31"),
        ("1997-06/1997-09", "1997-06-01", "1997-09-30"),
        ("1997-06/..", "1997-06-01", None),
        ("../1997-06", None, "1997-06-30"),
        ("1997?", "1997-01-01", "1997-12-31"),
    ],
)
def test_bounds(value: str, first: str | None, last: str | None) -> None:
    """A date's precision is the stretch between its first and last day."""
    moment = moment_of(Edtf(value))
    assert moment is not None
    assert (moment.first, moment.last) == tuple(date.fromisoformat(day) if day else None for day in (first, last))
    assert moment.approximate is ("?" in value)


@pytest.mark.parametrize("value", ["", "..", "../..", "1997-02-30", "1997-13", "0000", "soon", "1998/1997", "1997/x"])
def test_no_calendar_has_it(value: str) -> None:
    """What is no date has no moment."""
    assert moment_of(Edtf(value)) is None


@settings(deadline=None)
@given(st.lists(st.sampled_from(["1997", "1996-02", "199X", "1997-22", "../1990", "2001/..", "soon", "1997-01-01"])))
def test_line(values: list[str]) -> None:
    """The line holds every item once, in the order of first days, whatever order they come in."""
    line = timeline((Edtf(value), number) for number, value in enumerate(values))
    assert sorted(item for dated in line for item in dated.items) == [*range(len(values))]
    assert [dated.value for dated in line] == [
        dated.value for dated in timeline((Edtf(value), None) for value in reversed(values))
    ]
    orders = [dated.moment.order for dated in line if dated.moment]
    assert orders == sorted(orders)
    assert all(dated.moment is None for dated in line[len(orders) :])
