"""Sets two wordings beside each other and marks where they differ, for copies and utterances alike.

Promises: no character of either wording is changed or left out unseen; wordings in two languages are not compared.
Does not: say which wording is right, or tell punctuation, case and letter forms apart (``comparing.differences``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

from markupsafe import Markup

from witnessmark.comparing import differences
from witnessmark.nouns import Span
from witnessmark.publish.words import Quote, left_out, shown

LONG, AROUND = 700, 250
"""Characters of a wording that is shown whole, and those that a longer one keeps at either end."""


def beside(one: Quote, other: Quote) -> tuple[Markup, Markup]:
    """Return both wordings as markup; what one has at a place where the other has it not is marked."""
    if one.words == other.words or one.language != other.language:
        return abridged(one.words), abridged(other.words)
    mine, theirs = differences(one.words, other.words)
    return abridged(one.words, mine), abridged(other.words, theirs)


def abridged(words: str, marked: Sequence[Span] = ()) -> Markup:
    """Return ``words`` as markup with some stretches marked; of long ones the middle is left out, and that said.

    ``marked`` are in order and do not overlap.
    """
    if len(words) <= LONG:
        return _marked(words, marked, Span(0, len(words))) if words else Markup("")
    head, tail = Span(0, AROUND), Span(len(words) - AROUND, len(words))
    return _marked(words, marked, head) + left_out(len(words) - 2 * AROUND) + _marked(words, marked, tail)


def _marked(words: str, marked: Sequence[Span], within: Span) -> Markup:
    """Return the stretch ``within`` of ``words``, cut at the ends of what is marked."""
    inside = [(max(span.start, within.start), min(span.end, within.end)) for span in marked if span.overlaps(within)]
    cuts = [within.start, *chain.from_iterable(inside), within.end]
    pieces = (shown(words[start:end]) for start, end in pairwise(cuts))
    return Markup("").join(
        Markup('<b class="differs">{}</b>').format(piece) if at % 2 else piece for at, piece in enumerate(pieces)
    )
