"""Figures: every count or quantity in a text with the bounds that its words give.

Promises: the span is the number with its bound and approximation words; ``lo`` and ``hi`` are what the words allow.
Does not: read years, clock times, ordinals, scores, list numbers or identifiers as figures, and never adds up.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

from witnessmark.nouns import Figure, Passage, Span, Statement
from witnessmark.reading.figures.columns import NO_CELLS, Cells
from witnessmark.reading.figures.counted import (
    Persons,
    counted_after,
    counted_before,
    is_done_to,
    noun_before,
    said_to_be,
)
from witnessmark.reading.figures.measures import (
    Telling,
    class_of_noun,
    context,
    is_decided_by_verb,
    measure,
    measure_of_same,
)
from witnessmark.reading.figures.quantities import Quantity, may_hold_quantities, quantities
from witnessmark.reading.figures.words import Rules, rules_of
from witnessmark.reading.layout import Paragraph, Sentence, Token

_OLDEST = 115
_NAME_BEFORE = re.compile(r"\b[A-Z][\w’'-]+, $")
_IS_BEFORE = re.compile(r"\b(?:[Hh]e|[Ss]he|I|who) (?:was|is|am|turned|had turned)(?: only| just| then| already)? $")
_AFTER_AGE = re.compile(r"[.,;”’\"]|$| (?:when|then|and|at the time|that (?:year|day|summer))\b")
"""She was nineteen when they came."""
_UNIT = re.compile(r"[^\W\d_]{1,3}\b")
_TO = frozenset(["to", "à", "a", "till", "bis", "auf", "إلى", "به", "تا"])
"""Between two figures of a change: "from 82 to 104 dead" counts the dead twice."""
_START, _END = attrgetter("start"), attrgetter("end")
_MOST_DATES = 64
"""How many dates of a sentence are heeded."""
_OF = frozenset(["of", "de", "d'", "av", "von", "entre", "parmi", "من", "از"])
_ROLE_BEFORE = re.compile(r"\b[Tt]he (?:[a-z]+ )?([a-z]+), $")
_WORDS_OF_PROSE = 5
"""A sentence with fewer words is a cell, a heading or a label."""
_INTRODUCES = frozenset({":", "the"})
"""Before digits, these say that they mean something: "age: 19", "free the 212"."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was counted last: "of them" and a number without a noun count the same."""

    words: str = ""
    measure: str = ""


def find_figures(
    text: str,
    paragraphs: Sequence[Paragraph],
    dates: Iterable[Span],
    statements: Sequence[Statement],
    language: str,
    cells: Cells = NO_CELLS,
) -> tuple[Figure, ...]:
    """Return the figures of ``text`` in order; ``dates`` hold no figures, ``cells`` are those of its tables."""
    taken = sorted(dates)
    holder = _Holder.of(statements)
    found: list[Figure] = []
    at = 0
    head = _Counted()
    for paragraph in paragraphs:
        told, head = head, _Counted()
        earlier: tuple[Token, ...] = ()
        for sentence in paragraph.sentences:
            while at < len(taken) and taken[at].end <= sentence.span.start:
                at += 1
            last = at
            while last < min(len(taken), at + _MOST_DATES) and taken[last].start < sentence.span.end:
                last += 1
            near = taken[at:last]
            if may_hold_quantities(sentence.tokens, language):
                if not head.words and told.measure.startswith("persons") and _points_back(sentence.tokens):
                    head = told
                figures, head = _of_sentence(text, sentence, earlier, near, language, head, cells, holder)
                found += figures
            earlier = sentence.tokens
    return tuple(found)


