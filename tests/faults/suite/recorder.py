"""Stands between this process and the disk: notes what it does to a folder, leaves a sync out, or fills the disk.

Promises: while it is installed, every change that Python code makes below the folder through ``os`` or ``open`` is
noted in the order in which it was really done, and so is every one of the reading's database. That nothing escapes it
is checked, not hoped: ``replays`` compares what the trace comes to with the real folder.
Does not: change what the process does, but for the sync that it leaves out and the writes that a full disk refuses.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import io
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.faults.suite import sites
from tests.faults.suite.events import (
    ROOT,
    Acknowledged,
    Cut,
    Found,
    Made,
    Moved,
    Named,
    Synced,
    Trace,
    Written,
)
from tests.faults.suite.sqlite_files import Hooks, hooked

PASSING = "-shm"
"""The end of the names that no power cut leaves: the memory that users of one database share."""

Identity = tuple[int, int]


class Recorder:
    """Notes what is done below ``root``; ``without`` names a sync to leave out, ``room`` how many writes still fit."""

    def __init__(self, root: Path, *, without: str | None = None, room: int | None = None) -> None:
        self.root = root.resolve()
        self.without = without
        self.room = room
        self.trace = Trace()
        self.left_out = 0
        self._numbers: dict[Identity, int] = {_identity(self.root): ROOT}
        self._next = 1
        self._lock = threading.RLock()
        self.trace.before = tuple(self._look(self.root, ROOT))

    def _look(self, folder: Path, number: int) -> Iterator[Found]:
        for path in sorted(folder.iterdir()):
            node = self._number(path)
            yield Found(number, path.name, node, None if path.is_dir() else path.read_bytes())
            if path.is_dir():
                yield from self._look(path, node)

    def _number(self, path: Path) -> int:
        self._numbers[_identity(path)] = number = self._next
        self._next += 1
        return number

    def acknowledge(self, what: str, value: object = "") -> None:
        """Note that the program told its caller that something is on disk."""
        with self._lock:
            self.trace.events.append(Acknowledged(what, str(value)))

    # ------------------------------------------------------------------------------------------------ what is where

    def place(self, path: Any, dir_fd: int | None = None) -> tuple[Path, int] | None:
        """Return a path below the root with the number of its folder, or None where it lies elsewhere."""
        if isinstance(path, int):
            return None
        full = os.fsdecode(path)
        if dir_fd is not None:
            full = str(Path(f"/proc/self/fd/{dir_fd}").readlink() / full)
        name = Path(os.path.abspath(full))  # noqa: PTH100  (the name itself is meant, not what it links to)
        try:
            folder = name.parent.resolve()
            number = self._numbers.get(_identity(folder))
        except OSError:
            return None
        inside = folder == self.root or self.root in folder.parents
        if not inside or number is None or name.name.endswith(PASSING):
            return None
        return folder / name.name, number

    def node(self, descriptor: int) -> int | None:
        """Return the number of an open file or folder below the root."""
        found = os.fstat(descriptor)
        return self._numbers.get((found.st_dev, found.st_ino))

    # ------------------------------------------------------------------------------------------------- what is noted

    def refuse(self) -> bool:
        """Tell whether one more write finds the disk full."""
        if self.room is None:
            return False
        self.room -= 1
        if self.room >= 0:
            return False
        self.trace.refused += 1
        return True

    def take_room(self, *path: Any) -> None:
        """Raise OSError, as the system does for ``path``, where one more write finds the disk full."""
        if self.refuse():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), *path)

    def made(self, path: Path, folder: int, *, is_folder: bool = False) -> None:
        """Note a new file or folder."""
        self.trace.events.append(Made(folder, path.name, self._number(path), is_folder))

    def wrote(self, node: int, at: int, data: bytes) -> None:
        """Note bytes that were written."""
        self.trace.events.append(Written(node, at, data))

    def cut(self, node: int, size: int) -> None:
        """Note that a file was given a size."""
        self.trace.events.append(Cut(node, size))

    def gone(self, path: Path, folder: int) -> None:
        """Note a name that was removed."""
        self.trace.events.append(Named(folder, path.name, None))

    def synced(self, node: int, kind: str) -> bool:
        """Note a sync of a file or folder; False where it is the one to leave out."""
        site = sites.here(kind)
        if site == self.without:
            self.left_out += 1
            return False
        self.trace.events.append(Synced(node, site))
        return True

    # ---------------------------------------------------------------------------------------------- Python's own calls

    def open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        """Open a file as ``os.open`` does."""
        place = self.place(path, dir_fd) if flags & (os.O_CREAT | os.O_TRUNC) else None
        if place is None:
            return _REAL.open(path, flags, mode, dir_fd=dir_fd)
        with self._lock:
            new = not os.path.lexists(place[0])
            if new:
                self.take_room(path)
            descriptor = _REAL.open(path, flags, mode, dir_fd=dir_fd)
            if new:
                self.made(*place)
            elif flags & os.O_TRUNC and (node := self.node(descriptor)) is not None:
                self.cut(node, 0)
            return descriptor

    def open_stream(self, file: Any, mode: str = "r", *rest: Any, opener: Any = None, **more: Any) -> Any:
        """Open a file as ``open`` does; a new name is noted, what is written through it is not."""
        if opener is None and not isinstance(file, int) and not set(mode) <= set("rbt"):
            more["opener"] = lambda name, flags: self.open(name, flags, 0o666)
        elif opener is not None:
            more["opener"] = opener
        return _REAL.stream(file, mode, *rest, **more)

    def write(self, descriptor: int, data: Any) -> int:
        """Write as ``os.write`` does."""
        with self._lock:
            node = self.node(descriptor)
            if node is None:
                return _REAL.write(descriptor, data)
            self.take_room()
            at = os.lseek(descriptor, 0, os.SEEK_CUR)
            size = _REAL.write(descriptor, data)
            self.wrote(node, at, bytes(memoryview(data)[:size]))
            return size

    def ftruncate(self, descriptor: int, size: int) -> None:
        """Give an open file a size as ``os.ftruncate`` does."""
        with self._lock:
            _REAL.ftruncate(descriptor, size)
            if (node := self.node(descriptor)) is not None:
                self.cut(node, size)

    def fsync(self, descriptor: int) -> None:
        """Sync as ``os.fsync`` does, unless this sync is left out."""
        with self._lock:
            node = self.node(descriptor)
            if node is not None:
                self.take_room()
            is_folder = os.path.isdir(f"/proc/self/fd/{descriptor}")  # noqa: PTH112
            if node is None or self.synced(node, "folder" if is_folder else "file"):
                _REAL.fsync(descriptor)

    def rename(self, source: Any, target: Any, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None) -> None:
        """Rename as ``os.replace`` does."""
        with self._lock:
            before, after = self.place(source, src_dir_fd), self.place(target, dst_dir_fd)
            node = self._numbers.get(_identity(before[0])) if before and os.path.lexists(before[0]) else None
            _REAL.replace(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)
            if before and after and node is not None:
                gone, stands = Named(before[1], before[0].name, None), Named(after[1], after[0].name, node)
                self.trace.events.append(Moved(gone, stands))

    def link(self, source: Any, target: Any, **more: Any) -> None:
        """Give a file a second name as ``os.link`` does."""
        with self._lock:
            after = self.place(target)
            self.take_room(source, None, target)
            _REAL.link(source, target, **more)
            if after:
                node = self._numbers.get(_identity(after[0]))
                node = self._number(after[0]) if node is None else node
                self.trace.events.append(Named(after[1], after[0].name, node))

    def remove(self, path: Any, *, dir_fd: int | None = None) -> None:
        """Remove a file as ``os.unlink`` does."""
        with self._lock:
            place = self.place(path, dir_fd)
            _REAL.unlink(path, dir_fd=dir_fd)
            if place:
                self.gone(*place)

    def mkdir(self, path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        """Make a folder as ``os.mkdir`` does."""
        with self._lock:
            place = self.place(path, dir_fd)
            if place and not os.path.lexists(place[0]):
                self.take_room(path)
            _REAL.mkdir(path, mode, dir_fd=dir_fd)
            if place:
                self.made(*place, is_folder=True)

    def rmdir(self, path: Any, *, dir_fd: int | None = None) -> None:
        """Remove a folder as ``os.rmdir`` does."""
        with self._lock:
            place = self.place(path, dir_fd)
            _REAL.rmdir(path, dir_fd=dir_fd)
            if place:
                self.gone(*place)

    # ----------------------------------------------------------------------------------------------------- installing

    @contextlib.contextmanager
    def installed(self) -> Iterator[Trace]:
        """Stand between this process and the disk for a while; return the trace, which grows meanwhile."""
        calls: dict[str, Callable[..., Any]] = {
            "open": self.open,
            "write": self.write,
            "ftruncate": self.ftruncate,
            "fsync": self.fsync,
            "fdatasync": self.fsync,
            "rename": self.rename,
            "replace": self.rename,
            "link": self.link,
            "unlink": self.remove,
            "remove": self.remove,
            "mkdir": self.mkdir,
            "rmdir": self.rmdir,
        }
        with contextlib.ExitStack() as held:
            for name, call in calls.items():
                held.enter_context(patch.object(os, name, call))
            for module in (io, builtins):
                held.enter_context(patch.object(module, "open", self.open_stream))
            held.enter_context(hooked(_DatabaseHooks(self)))
            yield self.trace


class _DatabaseHooks(Hooks):
    """Notes what the reading's database does to its files."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def opens(self, path: str) -> bool:
        """Tell whether a file that is not there yet may be made."""
        with self._recorder._lock:
            return self._recorder.place(path) is None or not self._recorder.refuse()

    def opened(self, path: str, *, new: bool) -> int | None:
        """Return the number of the file that was opened."""
        recorder = self._recorder
        with recorder._lock:
            place = recorder.place(path)
            if place is None:
                return None
            if new:
                recorder.made(*place)
            return recorder._numbers.get(_identity(place[0]))

    def writes(self, node: int) -> bool:
        """Tell whether there is room for a write."""
        with self._recorder._lock:
            return not self._recorder.refuse()

    def wrote(self, node: int, at: int, data: bytes) -> None:
        """Note a write."""
        with self._recorder._lock:
            self._recorder.wrote(node, at, data)

    def cut(self, node: int, size: int) -> None:
        """Note a new size."""
        with self._recorder._lock:
            self._recorder.cut(node, size)

    def synced(self, node: int) -> bool:
        """Note a sync of a file."""
        with self._recorder._lock:
            return self._recorder.synced(node, sites.DATABASE_FILE)

    def synced_folder(self, path: str) -> None:
        """Note a sync of the folder that holds the database."""
        recorder = self._recorder
        with recorder._lock:
            node = recorder._numbers.get(_identity(Path(path).resolve()))
            if node is not None:
                recorder.synced(node, sites.DATABASE_FOLDER)

    def removed(self, path: str) -> None:
        """Note that a file was removed."""
        recorder = self._recorder
        with recorder._lock:
            if place := recorder.place(path):
                recorder.gone(*place)


class _Real:
    """Python's own calls, as they were before any recorder."""

    open = staticmethod(os.open)
    stream: Callable[..., Any] = staticmethod(io.open)
    write = staticmethod(os.write)
    ftruncate = staticmethod(os.ftruncate)
    fsync = staticmethod(os.fsync)
    replace = staticmethod(os.replace)
    link = staticmethod(os.link)
    unlink = staticmethod(os.unlink)
    mkdir = staticmethod(os.mkdir)
    rmdir = staticmethod(os.rmdir)


_REAL = _Real()


def _identity(path: Path) -> Identity:
    found = os.lstat(path)
    return found.st_dev, found.st_ino
