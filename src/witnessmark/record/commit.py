"""How a batch enters the record, and how one that was cut off is mended.

Promises: a commit is one step: the checkpoint that names the batch is replaced after every byte that it speaks of is on
disk. At any moment before and after, ``pending`` accounts for the files that the log does not (yet) name.
Does not: decide what to append. The order below is the invariant; each line is durable before the next one begins.

1. ``pending`` is written.        A kill from here on leaves files that it lists.
2. Blobs are renamed into place, then key files.
3. Entry bundles and tiles are written, then kept checkpoints.
4. ``log/checkpoint`` is replaced. The batch is in the record.
5. Partial tiles that wider ones replace are removed.
6. ``pending`` is removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from witnessmark.errors import RecordDamagedError
from witnessmark.nouns import Entry, Source
from witnessmark.record import blobs, checkpoint, durable, pending, tiles
from witnessmark.record.blobs import UnreadableError, relative_path
from witnessmark.record.index import Index
from witnessmark.record.keys import SigningKey
from witnessmark.record.log import Log
from witnessmark.record.pending import Pending

_WAIT = 600.0
"""Seconds to wait for a verifier, which holds the record still while it reads the log."""

_SYNC_THREADS = 4
_FEW = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What one commit adds to a record."""

    payloads: tuple[bytes, ...]
    moves: Sequence[tuple[Path, Path]] = ()
    """Synced temporary files, and the blobs that they become."""
    files: Mapping[Path, bytes] = field(default_factory=dict)
    kept: Sequence[str] = ()
    """Files that get a copy of the new checkpoint."""


def commit(log: Log, addition: Addition, signers: Sequence[SigningKey], staging: Path) -> None:
    """Put an addition into the record, durably; raises HeadMovedError where the log is not the one that was read."""
    with durable.locked(log.record, exclusive=True, wait=_WAIT):
        log.check_head()
        _commit(log, addition, signers, staging)


def _commit(log: Log, addition: Addition, signers: Sequence[SigningKey], staging: Path) -> None:
    note = Pending(log.head.size, addition.payloads)
    durable.write(log.record / pending.NAME, note.encode(), staging)
    _sync(durable.place(addition.moves))
    durable.write_all(addition.files, staging)
    log.append(addition.payloads, lambda head: checkpoint.sign(head, signers), staging, addition.kept)
    durable.remove_all([log.record / pending.NAME])


def _sync(folders: Iterable[Path]) -> None:
    wanted = list(folders)
    if len(wanted) <= _FEW:
        durable.sync_folders(wanted)
    else:
        with ThreadPoolExecutor(_SYNC_THREADS) as pool:
            durable.sync_folders(wanted, pool)


def mend(log: Log, index: Index, signers: Sequence[SigningKey], staging: Path) -> None:
    """Finish or clear a batch that was cut off.

    What was read whole is put into the log; a replacement of the key, and anything while nobody can sign, is cleared.
    Raises RecordDamagedError where the note of the batch does not fit the log.
    """
    with durable.locked(log.record, exclusive=True, wait=_WAIT):
        log.check_head()
        batch = pending.read(log.record)
        if batch is None:
            return
        try:
            added = list(batch.entries())
            listed = pending.files_of(batch)
        except ValueError as error:
            raise _misfit(log, str(error)) from error
        if log.head.size not in (batch.start, batch.end):
            raise _misfit(log, f"it belongs to a log of {batch.start} or {batch.end} entries, not {log.head.size}")
        whole: list[int] = []
        if log.head.size == batch.end:
            listed = {tile.path for tile in tiles.tiles_of(batch.start, batch.start)}
        elif signers and not any(pending.replaces_key(entry) for entry in added):
            whole = [number for number, entry in enumerate(added) if _is_whole(log.record, entry)]
        wanted = index.files() | {tile.path for tile in tiles.tiles_of(log.head.size, batch.start)} | {pending.NAME}
        wanted |= {relative_path(fact.digest) for fact in (added[i].fact for i in whole) if isinstance(fact, Source)}
        durable.remove_all(log.record / path for path in sorted(listed - wanted))
        if whole:
            addition = Addition(payloads=tuple(batch.payloads[number] for number in whole))
            _commit(log, addition, signers, staging)
        else:
            durable.remove_all([log.record / pending.NAME])


def _is_whole(record: Path, entry: Entry) -> bool:
    """Tell whether all that an entry speaks of is in the record."""
    if not isinstance(entry.fact, Source):
        return True
    try:
        found = blobs.digest_file(record / relative_path(entry.fact.digest))
    except UnreadableError:
        return False
    return (found.digest, found.size) == (entry.fact.digest, entry.fact.size)


def _misfit(log: Log, why: str) -> RecordDamagedError:
    return RecordDamagedError(f"{log.record / pending.NAME} does not fit the log ({why}): run verify, and restore both")
