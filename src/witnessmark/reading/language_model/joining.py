"""Joins the statements that a language model gave with all that another reader found in the same text.

Promises: where the model answered, its statements stand; elsewhere those of the other reader. Figures, dates and names
are the other reader's, and each figure is given to the innermost statement that now holds it.
Does not: mix the two in one stretch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from witnessmark.nouns import Fault, Reading, Span, Statement, Text
from witnessmark.reading.attributing.drafts import Draft
from witnessmark.reading.attributing.statements import in_order, with_parties
from witnessmark.reading.figures.finding import held_by
from witnessmark.reading.layout import Paragraph
from witnessmark.reading.rules import known


def join(
    text: Text,
    other: Reading,
    paragraphs: Sequence[Paragraph],
    answered: Sequence[Span],
    drafts: Sequence[Draft],
    *,
    reader: str,
    faults: Sequence[Fault] = (),
) -> Reading:
    """Return one reading of ``text``: ``drafts`` in the stretches that were ``answered``, ``other`` everywhere else."""
    kept = _drafts_of(other.statements, answered)
    found = in_order([*drafts, *(draft for draft, _ in kept.values())])
    theirs = {id(draft): statement for draft, statement in kept.values()}
    resolved = with_parties(text.content, found, paragraphs, known(text.language), other.names)
    statements = tuple(
        replace(theirs[id(draft)], relayed_by=made.relayed_by) if id(draft) in theirs else made
        for draft, made in zip(found, resolved, strict=True)
    )
    return replace(
        other,
        reader=reader,
        statements=statements,
        figures=held_by(other.figures, statements),
        faults=(*other.faults, *faults),
    )


def _drafts_of(statements: Sequence[Statement], answered: Sequence[Span]) -> dict[int, tuple[Draft, Statement]]:
    """Return, by position, a draft of each statement whose content begins outside ``answered``."""
    kept: dict[int, tuple[Draft, Statement]] = {}
    for at, one in enumerate(statements):
        if any(span.start <= one.content.start < span.end for span in answered):
            continue
        named = one.speaker.passage if one.speaker else None
        draft = Draft(
            content=[(span.start, span.end) for span in one.content.spans],
            mode=one.mode,
            score=one.score,
            source=(named.start, named.end) if named else None,
            cue=(one.cue.start, one.cue.end) if one.cue else None,
        )
        kept[at] = draft, one
    for draft, one in kept.values():
        draft.outer = next((kept[outer][0] for outer in one.relayed_by if outer in kept), None)
    return kept
