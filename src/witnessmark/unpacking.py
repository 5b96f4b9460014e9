"""Takes the files out of the sealed sources that hold files, and seals them as sources that know their parent.

Promises: archives, mailboxes, mails and web archives give up their files; containers among those in turn, to a bounded
depth, number and size; each file that is not taken is a fault of the source that holds it. A run that is stopped goes
on where it was; what was taken out before, withdrawn or not, is not sealed again. Bytes go from the fence to disk and
from there to the record in pieces; no archive is held in memory.
Does not: open what is withdrawn, or read any text.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from witnessmark import intake
from witnessmark.aligning import Steps
from witnessmark.case import TOOL
from witnessmark.errors import InputError
from witnessmark.intake import containers
from witnessmark.intake.parts import Part
from witnessmark.nouns import Custody, Digest, Fault
from witnessmark.record import Moment, Record, Stretch, digest_file, now
from witnessmark.store import Store, parts, pending, withdrawals, write

DEEPEST = 8
"""How many containers may lie one in another; what lies deeper stays unopened, and is a fault."""
PARTS_PER_TREE = 100_000
"""How many files may come out of one source and all that lies in it."""
BYTES_PER_TREE = 16 << 30

_GROUP_BYTES, _GROUP_PARTS, _GROUP_SECONDS = 256 << 20, 512, 2.0
"""Containers are opened until this much waits to be sealed: one commit for many small ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What may come out of one source and all that lies in it, and what opening one source may use."""

    deepest: int = DEEPEST
    parts: int = PARTS_PER_TREE
    bytes: int = BYTES_PER_TREE
    limits: intake.Limits = intake.OPENING


@dataclass(slots=True)
class _Group:
    """Containers that were opened, and what came out of them and is not yet sealed."""

    opened: list[tuple[Digest, str | None]] = field(default_factory=list)
    faults: dict[Digest, list[Fault]] = field(default_factory=dict)
    waiting: list[tuple[Stretch, Custody]] = field(default_factory=list)
    end: int = 0
    """How far the spool is written."""
    begun: float = field(default_factory=time.monotonic)

    @property
    def is_full(self) -> bool:
        """Whether it is time to seal."""
        many = self.end >= _GROUP_BYTES or len(self.waiting) >= _GROUP_PARTS
        return many or time.monotonic() - self.begun >= _GROUP_SECONDS


def unpack(
    record: Record,
    store: Store,
    steps: Steps,
    *,
    by: str,
    retry: bool = False,
    bounds: Bounds = Bounds(),
) -> int:
    """Open all sources that stand and are not yet opened, and what comes out of them; return how many were sealed.

    ``by`` is who acquires the parts. ``retry`` opens again what could not be opened whole before. Raises InputError
    where the disk is full or there is no key to sign with.
    """
    if retry:
        with store.writing() as connection:
            parts.reopen_faulty(connection)
    sealed = 0
    tried: set[Digest] = set()
    while found := _to_open(record, store, tried):
        tried |= {item.source for item in found}
        steps.begin("Unpacking", len(found))
        record.staging.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=record.staging, buffering=0) as spool:
            sealed += _Unpacking(record, store, steps, spool.fileno(), by, bounds).run(found)
        steps.end()
    return sealed


def _to_open(record: Record, store: Store, tried: set[Digest]) -> list[parts.Waiting]:
    """Return what may be a container, by a look at its first bytes; all others are noted as none."""
    with store.asking() as connection:
        waiting = [one for one in parts.unopened(connection, containers.opening_versions()) if one.source not in tried]
    found: list[parts.Waiting] = []
    others: list[parts.Waiting] = []
    for item in waiting:
        (found if _may_hold_files(record.path_of(item.source), item.name) else others).append(item)
    if others:
        with store.writing() as connection:
            parts.mark_opened(connection, [item.source for item in others], containers.NOT_ONE, None)
    return found


def _may_hold_files(path: Path, name: str) -> bool:
    try:
        with path.open("rb") as stream:
            return containers.may_hold_files(stream, name)
    except OSError:
        return False  # reading it says so


class _Unpacking:
    """One round: the sources that are to be opened, in order."""

    def __init__(self, record: Record, store: Store, steps: Steps, spool: int, by: str, bounds: Bounds) -> None:
        self._record, self._store, self._steps = record, store, steps
        self._spool, self._by, self._bounds = spool, by, bounds
        with store.asking() as connection:
            self._trees = parts.Trees(connection)

    def run(self, found: Sequence[parts.Waiting]) -> int:
        """Open them all; return how many parts were sealed."""
        sealed, group = 0, _Group()
        for item in found:
            self._open(item, group)
            if group.is_full:
                sealed += self._seal(group)
                group = _Group()
            self._steps.advance()
        return sealed + self._seal(group)

    def _open(self, item: parts.Waiting, group: _Group) -> None:
        """Open one source; what comes out of it waits in the group."""
        sealed = intake.Item(item.source, item.name, self._record.path_of(item.source))
        depth, bounds = self._trees.depth(item.source), self._bounds
        if depth >= bounds.deepest:
            fault = f"it lies in {depth} others, one in the other: it was not opened"
            group.faults[item.source] = [_fault(item, fault, "unpack it, and add the files in it")]
            return  # not noted as opened: it may be added by itself later
        beside, beside_bytes = self._trees.beside(item.source)
        limits = replace(
            bounds.limits,
            parts=max(0, min(bounds.limits.parts, bounds.parts - beside)),
            unpacked_bytes=max(0, min(bounds.limits.unpacked_bytes, bounds.bytes - beside_bytes)),
        )
        opened = intake.open_parts(sealed, self._spool, group.end, limits)
        if isinstance(opened, Fault):
            group.faults[item.source] = [opened]
            group.opened.append((item.source, None))
            return
        if opened.no_room is not None:
            raise InputError(
                f"{self._record.staging} has no room for what is in {item.name} ({opened.no_room}): make room, "
                "then run the same command again; what was acknowledged before is kept"
            )
        group.opened.append((item.source, opened.media_type))
        group.faults[item.source] = intake.losses_of(sealed, opened)
        if opened.parts:
            group.end = opened.parts[-1].start + opened.parts[-1].size
            self._take(item, opened.parts, group)

    def _take(self, item: parts.Waiting, found: Sequence[Part], group: _Group) -> None:
        """Let the parts of a source wait that were not taken out of it before."""
        with self._store.asking() as connection:
            known = parts.taken_out(connection, item.source)
        around = self._trees.around(item.source)
        moment = now()
        for part in found:
            stretch = Stretch(self._spool, part.start, part.size)
            custody = self._custody(item, part, moment)
            if known or part.size in around.values():  # else hashing is left to sealing, which does it on all cores
                digest = digest_file(stretch).digest
                if digest in around:
                    fault = f"{part.part}: it is the archive itself, or one that this one lies in"
                    hint = "treat it as hostile: no archive holds itself by chance"
                    group.faults[item.source].append(_fault(item, fault, hint))
                    continue
                if (digest, part.part) in known or self._record.is_sealed(digest, custody):
                    continue
            group.waiting.append((stretch, custody))
            self._trees.add(item.source, part.size)

    def _custody(self, item: parts.Waiting, part: Part, moment: Moment) -> Custody:
        return Custody(
            name=part.name,
            acquired_from=part.address or f"{item.acquired_from}!/{part.part}",
            acquired_at=moment.time,
            clock=moment.clock,
            acquired_by=self._by,
            tool=TOOL,
            parent=item.source,
            part=part.part,
        )

    def _seal(self, group: _Group) -> int:
        """Seal what waits, and note what was opened, in that order: what is noted is in the record."""
        before = self._record.head.size
        if group.waiting:
            for (_, custody), outcome in zip(group.waiting, self._record.seal_files(group.waiting), strict=True):
                if isinstance(outcome, Fault) and custody.parent is not None:
                    fault = replace(outcome, source=custody.parent, stage=parts.STAGE)
                    group.faults.setdefault(custody.parent, []).append(fault)
        os.ftruncate(self._spool, 0)
        with self._store.writing() as connection:
            for entry in self._record.entries(pending.last_entry(connection) + 1):
                write.add_entry(connection, entry)
            withdrawals.settle(connection)
            for source, faults in group.faults.items():
                parts.set_faults(connection, source, faults)
            for source, media_type in group.opened:
                parts.mark_opened(connection, [source], containers.opened_by(media_type), media_type)
        return self._record.head.size - before


def _fault(item: parts.Waiting, fault: str, hint: str) -> Fault:
    return Fault(source=item.source, name=item.name, stage=parts.STAGE, fault=fault, hint=hint)
