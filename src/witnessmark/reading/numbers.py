"""Numbers in a text: digits with any separators, number words, and the two mixed, in seven languages.

Promises: each numeral is a span and the value that the words give; vague words ("dozens") carry only a lower end;
a number too large to be held (``1e400``, forty digits) has the value infinity, and is still found. Digits of two
scripts in one number (``١١6١``) are no number: one of them is wrong, and nobody can tell which.
Does not: tell what is counted, or whether the number is a quantity at all; ``figures`` does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from witnessmark.nouns import Number
from witnessmark.reading.layout import Token
from witnessmark.reading.number_words import AT, NumberWords, number_words, plain_form

DIGITS_OF_ARABIC = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
DIGITS = str.maketrans(DIGITS_OF_ARABIC, "0123456789" * 2)
_DIGIT = re.compile(r"\d")
_PART = re.compile(r"\s?([½¼¾⅓⅔])$| (\d)/(\d)$")
_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 0.3333, "⅔": 0.6667}
_EXPONENT = re.compile(r"[eE]([+-]?\d+)$")
_LONGEST = 30
"""The digits of the longest number that is read; a longer one is infinity."""
_LARGEST_EXPONENT = 15


class Numeral(NamedTuple):
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


def mixes_scripts(written: str) -> bool:
    """Tell whether digits of two scripts stand in a number; the two forms of Arabic digits are one script."""
    if written.isascii():
        return False
    return len({(digit.isascii(), digit in DIGITS_OF_ARABIC) for digit in _DIGIT.findall(written)}) > 1


def parse_digits(written: str, decimal: str) -> Number | None:
    """Return the value of ``written`` digits; separators are read as meant (``3,00,000`` is 300000).

    ``decimal`` is the language's decimal mark; None where the digits are no single number (``1.2.3``),
    or are of two scripts.
    """
    if written.isascii() and written.isdecimal():
        return int(written) if len(written) <= _LONGEST else math.inf
    if mixes_scripts(written):
        return None
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


def find_numerals(
    text: str, start: int, end: int, language: str, tokens: Sequence[Token] | None = None
) -> list[Numeral]:
    """Return the numerals of ``text[start:end]`` in order, without overlaps.

    ``tokens`` are those of this stretch, laid out in ``language``, where they are known: only some of them are read.
    """
    lexicon = number_words(language)
    found: list[Numeral] = []
    parts = list(_parts(text, _written(text, start, end, lexicon, tokens), lexicon))
    at = 0
    while at < len(parts):
        numeral, at = _assemble(text, parts, at, lexicon)
        found.append(numeral)
    return found


def may_hold_numerals(tokens: Sequence[Token], language: str) -> bool:
    """Tell whether a number may begin at or in any of these tokens."""
    return any(number_words(language).kinds(tokens))


def _written(
    text: str, start: int, end: int, lexicon: NumberWords, tokens: Sequence[Token] | None
) -> Iterator[re.Match[str]]:
    """Yield what the pattern finds in ``text[start:end]``, tried only where the tokens let a number begin."""
    if tokens is None:
        yield from lexicon.pattern.finditer(text, start, end)
        return
    after = start
    for token, kind in zip(tokens, lexicon.kinds(tokens), strict=True):
        if kind == AT:
            if token.start >= after and (match := lexicon.pattern.match(text, token.start, end)):
                yield match
                after = match.end()
            continue
        while kind and token.end > after:
            # a number may begin with the point before its digits
            match = lexicon.pattern.search(text, max(after, token.start - 1), end)
            if match is None:
                return
            yield match
            after = match.end()


class _Part(NamedTuple):
    start: int
    end: int
    kind: str
    value: Number


def _parts(text: str, written: Iterable[re.Match[str]], lexicon: NumberWords) -> Iterator[_Part]:
    counted = -2  # where the last digits or unit ended: "thousands" right after them multiplies
    barred = -2  # where digits of two scripts ended, or a word that multiplies them: it is no number by itself
    for match in written:
        if match.start() <= barred + 1 or mixes_scripts(match[0]):
            barred = match.end()
            continue
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


def _compound_value(word: str, lexicon: NumberWords) -> tuple[tuple[str, Number], ...]:
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


def _assemble(text: str, parts: list[_Part], at: int, lexicon: NumberWords) -> tuple[Numeral, int]:
    """Join the parts that make one number, from ``parts[at]`` on; returns it and where to go on."""
    first = parts[at]
    if first.kind in ("vague", "share", "fixed", "rounded"):
        vague, share, rounded = (first.kind == kind for kind in ("vague", "share", "rounded"))
        return Numeral(first.start, first.end, first.value, True, 1, vague, share, rounded), at + 1
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
    part: _Part, current: Number, joined: bool, total: Number, words: bool, last_scale: int, lexicon: NumberWords
) -> bool:
    """Tell whether a part is added to what was read: "twenty" and "five", "32 mil" and "450"."""
    if part.kind == "unit":
        return words and _adds(current, part.value, joined, total, lexicon)
    return part.kind == "digits" and bool(total) and not joined and not words and part.value < last_scale


def _adds(current: Number, value: Number, joined: bool, total: Number, lexicon: NumberWords) -> bool:
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
