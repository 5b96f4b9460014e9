"""Puts a text and what was read in it into the tables.

Promises: putting a source again replaces all that was known of it; each call is one step of the caller's transaction.
Does not: commit, or decide what is worth reading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from witnessmark.comparing import Fingerprint
from witnessmark.nouns import Action, Copy, Decision, Digest, Entry, Fault, Source
from witnessmark.store import parts, pending, rows, schema
from witnessmark.store.pending import Neighbourhood
from witnessmark.store.prepared import Prepared, fingerprint_rows

UNREAD: Mapping[str, Any] = {"intake": None, "opened": None, "media_type": None}
"""What the tables say of a source that nobody has opened or read."""


def add_entry(connection: sa.Connection, entry: Entry) -> None:
    """Note a log entry: an acquisition, a decision or a withdrawal (which marks the entry that it withdraws)."""
    if isinstance(entry.fact, Source):
        connection.execute(sa.insert(schema.acquisition), rows.source_row(entry.fact))
        fact = {"digest": entry.fact.digest, "name": entry.fact.custody.name, "withdrawn": False}
        known = sa.select(schema.source.c.digest).where(schema.source.c.digest == entry.fact.digest)
        if connection.execute(known).first() is None:  # one that was withdrawn stays so, however often it is sealed
            connection.execute(sa.insert(schema.source), fact)
        return
    connection.execute(sa.insert(schema.decision), rows.decision_row(entry.index, entry.fact))
    if entry.fact.action is Action.WITHDRAW:
        _withdraw(connection, entry.index, entry.fact)


def _withdraw(connection: sa.Connection, index: int, act: Decision) -> None:
    """Mark a decision as withdrawn, or take a source out of the reading when its last acquisition is withdrawn."""
    target = int(act.target)
    connection.execute(sa.update(schema.decision).where(schema.decision.c.entry == target).values(withdrawn_by=index))
    acquired = schema.acquisition.c
    digest = connection.scalar(sa.select(acquired.source).where(acquired.entry == target))
    if digest is None:
        return
    withdrawn = sa.select(sa.cast(schema.decision.c.target, sa.Integer)).where(schema.decision.c.action == act.action)
    standing = sa.select(acquired.entry).where(acquired.source == digest, acquired.entry.not_in(withdrawn))
    if connection.execute(standing).first() is None:
        forget(connection, digest)
        values = {**UNREAD, "withdrawn": True}
        connection.execute(sa.update(schema.source).where(schema.source.c.digest == digest).values(values))


def forget(connection: sa.Connection, source: Digest, *, but_opened: bool = False) -> None:
    """Delete all that was read out of ``source``, and its faults, perhaps but those of taking files out of it."""
    text = connection.scalar(sa.select(schema.text.c.id).where(schema.text.c.source == source))
    if text is not None:
        unsettle(connection, pending.neighbourhoods(connection, text).values(), but={text})
        connection.execute(
            sa.text(f"DELETE FROM {schema.SHADOW} WHERE rowid IN (SELECT id FROM passage WHERE text = :text)"),  # noqa: S608
            {"text": text},
        )
        connection.execute(sa.delete(schema.text).where(schema.text.c.id == text))
    fault = schema.fault.c
    others = fault.stage != parts.STAGE if but_opened else sa.true()
    connection.execute(sa.delete(schema.fault).where(fault.source == source, others))


def unsettle(connection: sa.Connection, hoods: Iterable[Neighbourhood], *, but: Collection[int]) -> list[int]:
    """Mark the texts to be compared again that the coming or going of one gives other neighbours; return their numbers.

    ``hoods`` are the neighbourhoods of that one; the texts ``but`` are settled already.
    """
    moved = pending.numbers_of(connection, pending.crowded_neighbours(hoods)).values()
    again = sorted(number for number in moved if number not in but)
    mark_uncompared(connection, again)
    return again


def mark_uncompared(connection: sa.Connection, numbers: Sequence[int]) -> None:
    """Mark texts to be compared again."""
    text = schema.text.c
    for some in pending.batched(numbers):
        connection.execute(sa.update(schema.text).where(text.id.in_(some)).values(compared=None))


def put_fault(connection: sa.Connection, fault: Fault, *, intake: str) -> None:
    """Note that nothing could be read out of a source by this version of ``intake``."""
    if fault.source is None:
        raise ValueError("a fault of intake names its source")
    forget(connection, fault.source, but_opened=True)
    _add_faults(connection, [fault])
    values = {"media_type": None, "intake": intake}
    connection.execute(sa.update(schema.source).where(schema.source.c.digest == fault.source).values(values))


def put(connection: sa.Connection, prepared: Prepared, *, intake: str) -> int:
    """Put a text with all that was read in it, in the place of what was known of its source; return its number."""
    forget(connection, prepared.source, but_opened=True)
    values = {"media_type": prepared.media_type, "intake": intake}
    connection.execute(sa.update(schema.source).where(schema.source.c.digest == prepared.source).values(values))
    inserted = connection.execute(sa.insert(schema.text), prepared.text).inserted_primary_key
    if inserted is None:
        raise RuntimeError("the database gave no key for a text")
    number: int = inserted[0]
    _put_passages(connection, number, prepared)
    for table, found in (
        (schema.statement, prepared.statements),
        (schema.figure, prepared.figures),
        (schema.date, prepared.dates),
        (schema.name, prepared.names),
        (schema.fingerprint, prepared.fingerprints),
    ):
        _insert(connection, table, [{"text": number} | row for row in found])
    _insert(connection, schema.fault, prepared.faults)
    return number


def _put_passages(connection: sa.Connection, number: int, prepared: Prepared) -> None:
    first = (connection.scalar(sa.select(sa.func.max(schema.passage.c.id))) or 0) + 1
    numbered = enumerate(prepared.passages, first)
    _insert(connection, schema.passage, [{"id": at, "text": number} | row for at, row in numbered])
    words = [{"at": at, "words": words} for at, words in enumerate(prepared.words, first)]
    if words:
        connection.execute(sa.text(f"INSERT INTO {schema.SHADOW}(rowid, words) VALUES (:at, :words)"), words)  # noqa: S608


def renew(
    connection: sa.Connection,
    number: int,
    source: Digest,
    *,
    fingerprints: Iterable[Fingerprint],
    questions: Mapping[str, str | None],
) -> None:
    """Replace what another version of the comparison made of a text: fingerprints, and questions by figures' ids."""
    mark, figure = schema.fingerprint, schema.figure
    connection.execute(sa.delete(mark).where(mark.c.text == number))
    _insert(connection, mark, [{"text": number} | row for row in fingerprint_rows(source, fingerprints)])
    for identity, question in questions.items():
        connection.execute(sa.update(figure).where(figure.c.id == identity).values(question=question))