def _points_back(tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence speaks of "the true number": that of what was counted before."""
    true, number = context("true"), context("number")
    return any(
        (one.low in true and other.low in number) or (one.low in number and other.low in true)
        for one, other in pairwise(tokens)
    )


def held_by(figures: Iterable[Figure], statements: Sequence[Statement]) -> tuple[Figure, ...]:
    """Return the figures, each with the position of the innermost of ``statements`` that holds it."""
    holder = _Holder.of(statements)
    return tuple(replace(figure, statement=holder.at(figure.passage.spans[0])) for figure in figures)


def _of_sentence(
    text: str,
    sentence: Sentence,
    earlier: Sequence[Token],
    dates: Sequence[Span],
    language: str,
    head: _Counted,
    cells: Cells,
    holder: _Holder,
) -> tuple[list[Figure], _Counted]:
    """Return the figures of one sentence, and what was counted last at its end; ``earlier`` is the one before it."""
    grammar = rules_of(language)
    start = sentence.span.start
    tokens = sentence.tokens
    quantified = quantities(text, start, sentence.span.end, language, dates, tokens)
    if not quantified:
        return [], head
    spots = [
        (bisect_right(tokens, each.start, key=_END), bisect_left(tokens, each.end, key=_START)) for each in quantified
    ]
    others = frozenset(at for before, after in spots for at in range(before, after))
    persons, telling = Persons(tokens, earlier), Telling(tokens, others)
    figures: list[Figure] = []
    for place, (quantity, (before, after)) in enumerate(zip(quantified, spots, strict=True)):
        column = cells.column_of(text, Span(quantity.start, quantity.end))
        if column is not None:
            if column.measure is not None:
                figures.append(_figure(text, quantity, column.name, column.measure, holder))
            continue
        written = text[quantity.start : quantity.end]
        counted = _unit_at(text, quantity.end) or counted_after(text, tokens, after, quantity, grammar, others)
        if not counted and place + 1 < len(quantified):
            following, (_, beyond) = quantified[place + 1], spots[place + 1]
            if text[quantity.end : following.start].strip().lower() in _TO:
                counted = counted_after(text, tokens, beyond, following, grammar, others)
        if grammar.duals:
            counted = noun_before(tokens, before, written) or counted
        if _is_age(text, start, quantity, counted, grammar):
            figures.append(_figure(text, quantity, counted or None, "time", holder))
            continue
        counted = counted or counted_before(tokens, before, grammar)
        if not counted and not head.words and not quantity.currency and not is_done_to(tokens, before):
            counted = persons.before(before)
        antecedent = counted or head.words
        counts = bool(antecedent or quantity.currency) or _stands_in_prose(
            text, quantity, tokens, before, telling, len(others), answers=bool(earlier)
        )
        if not counts and not is_decided_by_verb(tokens, before, after, others):
            continue
        kind = _kind(text, grammar, quantity, counted.split(), head, tokens, before, after, others, telling)
        figures.append(_figure(text, quantity, quantity.currency or antecedent or None, kind, holder))
        if (kind.startswith("persons") or not head.words) and not quantity.currency and not said_to_be(tokens, after):
            head = _Counted(antecedent, kind)
    return figures, head


def _unit_at(text: str, end: int) -> str:
    """Return the unit that is written together with its number: "5km"; "" where none is."""
    unit = _UNIT.match(text, end)
    return unit[0] if unit and class_of_noun([unit[0]]) is not None else ""


def _figure(text: str, quantity: Quantity, counted: str | None, kind: str, holder: _Holder) -> Figure:
    span = Span(quantity.start, quantity.end)
    return Figure(
        passage=Passage.of(text, span),
        statement=holder.at(span),
        lo=quantity.lo,
        hi=quantity.hi,
        approximate=quantity.approximate,
        counted=counted,
        measure=kind,
    )


def _is_age(text: str, start: int, quantity: Quantity, counted: str, grammar: Rules) -> bool:
    """Tell whether a number is an age: "Ada Malin, 74, said", "a boy aged 12 or 13"."""
    before, after = text[max(start, quantity.start - 30) : quantity.start], text[quantity.end : quantity.end + 1]
    if grammar.aged.search(before):
        return True
    if counted or quantity.lo is None or quantity.lo != quantity.hi or not 0 < quantity.lo <= _OLDEST:
        return False
    person = _ROLE_BEFORE.search(before)
    if after == "," and person and (class_of_noun([person[1]]) or "").startswith("persons."):
        return True
    if _IS_BEFORE.search(before) and _AFTER_AGE.match(text, quantity.end):
        return True
    return after in (",", ";", ".") and bool(_NAME_BEFORE.search(before))


def _stands_in_prose(
    text: str, quantity: Quantity, tokens: Sequence[Token], before: int, telling: Telling, others: int, *, answers: bool
) -> bool:
    """Tell a number that counts from one in a cell or a heading, on a page, or in a code.

    ``others`` is how many tokens of figures the sentence has. ``answers`` says that a sentence stands before:
    "How many? Forty." counts, "Forty." alone does not.
    """
    written = text[quantity.start : quantity.end]
    if quantity.number.share or quantity.number.vague or (quantity.lo is None and quantity.hi is None):
        return True  # a number too large to be held is shown, never dropped
    words = telling.words
    if not words and not answers:
        return False
    if not written.isdecimal() or (before and tokens[before - 1].low in _INTRODUCES):
        return True
    coded = written[0] == "0" and len(written) > 1
    return not coded and words >= _WORDS_OF_PROSE and words >= 2 * others


def _kind(
    text: str,
    grammar: Rules,
    quantity: Quantity,
    counted: list[str],
    head: _Counted,
    tokens: Sequence[Token],
    before: int,
    after: int,
    others: frozenset[int],
    telling: Telling,
) -> str:
    if quantity.currency:
        return "money"
    counted_percent = grammar.percent_after.match(text, quantity.end)
    if quantity.number.share or counted_percent:
        return "share"
    written = text[quantity.start : quantity.end]
    if written.lower() in ("twice", "thrice"):
        return "events"
    if (
        not counted
        and quantity.number.words
        and not quantity.number.vague
        and (own := class_of_noun([written])) is not None
    ):
        return own  # an Arabic dual is its own noun
    part = _is_part(tokens, before, after) and (class_of_noun(counted) or "").startswith("persons.")
    if (not counted or part) and head.measure.startswith("persons"):
        return measure_of_same(head.measure, tokens, before, after, others)
    return measure(counted or head.words.split(), tokens, before, after, others, telling)


def _is_part(tokens: Sequence[Token], before: int, after: int) -> bool:
    """Tell a part of the figure before it: "of whom 12", "including 12", "12 of them"."""
    part = context("part")
    if not part.isdisjoint(token.low for token in tokens[max(0, before - 2) : before]):
        return True
    following = [token.low for token in tokens[after : after + 2]]
    if not following:
        return False
    return following[0] in part or (following[0] in _OF and following[-1] in part)


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
        if not self.starts:
            return None
        last = bisect_right(self.starts, span.start)
        holding = [(size, -at) for piece, size, at in self.spans[max(0, last - 64) : last] if piece.holds(span)]
        return -min(holding)[1] if holding else None
