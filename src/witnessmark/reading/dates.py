"""Dates in a text as EDTF (ISO 8601-2) values that keep the precision of the words: ``1988-22`` for "summer 1988".

Promises: an explicit date is read from its words alone; a relative or yearless one only against the publication date.
Does not: guess without an anchor, or read ambiguous forms such as 03/04/2022.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from witnessmark.nouns import Date, Edtf, Passage, Span
from witnessmark.reading.calendars import month_length, solar_day
from witnessmark.reading.layout import Paragraph
from witnessmark.reading.numbers import DIGITS
from witnessmark.reading.rules import load, words

_DIGIT = re.compile(r"\d")
_YEAR = r"(?:1[3-9]|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ISO = re.compile(rf"(?<![\w-])({_YEAR})-(0[1-9]|1[0-2])-(3[01]|[12]\d|0[1-9])(?![\w-])")
_NUMERIC = re.compile(rf"(?<![\w/.-])(\d{{1,2}})([/.])(\d{{1,2}})\2({_YEAR})(?![\w/])")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    value: str
    anchored: bool = False
    month_day: tuple[int, int] | None = None
    """Of a date without a year."""
    whole: int = 0
    """Where the words that decide it begin: at the weekday before a date."""


_Read = Callable[[re.Match[str], "date | None"], "tuple[str, bool] | tuple[str, bool, tuple[int, int]] | None"]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern whose group ``d`` is the date, and how its value is read; without ``digits`` it needs an anchor."""

    pattern: re.Pattern[str]
    read: _Read
    digits: bool = True


def find_dates(text: str, paragraphs: Sequence[Paragraph], language: str, published: Edtf | None) -> tuple[Date, ...]:
    """Return the dates of ``text`` in order, without overlaps, the longest reading first.

    ``published`` anchors yearless and relative dates; where it is None or less precise than a day they are left out.
    """
    anchor = _day_of(published)
    found: list[Date] = []
    for paragraph in paragraphs:
        taken: list[_Found] = []
        content = text[paragraph.span.start : paragraph.span.end].translate(DIGITS)
        held = bytearray(len(content))
        for each in _matches(content, language, anchor):
            if held.find(1, each.start, each.end) < 0:
                held[each.whole : each.end] = b"\x01" * (each.end - each.whole)
                taken.append(each)
        in_order = _with_told_year(sorted(taken, key=lambda item: item.start), anchor)
        for each in (_widened(content, item, language) for item in _join_ranges(content, in_order, language)):
            span = Span(paragraph.span.start + each.start, paragraph.span.start + each.end)
            used = published if each.anchored else None
            found.append(Date(passage=Passage.of(text, span), value=Edtf(each.value), anchor=used))
    return tuple(found)


def find_date_words(text: str, paragraphs: Sequence[Paragraph], language: str) -> tuple[Span, ...]:
    """Return the spans of words that are dates, resolvable or not: what stands there is no figure."""
    spans = []
    for paragraph in paragraphs:
        content = text[paragraph.span.start : paragraph.span.end].translate(DIGITS)
        if not _DIGIT.search(content):
            continue
        for pattern in (*(rule.pattern for rule in _rules(language) if rule.digits), *_bare_days(language)):
            for match in pattern.finditer(content):
                if any(character.isdigit() for character in match[0]):
                    at = paragraph.span.start
                    spans.append(Span(at + match.start(), at + match.end()))
    return tuple(sorted(spans))


def _day_of(published: Edtf | None) -> date | None:
    try:
        return date.fromisoformat(published) if published else None
    except ValueError:
        return None


def _matches(content: str, language: str, anchor: date | None) -> Iterator[_Found]:
    numbered = bool(_DIGIT.search(content))
    for match in _ISO.finditer(content):
        if value := _day(int(match[1]), int(match[2]), int(match[3])):
            yield _Found(match.start(), match.end(), value, whole=match.start())
    for match in _NUMERIC.finditer(content):
        if value := _unambiguous(int(match[1]), int(match[3]), int(match[4]), match[2]):
            yield _Found(match.start(), match.end(), value, whole=match.start())
    for rule in _rules(language):
        if not numbered if rule.digits else anchor is None:
            continue
        for match in rule.pattern.finditer(content):
            result = rule.read(match, anchor)
            if result:
                start, end = match.span("d")
                yield _Found(start, end, result[0], result[1], result[2] if len(result) > 2 else None, match.start())


def _with_told_year(found: Sequence[_Found], anchor: date | None) -> list[_Found]:
    """Give a day without a year the year of the dated month or day before it in the paragraph, if not the anchor's."""
    told: str | None = None
    settled = []
    for each in found:
        if each.month_day and told and anchor and told != str(anchor.year):
            value = _day(int(told), *each.month_day)
            each = replace(each, value=value or "", anchored=False)
        elif not each.anchored and len(each.value) >= 7 and each.value[:4].isdigit():
            told = each.value[:4]
        settled.append(each)
    return settled


