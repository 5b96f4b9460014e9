"""The nouns of Witnessmark: frozen values that the rooms hand to each other.

Promises: one class for each word of the glossary, immutable, comparable, with no behaviour beyond its own meaning.
All spans are ``[start, end)`` in code points of an unchanged text. Imports nothing of ours.
Does not: read, write, print or resolve anything.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

Digest = NewType("Digest", str)
"""SHA-256 of some bytes, as 64 lower-case hexadecimal digits."""

Edtf = NewType("Edtf", str)
"""A date in Extended Date/Time Format (ISO 8601-2), which keeps the precision of the words: ``1988-22``."""

Number = int | float

GAP = " … "
"""What joins the pieces of a quote whose passage has several spans."""


def digest_of(data: bytes) -> Digest:
    """Return the SHA-256 of ``data``."""
    return Digest(hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch ``[start, end)`` of a text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not [{self.start}, {self.end})")

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Passage:
    """One or more spans of a text and the exact words that stand there; several pieces are joined by ``GAP``."""

    spans: tuple[Span, ...]
    quote: str

    @classmethod
    def of(cls, text: str, *spans: Span) -> Passage:
        """Cut the passage at ``spans`` out of ``text``; raises ValueError where a span leaves the text."""
        if not spans:
            raise ValueError("a passage needs at least one span")
        if any(span.end > len(text) for span in spans):
            raise ValueError("a span ends after the text")
        return cls(tuple(spans), GAP.join(text[span.start : span.end] for span in spans))

    def stands_in(self, text: str) -> bool:
        """Tell whether the quote reproduces from ``text`` (law 2: exact words or nothing)."""
        if any(span.end > len(text) for span in self.spans):
            return False
        return self.quote == GAP.join([text[span.start : span.end] for span in self.spans])

    @property
    def start(self) -> int:
        """The first code point of the passage."""
        return min(span.start for span in self.spans)

    @property
    def end(self) -> int:
        """The end of the passage's last span."""
        return max(span.end for span in self.spans)


# --------------------------------------------------------------------------------------------------- the record


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """How the bytes of one item were acquired: who, when by which clock, from where, under what name, with what."""

    name: str
    """The original file name, without its folder."""
    acquired_from: str
    """Where the bytes came from: a path or an address, as given."""
    acquired_at: str
    """RFC 3339 time with its offset."""
    clock: str
    """What the time was read from, such as ``system clock, synchronised``."""
    acquired_by: str
    tool: str
    """Tool and version, such as ``witnessmark 0.1.0``."""
    parent: Digest | None = None
    """The sealed source that held these bytes: a mail's for its attachment, an archive's for a file in it."""
    part: str | None = None
    """Where in its parent: ``attachment 2``, ``reports/march.txt``; never given without ``parent``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Sealed bytes with the custody facts of one acquisition; the same bytes acquired twice are two of these."""

    digest: Digest
    size: int
    custody: Custody
    index: int
    """The number of the log entry that sealed it."""


class Action(StrEnum):
    """What a decision does to its target."""

    CONFIRM = "confirm"
    REJECT = "reject"
    UNSURE = "unsure"
    NOTE = "note"
    GRADE = "grade"
    INTEREST = "interest"
    """Marks an outlet or a party as one interest with all others of the same name."""
    RELATE = "relate"
    """Says how an outlet or a party is related to another; counts nothing."""
    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    MOVE = "move"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    """Puts other words for a stretch of a text that was misread; the extracted text stays."""
    REPLACE_KEY = "replace-key"
    EXPORT = "export"
    """A bag left the case: its target is the digest of the bag's tag manifest. Cannot be withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One act of a person with a reason.

    ``target`` names what it is about: a statement's id, a source's digest, or (for a withdrawal) the number of the
    log entry that is withdrawn. ``subject`` repeats what the target was when the act was done (its source, quote and
    speaker), so that the act can be understood, and found again, after the reading has changed.
    """

    action: Action
    target: str
    reason: str
    decided_by: str
    decided_at: str
    clock: str
    tool: str
    value: str | None = None
    """What was decided where the action alone does not say it: the grade ``B2``, the words of the note."""
    subject: Mapping[str, str] = field(default_factory=dict)


