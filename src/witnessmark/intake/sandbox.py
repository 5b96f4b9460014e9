"""Says how the process that reads files is started: within bubblewrap, where the system has it and permits it.

Promises: what is started with ``prefix`` sees no network, no process but its own, and no file that it could write to
but in ``TEMPORARY``, a folder in memory that nobody else sees; it ends with its caller. Whether the machine gives that
is tried once, with a program that does nothing.
Does not: keep it from reading files; Landlock does, for each file's process (see ``landlock``).
"""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from typing import Final

PROGRAM: Final = "bwrap"
PROTECTION: Final = "bubblewrap"
TEMPORARY: Final = "/dev/shm"  # noqa: S108  (within bubblewrap it is its own, made by --dev)
"""Where a temporary file can lie within bubblewrap: all else is read-only there."""
_TRIES_SECONDS = 10.0
_OPTIONS: Final = (
    "--unshare-all",  # network, processes, users, mounts, names of the machine
    "--die-with-parent",
    "--cap-drop",
    "ALL",
    "--ro-bind",
    "/",
    "/",
    "--dev",
    "/dev",
    "--proc",
    "/proc",
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
