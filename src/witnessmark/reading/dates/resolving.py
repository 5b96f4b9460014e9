"""What the phrases of a text mean: EDTF values, against the publication date and the dates told before.

Promises: a date that says its year is read from its words alone; a relative one only against the publication date
(``anchored``) or the nearest date of the text; what cannot be settled, or is no date, gives None.
Does not: look further than one sentence ahead, or change a date because its weekday is another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from witnessmark.reading.dates import values
from witnessmark.reading.dates.grammar import Grammar
from witnessmark.reading.dates.patterns import Match
from witnessmark.reading.dates.phrases import Between, Bound, Leaf, Node, Shaped
from witnessmark.reading.dates.values import When

_ONE_MONTH = timedelta(31)
_SOON = timedelta(45)
"""How far ahead a day without a year may lie where nothing tells that it is to come."""


@dataclass(slots=True)
class Context:
    """What is known where a phrase stands."""

    grammar: Grammar
    anchor: date | None
    """The day of publication."""
    told: When | None = None
    """The last day or month that the text dated."""
    told_day: When | None = None
    """The last day that it dated."""
    told_year: int | None = None
    """The year of the last day or month whose year the text wrote out."""
    ahead: bool = False
    """Whether the sentence speaks of what is to come."""
    nearest: bool = False
    """Whether the nearest such time is meant, past or to come: "by Christmas"."""
    coming: Callable[[], When | None] = field(default=lambda: None)
    """The next date of the sentence that says its year."""
    coming_on: Callable[[], When | None] = field(default=lambda: None)
    """The next date of the paragraph that says its year, or its month where none does."""


def resolve(node: Node, context: Context) -> When | None:
    """Return the value of a phrase, or None."""
    if isinstance(node, Leaf):
        return of_point(node.match, context)
    if isinstance(node, Shaped):
        inner = resolve(node.inner, context)
        return inner and _shaped(node.shape, inner, context)
    if isinstance(node, Between):
        return _between(node, context)
    return _bound(node, context)


def is_weak(node: Node) -> bool:
    """Tell whether a phrase is a bare year or month, which is a date only where words around it say so."""
    return isinstance(node, Leaf) and node.match.kind == "date" and node.match.slots.keys() in ({"year"}, {"month"})


def says_year(node: Node) -> bool:
    """Tell whether a phrase needs nothing but its words."""
    if isinstance(node, Leaf):
        return bool(node.match.slots.keys() & {"year", "yy", "numeric"}) or node.match.kind == "decade"
    if isinstance(node, Between):
        return says_year(node.last)
    return says_year(node.inner)


def _between(node: Between, context: Context) -> When | None:
    last = resolve(node.last, context)
    if says_year(node.first) and _slots(node.last).keys() and all(n.startswith("context_") for n in _slots(node.last)):
        last = resolve(node.last, replace(context, told=resolve(node.first, context)))
    if last is None or last.first is None:
        return None
    bare = replace(context, told_year=None, coming=lambda: None)
    if not says_year(node.first) and isinstance(_core(node.first), Leaf):
        match = _core(node.first).match
        if match.kind == "weekday":
            first = resolve(node.first, replace(context, anchor=last.first, ahead=False))
            first = first and replace(first, anchored=last.anchored)
        elif match.kind in ("date", "monthday") and "month" in match.slots:
            first = _shape_of(node.first, _in_year(match, last, context), context)
        else:
            first = resolve(node.first, replace(bare, told=last) if match.kind == "monthday" else context)
    else:
        first = resolve(node.first, context)
        if first and first.first and not says_year(node.last) and "month" in _slots(node.last) and "this" not in _slots(node.last):
            last = _after(node.last, first, context) or last
    if first is None:
        return None
    return values.joined(_plain(node.first, first), _plain(node.last, last))


def _plain(node: Node, value: When) -> When:
    """Return the month alone for the middle of one at an interval's end."""
    if isinstance(node, Shaped) and node.shape == "mid" and value.edtf.endswith("~"):
        return replace(value, edtf=value.edtf[:-1])
    return value


def _core(node: Node) -> Any:
    while isinstance(node, Shaped | Bound):
        node = node.inner
    return node


def _slots(node: Node) -> Any:
    core = _core(node)
    return core.match.slots if isinstance(core, Leaf) else {}


