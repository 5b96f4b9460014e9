"""What a process does to a disk: a trace of events between things, each with a number of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

ROOT = 0
"""The number of the folder that is traced."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new file or folder got a name."""

    folder: int
    name: str
    node: int
    is_folder: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a folder stands for a node from now on, or for none."""

    folder: int
    name: str
    node: int | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A rename: a name goes and another stands for its node, in the same folder or another."""

    gone: Named
    stands: Named


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes were written into a file."""

    node: int
    at: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file was cut or stretched to a size in bytes."""

    node: int
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    """A file's bytes or a folder's names were made durable."""

    node: int
    site: str
    """Where in the program, as ``file.function: the line that asks for it``."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The program told its caller that something is on disk."""

    what: str
    value: str


Event = Made | Named | Moved | Written | Cut | Synced | Acknowledged


@dataclass(frozen=True, slots=True)
class Found:
    """A file or folder that was there before, and lay on disk safely."""

    folder: int
    name: str
    node: int
    data: bytes | None
    """A file's bytes; None for a folder."""


@dataclass(slots=True)
class Trace:
    """What was there before a job, and all that the job did, in order."""

    before: Sequence[Found] = ()
    events: list[Event] = field(default_factory=list)
    refused: int = 0
    """How many events were refused because the disk was full."""

    def sites(self) -> tuple[str, ...]:
        """Return the places that synced, each once, in the order of their first sync."""
        return tuple(dict.fromkeys(event.site for event in self.events if isinstance(event, Synced)))
