"""Quantities: a number of the text with the bounds that its words give, before it is known what is counted.

Promises: ``lo`` and ``hi`` are what the words allow; the span is the number with its bound and approximation words.
Does not: give years, clock times, ordinals, scores, list numbers, addresses or identifiers, or add anything up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from witnessmark.nouns import Number, Span
from witnessmark.reading.measures import class_of_noun
from witnessmark.reading.numbers import Numeral, find_numerals
from witnessmark.reading.rules import load, words

_CURRENCY = re.compile(r"(?:US|A|C|HK|NZ)?[$£€¥₹]\s?$|\b(?:USD|EUR|GBP)\s$")
_CURRENCY_AFTER = re.compile(r"\s?[€£$¥]")
_TELEPHONE = re.compile(r"\+\d[\d ().-]{6,24}\d")
_GLUED_BEFORE = re.compile(r"[\w/:#+@.]$|[^\W\d]-$|\d[-–]$")
"""What makes digits part of an identifier: H5, MK-47, #5, 3:14."""
_FREE_BEFORE = re.compile(r"\s$|\d[-–]$|^.?-$")
_SIGN_BEFORE = re.compile(r"(?:US|A|C|HK)?[$£€¥]$")
_GLUED_AFTER = re.compile(r"[/:]\d|[^\W\d_](?!\w*-?(?:illion|km|m\b|kg))|\]|\)\s|\.\d|-\d{2,}-")
_NUMERO = r"[A-Z]{1,3}[-\s]?|(?i:no|nr|n[°º]|№)\.?\s*"
_LETTERED = re.compile(r"(?:case|file|No\.|plate|form|matter|dossier|expediente|mål) [A-Z]{1,3} $")
"""A letter before digits, after a word for files: "case B 17"."""
_UNIT_AFTER = re.compile(r"(?:km|m|kg|bn|k)\b")
_LONGEST_LEAD = 48
_NAMED_BY_YEAR = frozenset({None, "events", "persons.executed"})
"""Classes of nouns that a year names: the 1997 executions, the 2009 attacks."""
_ONE_COUNTS = re.compile(r"(?:at least|killing|wounding|injuring|killed|wounded|injured|arresting|figure to) $")
_ONE_TO = re.compile(r"\s?(?:to|-|–)\s?(?:two|three|four|five|six|seven|ten|\d)\b")
_ARTICLE = re.compile(
    r"\b(?:more than|less than|over|under|nearly|almost|at least|about|around) (?P<one>an?)"
    r" (?=(?:decade|century|year|month|week|day|mile|kilometre|kilometer)\b)",
    re.IGNORECASE,
)
_ANDS = frozenset({"and", "et", "y", "och", "und", "و"})
"""What joins a range only after "between"."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its bounds, before it is known what is counted."""

    start: int
    end: int
    lo: Number | None
    hi: Number | None
    approximate: bool
    number: Numeral
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """The figure words of one language as patterns and sets."""

    lead: re.Pattern[str]
    kinds: dict[str, str]
    trail: re.Pattern[str]
    trail_kinds: dict[str, str]
    between: re.Pattern[str]
    range: re.Pattern[str]
    change: re.Pattern[str]
    identifier: re.Pattern[str]
    ordinal: re.Pattern[str]
    clock: re.Pattern[str]
    year_before: frozenset[str]
    stop: frozenset[str]
    one: frozenset[str]
    ones: frozenset[str]
    aged: re.Pattern[str]
    same: frozenset[str]
    """Words that count again what was counted: "of them"."""
    numbers: frozenset[str]
    """Nouns before what is counted: "the number of"."""
    street: re.Pattern[str]
    unsure: frozenset[str]
    """Number words that mean something else, unless a counted noun follows."""


def quantities(text: str, start: int, end: int, language: str, dates: Sequence[Span] = ()) -> list[Quantity]:
    """Return the quantities of ``text[start:end]`` with their bounds, in order; years and identifiers are left out."""
    grammar = rules_of(language)
    dates = [*dates, *(Span(*match.span()) for match in _TELEPHONE.finditer(text, start, end))]
    numerals: list[Numeral] = []
    code = -1  # where digits ended that are no quantity: what hangs on to them is none either
    for numeral in find_numerals(text, start, end, language):
        if any(span.start < numeral.end and numeral.start < span.end for span in dates):
            continue
        if text[code : numeral.start] in ("-", "–", "/") or not _is_quantity(text, start, end, numeral, grammar):
            code = numeral.end
        else:
            numerals.append(numeral)
    if language == "en":
        numerals = sorted([*numerals, *_articles(text, start, end)], key=lambda numeral: numeral.start)
    made: list[Quantity] = []
    at = 0
    while at < len(numerals):
        step, quantity = _range_or_one(text, start, numerals, at, grammar)
        made.append(quantity)
        at += step
    return made


def _articles(text: str, start: int, end: int) -> list[Numeral]:
    """Return the articles that count one length of time: "more than a year"."""
    return [Numeral(*match.span("one"), 1, words=True) for match in _ARTICLE.finditer(text, start, end)]