def _shape_of(node: Node, value: When | None, context: Context) -> When | None:
    if value is None or not isinstance(node, Shaped):
        return value
    inner = _shape_of(node.inner, value, context)
    return inner and _shaped(node.shape, inner, context)


def _in_year(match: Match, last: When, context: Context) -> When | None:
    """Return the last such day or month before ``last``."""
    assert last.last is not None
    month = match.slots["month"].values["month"]
    year = _year_like(last.last, month)
    for each in (year, year - 1):
        found = _of_month(match, each, month)
        if found and found.first and found.first <= last.last:
            return replace(found, anchored=last.anchored)
    return None


def _after(node: Node, first: When, context: Context) -> When | None:
    """Return the first such day or month after ``first``."""
    assert first.first is not None
    match = _core(node).match
    month = match.slots["month"].values["month"]
    year = _year_like(first.first, month)
    for each in (year, year + 1):
        found = _of_month(match, each, month)
        if found and found.first and found.first > first.first:
            return _shape_of(node, replace(found, anchored=first.anchored), context)
    return None


def _bound(node: Bound, context: Context) -> When | None:
    if node.kind in ("since", "after"):
        context = replace(context, ahead=False)
    else:
        weekday = isinstance(_core(node.inner), Leaf) and _core(node.inner).match.kind == "weekday"
        context = replace(context, ahead=weekday or context.ahead, nearest=not context.ahead)
    value = resolve(node.inner, context)
    if value is None:
        return None
    ending = isinstance(node.inner, Shaped) and node.inner.shape == "end"
    if node.kind in ("before", "by_before") and ending or node.kind in ("by", "until"):
        if ending:
            value = replace(value, edtf=value.edtf.rstrip("~"))
        return values.up_to(value)
    if node.kind in ("before", "by_before"):
        return values.before(value)
    return values.after(value) if node.kind == "after" else values.onward(value)


def _shaped(shape: str, value: When, context: Context) -> When | None:
    if shape == "about":
        return values.near(value)
    if shape in ("night", "early", "late"):
        return value
    if value.first is None or value.last is None:
        return value
    if shape == "into":
        return values.of_span(values.shifted(value.first, "day", -1), value.first) and replace(
            values.of_span(values.shifted(value.first, "day", -1), value.first), anchored=value.anchored
        )
    if value.unit not in ("month", "year", "week"):
        return value
    if shape == "end" and not (value.unit == "year" and value.edtf.isdigit() and not value.anchored):
        found = values.of_day(value.last)
    elif shape == "last days" and value.unit == "month":
        found = values.of_span(value.first + timedelta(20), value.last)
        return found and replace(found, anchored=value.anchored)
    elif shape == "mid" and value.unit == "year" and value.edtf.isdigit():
        found = values.of_month(int(value.edtf), 6)
    elif shape == "mid" and context.grammar.mid_day and value.unit == "month":
        found = values.of_day(value.first + timedelta(14))
    elif shape == "mid":
        found = value
    else:
        return value
    return found and values.near(replace(found, anchored=value.anchored))


def of_point(match: Match, context: Context) -> When | None:
    """Return the value of one pattern's match."""
    slots = {name: lexeme.values for name, lexeme in match.slots.items()}
    return _READERS[match.kind](slots, context, match)


# ------------------------------------------------------------------------------------------------ the kinds of points

_Slots = dict[str, Any]


def _numeric(slots: _Slots, context: Context, match: Match) -> When | None:
    written = slots["numeric"]["numeric"]
    parts = re.split(r"[-/.]", written)
    numbers = [int(part) for part in parts]
    mark = written[len(parts[0])]
    if len(parts) == 2:
        return values.of_month(*numbers)
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


def _date(slots: _Slots, context: Context, match: Match) -> When | None:
    year = _year(slots, context)
    if "month" in slots:
        month = slots["month"]["month"]
        if year is not None:
            return _told_by(_of_month(match, year[0], month), year[1])
        return _yearless(match, month, context)
    return _told_by(_of_year(slots, year[0], context), year[1]) if year else None


def _told_by(value: When | None, anchored: bool) -> When | None:
    return replace(value, anchored=anchored) if value and anchored else value


