"""Jobs that take up a record which was cut off in the middle of a batch: the mending can be cut off, too.

Promises: what they begin with is what a real run had done by then.
Does not: choose the moment by chance; there are two kinds of it, and one job for each.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from tests.faults.suite.cuts import Run, traced
from tests.faults.suite.disk import Disk, Luck
from tests.faults.suite.events import Event, Moved
from tests.faults.suite.jobs import MendJob, RecordJob


def mend_jobs(world: Path) -> tuple[MendJob, MendJob, MendJob]:
    """Return jobs that find a batch of which the note alone was written, one that lacks no more than the checkpoint,
    and a replacement of the key that lacks it."""
    run = traced(RecordJob(), world)
    _, batch, _, key, *_ = (at for at, event in enumerate(run.trace.events) if _names(event, "pending"))
    return (
        MendJob(_leaving(run, batch + 1), "mend a note"),
        MendJob(_leaving(run, _checkpoint_after(run, batch)), "mend a batch"),
        MendJob(_leaving(run, _checkpoint_after(run, key)), "mend a key"),
    )


def _checkpoint_after(run: Run, start: int) -> int:
    """Return where the checkpoint is replaced next."""
    return next(at for at, event in enumerate(run.trace.events) if at > start and _names(event, "checkpoint"))


def _names(event: Event, name: str) -> bool:
    return isinstance(event, Moved) and event.stands.name == name


def _leaving(run: Run, upto: int) -> Callable[[Path], None]:
    """Return what leaves a disk as it was before the event ``upto``."""

    def leave(disk: Path) -> None:
        Disk(run.trace, upto).leave(disk, Luck.ALL, random.Random(0))

    return leave
