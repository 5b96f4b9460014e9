"""Sealed bytes on disk: one read-only file for each digest, under ``blobs/ab/``.

Promises: bytes are hashed as they are copied, in pieces, and synced before they enter the record; a file that grows,
shrinks or is written to while it is read is refused.
Does not: trust a file's name; the digest of what was read names it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from witnessmark.errors import InputError
from witnessmark.nouns import Digest
from witnessmark.record import durable

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Staged:
    """Bytes that were read: their digest and size, and the synced copy in the staging folder (None if not copied)."""

    digest: Digest
    size: int
    copy: Path | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """The bytes ``[start, start + size)`` of a file that is open: what lay in another file, unpacked to a spool."""

    descriptor: int
    start: int
    size: int


class UnreadableError(InputError):
    """An item could not be read whole; ``hint`` says what a person can do."""

    def __init__(self, fault: str, hint: str) -> None:
        super().__init__(f"{fault}: {hint}")
        self.fault = fault
        self.hint = hint


def relative_path(digest: str) -> str:
    """Return where the bytes of ``digest`` lie, relative to the record's folder."""
    return f"blobs/{digest[:2]}/{digest}"


def stage_bytes(data: bytes, staging: Path) -> Staged:
    """Write ``data`` durably to a temporary file and return it with its digest."""
    descriptor, copy = durable.open_new(staging, durable.READ_ONLY)
    try:
        durable.write_fully(descriptor, data)
        os.fsync(descriptor)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)
    return Staged(Digest(hashlib.sha256(data).hexdigest()), len(data), copy)


def stage_file(path: Path | Stretch, staging: Path) -> Staged:
    """Copy a file durably to a temporary file, hashing on the way.

    Raises UnreadableError where the file cannot be read whole, OSError where the copy cannot be written.
    """
    descriptor, copy = durable.open_new(staging, durable.READ_ONLY)
    try:
        digest, size = _consume(path, descriptor)
        os.fsync(descriptor)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)
    return Staged(digest, size, copy)


def digest_file(path: Path | Stretch) -> Staged:
    """Return the digest and size of a file without copying it; raises UnreadableError."""
    return Staged(*_consume(path, None), None)


def _consume(path: Path | Stretch, target: int | None) -> tuple[Digest, int]:
    """Read a file to its end, hashing it, and write it to ``target`` if there is one."""
    sha256 = hashlib.sha256()
    size = 0
    for piece in _pieces_of(path) if isinstance(path, Path) else _pieces_in(path):
        sha256.update(piece)
        size += len(piece)
        if target is not None:
            durable.write_fully(target, piece)
    return Digest(sha256.hexdigest()), size


def _pieces_of(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes; raises UnreadableError where it is no file, cannot be read, or changes meanwhile."""
    try:
        # Opening without waiting: a named pipe in a folder of evidence must not stop the batch.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise _unreadable(error) from error
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise UnreadableError("it is not a file", "give the files in a folder, not the folder or a device")
        size = 0
        while piece := _read(descriptor):
            size += len(piece)
            yield piece
        after = os.fstat(descriptor)
        if (size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != before.st_size:
            raise UnreadableError("it changed while it was read", "wait until nothing writes to it, then add it again")
    finally:
        os.close(descriptor)


def _pieces_in(stretch: Stretch) -> Iterator[bytes]:
    at, end = stretch.start, stretch.start + stretch.size
    while at < end:
        piece = os.pread(stretch.descriptor, min(_PIECE, end - at), at)
        if not piece:
            raise UnreadableError("it ends before its time", "build again; if it happens again, check the disk")
        at += len(piece)
        yield piece


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, _PIECE)
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError | ValueError) -> UnreadableError:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return UnreadableError(f"it cannot be read ({why})", "check that it is there and may be read, then add it again")
