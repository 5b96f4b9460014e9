"""Shows the value of a spreadsheet's cell as the sheet shows it, by the cell's number format (ECMA-376 18.8.30/31).

Promises: whole numbers, decimals, thousands, percent, scientific notation, currencies, literals, dates, times and
durations as their format says. What a machine's own settings decide (the short and the long date) is shown as ISO 8601.
A format that is not known, another calendar, and month names of another language than English never change a value:
a date is shown as ISO 8601, a number as it stands in the file.
Does not: round what the format does not round, or show a cell as empty because its format hides it.
"""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

BUILT_IN: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy-mm-dd",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-mm-dd hh:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
"""The formats that files name by number alone; 14 and 22 are those that the machine's settings decide."""

LONGEST_CODE = 255
LAST_SERIAL = 2_958_466
"""The day after 9999-12-31."""

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<ampm>AM/PM|A/P)|(?P<general>General)'
    r"|(?P<fraction>\.0+(?=[^#?0]|$))|(?P<date>y+|m+|d+|h+|s+|e+(?![-+e])|g+|b+)|(?P<number>[0#?]+|[.,%@/]|E[+-])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
LOCALE = re.compile(r"\$(?P<symbol>[^-]*)(?:-(?P<code>[0-9A-F]+))?", re.IGNORECASE)
COLOUR = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+", re.IGNORECASE)
ENGLISH = 0x09
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Piece = tuple[str, str]
"""A kind (``literal``, ``date``, ``elapsed``, ``second``, ``ampm``, ``number``, ``general``) and its characters."""


class _UnknownError(Exception):
    """The format is none that we know."""


@lru_cache(maxsize=65_536)
def show(raw: str, code: str, from_1904: bool = False) -> str:
    """Return the number ``raw`` (as the file writes it) as the format ``code`` shows it."""
    try:
        value = float(raw)
        if not math.isfinite(value) or len(raw) > 40:
            return raw
        sections = _sections(code)
        negative = value < 0 and len(sections) > 1
        pieces = sections[1] if negative else sections[2] if value == 0 and len(sections) > 2 else sections[0]
        kinds = {kind for kind, _ in pieces}
        if value == 0 and len(sections) > 2 and kinds == {"literal"}:
            return "".join(words for _, words in pieces).strip() or raw
        if kinds & {"date", "elapsed", "iso"}:
            shown = _moment(value, pieces, from_1904)
        else:
            shown = _number(raw, abs(value) if negative else value, pieces)
    except (_UnknownError, ValueError, ArithmeticError):
        return raw
    return shown.strip() or raw


@lru_cache(maxsize=4096)
def _sections(code: str) -> tuple[tuple[Piece, ...], ...]:
    """Cut a format into the sections for positive numbers, negative ones, zero and words."""
    if len(code) > LONGEST_CODE:
        raise _UnknownError
    sections: list[list[Piece]] = [[]]
    for match in TOKEN.finditer(code or "General"):
        if match["other"] == ";":
            sections.append([])
        else:
            sections[-1] += _piece(match)
    return tuple(tuple(section) for section in sections)


def _piece(match: re.Match[str]) -> list[Piece]:
    for kind in ("quoted", "escaped", "other"):
        if match[kind] is not None:
            return [("literal", match[kind])]
    if match["bracket"] is not None:
        return _bracket(match["bracket"])
    for kind in ("ampm", "general", "date"):
        if match[kind]:
            return [(kind, match[kind].lower())]
    if match["fraction"]:
        return [("fraction", match["fraction"])]
    return [("number", match["number"])] if match["number"] else []


def _bracket(words: str) -> list[Piece]:
    """Read what stands in brackets: a colour, a currency with a locale, a duration; conditions are not known."""
    if COLOUR.fullmatch(words):
        return []
    if re.fullmatch(r"h+|m+|s+", words, re.IGNORECASE):
        return [("elapsed", words.lower())]
    locale = LOCALE.fullmatch(words)
    if locale is None:
        raise _UnknownError
    code = int(locale["code"], 16) if locale["code"] and len(locale["code"]) <= 8 else 0
    pieces: list[Piece] = [("literal", locale["symbol"])] if locale["symbol"] else []
    if code >= 0xF000 and code <= 0xFFFF:
        return [*pieces, ("iso", words)]  # the machine's own long date or time
    if code >> 16 & 0xFF or (code and code & 0xFF != ENGLISH):
        pieces.append(("foreign", words))
    return pieces


