"""Counts the bytes that stand behind the end of a file's own format, where they can hide another file.

Promises: pictures (PNG, JPEG, GIF, WEBP, BMP), PDF and whatever is packed as a ZIP; one pass over the bytes at most.
Does not: look at what the bytes are, or at formats that do not say where they end (TIFF, and all that is plain text).
"""

from __future__ import annotations

import io
import re

from witnessmark.intake.draft import Loss, counted
from witnessmark.intake.sniffing import PDF
from witnessmark.intake.zip_end import BEGINNINGS, find_end

LOOK = "look at them in the source: another file may be hidden there; cut it out and add it if it matters"
PDF_END = re.compile(rb"%%EOF\r?\n?")
PADDING = b"\0\r\n\t "
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""What ends the compressed bytes of a JPEG's scan: a mark that is no restart."""
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Marks of a JPEG that no length follows."""


def behind_loss(data: bytes, media_type: str) -> tuple[Loss, ...]:
    """Return the loss of what stands behind a file's end; none where nothing does, or the end is not known."""
    end = _end(data, media_type)
    return told(len(data) - end) if end is not None and data[end:].strip(PADDING) else ()


def told(count: int, what: str = "file") -> tuple[Loss, ...]:
    """Return the loss of so many bytes behind the end of a file, or of an ``archive``; none where there are none."""
    bytes_ = counted(count, f"byte stands behind the end of the {what}", f"bytes stand behind the end of the {what}")
    return (Loss(f"{bytes_}: what they are was not read", LOOK),) if count else ()


def _end(data: bytes, media_type: str) -> int | None:
    if media_type == PDF:
        ends = PDF_END.search(data, max(0, data.rfind(b"%%EOF")))
        return ends.end() if ends else None
    if data.startswith(BEGINNINGS):
        found = find_end(io.BytesIO(data))
        return None if found is None else found.end
    finders = {"image/png": _png, "image/jpeg": _jpeg, "image/gif": _gif, "image/webp": _webp, "image/bmp": _bmp}
    return finders[media_type](data) if media_type in finders else None


def _png(data: bytes) -> int | None:
    at = 8
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND":
            return at
    return None


def _jpeg(data: bytes) -> int | None:
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            return None
        mark = data[at + 1]
        if mark == 0xFF:
            at += 1
        elif mark == 0xD9:
            return at + 2
        elif mark in ALONE:
            at += 2
        else:
            at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
            if mark == 0xDA:
                ended = AFTER_SCAN.search(data, at)
                if ended is None:
                    return None
                at = ended.start()
    return None


def _gif(data: bytes) -> int | None:
    at = 13 + _colours(data[10:11])
    while at < len(data):
        kind = data[at]
        if kind == 0x3B:
            return at + 1
        if kind == 0x2C:
            at += 11 + _colours(data[at + 9 : at + 10])
        elif kind == 0x21:
            at += 2
        else:
            return None
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
    return None


def _colours(flags: bytes) -> int:
    """Return how many bytes the table of colours takes that these flags tell of."""
    return 3 << ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


def _webp(data: bytes) -> int | None:
    size = int.from_bytes(data[4:8], "little")
    return 8 + size + size % 2


def _bmp(data: bytes) -> int | None:
    size = int.from_bytes(data[2:6], "little")
    start = int.from_bytes(data[10:14], "little")
    return size if size > start >= 26 else None
