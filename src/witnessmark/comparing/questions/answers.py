"""Compares the answers to one question as intervals.

Promises: a relation is a function of two answers; approximate figures reach a tenth further on either side; an open
end reaches to infinity.
Does not: say which answer is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from witnessmark.comparing.published import first_published
from witnessmark.nouns import Edtf, Number, Related, Relation

MOST_COMPARED = 24
"""Each answer is compared with this many of those before it: the most widely carried ones."""

ABOUT = 10
"""An approximate figure is taken to reach one part in so many further down and up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What of an answer is compared."""

    lo: Number | None
    hi: Number | None
    approximate: bool
    origin: str | None
    """The named origin, as origins are compared; None where it is not known."""
    published: tuple[Edtf, ...]
    """When the articles were published that give it, as far as that is known."""
    narrower: str | None
    """Why it counts a part of what the question asks for, or None."""
    figures: frozenset[str] = frozenset()
    """The ids of its figures."""
    until: frozenset[str] = frozenset()
    """The ids of figures that its own were changed to, as their texts say."""


def relations(answers: Sequence[Given]) -> list[tuple[Related, ...]]:
    """Return for each answer how it stands to those before it."""
    return [
        tuple(_related(answer, answers[other], other) for other in range(min(at, MOST_COMPARED)))
        for at, answer in enumerate(answers)
    ]


def _related(answer: Given, other: Given, at: int) -> Related:
    mine, theirs = _reach(answer), _reach(other)
    disjoint = _before(mine[1], theirs[0]) or _before(theirs[1], mine[0])
    same = (answer.lo, answer.hi) == (other.lo, other.hi)
    if (answer.narrower or other.narrower) and not same:
        part = "this one" if answer.narrower else "the other one"
        return Related(Relation.SUBSET, at, f"{part} counts a part: {answer.narrower or other.narrower}")
    if not same and (answer.until & other.figures or other.until & answer.figures):
        later = "this" if other.until & answer.figures else "the other"
        return Related(Relation.UPDATE, at, f"a text says that one was changed to the other; {later} one is later")
    if not same and answer.origin is not None and answer.origin == other.origin:
        order = _order(answer.published, other.published)
        if order:
            return Related(Relation.UPDATE, at, f"the same party gave {'this' if order > 0 else 'the other'} one later")
    if disjoint:
        return Related(Relation.CONFLICT, at, "no number is in both intervals")
    if same or _holds(mine, theirs) or _holds(theirs, mine):
        return Related(Relation.AGREE, at, "the same interval" if same else "one interval lies within the other")
    return Related(Relation.OVERLAP, at, "the intervals have numbers in common, and each has some of its own")


def _reach(answer: Given) -> tuple[Number | None, Number | None]:
    lo, hi = answer.lo, answer.hi
    if answer.approximate:
        lo = None if lo is None else _moved(lo, -1)
        hi = None if hi is None else _moved(hi, 1)
    return lo, hi


def _moved(end: Number, way: int) -> Number:
    """Move an end by its tenth; whole numbers of any size stay whole."""
    return end + way * (abs(end) // ABOUT if isinstance(end, int) else abs(end) / ABOUT)


def _before(hi: Number | None, lo: Number | None) -> bool:
    return hi is not None and lo is not None and hi < lo


def _holds(outer: tuple[Number | None, Number | None], inner: tuple[Number | None, Number | None]) -> bool:
    below = outer[0] is None or (inner[0] is not None and outer[0] <= inner[0])
    return below and (outer[1] is None or (inner[1] is not None and inner[1] <= outer[1]))


def _order(one: Sequence[Edtf], other: Sequence[Edtf]) -> int:
    """Return 1 where every date of ``one`` is after every one of ``other``, -1 the other way round, else 0."""
    if not one or not other:
        return 0
    some = [first_published(theirs, mine) for mine in one[:MOST_COMPARED] for theirs in other[:MOST_COMPARED]]
    return -1 if all(way > 0 for way in some) else 1 if all(way < 0 for way in some) else 0