def _year(slots: _Slots, context: Context) -> tuple[int, bool] | None:
    """Return the year that the words name, and whether the publication date told it."""
    if "year" in slots:
        return slots["year"]["year"], False
    month = slots["month"]["month"] if "month" in slots else 1
    if "yy" in slots:
        short = slots["yy"]["yy"]
        if context.grammar.calendar == "solar" and month not in range(1, 13) or "season" in slots:
            if context.grammar.calendar == "solar":
                return (1300 if short > 20 else 1400) + short, False
        return _century(short, context), False
    for name, held in slots.items():
        if name.endswith("_year"):
            source, _, shift = held[name]
            told = context.told.first if context.told else None
            day = context.anchor if source == "anchored" else told or context.anchor
            if day is None:
                return None
            if month >= values.SOLAR or context.grammar.calendar == "solar" and "season" in slots:
                return _year_like(day, max(month, values.SOLAR)) + shift, source == "anchored"
            return day.year + shift, source == "anchored" or told is None
    return None


def _century(short: int, context: Context) -> int:
    edge = context.anchor.year if context.anchor else 2049
    return 2000 + short if 2000 + short <= edge + 5 else 1900 + short


def _year_like(day: date, month: int) -> int:
    """Return the year of ``day`` in the calendar of ``month``."""
    if month >= values.HIJRI:
        told = values.hijri_date(day)
    elif month >= values.SOLAR:
        told = values.solar_date(day)
    else:
        return day.year
    return told[0] if told else day.year


def _of_month(match: Match, year: int, month: int) -> When | None:
    """Return a day, days, a weekday or the whole of a month."""
    slots = match.slots
    if "ordinal" in slots and "unit" in slots:
        start, number = values.day_of(year, month, 1), slots["ordinal"].values["ordinal"]
        if start is None or slots["unit"].values["unit"] != "week" or not 1 <= number <= 5:
            return None
        found = values.of_span(start + timedelta(7 * number - 7), start + timedelta(7 * number - 1), "week")
        return found
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


def _of_year(slots: _Slots, year: int, context: Context) -> When | None:
    if year >= 1500:
        return values.of_year(year)
    calendar = "hijri" if "hijri" in slots or context.grammar.calendar == "gregorian" else context.grammar.calendar
    return values.of_year(year, calendar) if context.grammar.calendar != "gregorian" or "hijri" in slots else None


def _yearless(match: Match, month: int, context: Context) -> When | None:
    """Return a day or month without a year: in the year told before or after it, else next to the publication."""
    anchor = context.anchor
    following = context.coming()
    if following and following.last and (anchor is None or following.last.year < anchor.year):
        found = _of_month(match, _year_like(following.last, month), month)
        if found and found.first and found.first <= following.last:
            return found
    if is_elsewhere(context) and not (context.ahead and anchor) and context.told_year is not None:
        day = date(context.told_year, 7, 1)
        if month < values.SOLAR:
            return _of_month(match, context.told_year, month)
        if context.told and context.told.first:
            day = context.told.first
        return _of_month(match, _year_like(day, month), month)
    if anchor is None:
        return None
    year = _year_like(anchor, month)
    if "this" in match.slots:
        return _told_by(_of_month(match, year, month), True)
    found = [each for shift in (-1, 0, 1) if (each := _of_month(match, year + shift, month)) and each.first]
    weekday = match.slots["weekday"].values["weekday"] if "weekday" in match.slots and "nth" not in match.slots else None
    fitting = [each for each in found if weekday is None or each.first is None or each.first.weekday() == weekday]
    context = replace(context, ahead=True) if "next" in match.slots else context
    strict = "last" in match.slots
    return _nearest(fitting or found, anchor, context, exact="dom" in match.slots, strict=strict)


def is_elsewhere(context: Context) -> bool:
    """Tell whether the text speaks of another year than that of its publication."""
    return context.told_year is not None and (context.anchor is None or context.told_year != context.anchor.year)


def _nearest(found: Sequence[When], anchor: date, context: Context, *, exact: bool, strict: bool = False) -> When | None:
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


def _season(slots: _Slots, context: Context, match: Match) -> When | None:
    season = slots["season"]["season"] if "season" in slots else slots["past"]["past_season"]
    year = _year(slots, context)
    solar = context.grammar.calendar == "solar"
    if year is not None:
        if year[0] < 1500 and not solar:
            return None
        return _told_by(values.of_season(year[0], season, "solar" if year[0] < 1500 else "gregorian"), year[1])
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
    assert value.first is not None and value.last is not None
    return max((value.first - day).days, (day - value.last).days)


