"""Says on standard error how far a command is.

Promises: a bar on a terminal, else a line at the end of a stage and one a minute.
Does not: print results.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

from witnessmark.publish.terminal.console import plain

SECONDS_BETWEEN_LINES = 60.0


class _Lines:
    """Says how far a stage is: a line at its end, and one a minute."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._stage, self._done, self._total, self._said = "", 0, 0, 0.0

    def begin(self, stage: str, total: int) -> None:
        self._stage, self._done, self._total, self._said = stage, 0, total, time.monotonic()

    def advance(self, steps: int = 1) -> None:
        self._done += steps
        if time.monotonic() - self._said >= SECONDS_BETWEEN_LINES:
            self._say()

    def end(self) -> None:
        if self._total:
            self._say()

    def say(self, line: str) -> None:
        self._console.print(plain(line), soft_wrap=True)

    def _say(self) -> None:
        self._said = time.monotonic()
        self._console.print(f"{self._stage}: {self._done:,} of {self._total:,}")


class _Bar:
    """Draws a bar a stage."""

    def __init__(self, bar: RichProgress) -> None:
        self._bar = bar
        self._task = bar.add_task("", visible=False)

    def begin(self, stage: str, total: int) -> None:
        self._task = self._bar.add_task(stage, total=total, visible=total > 0)

    def advance(self, steps: int = 1) -> None:
        self._bar.advance(self._task, steps)

    def end(self) -> None:
        self._bar.refresh()

    def say(self, line: str) -> None:
        self._bar.console.print(plain(line), soft_wrap=True)


@contextmanager
def progress() -> Iterator[_Bar | _Lines]:
    """Show progress on standard error: bars on a terminal, else a line a minute."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with RichProgress(*columns, console=console) as bar:
        yield _Bar(bar)
