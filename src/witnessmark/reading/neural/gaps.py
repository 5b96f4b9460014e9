"""Fills what the encoder leaves open with what rules know for certain.

That is quotations whose speaker stands farther away, and words that end with who said them, where it saw nothing.

Promises: no statement of the encoder that has a speaker is changed or lost; positions in ``relayed_by`` stay right.
Does not: judge between two speakers: where the encoder names one, it is kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from witnessmark.nouns import Span, Statement

LESS_SURE: Final = 0.7
"""The most that a statement found by rules alone scores among measured ones."""
_QUOTES: Final = "\"“«„‘'"


def with_quotations(found: Sequence[Statement], by_rules: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the encoder's statements with the quotations that rules alone give a speaker.

    A series of chants after "were chanting:" is too far from its cue for a window; a statement without a speaker that
    the encoder made of such a quotation is left out for it.
    """
    spoken = _Stretches([span for each in found if each.speaker for span in _words_of(each)])
    quotations = [
        each
        for each in by_rules
        if each.party
        and not each.relayed_by
        and (_is_quotation(each) or _is_closed_by_cue(each))
        and not spoken.touch(_words_of(each) if not _is_quotation(each) else each.content.spans)
    ]
    quoted = _Stretches([span for each in quotations for span in each.content.spans])
    left = [not each.speaker and quoted.touch(_words_of(each)) for each in found]
    kept: list[tuple[Statement, int | None]] = [
        (each, at) for at, (each, out) in enumerate(zip(found, left, strict=True)) if not out
    ]
    kept += [(replace(each, score=min(each.score, LESS_SURE)), None) for each in quotations]
    kept.sort(key=lambda pair: min(span.start for span in _words_of(pair[0])))
    places = {at: place for place, (_, at) in enumerate(kept) if at is not None}
    return tuple(
        replace(each, relayed_by=tuple(places[outer] for outer in each.relayed_by if outer in places))
        for each, _ in kept
    )


class _Stretches:
    """Stretches of a text, asked for whether others touch them."""

    def __init__(self, spans: Sequence[Span]) -> None:
        places = sorted({(span.start, span.end) for span in spans})
        self._starts = [start for start, _ in places]
        self._ends = [*accumulate((end for _, end in places), max)]

    def touch(self, spans: Sequence[Span]) -> bool:
        """Tell whether any of ``spans`` shares a character with the stretches."""
        before = ((bisect_left(self._starts, span.end), span.start) for span in spans)
        return any(number and self._ends[number - 1] > start for number, start in before)


def _words_of(statement: Statement) -> tuple[Span, ...]:
    speaker = statement.speaker.passage if statement.speaker else None
    passages = (statement.content, *filter(None, (statement.cue, speaker)))
    return tuple(span for passage in passages for span in passage.spans)


def _is_quotation(statement: Statement) -> bool:
    return statement.content.quote[0] in _QUOTES


def _is_closed_by_cue(statement: Statement) -> bool:
    """Tell whether the words come first and then who said them: "The dead must be named, the protesters chanted."."""
    speaker = statement.speaker.passage if statement.speaker else None
    if speaker is None or statement.cue is None or len(statement.content.spans) > 1:
        return False
    return statement.content.end <= speaker.start and speaker.end <= statement.cue.start