def _range_or_one(text: str, start: int, numerals: list[Numeral], at: int, grammar: Rules) -> tuple[int, Quantity]:
    first = numerals[at]
    begin, currency = _with_currency(text, start, first)
    if at + 1 < len(numerals):
        second = numerals[at + 1]
        second_start, _ = _with_currency(text, first.end, second)
        gap = text[first.end : second_start].lower()
        lead = grammar.between.search(text, max(start, begin - 12), begin)
        opened = bool(lead and lead.end() == begin)
        low = _scaled(first, second)
        ordered = low < second.value and not (first.vague or second.vague)
        ranged = ordered and grammar.range.fullmatch(gap) and (opened or gap.strip() not in _ANDS)
        if ranged and not _changes(text, start, begin, grammar):
            leading = lead.start() if lead and opened else begin
            quantity = Quantity(leading, second.end, low, second.value, False, second, currency)
            return 2, _bounded(text, start, quantity, grammar)
    plain = Quantity(
        begin,
        first.end,
        first.value,
        None if first.vague else first.value,
        first.vague or first.rounded,
        first,
        currency,
    )
    return 1, _bounded(text, start, plain, grammar)


def _scaled(first: Numeral, second: Numeral) -> Number:
    """Give the first end of a range the multiplier of the second: 4 to 5 million."""
    if second.scale > 1 and first.scale == 1 and first.value < 1000:
        return first.value * second.scale
    return first.value


def _changes(text: str, start: int, begin: int, grammar: Rules) -> bool:
    """Tell whether ``from A to B`` before ``begin`` is a change and so two figures."""
    return bool(grammar.change.search(text[max(start, begin - 60) : begin].lower()))


def _with_currency(text: str, start: int, numeral: Numeral) -> tuple[int, str | None]:
    match = _CURRENCY.search(text, max(start, numeral.start - 5), numeral.start)
    if match and match.end() == numeral.start:
        return match.start(), match[0].strip()
    match = _CURRENCY_AFTER.match(text, numeral.end)
    return numeral.start, match[0].strip() if match else None


def _bounded(text: str, start: int, quantity: Quantity, grammar: Rules) -> Quantity:
    """Widen a quantity by the bound and approximation words on either side."""
    lo, hi, approximate = quantity.lo, quantity.hi, quantity.approximate
    begin, end = quantity.start, quantity.end
    for _ in range(2):
        match = grammar.lead.search(text[max(start, begin - _LONGEST_LEAD) : begin])
        if not match:
            break
        kind = grammar.kinds[_squeeze(match[1])]
        begin -= len(match[0]) - (len(match[0]) - len(match[0].lstrip()))
        lo, hi, approximate = _apply(kind, lo, hi, approximate, quantity.number.vague)
    after = grammar.trail.match(text, end)
    if after:
        kind = grammar.trail_kinds[_squeeze(after[1])]
        end = after.end()
        lo, hi, approximate = _apply(kind, lo, hi, approximate, quantity.number.vague)
    return Quantity(begin, end, lo, hi, approximate, quantity.number, quantity.currency)


def _apply(
    kind: str, lo: Number | None, hi: Number | None, approximate: bool, vague: bool
) -> tuple[Number | None, Number | None, bool]:
    value = lo if lo is not None else hi
    if kind == "about":
        return lo, hi, True
    if kind in ("lower", "lower_about"):
        return value, None, approximate or kind == "lower_about"
    top = hi if hi is not None else value
    return None, top, (approximate and not vague) or kind == "upper_about"


def _squeeze(phrase: str) -> str:
    return re.sub(r"\s+", " ", phrase.lower())


def _is_quantity(text: str, start: int, end: int, numeral: Numeral, grammar: Rules) -> bool:
    """Tell whether a numeral counts something, by the characters around it within its sentence."""
    before, after = text[max(start, numeral.start - 30) : numeral.start], text[numeral.end : min(end, numeral.end + 24)]
    if grammar.ordinal.match(after) or grammar.clock.match(after) or grammar.identifier.search(before):
        return False
    if grammar.street.match(after) or (not numeral.words and _LETTERED.search(before)):
        return False
    if numeral.words:
        return _word_counts(text, start, before, after, numeral, grammar)
    if _GLUED_BEFORE.search(before) and not _FREE_BEFORE.search(before) and not _SIGN_BEFORE.search(before):
        return False
    if _GLUED_AFTER.match(after) and not re.match(r"\)\s", after):
        return bool(_UNIT_AFTER.match(after))
    opens = numeral.start - start < 3 and re.search(r"^\s*[(\[]?$", before)
    heading = isinstance(numeral.value, float) and re.match(r"\s[^\W\d_a-zäåöé]", after)
    if opens and (heading or re.match(r"[.)\]](?:\s|$)", after)):
        return False
    return not _is_year(before, after, numeral, grammar) and not _is_score(before, after)