class EntryKind(StrEnum):
    """The kinds of entry in the log."""

    SEALED = "sealed"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    EXPORTED = "exported"


@dataclass(frozen=True, slots=True)
class Entry:
    """One leaf of the log: its number and the source that was sealed or the decision that was taken."""

    index: int
    kind: EntryKind
    fact: Source | Decision


# --------------------------------------------------------------------------------------------------- texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that could not be done, and what a person can do about it."""

    source: Digest | None
    name: str
    stage: str
    """Where it happened: ``seal``, ``unpack``, ``intake``, ``reading``, ``hashes``, ``comparing`` or ``verify``."""
    fault: str
    hint: str


UNSHOWN = frozenset({"box", "boxes", "turn", "confidence"})
"""Steps that no person looks a place up by."""


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a stretch of a text stands in its source, as a person would look it up.

    ``steps`` go from the large to the small: ``(("page", "3"), ("paragraph", "2"))``. Steps may be ``page``,
    ``section``, ``paragraph``, ``heading``, ``table``, ``row``, ``cell``, ``note``, ``line``, ``slide``, ``sheet``,
    ``record``, ``message``, ``part``, ``time`` (of a recording), and of words that were recognised in a picture ``box``
    (left, top, right, bottom of the line on the page's picture), ``boxes`` (of its words, as ``intake.boxes`` packs
    them), ``turn`` (by how many degrees clockwise the page is set upright) and ``confidence`` (0 to 100).
    """

    span: Span
    steps: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        """The locator in words: ``page 3, paragraph 2``."""
        shown = [step for step in self.steps if step[0] not in UNSHOWN] or self.steps
        return ", ".join(f"{kind} {number}" for kind, number in shown)


@dataclass(frozen=True, slots=True)
class PageBox:
    """A place on a page's picture, in pixels of the page as it lies; right and bottom lie just outside.

    A page of a PDF is rendered at 300 dots per inch (fewer where it would be too large); a picture has its own pixels.
    """

    page: int
    """Counts from 1."""
    left: int
    top: int
    right: int
    bottom: int
    turn: int = 0
    """By how many degrees clockwise the page is set upright: 0, 90, 180 or 270."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A stretch of a text in which a person put other words for what was extracted."""

    entry: int
    """The number of the decision in the log."""
    span: Span
    """Where the new words stand."""
    original: Span
    """Where the replaced words stand in the extracted text."""
    was: str
    """The replaced words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What was read out of a source; never edited.

    Where people have corrected it, this is another text beside the extracted one, which can be made from it again.

    ``locators`` are in order, do not overlap, and together cover everything but the white space between them.
    """

    source: Digest
    content: str
    locators: tuple[Locator, ...]
    media_type: str
    extractor: str
    """Name and version of all that decided the text, such as ``html/1 trafilatura/2.3.1``."""
    encoding: str | None = None
    """The character encoding and how it was found: ``utf-8 (declared)``, ``windows-1256 (detected)``.

    None where the bytes are not characters (a PDF).
    """
    language: str | None = None
    """ISO 639-1 code, or None where it could not be told."""
    title: str | None = None
    author: str | None = None
    published: Edtf | None = None
    publisher: str | None = None
    published_in_text: bool = False
    """Whether ``published`` was read in the text's own words, for want of a date that the file declares."""
    declared: tuple[tuple[str, str], ...] = ()
    """What else the file says of itself, by its own names for it (mail headers, EXIF, a document's properties).

    Shown as that and never taken as true: whoever made the file could write there what they liked.
    """
    corrections: tuple[Correction, ...] = ()
    """What people corrected, in the order of the text."""
    faults: tuple[Fault, ...] = ()
    """What was lost on the way (a page without text, an undecodable stretch): the text is usable but not whole."""

    @property
    def digest(self) -> Digest:
        """SHA-256 of the content in UTF-8: what a reading is cached by."""
        return digest_of(self.content.encode("utf-8", "surrogatepass"))

    def locate(self, passage: Passage) -> str:
        """Return the label of the place where ``passage`` starts, or of its range of places."""
        return locate(self.locators, passage)


