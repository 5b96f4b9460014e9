"""Numbers in a text: digits with any separators, number words, and the two mixed, in seven languages.

Promises: each numeral is a span and the value that the words give; vague words ("dozens") carry only a lower end;
a number too large to be held (``1e400``, forty digits) has the value infinity, and is still found.
Does not: tell what is counted, or whether the number is a quantity at all; ``figures`` does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, product
from typing import Any

from witnessmark.nouns import Number
from witnessmark.reading.rules import load

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_DIGIT_RUN = r"\d+(?:[.,٬٫'’\u00a0\u202f]\d+)*(?:[eE][+-]?\d+(?!\w)|k(?!\w))?(?:\s?[½¼¾⅓⅔]| \d/\d(?![\d/]))?|[½¼¾⅓⅔]"
_SPACED_RUN = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?"
_PART = re.compile(r"\s?([½¼¾⅓⅔])$| (\d)/(\d)$")
_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 0.3333, "⅔": 0.6667}
_EXPONENT = re.compile(r"[eE]([+-]?\d+)$")
_LONGEST = 30
"""The digits of the longest number that is read; a longer one is infinity."""
_LARGEST_EXPONENT = 15
_MARKS = re.compile(r"[\u064b-\u0652]+$")
_SPACED_LANGUAGES = ("ar", "de", "en", "es", "fr", "sv")


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
    readings: dict[str, tuple[tuple[str, Number], ...]]
    """What kinds of part a word may be, and the value of each."""
    compound: tuple[str, str] | None
    """The words for hundred and thousand of which one-word numbers are made."""
    rounded_digits: re.Pattern[str] | None
    and_parts: dict[str, float]
    """What may follow a whole number and "and": two and a half."""
    reversed_tens: bool
    decimal: str


def parse_digits(written: str, decimal: str) -> Number | None:
    """Return the value of ``written`` digits; separators are read as meant (``3,00,000`` is 300000).

    ``decimal`` is the language's decimal mark; None where the digits are no single number (``1.2.3``).
    """
    if part := _PART.search(written):
        whole = parse_digits(written[: part.start()], decimal) if part.start() else 0
        fraction = _PARTS[part[1]] if part[1] else int(part[2]) / max(1, int(part[3]))
        return None if whole is None else whole + fraction
    if power := _EXPONENT.search(written):
        base = parse_digits(written[: power.start()], decimal)
        if base is None or not base:
            return base
        if len(power[1]) > 3 or int(power[1]) > _LARGEST_EXPONENT:
            return 0 if power[1].startswith("-") else math.inf
        return base * 10.0 ** max(-_LARGEST_EXPONENT, int(power[1]))
    plain = re.sub(r"[\s'’٬]", "", written.translate(DIGITS)).replace("٫", "·")
    if plain.startswith("."):
        plain = "0" + plain
    if plain[-1:] in ("k", "K"):
        base = parse_digits(plain[:-1], decimal)
        return None if base is None else round(base * 1000, 6)
    if len(plain) > _LONGEST:
        return math.inf
    if not re.fullmatch(r"[0-9]+(?:[.,·][0-9]+)*", plain):
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
    counted = -2  # where the last digits or unit ended: "thousands" right after them multiplies
    for match in lexicon.pattern.finditer(text, start, end):
        if match[0][0].isnumeric() or match[0][0] == ".":
            value = parse_digits(match[0], lexicon.decimal)
            if value is not None:
                counted = match.end()
                yield _Part(match.start(), match.end(), "digits", value)
            continue
        word = plain_form(match[0])
        if lexicon.rounded_digits and (about := lexicon.rounded_digits.fullmatch(word)):
            value = parse_digits(about[1].strip(), lexicon.decimal)
            if value is not None and value < 1000:
                yield _Part(match.start(), match.end(), "rounded", value)
            continue
        for kind, value in lexicon.readings.get(word) or _compound_value(word, lexicon):
            if not (kind == "vague" and word in lexicon.scales and counted == match.start() - 1):
                counted = match.end() if kind in ("unit", "hundred") else -2
                yield _Part(match.start(), match.end(), kind, value)
                break


def plain_form(written: str) -> str:
    """Return ``written`` in lower case with single spaces, straight apostrophes and no final vowel marks."""
    return _MARKS.sub("", re.sub(r"\s+", " ", written.lower().replace("’", "'")))


def _compound_value(word: str, lexicon: _Lexicon) -> tuple[tuple[str, Number], ...]:
    """Return the value of a one-word number of German or Swedish: ``zweitausenddreihundertfünf``."""
    if lexicon.compound is None:
        return ()
    hundred, thousand = lexicon.compound

    def below(part: str, default: int) -> int:
        part = part.removeprefix("und")
        return lexicon.units.get(part, 0) if part else default

    thousands, marked, rest = word.rpartition(thousand)
    value = 0
    if marked:
        many, centuries, few = thousands.rpartition(hundred)
        value = ((below(many, 1) * 100 if centuries else 0) + below(few, 0 if centuries else 1)) * 1000
    many, centuries, few = rest.rpartition(hundred)
    value += (below(many, 1) * 100 if centuries else 0) + below(few, 0)
    return (("unit", value),)


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
    hundreds = 1
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
        elif (
            joined
            and part.kind == "share"
            and (added := lexicon.and_parts.get(plain_form(text[part.start : part.end])))
        ):
            current += added
        elif part.kind == "hundred" and plain and 0 < current < 100 and words:
            current *= part.value
            hundreds = 100
        elif _follows(part, current, bool(joined), total, words, last_scale, lexicon):
            current += part.value
            hundreds = 1
        else:
            break
        end, next_at = part.end, next_at + 1
    value = total + current
    if isinstance(value, float) and value.is_integer() and scale > 1:
        value = int(value)
    return Numeral(first.start, end, value, words, max(scale, hundreds)), next_at


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
    if current >= 1000 and current % 1000 == 0:
        return value < 1000
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
    compound = table.get("compound")
    if compound:
        units.update(_compounds(compound, units))
    scales = dict(table.get("scales", {}))
    kinds = {key: dict(table.get(key, {})) for key in ("rounded", "fixed", "shares", "vague")}
    readings: dict[str, list[tuple[str, Number]]] = {}
    for kind, words in (
        ("rounded", kinds["rounded"]),
        ("fixed", kinds["fixed"] | _duals(table)),
        ("share", kinds["shares"] | _fractions(table)),
        ("vague", kinds["vague"]),
        ("unit", units),
        ("hundred", hundreds),
        ("scale", scales),
    ):
        for word, value in words.items():
            readings.setdefault(plain_form(word), []).append((kind, value))
    return _Lexicon(
        _pattern(table, language, readings, units),
        units,
        hundreds,
        scales,
        re.compile(table.get("joiner", r"\s+and\s+")),
        {word: tuple(found) for word, found in readings.items()},
        (compound["hundred"], compound["thousand"]) if compound else None,
        re.compile(table["rounded_digits"]) if "rounded_digits" in table else None,
        dict(table.get("and_parts", {})),
        bool(table.get("reversed_tens", False)),
        table["decimal"],
    )


def _pattern(table: dict[str, Any], language: str, phrases: Iterable[str], units: dict[str, int]) -> re.Pattern[str]:
    """Return one pattern that finds every word and run of digits; its work is linear in the text."""
    spaced = f"{_SPACED_RUN}|" if language in _SPACED_LANGUAGES else ""
    attached = rf"|(?<=(?<!\w){table['prefix']})" if "prefix" in table else ""
    marks = r"[\u064b-\u0652]*" if language in ("ar", "fa") else ""
    made = ""
    if "compound" in table:
        below = any_of(word for word, value in units.items() if 0 < value < 100)
        hundred, thousand = table["compound"]["hundred"], table["compound"]["thousand"]
        hundreds = rf"(?:{below})?{hundred}(?:und)?(?:{below})?"
        made = rf"|(?:{hundreds}|{below})?{thousand}(?:und)?(?:{hundreds}|{below})?|{hundreds}"
    about = rf"{table['rounded_digits']}|" if "rounded_digits" in table else ""
    return re.compile(
        rf"(?:(?<!\w){attached})(?:{about}(?:{any_of(phrases)}{made}){marks})(?!\w)"
        rf"|(?<![\d.,])(?:{spaced}{_DIGIT_RUN})|(?<![\w.,])\.\d+",
        re.IGNORECASE,
    )


def any_of(phrases: Iterable[str]) -> str:
    """Return a pattern of any of ``phrases``, the longest first, written as a tree so that a miss costs little."""
    return _branch(sorted(set(phrases), key=lambda phrase: [*map(ord, phrase)]))


def _branch(phrases: list[str]) -> str:
    ends = "" in phrases
    branches = []
    for letter, group in groupby((phrase for phrase in phrases if phrase), key=lambda phrase: phrase[0]):
        branches.append(_LETTERS.get(letter, re.escape(letter)) + _branch([phrase[1:] for phrase in group]))
    if not branches:
        return ""
    return branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)}){'?' if ends else ''}"


_LETTERS = {" ": r"\s+", "'": "['’]"}


def _fractions(table: dict[str, Any]) -> dict[str, Number]:
    """Return the fractions whose parts the rules name, in percent: "five eighths", "one-third"."""
    many = [(word, value) for word, value in table["units"].items() if 0 < value < 10]
    return {
        f"{word}{mark}{part}{'s' if value > 1 else ''}": round(100 * value / whole, 2)
        for part, whole in table.get("denominators", {}).items()
        for word, value in many
        if value < whole
        for mark in (" ", "-")
    }


def _duals(table: dict[str, Any]) -> dict[str, int]:
    """Return the Arabic duals of the nouns that the rules name: "two lorries" is one word."""
    made: dict[str, int] = {}
    for key, endings in (("duals", ("ان", "ين")), ("duals_subject", ("ان",))):
        for noun in table.get(key, "").split():
            stem = noun[:-1] + "ت" if noun.endswith("ة") else noun
            made |= {stem + ending: 2 for ending in endings}
    return made


def _compounds(rule: dict[str, Any], units: dict[str, int]) -> dict[str, int]:
    """Build the one-word numbers of German and Swedish below a hundred from their parts."""
    tens = {word: value for word, value in units.items() if 20 <= value < 100}
    ones = {**{word: value for word, value in units.items() if 0 < value < 10}, **rule.get("ones", {})}
    return {
        one + rule["link"] + ten if rule["ones_first"] else ten + one: ten_value + one_value
        for (one, one_value), (ten, ten_value) in product(ones.items(), tens.items())
    }
