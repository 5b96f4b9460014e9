"""Standard input, output and error as a command may find them: closed, on a full disk, with nobody at the other end.

Promises: what prints to a closed stream prints to nowhere, and no file that is opened later takes the stream's number;
a failure to print names the stream; a message or a line of progress that cannot be shown costs the work nothing; words
of sources that were made inert cannot steer a terminal.
Does not: decide what a failure means (the command line does). Imports little, since every command needs it.
"""

from __future__ import annotations

import io
import os
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STANDARD_OUTPUT = "standard output"
"""What an OSError names as its file where the output could not be printed."""

_OUT, _ERR = 1, 2
_PIECE = 1 << 16


class _Output(io.FileIO):
    """A descriptor whose failures say that it is the standard output that failed."""

    def write(self, data: ReadableBuffer, /) -> int:
        """Write, and name the stream where that fails."""
        try:
            return super().write(data)
        except OSError as error:
            error.filename = STANDARD_OUTPUT
            raise


class _Messages(io.FileIO):
    """A descriptor that takes whatever it is given, shown or not."""

    def write(self, data: ReadableBuffer, /) -> int:
        """Write as much as can be written; tell of all of it as written."""
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINES = re.compile("[\t\n\u2028\u2029]")


def inert(words: str) -> str:
    """Return ``words`` for a terminal: what would steer it, turn its lines about or is no character is written out."""
    return _ACTING.sub(_written, words)


def one_line(words: str) -> str:
    """Return ``words`` as ``inert`` does, with line ends and tabs written out as well: a name cannot feign a row."""
    return _LINES.sub(_written, inert(words))


def _written(match: re.Match[str]) -> str:
    point = ord(match[0])
    if 0xDC80 <= point <= 0xDCFF:  # a byte of a file's name that is not UTF-8
        point -= 0xDC00
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}"


def prepare() -> None:
    """Make the standard streams ready for a command: in UTF-8, and there, whatever they lead to."""
    _occupy()
    sys.stdout = _text(_Output(_OUT, "w", closefd=False))
    sys.stderr = _text(_Messages(_ERR, "w", closefd=False), by_line=True)


def _occupy() -> None:
    """Open nowhere in the place of a closed stream; else what is printed would end up in the next file to be opened."""
    for stream in range(3):
        try:
            os.fstat(stream)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one


def _text(raw: io.FileIO, *, by_line: bool = False) -> io.TextIOWrapper:
    buffered = io.BufferedWriter(raw, _PIECE)
    by_line = by_line or raw.isatty()
    return io.TextIOWrapper(buffered, encoding="utf-8", errors="backslashreplace", line_buffering=by_line)


def give_up() -> None:
    """Send what is still to be printed to nowhere, so that closing the standard output does not fail again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, AttributeError):  # no descriptor: it was replaced within this process
        sys.stdout = open(nowhere, "w", closefd=False)  # noqa: SIM115
    else:
        os.close(nowhere)
