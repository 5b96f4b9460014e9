"""A process that builds what it is given, file after file, and says what each file took.

Promises: the memory of what runs behind the fence is the kernel's own peak of each such process, handed on by the
process that collected it (``witnessmark.intake.fencing.account``): no look now and then, nothing taken off. What such a
process shares with its keeper is in it: 80 MiB before it has read a byte, 150 once a model of languages is loaded. The
memory of the build is the kernel's peak of the build's own process (``VmHWM``, set back before each file: what the
process did not give back from earlier files is in it); that of the workers it starts for many files is looked up every
5 ms, so what one takes in its last 5 ms may be missing. Each is the most that any one process took, not their sum. A
process that dies, or takes longer than it may, costs that file alone.
Does not: count the keepers of the fence, which hold the parsers for all files and look into none.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from found import Silent
from witnessmark.build import build
from witnessmark.case import Case
from witnessmark.intake.fencing.account import SETTING, Took, noted

LOOK = 0.005
KEEPERS = (b"fencing.keeper", b"bwrap\0")
"""What stands in the command lines of the processes that keep the fence."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What adding one file took."""

    seconds: float
    building: int = 0
    """The most bytes that one process of the build took."""
    took: tuple[Took, ...] = ()
    """What each process behind the fence took."""
    broke: str = ""
    """How it took the build's process down, if it did."""
    stopped: bool = False
    """Whether it was stopped by us, because it took longer than it was given."""

    @property
    def fenced(self) -> int:
        """The most bytes that one process behind the fence took."""
        return max((one.most_memory for one in self.took), default=0)


def serve(orders: Connection) -> None:
    """Build each path that comes, into the case that comes with it; the process of ``Builder``."""
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            case, path = orders.recv()
            started = time.perf_counter()
            build(Case.open(case), [path], Silent())
            orders.send(time.perf_counter() - started)


class Builder:
    """A process that builds, and is watched."""

    def __init__(self, log: Path) -> None:
        """Start it; what runs behind its fences is written to ``log``."""
        self._log = log
        self._start()

    def _start(self) -> None:
        os.environ[SETTING] = str(self._log)
        context = multiprocessing.get_context("spawn")
        self._orders, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,))
        self._process.start()
        theirs.close()

    def add(self, case: Path, path: Path, most_seconds: float) -> Cost:
        """Build one path into a case; return what it took, or how it broke."""
        own = self._process.pid
        assert own is not None
        self._log.unlink(missing_ok=True)
        with suppress(OSError):
            Path(f"/proc/{own}/clear_refs").write_text("5")  # its peak counts from now on
        cost = self._watched(own, case, path, most_seconds)
        return replace(cost, took=noted(self._log))

    def _watched(self, own: int, case: Path, path: Path, most_seconds: float) -> Cost:
        started, most = time.perf_counter(), 0
        self._orders.send((case, path))
        try:
            while not self._orders.poll(LOOK):
                most = max([most, _peak(own), *(_peak(pid) for pid in _workers(own))])
                if time.perf_counter() - started > most_seconds:
                    self.stop(0)
                    self._start()
                    return Cost(time.perf_counter() - started, most, stopped=True)
            seconds: float = self._orders.recv()
        except (EOFError, ConnectionError):
            self._process.join()
            broke = f"took the process down (exit {self._process.exitcode})"
            self._start()
            return Cost(time.perf_counter() - started, most, broke=broke)
        return Cost(seconds, max(most, _peak(own)))

    def stop(self, patience: float = 5) -> None:
        """End the process."""
        self._orders.close()
        self._process.join(patience)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _workers(pid: int) -> Iterator[int]:
    """Yield the processes that a process started, and those that they started, but for those that keep the fence."""
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                with suppress(OSError):
                    command = Path(f"/proc/{child}/cmdline").read_bytes()
                    if not any(mark in command for mark in KEEPERS):
                        yield child
                        yield from _workers(child)


def _peak(pid: int) -> int:
    """Return the most bytes of memory that a process had in use; 0 where it has ended."""
    with suppress(OSError, ValueError, StopIteration):
        rows = Path(f"/proc/{pid}/status").read_text().splitlines()
        return int(next(row for row in rows if row.startswith("VmHWM")).split()[1]) * 1024
    return 0