def _moment(value: float, pieces: tuple[Piece, ...], from_1904: bool) -> str:
    """Show a number of days as a date, a time or a duration."""
    if not 0 <= value < LAST_SERIAL:
        raise _UnknownError
    if any(kind == "elapsed" for kind, _ in pieces):
        return _elapsed(value, pieces)
    moment = moment_of(value, from_1904)
    names = any(kind == "date" and words[0] in "md" and len(words) > 2 for kind, words in pieces)
    foreign = any(kind == "foreign" for kind, _ in pieces)
    strange = any(kind == "date" and words[0] in "egb" for kind, words in pieces)
    other_calendar = any(kind == "foreign" and len(words.split("-")[-1]) > 5 for kind, words in pieces)
    has_time = any(kind == "date" and words[0] in "hs" for kind, words in pieces)
    if strange or other_calendar or (names and foreign) or any(kind == "iso" for kind, _ in pieces):
        return moment.isoformat(" ", "seconds") if has_time else moment.date().isoformat()
    return _by_pieces(moment, _with_minutes(pieces))


def moment_of(value: float, from_1904: bool = False) -> datetime:
    """Return the day and time that a serial number of days stands for; 29 February 1900 is the 28th, as it never was.

    Raises OverflowError where it lies beyond the year 9999.
    """
    start = datetime(1899, 12, 31) if value < 60 else datetime(1899, 12, 30)
    if from_1904:
        start = datetime(1904, 1, 1)
    return start + timedelta(milliseconds=round(value * 86_400_000))


def _with_minutes(pieces: tuple[Piece, ...]) -> list[Piece]:
    """Tell minutes from months: an m after hours or before seconds is minutes."""
    found = list(pieces)
    dated = [at for at, (kind, _) in enumerate(found) if kind == "date"]
    for place, at in enumerate(dated):
        words = found[at][1]
        if words[0] == "m" and len(words) <= 2:
            after = place > 0 and found[dated[place - 1]][1][0] == "h"
            before = place + 1 < len(dated) and found[dated[place + 1]][1][0] == "s"
            if after or before:
                found[at] = ("minute", words)
    return found


def _by_pieces(moment: datetime, pieces: list[Piece]) -> str:
    half = any(kind == "ampm" for kind, _ in pieces)
    shown: list[str] = []
    for kind, words in pieces:
        if kind == "literal":
            shown.append(words)
        elif kind == "minute":
            shown.append(f"{moment.minute:0{len(words)}d}")
        elif kind == "ampm":
            mark = "AM" if moment.hour < 12 else "PM"
            shown.append(mark if len(words) > 3 else mark[0])
        elif kind == "fraction":
            shown.append(f".{moment.microsecond // 1000:03d}"[: len(words)])
        elif kind == "date":
            shown.append(_dated(moment, words, half))
        elif kind == "number" and words in "/,.":
            shown.append(words)
        elif kind != "foreign":
            raise _UnknownError
    return "".join(shown)


def _dated(moment: datetime, words: str, half: bool) -> str:
    letter, length = words[0], len(words)
    if letter == "y":
        return f"{moment.year:04d}" if length > 2 else f"{moment.year % 100:02d}"
    if letter == "m" and length > 2:
        month = MONTHS[moment.month - 1]
        return month[:3] if length == 3 else month[:1] if length == 5 else month
    if letter == "d" and length > 2:
        day = DAYS[moment.weekday()]
        return day[:3] if length == 3 else day
    hour = (moment.hour % 12 or 12) if half else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "s": moment.second}[letter]
    return f"{number:0{min(length, 2)}d}"


def _elapsed(value: float, pieces: tuple[Piece, ...]) -> str:
    """Show a duration: its largest unit counts on."""
    seconds = round(value * 86_400)
    shown: list[str] = []
    for kind, words in pieces:
        width = len(words)
        if kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[words[0]]
            shown.append(f"{seconds // unit:0{width}d}")
            seconds %= unit
        elif kind == "date" and words[0] in "ms":
            shown.append(f"{seconds // 60 % 60 if words[0] == 'm' else seconds % 60:0{width}d}")
        elif kind == "literal":
            shown.append(words)
        else:
            raise _UnknownError
    return "".join(shown)