def _seasons(slots: _Slots, context: Context, match: Match) -> When | None:
    """Return a season that two years share: winter 1994-95 is that of its first year's number."""
    return values.of_season(slots["year"]["year"], slots["season"]["season"])


def _years(slots: _Slots, context: Context, match: Match) -> When | None:
    first = slots["year"]["year"]
    last = slots["until"]["year"] if "year" in slots["until"] else first // 100 * 100 + slots["until"]["yy"]
    ends = _of_year(slots, first, context), _of_year(slots, last, context)
    return values.joined(ends[0], ends[1]) if ends[0] and ends[1] and first < last else None


def _quarters(slots: _Slots, context: Context, match: Match) -> When | None:
    """Return a quarter of a year of the language's calendar."""
    year, number = _year(slots, context), slots["ordinal"]["ordinal"]
    if year is None or number > 4:
        return None
    start = (values.offset(context.grammar.calendar) if year[0] < 1500 else 0) + 3 * number - 2
    ends = values.of_month(year[0], start), values.of_month(year[0], start + 2)
    return _told_by(values.joined(ends[0], ends[1]), year[1]) if ends[0] and ends[1] else None


def _decade(slots: _Slots, context: Context, match: Match) -> When | None:
    value = slots["decade"]["decade"] if "decade" in slots else slots["year"]["year"] if "year" in slots else None
    if value is None:
        value = 1900 + slots["yy"]["yy"] if slots["yy"]["yy"] % 10 == 0 else 1
    if "solar_decade" in slots or value < 1500:
        return None
    return values.of_decade(value) if value % 10 == 0 else None


def _weekday(slots: _Slots, context: Context, match: Match) -> When | None:
    anchor, held = context.anchor, slots.get("weekday") or slots["past"]
    weekday = held["weekday"] if "weekday" in slots else held["past_weekday"]
    if "week" in slots or any(name.endswith("_week") for name in slots):
        name = next(name for name in slots if name.endswith("_week"))
        source, _, shift = slots[name][name]
        base = anchor if source == "anchored" else context.told and context.told.first
        week = base and values.of_week(base + timedelta(7 * shift), context.grammar.week)
        found = week and week.first and values.of_day(week.first + timedelta((weekday - week.first.weekday()) % 7))
        return _told_by(found or None, source == "anchored")
    if "feast" in slots:
        feast = _feast(slots, replace(context, nearest=False), match)
        if feast is None or feast.first is None:
            return None
        away = ((feast.first.weekday() - weekday) % 7 or 7) * (1 if "before" in slots else -1)
        return _told_by(values.of_day(feast.first - timedelta(away)), feast.anchored)
    told = context.told
    if is_elsewhere(context) and told and told.unit == "month" and not told.anchored:
        return None
    if is_elsewhere(context) and told and told.unit == "day" and told.first and not slots.keys() & {"last", "next", "this", "past"}:
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
    return _told_by(values.of_day(values.shifted(anchor, "day", -back)), True)


def _monthday(slots: _Slots, context: Context, match: Match) -> When | None:
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
        chosen = fitting[0] if fitting else chosen
    elif told is None and "this" not in slots and chosen and chosen > base + timedelta(15) and not context.ahead:
        chosen = days[0] or chosen
    found = values.of_span(first, chosen) if first else values.of_day(chosen)
    return _told_by(found, told is None)


def _months_near(day: date) -> tuple[date, date, date]:
    first = day.replace(day=1)
    return (first - timedelta(1)).replace(day=1), first, (first + _ONE_MONTH).replace(day=1)


def _relative(slots: _Slots, context: Context, match: Match) -> When | None:
    name, held = next(iter(slots.items()))
    source, unit, shift = held[name]
    told = context.told_day if unit == "day" and context.told_day else context.told
    if source == "context" and told is not None:
        return _from_told(told, unit, shift, context)
    if source == "context":
        following = context.coming_on()
        if following is not None:
            return _from_told(following, unit, shift, context)
    if context.anchor is None:
        return None
    if unit == "overnight":
        return _told_by(values.of_span(context.anchor - timedelta(1), context.anchor), True)
    if unit == "elapsed":
        year = values.of_unit(context.anchor, "year", context.grammar.calendar)
        return _told_by(year and values.of_span(year.first, context.anchor), True)
    day = _moved(context.anchor, unit, shift, context)
    return _told_by(day and values.of_unit(day, unit, context.grammar.calendar, context.grammar.week), True)


