"""Sources that lay in other sources: which are yet to be opened, and how the opened ones hang together.

Promises: what is said of a tree of sources depends on the log's entries alone, not on when they were opened.
Does not: open anything.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from witnessmark.nouns import Digest, Fault
from witnessmark.store import rows, schema

STAGE = "unpack"
"""The stage of the faults of taking files out of a source; reading it again leaves them as they are."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """A source that is to be opened, with where it was first acquired."""

    source: Digest
    name: str
    acquired_from: str


def unopened(connection: sa.Connection, versions: Collection[str]) -> list[Waiting]:
    """Return the sources that stand and were opened by none of ``versions``, in the order in which they were sealed."""
    source, acquisition = schema.source.c, schema.acquisition.c
    first = sa.select(acquisition.source, sa.func.min(acquisition.entry).label("entry")).group_by(acquisition.source)
    found = first.subquery()
    query = (
        sa.select(source.digest, source.name, acquisition.acquired_from)
        .join(found, found.c.source == source.digest)
        .join(schema.acquisition, acquisition.entry == found.c.entry)
        .where(source.withdrawn.is_(False), sa.or_(source.opened.is_(None), source.opened.not_in([*versions])))
        .order_by(acquisition.entry)
    )
    return [Waiting(*row) for row in connection.execute(query)]


def taken_out(connection: sa.Connection, parent: Digest) -> set[tuple[Digest, str]]:
    """Return digest and place of all that was ever taken out of a source, withdrawn or not."""
    acquisition = schema.acquisition.c
    rows_ = connection.execute(sa.select(acquisition.source, acquisition.part).where(acquisition.parent == parent))
    return {(digest, part) for digest, part in rows_}


def mark_opened(connection: sa.Connection, sources: Iterable[Digest], opened: str, media_type: str | None) -> None:
    """Note what opened some sources; ``media_type`` is None where they hold no files, and stays what it was then."""
    values = {"opened": opened} | ({"media_type": media_type} if media_type else {})
    wanted = [*sources]
    for at in range(0, len(wanted), _BATCH):
        some = schema.source.c.digest.in_(wanted[at : at + _BATCH])
        connection.execute(sa.update(schema.source).where(some).values(values))


def set_faults(connection: sa.Connection, source: Digest, faults: Iterable[Fault]) -> None:
    """Replace what could not be taken out of a source."""
    fault = schema.fault.c
    connection.execute(sa.delete(schema.fault).where(fault.source == source, fault.stage == STAGE))
    found = [rows.fault_row(one) for one in faults]
    if found:
        connection.execute(sa.insert(schema.fault), found)


def reopen_faulty(connection: sa.Connection) -> None:
    """Let all sources be opened again from which not everything could be taken."""
    faulty = sa.select(schema.fault.c.source).where(schema.fault.c.stage == STAGE)
    connection.execute(sa.update(schema.source).where(schema.source.c.digest.in_(faulty)).values(opened=None))


class Trees:
    """How sources lie in each other: each source's outermost one, how deep it lies, and what was taken out of which."""

    def __init__(self, connection: sa.Connection) -> None:
        """Read all acquisitions; a source that lies in several is taken to lie where it lies least deep."""
        acquisition = schema.acquisition.c
        columns = (acquisition.source, acquisition.parent, acquisition.size)
        children: dict[Digest, list[Digest]] = {}
        tops: dict[Digest, None] = {}
        self._sizes: dict[Digest, int] = {}
        self._own: Counter[Digest] = Counter()
        self._own_bytes: Counter[Digest] = Counter()
        for source, parent, size in connection.execute(sa.select(*columns).order_by(acquisition.entry)):
            self._sizes[source] = size
            if parent is None:
                tops[source] = None
            else:
                children.setdefault(parent, []).append(source)
                self._own[parent] += 1
                self._own_bytes[parent] += size
        self._above: dict[Digest, Digest | None] = dict.fromkeys(tops)
        self._top: dict[Digest, Digest] = {top: top for top in tops}
        self._depth: dict[Digest, int] = dict.fromkeys(tops, 0)
        waiting = deque(tops)
        while waiting:
            at = waiting.popleft()
            for child in children.get(at, ()):
                if child not in self._top:
                    self._above[child], self._top[child], self._depth[child] = at, self._top[at], self._depth[at] + 1
                    waiting.append(child)
        self._count: Counter[Digest] = Counter()
        self._bytes: Counter[Digest] = Counter()
        for parent in self._own:
            top = self._top.get(parent, parent)
            self._count[top] += self._own[parent]
            self._bytes[top] += self._own_bytes[parent]

    def depth(self, source: Digest) -> int:
        """Return how many sources a source lies in, one within the other; 0 for one that was acquired by itself."""
        return self._depth.get(source, 0)

    def around(self, source: Digest) -> dict[Digest, int]:
        """Return a source and all those that it lies in, each with its size in bytes."""
        found: dict[Digest, int] = {}
        at: Digest | None = source
        while at is not None and at not in found:
            found[at] = self._sizes.get(at, 0)
            at = self._above.get(at)
        return found

    def beside(self, source: Digest) -> tuple[int, int]:
        """Return how many parts, and bytes of them, came out of the outermost source but not out of this one itself."""
        top = self._top.get(source, source)
        return self._count[top] - self._own[source], self._bytes[top] - self._own_bytes[source]

    def add(self, parent: Digest, size: int) -> None:
        """Count a part that was newly taken out."""
        top = self._top.get(parent, parent)
        self._own[parent] += 1
        self._own_bytes[parent] += size
        self._count[top] += 1
        self._bytes[top] += size
