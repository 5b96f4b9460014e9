"""The endpoint's reader: statements by a language model, all else by another reader.

Promises: a statement is taken only where its words stand in the text; what was refused, what was no answer and what
could not be asked is counted in the reading's faults, and the other reader's statements stand there. After a few
failures in a row no more is asked: a server that is gone costs seconds, not the run.
Does not: send a stretch whose reply is kept, or anything outside ``Connection``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from witnessmark.endpoint.connection import CUT_OFF, UnansweredError
from witnessmark.endpoint.kept import Kept
from witnessmark.endpoint.settings import Endpoint
from witnessmark.nouns import Fault, Reading, Span, Text
from witnessmark.reading import Reader
from witnessmark.reading.attributing.drafts import Draft
from witnessmark.reading.language_model.joining import join
from witnessmark.reading.language_model.locating import look_up
from witnessmark.reading.language_model.replies import Reply, UnusableError, parse
from witnessmark.reading.language_model.request import request_version, stretches
from witnessmark.reading.layout import Paragraph, lay_out
from witnessmark.reading.rules import known

FORM: Final = 1
"""Counts up when this room changes what comes of a reply; all else is named by the other reader's version."""
STAGE: Final = "reading"
ENOUGH_FAILURES: Final = 3
RETRIED: Final = "its reply is of no use"
"""Stands in the fault of a reading that ``--retry`` asks for again."""
UNANSWERED: Final = " unanswered"
"""Ends the version of a reading with stretches that got no answer: the next build asks for them again."""


class Asker(Protocol):
    """Puts words to a model."""

    def ask(self, words: str) -> str:
        """Return its reply; raises UnansweredError."""
        ...


@dataclass(slots=True)
class _Tally:
    """What became of the stretches of one text."""

    answered: list[Span] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    missing: int = 0
    malformed: int = 0
    unusable: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)


def version_of(endpoint: Endpoint, other: str) -> str:
    """Return the version of what this endpoint makes together with the reader whose version is ``other``."""
    model = "_".join(endpoint.model.split())
    return f"endpoint/{FORM} model/{model} question/{request_version()} {other}"


class EndpointReader:
    """Reads statements by a language model; figures, dates and names, and what it cannot, by ``other``."""

    def __init__(
        self,
        endpoint: Endpoint,
        other: Reader,
        asker: Asker,
        kept: Kept,
        *,
        again: bool = False,
        step: Callable[[], None] = lambda: None,
    ) -> None:
        """Take the model's replies from ``kept``, else from ``asker``; ``step`` is called after each stretch.

        With ``again``, a kept reply that is of no use is asked for once more.
        """
        self.endpoint = endpoint
        self._other, self._asker, self._kept, self._again, self._step = other, asker, kept, again, step
        self._failures = 0

    @property
    def version(self) -> str:
        """Name the model, the question, and all that names the other reader."""
        return version_of(self.endpoint, self._other.version)

    def version_for(self, language: str | None) -> str:
        """Return what decides the reading of a text in ``language`` whose stretches were all answered."""
        return version_of(self.endpoint, self._other.version_for(language))

    def outstanding(self, text: Text) -> tuple[int, tuple[str, ...]]:
        """Return how many stretches ``text`` has, and the words of those that would be sent."""
        found = [text.content[span.start : span.end] for span in stretches(self._paragraphs(text))]
        return len(found), tuple(words for words in found if self._reply(words) is None)

    def read(self, text: Text) -> Reading:
        """Return the reading of ``text``; whatever the endpoint does, it comes with faults and never raises."""
        other = self._other.read(text)
        paragraphs = self._paragraphs(text)
        tally = _Tally()
        before: Draft | None = None
        for span in stretches(paragraphs):
            before = self._read_stretch(text.content, span, before, tally)
            self._step()
        version = version_of(self.endpoint, other.reader) + (UNANSWERED if tally.unanswered else "")
        faults = _faults(tally)
        return join(text, other, paragraphs, tally.answered, tally.drafts, reader=version, faults=faults)

    def _paragraphs(self, text: Text) -> tuple[Paragraph, ...]:
        return lay_out(text.content, text.locators, known(text.language))

    def _read_stretch(self, text: str, span: Span, before: Draft | None, tally: _Tally) -> Draft | None:
        """Put the statements of one stretch into the tally; return the last one whose speaker is named."""
        words = text[span.start : span.end]
        try:
            reply = parse_whole(self._reply(words) or self._ask(words))
        except UnansweredError as error:
            tally.unanswered[str(error)] += 1
            return None
        except UnusableError as error:
            tally.unusable[str(error)] += 1
            return None
        located = look_up(text, span, reply.statements, before)
        tally.answered.append(span)
        tally.drafts += located.drafts
        tally.missing += located.missing
        tally.malformed += reply.malformed + located.nameless
        named = (draft for draft in reversed(located.drafts) if draft.source and draft.outer is None)
        return next(named, None)

    def _reply(self, words: str) -> str | None:
        """Return the kept reply about ``words``; with ``again`` one that is of no use counts as none."""
        reply = self._kept.get(self.endpoint.model, words)
        if reply is not None and self._again:
            try:
                parse_whole(reply)
            except UnusableError:
                return None
        return reply

    def _ask(self, words: str) -> str:
        if self._failures >= ENOUGH_FAILURES:
            raise UnansweredError(f"was not asked any more after {ENOUGH_FAILURES} failures in a row")
        try:
            reply = self._asker.ask(words)
        except UnansweredError:
            self._failures += 1
            raise
        self._failures = 0
        self._kept.put(self.endpoint.model, words, reply, self.endpoint.address)
        return reply


def parse_whole(reply: str) -> Reply:
    """Return the statements of a reply; raises UnusableError also where it was cut off."""
    if reply.endswith(CUT_OFF):
        raise UnusableError("it was cut off")
    return parse(reply)


def _faults(tally: _Tally) -> list[Fault]:
    """Say what was refused and what was read without the model; whoever keeps the reading fills in its source."""
    found = []
    if tally.missing:
        what = f"{_count(tally.missing, 'statement')} of the endpoint refused: their words are not in the text"
        found.append((what, "nothing is lost; a model that is often refused reads badly: try another"))
    if tally.malformed:
        what = f"{_count(tally.malformed, 'item')} of the endpoint refused: no statement in the form that was asked for"
        found.append((what, "nothing is lost; a server that holds the model to a JSON schema avoids it"))
    for reason, count in sorted(tally.unusable.items()):
        what = f"{_count(count, 'paragraph')} read without the endpoint: {RETRIED} ({reason})"
        found.append((what, "build again with --retry to ask again, or take another model"))
    for reason, count in sorted(tally.unanswered.items()):
        what = f"{_count(count, 'paragraph')} read without the endpoint: it {reason}"
        found.append((what, "see that the server runs and knows the model, and build again"))
    return [Fault(source=None, name="", stage=STAGE, fault=fault, hint=hint) for fault, hint in found]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
