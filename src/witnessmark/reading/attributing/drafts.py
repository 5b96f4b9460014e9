"""Drafts: statements as token ranges of one sentence, before they become passages.

Promises: plain values that ``indirect`` and ``quoted`` hand to ``statements``; scores are the documented constants.
Does not: read a text, or decide what is a statement.
"""

from __future__ import annotations

from dataclasses import dataclass

from witnessmark.nouns import Mode

QUOTED_NAMED = 0.95
"""A direct quotation with its cue and speaker beside it."""
ACCORDING = 0.9
REPORTED_THAT = 0.85
"""Indirect speech with "that"."""
REPORTED_BARE = 0.75
OBJECT = 0.65
"""A reaction or demand with a bare object."""
CONTINUED = 0.7
"""A quotation that goes on, or one of a series, without a cue of its own."""
UNNAMED = 0.55
"""A passive, an adverb or a noun that attributes without a speaker."""
INVERTED = 0.85
TURN = 0.95
"""A turn of a transcript under its speaker's label."""


@dataclass(slots=True)
class Draft:
    """One statement of a sentence: code-point ranges, in the order that they were found."""

    content: list[tuple[int, int]]
    mode: Mode
    score: float
    source: tuple[int, int] | None = None
    cue: tuple[int, int] | None = None
    outer: Draft | None = None
    continued: bool = False
    """Its speaker, and its cue if it has one, stand with an earlier quotation or before a series of them."""

    series: bool = False
    """One of a series of quotations that one cue opens."""

    turn: bool = False
    """A turn of a transcript: its speaker is the label before it."""

    named: bool = False
    """It goes on in reported speech: its speaker's words are those of an earlier sentence."""

    @property
    def start(self) -> int:
        """The first code point of any part."""
        named = [part for part in (self.source, self.cue) if part and not self.continued]
        parts = [*self.content, *named]
        return min(part[0] for part in parts)
