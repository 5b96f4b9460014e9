"""Batches of files on their way to the record: read by several threads, committed together.

Promises: results come in the order of the items; a file that cannot be read costs itself alone; bytes that the record
holds already are not stored twice; temporary copies that go nowhere are removed.
Does not: write to the record (``commit`` does), or hold a file in memory.
"""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from witnessmark.errors import InputError
from witnessmark.nouns import Custody, Fault, Source
from witnessmark.record import blobs, entries
from witnessmark.record.blobs import Staged, Stretch, UnreadableError
from witnessmark.record.index import Acquisition, Index, acquisition_of

READ_THREADS = min(8, 2 * (os.cpu_count() or 1))
"""More than cores: while one thread waits for the disk to sync, another hashes."""

_AHEAD = 64
_BATCH_FILES = 512
_BATCH_BYTES = 256 << 20

Item = tuple[Path | Stretch, Custody]
Read = tuple[Staged | Fault, Custody]


def read_in_batches(
    pool: Executor, items: Iterable[Item], index: Index, staging: Path
) -> Generator[list[Read], None, None]:
    """Yield lists of items that were read, in order; copies that were not handed on are removed at the end."""
    waiting: deque[Future[Read]] = deque()
    batch: list[Read] = []
    source = iter(items)
    try:
        while True:
            waiting.extend(pool.submit(_read, item, index, staging) for item in islice(source, _AHEAD - len(waiting)))
            if not waiting:
                break
            batch.append(waiting.popleft().result())
            if len(batch) >= _BATCH_FILES or _bytes_of(batch) >= _BATCH_BYTES:
                handed, batch = batch, []
                yield handed
        if batch:
            handed, batch = batch, []
            yield handed
    finally:
        for future in waiting:
            if not future.cancel():
                with contextlib.suppress(OSError):
                    batch.append(future.result())
        for item, _ in batch:
            discard(item)


def _bytes_of(batch: list[Read]) -> int:
    return sum(item.size for item, _ in batch if isinstance(item, Staged))


def _read(item: Item, index: Index, staging: Path) -> Read:
    """Read one file; one that was probably sealed before is hashed before anything is written."""
    path, custody = item
    custody = entries.writable(custody)
    try:
        if index.knows_place(custody):
            seen = blobs.digest_file(path)
            if index.source(seen.digest, custody) is not None:
                return seen, custody
        return blobs.stage_file(path, staging), custody
    except UnreadableError as error:
        return _fault(custody, error.fault, error.hint), custody


def _fault(custody: Custody, fault: str, hint: str) -> Fault:
    return Fault(source=None, name=custody.name, stage="seal", fault=fault, hint=hint)


def discard(item: Staged | Fault) -> None:
    """Remove the temporary copy of an item, if it has one that was not moved into the record."""
    if isinstance(item, Staged) and item.copy is not None:
        item.copy.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one commit adds, and the source or fault of every item that was asked for, in order."""

    payloads: tuple[bytes, ...]
    moves: tuple[tuple[Path, Path], ...]
    """Temporary copies, and where in the record each goes."""
    results: tuple[Source | Fault, ...]


def plan(read: Iterable[Read], index: Index, size: int, record: Path) -> Batch:
    """Decide what a log of ``size`` entries gains from items that were read; the sources stand once it is committed."""
    payloads: list[bytes] = []
    moves: dict[Path, Path] = {}
    results: list[Source | Fault] = []
    fresh: dict[Acquisition, Source] = {}
    for item, custody in read:
        if isinstance(item, Fault):
            results.append(item)
            continue
        key = acquisition_of(item.digest, custody)
        known = index.source(item.digest, custody) or fresh.get(key)
        if known is not None:
            results.append(known)
            continue
        if custody.parent is not None and not index.holds(custody.parent):
            fault = f"it is said to lie in {custody.parent}, which is not sealed here"
            results.append(_fault(custody, fault, "seal that first"))
            continue
        try:
            payload = entries.encode_sealed(item.digest, item.size, custody)
        except InputError as error:
            results.append(_fault(custody, str(error), "mend what it says, then add the item again"))
            continue
        fresh[key] = Source(digest=item.digest, size=item.size, custody=custody, index=size + len(payloads))
        results.append(fresh[key])
        payloads.append(payload)
        place = record / blobs.relative_path(item.digest)
        if item.copy is not None and not (index.holds(item.digest) and place.exists()):
            moves[place] = item.copy
    return Batch(tuple(payloads), tuple((copy, place) for place, copy in moves.items()), tuple(results))
