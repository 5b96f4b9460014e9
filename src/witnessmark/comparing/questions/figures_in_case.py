"""A figure that answers a question, with all that is known of where it comes from.

Promises: what it holds depends on the figure, its text and its statement alone.
Does not: group anything (see ``questions``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from witnessmark.comparing.counted import is_people
from witnessmark.comparing.origins import Voice
from witnessmark.comparing.questions.keys import QuestionKey, is_telling, key_of, telling_number
from witnessmark.comparing.questions.text_times import Scope
from witnessmark.comparing.words import words_of
from witnessmark.nouns import Digest, Edtf, Figure, Number


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureInCase:
    """A figure that answers a question, with all that is known of where it comes from."""

    key: QuestionKey | None
    """None where its words name no question, and only a decision can say what it answers."""
    counted: str
    """The counted words as they stand."""
    place: str | None
    period: Edtf | None
    event: str | None
    lo: Number | None
    hi: Number | None
    approximate: bool
    source: Digest
    family: Digest
    """The member that names the family of copies of its source; the source itself where there is none."""
    statement: str | None
    """The id of the statement that holds it; None in the document's own voice."""
    speaker: str | None
    party: str | None
    utterance: tuple[str, ...]
    """The normalised words of the statement's content; empty in the document's own voice."""
    id: str = ""
    measure: str = "other"
    number: str = ""
    """The figure where it is telling by itself."""
    telling: bool = False
    """Whether the figure has two significant digits: the same party's same figure is then no chance."""
    relayers: tuple[Voice, ...] = ()
    """Who relays its statement, from the inside out."""
    carried: str = ""
    """What of place, period or event was taken from the words around it, in words."""
    part_of: str | None = None
    """The id of the figure of its text that it counts a part of: "of whom 12 were women"."""
    part: str = ""
    """The words that say so."""
    until: str | None = None
    """The id of the figure of its text that it was changed to: "rose from 14 to 22"."""
    years: tuple[str, ...] = ()
    """The years before its own that its text names, the one that it is most about first."""
    scope: Scope | None = None
    """What is known of the time that its text tells of; None where the text was not looked at."""
    said_once: str = ""
    """What names the utterance that its statement gives, where several texts give it."""
    said_in: int = 1
    """How many texts give it."""
    wanted: bool = False
    """Whether a decision is about it: it stays though its words name no question."""

    @property
    def voices(self) -> tuple[Voice, ...]:
        """Who says it and who relays it; none for a document's own voice."""
        return (Voice(words=self.speaker, party=self.party), *self.relayers) if self.statement else ()


def in_case(
    figure: Figure,
    *,
    source: Digest,
    family: Digest | None = None,
    statement: str | None = None,
    speaker: str | None = None,
    party: str | None = None,
    said: str | None = None,
    id: str = "",  # noqa: A002  (the noun's own name)
    relayers: Sequence[Voice] = (),
    carried: str = "",
    part_of: str | None = None,
    part: str = "",
    until: str | None = None,
    years: Sequence[str] = (),
    scope: Scope | None = None,
    said_once: str = "",
    said_in: int = 1,
    wanted: bool = False,
) -> FigureInCase | None:
    """Return ``figure`` with where it stands, ready to be grouped, or None where it can answer no question.

    ``family`` is the source's entry in ``families``; ``statement``, ``speaker``, ``party`` and ``said`` are the id, the
    speaker's words, the party and the content words of the statement that holds it, ``relayers`` those who relay it.
    ``carried`` says what of the figure was taken from the words around it, ``part_of`` and ``part`` which figure it
    counts a part of and why, ``until`` which one it was changed to, ``years`` and ``scope`` what its text tells
    of, ``said_once`` and ``said_in`` the utterance that its statement gives. With ``wanted``, it is never None.
    """
    key = key_of(figure)
    telling = is_telling(figure)
    if key is None and not wanted and not (is_people(figure.measure) and (telling or party)):
        return None
    counted = " ".join((figure.counted or "").split())
    return FigureInCase(
        key=key,
        counted=counted,
        place=figure.place,
        period=figure.period,
        event=figure.event,
        lo=figure.lo,
        hi=figure.hi,
        approximate=figure.approximate,
        source=source,
        family=family or source,
        statement=statement,
        speaker=speaker if statement else None,
        party=party if statement else None,
        utterance=words_of(said).normal if statement and said else (),
        id=id,
        measure=figure.measure,
        number=telling_number(figure, key.counted) if key else "",
        telling=telling,
        relayers=tuple(relayers),
        carried=carried,
        part_of=part_of,
        part=part,
        until=until,
        years=tuple(years),
        scope=scope,
        said_once=said_once,
        said_in=said_in,
        wanted=wanted,
    )
