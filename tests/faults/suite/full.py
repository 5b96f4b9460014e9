"""Full disks: a job's commands are run until the disk is full at the n-th write, then again with room.

Promises: from the n-th write on, nothing more fits: no new file or folder, no byte and no sync of one, in any file of
the case, the record, the reading or the keys. Removing and renaming go on, as they do on a full disk. A command may
still end well where what failed was no more than tidying up: it is held to what it then acknowledged.
Does not: fill the disk that the sources or the person's own files lie on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import Command
from tests.faults.suite.events import Acknowledged
from tests.faults.suite.jobs import DISK, FIRST_STATEMENT, CaseJob, emptied, living_in, texts_of
from tests.faults.suite.laws import complaints
from tests.faults.suite.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Full:
    """What became of a job on a disk that was full from a write on."""

    room: int
    acknowledged: int
    said: str
    """The line on standard error; empty where the job came to its end."""
    broken: tuple[str, ...]


def full_disk(job: CaseJob, world: Path, room: int, state: Any) -> Full:
    """Run a job's commands on a disk with room for so many writes, and hold what is left against the laws."""
    job.prepare(emptied(world))
    recorder = Recorder(world / DISK, room=room)
    told: list[Acknowledged] = []
    said = ""
    broken: list[str] = []
    with living_in(world), recorder.installed():
        for words in job.calls(world):
            status, said = _call(words)
            if status:
                broken += _unclear(status, said)
                break
            told.append(_acknowledged(words))
    broken += complaints(job, world, told, state)
    return Full(room, len(told), said, tuple(broken))


def _call(words: Sequence[object]) -> tuple[int, str]:
    """Run a command; return its status and what it wrote on standard error."""
    if FIRST_STATEMENT in words:
        listed = Command()("list", words[1], "statements", "--json")
        if listed.exit_code:
            return listed.exit_code, listed.stderr
        first = json.loads(listed.stdout.splitlines()[0])["id"]
        words = [first if word == FIRST_STATEMENT else word for word in words]
    result = Command()(*words)
    return result.exit_code, result.stderr


def _acknowledged(words: Sequence[object]) -> Acknowledged:
    """Return what a command that ended well has acknowledged."""
    if words[0] == "decide":
        return Acknowledged("decided", str(words[-1]))
    return Acknowledged("built", texts_of(path.name for path in Path(str(words[2])).glob("*.*")))


def _unclear(status: int, said: str) -> Iterator[str]:
    """Yield what is wrong with how a command ended on a full disk."""
    faults = [line for line in said.splitlines() if line.startswith("witnessmark:")]
    if status != 2:
        yield f"the command ended with status {status}"
    if len(faults) != 1 or "Traceback" in said:
        yield f"the command said {said!r}"
    elif "room" not in faults[0]:
        yield f"the command does not say to make room: {faults[0]!r}"


def writes_of(job: CaseJob, world: Path) -> tuple[int, Any]:
    """Return how many writes a job needs when all fit, and the state that it comes to."""
    job.prepare(emptied(world))
    plenty = 1 << 30
    recorder = Recorder(world / DISK, room=plenty)
    with living_in(world), recorder.installed():
        for words in job.calls(world):
            status, said = _call(words)
            assert status == 0, said
    assert recorder.room is not None
    with living_in(world):
        return plenty - recorder.room, job.state(world)
