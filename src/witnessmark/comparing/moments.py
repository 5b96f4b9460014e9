"""What days an EDTF value allows: its first and its last one, as dates of the calendar.

Promises: each value that the reading makes has its bounds, an open end as None; a value that is no date of the years 1
to 9999 has no moment.
Does not: choose a day inside the bounds. A season is the northern one's months, a winter its whole year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from witnessmark.nouns import Edtf

_PART = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?(?:T.*)?")
_LOOSE = "?~%"
_OPEN = ("", "..")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (1, 12)}
_THIRDS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """The first and the last day that a date allows; an end that the words leave open is None."""

    first: date | None
    last: date | None
    approximate: bool = False

    @property
    def days(self) -> int | None:
        """How many days it may be; None where an end is open."""
        return None if self.first is None or self.last is None else (self.last - self.first).days + 1

    @property
    def order(self) -> tuple[date, date]:
        """What sorts moments: the first day, then the last; an open beginning goes by its end."""
        return self.first or self.last or date.min, self.last or date.max


def moment_of(value: Edtf) -> Moment | None:
    """Return the days that ``value`` allows, or None where it is no date that a calendar has."""
    begin, interval, end = value.partition("/")
    first, last = _bounds(begin), _bounds(end if interval else begin)
    if first is None or last is None:
        return None
    made = Moment(first[0], last[1], approximate=any(sign in value for sign in _LOOSE))
    if made == Moment(None, None, made.approximate) or (made.first and made.last and made.first > made.last):
        return None
    return made


def _bounds(part: str) -> tuple[date | None, date | None] | None:
    """Return the first and last day of one end of a value: two Nones where it is open, None where it is no date."""
    if part in _OPEN:
        return None, None
    match = _PART.fullmatch(part.strip(_LOOSE))
    if match is None:
        return None
    year, month, day = match.groups()
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if low == 0:
        return None
    try:
        if month in (None, "XX"):
            return date(low, 1, 1), date(high, 12, 31)
        number = int(month)
        begin, end = _SEASONS.get(number) or _THIRDS.get(number) or (number, number)
        if day in (None, "XX"):
            return date(low, begin, 1), date(high, end, monthrange(high, end)[1])
        return date(low, number, int(day)), date(low, number, int(day))
    except ValueError:
        return None
