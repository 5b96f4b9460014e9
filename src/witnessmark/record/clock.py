"""The time, and what it was read from.

Promises: an RFC 3339 time with its offset, and a sentence that says whether the kernel believes that its clock is set
by a time source. Costs one system call; starts no process.
Does not: ask the network. The kernel's belief is not proof: an outside time stamp is.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from datetime import datetime

_TIMEX_ROOM = 512
"""Bytes for the kernel's ``struct timex``, which is 208 at most; all zero, it asks and sets nothing."""
_TIME_ERROR = 5


@dataclass(frozen=True, slots=True)
class Moment:
    """A time and the clock that it was read from."""

    time: str
    """RFC 3339, to the second, with the offset of the place: ``2031-04-05T14:03:09+02:00``."""
    clock: str
    """``system clock,`` and then ``synchronised``, ``not synchronised`` or ``synchronisation unknown``."""


def now() -> Moment:
    """Return the present time of the system clock."""
    time = datetime.now().astimezone().isoformat(timespec="seconds")
    return Moment(time, f"system clock, {_synchronised()}")


def _synchronised() -> str:
    """Ask the kernel by ``ntp_adjtime(3)``, which glibc, musl (as ``adjtimex``) and macOS have."""
    libc = ctypes.CDLL(None, use_errno=True)
    ask = getattr(libc, "ntp_adjtime", None) or getattr(libc, "adjtimex", None)
    if ask is None:
        return "synchronisation unknown"
    state: int = ask(ctypes.create_string_buffer(_TIMEX_ROOM))
    if state < 0:
        return "synchronisation unknown"
    return "not synchronised" if state == _TIME_ERROR else "synchronised"