def _is_year(before: str, after: str, numeral: Numeral, grammar: Rules) -> bool:
    if not isinstance(numeral.value, int) or not 1300 <= numeral.value <= 2099 or numeral.end - numeral.start != 4:
        return False
    last = re.search(r"([\w'’]+)\W*$", before)
    if last and (last[1].lower() in grammar.year_before or last[1][-2:] in ("'s", "’s")):
        return True
    noun = re.match(r"\s+([^\W\d_]+)", after)
    return not noun or class_of_noun([noun[1]]) in _NAMED_BY_YEAR or noun[1].lower() == "killings"


def _is_score(before: str, after: str) -> bool:
    near = re.match(r"\s?[-–:]\s?(\d+)(?!\d*[,.]\d)", after)
    far = re.search(r"(\d+)\s?[-–:]\s?$", before)
    score = re.compile(r"\b(?:win|won|beat|defeat|draw|drew|victory|lead|led|lost|score|tie|vote)", re.IGNORECASE)
    return bool((near or far) and (score.search(before) or score.search(after)) and "vote" not in before + after)


def _is_ordinal(word: str, after: str) -> bool:
    """Tell "a third list" from "a third of the lists" and "a third died"."""
    noun = re.match(r"\s+([a-z]{3,})", after)
    return (
        word.lower().endswith(("third", "fifth", "tenth")) and bool(noun) and not re.match(r"\s+\w+(?:ed|re)\b", after)
    )


def _word_counts(text: str, start: int, before: str, after: str, numeral: Numeral, grammar: Rules) -> bool:
    word = text[numeral.start : numeral.end]
    inside = numeral.start > start and not re.search(r"[“\"«:.(\-–—]\s*$", before)
    if word[0].isupper() and inside and (re.search(r"\b(?:of|[A-Z]\w+)\s$", before) or re.match(r"\s+[A-Z]", after)):
        return False
    if word.lower() in grammar.unsure:
        noun = re.match(r"\s+([^\W\d_][\w\u200c]*)", after)
        return bool(noun and class_of_noun([noun[1]])) and not re.search(r"(?:نه|نه\s+\S+)\s+و\s+$", before)
    if numeral.share and word.lower().startswith("a ") and _is_ordinal(word, after):
        return False
    if numeral.share and (
        re.match(r"-?(?:time|way|hour|year)", after) or re.search(r"(?:first|second|other|latter)\s$", before)
    ):
        return bool(re.match(r"-?hour|-?year", after))
    if word.lower() in grammar.ones:
        noun = re.match(r"[\s-]+(?:[^\W\d_][\w'’-]*\s+){0,3}?([^\W\d_]+)", after)
        tail = re.findall(r"[^\W\d_]+", after)[:4]
        if _ONE_COUNTS.search(before) or _ONE_TO.match(after):
            return True
        if re.search(r"(?:\bno|\bany|\bevery|\beach|\bthis|\bthat|\bthe|\bonly)\s$", before.lower()):
            return False
        return (
            bool(noun) and any(each.lower() in grammar.one for each in tail[:3]) and tail[0].lower() not in grammar.stop
        )
    return True


@cache
def rules_of(language: str) -> Rules:
    """Return the figure words of ``language``, built once."""
    table: dict[str, Any] = dict(load(language)["figures"])
    kinds = {_squeeze(word): kind for kind in _KINDS for word in table.get(kind, ())}
    trail = {_squeeze(word): kind for kind in _TRAILS for word in table.get(f"after_{kind}", ())}
    return Rules(
        re.compile(rf"(?:^|(?<![\w-]))({_either(kinds)})\s+$", re.IGNORECASE),
        kinds,
        re.compile(rf"\s+({_either(trail)})(?!\w)", re.IGNORECASE),
        trail,
        re.compile(rf"(?<!\w)(?:{_either(table.get('between', ()))})\s+", re.IGNORECASE),
        re.compile(rf"\s?[-–—‑]\s?|\s+(?:{_either(table.get('range', ()))})\s+"),
        re.compile(rf"\b(?:{_either(words(table, 'change'))})\b[^.;]*\b(?:{_either(table.get('from', ()))})\s+$"),
        re.compile(rf"(?<!\w)(?i:{_either(words(table, 'identifiers'))})\.?\s*(?:{_NUMERO})?$"),
        re.compile(rf"(?:{table.get('ordinal_after', '(?!)')})(?!\w)", re.IGNORECASE),
        re.compile(rf"[.:]?\d*\s?(?:{_either(table.get('time_after', ()))})(?!\w)|[.:]\d\d(?!\d)", re.IGNORECASE),
        words(table, "year_before"),
        words(table, "stop"),
        words(table, "one"),
        frozenset(table.get("ones", ("one",))),
        re.compile(rf"(?<!\w)(?:{_either(table.get('aged', ()))})\s+$", re.IGNORECASE),
        words(table, "same"),
        words(table, "numbers"),
        re.compile(rf",?\s*(?:{_either(table.get('street', ()))})\b", re.IGNORECASE),
        frozenset(table.get("unsure", ())),
    )


_KINDS = ("lower", "upper", "about", "lower_about", "upper_about")
_TRAILS = ("lower", "upper", "about")


def _either(phrases: Iterable[str]) -> str:
    """Return a pattern of any of the phrases, longest first; one that never matches where there are none."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered) or "(?!)"
