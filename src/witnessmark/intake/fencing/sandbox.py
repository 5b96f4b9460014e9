"""Says how the process that reads files is started: within bubblewrap, where the system has it and permits it.

Promises: what is started with ``prefix`` sees no network, no process but its own, and no file outside that it could
write to; whether the machine gives that is tried once, with a program that does nothing.
Does not: keep it from reading files; Landlock does, for each file's process (see ``landlock``). Nor does it end what it
started when the caller goes (bubblewrap would do so when the calling thread ends): the keeper sees its socket close.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from typing import Final

PROGRAM: Final = "bwrap"
PROTECTION: Final = "bubblewrap"
_TEMPORARY: Final = "/dev/shm"  # noqa: S108  (its own, in memory: parsers that are loaded late need one for a moment)
_TRIES_SECONDS = 10.0
_OPTIONS: Final = (
    "--unshare-all",  # network, processes, users, mounts, names of the machine
    "--cap-drop",
    "ALL",
    "--ro-bind",
    "/",
    "/",
    "--dev",
    "/dev",
    "--proc",
    "/proc",
    "--tmpfs",
    _TEMPORARY,
    "--setenv",
    "TMPDIR",
    _TEMPORARY,
)


@cache
def prefix() -> tuple[str, ...]:
    """Return what stands before a command to run it within bubblewrap; nothing where that is missing or refused."""
    program = shutil.which(PROGRAM)
    if program is None:
        return ()
    wrapped = (program, *_OPTIONS, "--")
    try:
        done = subprocess.run([*wrapped, "/bin/true"], capture_output=True, timeout=_TRIES_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return wrapped if done.returncode == 0 else ()


def is_reduced() -> bool:
    """Tell whether files are read without bubblewrap on this machine."""
    return not prefix()
