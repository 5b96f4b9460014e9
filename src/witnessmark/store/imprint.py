"""Takes the imprint of what was read in a text, so that an edit of the tables shows.

Promises: the imprint is a digest of every row that was put with a text, in every column that the reader filled; it is
taken before the rows are written, and can be taken again from the tables at any time.
Does not: hold against somebody who writes a new imprint as well: only reading the sealed bytes anew does. The full-text
index, what comparing finds (copies, questions), what could not be taken out of a source, and which hashes that it
declares are those of no sealed file are not in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from witnessmark.nouns import Digest
from witnessmark.store import hashes, parts, schema

Row = Mapping[str, Any]

_LATER = {"id", "text", "compared", "imprint", "question", "content"}
"""Columns that a row gets when it is written or compared; a text's content is in by its own digest."""

_TABLES = (schema.passage, schema.statement, schema.figure, schema.date, schema.name, schema.fault)


def imprint_of(text: Row, *tables: Sequence[Row]) -> str:
    """Return the imprint of a text's row and of those of its passages, statements, figures, dates, names and faults."""
    state = hashlib.sha256()
    for table, rows in zip((schema.text, *_TABLES), ([text], *tables), strict=True):
        names = _columns(table)
        state.update(f"{table.name} {len(rows)}\n".encode())
        for line in sorted(_line(row[name] for name in names) for row in rows):
            state.update(line.encode() + b"\n")
    return state.hexdigest()


def altered(connection: sa.Connection) -> Iterator[Digest]:
    """Yield the sources of whose texts the tables do not hold what was put; those not yet imprinted are passed over."""
    text = schema.text.c
    for number, source, reader, imprint in connection.execute(
        sa.select(text.id, text.source, text.reader, text.imprint)
    ):
        if reader and imprint != _now(connection, number, source):
            yield source


def _now(connection: sa.Connection, number: int, source: str) -> str:
    found: list[Sequence[Row]] = []
    for table in (schema.text, *_TABLES):
        if table is schema.text:
            condition = table.c.id == number
        else:
            fault = schema.fault.c
            of_source = sa.and_(fault.source == source, fault.stage.not_in((parts.STAGE, hashes.STAGE)))
            condition = of_source if table is schema.fault else table.c.text == number
        found.append([*connection.execute(sa.select(table).where(condition)).mappings()])
    text, *tables = found
    return imprint_of(text[0], *tables)


def _columns(table: sa.Table) -> list[str]:
    """Return the columns that are in the imprint; the text of a statement and of a figure is in by their ids."""
    named = table is schema.statement or table is schema.figure
    kept = {"id", "content"} if named else set()
    return [column.name for column in table.c if column.name not in _LATER - kept]


def _line(values: Iterable[object]) -> str:
    return json.dumps([float(value) if type(value) is int else value for value in values])
