"""Tells whether one text took its words from another, and shows which words.

Promises: every shared passage has the same normalised words on both sides and lies in the unchanged texts; the answer
is a function of the two texts and their dates, whichever is given first; words in quotation marks and rows of tables
are no evidence on their own, nor is one shared block in texts that otherwise differ.
Copies in other words or another language are a weaker kind, with names and figures as evidence (``rewordings``).
Does not: tell two texts on one form from a copy where the form has fewer than ``LEAST_FILLED`` names and figures.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from witnessmark.comparing.copying import crediting, rewordings
from witnessmark.comparing.copying.rewordings import Rewording, rewording
from witnessmark.comparing.copying.sides import TextSide
from witnessmark.comparing.copying.stretches import Stretch, shared_stretches
from witnessmark.comparing.published import first_published
from witnessmark.comparing.telling import Telling
from witnessmark.nouns import Copy, CopyKind, SharedPassage, Text

VERSION = f"copies/2 credits/{crediting.vocabulary().version} {rewordings.VERSION}"
"""Names everything that decides a copy: kept copies of another version must be made anew."""

WHOLE = 0.9
"""Two texts are one where this share of each stands in the other, quotations and tables included."""

LEAST_WORDS_WHOLE = 8
"""Shorter texts are captions and notices."""

MOSTLY = 0.6
"""A copy in one block: this share of the shorter text's own words stands in the other."""

LEAST_WORDS_MOSTLY = 25

SCATTERED = 0.3
"""A copy in several blocks: this share of the shorter text's own words stands in the other.

Standing paragraphs and long shared quotations come in one block and stay below it.
"""

WOVEN = 0.3
LEAST_WORDS_WOVEN = 25
"""A copy in one block that has so many own words and so many quoted ones: this share of all of the shorter text's words
stands in the other. Two reporters who heard one speech quote the same words, but do not lead to them in the same words.
"""

LEAST_BLOCKS = 2
LEAST_WORDS_BEYOND_LARGEST = 12

LEAST_FILLED = 4
FILLED = 0.5
"""Two texts are one form where, between the words they share, under this share of names and figures is the same."""

BLOCK_GAP = 6
"""Stretches with no more words than this between them, in both texts, are one block: a change of a word or a name."""

LEAST_WORDS_BLOCK = 5
"""Smaller blocks are common phrases; they are neither shown nor counted."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Neighbouring stretches, and how many of their words are own words of both texts."""

    stretches: tuple[Stretch, ...]
    own: int

    @property
    def words(self) -> int:
        return sum(stretch.length for stretch in self.stretches)


def align(a: Text | TextSide, b: Text | TextSide) -> Copy | None:
    """Return the copy between the two texts with its evidence, or None where neither is shown to be one.

    A text that is compared many times is best made a ``TextSide`` once. Texts of one source are never copies.

    The text that was published first is the origin, and so is one whose publisher the other credits; where neither
    tells, or they contradict each other, it is the one with the smaller digest, and ``direction_known`` is false.
    Shares are of words, 0 to 1; those of the weaker kinds are of names and figures.
    """
    if a.source == b.source:
        return None
    a, b = (side if isinstance(side, TextSide) else TextSide.of(side) for side in (a, b))
    order = _order(a, b)
    origin, taken = (a, b) if order < 0 or (order == 0 and a.source < b.source) else (b, a)
    stretches = shared_stretches(origin.index, taken.index)
    blocks = [block for block in _blocks(origin, taken, stretches) if block.words >= LEAST_WORDS_BLOCK]
    if _is_copy(origin, taken, blocks) and not _is_form(origin, taken, blocks):
        shared = sum(block.words for block in blocks)
        return Copy(
            origin=origin.source,
            taken=taken.source,
            kind=CopyKind.COPY,
            direction_known=order != 0,
            share_origin=shared / len(origin.words),
            share_taken=shared / len(taken.words),
            passages=tuple(_passage(origin, taken, stretch) for block in blocks for stretch in block.stretches),
        )
    weaker = rewording(origin, taken, stretches)
    return None if weaker is None else _reworded(origin, taken, weaker, known=order != 0)


