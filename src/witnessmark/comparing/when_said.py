"""Tells when a text says that a statement was made: the date next to its cue or speaker.

Promises: a date counts only where it stands outside the content, in the cue's own clause, and within a few words of it.
Does not: follow "the next day" back to an earlier sentence, or take the day of publication for the day of speaking.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from witnessmark.nouns import Edtf, Span

NEAR = 30
"""Characters that may stand between the date and the cue or the speaker: ", on ", " in a statement on "."""

_CLAUSE_ENDS = frozenset('.!?;\n\r؟…“”"«»')


def said_on(
    content: str, around: Iterable[Span], said: Sequence[Span], dates: Sequence[tuple[Span, Edtf]]
) -> Edtf | None:
    """Return the date nearest to the cue and the speaker (``around``) and outside the content (``said``), or None.

    ``content`` is that of the text; all spans are of it; each date has its value.
    """
    nearest: tuple[int, int, Edtf] | None = None
    spoken = [*around]
    for span, value in dates:
        if any(span.start < part.end and part.start < span.end for part in said):
            continue
        for part in spoken:
            gap = _gap(content, span, part)
            if gap is not None and (nearest is None or (gap, span.start) < nearest[:2]):
                nearest = gap, span.start, value
    return nearest[2] if nearest else None


def _gap(content: str, one: Span, other: Span) -> int | None:
    """Return how many characters lie between two spans, or None where it is too far or another clause."""
    start, end = min(one.end, other.end), max(one.start, other.start)
    if end - start > NEAR or any(character in _CLAUSE_ENDS for character in content[start:end]):
        return None
    return max(0, end - start)
