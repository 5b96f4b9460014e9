"""Tells whether one text tells what another tells in other words: reworded, or translated.

Promises: the evidence is names and figures that stand in both texts in one order, outside whatever they share word for
word; the answer is a function of the two texts, whichever is given first.
Does not: understand either text. Texts with few names and figures, or in scripts without capital letters, are left
alone, and so are rewordings that change the order of what is told.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from witnessmark.comparing.copying.sides import TextSide
from witnessmark.comparing.copying.stretches import Stretch
from witnessmark.comparing.telling import Telling, in_order, vocabulary
from witnessmark.nouns import CopyKind

VERSION = f"rewordings/1 telling/{vocabulary().version}"
"""Names everything that decides a rewording."""

LONG_STRETCH = 12
"""A stretch of so many words is taken over as it is: a quotation, a standing paragraph. Names in it do not count."""

REWORDED = 0.6
"""This share of the names and figures of the text that has fewer stands in the other in the same order."""

TRANSLATED = 0.42
"""The same for two languages, where spellings differ and some names are translated themselves."""

LEAST_REWORDED = 7
LEAST_TRANSLATED = 7
"""So many different names and figures: fewer are the who, when and where that any two reports of one event share."""


BY_CHANCE = 2.0
LEAST_LEAD_REWORDED = 6
LEAST_LEAD_TRANSLATED = 5
"""So many times, and so many more than stand in the same order once one text is turned round: a few names that come
again and again stand in any order.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """What two texts tell in the same order: its kind, its share of each side, and the words that show it."""

    kind: CopyKind
    share_first: float
    share_second: float
    words: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    """For each shared name or figure, the numbers of its first and last word on both sides."""


def rewording(first: TextSide, second: TextSide, stretches: Sequence[Stretch]) -> Rewording | None:
    """Return how the two texts tell the same in other words, or None; ``stretches`` are those that they share."""
    long = [stretch for stretch in stretches if stretch.length >= LONG_STRETCH]
    skip_first = _inside(first.telling, [(stretch.first, stretch.length) for stretch in long])
    skip_second = _inside(second.telling, [(stretch.second, stretch.length) for stretch in long])
    left = len(first.telling) - len(skip_first), len(second.telling) - len(skip_second)
    translated = bool(first.language and second.language and first.language != second.language)
    least, share = (LEAST_TRANSLATED, TRANSLATED) if translated else (LEAST_REWORDED, REWORDED)
    if min(left) < least:
        return None
    found = in_order(first.telling, second.telling, (skip_first, skip_second))
    if found.distinct < least or len(found.pairs) < share * min(left):
        return None
    lead = LEAST_LEAD_TRANSLATED if translated else LEAST_LEAD_REWORDED
    by_chance = _by_chance(first.telling, second.telling, (skip_first, skip_second))
    if len(found.pairs) < max(BY_CHANCE * by_chance, by_chance + lead):
        return None
    return Rewording(
        kind=CopyKind.TRANSLATED if translated else CopyKind.REWORDED,
        share_first=len(found.pairs) / len(first.telling),
        share_second=len(found.pairs) / len(second.telling),
        words=tuple((first.telling.words[one], second.telling.words[other]) for one, other in found.pairs),
    )


def _by_chance(first: Telling, second: Telling, skip: tuple[frozenset[int], frozenset[int]]) -> int:
    """Return how many pairs stand in order when one text is turned round."""
    turned = Telling(second.keys[::-1], second.words[::-1])
    last = len(second) - 1
    return len(in_order(first, turned, (skip[0], frozenset(last - number for number in skip[1]))).pairs)


def _inside(telling: Telling, stretches: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the numbers of the telling words that begin in one of the stretches (first word, length)."""
    firsts = [first for first, _ in telling.words]
    found: set[int] = set()
    for start, length in stretches:
        found.update(range(bisect_left(firsts, start), bisect_right(firsts, start + length - 1)))
    return frozenset(found)
