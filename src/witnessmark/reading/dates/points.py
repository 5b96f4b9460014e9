"""Points of time that a calendar names: days, months, seasons, years, decades and feasts.

Promises: with a year the words alone decide; without one the year is that which the text speaks of, or the one that
lies next to the publication. What is no date gives None.
Does not: read weekdays or words that count from another date; ``relative`` does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from witnessmark.reading.dates import values
from witnessmark.reading.dates.calendars import hijri_date, solar_date
from witnessmark.reading.dates.context import Context, Reader, Slots, is_elsewhere, told_by
from witnessmark.reading.dates.patterns import Match
from witnessmark.reading.dates.values import When

_NEWS = timedelta(14)
"""How long a day is still news."""
_SOON = timedelta(45)
"""How far ahead a day without a year may lie where nothing tells that it is to come."""


def _numeric(slots: Slots, context: Context, match: Match) -> When | None:
    written = slots["numeric"]["numeric"]
    parts = re.split(r"[-/.]", written)
    numbers = [int(part) for part in parts]
    mark = written[len(parts[0])]
    if len(parts) == 2:
        year, second = numbers
        if second > 12 or second == year % 100 + 1:
            ends = values.of_year(year), values.of_year(year // 100 * 100 + second)
            return values.joined(ends[0], ends[1]) if ends[0] and ends[1] else None
        return values.of_month(year, second) if mark == "-" else None
    if len(parts[0]) == 4:
        year, month, day = numbers
        return values.of_day(values.day_of(year, month + _offset(year, context), day)) if month <= 12 else None
    if len(parts[2]) == 4:
        first, second, year = numbers
    elif len(parts[2]) == 2 and len(parts[0]) == 2 and mark != "-":
        first, second, year = numbers[0], numbers[1], _century(numbers[2], context)
    else:
        return None
    if mark != "." and first <= 12 and second <= 12 and first != second and context.grammar.month_first:
        return None
    if mark != "." and first <= 12 < second:
        first, second = second, first
    if second > 12:
        return None
    return values.of_day(values.day_of(year, second + _offset(year, context), first))


def _offset(year: int, context: Context) -> int:
    """Return what tells the months of this year's calendar."""
    if year >= 1500:
        return 0
    return values.offset(context.grammar.calendar if context.grammar.calendar != "gregorian" else "hijri")


def _date(slots: Slots, context: Context, match: Match) -> When | None:
    year = year_of(slots, context)
    if "month" in slots:
        month = slots["month"]["month"]
        if year is not None:
            return told_by(of_month(match, year[0], month), year[1])
        return _yearless(match, month, context)
    return told_by(of_year(slots, year[0], context), year[1]) if year else None


def year_of(slots: Slots, context: Context) -> tuple[int, bool] | None:
    """Return the year that the words name, and whether the publication date told it."""
    if "year" in slots:
        return slots["year"]["year"], False
    month = slots["month"]["month"] if "month" in slots else 1
    if "yy" in slots:
        short = slots["yy"]["yy"]
        if context.grammar.calendar == "solar" and (month >= values.SOLAR or "season" in slots or "month" not in slots):
            return (1300 if short > 20 else 1400) + short, False
        return _century(short, context), False
    for name, held in slots.items():
        if name.endswith("_year"):
            source, _, shift = held[name]
            told = context.told.first if context.told else None
            day = context.anchor if source == "anchored" else told or context.anchor
            if day is None:
                return None
            if month >= values.SOLAR or (context.grammar.calendar == "solar" and "season" in slots):
                return year_like(day, max(month, values.SOLAR)) + shift, source == "anchored"
            return day.year + shift, source == "anchored" or told is None
    return None


def _century(short: int, context: Context) -> int:
    edge = context.anchor.year if context.anchor else 2049
    return 2000 + short if 2000 + short <= edge + 5 else 1900 + short


def year_like(day: date, month: int) -> int:
    """Return the year of ``day`` in the calendar of ``month``."""
    if month >= values.HIJRI:
        told = hijri_date(day)
    elif month >= values.SOLAR:
        told = solar_date(day)
    else:
        return day.year
    return told[0] if told else day.year