def locate(locators: Sequence[Locator], passage: Passage) -> str:
    """Return the label of the place where ``passage`` starts, or of its range of places; "" where there is none.

    ``locators`` are in order and do not overlap.
    """
    first = bisect_right(locators, passage.start, key=lambda locator: locator.span.end)
    last = bisect_left(locators, passage.end, key=lambda locator: locator.span.start) - 1
    if first > last:
        return ""
    start, end = locators[first].label, locators[last].label
    return start if start == end else f"{start} to {end}"


# --------------------------------------------------------------------------------------------------- the reading


class Mode(StrEnum):
    """What a speaker does with a content."""

    ASSERTED = "asserted"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"
    ASKED = "asked"
    CALLED_FOR = "called for"
    ORDERED = "ordered"
    BELIEVED = "believed"
    PROMISED = "promised"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """The words that name who speaks, and the party they resolve to (None where that is unsure).

    ``passage`` is None for a quotation that goes on: its speaker is known, but named with an earlier statement.
    """

    passage: Passage | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who said what in one text. ``relayed_by`` are positions of other statements in the same reading."""

    speaker: Speaker | None
    """None where nobody is named."""
    cue: Passage | None
    content: Passage
    mode: Mode = Mode.ASSERTED
    score: float = 1.0
    """0 to 1: how sure the reader is."""
    relayed_by: tuple[int, ...] = ()

    @property
    def party(self) -> str | None:
        """The resolved name of the speaker."""
        return self.speaker.party if self.speaker else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its bounds as the words give them; either end may be open (None)."""

    passage: Passage
    """The number with its bound and approximation words (``more than 30,000``), not what is counted."""
    lo: Number | None
    hi: Number | None
    approximate: bool = False
    counted: str | None = None
    """The words of what is counted (``political prisoners``)."""
    measure: str = "other"
    """The class of what is counted, such as ``persons.killed``."""
    place: str | None = None
    period: Edtf | None = None
    event: str | None = None
    statement: int | None = None
    """Position in the reading of the innermost statement that holds it; None in the document's own voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date in the text and its value; ``anchor`` is the publication date that it was resolved against, if any."""

    passage: Passage
    value: Edtf
    anchor: Edtf | None = None


class NameKind(StrEnum):
    """What a name names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A proper name where it stands."""

    passage: Passage
    kind: NameKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that a reader found in one text, each list in the order of the text."""

    reader: str
    """The version of the reader: everything that decides its output."""
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[Date, ...] = ()
    names: tuple[Name, ...] = ()
    published: Date | None = None
    """The date of publication that the text states in its words, where its file declares none."""
    faults: tuple[Fault, ...] = ()
    """What the reader could not do or refused; whoever keeps the reading fills in the source and its name."""

    def passages(self) -> Iterable[Passage]:
        """Yield every passage that must stand in the text."""
        for statement in self.statements:
            yield statement.content
            if statement.cue:
                yield statement.cue
            if statement.speaker and statement.speaker.passage:
                yield statement.speaker.passage
        yield from (figure.passage for figure in self.figures)
        yield from (date.passage for date in self.dates)
        yield from (name.passage for name in self.names)


# --------------------------------------------------------------------------------------------------- comparisons


class CopyKind(StrEnum):
    """How close a copy is to what it was taken from."""

    COPY = "copy"
    REWORDED = "reworded"
    TRANSLATED = "translated"


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A stretch of words that stands in two texts."""

    origin: Span
    taken: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Words that one text took from another. Where ``direction_known`` is false, the order of the two means nothing."""

    origin: Digest
    """The source whose text came first."""
    taken: Digest
    """The source whose text took the words."""
    kind: CopyKind
    direction_known: bool
    share_origin: float
    """0 to 1: how much of the first text's words stand in the other."""
    share_taken: float
    passages: tuple[SharedPassage, ...]


