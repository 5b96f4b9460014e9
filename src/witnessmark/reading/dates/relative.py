"""Points of time that count from another: weekdays, days of a month in question, "yesterday", "two days later".

Promises: those of the first kind count from the publication (``anchored``), those of the second from the nearest date
of the text, the one before first. Without that date they give None.
Does not: correct a date by its weekday.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from witnessmark.reading.dates import values
from witnessmark.reading.dates.context import Context, Reader, Slots, is_elsewhere, told_by
from witnessmark.reading.dates.patterns import Match
from witnessmark.reading.dates.points import feast
from witnessmark.reading.dates.values import When

_ONE_MONTH = timedelta(31)


def _weekday(slots: Slots, context: Context, match: Match) -> When | None:
    anchor, held = context.anchor, slots.get("weekday") or slots["past"]
    weekday = held["weekday"] if "weekday" in slots else held["past_weekday"]
    if "week" in slots or any(name.endswith("_week") for name in slots):
        name = next(name for name in slots if name.endswith("_week"))
        source, _, shift = slots[name][name]
        base = anchor if source == "anchored" else context.told and context.told.first
        week = base and values.of_week(base + timedelta(7 * shift), context.grammar.week)
        found = week and week.first and values.of_day(week.first + timedelta((weekday - week.first.weekday()) % 7))
        return told_by(found or None, source == "anchored")
    if "feast" in slots:
        day = feast(slots, replace(context, nearest=False), match)
        if day is None or day.first is None:
            return None
        away = ((day.first.weekday() - weekday) % 7 or 7) * (1 if "before" in slots else -1)
        return told_by(values.of_day(day.first - timedelta(away)), day.anchored)
    told = context.told
    if is_elsewhere(context) and told and told.unit == "month" and not told.anchored:
        return None
    if (
        is_elsewhere(context)
        and told
        and told.unit == "day"
        and told.first
        and not slots.keys() & {"last", "next", "this", "past"}
    ):
        ahead = (weekday - told.first.weekday()) % 7
        back = ahead if context.ahead or ahead < 4 else ahead - 7
        return values.of_day(told.first + timedelta(back))
    if anchor is None:
        return None
    back = (anchor.weekday() - weekday) % 7
    if "next" in slots or (context.ahead and not slots.keys() & {"last", "past"}):
        back -= 7 if back or "next" in slots else 0
    elif slots.keys() & {"last", "past"} and back == 0:
        back = 7
    return told_by(values.of_day(values.shifted(anchor, "day", -back)), True)


def _monthday(slots: Slots, context: Context, match: Match) -> When | None:
    """Return a day of the month that the text speaks of."""
    told = context.told.first if context.told and not context.told.anchored else None
    base = told or context.anchor
    if "this" in slots or base is None:
        base = context.anchor
    if base is None:
        return None
    days = [values.day_of(month.year, month.month, slots["dom"]["dom"]) for month in _months_near(base)]
    first = values.day_of(base.year, base.month, slots["first"]["dom"]) if "first" in slots else None
    weekday = slots["weekday"]["weekday"] if "weekday" in slots else None
    chosen = days[1]
    if weekday is not None:
        fitting = [day for day in days if day and day.weekday() == weekday]
        past = [day for day in fitting if day <= base]
        chosen = past[-1] if past else fitting[0] if fitting else chosen
    elif told is None and "this" not in slots and chosen and chosen > base + timedelta(15) and not context.ahead:
        chosen = days[0] or chosen
    found = values.of_span(first, chosen) if first else values.of_day(chosen)
    return told_by(found, told is None)


def _months_near(day: date) -> tuple[date, date, date]:
    first = day.replace(day=1)
    return (first - timedelta(1)).replace(day=1), first, (first + _ONE_MONTH).replace(day=1)


def _relative(slots: Slots, context: Context, match: Match) -> When | None:
    name, held = next(iter(slots.items()))
    source, unit, shift = held[name]
    told = context.told_day if unit == "day" and context.told_day else context.told
    if source == "context" and told is not None:
        return _from_told(told, unit, shift, context)
    if source == "context":
        following = context.coming_on()
        if following is not None:
            return _from_told(following, unit, shift, context)
    if context.anchor is None or unit == "span":  # a period told before is needed
        return None
    if unit == "overnight":
        return told_by(values.of_span(context.anchor - timedelta(1), context.anchor), True)
    if unit == "elapsed":
        year = values.of_unit(context.anchor, "year", context.grammar.calendar)
        return told_by(year and values.of_span(year.first, context.anchor), True)
    day = _moved(context.anchor, unit, shift, context)
    if day is None:
        return None
    return told_by(values.of_unit(day, unit, context.grammar.calendar, context.grammar.week), True)


def _moved(day: date, unit: str, shift: int, context: Context) -> date | None:
    """Return a day in the unit so many units away, in the calendar of the language."""
    if context.grammar.calendar != "gregorian" and unit in ("month", "year"):
        for _ in range(abs(shift)):
            whole = values.of_unit(day, unit, context.grammar.calendar)
            edge = None if whole is None else whole.first if shift < 0 else whole.last
            if edge is None:
                return None
            day = edge + timedelta(1 if shift > 0 else -1)
        return day
    return values.shifted(day, unit, shift)


def _from_told(told: When, unit: str, shift: int, context: Context) -> When | None:
    edge = told.last if shift > 0 else told.first
    edge = edge or told.first or told.last
    if edge is None:
        return None
    if unit == "span":
        ends = [end and values.shifted(end, "month", shift) for end in (told.first, told.last)]
        return told_by(values.of_span(ends[0], ends[1]), told.anchored)
    if unit in ("quarter", "week") and told.unit == "span" and shift and told.first and told.last:
        return told_by(_shifted_span(told, unit, shift), told.anchored)
    if unit == "quarter" or (unit == "week" and told.unit == "span"):
        unit = "quarter" if unit == "quarter" else "week"
    day = _moved(edge, unit, shift, context)
    if day is None:
        return None
    if unit == "day" and told.unit != "day" and told.first != told.last and told.unit != "span":
        return None
    found = values.of_unit(day, unit, context.grammar.calendar if unit != "day" else "gregorian", context.grammar.week)
    return told_by(found, told.anchored)


def _shifted_span(told: When, unit: str, shift: int) -> When | None:
    """Return the period right before or after a told one, as long as it."""
    if told.first is None or told.last is None:
        return None
    months = (told.last.year - told.first.year) * 12 + told.last.month - told.first.month + 1
    if told.first.day == 1 and (told.last + timedelta(1)).day == 1:
        first = values.shifted(told.first, "month", months * shift)
        last = first and values.shifted(first, "month", months - 1)
        if first is None or last is None:
            return None
        end = values.of_month(last.year, last.month)
        return When(f"{first:%Y-%m}/{last:%Y-%m}", first, end.last if end else last, "span")
    length = (told.last - told.first).days + 1
    return values.of_span(told.first + timedelta(length * shift), told.last + timedelta(length * shift))


def _ago(slots: Slots, context: Context, match: Match) -> When | None:
    if "anchored_day" in slots:  # "ten years ago today" is that day
        _, _, shift = slots["anchored_day"]["anchored_day"]
        day = context.anchor and values.shifted(context.anchor, "day", shift)
        return told_by(values.of_day(day and values.shifted(day, slots["unit"]["unit"], -_number(slots))), True)
    return told_by(_counted(slots, context, context.anchor, -1), True)


def _ahead(slots: Slots, context: Context, match: Match) -> When | None:
    if "unsure" in slots and not context.ahead:
        return None  # "in two days" may as well be how long a thing took
    return told_by(_counted(slots, context, context.anchor, 1), True)


def _later(slots: Slots, context: Context, match: Match) -> When | None:
    return _from_context(slots, context, 1)


def _earlier(slots: Slots, context: Context, match: Match) -> When | None:
    return _from_context(slots, context, -1)


def _from_context(slots: Slots, context: Context, sign: int) -> When | None:
    told = context.told or context.coming_on()
    edge = told and (told.last if sign > 0 else told.first)
    day = edge or context.anchor
    if told and told.unit == "day" and "unit" in slots and slots["unit"]["unit"] == "year" and "exact" in slots:
        found = values.of_day(day and values.shifted(day, "year", sign * _number(slots)))
    else:
        found = _counted(slots, context, day, sign)
    return told_by(found, told.anchored if told else True)


def _number(slots: Slots) -> int:
    if "pair" in slots:
        return 2
    held = slots.get("count") or slots.get("exact")
    return int(held["count"]) if held else 1


def _counted(slots: Slots, context: Context, day: date | None, sign: int) -> When | None:
    if day is None:
        return None
    unit = slots["pair"]["pair"] if "pair" in slots else slots["unit"]["unit"]
    count = _number(slots)
    if not 0 < count < 1000:
        return None
    moved = values.shifted(day, unit, sign * count)
    if moved is None:
        return None
    found = values.of_unit(moved, unit if unit in ("month", "year", "decade") else "day")
    if found is None:
        return None
    if "over" in slots:
        found = values.up_to(found) if sign < 0 else values.onward(found)
    elif "about" in slots or (unit == "week" and count > 4):
        found = values.near(found)
    return found


READERS: Mapping[str, Reader] = {
    "weekday": _weekday,
    "monthday": _monthday,
    "relative": _relative,
    "ago": _ago,
    "ahead": _ahead,
    "later": _later,
    "earlier": _earlier,
}
