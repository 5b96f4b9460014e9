"""Where and when of figures: place, period and event, from words of the figure's own sentence.

Promises: a place or a time is taken only where the words tie it to the figure: it follows the figure, or opens the
sentence, with no other figure between; it stands on the same side of a statement's border as the figure. Of two places
of which one is said to lie in the other ("Osteva prison in Velmar"), the nearer one is taken.
Does not: take the place where an article was filed for the place of what it tells, use the time at which something was
said, or look beyond the sentence; what is not said stays None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from witnessmark.nouns import Date, Edtf, Figure, Name, NameKind, Span, Statement
from witnessmark.reading.layout import Paragraph, Sentence, Token
from witnessmark.reading.rules import load, words

_COORDINATED = 5
"""Words between two figures of one clause: "people , of whom", "killed and"."""
REACH = 14
"""Tokens between a figure and the place or time that it is tied to."""
_OPENING = 4
"""Tokens of a sentence within which its place or time may begin, to hold for its first figures."""
_LEADING = 5
"""Tokens between a place or time and the figure that it leads up to: "the killings of 1988 across Iran that left"."""
PERIOD = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")
"""A time that a figure can have: from one day to a span of years, in EDTF."""
_YEAR = re.compile(r"1[3-9]\d\d|20\d\d")
_ENDS = frozenset(";:")
_GENITIVE = re.compile(r"['’]s?$")
_WITH_TIME = ("time", "sentence", "money", "share", "distance")
"""Measures that have no place or period of their own."""


@dataclass(frozen=True, slots=True)
class _Words:
    at: frozenset[str]
    links: frozenset[str]
    extends: frozenset[str]
    events: frozenset[str]
    breaks: frozenset[str]
    kinds: frozenset[str]
    whole: frozenset[str]


_KEYS = ("at", "links", "extends", "events", "breaks", "kinds", "whole")


@cache
def _words(language: str) -> _Words:
    data = load("circumstances")
    table = data.get(language, data["en"])
    return _Words(*(words(table, key) for key in _KEYS))


@dataclass(frozen=True, slots=True)
class _Found:
    """Something that may hold for a figure: its first and one past its last token, and what it says."""

    first: int
    last: int
    value: str


def with_circumstances(
    text: str,
    figures: Sequence[Figure],
    paragraphs: Sequence[Paragraph],
    dates: Sequence[Date],
    names: Sequence[Name],
    statements: Sequence[Statement],
    language: str,
) -> tuple[Figure, ...]:
    """Return ``figures`` (in the order of the text) with the place, period and event that their sentences give."""
    grammar = _words(language)
    where = [name.passage.spans[0] for name in names if name.kind is NameKind.PLACE]
    where.sort()
    when = sorted((date.passage.spans[0], date.value) for date in dates if PERIOD.fullmatch(date.value))
    borders = _Borders(statements)
    found: list[Figure] = []
    for sentence in (sentence for paragraph in paragraphs for sentence in paragraph.sentences):
        first = bisect_left(figures, sentence.span.start, key=lambda figure: figure.passage.start)
        last = bisect_left(figures, sentence.span.end, key=lambda figure: figure.passage.start)
        if first == last:
            continue
        scene = _Scene.of(text, sentence, figures[first:last], where, when, grammar)
        found += (scene.placed(figure, at, borders) for at, figure in enumerate(figures[first:last]))
    return tuple(found) if len(found) == len(figures) else tuple(figures)


class _Borders:
    """Tells whether two stretches stand in the same statement."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = statements

    def apart(self, figure: Figure, span: Span) -> bool:
        """Tell whether ``span`` is outside the content of the statement that holds the figure."""
        if figure.statement is None:
            return False
        content = self._statements[figure.statement].content
        return not any(piece.holds(span) for piece in content.spans)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What one sentence says of where and when."""

    tokens: Sequence[Token]
    spots: Sequence[tuple[int, int]]
    """The first and one past the last token of each figure."""
    taking: Sequence[bool]
    """Whether each figure has a place and a time of its own; "twenty-five years" has none."""
    places: Sequence[_Found]
    periods: Sequence[_Found]
    events: Sequence[_Found]
    breaks: frozenset[str]

    @classmethod
    def of(
        cls,
        text: str,
        sentence: Sentence,
        figures: Sequence[Figure],
        where: Sequence[Span],
        when: Sequence[tuple[Span, str]],
        grammar: _Words,
    ) -> _Scene:
        tokens = sentence.tokens
        starts = [token.start for token in tokens]

        def spot(span: Span) -> tuple[int, int]:
            return bisect_left(starts, span.start), bisect_left(starts, span.end)

        low = bisect_left(where, sentence.span.start, key=lambda span: span.start)
        high = bisect_left(where, sentence.span.end, key=lambda span: span.start)
        named = [*map(spot, where[low:high])]
        places = [*_places(text, tokens, [*named, *_unnamed(tokens, named, grammar)], grammar)]
        low = bisect_left(when, sentence.span.start, key=lambda pair: pair[0].start)
        high = bisect_left(when, sentence.span.end, key=lambda pair: pair[0].start)
        periods = [_Found(*spot(span), value) for span, value in when[low:high]]
        events = [*_events(text, tokens, grammar)]
        told = {at for found in periods for at in range(found.first, found.last)}
        periods += [
            _Found(event.first, event.last, year)
            for event, year in events
            if told.isdisjoint(range(event.first, event.last))
        ]
        spots = [spot(figure.passage.spans[0]) for figure in figures]
        taking = [figure.measure.split(".")[0] not in _WITH_TIME for figure in figures]
        return cls(tokens, spots, taking, places, periods, [event for event, _ in events], grammar.breaks)

    def placed(self, figure: Figure, at: int, borders: _Borders) -> Figure:
        """Return the figure with what the sentence says of it."""
        if figure.measure.split(".")[0] in _WITH_TIME:
            return figure
        place = self._tied(figure, at, self.places, borders) or self._shared(figure, at, self.places, borders)
        period = self._tied(figure, at, self.periods, borders) or self._shared(figure, at, self.periods, borders)
        event = self._tied(figure, at, self.events, borders)
        return replace(
            figure,
            place=figure.place or place,
            period=figure.period or (Edtf(period) if period else None),
            event=figure.event or event,
        )

    def _tied(self, figure: Figure, at: int, candidates: Iterable[_Found], borders: _Borders) -> str | None:
        """Return what is tied to the figure: the nearest after it, else what opens the sentence or leads up to it."""
        begin, end = self.spots[at]
        earlier = next((other for other in range(at - 1, -1, -1) if self.taking[other]), None)
        before = self.spots[earlier][1] if earlier is not None else 0
        after = self.spots[at + 1][0] if at + 1 < len(self.spots) else len(self.tokens)
        held = [one for one in candidates if not borders.apart(figure, self._span(one))]
        following = [one for one in held if end <= one.first < min(after, end + REACH) and self._joined(end, one.first)]
        if following:
            return following[0].value
        opening = [one for one in held if before <= one.first and one.last <= begin and self._joined(one.last, begin)]
        if earlier is not None:  # what follows the figure before belongs to that one
            opening = [one for one in opening if one.first >= before + REACH or not self._joined(before, one.first)]
        near = [one for one in opening if one.first <= _OPENING or begin - one.last <= _LEADING]
        return near[-1].value if near else None

    def _shared(self, figure: Figure, at: int, candidates: Sequence[_Found], borders: _Borders) -> str | None:
        """Return what the figures right after it have: "14 people, of whom 3 were children, were killed in Kedaria"."""
        if len({one.value for one in candidates}) != 1 or not figure.measure.startswith("persons."):
            return None
        next_ = at + 1
        while next_ < len(self.spots) and self.spots[next_][0] - self.spots[next_ - 1][1] <= _COORDINATED:
            next_ += 1
        end = self.spots[next_ - 1][1]
        following = [one for one in candidates if one.first >= end and not borders.apart(figure, self._span(one))]
        if next_ == at + 1 or not following or self._parted(end, following[0].first):
            return None
        return following[0].value

    def _parted(self, first: int, last: int) -> bool:
        return last - first > REACH or any(token.low in self.breaks for token in self.tokens[first:last])

    def _joined(self, first: int, last: int) -> bool:
        return not any(token.word in _ENDS or token.low in self.breaks for token in self.tokens[first:last])

    def _span(self, one: _Found) -> Span:
        last = len(self.tokens) - 1  # what begins within the last token stands at it
        return Span(self.tokens[min(one.first, last)].start, self.tokens[min(max(one.first, one.last - 1), last)].end)


def _places(text: str, tokens: Sequence[Token], spots: Sequence[tuple[int, int]], grammar: _Words) -> Iterable[_Found]:
    """Yield the places that something is said to be at, in order, each in the words of the text."""
    ends = {last: (first, last) for first, last in spots}
    for first, last in sorted(spots):
        if first >= last:
            continue
        back = first - 1
        while (
            back >= 0 and first - back < 5 and tokens[back].low in grammar.links and tokens[back].low not in grammar.at
        ):
            back -= 1
        genitive = bool(_GENITIVE.search(tokens[last - 1].word))
        if not genitive and not (back >= 0 and tokens[back].low in grammar.at):
            continue
        begin, end = _inner(tokens, back, ends, grammar) or (first, last)
        if end < len(tokens) and tokens[end].low in grammar.extends:
            end += 1
        words_ = text[tokens[begin].start : tokens[end - 1].end]
        yield _Found(begin, max(last, end), _GENITIVE.sub("", words_))


def _inner(
    tokens: Sequence[Token], at: int, ends: Mapping[int, tuple[int, int]], grammar: _Words
) -> tuple[int, int] | None:
    """Return the place right before the "in" at position ``at``, which is said to lie in the one after it."""
    if at < 1:
        return None
    before = at - 1 if tokens[at - 1].word == "," else at
    before -= before > 0 and tokens[before - 1].low in grammar.extends
    found = ends.get(before)
    return found if found is not None and tokens[at].low in ("in", "en", "در", "في", "i") else None


def _unnamed(tokens: Sequence[Token], named: Sequence[tuple[int, int]], grammar: _Words) -> Iterable[tuple[int, int]]:
    """Yield names of places that no reader marked: what follows "province of" or "throughout"."""
    taken = {at for first, last in named for at in range(first, last)}
    for at, token in enumerate(tokens):
        if token.low not in grammar.kinds and token.low not in grammar.whole:
            continue
        first = at + 1
        while first < min(len(tokens), at + 4) and tokens[first].low in grammar.links:
            first += 1
        if first >= len(tokens) or first in taken or tokens[first].low in grammar.links:
            continue
        letter = tokens[first].word[0]
        if letter.isupper() or (letter.isalpha() and letter.lower() == letter.upper()):
            yield first, first + 1


def _events(text: str, tokens: Sequence[Token], grammar: _Words) -> Iterable[tuple[_Found, str]]:
    """Yield the happenings that a year names, each with the year: "1988 massacre", "the killings of 1988"."""
    for at, token in enumerate(tokens):
        if token.low not in grammar.events:
            continue
        if at and _YEAR.fullmatch(tokens[at - 1].word):
            yield _Found(at - 1, at + 1, text[tokens[at - 1].start : token.end]), tokens[at - 1].word
        elif at + 2 < len(tokens) and _YEAR.fullmatch(tokens[at + 2].word) and tokens[at + 1].low in _OF:
            yield _Found(at, at + 3, text[token.start : tokens[at + 2].end]), tokens[at + 2].word


_OF = frozenset(["of", "in", "de", "en", "von", "från"])
