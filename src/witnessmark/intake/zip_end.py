"""Finds the end of a ZIP archive, which no archive has to have at the end of its file (APPNOTE 4.3.16).

Promises: the end is one whose table of contents stands where it says; what stands behind it, and what stands before an
archive that begins later than its file, can be counted. The work is bounded, whatever the bytes are.
Does not: read the table of contents (``zipfile`` does), or look for an archive within another file than at its end.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MARK, ENTRY, MARK_64 = b"PK\x05\x06", b"PK\x01\x02", b"PK\x06\x07"
BEGINNINGS = (b"PK\x03\x04", MARK, b"PK\x07\x08", b"PK00PK")
"""What an archive begins with; ``PK`` alone may be a word."""
END = struct.Struct("<4s4H2LH")
ENDS_64 = 56 + 20
"""The bytes of the two further marks that an archive of more than 4 GiB has before its end."""
NEAR = (1 << 16) + END.size
"""An end lies within so many bytes of the file's end, where nothing but its comment follows."""
FAR = 64 << 20
"""An end is looked for within so many."""
MOST_TRIED = 1000


@dataclass(frozen=True, slots=True)
class Behind:
    """Where an archive ends in its file."""

    record: int
    """Where its last record begins."""
    comment: bytes
    """What the record is followed by."""
    size: int
    """Bytes of the file."""

    @property
    def end(self) -> int:
        """Where what is none of it begins."""
        return self.record + END.size + len(self.comment)

    @property
    def behind(self) -> int:
        """How many bytes follow the archive."""
        return self.size - self.end


def find_end(stream: BinaryIO, within: int = FAR) -> Behind | None:
    """Return where the archive in a file ends, looking at its last ``within`` bytes; None where there is no such end.

    The stream is left anywhere.
    """
    size = stream.seek(0, io.SEEK_END)
    low, tail, tried = size, b"", 0
    while low > 0 and size - low < within:
        start = max(0, low - NEAR)
        stream.seek(start)
        window = stream.read(low - start) + tail[: END.size - 1]
        at = window.rfind(MARK)
        while at >= 0:
            if tried == MOST_TRIED:
                return None
            tried += 1
            if (comment := _comment(stream, start + at)) is not None:
                return Behind(start + at, comment, size)
            at = window.rfind(MARK, 0, at + len(MARK) - 1)
        low, tail = start, window
    return None


def _comment(stream: BinaryIO, at: int) -> bytes | None:
    """Return the comment of an archive whose last record begins at ``at``; None where none does."""
    stream.seek(at)
    record = stream.read(END.size)
    if len(record) < END.size:
        return None
    _, _, _, _, count, table, _, length = END.unpack(record)
    comment = stream.read(length)
    if len(comment) < length:
        return None
    if not count and not table:
        return comment if at == 0 else None
    if not count or table < len(ENTRY):
        return None
    if at >= ENDS_64 and _stands(stream, at - 20, MARK_64):
        return comment
    return comment if at >= table and _stands(stream, at - table, ENTRY) else None


def _stands(stream: BinaryIO, at: int, mark: bytes) -> bool:
    stream.seek(at)
    return stream.read(len(mark)) == mark


class Archive(io.RawIOBase):
    """The bytes of a file up to the end of the archive in it, without its comment, which may feign an end."""

    def __init__(self, stream: BinaryIO, found: Behind) -> None:
        """Show what ``stream`` holds up to the end that was found in it; it stays open when this is closed."""
        self._stream, self._end, self._at = stream, found.record + END.size, 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read anywhere."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a byte; return its number."""
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence])
        return self._at

    def tell(self) -> int:
        """Return the number of the byte that is read next."""
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read into a buffer; return how many bytes."""
        self._stream.seek(self._at)
        room = memoryview(buffer)
        data = self._stream.read(max(0, min(len(room), self._end - self._at)))
        said = max(0, self._end - 2 - self._at)  # the last two bytes say how long the comment is
        room[: len(data)] = data[:said] + bytes(len(data[said:]))
        self._at += len(data)
        return len(data)
