"""Writes down what the process of each file took, where ``WITNESSMARK_TOOK`` names a file to write it to.

Promises: one line (JSON) a process that read, opened or rendered something, added to the end in one piece, so that many
processes can share the file: which process asked, which file, how it ended (``keeper.End.how``), the most memory that
it had in use and the seconds from asking to answer. The memory is the kernel's own count of the process's resident
pages at their highest (``ru_maxrss``), what it shares with the keeper of the fence included; it is a peak, not a look
now and then.
Does not: write anything where the variable is not set, or fail a file because of it.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

SETTING = "WITNESSMARK_TOOK"


@dataclass(frozen=True, slots=True)
class Took:
    """What one process behind the fence took."""

    asked_by: int
    """The process that asked."""
    name: str
    """The file's name; the program's, where one was run in the place of the process."""
    how: str
    """How it ended, as ``keeper.End.how``; ``hung`` and ``died`` are the keeper's own ends."""
    most_memory: int
    """Bytes; 0 where nobody was left to say."""
    seconds: float


def note(took: Took) -> None:
    """Add a line to the log, if there is one."""
    path = os.environ.get(SETTING)
    if not path:
        return
    line = json.dumps(asdict(took), ensure_ascii=True) + "\n"
    with contextlib.suppress(OSError):
        log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(log, line.encode())
        finally:
            os.close(log)


def noted(path: Path) -> tuple[Took, ...]:
    """Return the lines of a log; none where there is none. Raises ValueError or TypeError where it is not one."""
    if not path.exists():
        return ()
    return tuple(Took(**json.loads(line)) for line in path.read_text("ascii").splitlines())
