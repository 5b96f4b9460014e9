"""Gives up, for good, whatever the process of one file does not need.

Promises: after ``confine`` this process ends by itself when it takes more processor time, wall time or memory than it
may, or when its parent dies; it leaves no core dump, writes no file but one that it was handed, starts no process and,
where the kernel can see to it, reads none but Python's own files and reaches no network.
Does not: hide what a platform cannot enforce: what is in force is returned.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path

from witnessmark.intake.fencing.landlock import close_off
from witnessmark.intake.limits import Limits

PROTECTIONS = ("memory", "processor time", "wall time", "files and network")
PR_SET_PDEATHSIG = 1
MOST_DESCRIPTORS = 64
GRACE_SECONDS = 5.0
"""The process ends itself this long after its wall time is over, should nobody have ended it."""


def confine(limits: Limits, keep: tuple[int, ...], program: tuple[str, ...] = (), written: int = 0) -> tuple[str, ...]:
    """Confine this process to ``limits``, closing all descriptors but the first three and ``keep``.

    ``program`` names the files and folders that a program needs which is to take this process's place: it may read and
    run these, and nothing of Python's. A file among ``keep`` can be written to up to its byte ``written``. Returns
    which of ``PROTECTIONS`` are in force.
    """
    os.setsid()
    _close_all_but(keep)
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds + GRACE_SECONDS)
    in_force = ["wall time"]
    held = _address_space()
    closed = close_off((*program, "/dev/null"), run=True) if program else close_off(readable())
    for kind, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, written), (resource.RLIMIT_NPROC, 0)):
        _limit(kind, most)
    _limit(resource.RLIMIT_NOFILE, MOST_DESCRIPTORS)
    if _limit(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 2):
        in_force.append("processor time")
    if held and _limit(resource.RLIMIT_AS, held + limits.memory_bytes):
        in_force.append("memory")
    if closed:
        in_force.append("files and network")
    return tuple(in_force)


def _limit(kind: int, soft: int, hard: int | None = None) -> bool:
    """Lower a limit; tell whether the platform took it."""
    ceiling = resource.getrlimit(kind)[1]
    wanted = soft if hard is None else hard
    if ceiling != resource.RLIM_INFINITY:
        wanted, soft = min(wanted, ceiling), min(soft, ceiling)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (soft, wanted))
        return True
    return False


def _address_space() -> int:
    """Return the bytes of address space that this process has; 0 where the platform does not say (macOS)."""
    with contextlib.suppress(OSError, ValueError):
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _close_all_but(keep: tuple[int, ...]) -> None:
    edges = sorted({2, *keep})
    for low, high in zip(edges, [*edges[1:], 4096], strict=True):
        os.closerange(low + 1, high)


@lru_cache(maxsize=1)
def readable() -> tuple[str, ...]:
    """Return (and remember) the folders that hold Python, its packages and the time zones: what parsers load late."""
    paths = sysconfig.get_paths()
    folders = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    return (*sorted(folders), str(Path(__file__).resolve().parents[2]), "/usr/share/zoneinfo", "/dev/null")
