"""Puts a text and what was read in it into the tables.

Promises: a passage that does not stand in its text is refused and becomes a fault; putting a source again replaces
all that was known of it; each call is one step of the caller's transaction.
Does not: commit, or decide what is worth reading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ..comparing import Fingerprint
from ..nouns import Action, Copy, Decision, Digest, Entry, Fault, Passage, Reading, Source, Text
from . import pending, rows, schema
from .pending import Neighbourhood
from .words import shadow


def add_entry(connection: sa.Connection, entry: Entry) -> None:
    """Note a log entry: an acquisition, a decision or a withdrawal (which marks the entry that it withdraws)."""
    if isinstance(entry.fact, Source):
        connection.execute(sa.insert(schema.acquisition), rows.source_row(entry.fact))
        fact = {"digest": entry.fact.digest, "name": entry.fact.custody.name, "withdrawn": False}
        known = sa.select(schema.source.c.digest).where(schema.source.c.digest == entry.fact.digest)
        if connection.execute(known).first() is None:
            connection.execute(sa.insert(schema.source), fact)
        else:
            connection.execute(
                sa.update(schema.source).where(schema.source.c.digest == entry.fact.digest).values(withdrawn=False)
            )
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
        connection.execute(sa.update(schema.source).where(schema.source.c.digest == digest).values(withdrawn=True))


def forget(connection: sa.Connection, source: Digest) -> None:
    """Delete all that was read out of ``source``, and its faults."""
    connection.execute(sa.delete(schema.fault).where(schema.fault.c.source == source))
    text = connection.scalar(sa.select(schema.text.c.id).where(schema.text.c.source == source))
    if text is not None:
        unsettle(connection, pending.neighbourhoods(connection, text).values(), but={text})
        connection.execute(
            sa.text(f"DELETE FROM {schema.SHADOW} WHERE rowid IN (SELECT id FROM passage WHERE text = :text)"),  # noqa: S608
            {"text": text},
        )
        connection.execute(sa.delete(schema.text).where(schema.text.c.id == text))


def unsettle(connection: sa.Connection, hoods: Iterable[Neighbourhood], *, but: Collection[int]) -> list[int]:
    """Mark the texts to be compared again that the coming or going of one gives other neighbours; return their numbers.

    ``hoods`` are the neighbourhoods of that one; the texts ``but`` are settled already.
    """
    moved = pending.numbers_of(connection, pending.crowded_neighbours(hoods)).values()
    again = sorted(number for number in moved if number not in but)
    connection.execute(sa.update(schema.text).where(schema.text.c.id.in_(again)).values(compared=None))
    return again


def put_fault(connection: sa.Connection, fault: Fault, *, intake: str) -> None:
    """Note that nothing could be read out of a source by this version of ``intake``."""
    if fault.source is None:
        raise ValueError("a fault of intake names its source")
    forget(connection, fault.source)
    _add_faults(connection, [fault])
    values = {"media_type": None, "intake": intake}
    connection.execute(sa.update(schema.source).where(schema.source.c.digest == fault.source).values(values))


def put(
    connection: sa.Connection,
    text: Text,
    reading: Reading,
    *,
    intake: str,
    fingerprints: Iterable[Fingerprint],
    questions: Sequence[str | None],
) -> None:
    """Put a text, its reading, its fingerprints and (a figure each, None for none) the questions its figures answer."""
    forget(connection, text.source)
    values = {"media_type": text.media_type, "intake": intake}
    connection.execute(sa.update(schema.source).where(schema.source.c.digest == text.source).values(values))
    inserted = connection.execute(sa.insert(schema.text), rows.text_row(text, reading.reader)).inserted_primary_key
    if inserted is None:
        raise RuntimeError("the database gave no key for a text")
    number: int = inserted[0]
    _put_passages(connection, number, text)
    name = connection.scalar(sa.select(schema.source.c.name).where(schema.source.c.digest == text.source)) or ""
    refused = [*_put_reading(connection, number, text, reading, questions)]
    _add_faults(connection, [*text.faults, *(_refusal(text, name, passage) for passage in refused)])
    _put_fingerprints(connection, number, text.source, fingerprints)


def _put_fingerprints(
    connection: sa.Connection, number: int, source: Digest, fingerprints: Iterable[Fingerprint]
) -> None:
    place = rows.place_of(source)
    _insert(
        connection, schema.fingerprint, [{"key": mark.key, "place": place, "text": number} for mark in fingerprints]
    )


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
    _put_fingerprints(connection, number, source, fingerprints)
    for identity, question in questions.items():
        connection.execute(sa.update(figure).where(figure.c.id == identity).values(question=question))


def _put_passages(connection: sa.Connection, number: int, text: Text) -> None:
    first = (connection.scalar(sa.select(sa.func.max(schema.passage.c.id))) or 0) + 1
    numbered = [*enumerate(text.locators, first)]
    _insert(
        connection, schema.passage, [{"id": at, "text": number} | rows.locator_row(locator) for at, locator in numbered]
    )
    words = [
        {"at": at, "words": shadow(text.content[locator.span.start : locator.span.end])} for at, locator in numbered
    ]
    if words:
        connection.execute(sa.text(f"INSERT INTO {schema.SHADOW}(rowid, words) VALUES (:at, :words)"), words)  # noqa: S608


def _put_reading(
    connection: sa.Connection, number: int, text: Text, reading: Reading, questions: Sequence[str | None]
) -> Iterable[Passage]:
    """Insert what stands in the text and yield the passages that do not."""

    def stands(*passages: Passage | None) -> bool:
        return all(passage is None or passage.stands_in(text.content) for passage in passages)

    ids = [rows.statement_id(text.source, item) for item in reading.statements]
    statements: dict[str, dict[str, Any]] = {}
    for position, item in enumerate(reading.statements):
        if not stands(item.content, item.cue, item.speaker.passage if item.speaker else None):
            yield item.content
        else:
            row = rows.statement_row(item, ids[position], [ids[at] for at in item.relayed_by])
            statements.setdefault(ids[position], {"text": number, "position": position} | row)
    _insert(connection, schema.statement, [*statements.values()])
    figures: dict[str, dict[str, Any]] = {}
    for position, (figure, question) in enumerate(zip(reading.figures, questions, strict=True)):
        if not stands(figure.passage):
            yield figure.passage
            continue
        identity = rows.id_of("f", text.source, figure.passage)
        statement = None if figure.statement is None else ids[figure.statement]
        row = rows.figure_row(figure, identity, statement if statement in statements else None, question)
        figures.setdefault(identity, {"text": number, "position": position} | row)
    _insert(connection, schema.figure, [*figures.values()])
    dates = [(date.passage, rows.date_row(date)) for date in reading.dates]
    names = [(name.passage, rows.name_row(name)) for name in reading.names]
    for table, items in ((schema.date, dates), (schema.name, names)):
        yield from (passage for passage, _ in items if not stands(passage))
        good = enumerate(row for passage, row in items if stands(passage))
        _insert(connection, table, [{"text": number, "position": at} | row for at, row in good])


def _refusal(text: Text, name: str, passage: Passage) -> Fault:
    return Fault(
        source=text.source,
        name=name,
        stage="reading",
        fault=f"a passage was refused: its words do not stand at {passage.start}-{passage.end}",
        hint="report it with the source and the version; the rest of the reading is not touched",
    )


def _add_faults(connection: sa.Connection, faults: Iterable[Fault]) -> None:
    _insert(connection, schema.fault, [{key: getattr(fault, key) for key in Fault.__slots__} for fault in faults])


def set_seal_faults(connection: sa.Connection, faults: Iterable[Fault], *, tried: Iterable[str]) -> None:
    """Replace what is known of files that could not be sealed: those ``tried`` now, by path."""
    known = schema.fault.c
    for path in tried:
        connection.execute(sa.delete(schema.fault).where(known.stage == "seal", known.name == path))
    _add_faults(connection, faults)


def put_copies(connection: sa.Connection, text: int, copies: Iterable[Copy], version: str) -> None:
    """Replace the copies that the text with this number takes part in, and mark it as compared."""
    ends = schema.copy.c
    connection.execute(sa.delete(schema.copy).where(sa.or_(ends.origin == text, ends.taken == text)))
    numbers: Mapping[str, int] = {}
    found = [*copies]
    if found:
        digests = {side for copy in found for side in (copy.origin, copy.taken)}
        pairs = connection.execute(
            sa.select(schema.text.c.source, schema.text.c.id).where(schema.text.c.source.in_(digests))
        )
        numbers = dict(pairs.all())
    _insert(connection, schema.copy, [rows.copy_row(copy, numbers) for copy in found])
    connection.execute(sa.update(schema.text).where(schema.text.c.id == text).values(compared=version))


def _insert(connection: sa.Connection, table: sa.Table, values: Sequence[Mapping[str, Any]]) -> None:
    if values:
        connection.execute(sa.insert(table), values)