def _moved(day: date, unit: str, shift: int, context: Context) -> date | None:
    """Return a day in the unit so many units away, in the calendar of the language."""
    if context.grammar.calendar != "gregorian" and unit in ("month", "year"):
        for _ in range(abs(shift)):
            whole = values.of_unit(day, unit, context.grammar.calendar)
            edge = whole and (whole.first if shift < 0 else whole.last)
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
        return _told_by(values.of_span(ends[0], ends[1]), told.anchored)
    if unit in ("quarter", "week") and told.unit == "span" and shift and told.first and told.last:
        return _told_by(_shifted_span(told, unit, shift), told.anchored)
    if unit == "quarter" or (unit == "week" and told.unit == "span"):
        unit = "quarter" if unit == "quarter" else "week"
    day = _moved(edge, unit, shift, context)
    if day is None:
        return None
    if unit == "day" and told.unit != "day" and told.first != told.last and told.unit != "span":
        return None
    found = values.of_unit(day, unit, context.grammar.calendar if unit != "day" else "gregorian", context.grammar.week)
    return _told_by(found, told.anchored)


def _shifted_span(told: When, unit: str, shift: int) -> When | None:
    """Return the period right before or after a told one, as long as it."""
    assert told.first is not None and told.last is not None
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


def _ago(slots: _Slots, context: Context, match: Match) -> When | None:
    return _told_by(_counted(slots, context, context.anchor, -1), True)


def _ahead(slots: _Slots, context: Context, match: Match) -> When | None:
    return _told_by(_counted(slots, context, context.anchor, 1), True)


def _later(slots: _Slots, context: Context, match: Match) -> When | None:
    return _from_context(slots, context, 1)


def _earlier(slots: _Slots, context: Context, match: Match) -> When | None:
    return _from_context(slots, context, -1)


def _from_context(slots: _Slots, context: Context, sign: int) -> When | None:
    told = context.told or context.coming_on()
    edge = told and (told.last if sign > 0 else told.first)
    day = edge or context.anchor
    if told and told.unit == "day" and "unit" in slots and slots["unit"]["unit"] == "year" and "exact" in slots:
        found = values.of_day(day and values.shifted(day, "year", sign * _number(slots)))
    else:
        found = _counted(slots, context, day, sign)
    return _told_by(found, told.anchored if told else True)


def _number(slots: _Slots) -> int:
    if "pair" in slots:
        return 2
    held = slots.get("count") or slots.get("exact")
    return int(held["count"]) if held else 1


def _counted(slots: _Slots, context: Context, day: date | None, sign: int) -> When | None:
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
    elif "about" in slots or unit == "week" and count > 4:
        found = values.near(found)
    return found


def _feast(slots: _Slots, context: Context, match: Match) -> When | None:
    rule = slots["feast"]["feast"]

    def in_year(year: int) -> When | None:
        if isinstance(rule, int):
            day = values.shifted(values.easter(year), "day", rule) if 1583 <= year < 9999 else None
        else:
            day = values.day_of(year, int(rule[:2]), int(rule[3:]))
        return values.of_day(day)

    year = _year(slots, context)
    if year is not None:
        return _told_by(in_year(year[0]), year[1])
    anchor = context.anchor
    if is_elsewhere(context) and context.told_year is not None:
        return in_year(context.told_year)
    if anchor is None:
        return None
    found = [each for shift in (-1, 0, 1) if (each := in_year(anchor.year + shift))]
    return _nearest(found, anchor, context, exact=False)


_READERS: dict[str, Callable[[_Slots, Context, Match], When | None]] = {
    "numeric": _numeric,
    "date": _date,
    "season": _season,
    "seasons": _seasons,
    "years": _years,
    "quarters": _quarters,
    "decade": _decade,
    "weekday": _weekday,
    "monthday": _monthday,
    "relative": _relative,
    "ago": _ago,
    "ahead": _ahead,
    "later": _later,
    "earlier": _earlier,
    "feast": _feast,
}
