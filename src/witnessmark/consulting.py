"""The step of a build that asks the endpoint of the case's settings, where there is one, about the texts.

Promises: before anything is sent, one line says how many texts go where; a text whose reading is up to date is not
asked about again; a reading is replaced whole or stays; a server that fails costs faults, never the build.
Does not: open a connection (see ``endpoint``), or run where the settings name no endpoint.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from witnessmark import comparing
from witnessmark.case import SETTINGS, Case
from witnessmark.endpoint import Connection, Endpoint, EndpointReader, Kept, kept
from witnessmark.endpoint.connection import is_loopback
from witnessmark.endpoint.reader import RETRIED, UNANSWERED, version_of
from witnessmark.errors import InputError
from witnessmark.nouns import Digest, Text, digest_of
from witnessmark.reading import Reader, dated
from witnessmark.store import Store, ask, pending, write
from witnessmark.store.prepared import prepare


class Telling(Protocol):
    """Is told how far the step is, and what a person must know before it."""

    def begin(self, stage: str, total: int) -> None:
        """Begin a stage with so many steps."""

    def advance(self, steps: int = 1) -> None:
        """Count steps of the stage as done."""

    def end(self) -> None:
        """End the stage."""

    def say(self, line: str) -> None:
        """Show one line to the person."""


def connect(case: Case) -> Connection | None:
    """Return how to reach the endpoint of the case's settings, or None where they name none; sends nothing.

    Raises InputError where the settings are wrong, or the endpoint is beyond the own network and may not be.
    """
    endpoint = case.endpoint
    if endpoint is None:
        return None
    try:
        connection = Connection(endpoint)
        connection.check()
    except InputError as error:
        raise InputError(f"{case.folder / SETTINGS}: {error}") from error
    return connection


def versions(connection: Connection | None, other: str) -> frozenset[str]:
    """Return the versions of the readings that stand, for a text that the reader ``other`` reads by itself."""
    if connection is None:
        return frozenset((other,))
    asked = version_of(connection.endpoint, other)
    return frozenset((other, asked, asked + UNANSWERED))


def consult(
    case: Case, store: Store, connection: Connection, other: Reader, progress: Telling, *, retry: bool = False
) -> None:
    """Ask the endpoint about every text that it has not read; ``retry`` asks again where a reply was of no use."""
    endpoint = connection.endpoint
    replies = Kept(case.folder / kept.FOLDER)
    reader = EndpointReader(endpoint, other, connection, replies, again=retry, step=progress.advance)
    waiting, stretches, sent = _waiting(store, reader, retry=retry)
    if sent.stretches:
        progress.say(_announcement(case, endpoint, sent))
    progress.begin("Asking", stretches)
    for known in waiting:
        with store.asking() as connected:
            text = ask.text_of(connected, known.source)
        if text is not None:
            _read(store, reader, text, known)
    progress.end()


class _Sent:
    """What is about to be sent; words that stand in several texts are sent once."""

    def __init__(self) -> None:
        self.texts = 0
        self.size = 0
        self._words: set[Digest] = set()

    @property
    def stretches(self) -> int:
        """How many different stretches there are."""
        return len(self._words)

    def add(self, unsent: Iterable[str]) -> None:
        """Count the stretches of one more text."""
        found = {digest_of(words.encode("utf-8", "surrogatepass")): len(words) for words in unsent}
        self.texts += bool(found)
        self.size += sum(size for digest, size in found.items() if digest not in self._words)
        self._words.update(found)


def _waiting(store: Store, reader: EndpointReader, *, retry: bool) -> tuple[list[pending.Standing], int, _Sent]:
    """Return the texts to be read, how many stretches they have, and what of them must be sent."""
    waiting: list[pending.Standing] = []
    stretches, sent = 0, _Sent()
    with store.asking() as connection:
        useless = {fault.source for fault in ask.faults(connection) if retry and RETRIED in fault.fault}
        for known in pending.standing(connection):
            read = _is_read(known, reader) and known.source not in useless
            text = None if read else ask.text_of(connection, known.source)
            if text is not None:
                waiting.append(known)
                count, unsent = reader.outstanding(text)
                stretches += count
                sent.add(unsent)
    return waiting, stretches, sent


def _is_read(known: pending.Standing, reader: EndpointReader) -> bool:
    """Tell whether the endpoint has read a text; ``build`` has read anew what another version had read."""
    begun = version_of(reader.endpoint, "")
    return known.reader is not None and known.reader.startswith(begun) and not known.reader.endswith(UNANSWERED)


def _read(store: Store, reader: EndpointReader, text: Text, known: pending.Standing) -> None:
    found = reader.read(text)
    text = dated(text, found)
    questions = [comparing.question_text(figure) for figure in found.figures]
    made = prepare(text, found, known.name, fingerprints=comparing.fingerprints(text), questions=questions)
    with store.writing() as connection:
        write.put(connection, made, intake=known.intake or "")


def _announcement(case: Case, endpoint: Endpoint, sent: _Sent) -> str:
    """Say what is sent where, in one line."""
    open_ = "" if endpoint.secure or is_loopback(endpoint.host) else ", unencrypted"
    what = f"{_count(sent.stretches, 'paragraph')} of {_count(sent.texts, 'text')} (about {sent.size:,} characters)"
    return (
        f"Sending {what} to {endpoint.address}{open_}, model {endpoint.model}. "
        f"To send nothing, take [reader.endpoint] out of {case.folder / SETTINGS}."
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
