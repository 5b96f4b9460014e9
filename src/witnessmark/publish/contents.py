"""What a dossier holds, and in what order.

Promises: a section has one number and one title wherever it is named.
Does not: fill or print a section.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from witnessmark.publish.compared import ContradictionFinding, FamilyFinding, QuestionFinding, Some, UtteranceFinding
from witnessmark.publish.cutouts import CutOuts
from witnessmark.publish.findings import (
    CaseFacts,
    CitedText,
    DecisionFinding,
    FaultFinding,
    FigureFinding,
    MomentFinding,
    PartyFinding,
    PlaceFinding,
    SourceFinding,
    StatementFinding,
)

SECTIONS = {
    "about": "What this document is",
    "summary": "Summary",
    "sources": "Sources",
    "statements": "Statements by speaker",
    "rejected": "Rejected statements",
    "questions": "Figures side by side",
    "figures": "All figures",
    "utterances": "Utterances",
    "contradictions": "Contradictions",
    "timeline": "Timeline",
    "places": "Places",
    "copies": "Copies",
    "decisions": "Decisions",
    "faults": "What could not be read",
    "passages": "Passages",
}
"""The titles of the sections by their ids, in order; the last is the appendix."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section as it is named: its id on the page, its number and its title."""

    id: str
    number: str
    title: str


def sections() -> tuple[Section, ...]:
    """Return the sections in order; the appendix has the letter A."""
    return tuple(
        Section(name, "A" if name == "passages" else str(number), title)
        for number, (name, title) in enumerate(SECTIONS.items(), 1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that the document says, section by section, and the passages that it leads back to."""

    facts: CaseFacts
    readers: tuple[str, ...]
    sources: tuple[SourceFinding, ...]
    parties: tuple[PartyFinding, ...]
    unresolved: tuple[PartyFinding, ...]
    """Statements whose speaker is not resolved, and those where nobody is named."""
    rejected: tuple[StatementFinding, ...]
    figures: tuple[FigureFinding, ...]
    questions: tuple[QuestionFinding, ...]
    utterances: Some[UtteranceFinding]
    contradictions: Some[ContradictionFinding]
    moments: tuple[MomentFinding, ...]
    places: tuple[PlaceFinding, ...]
    families: tuple[FamilyFinding, ...]
    decisions: tuple[DecisionFinding, ...]
    faults: tuple[FaultFinding, ...]
    passages: tuple[CitedText, ...]
    cut_outs: CutOuts = field(default_factory=CutOuts)
    """What the pages show of those lines that were read from pictures."""

    @property
    def pairs(self) -> int:
        """How many pairs of texts share words."""
        return sum(family.pairs for family in self.families)

    @property
    def statements(self) -> int:
        """How many statements are listed, without those that were rejected."""
        return sum(len(group.statements) for group in (*self.parties, *self.unresolved))
