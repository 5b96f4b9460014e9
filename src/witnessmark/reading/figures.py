"""Figures: every count or quantity in a text with the bounds that its words give.

Promises: the span is the number with its bound and approximation words; ``lo`` and ``hi`` are what the words allow.
Does not: read years, clock times, ordinals, scores, list numbers or identifiers as figures, and never adds up.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from witnessmark.nouns import Figure, Number, Passage, Span, Statement
from witnessmark.reading.layout import Paragraph, Sentence, Token
from witnessmark.reading.measures import class_of_noun, is_decided_by_verb, measure
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
_UNIT_AFTER = re.compile(r"(?:km|m|kg|bn|k)\b")
_LONGEST_LEAD = 48
_OLDEST = 115
_NAME_BEFORE = re.compile(r"\b[A-Z][\w’'-]+, $")
_WORDS_OF_PROSE = 5
"""A sentence with fewer words is a cell, a heading or a label."""
_INTRODUCES = frozenset({":", "the"})
"""Before digits, these say that they mean something: "age: 19", "free the 212"."""
_NAMED_BY_YEAR = frozenset({None, "events", "persons.executed"})
"""Classes of nouns that a year names: the 1997 executions, the 2009 attacks."""
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
class _Grammar:
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


def find_figures(
    text: str, paragraphs: Sequence[Paragraph], dates: Iterable[Span], statements: Sequence[Statement], language: str
) -> tuple[Figure, ...]:
    """Return the figures of ``text`` in order; ``dates`` are spans that hold no figures."""
    taken = sorted(dates)
    holder = _Holder.of(statements)
    found: list[Figure] = []
    at = 0
    for paragraph in paragraphs:
        head = ""
        for sentence in paragraph.sentences:
            while at < len(taken) and taken[at].end <= sentence.span.start:
                at += 1
            near = [span for span in taken[at : at + 64] if span.start < sentence.span.end]
            for figure in _of_sentence(text, paragraph, sentence, near, language, head):
                found.append(replace(figure, statement=holder.at(figure.passage.spans[0])))
                head = figure.counted or head
    return tuple(found)


def quantities(text: str, start: int, end: int, language: str, dates: Sequence[Span] = ()) -> list[Quantity]:
    """Return the quantities of ``text[start:end]`` with their bounds, in order; years and identifiers are left out."""
    grammar = _grammar(language)
    dates = [*dates, *(Span(*match.span()) for match in _TELEPHONE.finditer(text, start, end))]
    numerals = [
        numeral
        for numeral in find_numerals(text, start, end, language)
        if not any(span.start < numeral.end and numeral.start < span.end for span in dates)
        and _is_quantity(text, start, end, numeral, grammar)
    ]
    made: list[Quantity] = []
    at = 0
    while at < len(numerals):
        step, quantity = _range_or_one(text, start, numerals, at, grammar)
        made.append(quantity)
        at += step
    return made


def _range_or_one(text: str, start: int, numerals: list[Numeral], at: int, grammar: _Grammar) -> tuple[int, Quantity]:
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


def _changes(text: str, start: int, begin: int, grammar: _Grammar) -> bool:
    """Tell whether ``from A to B`` before ``begin`` is a change and so two figures."""
    return bool(grammar.change.search(text[max(start, begin - 60) : begin].lower()))


def _with_currency(text: str, start: int, numeral: Numeral) -> tuple[int, str | None]:
    match = _CURRENCY.search(text, max(start, numeral.start - 5), numeral.start)
    if match and match.end() == numeral.start:
        return match.start(), match[0].strip()
    match = _CURRENCY_AFTER.match(text, numeral.end)
    return numeral.start, match[0].strip() if match else None


def _bounded(text: str, start: int, quantity: Quantity, grammar: _Grammar) -> Quantity:
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


def _is_quantity(text: str, start: int, end: int, numeral: Numeral, grammar: _Grammar) -> bool:
    """Tell whether a numeral counts something, by the characters around it within its sentence."""
    before, after = text[max(start, numeral.start - 30) : numeral.start], text[numeral.end : min(end, numeral.end + 24)]
    if grammar.ordinal.match(after) or grammar.clock.match(after) or grammar.identifier.search(before):
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


def _is_year(before: str, after: str, numeral: Numeral, grammar: _Grammar) -> bool:
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


def _word_counts(text: str, start: int, before: str, after: str, numeral: Numeral, grammar: _Grammar) -> bool:
    word = text[numeral.start : numeral.end]
    inside = numeral.start > start and not re.search(r"[“\"«:.(\-–—]\s*$", before)
    if word[0].isupper() and inside and (re.search(r"\b(?:of|[A-Z]\w+)\s$", before) or re.match(r"\s+[A-Z]", after)):
        return False
    if numeral.share and (
        re.match(r"-?(?:time|way|hour|year)", after) or re.search(r"(?:first|second|other|latter)\s$", before)
    ):
        return bool(re.match(r"-?hour|-?year", after))
    if word.lower() in grammar.ones:
        noun = re.match(r"[\s-]+(?:[^\W\d_][\w'’-]*\s+){0,3}?([^\W\d_]+)", after)
        tail = re.findall(r"[^\W\d_]+", after)[:4]
        if re.search(r"(?:\bno|\bany|\bevery|\beach|\bthis|\bthat|\bthe|\bonly)\s$", before.lower()):
            return False
        return (
            bool(noun) and any(each.lower() in grammar.one for each in tail[:3]) and tail[0].lower() not in grammar.stop
        )
    return True


def _of_sentence(
    text: str, paragraph: Paragraph, sentence: Sentence, dates: Sequence[Span], language: str, head: str
) -> list[Figure]:
    grammar = _grammar(language)
    start = sentence.span.start
    quantified = quantities(text, start, sentence.span.end, language, dates)
    tokens = sentence.tokens
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    spots = [(bisect_right(ends, each.start), bisect_left(starts, each.end)) for each in quantified]
    others = frozenset(at for before, after in spots for at in range(before, after))
    figures = []
    for quantity, (before, after) in zip(quantified, spots, strict=True):
        counted = _counted(text, tokens, after, quantity, grammar)
        if not counted and _is_age(text, start, quantity):
            figures.append(_figure(text, quantity, None, "time"))
            continue
        antecedent = counted or head
        named = bool(antecedent or quantity.currency) or not _is_bare(text, quantity, tokens, before, len(spots))
        if not named and not is_decided_by_verb(tokens, before, after, others):
            continue
        kind = _kind(text[quantity.start : quantity.end], quantity, antecedent.split(), tokens, before, after, others)
        figures.append(_figure(text, quantity, quantity.currency or antecedent or None, kind))
        head = antecedent if kind.startswith("persons") or not head else head
    return figures


def _figure(text: str, quantity: Quantity, counted: str | None, kind: str) -> Figure:
    return Figure(
        passage=Passage.of(text, Span(quantity.start, quantity.end)),
        lo=quantity.lo,
        hi=quantity.hi,
        approximate=quantity.approximate,
        counted=counted,
        measure=kind,
    )


def _is_age(text: str, start: int, quantity: Quantity) -> bool:
    """Tell whether a number between commas after a name is an age: "Ada Malin, 74, said"."""
    if quantity.lo is None or quantity.lo != quantity.hi or not 0 < quantity.lo <= _OLDEST:
        return False
    before, after = text[max(start, quantity.start - 30) : quantity.start], text[quantity.end : quantity.end + 1]
    return after in (",", ";", ".") and bool(_NAME_BEFORE.search(before))


def _is_bare(text: str, quantity: Quantity, tokens: Sequence[Token], before: int, numbers: int) -> bool:
    """Tell whether digits stand where nothing says that they count: in a cell, a heading, on a page, as a code."""
    written = text[quantity.start : quantity.end]
    if quantity.number.share or not written.isdecimal():
        return False
    if before and tokens[before - 1].low in _INTRODUCES:
        return False
    words = sum(token.word[0].isalpha() for token in tokens)
    return (written[0] == "0" and len(written) > 1) or words < _WORDS_OF_PROSE or words < 2 * numbers


def _kind(
    written: str,
    quantity: Quantity,
    counted: list[str],
    tokens: Sequence[Token],
    before: int,
    after: int,
    others: frozenset[int],
) -> str:
    if quantity.currency:
        return "money"
    if quantity.number.share:
        return "share"
    if written.lower() == "twice":
        return "events"
    return measure(counted, tokens, before, after, others)


def _counted(text: str, tokens: Sequence[Token], after: int, quantity: Quantity, grammar: _Grammar) -> str:
    """Return the words of what is counted: the run of words after the number up to its head noun."""
    joined = re.match(r"[-‑]([^\W\d_]+(?:-old)?)", text[quantity.end : quantity.end + 30])
    if joined:
        return joined[1].split("-")[0]
    if percent := re.match(r"\s?[%٪]", text[quantity.end : quantity.end + 2]):
        return percent[0].strip()
    at = after
    while (
        at < len(tokens)
        and tokens[at].low in ("of", "the", "those", "these", "de", "des", "av", "من")
        and at - after < 2
    ):
        at += 1
    run: list[Token] = []
    for token in tokens[at : at + 7]:
        gap = text[run[-1].end : token.start] if run else " "
        if not (token.word[0].isalpha() and gap.strip(" \u00a0-") == "") or token.low in grammar.stop:
            break
        if run and _is_head(run[-1].low) and not _is_head(token.low):
            break
        run.append(token)
    return text[run[0].start : run[-1].end] if run else ""


def _is_head(word: str) -> bool:
    known = class_of_noun([word])
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))
    return plural or (known is not None and word not in ("police", "army", "party", "prison", "government"))


@dataclass(frozen=True, slots=True)
class _Holder:
    """Finds the innermost statement at a position: starts are sorted, and nesting is short."""

    starts: tuple[int, ...]
    spans: tuple[tuple[Span, int, int], ...]

    @classmethod
    def of(cls, statements: Sequence[Statement]) -> _Holder:
        spans = []
        for position, statement in enumerate(statements):
            size = sum(span.end - span.start for span in statement.content.spans)
            held = (*statement.content.spans, *(statement.cue.spans if statement.cue else ()))
            spans += [(span, size, position) for span in held]
        spans.sort()
        return cls(tuple(span.start for span, _, _ in spans), tuple(spans))

    def at(self, span: Span) -> int | None:
        """Return the position of the smallest statement that holds ``span``; looks back over 64 starts at most."""
        last = bisect_right(self.starts, span.start)
        holding = [(size, -at) for piece, size, at in self.spans[max(0, last - 64) : last] if piece.holds(span)]
        return -min(holding)[1] if holding else None


@cache
def _grammar(language: str) -> _Grammar:
    table: dict[str, Any] = dict(load(language)["figures"])
    kinds = {_squeeze(word): kind for kind in _KINDS for word in table.get(kind, ())}
    trail = {_squeeze(word): kind for kind in _TRAILS for word in table.get(f"after_{kind}", ())}
    return _Grammar(
        re.compile(rf"(?:^|(?<![\w-]))({_either(kinds)})\s+$", re.IGNORECASE),
        kinds,
        re.compile(rf"\s+({_either(trail)})(?!\w)", re.IGNORECASE),
        trail,
        re.compile(rf"(?<!\w)(?:{_either(table.get('between', ()))})\s+", re.IGNORECASE),
        re.compile(rf"\s?[-–—‑]\s?|\s+(?:{_either(table.get('range', ()))})\s+"),
        re.compile(rf"\b(?:{_either(words(table, 'change'))})\b[^.;]*\b(?:{_either(table.get('from', ()))})\s+$"),
        re.compile(rf"(?<!\w)(?:{_either(words(table, 'identifiers'))})\.?\s*$", re.IGNORECASE),
        re.compile(rf"(?:{table.get('ordinal_after', '(?!)')})(?!\w)", re.IGNORECASE),
        re.compile(rf"[.:]?\d*\s?(?:{_either(table.get('time_after', ()))})(?!\w)|[.:]\d\d(?!\d)", re.IGNORECASE),
        words(table, "year_before"),
        words(table, "stop"),
        words(table, "one"),
        frozenset(table.get("ones", ("one",))),
    )


_KINDS = ("lower", "upper", "about", "lower_about", "upper_about")
_TRAILS = ("lower", "upper", "about")


def _either(phrases: Iterable[str]) -> str:
    """Return a pattern of any of the phrases, longest first; one that never matches where there are none."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered) or "(?!)"
