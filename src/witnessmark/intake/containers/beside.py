"""Files that a system keeps beside others: what file managers and archivers leave in folders and archives.

Promises: they are known by their names, and those of macOS that carry a file's other half (AppleDouble) by their first
bytes too, so that a file of words that is called so is none. How many there were is one line.
Does not: read what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterator

from witnessmark.intake.containers.names import last_of
from witnessmark.intake.draft import counted
from witnessmark.intake.parts import Spool

LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave in folders."""
DOUBLE, DOUBLE_MARK = "._", b"\x00\x05\x16\x07"
"""What the other half of a file is called, and begins with (RFC 1740)."""
MOST_NAMED = 3


class KeptBesideError(Exception):
    """What was to be taken out is a file that a system keeps beside another."""


class Beside:
    """Counts the files of one archive that are not taken because a system keeps them beside others."""

    def __init__(self) -> None:
        """Begin with none."""
        self._count, self._named = 0, list[str]()

    def add(self, called: str) -> None:
        """Count one."""
        self._count += 1
        if len(self._named) < MOST_NAMED:
            self._named.append(called[:100])

    def tell(self, spool: Spool) -> None:
        """Say in one line how many there were."""
        if self._count:
            kept = "that a system keeps beside others"
            files = counted(self._count, f"file {kept}", f"files {kept}")
            named = ", ".join(self._named) + (", …" if self._count > len(self._named) else "")
            verb = "was" if self._count == 1 else "were"
            spool.lose("", f"{files} ({named}) {verb} not taken out", "unpack it to see them")


def is_litter(called: str) -> bool:
    """Tell by its name whether a file is one that a file manager leaves."""
    return last_of(called) in LITTER


def is_double(called: str, head: bytes) -> bool:
    """Tell whether a file is the other half of one, by its name and its first bytes."""
    return last_of(called).startswith(DOUBLE) and head.startswith(DOUBLE_MARK)


def unless_beside(called: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces of a file. Raises KeptBesideError at the first where it is the other half of a file."""
    for number, piece in enumerate(pieces):
        if not number and is_double(called, piece):
            raise KeptBesideError
        yield piece
