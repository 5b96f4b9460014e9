"""Opens ZIP containers without trusting what they say about themselves.

Promises: sizes are added up before anything is unpacked, and counted again while it is; a part that would come to more
than the limits is refused.
Does not: write anything to disk or unpack what is not asked for.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from witnessmark.intake.draft import RefusedError
from witnessmark.intake.limits import MIB, Limits

ALWAYS_BEARABLE = 8 * MIB
"""Files that unpack to less than this are small, whatever their ratio: XML that repeats itself packs very well."""
MOST_PARTS = 20_000
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class Packed:
    """The parts of a ZIP container by name."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open the container. Raises RefusedError where it is damaged, encrypted or too large unpacked."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED as error:
            raise RefusedError(
                f"the container is damaged: {error}", "the file may be cut short: obtain another copy"
            ) from None
        self._left = limits.unpacked_bytes
        parts = self._zip.infolist()
        size = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS:
            raise _too_large(f"{len(parts)} parts; {MOST_PARTS} are allowed")
        if size > limits.unpacked_bytes:
            raise _too_large(f"{size} bytes; {limits.unpacked_bytes} are allowed")
        if size > ALWAYS_BEARABLE and size > limits.unpacked_ratio * max(len(data), 1):
            raise _too_large(f"{size // len(data)} times its size; {limits.unpacked_ratio} times is allowed")

    def names(self) -> list[str]:
        """Return the names of all parts."""
        return self._zip.namelist()

    def part(self, name: str) -> bytes:
        """Return the bytes of a part. Raises KeyError where there is none, RefusedError where it cannot be unpacked."""
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise RefusedError("the container is encrypted", "save a copy without its password and add that")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(self._left + 1)
        except DAMAGED as error:
            hint = "the file may be cut short: obtain another copy"
            raise RefusedError(f"the part {name} is damaged: {error}", hint) from None
        self._left -= len(data)
        if self._left < 0:
            raise _too_large("more bytes than it declares")
        return data


def _too_large(what: str) -> RefusedError:
    return RefusedError(
        f"the file would unpack to {what}: a decompression bomb, or a very large document",
        "if it is a real document, save it without pictures, or as PDF, and add that",
    )
