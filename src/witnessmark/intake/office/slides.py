"""What the slides of a presentation have in common, whatever its format.

Promises: every stretch is located by its slide, counted from 1 as they are shown; a slide that is hidden is marked.
Does not: know any format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from witnessmark.intake.draft import Block, Loss, counted

NOTES = "speaker's notes"
MOST_SLIDES = 5000


def placed(number: int, hidden: bool, blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks of one slide, located in it: its title is a heading, and names no section."""
    slide = ("slide", f"{number} (hidden)" if hidden else str(number))
    for block in blocks:
        steps = tuple(step for step in block.steps if step[0] != "section")
        yield Block(block.words, (slide, *steps), block.gap)


def hidden_loss(hidden: Sequence[int]) -> tuple[Loss, ...]:
    """Say which slides are hidden."""
    if not hidden:
        return ()
    named = ", ".join(map(str, hidden[:20])) + (" and more" if len(hidden) > 20 else "")
    told = counted(len(hidden), "slide is hidden; it is", "slides are hidden; they are")
    return (Loss(f"{told} in the text: {named}", "see why"),)


def further_loss(count: int) -> Loss:
    """Say how many slides are too many."""
    slides = counted(count, "slide", "slides")
    fault = f"{slides} after the first {MOST_SLIDES:,} {'was' if count == 1 else 'were'} not read"
    return Loss(fault, "cut the presentation into smaller ones")