def _number(raw: str, value: float, pieces: tuple[Piece, ...]) -> str:
    """Show a number; ``value`` is ``raw`` without its sign where the format's own section shows that."""
    code = "".join(words for kind, words in pieces if kind in ("number", "fraction"))
    if any(kind == "general" for kind, _ in pieces):
        shown = plain_number(raw if value < 0 else raw.lstrip("-"))
        return "".join(words if kind == "literal" else shown if kind == "general" else "" for kind, words in pieces)
    if code == "@":
        return plain_number(raw)
    if not re.search("[0#?]", code) or "/" in code or code.count(".") > 1 or "@" in code:
        raise _UnknownError
    digits = _digits(Decimal(int(value)) if abs(value) >= 1e15 else Decimal(f"{value:.15g}"), code)
    sign = "-" if digits.startswith("-") else ""
    return sign + _placed(digits.removeprefix("-"), pieces, code)


def plain_number(raw: str) -> str:
    """Return a number as a sheet shows it without a format: no exponent for whole numbers, ten digits otherwise."""
    value = float(raw)
    if re.fullmatch(r"-?\d+", raw):
        return raw
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    shown = f"{value:.10g}"
    return raw if "e" in shown else shown


def _digits(value: Decimal, code: str) -> str:
    """Return the number scaled, rounded and grouped as the placeholders of the format ask."""
    value *= Decimal(100) ** code.count("%")
    if "E" in code.upper():
        scientific = re.fullmatch(r"0(?:\.(0+))?E\+00", code, re.IGNORECASE)
        if scientific is None:
            raise _UnknownError
        return f"{float(value):.{len(scientific[1] or '')}E}"
    whole, _, decimals = code.replace("%", "").partition(".")
    scaling = len(whole) - len(whole.rstrip(",")) if not decimals else len(decimals) - len(decimals.rstrip(","))
    value /= Decimal(1000) ** scaling
    decimals = decimals.rstrip(",")
    rounded = value.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    grouped = "," in whole.rstrip(",")
    shown = f"{abs(rounded):{',' if grouped else ''}f}"
    left, _, right = shown.partition(".")
    least = len(re.findall("0", whole))
    if not grouped:
        left = left.zfill(least)
    if not least and left == "0":
        left = ""
    kept = max((at + 1 for at, mark in enumerate(decimals) if mark == "0"), default=0)
    while len(right) > kept and right.endswith("0"):
        right = right[:-1]
    sign = "-" if rounded < 0 else ""
    return f"{sign}{left}{'.' if decimals else ''}{right}"


def _placed(digits: str, pieces: tuple[Piece, ...], code: str) -> str:
    """Put the digits where the format has its placeholders, between its literals."""
    first = next(at for at, (kind, words) in enumerate(pieces) if kind in ("number", "fraction") and words != "%")
    last = max(at for at, (kind, words) in enumerate(pieces) if kind in ("number", "fraction") and words != "%")
    inner = "".join(words for kind, words in pieces[first : last + 1] if kind == "literal")
    before = "".join(words if kind == "literal" or words == "%" else "" for kind, words in pieces[:first])
    after = "".join(words if kind == "literal" or words == "%" else "" for kind, words in pieces[last + 1 :])
    if not inner:
        return before + digits + after
    if not re.fullmatch(r"[0#?]+", code):
        raise _UnknownError
    return before + _threaded(digits, pieces[first : last + 1]) + after


def _threaded(digits: str, pieces: tuple[Piece, ...]) -> str:
    """Thread digits from the right through placeholders with literals between them: ``000-00-000``."""
    shown: list[str] = []
    left = digits
    for at in range(len(pieces) - 1, -1, -1):
        kind, words = pieces[at]
        if kind == "literal":
            shown.append(words)
            continue
        take = len(left) if at == 0 else min(len(words), len(left))
        shown.append(left[len(left) - take :])
        left = left[: len(left) - take]
    return "".join(reversed(shown))
