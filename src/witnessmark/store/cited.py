"""The reading's answers: nouns with the place in a source that each of them has.

Promises: everything here that stands in a text carries its citation.
Does not: ask or decide anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from witnessmark.nouns import (
    Copy,
    Correction,
    Date,
    Decision,
    Digest,
    Edtf,
    Figure,
    Name,
    PageBox,
    Passage,
    Source,
    Statement,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where something stands: the sealed source, its original name, the place in it, and the exact words."""

    source: Digest
    name: str
    locator: str
    passage: Passage
    boxes: tuple[PageBox, ...] = ()
    """Where the words stand on the pictures of their pages, where they were read from these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedStatement:
    """A statement with its place; ``verdict`` is the newest standing decision about it, if any."""

    id: str
    citation: Citation
    statement: Statement
    relayed_by: tuple[str, ...]
    verdict: str | None
    grade: str | None = None
    """Its credibility 1 to 6, with or without a reliability A to F, where a person has graded it."""
    interest: str | None = None
    """The interest that its party is marked with."""
    relations: tuple[str, ...] = ()
    """How its party is related to others, as people decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedFigure:
    """A figure with its place, and the id and speaker of the statement that holds it."""

    id: str
    citation: Citation
    figure: Figure
    statement: str | None
    speaker: str | None
    party: str | None
    utterance: str | None
    """The content words of its statement: what makes two tellings the same utterance."""
    question: str | None
    verdict: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedDate:
    """A date with its place."""

    citation: Citation
    date: Date


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedName:
    """A name with its place."""

    citation: Citation
    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquired:
    """An acquisition with what the reading knows of its bytes."""

    source: Source
    media_type: str | None
    withdrawn: bool
    parent_name: str | None = None
    """The name of the source that it lay in."""
    parts: int = 0
    """How many sources were taken out of it."""
    grade: str | None = None
    """Its reliability A to F, with or without a credibility 1 to 6, where a person has graded it."""
    interest: str | None = None
    """The interest that its publisher is marked with."""
    relations: tuple[str, ...] = ()
    """How its publisher is related to others, as people decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """All that is known of a text but its content."""

    source: Digest
    name: str
    media_type: str
    language: str | None
    extractor: str
    encoding: str | None
    digest: Digest
    """SHA-256 of the text itself."""
    characters: int
    title: str | None
    author: str | None
    published: Edtf | None
    publisher: str | None
    published_in_text: bool
    """Whether ``published`` was read in the text's own words."""
    declared: tuple[tuple[str, str], ...]
    """What else the file says of itself."""
    corrections: tuple[Correction, ...]
    """What people put in the place of other words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedCopy:
    """A copy with the names of both sources."""

    copy: Copy
    origin_name: str
    taken_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A decision with its entry's number, and the number of the entry that withdrew it."""

    entry: int
    decision: Decision
    withdrawn_by: int | None
    gone: str | None = None
    """Why it changes nothing now: what it is about is no longer in the reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A speaker as the statements name it, with the words used and how often it speaks."""

    party: str
    kind: str
    spellings: tuple[str, ...]
    roles: tuple[str, ...]
    statements: int
    interest: str | None = None
    relations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of everything there are in a case."""

    sources: int
    texts: int
    statements: int
    without_party: int
    """Statements whose speaker is not named or not resolved."""
    figures: int
    copies: int
    faults: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What rows to return; None asks for all. ``source`` is the start of a digest or an original name."""

    source: str | None = None
    speaker: str | None = None
    """Part of the speaker's words or of the party, in any case."""
    mode: str | None = None
    measure: str | None = None
    """A measure and all below it: ``persons`` takes ``persons.killed``."""
    words: str | None = None
    """Part of the quoted words, in any case."""
    sure: bool = False
    """Only statements whose speaker and cue stand in the text and whose score was measured to be right."""


ALL = Filter()
