"""Stands between the product's own SQLite and its files.

Promises: while hooks are installed, each new file, write, change of size, sync and removal that the SQLite inside
``sqlcipher3`` does goes through them; its own code does the work.
Does not: see the memory that users of a database share, which no power cut leaves, or connections that were open
before.

SQLite reaches files through a table of functions (a VFS, https://www.sqlite.org/vfs.html). The default table is copied
with two entries replaced, and so is the table of each file that it opens. The sync of a folder is the one thing that
SQLite does below that: it is seen where the folder is opened for it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterator
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p
from typing import Any, Protocol

import sqlcipher3._sqlite3 as library

_OK, _FULL, _CANTOPEN, _IOERR_FSYNC, _IOERR_SHMSIZE = 0, 13, 14, 1034, 4874
_CREATE = 0x4


class Hooks(Protocol):
    """Is told what happens to the files of databases."""

    def opens(self, path: str) -> bool:
        """Tell whether a new file may be made."""

    def opened(self, path: str, *, new: bool) -> int | None:
        """Return a number for the file, or None where it does not matter."""

    def writes(self, node: int) -> bool:
        """Tell whether a write may go on."""

    def wrote(self, node: int, at: int, data: bytes) -> None:
        """Take note of a write."""

    def cut(self, node: int, size: int) -> None:
        """Take note of a new size."""

    def synced(self, node: int) -> bool:
        """Take note of a sync; False leaves it out."""

    def synced_folder(self, path: str) -> None:
        """Take note of the sync of a folder."""

    def removed(self, path: str) -> None:
        """Take note of a removal."""


class _Vfs(ctypes.Structure):
    """SQLite's ``sqlite3_vfs``, version 3."""

    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        ("others", c_void_p * 11),
        ("set_system_call", c_void_p),
        ("get_system_call", c_void_p),
        ("next_system_call", c_void_p),
    )


class _Methods(ctypes.Structure):
    """SQLite's ``sqlite3_io_methods``, version 3."""

    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        ("others", c_void_p * 7),
        ("shm_map", c_void_p),
        ("rest", c_void_p * 5),
    )


_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
_Delete = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_Close = CFUNCTYPE(c_int, c_void_p)
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)
_ShmMap = CFUNCTYPE(c_int, c_void_p, c_int, c_int, c_int, c_void_p)
_OpenFolder = CFUNCTYPE(c_int, c_char_p, POINTER(c_int))
_SetCall = CFUNCTYPE(c_int, c_void_p, c_char_p, c_void_p)
_GetCall = CFUNCTYPE(c_void_p, c_void_p, c_char_p)


