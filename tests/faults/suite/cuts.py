"""Simulated power cuts: a job is traced once, and its trace is cut off as often as is asked for.

Promises: chosen by a seed alone, so that a cut that breaks a law can be had again; half of the cuts come right after
something was acknowledged, when most is at stake.
Does not: run the job anew for each cut.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.faults.suite.disk import Disk, Luck
from tests.faults.suite.events import Acknowledged, Synced, Trace
from tests.faults.suite.jobs import DISK, Job, emptied, living_in
from tests.faults.suite.laws import complaints, is_told
from tests.faults.suite.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Run:
    """A job that was done once: its trace, and the state that it came to."""

    job: Job
    world: Path
    """Where it was done, and where what a cut left is put: a case knows the paths that its sources came from."""
    trace: Trace
    state: Any
    left_out: int
    """How many syncs were left out."""

    def without(self, site: str) -> Run:
        """Return the run as it would have been without a sync: all else that the program does is the same."""
        events = [event for event in self.trace.events if not (isinstance(event, Synced) and event.site == site)]
        left_out = len(self.trace.events) - len(events)
        return replace(self, trace=Trace(self.trace.before, events), left_out=left_out)


@dataclass(frozen=True, slots=True)
class PowerCut:
    """A moment in a trace, and how much is left of what was not synced."""

    upto: int
    luck: Luck
    seed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a cut came to: the laws that it broke."""

    cut: PowerCut
    acknowledged: int
    broken: tuple[str, ...]


def traced(job: Job, world: Path, *, without: str | None = None) -> Run:
    """Do a job in a new folder and return its trace; ``without`` names the sync that it goes without."""
    job.prepare(emptied(world))
    recorder = Recorder(world / DISK, without=without)
    with living_in(world), recorder.installed():
        job.run(world, recorder.acknowledge)
    with living_in(world):
        return Run(job, world, recorder.trace, job.state(world), recorder.left_out)


LUCKS = {Luck.NOTHING: 4, Luck.SOME: 4, Luck.TORN: 3, Luck.ALL: 1}
"""How often each comes, of twelve."""


def power_cuts(trace: Trace, seed: int, lucks: Mapping[Luck, int] = LUCKS) -> Iterator[PowerCut]:
    """Yield cuts without end."""
    chance = random.Random(seed)
    told = [at + 1 for at, event in enumerate(trace.events) if isinstance(event, Acknowledged)]
    while True:
        upto = chance.choice(told) if chance.random() < 0.5 else chance.randrange(len(trace.events) + 1)
        luck = chance.choices([*lucks], [*lucks.values()])[0]
        yield PowerCut(upto, luck, chance.getrandbits(32))


def after(run: Run, cut: PowerCut) -> Outcome:
    """Cut the power, and hold what is left against the laws."""
    Disk(run.trace, cut.upto).leave(emptied(run.world / DISK), cut.luck, random.Random(cut.seed))
    told = [event for event in run.trace.events[: cut.upto] if isinstance(event, Acknowledged)]
    broken = complaints(run.job, run.world, told, run.state)
    if cut.luck is Luck.LYING and is_told(broken):
        broken = []
    return Outcome(cut, len(told), tuple(broken))


def outcomes(run: Run, count: int, seed: int, lucks: Mapping[Luck, int] = LUCKS) -> Iterator[Outcome]:
    """Yield what so many cuts come to; ``lucks`` says how often each comes."""
    for _, cut in zip(range(count), power_cuts(run.trace, seed, lucks), strict=False):
        yield after(run, cut)


@contextlib.contextmanager
def memory() -> Iterator[Path]:
    """Make a folder for a while, in memory where there is room: what a cut left needs no disk."""
    shared: Path | None = Path("/dev/shm")  # noqa: S108
    try:
        if shutil.disk_usage("/dev/shm").free < 1 << 30:  # noqa: S108
            shared = None
    except OSError:
        shared = None
    with tempfile.TemporaryDirectory(dir=shared, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def escaped(run: Run) -> list[str]:
    """Return the paths in which a folder and what its whole trace comes to differ: what escaped the recorder."""
    copy = emptied(run.world.with_name("replayed"))
    Disk(run.trace).leave(copy, Luck.ALL, random.Random(0))
    contents = [
        {
            str(path.relative_to(root)): None if path.is_dir() else path.read_bytes()
            for path in root.rglob("*")
            if not path.name.endswith("-shm")
        }
        for root in (copy, run.world / DISK)
    ]
    return sorted(name for name in {*contents[0], *contents[1]} if contents[0].get(name, 0) != contents[1].get(name, 0))
