"""Lets a stop from outside (Ctrl-C, a closed terminal, a system that shuts down) in where it does no harm, and once.

Promises: while processes are being started or ended, a stop waits; the first one is raised as the caller's handler
raises it, and those that follow it are of no account until the work is put away. Afterwards the handlers are as before.
Does not: act outside the main thread, where Python raises no stops, or take over a signal that is ignored.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_Handler = Callable[[int, FrameType | None], object]


class Stops:
    """Stands in for the handlers of the signals that stop a program."""

    def __init__(self) -> None:
        self._handlers: dict[int, _Handler] = {}
        self._held = 0
        self._waiting: int | None = None
        self._told = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Take a signal."""
        if self._told:
            return
        if self._held:
            self._waiting = number
            return
        self._told = True
        self._handlers[number](number, frame)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let stops wait while the block runs; ``let_in`` raises the one that came."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1

    def let_in(self) -> None:
        """Raise the stop that waits, if there is one."""
        if self._waiting is not None:
            number, self._waiting = self._waiting, None
            self(number, None)

    def _install(self) -> None:
        for number in STOPS:
            handler = signal.getsignal(number)
            if callable(handler):
                self._handlers[number] = handler
                signal.signal(number, self)

    def _remove(self) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)


@contextmanager
def once() -> Iterator[Stops]:
    """Let one stop through while the block runs."""
    stops = Stops()
    if threading.current_thread() is not threading.main_thread():
        yield stops
        return
    try:
        stops._install()
        yield stops
    finally:
        stops._remove()
