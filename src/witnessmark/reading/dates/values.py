"""Values of dates: EDTF as written, with the first and last day that it allows, and arithmetic on them.

Promises: what is no day of its calendar gives None, never an error; months 13 to 24 are those of the Solar Hijri
calendar, 25 to 36 those of the Hijri calendar, and become Gregorian intervals.
Does not: read words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from witnessmark.reading.dates.calendars import hijri_date, hijri_day, month_length, solar_date, solar_day

SOLAR, HIJRI = 13, 25
"""The first month of each calendar in the numbering of the rule files."""
EARLIEST, LATEST = 1500, 2999
"""Years before the one belong to other calendars; those after the other are no years."""
_DAY = timedelta(1)
_SOLAR_SEASONS = {21: 1, 22: 4, 23: 7, 24: 10}


@dataclass(frozen=True, slots=True)
class When:
    """A value: its EDTF, its bounds (None where open), and the unit that the words name."""

    edtf: str
    first: date | None
    last: date | None
    unit: str
    anchored: bool = False
    """Whether the publication date decided it."""


def of_day(day: date | None) -> When | None:
    """Return a day as a value."""
    return When(day.isoformat(), day, day, "day") if day else None


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day of any of the three calendars, or None where there is none."""
    if month >= HIJRI:
        return hijri_day(year, month - HIJRI + 1, day)
    if month >= SOLAR:
        return solar_day(year, month - SOLAR + 1, day)
    try:
        return date(year, month, day) if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None


def of_month(year: int, month: int) -> When | None:
    """Return a month of any of the three calendars."""
    first = day_of(year, month, 1)
    if first is None:
        return None
    if month >= HIJRI:
        following = hijri_day(year + (month == 36), 1 if month == 36 else month - HIJRI + 2, 1)
        return of_span(first, following - _DAY, "month") if following else None
    if month >= SOLAR:
        return of_span(first, day_of(year, month, month_length(year, month - SOLAR + 1)), "month")
    return When(f"{year}-{month:02}", first, (first + timedelta(31)).replace(day=1) - _DAY, "month")


def of_year(year: int, calendar: str = "gregorian") -> When | None:
    """Return a year; ``calendar`` is ``gregorian``, ``solar`` or ``hijri``."""
    if calendar == "gregorian":
        ends = day_of(year, 1, 1), day_of(year, 12, 31)
        return When(str(year), *ends, "year") if ends[0] else None
    month = SOLAR if calendar == "solar" else HIJRI
    first, following = day_of(year, month, 1), day_of(year + 1, month, 1)
    return of_span(first, following - _DAY, "year") if following else None


def of_season(year: int, season: int, calendar: str = "gregorian") -> When | None:
    """Return a season (21 spring to 24 winter) by EDTF's number; one of the solar year as the Gregorian one.

    Its bounds are those of the north in whole months; winter begins in the December before.
    """
    if calendar == "solar":
        # the solar year begins with spring, so its winter has the number of the same Gregorian year
        first = solar_day(year, _SOLAR_SEASONS[season], 1)
        last = solar_day(year, _SOLAR_SEASONS[season] + 2, 29)
        return When(f"{year + 621}-{season}", first, last, "season") if first else None
    if not EARLIEST <= year <= LATEST or calendar != "gregorian":
        return None
    months = {21: 3, 22: 6, 23: 9, 24: 12}
    start = date(year - (season == 24), months[season], 1)
    end = (start + timedelta(92)).replace(day=1) - _DAY
    return When(f"{year}-{season}", start, end, "season")


def of_decade(first: int) -> When:
    """Return ten years."""
    return When(f"{first // 10}X", date(first, 1, 1), date(first + 9, 12, 31), "decade")


def of_span(first: date | None, last: date | None, unit: str = "span") -> When | None:
    """Return the interval of two days, or None where one is missing or they are not in order."""
    if first is None or last is None or last < first:
        return None
    return When(f"{first}/{last}", first, last, unit)


def of_week(day: date, begins: int = 0) -> When | None:
    """Return the week that holds ``day``; ``begins`` is its first weekday (0 Monday)."""
    first = shifted(day, "day", -((day.weekday() - begins) % 7))
    return of_span(first, shifted(first, "day", 6) if first else None, "week")


