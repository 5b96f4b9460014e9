"""The findings that set words of several sources beside each other: questions, utterances, contradictions, copies.

Promises: frozen values; every one leads to its words through the references of its statements, figures or copies; what
is left out for its length is counted.
Does not: ask the store, compare, or write markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from witnessmark.nouns import Answer
from witnessmark.publish.findings import FigureFinding, Reference, SourceFinding, StatementFinding, Verdict
from witnessmark.publish.words import Quote

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Some(Generic[T]):
    """The first of many items, and how many there are in all."""

    items: tuple[T, ...]
    total: int

    @classmethod
    def of(cls, items: Sequence[T], most: int) -> Some[T]:
        """Keep the first ``most`` of all ``items``."""
        return cls(tuple(items[:most]), len(items))

    @property
    def left(self) -> int:
        """How many are not shown."""
        return self.total - len(self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where some figures of an answer come from, as far as that is known, and why."""

    origin: str | None
    """None where it is not known."""
    why: str
    interest: str | None
    """The interest that a person has marked, or None."""
    interest_why: str
    sources: Some[int]
    """The numbers of the sources that the figures stand in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFinding:
    """One answer to a question with the figures that give it; ``letter`` names it in the picture."""

    letter: str
    answer: Answer
    figures: tuple[FigureFinding, ...]
    beside: tuple[str, ...]
    """How it stands to answers above it, in words that name them by their letters."""
    ways: Some[Way]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFinding:
    """What figures of several sources answer, side by side."""

    number: str
    question: str
    measure: str
    answers: tuple[AnswerFinding, ...]
    rejected: tuple[FigureFinding, ...]
    articles: int
    utterances: int
    origins: int
    origins_unknown: int
    """How many of the origins are not known, and are counted as one each."""
    reworded: int
    """How many sources look reworded or translated from others, where the origins are fewer if they are."""
    interests: int
    interests_marked: int
    """How many of the interests a person has marked."""
    decisions: tuple[str, ...]
    """The numbers of the decisions that changed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One wording of an utterance: the statements that have it, those published first at the beginning."""

    words: Quote
    statements: Some[StatementFinding]
    published: str | None
    """When the first of their texts was published as EDTF, or None."""
    another_language: bool
    """Whether it is in another language than the first wording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceFinding:
    """The same words of one party in several statements, wording by wording."""

    number: str
    party: str | None
    said: str | None
    """When it was said as EDTF, where the texts tell."""
    statements: int
    sources: int
    tellings: Some[Telling]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two statements that cannot both hold, and others of the same utterance that the pair repeats with."""

    statement: StatementFinding
    again: Some[StatementFinding]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContradictionFinding:
    """Two statements that cannot both hold as they are read, and what people decided about the pair."""

    number: str
    kind: str
    why: str
    first: Side
    second: Side
    pairs: int
    """How many pairs of statements it stands for."""
    decisions: tuple[Verdict, ...]
    """About the pair; those about either statement stand with the statement."""
    withdrawn: bool
    """Whether it is proposed no longer because a person rejected one of the two statements."""

    @property
    def state(self) -> str:
        """What people made of it: ``proposed``, ``confirmed``, ``rejected``, ``unsure`` or ``set aside``."""
        if self.withdrawn:
            return "set aside"
        found = [STATES[verdict.action] for verdict in self.decisions if verdict.action in STATES]
        return found[-1] if found else "proposed"


STATES = {"confirm": "confirmed", "reject": "rejected", "unsure": "unsure"}
"""What a pair is once a person has decided about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedWords:
    """One stretch of words that stands in two texts, as each of them has it."""

    origin: Reference
    taken: Reference
    origin_words: Quote
    taken_words: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFinding:
    """Words that one text took from another."""

    number: str
    origin: SourceFinding
    taken: SourceFinding
    kind: str
    direction_known: bool
    share_origin: float
    share_taken: float
    shared: tuple[SharedWords, ...]

    @property
    def references(self) -> Iterator[Reference]:
        """Every citation of the copy."""
        for pair in self.shared:
            yield pair.origin
            yield pair.taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A text of a family, and with how many others of it it shares words."""

    source: SourceFinding
    partners: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyFinding:
    """Texts that share words, pair by pair, and of the pairs as many as tie them all together."""

    number: str
    members: tuple[Member, ...]
    pairs: int
    """How many pairs of its texts share words, shown or not."""
    copies: tuple[CopyFinding, ...]

    @property
    def references(self) -> Iterator[Reference]:
        """Every citation of the copies that are shown."""
        for copy in self.copies:
            yield from copy.references
