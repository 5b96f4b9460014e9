"""Quantities: a number of the text with the bounds that its words give, before it is known what is counted.

Promises: ``lo`` and ``hi`` are what the words allow; the span is the number with its bound and approximation words;
a number that is too large to be held (``1e400``) is open at both ends.
Does not: give years, clock times, ordinals, scores, list numbers, addresses or identifiers, or add anything up.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from witnessmark.nouns import Number, Span
from witnessmark.reading.figures.kept_out import decided, is_named, is_quantity, telephones
from witnessmark.reading.figures.measures import class_of_noun
from witnessmark.reading.figures.words import Rules, lead_before, rules_of, squeeze
from witnessmark.reading.layout import Token
from witnessmark.reading.numbers import Numeral, find_numerals, may_hold_numerals

LARGEST = 10**18
"""A number above it is not held: it is open at both ends."""
_CURRENCY = re.compile(r"(?:US|A|C|HK|NZ)?[$£€¥₹]\s?$|\b(?:USD|EUR|GBP)\s$")
_CURRENCY_AFTER = re.compile(r"\s?[€£$¥]")
_SHORT_SCALE = re.compile(r"(mn|m|bn|tn)\b(?:\s([^\W\d_]+))?", re.IGNORECASE)
_SHORT_SCALES = {"m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_ARTICLE = re.compile(r" an? (?=(?:year|month|week|day|mile|kilomet(?:re|er)|ton|tonne)\b)", re.IGNORECASE)
_ARTICLES = frozenset({"a", "an"})
_LOW = attrgetter("low")
_BOUNDED = ("more than", "less than", "over", "under", "nearly", "almost", "at least", "about", "around")
_OR_TWO = re.compile(r"an? \w+ or two\b", re.IGNORECASE)
_NOUN = re.compile(r"\s+([^\W\d_]+)")
_JOINED_NOUN = re.compile(r"[\s-]+([^\W\d_]+)")
_LAST_WORD = re.compile(r"([^\W\d_]+)\s+$")
_LASTING = re.compile(r"\b(?:for|after|in|of|just|well|is|was|lasted|took)\s$")
_ANDS = frozenset({"and", "et", "y", "och", "und", "و"})
"""What joins a range only after "between"."""
_SHARES_OF = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 50, 100, 1000})
_BOTH = re.compile(r",?\s+(?:and|but|and yet|et|mais|y|pero|och|men|und|aber|و|اما|ولی|لكن)\s+")
_CHAIN = re.compile(r"\s?[-–/,]\s?|,?\s(?:and|or|to|et|ou|à|y|o|a|och|eller|und|oder|و|تا|أو)\s")
"""What joins identifiers: "articles 5, 6 and 7"."""


class Quantity(NamedTuple):
    """A number with its bounds, before it is known what is counted."""

    start: int
    end: int
    lo: Number | None
    hi: Number | None
    approximate: bool
    number: Numeral
    currency: str | None = None


def quantities(
    text: str,
    start: int,
    end: int,
    language: str,
    dates: Sequence[Span] = (),
    tokens: Sequence[Token] | None = None,
) -> list[Quantity]:
    """Return the quantities of ``text[start:end]`` with their bounds, in order; years and identifiers are left out.

    ``tokens`` are those of this stretch where they are known, which spares the reading of most of it.
    """
    found = find_numerals(text, start, end, language, tokens)
    grammar = rules_of(language)
    articles = _articles(text, start, end, tokens) if grammar.language == "en" else []
    if not found and not articles:
        return []
    numerals = _counting(text, start, end, found, dates, grammar)
    if articles:
        numerals = sorted(numerals + articles, key=lambda each: each.start)
    made: list[Quantity] = []
    at = 0
    while at < len(numerals):
        step, quantity = _range_or_one(text, start, numerals, at, grammar)
        made.append(_held(quantity))
        at += step
    return _between_bounds(text, made)


def may_hold_quantities(tokens: Sequence[Token], language: str) -> bool:
    """Tell whether a sentence of these tokens may hold a quantity at all."""
    return may_hold_numerals(tokens, language) or (language == "en" and not _ARTICLES.isdisjoint(map(_LOW, tokens)))


def _between_bounds(text: str, made: Sequence[Quantity]) -> list[Quantity]:
    """Join a lower and an upper bound that "and" or "but" links: "at least 30 but no more than 40" is one figure."""
    joined: list[Quantity] = []
    for each in made:
        last = joined[-1] if joined else None
        if last is not None and _BOTH.fullmatch(text[last.end : each.start]) and _is_interval(last, each):
            lo, hi = (last.lo, each.hi) if last.hi is None else (each.lo, last.hi)
            joined[-1] = each._replace(start=last.start, lo=lo, hi=hi, approximate=last.approximate or each.approximate)
        else:
            joined.append(each)
    return joined


def _is_interval(one: Quantity, other: Quantity) -> bool:
    if one.number.vague or other.number.vague or one.currency != other.currency:
        return False
    if one.lo is not None and one.hi is None and other.lo is None and other.hi is not None:
        return one.lo < other.hi
    return one.lo is None and one.hi is not None and other.lo is not None and other.hi is None and other.lo < one.hi


def _counting(
    text: str, start: int, end: int, found: Iterable[Numeral], dates: Sequence[Span], grammar: Rules
) -> list[Numeral]:
    """Return the numerals that count: no dates, no identifiers, and nothing that hangs on to one."""
    if any(not numeral.words for numeral in found):
        dates = [*dates, *telephones(text, start, end)]
    numerals: list[Numeral] = []
    code, named = -1, False  # where digits ended that are no quantity, and whether a word names them
    for numeral in found:
        if dates and any(span.start < numeral.end and numeral.start < span.end for span in dates):
            continue
        gap = text[code : numeral.start] if 0 <= code <= numeral.start <= code + 6 else ""
        if gap in ("-", "–", "/") or (gap and named and _is_chained(text, gap, numeral)):
            code = numeral.end
        elif is_quantity(text, start, end, numeral, grammar):
            numerals.append(_with_short_scale(text, start, numeral))
        else:
            code, named = numeral.end, is_named(text, start, numeral, grammar)
    return numerals


def _with_short_scale(text: str, start: int, numeral: Numeral) -> Numeral:
    """Read the letters right after digits that stand for a scale: "$5m", "2bn", "3m people", but not a wall of "3m"."""
    match = None if numeral.words or numeral.scale > 1 else _SHORT_SCALE.match(text, numeral.end)
    if match is None:
        return numeral
    letters = match[1].lower()
    sure = letters in ("mn", "bn", "tn") or _CURRENCY.search(text, max(start, numeral.start - 5), numeral.start)
    if not sure and not (match[2] and (class_of_noun([match[2]]) or "").startswith("persons.")):
        return numeral
    scale = _SHORT_SCALES[letters]
    value = numeral.value * scale if math.isinf(numeral.value) else round(numeral.value * scale)
    return numeral._replace(end=match.end(1), value=value, scale=scale)


def _is_chained(text: str, gap: str, numeral: Numeral) -> bool:
    """Tell whether digits go on a row of names: "articles 5, 6 and 7", but not "article 5 and 7 deaths"."""
    if numeral.words or not _CHAIN.fullmatch(gap):
        return False
    noun = _NOUN.match(text, numeral.end, numeral.end + 24)
    return not (noun and class_of_noun([noun[1]]))


def _articles(text: str, start: int, end: int, tokens: Sequence[Token] | None) -> list[Numeral]:
    """Return the articles that count one unit: "more than a year", "a year or two" (one to two)."""
    matches: Iterable[re.Match[str] | None]
    if tokens is None:
        matches = _ARTICLE.finditer(text, start, end)
    else:
        places = [token.start - 1 for token in tokens if token.low in _ARTICLES and token.start > start]
        matches = (_ARTICLE.match(text, place, end) for place in places)
    found = []
    for match in filter(None, matches):
        at = match.start() + 1
        if text[max(start, at - 11) : at - 1].lower().endswith(_BOUNDED) or _OR_TWO.match(text, at):
            found.append(Numeral(at, match.end() - 1, 1, words=True))
    return found


def _range_or_one(text: str, start: int, numerals: list[Numeral], at: int, grammar: Rules) -> tuple[int, Quantity]:
    first = numerals[at]
    begin, currency = _with_currency(text, start, first)
    if at + 1 < len(numerals):
        second = numerals[at + 1]
        second_start, _ = _with_currency(text, first.end, second)
        gap = text[first.end : second_start].lower()
        low = _scaled(first, second)
        if len(gap) < 24 and (joined := _joined(text, start, begin, gap, low, first, second, grammar)) is not None:
            leading, high, about, number = joined
            quantity = Quantity(
                leading,
                second.end,
                low if high is not None else number.value,
                high or number.value,
                about,
                number,
                currency,
            )
            return 2, _bounded(text, start, quantity, grammar)
    value = first.value
    if end_of_pair := _or_two(text, start, first):
        return (2 if at + 1 < len(numerals) and numerals[at + 1].start < end_of_pair else 1), Quantity(
            begin, end_of_pair, 1, 2, False, first
        )
    if first.share and (part := grammar.parts_of.match(text, first.end)) and part:
        value, first = value / 100, first._replace(share=False)
    plain = Quantity(
        begin, first.end, value, None if first.vague else value, first.vague or first.rounded, first, currency
    )
    return 1, _bounded(text, start, plain, grammar)


def _joined(
    text: str, start: int, begin: int, gap: str, low: Number, first: Numeral, second: Numeral, grammar: Rules
) -> tuple[int, Number | None, bool, Numeral] | None:
    """Return start, upper end, whether approximate, and the number, where two numerals are one figure.

    A range, two guesses ("four, maybe five"), or a share ("one in five", whose upper end is None).
    """
    ordered = low < second.value and not (first.vague or second.vague or first.share or second.share)
    if not ordered:
        return None
    if (
        grammar.share_of.fullmatch(gap)
        and second.value in _SHARES_OF
        and _is_share(text, start, begin, gap, first, second)
    ):
        share = second._replace(value=round(100 * first.value / second.value, 2), share=True)
        return begin, None, False, share
    if grammar.perhaps.fullmatch(gap):
        return begin, second.value, True, second
    if grammar.language == "fa" and gap == " " and first.words and second.words and second.value == first.value + 1:
        return begin, second.value, False, second
    lead = grammar.between.search(text, max(start, begin - 12), begin)
    opened = lead is not None and lead.end() == begin
    if not grammar.range.fullmatch(gap) or not (opened or gap.strip() not in _ANDS):
        return None
    if _changes(text, start, begin, gap, grammar):
        return None
    return (lead.start() if lead and opened else begin), second.value, first.rounded and second.rounded, second


def _is_share(text: str, start: int, begin: int, gap: str, first: Numeral, second: Numeral) -> bool:
    """Tell "one in five" from "killed 12 in 20 attacks"; a verb right before counts those after it."""
    last = _LAST_WORD.search(text[max(start, begin - 24) : begin])
    if last and decided(last[1]):
        return False
    return first.value == 1 or (first.words == second.words and first.value < 10 and second.value <= 10)


def _or_two(text: str, start: int, first: Numeral) -> int | None:
    """Return where "a year or two" ends."""
    match = _OR_TWO.match(text, first.start)
    return match.end() if match and first.value == 1 else None


def _scaled(first: Numeral, second: Numeral) -> Number:
    """Give the first end of a range the multiplier of the second: 4 to 5 million, four or five hundred."""
    if second.scale > 1 and first.scale == 1 and first.value < (10 if second.scale == 100 else 1000):
        return first.value * second.scale
    return first.value


def _changes(text: str, start: int, begin: int, gap: str, grammar: Rules) -> bool:
    """Tell whether two numbers are the ends of a change and so two figures: "rose from 82 to 104"."""
    before = text[max(start, begin - 90) : begin].lower()
    if grammar.change.search(before):
        return True
    lead = lead_before(before, 0, len(before), grammar)
    return (
        gap.strip() == "to"
        and bool(lead or before.endswith("$"))
        and bool(grammar.moved.search(before[: lead.start()] if lead else before))
    )


def _with_currency(text: str, start: int, numeral: Numeral) -> tuple[int, str | None]:
    match = _CURRENCY.search(text, max(start, numeral.start - 5), numeral.start)
    if match and match.end() == numeral.start:
        return match.start(), match[0].strip()
    match = _CURRENCY_AFTER.match(text, numeral.end)
    return numeral.start, match[0].strip() if match else None


def _held(quantity: Quantity) -> Quantity:
    """Open the ends that are too large to be held."""
    if (quantity.lo is None or quantity.lo <= LARGEST) and (quantity.hi is None or quantity.hi <= LARGEST):
        return quantity
    lo, hi = (
        None if end is not None and (math.isinf(end) or end > LARGEST) else end for end in (quantity.lo, quantity.hi)
    )
    return quantity if (lo, hi) == (quantity.lo, quantity.hi) else quantity._replace(lo=lo, hi=hi)


def _bounded(text: str, start: int, quantity: Quantity, grammar: Rules) -> Quantity:
    """Widen a quantity by the bound and approximation words on either side."""
    lo, hi, approximate = quantity.lo, quantity.hi, quantity.approximate
    begin, end = quantity.start, quantity.end
    inner = ""
    for _ in range(2):
        match = lead_before(text, start, begin, grammar)
        if not match:
            break
        words = squeeze(match[1] or match[2])
        kind = grammar.kinds[words]
        if (inner == "about" and words == "estimated") or _is_dropped(
            text, start, match.start(), words, quantity, grammar
        ):
            break
        begin, inner = match.start(1) if match[1] else match.start(2), kind
        lo, hi, approximate = _apply(kind, lo, hi, approximate, quantity.number.vague)
    after = grammar.trail.match(text, end)
    if after:
        kind = grammar.trail_kinds[squeeze(after[1] or after[2])]
        end = after.end()
        lo, hi, approximate = _apply(kind, lo, hi, approximate, quantity.number.vague)
    if begin == quantity.start and end == quantity.end:
        return quantity
    return Quantity(begin, end, lo, hi, approximate, quantity.number, quantity.currency)


def _is_dropped(text: str, start: int, begin: int, words: str, quantity: Quantity, grammar: Rules) -> bool:
    """Tell a bound word that is none here: "the toll up to 94", "recovered over three days"."""
    before = text[max(start, begin - 32) : begin]
    if any(words in bounds and pattern.search(before) for pattern, bounds in grammar.drops):
        return True
    if words not in ("over", "within"):
        return False
    noun = _JOINED_NOUN.match(text[quantity.end : quantity.end + 24])
    kind = class_of_noun([noun[1]]) if noun else None
    if words == "within":
        return quantity.number.vague or kind not in ("time", "distance")
    small = quantity.number.words and quantity.number.value <= 10
    return kind == "time" and small and not _LASTING.search(before)


def _apply(
    kind: str, lo: Number | None, hi: Number | None, approximate: bool, vague: bool
) -> tuple[Number | None, Number | None, bool]:
    value = lo if lo is not None else hi
    if kind == "about":
        return lo, hi, True
    if kind in ("lower", "lower_about"):
        return value, None, approximate or kind == "lower_about"
    if kind == "and_some":
        return value, None if value is None else value + (10 if value % 100 else 100), True
    top = hi if hi is not None else value
    return None, top, (approximate and not vague) or kind == "upper_about"
