"""Puts people's corrections into a text, and takes them out again.

Promises: what was extracted can be made again from the corrected text, word for word; a stretch of the corrected text
leads back to the stretch of the extracted one that it stands for; a correction whose words do not stand in the text is
left out and becomes a fault, never put somewhere else.
Does not: decide what is right, or touch the sealed bytes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from witnessmark.nouns import Correction, Fault, Locator, Span, Text

HINT = "look at the text as it is now, withdraw the entry, and correct the words again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A decision that corrects a stretch of an extracted text."""

    entry: int
    span: Span
    """Where the words stood in the extracted text when it was decided."""
    was: str
    now: str


def corrected(text: Text, wanted: Sequence[Wanted], name: str) -> Text:
    """Return an extracted text with corrections in it, oldest entry first; ``name`` is its source's, for faults.

    A correction is put where its words stand: at its span, or (where the text was extracted anew) at the one place that
    has them. One that stands nowhere, in several places, across two places of the source, or in the way of an earlier
    one becomes a fault.
    """
    placed: list[tuple[Span, Wanted]] = []
    faults: list[Fault] = []
    for one in sorted(wanted, key=lambda each: each.entry):
        span = _find(text, one)
        why = _obstacle(text.locators, span, placed)
        if span is None or why:
            fault = f"the correction of entry {one.entry} (“{one.was}”) is not in the text: {why}"
            faults.append(Fault(source=text.source, name=name, stage="reading", fault=fault, hint=HINT))
        else:
            placed.append((span, one))
    made = _corrections(sorted(placed, key=lambda pair: pair[0]))
    content = _exchanged(text.content, [(one.original, now) for one, now in made])
    corrections = tuple(one for one, _ in made)
    return replace(
        text,
        content=content,
        locators=_moved(text.locators, [(one.original, one.span) for one in corrections]),
        corrections=corrections,
        faults=(*text.faults, *faults),
    )


def extracted(text: Text) -> Text:
    """Return a corrected text as it was extracted."""
    pairs = [(one.span, one.was) for one in text.corrections]
    moves = [(one.span, one.original) for one in text.corrections]
    return replace(text, content=_exchanged(text.content, pairs), locators=_moved(text.locators, moves), corrections=())


def original_span(corrections: Sequence[Correction], span: Span) -> Span:
    """Return the stretch of the extracted text that a stretch of the corrected one stands for."""
    if not corrections:
        return span
    return Span(_original(corrections, span.start, end=False), _original(corrections, span.end, end=True))


def _original(corrections: Sequence[Correction], at: int, *, end: bool) -> int:
    """Return the place in the extracted text; inside a correction, the beginning or the ``end`` of what it replaced."""
    passed = bisect_right(corrections, at, key=lambda one: one.span.end)
    if passed < len(corrections) and corrections[passed].span.start < at:
        inside = corrections[passed].original
        return inside.end if end else inside.start
    return at if passed == 0 else at - corrections[passed - 1].span.end + corrections[passed - 1].original.end


def _find(text: Text, one: Wanted) -> Span | None:
    if text.content[one.span.start : one.span.end] == one.was:
        return one.span
    first = text.content.find(one.was)
    if first < 0 or text.content.find(one.was, first + 1) >= 0:
        return None
    return Span(first, first + len(one.was))


def _obstacle(locators: Sequence[Locator], span: Span | None, placed: Iterable[tuple[Span, Wanted]]) -> str:
    if span is None:
        return "its words do not stand there, or in more than one place"
    if not within_one(locators, span):
        return "its words stand in two places of the source"
    other = next((other.entry for taken, other in placed if taken.overlaps(span)), None)
    return "" if other is None else f"entry {other} has corrected the same words"


def within_one(locators: Sequence[Locator], span: Span) -> bool:
    """Tell whether a stretch lies within one place of the source."""
    at = bisect_right(locators, span.start, key=lambda locator: locator.span.start) - 1
    return at >= 0 and locators[at].span.holds(span)


def _corrections(placed: Iterable[tuple[Span, Wanted]]) -> list[tuple[Correction, str]]:
    """Say where each correction stands once those before it are in the text; they come in order."""
    made = []
    shift = 0
    for span, one in placed:
        start = span.start + shift
        where = Span(start, start + len(one.now))
        made.append((Correction(entry=one.entry, span=where, original=span, was=one.was), one.now))
        shift += len(one.now) - len(one.was)
    return made


def _exchanged(content: str, pairs: Iterable[tuple[Span, str]]) -> str:
    pieces, at = [], 0
    for span, words in pairs:
        pieces += [content[at : span.start], words]
        at = span.end
    return "".join([*pieces, content[at:]])


def _moved(locators: Sequence[Locator], moves: Sequence[tuple[Span, Span]]) -> tuple[Locator, ...]:
    """Move the ends of locators; each move lies within one of them."""
    ends = [before.end for before, _ in moves]

    def place(at: int) -> int:
        passed = bisect_right(ends, at)
        return at if passed == 0 else at - moves[passed - 1][0].end + moves[passed - 1][1].end

    return tuple(replace(one, span=Span(place(one.span.start), place(one.span.end))) for one in locators)
