"""What texts declare of other files' hashes, and the hashes of sealed files beyond the SHA-256 that names them.

Promises: claims come in the order of the texts' names; a hash that was taken once is kept, so that no build takes it
again; what is kept of hashes follows from the sealed bytes alone.
Does not: hash, or judge.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from witnessmark.nouns import Digest, Fault
from witnessmark.store import rows, schema

STAGE = "hashes"
"""The stage of the faults of hashes that are those of no sealed file; each build replaces them all."""

_CLAIM = re.compile(r"([A-Z][A-Z0-9-]{2,19}|\d+(?:\.\d+)+):([0-9a-fA-F]{16,})")
_MEDIUM, _IMPRINT, _LINE = "media ", "imprint", re.compile(r"line \d+")
_DECLARE = ("text/html", "text/plain", "application/timestamp-reply")
"""The media types of archivers' pages, lists of hashes and time stamps; other files may say what they like."""
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A hash that a text says some file has."""

    source: Digest
    """The source whose text says it."""
    name: str
    """That source's name."""
    algorithm: str
    """As auto-archiver writes it: ``SHA-256``, ``SHA3-512``; where it has no name here, its object identifier."""
    value: str
    """In small hexadecimal digits."""
    about: str
    """What the hash is said to be of: a file, as a path or by its name alone; ``line 3``; ``imprint``."""

    @property
    def file(self) -> str | None:
        """The name of the file that it is about; None where it names none."""
        return None if self.is_stamp or _LINE.fullmatch(self.about) else self.about.rpartition("/")[2]

    @property
    def is_stamp(self) -> bool:
        """Whether a time stamp says so: it is what was stamped."""
        return self.about == _IMPRINT

    @property
    def is_listed(self) -> bool:
        """Whether a bare list of hashes says so."""
        return self.file is None and not self.is_stamp


def claims(connection: sa.Connection) -> list[Claim]:
    """Return all hashes that archivers' pages, lists of hashes and time stamps declare."""
    text, source = schema.text.c, schema.source.c
    query = (
        sa.select(text.source, source.name, text.declared)
        .join(schema.source)
        .where(text.media_type.in_(_DECLARE), text.declared != "[]")
        .order_by(source.name, source.digest)
    )
    return [
        claim
        for digest, name, written in connection.execute(query)
        for said, value in rows.declared_from(written)
        if (claim := _claim(digest, name, said, value)) is not None
    ]


def _claim(source: Digest, name: str, said: str, value: str) -> Claim | None:
    match = _CLAIM.fullmatch(value)
    if match is None:
        return None
    if said.startswith(_MEDIUM):
        about = said.removeprefix(_MEDIUM)
    elif said == _IMPRINT or _LINE.fullmatch(said):
        about = said
    else:
        return None
    return Claim(source=source, name=name, algorithm=match[1], value=match[2].lower(), about=about)


def acquired(connection: sa.Connection) -> Iterator[tuple[Digest, str, str]]:
    """Yield source, name and where it came from of every acquisition, withdrawn ones too: their bytes are sealed."""
    found = schema.acquisition.c
    query = sa.select(found.source, found.name, found.acquired_from).order_by(found.entry)
    yield from (tuple(row) for row in connection.execute(query))


def known(connection: sa.Connection) -> dict[tuple[Digest, str], str]:
    """Return the hashes that were taken, by source and algorithm."""
    found = schema.hashed.c
    rows_ = connection.execute(sa.select(found.source, found.algorithm, found.value))
    return {(source, algorithm): value for source, algorithm, value in rows_}


def keep(connection: sa.Connection, taken: Mapping[tuple[Digest, str], str]) -> None:
    """Keep hashes that were taken."""
    found = [{"source": source, "algorithm": algorithm, "value": value} for (source, algorithm), value in taken.items()]
    if found:
        connection.execute(sa.insert(schema.hashed).prefix_with("OR REPLACE"), found)


def drop(connection: sa.Connection, unneeded: Collection[tuple[Digest, str]]) -> None:
    """Forget hashes that no text asks for any more."""
    found = schema.hashed.c
    for source, algorithm in unneeded:
        connection.execute(sa.delete(schema.hashed).where(found.source == source, found.algorithm == algorithm))


def set_faults(connection: sa.Connection, faults: Iterable[Fault]) -> None:
    """Replace what is wrong with declared hashes; nothing is written where nothing has changed."""
    table = schema.fault
    new = sorted((rows.fault_row(fault) for fault in faults), key=lambda row: [str(value) for value in row.values()])
    columns = [table.c.source, table.c.name, table.c.stage, table.c.fault, table.c.hint]
    old = connection.execute(sa.select(*columns).where(table.c.stage == STAGE)).mappings()
    names = ("source", "name", "fault", "hint")
    if sorted([str(row[name]) for name in names] for row in old) == sorted(
        [str(row[name]) for name in names] for row in new
    ):
        return
    connection.execute(sa.delete(table).where(table.c.stage == STAGE))
    if new:
        connection.execute(sa.insert(table), new)