class _Between:
    """The functions that stand in the tables while hooks are installed, and what they need to stay alive."""

    def __init__(self, hooks: Hooks, real: _Vfs) -> None:
        self.hooks = hooks
        self._nodes: dict[int, int] = {}
        self._tables: dict[int, _Methods] = {}
        self._real_open, self._real_delete = _Open(real.open), _Delete(real.delete)
        self.open, self.delete = _Open(self._open), _Delete(self._delete)
        self._alive: list[Any] = []

    def _open(self, vfs: int, path: int | None, file: int, flags: int, came_to: Any) -> int:
        name = os.fsdecode(ctypes.string_at(path)) if path else ""
        new = bool(name and flags & _CREATE and not os.path.lexists(name))
        if new and not self.hooks.opens(name):
            return _CANTOPEN
        status = int(self._real_open(vfs, path, file, flags, came_to))
        if status == _OK and name:
            node = self.hooks.opened(name, new=new and os.path.lexists(name))
            if node is not None:
                self._nodes[file] = node
                slot = ctypes.cast(file, POINTER(c_void_p))
                slot[0] = ctypes.addressof(self._table(slot[0]))
        return status

    def _delete(self, vfs: int, path: bytes, sync: int) -> int:
        status = int(self._real_delete(vfs, path, sync))
        if status == _OK:
            self.hooks.removed(os.fsdecode(path))
        return status

    def _table(self, real: int) -> _Methods:
        """Return the copy of a file's table in which what changes it goes through the hooks."""
        if real in self._tables:
            return self._tables[real]
        was, table = _Methods.from_address(real), _Methods()
        ctypes.memmove(ctypes.addressof(table), real, ctypes.sizeof(table))
        close, write, truncate = _Close(was.close), _Write(was.write), _Truncate(was.truncate)
        sync = _Sync(was.sync)
        shm_map = _ShmMap(was.shm_map) if was.shm_map else None

        def closes(file: int) -> int:
            self._nodes.pop(file, None)
            return int(close(file))

        def writes(file: int, data: int, size: int, at: int) -> int:
            if not self.hooks.writes(self._nodes[file]):
                return _FULL
            status = int(write(file, data, size, at))
            if status == _OK:
                self.hooks.wrote(self._nodes[file], at, ctypes.string_at(data, size))
            return status

        def truncates(file: int, size: int) -> int:
            status = int(truncate(file, size))
            if status == _OK:
                self.hooks.cut(self._nodes[file], size)
            return status

        def syncs(file: int, flags: int) -> int:
            if not self.hooks.writes(self._nodes[file]):
                return _IOERR_FSYNC
            return int(sync(file, flags)) if self.hooks.synced(self._nodes[file]) else _OK

        def maps(file: int, region: int, size: int, extend: int, came_to: int) -> int:
            if extend and not self.hooks.writes(self._nodes[file]):
                return _IOERR_SHMSIZE
            assert shm_map is not None, "a file without shared memory is never asked for it"
            return int(shm_map(file, region, size, extend, came_to))

        new = {
            "close": _Close(closes),
            "write": _Write(writes),
            "truncate": _Truncate(truncates),
            "sync": _Sync(syncs),
            "shm_map": _ShmMap(maps),
        }
        if shm_map is None:
            del new["shm_map"]
        for name, function in new.items():
            setattr(table, name, ctypes.cast(function, c_void_p).value)
        self._alive.append(new)
        self._tables[real] = table
        return table


@contextlib.contextmanager
def hooked(hooks: Hooks) -> Iterator[None]:
    """Let databases that are opened meanwhile go through hooks; they must be closed before the block ends."""
    sqlite = ctypes.PyDLL(library.__file__)
    sqlite.sqlite3_vfs_find.restype = POINTER(_Vfs)
    default = sqlite.sqlite3_vfs_find(None)
    between = _Between(hooks, default.contents)
    vfs = _Vfs()
    ctypes.memmove(ctypes.addressof(vfs), default, ctypes.sizeof(vfs))
    vfs.name, vfs.next = b"recorded", None
    vfs.open = ctypes.cast(between.open, c_void_p).value
    vfs.delete = ctypes.cast(between.delete, c_void_p).value
    set_call, get_call = _SetCall(vfs.set_system_call), _GetCall(vfs.get_system_call)
    real_folder = _OpenFolder(get_call(ctypes.addressof(vfs), b"openDirectory"))

    def opens_folder(path: bytes, descriptor: Any) -> int:
        status = int(real_folder(path, descriptor))
        if status == _OK:
            hooks.synced_folder(os.path.dirname(os.fsdecode(path)) or ".")  # noqa: PTH120
        return status

    folder = _OpenFolder(opens_folder)
    set_call(ctypes.addressof(vfs), b"openDirectory", ctypes.cast(folder, c_void_p))
    sqlite.sqlite3_vfs_register(ctypes.byref(vfs), 1)
    try:
        yield
    finally:
        sqlite.sqlite3_vfs_unregister(ctypes.byref(vfs))
        sqlite.sqlite3_vfs_register(default, 1)
        set_call(ctypes.addressof(vfs), b"openDirectory", None)