def of_month(match: Match, year: int, month: int) -> When | None:
    """Return a day, days, a weekday or the whole of a month."""
    slots = match.slots
    if "ordinal" in slots and "unit" in slots:
        start, number = values.day_of(year, month, 1), slots["ordinal"].values["ordinal"]
        if start is None or slots["unit"].values["unit"] != "week" or not 1 <= number <= 5:
            return None
        return values.of_span(start + timedelta(7 * number - 7), start + timedelta(7 * number - 1), "week")
    if "last_week" in slots:
        whole = values.of_month(year, month)
        last = whole.last if whole else None
        return values.of_span(last - timedelta(6), last, "week") if last else None
    if "nth" in slots:
        whole = values.of_month(year, month)
        return whole and values.weekday_in(whole, slots["weekday"].values["weekday"], slots["nth"].values["nth"] or -1)
    if "dom" not in slots:
        return values.of_month(year, month)
    last = values.day_of(year, month, slots["dom"].values["dom"])
    if "first" in slots:
        first = values.day_of(year, month, slots["first"].values["dom"])
        return values.of_span(first, last) if first != last else None
    return values.of_day(last)


def of_year(slots: Slots, year: int, context: Context) -> When | None:
    if year >= 1500:
        return values.of_year(year)
    calendar = "hijri" if "hijri" in slots or context.grammar.calendar == "gregorian" else context.grammar.calendar
    return values.of_year(year, calendar) if context.grammar.calendar != "gregorian" or "hijri" in slots else None


def _yearless(match: Match, month: int, context: Context) -> When | None:
    """Return a day or month without a year: in the year told before or after it, else next to the publication."""
    anchor = context.anchor
    reported = _just_reported(match, month, anchor)
    if reported:
        return reported
    following = context.coming()
    if following and following.last and (anchor is None or following.last.year < anchor.year):
        found = of_month(match, year_like(following.last, month), month)
        if found and found.first and found.first <= following.last:
            return found
    named = bool(match.slots.keys() & {"last", "this", "next"})
    if is_elsewhere(context) and not (context.ahead and anchor) and not named and context.told_year is not None:
        day = date(context.told_year, 7, 1)
        if month < values.SOLAR:
            return of_month(match, context.told_year, month)
        if context.told and context.told.first:
            day = context.told.first
        return of_month(match, year_like(day, month), month)
    if anchor is None:
        return None
    year = year_like(anchor, month)
    if "this" in match.slots:
        return told_by(of_month(match, year, month), True)
    near = [each for shift in (-1, 0, 1) if (each := of_month(match, year + shift, month)) and each.first]
    weekday = (
        match.slots["weekday"].values["weekday"] if "weekday" in match.slots and "nth" not in match.slots else None
    )
    fitting = [each for each in near if weekday is None or each.first is None or each.first.weekday() == weekday]
    context = replace(context, ahead=True) if "next" in match.slots else context
    strict = "last" in match.slots
    return nearest(fitting or near, anchor, context, exact="dom" in match.slots, strict=strict)


def _just_reported(match: Match, month: int, anchor: date | None) -> When | None:
    """Return a day with its weekday that fell on it shortly before the publication: news, whatever else is told."""
    if anchor is None or not {"dom", "weekday"} <= match.slots.keys() or match.slots.keys() & {"nth", "first"}:
        return None
    found = of_month(match, year_like(anchor, month), month)
    if not (found and found.first and found.first.weekday() == match.slots["weekday"].values["weekday"]):
        return None
    return replace(found, anchored=True) if timedelta(0) <= anchor - found.first <= _NEWS else None


def nearest(found: Sequence[When], anchor: date, context: Context, *, exact: bool, strict: bool = False) -> When | None:
    past = [each for each in found if each.first and each.first <= anchor]
    if strict:
        past = [each for each in past if each.last and each.last < anchor]
    later = [each for each in found if each.last and each.last >= anchor]
    chosen = past[-1] if past else None
    if later and later[0].first:
        lead = later[0].first - anchor
        closer = chosen is None or chosen.last is None or lead < anchor - chosen.last
        if context.ahead or (context.nearest and closer) or (exact and lead <= _SOON) or chosen is None:
            chosen = later[0]
    return replace(chosen, anchored=True) if chosen else None


