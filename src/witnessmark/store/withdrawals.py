"""What withdrawals come to: which entries are withdrawn, and which sources, once those taken back are left out.

Promises: a withdrawal that was itself withdrawn is as if it had never been; the answer depends on the entries alone,
so that it is the same after every rebuild.
Does not: read a source that stands again; it is marked as not yet read, and the next build does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from witnessmark.nouns import Action, Digest, Entry, Source
from witnessmark.store import schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawals:
    """Which entries are withdrawn, each with the entry that withdrew it, and which sources."""

    entries: Mapping[int, int]
    sources: frozenset[Digest]


def withdrawals_of(entries: Iterable[Entry]) -> Withdrawals:
    """Return what the withdrawals of a log, given from its first entry, come to."""
    acquired: dict[int, Digest] = {}
    targets: dict[int, int] = {}
    for entry in entries:
        if isinstance(entry.fact, Source):
            acquired[entry.index] = entry.fact.digest
        elif entry.fact.action is Action.WITHDRAW:
            targets[entry.index] = int(entry.fact.target)
    return _come_to(acquired, targets)


def _come_to(acquired: Mapping[int, Digest], targets: Mapping[int, int]) -> Withdrawals:
    """Follow the entries in order: a source is withdrawn once none of its acquisitions so far stands."""
    undone = {target: entry for entry, target in targets.items() if target in targets}
    standing: dict[Digest, set[int]] = {}
    withdrawn: set[Digest] = set()
    for index in sorted({*acquired, *targets}):
        if index in acquired:
            standing.setdefault(acquired[index], set()).add(index)
        elif index not in undone and (digest := acquired.get(targets[index])) is not None:
            standing[digest].discard(targets[index])
            if not standing[digest]:
                withdrawn.add(digest)  # and stays so, however often it is sealed
    in_force = {target: entry for entry, target in targets.items() if entry not in undone}
    return Withdrawals(entries=in_force, sources=frozenset(withdrawn))


def in_force(connection: sa.Connection) -> Mapping[int, int]:
    """Return the entries that are withdrawn, each with the entry that withdrew it."""
    return _come_to({}, _targets(connection)).entries


def _targets(connection: sa.Connection) -> dict[int, int]:
    decision = schema.decision.c
    rows = connection.execute(sa.select(decision.entry, decision.target).where(decision.action == Action.WITHDRAW))
    return {entry: int(target) for entry, target in rows}


def settle(connection: sa.Connection) -> None:
    """Let stand again what a withdrawal had taken away that was itself withdrawn; the tables know all entries.

    A source that stands again is marked as not yet read.
    """
    decision, acquisition, source = schema.decision.c, schema.acquisition.c, schema.source.c
    targets = _targets(connection)
    undone = [target for target in targets.values() if target in targets]
    if not undone:
        return
    acquired: dict[int, Digest] = dict(connection.execute(sa.select(acquisition.entry, acquisition.source)).all())
    found = _come_to(acquired, targets)
    for withdrawal in undone:
        given_back = targets[withdrawal]
        again = sa.update(schema.decision).where(decision.entry == given_back)
        connection.execute(again.values(withdrawn_by=found.entries.get(given_back)))
        digest = acquired.get(given_back)
        if digest is not None and digest not in found.sources:
            stands = sa.update(schema.source).where(source.digest == digest, source.withdrawn)
            connection.execute(stands.values(withdrawn=False, intake=None, opened=None, media_type=None))