def _order(a: TextSide, b: TextSide) -> int:
    """Return -1 where ``a`` came first, 1 where ``b`` did, and 0 where dates and credits do not tell or disagree."""
    dated = first_published(a.published, b.published)
    credited = crediting.credit_order((a.words.normal, a.publisher), (b.words.normal, b.publisher))
    return 0 if dated * credited < 0 else dated or credited


def _reworded(origin: TextSide, taken: TextSide, found: Rewording, *, known: bool) -> Copy:
    return Copy(
        origin=origin.source,
        taken=taken.source,
        kind=found.kind,
        direction_known=known,
        share_origin=found.share_first,
        share_taken=found.share_second,
        passages=tuple(
            SharedPassage(origin=origin.words.span(one[0], one[1] + 1), taken=taken.words.span(other[0], other[1] + 1))
            for one, other in found.words
        ),
    )


def _is_copy(origin: TextSide, taken: TextSide, blocks: Sequence[_Block]) -> bool:
    shared = sum(block.words for block in blocks)
    if shared >= LEAST_WORDS_WHOLE and shared >= WHOLE * max(len(origin.words), len(taken.words)):
        return True
    own = [block.own for block in blocks]
    share = sum(own) / max(1, min(sum(origin.own), sum(taken.own)))
    if share >= MOSTLY and sum(own) >= LEAST_WORDS_MOSTLY:
        return True
    woven = any(min(block.own, block.words - block.own) >= LEAST_WORDS_WOVEN for block in blocks)
    if woven and shared >= WOVEN * min(len(origin.words), len(taken.words)):
        return True
    scattered = sum(words >= LEAST_WORDS_BLOCK for words in own) >= LEAST_BLOCKS
    return scattered and share >= SCATTERED and sum(own) - max(own) >= LEAST_WORDS_BEYOND_LARGEST


def _is_form(origin: TextSide, taken: TextSide, blocks: Sequence[_Block]) -> bool:
    """Tell whether the blocks are a form filled in twice: their words are the same, their names and figures are not."""
    sides = (
        _within(origin.telling, [(block.stretches[0].first, block.stretches[-1].first_end) for block in blocks]),
        _within(taken.telling, [(block.stretches[0].second, block.stretches[-1].second_end) for block in blocks]),
    )
    fewer = min(map(len, sides))
    if fewer < LEAST_FILLED:
        return False
    return len(sides[0] & sides[1]) < FILLED * fewer


def _within(telling: Telling, extents: Sequence[tuple[int, int]]) -> set[str]:
    """Return the keys of the telling words in the extents (first word, last word)."""
    firsts = [first for first, _ in telling.words]
    return {
        telling.keys[number]
        for start, end in extents
        for number in range(bisect_left(firsts, start), bisect_left(firsts, end))
    }


def _blocks(origin: TextSide, taken: TextSide, stretches: Sequence[Stretch]) -> list[_Block]:
    """Join stretches that follow each other in both texts with at most ``BLOCK_GAP`` words between them."""
    runs: list[list[Stretch]] = []
    for stretch in stretches:
        if runs:
            last = runs[-1][-1]
            gaps = (stretch.first - last.first - last.length, stretch.second - last.second - last.length)
            if all(0 <= gap <= BLOCK_GAP for gap in gaps):
                runs[-1].append(stretch)
                continue
        runs.append([stretch])
    return [_Block(tuple(run), sum(_own_words(origin, taken, stretch) for stretch in run)) for run in runs]


def _own_words(origin: TextSide, taken: TextSide, stretch: Stretch) -> int:
    here = origin.own[stretch.first : stretch.first + stretch.length]
    there = taken.own[stretch.second : stretch.second + stretch.length]
    return sum(map(bool.__and__, here, there))


def _passage(origin: TextSide, taken: TextSide, stretch: Stretch) -> SharedPassage:
    return SharedPassage(
        origin=origin.words.span(stretch.first, stretch.first + stretch.length),
        taken=taken.words.span(stretch.second, stretch.second + stretch.length),
    )