def shifted(day: date, unit: str, count: int) -> date | None:
    """Return the day so many days, weeks, months or years later; None beyond the calendar."""
    try:
        if unit in ("day", "week", "weekend"):
            return day + timedelta(count * (1 if unit == "day" else 7))
        months = day.year * 12 + day.month - 1 + count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
        year, month = divmod(months, 12)
        last = (date(year, month + 1, 28) + timedelta(4)).replace(day=1) - _DAY
        return last.replace(day=min(day.day, last.day))
    except (ValueError, OverflowError):
        return None


def of_unit(day: date, unit: str, calendar: str = "gregorian", week: int = 0) -> When | None:
    """Return the day, week, month, quarter, year or decade that holds ``day``."""
    if unit == "day":
        return of_day(day)
    if unit == "week":
        return of_week(day, week)
    if unit == "weekend":
        monday = of_week(day)
        return of_span(monday.last - _DAY, monday.last, "weekend") if monday and monday.last else None
    if unit in ("month", "year") and calendar != "gregorian":
        told = solar_date(day) if calendar == "solar" else hijri_date(day)
        if told is None:
            return None
        return of_year(told[0], calendar) if unit == "year" else of_month(told[0], told[1] + offset(calendar))
    if unit == "month":
        return of_month(day.year, day.month)
    if unit == "quarter":
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        last = of_month(first.year, first.month + 2)
        return When(f"{first:%Y-%m}/{first.year}-{first.month + 2:02}", first, last.last, "quarter") if last else None
    return of_decade(day.year // 10 * 10) if unit == "decade" else of_year(day.year)


def offset(calendar: str) -> int:
    """Return what is added to a month's number in this calendar."""
    return {"solar": SOLAR - 1, "hijri": HIJRI - 1}.get(calendar, 0)


def near(value: When) -> When:
    """Return a value that is only about right."""
    if value.edtf.endswith(("~", "..", "X")) or value.edtf.startswith(".."):
        return value
    return replace(value, edtf="/".join(f"{part}~" for part in value.edtf.split("/")))


def onward(value: When) -> When:
    """Return the interval that begins with ``value``: "since 2011" is ``2011/..``."""
    begins = value.edtf.split("/")[0]
    return value if begins == ".." else When(f"{begins}/..", value.first, None, "bound", value.anchored)


def up_to(value: When) -> When:
    """Return the interval that ends with ``value``: "until March"."""
    ends = value.edtf.split("/")[-1]
    return value if ends == ".." else When(f"../{ends}", None, value.last, "bound", value.anchored)


def before(value: When) -> When | None:
    """Return all time before ``value`` in its own unit: "before 1990" is ``../1989``."""
    edge = _neighbour(value, value.first, -1)
    return replace(up_to(edge), anchored=value.anchored) if edge else None


def after(value: When) -> When | None:
    """Return all time after ``value`` in its own unit: "after 1997" is ``1998/..``."""
    edge = _neighbour(value, value.last, 1)
    return replace(onward(edge), anchored=value.anchored) if edge else None


def _neighbour(value: When, edge: date | None, step: int) -> When | None:
    day = shifted(edge, "day", step) if edge else None
    if day is None:
        return None
    unit = "month" if value.unit == "season" else value.unit if "/" not in value.edtf else "day"
    found = of_unit(day, unit if unit in ("month", "year") else "day")
    return near(found) if found and value.edtf.endswith("~") else found


def joined(first: When, last: When) -> When | None:
    """Return the interval from the one to the other, or None where they are not in order."""
    begins, ends = first.edtf.split("/")[0], last.edtf.split("/")[-1]
    if first.first is None or last.last is None or first.first > last.last or begins == ends:
        return None
    return When(f"{begins}/{ends}", first.first, last.last, "span", first.anchored or last.anchored)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    s = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * s) // 451
    month, day = divmod(h + s - 7 * m + 114, 31)
    return date(year, month, day + 1)


def weekday_in(month: When, weekday: int, number: int) -> When | None:
    """Return the first, second ... or (-1) last such weekday of a month."""
    if month.first is None or month.last is None or number == 0:
        return None
    first = month.first + timedelta((weekday - month.first.weekday()) % 7)
    days = [day for week in range(6) if (day := first + timedelta(7 * week)) <= month.last]
    return (
        of_day(days[number - 1 if number > 0 else number]) if -len(days) <= number - (number > 0) < len(days) else None
    )
