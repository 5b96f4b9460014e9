"""Durable writes: after a call returns, what it wrote survives a kill and a power cut.

Promises: a file appears under its name whole or not at all (temporary file, fsync, rename, fsync of the folder);
temporary files lie in a staging folder on the same file system and never in the folder that is written to; locks
between processes are released by the kernel when their holder dies.
Does not: protect from a disk that lies about its cache. Needs POSIX (folders are synced and locked by descriptor).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path

from witnessmark.errors import BusyError, InputError

READ_ONLY = 0o444
READ_WRITE = 0o644
_LOCK_STEP = 0.02
_OPEN_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


def open_new(staging: Path, mode: int = READ_WRITE) -> tuple[int, Path]:
    """Open a new temporary file for writing in ``staging``; return its descriptor and path."""
    path = staging / secrets.token_hex(12)
    return os.open(path, _OPEN_NEW, mode), path


def write_fully(descriptor: int, data: bytes) -> None:
    """Write all of ``data``; a write may take only part of it."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def write(path: Path, data: bytes, staging: Path, mode: int = READ_WRITE) -> None:
    """Write one file whole, or replace it, durably."""
    write_all({path: data}, staging, mode)


def write_all(files: Mapping[Path, bytes], staging: Path, mode: int = READ_WRITE) -> None:
    """Write several files, each whole or not at all; all are durable on return. Missing folders are made."""
    moves: list[tuple[Path, Path]] = []
    try:
        for path, data in files.items():
            descriptor, temporary = open_new(staging, mode)
            moves.append((temporary, path))
            try:
                write_fully(descriptor, data)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        touched = place(moves)
    except BaseException:
        for temporary, _ in moves:
            temporary.unlink(missing_ok=True)
        raise
    sync_folders(touched)


def place(moves: Iterable[tuple[Path, Path]]) -> set[Path]:
    """Rename synced temporary files into place; return the folders that must be synced to make this durable."""
    touched: set[Path] = set()
    for temporary, path in moves:
        try:
            temporary.replace(path)
        except FileNotFoundError:
            touched |= make_folders(path.parent)
            temporary.replace(path)
        touched.add(path.parent)
    return touched


def make_folders(folder: Path) -> set[Path]:
    """Make a folder and those above it; return the folders that gained one and so must be synced."""
    wanted, touched = folder, set[Path]()
    while not folder.is_dir():
        touched.add(folder.parent)
        folder = folder.parent
    wanted.mkdir(parents=True, exist_ok=True)
    return touched


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folders(folders: Iterable[Path], pool: Executor | None = None) -> None:
    """Make the names in several folders durable; with a pool, at once, so that the file system joins the commits."""
    if pool is None:
        for folder in folders:
            sync_folder(folder)
    else:
        list(pool.map(sync_folder, folders))


def remove_all(paths: Iterable[Path]) -> None:
    """Remove files durably; those that are not there are passed over."""
    touched: set[Path] = set()
    for path in paths:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()
            touched.add(path.parent)
    sync_folders(touched)


def empty(folder: Path) -> None:
    """Remove whatever lies in a staging folder, left by a process that was killed; the caller holds its lock."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


@contextlib.contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn a failure to write (a full disk, a missing permission) into an InputError that says what to do."""
    try:
        yield
    except OSError as error:
        raise InputError(
            f"{folder} cannot be written to ({error.strerror or error}): make room or give permission, then run the "
            "same command again; what was acknowledged before is kept"
        ) from error


@contextlib.contextmanager
def locked(folder: Path, *, exclusive: bool, wait: float) -> Iterator[None]:
    """Hold a lock on a folder between processes, waiting up to ``wait`` seconds; raises BusyError after that.

    The lock is on the folder itself: it leaves no file behind and goes with the process that held it.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _lock(descriptor, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH, folder, wait)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, kind: int, folder: Path, wait: float) -> None:
    end = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise BusyError(
                    f"another process is writing to {folder.parent}: wait for it, then run the same command again"
                ) from None
            time.sleep(_LOCK_STEP)
        except OSError:
            return  # a file system without locks (some network and read-only ones): reading goes on, as it must
        else:
            return
