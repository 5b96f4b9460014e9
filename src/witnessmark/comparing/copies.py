"""Tells whether one text took its words from another, and shows which words.

Promises: every shared passage has the same normalised words on both sides and lies in the unchanged texts; the answer
is a function of the two texts and their dates, whichever is given first; words in quotation marks and rows of tables
are no evidence on their own, nor is one shared block in texts that otherwise differ.
Does not: find copies that were reworded or translated, or tell texts filled in on one form from edited copies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..nouns import Copy, CopyKind, Digest, Edtf, SharedPassage, Text
from .published import first_published
from .stretches import Indexed, Stretch, shared_stretches
from .words import Words, words_of

VERSION = "copies/1"
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

LEAST_BLOCKS = 3
LEAST_WORDS_BEYOND_LARGEST = 20

BLOCK_GAP = 6
"""Stretches with no more words than this between them, in both texts, are one block: a change of a word or a name."""

LEAST_WORDS_BLOCK = 5
"""Smaller blocks are common phrases; they are neither shown nor counted."""

_TABLE_STEPS = frozenset({"table", "row", "cell"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSide:
    """One side of a comparison: the words of a text, and which of them are its own."""

    source: Digest
    published: Edtf | None
    words: Words
    index: Indexed
    own: tuple[bool, ...]
    """For each word, whether it stands outside quotation marks and tables."""

    @classmethod
    def of(cls, text: Text) -> TextSide:
        """Return ``text`` as a side; make it once and use it in every comparison of the text."""
        words = words_of(text.content, [locator.span.start for locator in text.locators])
        tables = [locator.span for locator in text.locators if any(kind in _TABLE_STEPS for kind, _ in locator.steps)]
        own = [not quoted for quoted in words.quoted]
        at = 0
        for number, start in enumerate(words.starts):
            while at < len(tables) and tables[at].end <= start:
                at += 1
            if at < len(tables) and tables[at].start <= start:
                own[number] = False
        return cls(
            source=text.source, published=text.published, words=words, index=Indexed.of(words.normal), own=tuple(own)
        )


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

    The text that was published first is the origin; where the dates do not tell, the one with the smaller digest, and
    ``direction_known`` is false. Shares are of words, 0 to 1.
    """
    if a.source == b.source:
        return None
    a, b = (side if isinstance(side, TextSide) else TextSide.of(side) for side in (a, b))
    order = first_published(a.published, b.published)
    origin, taken = (a, b) if order < 0 or (order == 0 and a.source < b.source) else (b, a)
    blocks = [
        block
        for block in _blocks(origin, taken, shared_stretches(origin.index, taken.index))
        if block.words >= LEAST_WORDS_BLOCK
    ]
    if not _is_copy(origin, taken, blocks):
        return None
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


def _is_copy(origin: TextSide, taken: TextSide, blocks: Sequence[_Block]) -> bool:
    shared = sum(block.words for block in blocks)
    if shared >= LEAST_WORDS_WHOLE and shared >= WHOLE * max(len(origin.words), len(taken.words)):
        return True
    own = [block.own for block in blocks]
    share = sum(own) / max(1, min(sum(origin.own), sum(taken.own)))
    if share >= MOSTLY and sum(own) >= LEAST_WORDS_MOSTLY:
        return True
    scattered = sum(words >= LEAST_WORDS_BLOCK for words in own) >= LEAST_BLOCKS
    return scattered and share >= SCATTERED and sum(own) - max(own) >= LEAST_WORDS_BEYOND_LARGEST


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
