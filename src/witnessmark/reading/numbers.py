"""Numbers in a text: digits with any separators, number words, and the two mixed, in seven languages.

Promises: each numeral is a span and the value that the words give; vague words ("dozens") carry only a lower end.
Does not: tell what is counted, or whether the number is a quantity at all; ``figures`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Any

from witnessmark.nouns import Number
from witnessmark.reading.rules import load

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_DIGIT_RUN = r"\d+(?:[.,٬٫'’\u00a0\u202f]\d+)*"
_SPACED_RUN = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:,\d+)?"
_SPACED_LANGUAGES = ("ar", "de", "es", "fr", "sv")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: its span, its value, and how it was written."""

    start: int
    end: int
    value: Number
    words: bool = False
    """Written in words alone."""
    scale: int = 1
    """The multiplier of its last word: 1,000,000 in ``3.5 million``."""
    vague: bool = False
    """A lower end alone: ``dozens``."""
    share: bool = False
    """A fraction, its value in percent."""
    rounded: bool = False
    """A word for about so many: ``une trentaine``."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    pattern: re.Pattern[str]
    units: dict[str, int]
    hundreds: dict[str, int]
    scales: dict[str, int]
    joiner: re.Pattern[str]
    vague: dict[str, int]
    shares: dict[str, Number]
    fixed: dict[str, Number]
    rounded: dict[str, int]
    reversed_tens: bool
    decimal: str


def parse_digits(written: str, decimal: str) -> Number | None:
    """Return the value of ``written`` digits; separators are read as meant (``3,00,000`` is 300000).

    ``decimal`` is the language's decimal mark; None where the digits are no single number (``1.2.3``).
    """
    plain = re.sub(r"[\s'’٬]", "", written.translate(DIGITS)).replace("٫", "·")
    if len(plain) > 30 or not re.fullmatch(r"[0-9]+(?:[.,·][0-9]+)*", plain):
        return None
    marks = re.findall(r"[.,·]", plain)
    groups = re.split(r"[.,·]", plain)
    if not marks:
        return int(plain)
    if _last_mark_is_decimal(marks, groups, decimal):
        return float("".join(groups[:-1]) + "." + groups[-1])
    if len(set(marks)) > 1 or len(groups[-1]) != 3 or any(len(group) not in (2, 3) for group in groups[1:]):
        return None
    return int("".join(groups))


def _last_mark_is_decimal(marks: list[str], groups: list[str], decimal: str) -> bool:
    last = marks[-1]
    if marks.count(last) > 1:
        return False
    if last == "·" or len(set(marks)) > 1 or last == decimal:
        return True
    return len(groups[-1]) != 3 or len(groups[0]) > 3 or groups[0] == "0"


def find_numerals(text: str, start: int, end: int, language: str) -> list[Numeral]:
    """Return the numerals of ``text[start:end]`` in order, without overlaps."""
    lexicon = _lexicon(language)
    found: list[Numeral] = []
    parts = list(_parts(text, start, end, lexicon))
    at = 0
    while at < len(parts):
        numeral, at = _assemble(text, parts, at, lexicon)
        found.append(numeral)
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    kind: str
    value: Number


def _parts(text: str, start: int, end: int, lexicon: _Lexicon) -> Iterator[_Part]:
    counted = -1  # where the last digits or unit ended: "thousands" right after them multiplies
    for match in lexicon.pattern.finditer(text, start, end):
        word = re.sub(r"\s+", " ", match[0].lower())
        if word[0].isdigit():
            value = parse_digits(match[0], lexicon.decimal)
            if value is not None:
                counted = match.end()
                yield _Part(match.start(), match.end(), "digits", value)
            continue
        for kind, table in (
            ("rounded", lexicon.rounded),
            ("fixed", lexicon.fixed),
            ("share", lexicon.shares),
            ("vague", lexicon.vague),
            ("unit", lexicon.units),
            ("hundred", lexicon.hundreds),
            ("scale", lexicon.scales),
        ):
            if word in table and not (kind == "vague" and word in lexicon.scales and counted == match.start() - 1):
                counted = match.end() if kind in ("unit", "hundred") else -1
                yield _Part(match.start(), match.end(), kind, table[word])
                break


def _assemble(text: str, parts: list[_Part], at: int, lexicon: _Lexicon) -> tuple[Numeral, int]:
    """Join the parts that make one number, from ``parts[at]`` on; returns it and where to go on."""
    first = parts[at]
    lone = Numeral(first.start, first.end, first.value, words=first.kind != "digits")
    if first.kind in ("vague", "share", "fixed", "rounded"):
        kind = first.kind
        return replace(lone, vague=kind == "vague", share=kind == "share", rounded=kind == "rounded"), at + 1
    total: Number = 0
    current: Number = first.value
    last_scale, scale = 10**18, 1
    if first.kind == "scale":
        total, current, last_scale, scale = first.value, 0, int(first.value), int(first.value)
    words = first.kind != "digits"
    end, next_at = first.end, at + 1
    while next_at < len(parts):
        part, gap = parts[next_at], text[end : parts[next_at].start]
        joined = lexicon.joiner.fullmatch(gap)
        plain = gap in (" ", "-", "\u00a0", "‑", "\u202f", "", "\n")
        if not (plain or joined):
            break
        if part.kind == "scale" and plain and part.value < last_scale and current:
            total += round(current * part.value, 6)
            last_scale = scale = int(part.value)
            current = 0
        elif part.kind == "hundred" and plain and 0 < current < 100 and words:
            current *= part.value
        elif _follows(part, current, bool(joined), total, words, last_scale, lexicon):
            current += part.value
        else:
            break
        end, next_at = part.end, next_at + 1
    value = total + current
    if isinstance(value, float) and value.is_integer() and scale > 1:
        value = int(value)
    return Numeral(first.start, end, value, words, scale), next_at


def _follows(
    part: _Part, current: Number, joined: bool, total: Number, words: bool, last_scale: int, lexicon: _Lexicon
) -> bool:
    """Tell whether a part is added to what was read: "twenty" and "five", "32 mil" and "450"."""
    if part.kind == "unit":
        return words and _adds(current, part.value, joined, total, lexicon)
    return part.kind == "digits" and bool(total) and not joined and not words and part.value < last_scale


def _adds(current: Number, value: Number, joined: bool, total: Number, lexicon: _Lexicon) -> bool:
    """Tell whether a number word may follow what was read so far: twenty five, hundred (and) five."""
    if current == 0:
        return bool(total)
    if current >= 100 and current % 100 == 0:
        return value < 100
    if current % 100 >= 20 and current % 10 == 0:
        return value < 10 or (lexicon.decimal == "," and value < 20 and current % 100 in (60, 80))
    return lexicon.reversed_tens and joined and 0 < current % 100 < 10 and 20 <= value < 100 and value % 10 == 0


@cache
def _lexicon(language: str) -> _Lexicon:
    table: dict[str, Any] = dict(load(language)["numbers"])
    units = dict(table["units"])
    hundreds = dict(table.get("hundreds", {}))
    if "compound" in table:
        units.update(_compounds(table["compound"], units))
    scales, vague, shares, fixed, rounded = (
        dict(table.get(key, {})) for key in ("scales", "vague", "shares", "fixed", "rounded")
    )
    phrases = sorted({*units, *hundreds, *scales, *vague, *shares, *fixed, *rounded}, key=len, reverse=True)
    joined = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)
    spaced = f"{_SPACED_RUN}|" if language in _SPACED_LANGUAGES else ""
    attached = rf"|(?<=(?<!\w){table['prefix']})" if "prefix" in table else ""
    pattern = re.compile(rf"(?:(?<!\w){attached})(?:{joined})(?!\w)|(?<![\d.,])(?:{spaced}{_DIGIT_RUN})", re.IGNORECASE)
    return _Lexicon(
        pattern,
        units,
        hundreds,
        scales,
        re.compile(table.get("joiner", r"\s+and\s+")),
        vague,
        shares,
        fixed,
        rounded,
        bool(table.get("reversed_tens", False)),
        table["decimal"],
    )


def _compounds(rule: dict[str, Any], units: dict[str, int]) -> dict[str, int]:
    """Build the one-word numbers of German and Swedish below ten thousand from their parts."""
    tens = {word: value for word, value in units.items() if 20 <= value < 100}
    ones = {**{word: value for word, value in units.items() if 0 < value < 10}, **rule.get("ones", {})}
    below: dict[str, int] = {word: value for word, value in units.items() if 0 < value < 100}
    for (one, one_value), (ten, ten_value) in product(ones.items(), tens.items()):
        below[one + rule["link"] + ten if rule["ones_first"] else ten + one] = ten_value + one_value
    made = dict(below)
    hundred, thousand = rule["hundred"], rule["thousand"]
    for prefix, factor in [("", 1), *ones.items()]:
        made[prefix + hundred] = factor * 100
        for word, value in below.items():
            made[prefix + hundred + word] = factor * 100 + value
    for prefix, factor in [("", 1), *((word, value) for word, value in below.items() if value < 100)]:
        made[prefix + thousand] = factor * 1000
    return made