def _season(slots: Slots, context: Context, match: Match) -> When | None:
    season = slots["season"]["season"] if "season" in slots else slots["past"]["past_season"]
    year = year_of(slots, context)
    solar = context.grammar.calendar == "solar"
    if year is not None:
        if year[0] < 1500 and not solar:
            return None
        return told_by(values.of_season(year[0], season, "solar" if year[0] < 1500 else "gregorian"), year[1])
    if "year2" in slots:
        return None
    anchor = context.anchor
    if is_elsewhere(context) and context.told_year is not None and not slots.keys() & {"last", "this", "next", "past"}:
        return values.of_season(context.told_year, season)
    if anchor is None:
        return None
    found = [each for shift in (-1, 0, 1) if (each := values.of_season(anchor.year + shift, season))]
    shift = next((slots[name][name] for name in ("last", "this", "next") if name in slots), None)
    if "next" in slots or context.ahead:
        found = [each for each in found if each.last and each.last >= anchor][:1]
    elif slots.keys() & {"last", "past"}:
        found = [each for each in found if each.last and each.last < anchor][-1:]
    elif "this" in slots:
        found = [each for each in found if each.edtf.startswith(f"{anchor.year + (shift or 0)}")]
    elif context.nearest:
        found.sort(key=lambda each: _away(each, anchor))
    else:
        found = [each for each in found if each.first and each.first <= anchor][-1:]
    return replace(found[0], anchored=True) if found else None


def _away(value: When, day: date) -> int:
    """Return how many days lie between a time and a day."""
    return max(((value.first or day) - day).days, (day - (value.last or day)).days)


def _seasons(slots: Slots, context: Context, match: Match) -> When | None:
    """Return a season that two years share: winter 1994-95 is that of its first year's number."""
    return values.of_season(slots["year"]["year"], slots["season"]["season"])


def _years(slots: Slots, context: Context, match: Match) -> When | None:
    first = slots["year"]["year"]
    last = slots["until"]["year"] if "year" in slots["until"] else first // 100 * 100 + slots["until"]["yy"]
    ends = of_year(slots, first, context), of_year(slots, last, context)
    return values.joined(ends[0], ends[1]) if ends[0] and ends[1] and first < last else None


def _quarters(slots: Slots, context: Context, match: Match) -> When | None:
    """Return a quarter or a half of a year of the language's calendar."""
    year = year_of(slots, context)
    number = slots["ordinal"]["ordinal"] if "ordinal" in slots else slots["quarter_code"]["quarter_code"]
    length = 6 if "half" in slots else 3
    if year is None or number * length > 12:
        return None
    start = (values.offset(context.grammar.calendar) if year[0] < 1500 else 0) + length * (number - 1) + 1
    ends = values.of_month(year[0], start), values.of_month(year[0], start + length - 1)
    return told_by(values.joined(ends[0], ends[1]), year[1]) if ends[0] and ends[1] else None


def _decade(slots: Slots, context: Context, match: Match) -> When | None:
    value = slots["decade"]["decade"] if "decade" in slots else slots["year"]["year"] if "year" in slots else None
    if value is None and context.grammar.calendar == "solar":
        value = (1300 if slots["yy"]["yy"] > 20 else 1400) + slots["yy"]["yy"]
    elif value is None:
        value = 1900 + slots["yy"]["yy"]
    if value < 1500:
        ends = values.of_year(value, "solar"), values.of_year(value + 9, "solar")
        solar = context.grammar.calendar == "solar" and value % 10 == 0
        return values.joined(ends[0], ends[1]) if solar and ends[0] and ends[1] else None
    return values.of_decade(value) if value % 10 == 0 else None


def feast(slots: Slots, context: Context, match: Match) -> When | None:
    rule = slots["feast"]["feast"]

    def in_year(year: int) -> When | None:
        if isinstance(rule, int):
            day = values.shifted(values.easter(year), "day", rule) if 1583 <= year < 9999 else None
        else:
            day = values.day_of(year, int(rule[:2]), int(rule[3:]))
        return values.of_day(day)

    year = year_of(slots, context)
    if year is not None:
        return told_by(in_year(year[0]), year[1])
    anchor = context.anchor
    if is_elsewhere(context) and context.told_year is not None:
        return in_year(context.told_year)
    if anchor is None:
        return None
    found = [each for shift in (-1, 0, 1) if (each := in_year(anchor.year + shift))]
    return nearest(found, anchor, context, exact=False)


READERS: Mapping[str, Reader] = {
    "numeric": _numeric,
    "date": _date,
    "season": _season,
    "seasons": _seasons,
    "years": _years,
    "quarters": _quarters,
    "decade": _decade,
    "feast": feast,
}