def _widened(content: str, found: _Found, language: str) -> _Found:
    """Take in the words before a date that belong to it; "since" makes it an interval with an open end."""
    since, lead = _lead_words(language)
    before = content[max(0, found.start - 24) : found.start]
    if match := lead.search(before):
        found = replace(found, start=found.start - len(match[0]))
        before = before[: match.start()]
    if "/" not in found.value and (match := since.search(before)):
        found = replace(found, start=found.start - len(match[0]), value=f"{found.value}/..")
    return found


@cache
def _lead_words(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = load(language)["dates"]
    since = _either(table.get("since", ()))
    return (
        re.compile(rf"(?<!\w)(?:{since})\s+(?:(?:the|le|el|den|dem)\s+)?$", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{_either(table.get('lead', ()))})\s+$", re.IGNORECASE),
    )


def _join_ranges(content: str, found: Sequence[_Found], language: str) -> list[_Found]:
    """Join "between A and B" and "A to B" to one interval; a first end without a year takes the second's."""
    joint, lead = _range_words(language)
    joined: list[_Found] = []
    for each in found:
        before = joined[-1] if joined else None
        if before and joint.fullmatch(content, before.end, each.start) and "/" not in before.value + each.value:
            opening = lead.search(content, max(0, before.start - 16), before.start)
            opened = bool(opening and opening.end() == before.start)
            only_between = content[before.end : each.start].strip().lower() in _ANDS
            first = before.value
            if before.month_day and each.month_day is None and len(each.value) >= 4:
                first = _day(int(each.value[:4]), *before.month_day) or first
            if first and each.value and first < each.value and (opened or not only_between):
                start = opening.start() if opening and opened else before.start
                anchored = each.anchored or (before.anchored and each.month_day is not None)
                joined[-1] = _Found(start, each.end, f"{first}/{each.value}", anchored)
                continue
        joined.append(each)
    return [each for each in joined if each.value]


@cache
def _range_words(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = load(language)["dates"]
    joint = re.compile(rf"\s*(?:{_either(table.get('range', ()))})\s*(?:the\s+|el\s+|le\s+|den\s+)?", re.IGNORECASE)
    lead = re.compile(
        rf"(?<!\w)(?:{_either(table.get('between', ()))})\s+(?:the\s+|el\s+|le\s+|den\s+)?", re.IGNORECASE
    )
    return joint, lead


_ANDS = frozenset({"and", "et", "y", "och", "und", "و"})


def _day(year: int, month: int, day: int) -> str | None:
    """Return the ISO day; months 13 to 24 are those of the Solar Hijri year."""
    if month > 12:
        found = solar_day(year, month - 12, day)
        return found.isoformat() if found else None
    if year < 1500:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _unambiguous(first: int, second: int, year: int, mark: str) -> str | None:
    """Read 14/07/2022 or 07/14/2022 where only one reading is a date; with dots the day always comes first."""
    if mark == ".":
        return _day(year, second, first)
    if first > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 else None


@cache
def _bare_days(language: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of day numbers that no rule may resolve but that still count nothing."""
    table = load(language)["dates"]
    months = _either(table["months"])
    flags = 0 if table.get("case") else re.IGNORECASE
    suffix = table.get("day_suffix", "")
    return (
        _ISO,
        _NUMERIC,
        re.compile(
            rf"(?<!\w)(?i:{months})\.?\s+{_DAY}{suffix}(?:\s*(?:[-–]|through|and|to|und|et)\s*{_DAY})?(?!\w)", flags
        ),
        re.compile(
            rf"(?<!\w){_DAY}{suffix}\s*(?:[-–]|and|to|et|y|och|und|و|تا)\s*{_DAY}{suffix}\s+(?i:{months})(?!\w)", flags
        ),
    )


@cache
def _rules(language: str) -> tuple[_Rule, ...]:
    """Build the patterns of one language, the most specific first."""
    table: dict[str, Any] = dict(load(language)["dates"])
    months = {word.lower(): number for word, number in table["months"].items()}
    seasons = {word.lower(): number for word, number in table.get("seasons", {}).items()}
    weekdays = {word.lower(): number for word, number in table.get("weekdays", {}).items()}
    month = rf"(?P<m>{_either(months)})(?:\.(?=\s*[\d,]))?"
    weekday = rf"(?:(?P<w>{_either(weekdays)}),?\s+)?"
    day = rf"{table.get('day_lead', '')}(?P<day>{_DAY}){table.get('day_suffix', '')}"
    of = table.get("of", "")
    year = rf"(?P<y>{_YEAR})"
    number = months.__getitem__
    solar = table.get("calendar") == "solar"

    def full(match: re.Match[str], anchor: date | None) -> tuple[str, bool] | None:
        value = _day(int(match["y"]), number(match["m"].lower()), int(match["day"]))
        return (value, False) if value else None

    def yearless(match: re.Match[str], anchor: date | None) -> tuple[str, bool, tuple[int, int]]:
        which = number(match["m"].lower()), int(match["day"])
        return (_nearest_past(anchor, *which) if anchor else None) or "", True, which

    def days(match: re.Match[str], anchor: date | None) -> tuple[str, bool] | None:
        which, written = number(match["m"].lower()), match["y"]
        year = int(written) if written else anchor.year if anchor else None
        ends = [_day(year, which, int(match[key])) for key in ("first", "day")] if year else [None]
        return (f"{ends[0]}/{ends[1]}", not written) if all(ends) and int(match["first"]) < int(match["day"]) else None

    def month_year(match: re.Match[str], anchor: date | None) -> tuple[str, bool] | None:
        which, written = number(match["m"].lower()), int(match["y"])
        if which <= 12:
            return (f"{written}-{which:02}", False) if written >= 1500 else None
        ends = _day(written, which, 1), _day(written, which, month_length(written, which - 12))
        return (f"{ends[0]}/{ends[1]}", False) if all(ends) else None

    def season_year(match: re.Match[str], anchor: date | None) -> tuple[str, bool] | None:
        which, written = seasons[match["s"].lower()], int(match["y"])
        if written < 1500:
            if not solar:
                return None
            # the solar year begins with spring, so its winter lies in the same Gregorian year as its summer
            written += 621
        return f"{written}-{which}", False

    def year_alone(match: re.Match[str], anchor: date | None) -> tuple[str, bool] | None:
        if int(match["y"]) < 1500:
            first, last = solar_day(int(match["y"]), 1, 1), solar_day(int(match["y"]) + 1, 1, 1)
            return (f"{first}/{last - timedelta(1)}", False) if solar and first and last else None
        return match["y"], False

    def year_range(match: re.Match[str], anchor: date | None) -> tuple[str, bool] | None:
        first, second = match["y"], match["z"]
        second = second if len(second) == 4 else first[: 4 - len(second)] + second
        return (f"{first}/{second}", False) if "1500" < first < second else None

    def months_of_year(match: re.Match[str], anchor: date | None) -> tuple[str, bool] | None:
        first, last, written = number(match["m1"].lower()), number(match["m"].lower()), int(match["y"])
        if not first < last:
            return None
        if last <= 12:
            return (f"{written}-{first:02}/{written}-{last:02}", False) if written >= 1500 else None
        ends = _day(written, first, 1), _day(written, last, month_length(written, last - 12))
        return (f"{ends[0]}/{ends[1]}", False) if all(ends) and first > 12 else None

    def years(match: re.Match[str], anchor: date | None) -> tuple[str, bool] | None:
        first, second = int(match["y"]), int(match["z"])
        if second >= 1500:
            return (f"{first}/{second}", False) if 1500 < first < second else None
        ends = solar_day(first, 1, 1), solar_day(second + 1, 1, 1)
        found = solar and first < second and all(ends)
        return (f"{ends[0]}/{ends[1] - timedelta(1)}", False) if found and ends[1] else None

    def decade(match: re.Match[str], anchor: date | None) -> tuple[str, bool] | None:
        return f"{match['dec']}X", False

    rules: list[_Rule] = []

    def rule(pattern: str, read: _Read) -> None:
        rules.append(_Rule(re.compile(rf"(?<![\w-]){pattern}(?!\w)", re.IGNORECASE), read))

    joint = _either(table.get("range", ()))
    first = rf"(?P<first>{_DAY}){table.get('day_suffix', '')}\s*(?:{joint})\s*"
    lead_in = rf"(?:{_either(table.get('between', ()))})\s+(?:(?:the|el|le|den)\s+)?"
    of_year = table.get("of_year", of)
    rule(rf"(?P<d>(?:{lead_in})?{first}{day}\s+{of}{month}(?:,?\s+{of_year}{year})?)", days)
    if table.get("month_first", language == "en"):
        rule(rf"(?P<d>{month}\s+{first}{day}(?:,?\s+{year})?)(?!\s*[,.]?\s*\d)", days)
    earlier = rf"(?P<m1>{_either(months)})\.?(?:\s+|\s*[-–]\s*)(?:(?:{joint})\s*)?"
    rule(rf"(?P<d>(?:{lead_in})?{earlier}{month},?\s+{of_year}{year})", months_of_year)
    rule(rf"(?P<d>{lead_in}{table.get('year_gap', '')}{year}\s*(?:{joint})\s*(?P<z>{_YEAR}))", years)
    if "mid_year" in table:
        rule(rf"(?P<d>{table['mid_year']}{year})", year_alone)
    rule(rf"{weekday}(?P<d>{day}\s+{of}{month},?\s+{table.get('of_year', of)}{year})", full)
    if table.get("month_first", language == "en"):
        rule(rf"{weekday}(?P<d>{month}\s+{day},?\s+{year})", full)
        rule(rf"{weekday}(?P<d>{month}\s+{day})(?!\s*[,.]?\s*\d)", yearless)
    rule(rf"{weekday}(?P<d>{day}\s+{of}{month})(?!,?\s+(?:{of})?{_YEAR})", yearless)
    rule(rf"(?<!\d\s)(?P<d>{month},?\s+{table.get('of_year', of)}{year})", month_year)
    if seasons:
        article = table.get("article", "")
        lead = rf"{article}(?P<s>{_either(seasons)})\s+{table.get('of_season', of)}{year}"
        rule(rf"(?P<d>{lead})", season_year)
    rule(rf"(?P<d>(?<![\d.,]){year}\s?[-–]\s?(?P<z>{_YEAR}|\d\d))(?![\d-])", year_range)
    if "decade" in table:
        rule(rf"(?P<d>{table['decade']})", decade)
    rules += _relative(table, months, weekdays)
    leads = _either(words(table, "year_lead"))
    rule(rf"(?:{leads})\s*{table.get('year_gap', '')}(?P<d>{year})(?![\d.,:/-]\d|-\w)", year_alone)
    rule(rf"(?P<d>\({year}\))", year_alone)
    return tuple(rules)


def _relative(table: dict[str, Any], months: dict[str, int], weekdays: dict[str, int]) -> list[_Rule]:
    """Build the few relative forms that an anchor settles without doubt."""
    rules: list[_Rule] = []

    def rule(pattern: str, read: Callable[[re.Match[str], date], str]) -> None:
        def guarded(match: re.Match[str], anchor: date | None) -> tuple[str, bool] | None:
            return (read(match, anchor), True) if anchor else None

        rules.append(_Rule(re.compile(rf"(?<!\w)(?P<d>{pattern})(?!\w)", re.IGNORECASE), guarded, digits=False))

    if "month_of_last_year" in table:
        pattern = rf"(?P<m>{_either(months)}){table['month_of_last_year']}"
        rule(pattern, lambda match, anchor: f"{anchor.year - 1}-{months[match['m'].lower()]:02}")

    def year(shift: int) -> Callable[[re.Match[str], date], str]:
        return lambda match, anchor: str(anchor.year + shift)

    def day(shift: int) -> Callable[[re.Match[str], date], str]:
        return lambda match, anchor: (anchor + timedelta(shift)).isoformat()

    shifts = {"last_year": year(-1), "this_year": year(0), "next_year": year(1)}
    shifts |= {"yesterday": day(-1), "today": day(0), "tomorrow": day(1)}
    for key, read in shifts.items():
        if key in table:
            rule(_either(table[key]), read)
    if "last_month" in table:
        rule(
            _either(table["last_month"]),
            lambda match, anchor: (anchor.replace(day=1) - timedelta(1)).isoformat()[:7],
        )
    if "last_weekday" in table:
        pattern = rf"{table.get('weekday_lead', '')}(?:{table['last_weekday']})(?P<w>{_either(weekdays)})"
        rule(pattern, lambda match, anchor: _weekday_before(anchor, weekdays[match["w"].lower()], match[0]))
    return rules


def _weekday_before(anchor: date, weekday: int, written: str) -> str:
    """Return the latest such day up to the anchor; strictly before it where "last" is said."""
    back = (anchor.weekday() - weekday) % 7
    if back == 0 and written.lower().startswith(("last", "past")):
        back = 7
    return (anchor - timedelta(back)).isoformat()


def _nearest_past(anchor: date, month: int, day: int) -> str | None:
    """Return the date in the anchor's year, or the year before where it lies more than half a year ahead."""
    if month > 12:
        days = [_day(anchor.year - 621 - back, month, day) for back in (0, 1)]
        return next((each for each in days if each and date.fromisoformat(each) <= anchor), None)
    value = _day(anchor.year, month, day)
    if value and date.fromisoformat(value) - anchor > timedelta(183):
        return _day(anchor.year - 1, month, day)
    return value


def _either(phrases: Sequence[str] | frozenset[str] | dict[str, int]) -> str:
    """Return a pattern of any of the phrases, longest first; one that never matches where there are none."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered) or "(?!)"