class StepKind(StrEnum):
    """The stations of the way from an article to the interest that an account serves."""

    ARTICLE = "article"
    UTTERANCE = "utterance"
    ORIGIN = "origin"
    INTEREST = "interest"


@dataclass(frozen=True, slots=True)
class Step:
    """One station of a path: what it is called (None where it is not known), and why the way leads there."""

    kind: StepKind
    name: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The way from one figure, in one article, to where the account comes from; one step or more of each kind."""

    figure: str
    """The figure's id."""
    source: Digest
    statement: str | None
    steps: tuple[Step, ...]
    origin: str
    """What tells origins apart; equal for two paths that may end in one origin."""
    interest: str
    """The same for interests."""
    loose_origin: str = ""
    """The same as ``origin`` where texts that look reworded or translated are taken for copies too."""


class Relation(StrEnum):
    """How one answer stands to another."""

    AGREE = "agree"
    """One interval lies within the other."""
    OVERLAP = "overlap"
    CONFLICT = "conflict"
    """No number is in both."""
    SUBSET = "subset"
    """It counts a part of what the other counts."""
    UPDATE = "update"
    """The same party said it later, with another figure."""


@dataclass(frozen=True, slots=True)
class Related:
    """How an answer stands to another one of its question (``answer`` is its position), and why."""

    relation: Relation
    answer: int
    why: str


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """What an answer counts a part of: the id of that answer's question, its position there, the words that say so."""

    question: str
    answer: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One interval that somebody gave to a question, and every statement that gives it."""

    lo: Number | None
    hi: Number | None
    approximate: bool
    speaker: str | None
    party: str | None
    origin: str | None
    """Where the answer comes from once copies are followed; None while it is unknown."""
    articles: int
    utterances: int
    statements: tuple[str, ...]
    """Ids of the statements; empty for a document's own voice."""
    origins: int = 1
    """From how many origins it comes at most."""
    interests: int = 1
    figures: tuple[str, ...] = ()
    """Ids of the figures that give it."""
    paths: tuple[Path, ...] = ()
    """One for each figure, in the order of the figures' ids."""
    relations: tuple[Related, ...] = ()
    """How it stands to the answers before it."""
    part_of: tuple[Part, ...] = ()
    """What its text says that it counts a part of: "of whom 12 were women"."""
    origins_if_reworded: int = 1
    """From how many origins at most where the texts that look reworded or translated are copies too."""
    reworded: int = 0
    """How many of its articles look like a reworded or translated copy of another one."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Another question about the same measure that does not meet this one, and why."""

    id: str
    question: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What several figures answer, with the answers side by side. ``origins`` is an upper bound, never a guess."""

    question: str
    measure: str
    event: str | None
    place: str | None
    period: Edtf | None
    answers: tuple[Answer, ...]
    articles: int
    utterances: int
    origins: int
    """At most; texts that look reworded or translated are not taken for copies (see ``reworded``)."""
    key: str = ""
    """What makes it this question and no other: measure, counted words, place, event and period in one line."""
    id: str = ""
    """Names it in decisions: ``q`` and 16 hexadecimal digits of its key."""
    interests: int = 0
    why: tuple[str, ...] = ()
    """Why these figures meet."""
    apart: tuple[Apart, ...] = ()
    """What might be thought to belong here and does not."""
    decisions: tuple[int, ...] = ()
    """Numbers of the log entries that changed it."""
    origins_if_reworded: int = 0
    """At most so many origins where the texts that look reworded or translated are copies too."""
    reworded: int = 0
    """How many of its articles look like a reworded or translated copy of another text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two statements that cannot both hold, by their words alone; a proposal for people."""

    id: str
    kind: str
    """``denied``, ``date`` or ``place``."""
    first: str
    """The id of the statement that asserts (of ``denied``), or the first of the two."""
    second: str
    score: float
    """0 to 1: how much of the words they share, rare ones counting more."""
    why: str
