"""Picks the blocks of a page that make up its article.

Promises: an article finder decides which words belong; the page decides what stands there: every block is the page's
own, whole, in the page's order, under the page's headings, and one that the page repeats is repeated.
Does not: find an article; ``html`` asks trafilatura, which joins, drops and moves blocks at times.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from witnessmark.intake.draft import Block, Steps

TELLING = 25
"""A block with this many letters is looked for further on in the article; a shorter one only where it comes next."""
PIECE = 8
"""Blocks whose words were changed are known by pieces of this many letters."""
MOST_IN_GAP = 500_000
ENOUGH = 0.9
"""The blocks must make up this share of the article's letters; otherwise the two do not fit together."""


def pick(blocks: Sequence[Block], captions: frozenset[int], article: str, title: str | None) -> list[Block]:
    """Return the blocks that stand in ``article``, with captions between them and the headline before them.

    ``captions`` are positions in ``blocks``. Returns nothing where the blocks do not make up the article.
    """
    keys = [squeezed(block.words) for block in blocks]
    words = squeezed(article)
    picked, gaps = _aligned(blocks, keys, words)
    missed = 0
    for gap in gaps:
        found, left = _in_gap(gap, keys, words)
        picked += found
        missed += left
    if not picked or missed > (1 - ENOUGH) * len(words):
        return []
    picked.sort()
    first, last = picked[0], picked[-1]
    chosen = {*picked, *(place for place in captions if first < place < last)}
    headline = _headline(blocks, keys, first, squeezed(title or ""))
    if headline is not None and not any(keys[place] == keys[headline] for place in chosen):
        chosen.add(headline)
    return _counted_anew([blocks[place] for place in sorted(chosen)], squeezed(title or ""))


def squeezed(words: str) -> str:
    """Return the letters and digits of ``words`` alone, in small letters: what two readings of a page agree on."""
    return re.sub(r"\W+", "", words).lower()


@dataclass(frozen=True, slots=True)
class _Gap:
    """Letters of the article that no block has, and the blocks between which they stand."""

    start: int
    end: int
    after: int
    before: int


def _aligned(blocks: Sequence[Block], keys: Sequence[str], article: str) -> tuple[list[int], list[_Gap]]:
    """Walk through page and article together; return the places of the blocks that fit, and what lies between."""
    headings = {key for block, key in zip(blocks, keys, strict=True) if _is_heading(block)}
    picked: list[int] = []
    gaps: list[_Gap] = []
    reached = 0
    for place, key in enumerate(keys):
        if not key or (key in headings and not _is_heading(blocks[place])):
            continue  # a breadcrumb or a teaser with the words of a heading
        comes_next = article.startswith(key, reached)
        if picked and picked[-1] == place - 1 and keys[place - 1] == key and not comes_next:
            picked.append(place)  # the page says it twice
            continue
        found = reached if comes_next else article.find(key, reached) if len(key) >= TELLING else -1
        if found >= 0:
            if found > reached:
                gaps.append(_Gap(reached, found, picked[-1] if picked else -1, place))
            picked.append(place)
            reached = found + len(key)
    if reached < len(article):
        gaps.append(_Gap(reached, len(article), picked[-1] if picked else -1, len(keys)))
    return picked, gaps


def _in_gap(gap: _Gap, keys: Sequence[str], article: str) -> tuple[list[int], int]:
    """Return the blocks in a gap that have most of its letters: the finder drops words within a block at times.

    Also returns how many letters of the gap no block has.
    """
    size = gap.end - gap.start
    if size > MOST_IN_GAP:
        return [], size
    pieces = {article[at : at + PIECE] for at in range(gap.start, gap.end - PIECE + 1)}
    found = []
    for place in range(gap.after + 1, gap.before):
        own = [keys[place][at : at + PIECE] for at in range(0, len(keys[place]) - PIECE + 1, PIECE)]
        if own and sum(piece in pieces for piece in own) * 2 >= len(own):
            found.append(place)
            size -= len(keys[place])
    return found, max(size, 0)


def _headline(blocks: Sequence[Block], keys: Sequence[str], before: int, title: str) -> int | None:
    """Return the place of the heading that has the words of the title: articles are found without it at times."""
    for place in range(before - 1, -1, -1):
        if title and keys[place] and _is_heading(blocks[place]) and (keys[place] in title or title in keys[place]):
            return place
    return None


def _is_heading(block: Block) -> bool:
    return block.steps[-1][0] == "heading"


def _counted_anew(blocks: Sequence[Block], title: str) -> list[Block]:
    """Count paragraphs and tables, and name sections, by what was picked alone; the headline names none."""
    counted: list[Block] = []
    section: Steps = ()
    paragraphs = 0
    tables: dict[str, int] = {}
    for block in blocks:
        steps = block.steps
        if _is_heading(block):
            key = squeezed(block.words)
            section = () if key in title or (title and title in key) else (("section", steps[-1][1]),)
            counted.append(block)
            continue
        if steps[-1][0] == "paragraph":
            paragraphs += 1
            place: Steps = (("paragraph", str(paragraphs)),)
        else:
            within = {kind: number for kind, number in steps if kind != "section"}
            if "table" in within:
                within["table"] = str(tables.setdefault(within["table"], len(tables) + 1))
            place = tuple(within.items())
        counted.append(replace(block, steps=section + place))
    return counted
