"""Phrases of dates: points of time with what stands before them, joined to intervals and bounds.

Promises: each phrase is a tree over the lexemes, found from left to right without overlaps, in linear time.
Does not: give values; ``resolving`` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from witnessmark.reading.dates.grammar import Grammar
from witnessmark.reading.dates.patterns import Match
from witnessmark.reading.dates.words import BREAK, Lexeme

_BOUNDS = ("before", "after", "since", "until", "by", "by_before")
_LONGEST_LEAD = 6
_NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A point of time that one pattern found."""

    match: Match


@dataclass(frozen=True, slots=True)
class Shaped:
    """A part of a time ("early", "mid", "late", "start", "end", "night", "into", "about")."""

    shape: str
    inner: Node


@dataclass(frozen=True, slots=True)
class Between:
    """From one time to another; ``led`` where a word such as "between" opens it."""

    first: Node
    last: Node
    led: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """All time before, after, since, until or by another."""

    kind: str
    inner: Node


@dataclass(frozen=True, slots=True)
class Away:
    """So many days, weeks ... before (``sign`` -1) or after another time: "two weeks before Christmas"."""

    count: int
    unit: str
    sign: int
    inner: Node


Node = Leaf | Shaped | Between | Bound | Away


@dataclass(frozen=True, slots=True)
class Phrase:
    """A tree and the positions of its lexemes ``[first, end)``."""

    node: Node
    first: int
    end: int


def find_phrases(lexemes: Sequence[Lexeme], matches: Sequence[Match], grammar: Grammar) -> list[Phrase]:
    """Return the phrases of a row of lexemes in order."""
    return _Parser(lexemes, matches, grammar).phrases()


class _Parser:
    def __init__(self, lexemes: Sequence[Lexeme], matches: Sequence[Match], grammar: Grammar) -> None:
        self._symbols = [lexeme.symbol for lexeme in lexemes] + [BREAK]
        self._values = [lexeme.values for lexeme in lexemes] + [_NOTHING]
        self._starts = {match.first: match for match in matches}
        self._matches = matches
        self._openers = grammar.openers
        self._bounds = tuple(kind for kind in _BOUNDS if kind != "until" or grammar.until)

    def phrases(self) -> list[Phrase]:
        """Try only the places right before a point of time, and those points."""
        found: list[Phrase] = []
        after = 0
        for match in self._matches:
            if match.first < after:
                continue
            for at in self._openings(match.first, after):
                read = self._whole(at)
                if read is not None and read[1] > match.first:
                    found.append(Phrase(read[0], at, read[1]))
                    after = read[1]
                    break
        return found

    def _openings(self, first: int, after: int) -> list[int]:
        """Return where a phrase may begin that holds the point at ``first``: no gap stands between."""
        openings = [first]
        for at in range(first - 1, max(after, first - _LONGEST_LEAD) - 1, -1):
            symbol = self._symbols[at]
            if symbol == BREAK:
                break
            if symbol in self._openers or at in self._starts:
                openings.append(at)
        openings.reverse()
        return openings

    def _is(self, at: int, *classes: str) -> bool:
        return not self._values[at].keys().isdisjoint(classes)

    def _whole(self, at: int) -> tuple[Node, int] | None:
        """Read an interval, a bound or a single time that begins at this lexeme."""
        if self._symbols[at] not in self._openers:
            return self._interval(at)
        for opener, joints in (("between", ("and", "to")), ("from", ("to", "and"))):
            if self._is(at, opener):
                first = self._operand(self._past(at + 1))
                if first and self._is(first[1], *joints):
                    last = self._operand(self._past(first[1] + 1))
                    if last:
                        return Between(first[0], last[0], True), last[1]
        if self._is(at, "count") and self._is(at + 1, "unit") and self._is(at + 2, "before", "after"):
            inner = self._operand(self._past(at + 3))
            count, unit = self._values[at]["count"], self._values[at + 1]["unit"]
            return (Away(count, unit, -1 if self._is(at + 2, "before") else 1, inner[0]), inner[1]) if inner else None
        for kind in self._bounds:
            if self._is(at, kind):
                inner = self._interval(self._past(at + 1))
                if inner and not (kind == "by" and _is_moment(inner[0])):
                    return Bound(kind, inner[0]), inner[1]
        return self._interval(at)

    def _interval(self, at: int) -> tuple[Node, int] | None:
        first = self._operand(at)
        if first is None:
            return None
        if self._is(first[1], "to") and not self._is(first[1], "until"):
            last = self._operand(self._past(first[1] + 1))
            if last:
                return Between(first[0], last[0], False), last[1]
        if self._is(first[1], "onwards"):
            return Bound("since", first[0]), first[1] + 1
        return first

    def _past(self, at: int) -> int:
        """Skip an article and what joins it to the words before."""
        for _ in range(2):
            if at not in self._starts and self._is(at, "link"):
                at += 1
        return at

    def _operand(self, at: int) -> tuple[Node, int] | None:
        """Read one time with its shapes: "about the end of June"."""
        if match := self._starts.get(at):
            return Leaf(match), match.end
        if self._symbols[at] not in self._openers:
            return None
        for shape in ("about", "part", "night", "into"):
            if self._is(at, shape):
                value = self._values[at][shape]
                inner = (self._interval if shape == "night" else self._operand)(self._past(at + 1))
                if (
                    inner is None
                    or (shape == "part" and _is_day(inner[0]))
                    or (shape == "about" and _is_told(inner[0]))
                ):
                    return None
                return Shaped(value or shape, inner[0]), inner[1]
        if self._is(at, "the") and self._is(at + 1, "part", "night", "into"):
            return self._operand(at + 1)
        return None


def _is_told(node: Node) -> bool:
    """Tell whether "about" before a time means what is told of it: "asked about that night", "about yesterday"."""
    return isinstance(node, Leaf) and node.match.kind in ("relative", "weekday")


def _is_moment(node: Node) -> bool:
    """Tell whether "by" before a time says when, not until when: "by tomorrow", "2,000 by the end of that month"."""
    while isinstance(node, Shaped):
        node = node.inner
    if not isinstance(node, Leaf):
        return False
    return (
        node.match.kind == "weekday"
        or node.match.slots.keys() & {"anchored_day", "context_day", "context_month"} != set()
    )


def _is_day(node: Node) -> bool:
    """Tell whether a point of time is a day, of which there is no early part."""
    return isinstance(node, Leaf) and (node.match.kind in ("weekday", "monthday") or "dom" in node.match.slots)
