"""Kills: a process that builds, decides and exports is killed with SIGKILL at a random moment.

Promises: what the process had been told is done, it had handed to us before it went on; all of that is held against
what is left, and then the job is run again to its end.
Does not: tell what a power cut would have cost: what a killed process wrote, the system still writes to the disk.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.suite.events import Acknowledged
from tests.faults.suite.jobs import BY, KEYS, CaseJob, emptied, living_in
from tests.faults.suite.laws import complaints
from tests.processes import running_in

ROOT = Path(__file__).parents[3]
_READY = "ready"
MEASURED_AGAIN = 25
"""After so many kills."""


@dataclass(frozen=True, slots=True)
class Killed:
    """What became of a job whose process was killed after so many seconds."""

    seconds: float
    acknowledged: int
    broken: tuple[str, ...]


def started(world: Path) -> subprocess.Popen[str]:
    """Start a process that does the job in ``world`` and prints what is acknowledged, a line each."""
    environment = os.environ | {"WITNESSMARK_KEYS": str(world / KEYS), "WITNESSMARK_BY": BY}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.suite.writer", str(world)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )


def kill_after(process: subprocess.Popen[str], seconds: float) -> list[Acknowledged]:
    """Kill a process and all that it started; return what it had acknowledged, but for a line that was cut."""
    assert process.stdout is not None
    with process.stdout as told:
        assert told.readline().strip() == _READY
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        lines = told.read().split("\n")[:-1]
    process.wait()
    while running_in(process.pid):
        time.sleep(0.01)
    split = (line.partition(" ") for line in lines)
    return [Acknowledged(what, value) for what, _, value in split]


def uncut(job: CaseJob, world: Path) -> tuple[float, Any]:
    """Do the job in a process that nobody kills, which goes on to export the case where there is that command.

    Return the seconds that it took and the state that the job came to.
    """
    job.prepare(emptied(world))
    process = started(world)
    assert process.stdout is not None
    with process.stdout as told:
        assert told.readline().strip() == _READY
        start = time.monotonic()
        told.read()
    assert process.wait() == 0, "the job comes to its end where nobody kills it"
    seconds = time.monotonic() - start
    with living_in(world):
        return seconds, job.state(world)


def kills(job: CaseJob, world: Path, count: int, seed: int) -> Iterator[Killed]:
    """Yield what so many kills come to, each in a new case.

    How long the job takes on the machine as it is now is measured again from time to time: kills reach all of it.
    """
    chance = random.Random(seed)
    for number in range(count):
        if number % MEASURED_AGAIN == 0:
            seconds, state = uncut(job, world)
        job.prepare(emptied(world))
        after = chance.uniform(0, seconds)
        told = kill_after(started(world), after)
        yield Killed(after, len(told), tuple(complaints(job, world, told, state)))
