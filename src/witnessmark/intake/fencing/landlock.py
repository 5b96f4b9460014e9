"""Asks the Linux kernel to keep a process away from files and network (Landlock, Linux 5.13 and later).

Promises: after ``close_off`` returns True, this process reads only beneath the given folders, writes nowhere, and (on
Linux 6.7 and later) opens no TCP connection; on 6.12 and later it signals no process outside. It cannot be undone.
Does not: exist elsewhere; there it returns False and the caller says so. Source: the kernel's userspace-api/landlock.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
import sys
from collections.abc import Iterable

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""The same on every architecture."""
PR_SET_NO_NEW_PRIVS = 38
EXECUTE, READ_FILE, READ_DIR = 1 << 0, 1 << 2, 1 << 3
FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
"""All the rights over files that each version of the interface knows."""
TCP_RIGHTS, SCOPES = 0b11, 0b11


def close_off(readable: Iterable[str], *, run: bool = False) -> bool:
    """Close this process off from all files but those beneath ``readable``; tell whether the kernel did.

    With ``run``, what lies there may also be run as a program in this process's place.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    if version < 1:
        return False
    rights = FILE_RIGHTS[min(version, 5)]
    rules = struct.pack("<QQQ", rights, TCP_RIGHTS if version >= 4 else 0, SCOPES if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = libc.syscall(CREATE_RULESET, ctypes.c_char_p(rules), ctypes.c_size_t(size), ctypes.c_uint(0))
    if ruleset < 0:
        return False
    try:
        for folder in readable:
            _allow(libc, ruleset, folder, EXECUTE if run else 0)
        if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            return False
        return bool(libc.syscall(RESTRICT_SELF, ruleset, ctypes.c_uint(0)) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, folder: str, more: int) -> None:
    """Allow reading beneath ``folder``; one that does not exist needs no rule."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, getattr(os, "O_PATH", 0) | os.O_CLOEXEC)
        try:
            rights = READ_FILE | READ_DIR if os.path.isdir(folder) else READ_FILE  # noqa: PTH112
            rule = struct.pack("<Qi", rights | more, opened)
            libc.syscall(ADD_RULE, ruleset, ctypes.c_int(1), ctypes.c_char_p(rule), ctypes.c_uint(0))
        finally:
            os.close(opened)