def _add_faults(connection: sa.Connection, faults: Iterable[Fault]) -> None:
    _insert(connection, schema.fault, [rows.fault_row(fault) for fault in faults])


def set_seal_faults(connection: sa.Connection, faults: Iterable[Fault]) -> None:
    """Replace what is known of files that could not be sealed."""
    connection.execute(sa.delete(schema.fault).where(schema.fault.c.stage == "seal"))
    _add_faults(connection, faults)


def put_copies(connection: sa.Connection, compared: Mapping[int, Sequence[Copy]], version: str) -> None:
    """Replace the copies that the texts with these numbers take part in, and mark them as compared."""
    ends, text = schema.copy.c, schema.text.c
    numbers = [*compared]
    connection.execute(sa.delete(schema.copy).where(sa.or_(ends.origin.in_(numbers), ends.taken.in_(numbers))))
    found = [copy for copies in compared.values() for copy in copies]
    digests = sorted({side for copy in found for side in (copy.origin, copy.taken)})
    known = pending.numbers_of(connection, digests)
    _insert(connection, schema.copy, [rows.copy_row(copy, known) for copy in found])
    connection.execute(sa.update(schema.text).where(text.id.in_(numbers)).values(compared=version))


def _insert(connection: sa.Connection, table: sa.Table, values: Sequence[Mapping[str, Any]]) -> None:
    if values:
        connection.execute(sa.insert(table), values)
