"""The parts of a dossier: findings, each of which cites passages, and the passages themselves.

Promises: frozen values that say all that the page shows; every claim in them is somebody's statement and carries the
references that lead to its words.
Does not: ask the store or write markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from witnessmark.comparing import Located, Moment
from witnessmark.nouns import Digest, Fault, Figure, PageBox, Passage, Span
from witnessmark.publish.words import Quote
from witnessmark.store.cited import Acquired, Citation, Recorded, TextFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What is known of the case outside its reading; the time is given, so that the same input makes the same bytes."""

    name: str
    created: str
    """RFC 3339 time."""
    checkpoint: str
    """The signed checkpoint as it lies in the record."""
    size: int
    """How many log entries the checkpoint covers."""
    root: str
    """The root hash of those entries, in Base64 as in the checkpoint."""
    fingerprint: str
    """The fingerprint of the key that signed the checkpoint."""
    version: str
    """Tool and version, such as ``witnessmark 0.1.0``."""
    made_at: str
    """RFC 3339 time at which the dossier is made."""
    language: str = "en"
    """The language of the dossier's own words."""


class Role(StrEnum):
    """What the words at a reference are to the finding that cites them."""

    SAID = "said"
    SPEAKER = "speaker"
    CUE = "cue"
    COUNT = "count"
    SHARED = "shared"
    DATE = "date"
    NAMED = "named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One citation of a finding: where the words stand in their source, and where in this document."""

    citation: Citation
    number: int
    """The number of the source in this document."""
    finding: str
    """The number of the finding that cites the words, such as ``S12``."""
    role: Role
    part: int = 0
    """Which of several references of one finding this is."""

    @property
    def passage(self) -> Passage:
        """The cited words."""
        return self.citation.passage

    @property
    def anchor(self) -> str:
        """The id of the words in the appendix."""
        return f"words-{self.finding.lower()}" + (f"-{self.part}" if self.part else "")

    @property
    def back(self) -> str:
        """The id of the finding."""
        return self.finding.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person decided about something, and the number of the decision in this document."""

    decision: str
    action: str
    value: str | None
    reason: str
    decided_by: str
    decided_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFinding:
    """A sealed source: its acquisitions, what is known of its text, and how it was graded."""

    number: int
    digest: Digest
    acquired: tuple[Acquired, ...]
    text: TextFacts | None
    decisions: tuple[Verdict, ...]

    @property
    def name(self) -> str:
        """The original name."""
        return self.text.name if self.text else self.acquired[0].source.custody.name

    @property
    def withdrawn(self) -> bool:
        """Whether the source was withdrawn from the case."""
        return all(item.withdrawn for item in self.acquired)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relayer:
    """A statement that another one was relayed by; ``finding`` is None where it is not in the reading."""

    finding: str | None
    speaker: Quote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFinding:
    """Who said what, where."""

    number: str
    id: str
    references: tuple[Reference, ...]
    """The words said first, then those of the speaker and the cue."""
    source: str
    party: str | None
    continued: bool
    """Whether the speaker is named with an earlier statement alone."""
    speaker: Quote | None
    cue: Quote | None
    content: Quote
    mode: str
    score: float
    relayed_by: tuple[Relayer, ...]
    decisions: tuple[Verdict, ...]
    rejected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFinding:
    """All statements of one party (None: not resolved, or nobody is named)."""

    anchor: str
    heading: str
    told: str
    """How a summary counts the statements."""
    kind: str | None
    named: tuple[str, ...]
    """The words that statements name the party by, other than its name."""
    statements: tuple[StatementFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFinding:
    """A number with its bounds, what it counts, and who gives it."""

    number: str
    references: tuple[Reference, ...]
    quote: Quote
    counted: Quote | None
    figure: Figure
    speaker: str | None
    statement: str | None
    """The number of the statement that holds it."""
    source: str
    rejected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFinding:
    """Words that name a date, and who speaks there."""

    reference: Reference
    quote: Quote
    statement: str | None
    """The number of the statement that holds them; None in the document's own voice."""
    speaker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentFinding:
    """One date and all words that name it; ``moment`` is None where no calendar has it."""

    number: str
    value: str
    moment: Moment | None
    words: tuple[DatedFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFinding:
    """A name of a place, where it stands first in each source, and the place that it means."""

    number: str
    located: Located
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way to another place of this document."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFinding:
    """An act of a person; ``about`` leads to what it is about, where that is in this document."""

    number: str
    recorded: Recorded
    about: Link | None
    withdrawn_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultFinding:
    """Something that could not be done; ``source`` is the number of the source, where it was sealed."""

    fault: Fault
    source: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of one paragraph that a reference cites; a passage over several paragraphs has several marks."""

    span: Span
    reference: Reference
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class PageMark:
    """A stretch of the page's picture on which cited words stand side by side, and what they are to their finding."""

    box: PageBox
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictured:
    """Where a line that was read from a picture stands on its page."""

    line: PageBox
    high: int
    """How high its words usually are, in pixels of the page."""
    marks: tuple[PageMark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A cited place of a text, whole, with its marks."""

    label: str
    start: int
    words: Quote
    marks: tuple[Mark, ...]
    corrected: tuple[Corrected, ...] = ()
    pictured: Pictured | None = None
    """Where it stands on its page, if it was read from a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A stretch of a paragraph that a person corrected: its words, those that were read, and the decision."""

    now: Quote
    was: Quote
    entry: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedText:
    """The cited places of one source, each once, in order."""

    source: SourceFinding
    paragraphs: tuple[Paragraph, ...]
