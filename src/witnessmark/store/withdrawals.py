"""What withdrawals come to: which entries are withdrawn, and which sources, once those taken back are left out.

Promises: a withdrawal that was itself withdrawn is as if it had never been; what was taken out of a source goes and
comes back with it, unless it was also acquired by itself or lies in another source that stands; the answer depends on
the entries alone, so that it is the same after every rebuild.
Does not: read a source that stands again; it is marked as not yet read, and the next build does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from witnessmark.nouns import Action, Digest, Entry, Source
from witnessmark.store import pending, schema, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawals:
    """Which entries are withdrawn, each with the entry that withdrew it, and which sources do not stand."""

    entries: Mapping[int, int]
    sources: frozenset[Digest]


class _Acquired(NamedTuple):
    """An acquisition: of what, and out of which source, if it lay in one."""

    source: Digest
    parent: Digest | None


def withdrawals_of(entries: Iterable[Entry]) -> Withdrawals:
    """Return what the withdrawals of a log, given from its first entry, come to."""
    acquired: dict[int, _Acquired] = {}
    targets: dict[int, int] = {}
    for entry in entries:
        if isinstance(entry.fact, Source):
            acquired[entry.index] = _Acquired(entry.fact.digest, entry.fact.custody.parent)
        elif entry.fact.action is Action.WITHDRAW:
            targets[entry.index] = int(entry.fact.target)
    return _come_to(acquired, targets)


def _come_to(acquired: Mapping[int, _Acquired], targets: Mapping[int, int]) -> Withdrawals:
    """Follow the entries in order: a source is withdrawn once none of its acquisitions so far stands."""
    undone = {target: entry for entry, target in targets.items() if target in targets}
    standing: dict[Digest, set[int]] = {}
    withdrawn: set[Digest] = set()
    for index in sorted({*acquired, *targets}):
        if index in acquired:
            standing.setdefault(acquired[index].source, set()).add(index)
        elif index not in undone and (taken := acquired.get(targets[index])) is not None:
            standing[taken.source].discard(targets[index])
            if not standing[taken.source]:
                withdrawn.add(taken.source)  # and stays so, however often it is sealed
    in_force = {target: entry for entry, target in targets.items() if entry not in undone}
    left = _left_standing((one for index, one in acquired.items() if index not in in_force), withdrawn, standing)
    return Withdrawals(entries=in_force, sources=frozenset(standing.keys() - left))


def _left_standing(
    acquired: Iterable[_Acquired], withdrawn: Collection[Digest], known: Collection[Digest]
) -> set[Digest]:
    """Return the sources that stand: those acquired by themselves, and those that lie in one that stands."""
    inside: dict[Digest, list[Digest]] = {}
    waiting: list[Digest] = []
    for source, parent in acquired:
        if parent is None or parent not in known:
            waiting.append(source)
        else:
            inside.setdefault(parent, []).append(source)
    left: set[Digest] = set()
    while waiting:
        source = waiting.pop()
        if source not in left and source not in withdrawn:
            left.add(source)
            waiting += inside.get(source, ())
    return left


def in_force(connection: sa.Connection) -> Mapping[int, int]:
    """Return the entries that are withdrawn, each with the entry that withdrew it."""
    return _come_to({}, _targets(connection)).entries


def moved_by(connection: sa.Connection, targets: Iterable[int]) -> frozenset[Digest]:
    """Return the sources that would go, or come back, if the entries ``targets`` were withdrawn now."""
    acquired, known = _acquired(connection), _targets(connection)
    first = max([*acquired, *known, -1]) + 1
    then = known | dict(enumerate(targets, first))
    return _come_to(acquired, known).sources ^ _come_to(acquired, then).sources


def _targets(connection: sa.Connection) -> dict[int, int]:
    decision = schema.decision.c
    rows = connection.execute(sa.select(decision.entry, decision.target).where(decision.action == Action.WITHDRAW))
    return {entry: int(target) for entry, target in rows}


def _acquired(connection: sa.Connection) -> dict[int, _Acquired]:
    acquisition = schema.acquisition.c
    rows = connection.execute(sa.select(acquisition.entry, acquisition.source, acquisition.parent))
    return {entry: _Acquired(source, parent) for entry, source, parent in rows}


def settle(connection: sa.Connection) -> None:
    """Make the tables say what all withdrawals come to; the tables know all entries.

    What was read out of a source that no longer stands is deleted; one that stands again is marked as not yet read.
    """
    targets = _targets(connection)
    if not targets:
        return
    found = _come_to(_acquired(connection), targets)
    decision, source = schema.decision.c, schema.source.c
    for withdrawal in (target for target in targets.values() if target in targets):
        given_back = targets[withdrawal]
        again = sa.update(schema.decision).where(decision.entry == given_back)
        connection.execute(again.values(withdrawn_by=found.entries.get(given_back)))
    gone = {*connection.scalars(sa.select(source.digest).where(source.withdrawn))}
    going = sorted(found.sources - gone)
    for digest in going:
        write.forget(connection, digest)
    _mark(connection, going, withdrawn=True)
    _mark(connection, sorted(gone - found.sources), withdrawn=False)


def _mark(connection: sa.Connection, sources: list[Digest], *, withdrawn: bool) -> None:
    values = {**write.UNREAD, "withdrawn": withdrawn}
    for some in pending.batched(sources):
        connection.execute(sa.update(schema.source).where(schema.source.c.digest.in_(some)).values(**values))
