"""A folder that is made beside its name and moved there whole.

Promises: the digest of every file is taken while it is written; all of it is on disk before it gets its name; where
anything fails, nothing is left, and what a killed export left is removed by the next one to the same name; an existing
folder is refused.
Does not: choose what goes in.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from witnessmark.errors import BusyError, InputError, RecordDamagedError
from witnessmark.record import durable
from witnessmark.record.survey import pieces_of

_FICLONE = 0x40049409
"""Linux: let a file share the bytes of another one until either is written to (btrfs, xfs, bcachefs)."""
_PIECE = 1 << 20
_THREADS = 4
_MARK = ".export-"


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the folder: its path in it, the SHA-256 of its bytes, and how many there are."""

    path: str
    digest: str
    size: int


class Folder:
    """A folder in the making."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: list[Written] = []
        self._sharing = True
        self._synced = 0
        self._lock = threading.Lock()

    def begin(self, path: str) -> Spool:
        """Begin a file that is written piece by piece."""
        return Spool(self, path)

    def write(self, path: str, pieces: Iterable[bytes]) -> Written:
        """Write a file out of pieces and return what was written."""
        spool = self.begin(path)
        try:
            for piece in pieces:
                spool.write(piece)
        finally:
            written = spool.end()
        return written

    def copy(self, source: Path, paths: Sequence[str], under: str, advance: Callable[[], None]) -> list[Written]:
        """Copy files of the folder ``source`` to ``under``, several at once, in pieces; return what was written.

        Bytes are shared where the file system can (a later write to one copy never shows in the other), and hashed
        from the copy then. Raises RecordDamagedError where a file of the source cannot be read.
        """
        for path in paths:
            self.place(under + path)
        with ThreadPoolExecutor(_THREADS) as pool:
            written: list[Written] = []
            try:
                for each in pool.map(lambda path: self._copy(source / path, under + path), paths):
                    written.append(each)
                    advance()
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        self.files += written
        return written

    def _copy(self, source: Path, path: str) -> Written:
        sha256, size = hashlib.sha256(), 0
        with (self.root / path).open("xb", buffering=0) as target:
            shared = self._share(source, target.fileno())
            for piece in _read(self.root / path if shared else source):
                sha256.update(piece)
                size += len(piece)
                if not shared:
                    durable.write_fully(target.fileno(), piece)
            os.fchmod(target.fileno(), durable.READ_ONLY)
        return Written(path, sha256.hexdigest(), size)

    def _share(self, source: Path, target: int) -> bool:
        """Let the target share the bytes of the source; return False where the file system cannot."""
        if not self._sharing:
            return False
        try:
            descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                fcntl.ioctl(target, _FICLONE, descriptor)
            finally:
                os.close(descriptor)
        except OSError:
            self._sharing = False
            return False
        return True

    def place(self, path: str) -> Path:
        """Return where a file of the folder lies, with the folders above it made."""
        target = self.root / path
        with self._lock:
            target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def sync(self) -> None:
        """Make every file of the folder, and every name in it, durable.

        The file system is asked to write all at once first; then the sync of each file, which alone is the promise,
        finds nothing left to do. That is several times as fast as thousands of syncs in between.
        """
        _write_out(self.root)
        folders = [Path(at) for at, _, _ in os.walk(self.root)]
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(_sync_file, [self.root / one.path for one in self.files[self._synced :]]))
            self._synced = len(self.files)
            durable.sync_folders(folders, pool)


class Spool:
    """A file of the folder that is being written; ``end`` counts it."""

    def __init__(self, folder: Folder, path: str) -> None:
        self._folder = folder
        self._path = path
        self._file = folder.place(path).open("xb", buffering=_PIECE)
        self._sha256 = hashlib.sha256()
        self._size = 0

    def write(self, piece: bytes) -> None:
        """Write the next piece."""
        self._sha256.update(piece)
        self._size += self._file.write(piece)

    def end(self) -> Written:
        """End the file; return what was written."""
        self._file.close()
        written = Written(self._path, self._sha256.hexdigest(), self._size)
        self._folder.files.append(written)
        return written


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_out(folder: Path) -> None:
    """Ask the file system that holds a folder to write out what waits (Linux ``syncfs``); elsewhere do nothing."""
    ask = getattr(ctypes.CDLL(None), "syncfs", None)
    if ask is not None:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            ask(descriptor)
        finally:
            os.close(descriptor)


def _read(path: Path) -> Iterator[bytes]:
    pieces = pieces_of(path)
    while True:
        try:
            piece = next(pieces, None)
        except OSError as error:
            raise RecordDamagedError(
                f"{path} cannot be read ({error.strerror}): run verify, and restore it from a copy"
            ) from error
        if piece is None:
            return
        yield piece


def require_free(path: Path) -> None:
    """Raise InputError where something stands under ``path``, or it has no folder to stand in."""
    if path.is_symlink() or path.exists():
        raise InputError(f"{path}: is there already; an export never replaces anything, so name a new folder")
    if not path.parent.is_dir():
        raise InputError(f"{path.parent}: there is no such folder; make it, or name another")


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Folder]:
    """Make a folder that gets the name ``path`` when the context ends well; otherwise nothing is left.

    Raises InputError where the name is taken or cannot be written to, with one line that says what to do.
    """
    require_free(path)
    with _explained(path):
        _clear(path)
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}{_MARK}", dir=path.parent))
    try:
        with _explained(path), durable.locked(beside, exclusive=True, wait=0):
            folder = Folder(beside)
            yield folder
            folder.sync()
            beside.chmod(0o755)
            require_free(path)
            beside.rename(path)
            durable.sync_folder(path.parent)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _clear(path: Path) -> None:
    """Remove what exports to the same name left that were killed: folders that no process holds."""
    for left in path.parent.glob(f".{_literal(path.name)}{_MARK}*"):
        if left.is_dir() and not left.is_symlink():
            with contextlib.suppress(BusyError), durable.locked(left, exclusive=True, wait=0):
                shutil.rmtree(left, ignore_errors=True)


def _literal(name: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(
            f"{path}: cannot be written ({error.strerror or error}); make room or give permission, or name another "
            "place. Nothing is left there"
        ) from error
