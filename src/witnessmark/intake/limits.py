"""What is asked of intake and what one file may use.

Promises: plain frozen values; every limit has a default that an ordinary laptop can bear twice at once.
Does not: enforce anything; the fence does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from witnessmark.nouns import Digest

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Item:
    """One sealed file that is to be read. ``name`` is its original file name: a hint about its format, no more."""

    digest: Digest
    name: str
    path: Path
    """Where the sealed bytes lie."""
    shelf: Path | None = None
    """A folder in which pages that were recognised are kept until they are put away; None: nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may use. All of it ends with the file's process; nothing is carried to the next file."""

    input_bytes: int = 256 * MIB
    """Larger files are not opened."""
    memory_bytes: int = 1024 * MIB
    """Address space that the file's process may take beyond what it starts with."""
    cpu_seconds: int = 60
    wall_seconds: float = 120.0
    output_bytes: int = 64 * MIB
    """What may come back: the text in UTF-8 with its locators."""
    unpacked_bytes: int = 256 * MIB
    """What the parts of a packed file (DOCX, ODT) may come to, by their own account and in fact."""
    streamed_bytes: int = 2048 * MIB
    """What the parts of a packed file that are never held whole (the sheets of a spreadsheet) may come to."""
    unpacked_ratio: int = 200
    """How many times its packed size a packed file may come to; not asked of files that unpack to under 8 MiB."""
    date_seconds: float = 5.0
    """Processor time for looking up a page's title, author and date."""
    parts: int = 100_000
    """How many files may be taken out of a file that holds files."""


OPENING = Limits(input_bytes=8192 * MIB, cpu_seconds=300, wall_seconds=900.0, unpacked_bytes=4096 * MIB)
"""What taking the files out of one file may use: they go to disk as they come, and are not held in memory."""
