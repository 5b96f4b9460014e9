"""Opens ZIP containers without trusting what they say about themselves.

Promises: sizes are added up before anything is unpacked, and counted again while it is; a part that would come to more
than the limits is refused.
A part that is read as a stream is not held, and may come to more.
Does not: write anything to disk or unpack what is not asked for.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO, cast

from witnessmark.intake.draft import RefusedError
from witnessmark.intake.limits import MIB, Limits

ALWAYS_BEARABLE = 8 * MIB
"""Files that unpack to less than this are small, whatever their ratio: XML that repeats itself packs very well."""
MOST_PARTS = 20_000
PIECE = 1 << 18
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class Packed:
    """The parts of a ZIP container by name."""

    def __init__(self, data: bytes, limits: Limits, streamed: tuple[str, ...] = ()) -> None:
        """Open the container. Raises RefusedError where it is damaged, encrypted or too large unpacked.

        Parts whose names begin with one of ``streamed`` are read as streams alone and bounded while they are.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED as error:
            raise RefusedError(
                f"the container is damaged: {error}", "the file may be cut short: obtain another copy"
            ) from None
        self._left = limits.unpacked_bytes
        self._stream_left = limits.streamed_bytes
        parts = self._zip.infolist()
        self._names = frozenset(part.filename for part in parts)
        size = sum(part.file_size for part in parts if not (streamed and part.filename.startswith(streamed)))
        if len(parts) > MOST_PARTS:
            raise _too_large(f"{len(parts):,} parts; {MOST_PARTS:,} are allowed")
        if size > limits.unpacked_bytes:
            raise _too_large(f"{size // MIB:,} MiB; {limits.unpacked_bytes // MIB:,} MiB are allowed")
        if size > ALWAYS_BEARABLE and size > limits.unpacked_ratio * max(len(data), 1):
            raise _too_large(f"{size // len(data):,} times its size; {limits.unpacked_ratio:,} times is allowed")

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def names(self) -> list[str]:
        """Return the names of all parts."""
        return self._zip.namelist()

    def stream(self, name: str) -> IO[bytes]:
        """Open a part to be read piece by piece; it ends early where it would come to more than the limits.

        Raises KeyError where there is none, RefusedError (here or while reading) where it cannot be unpacked.
        """
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise _encrypted()
        try:
            stream = self._zip.open(info)
        except DAMAGED as error:
            raise _damaged(name, error) from None
        return cast(IO[bytes], _Bounded(self, name, stream))

    def take(self, size: int) -> int:
        """Return how many of ``size`` bytes may still be streamed, and count them."""
        taken = min(size, self._stream_left)
        self._stream_left -= taken
        return taken

    def part(self, name: str) -> bytes:
        """Return the bytes of a part. Raises KeyError where there is none, RefusedError where it cannot be unpacked."""
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise _encrypted()
        try:
            with self._zip.open(info) as stream:
                data = stream.read(self._left + 1)
        except DAMAGED as error:
            raise _damaged(name, error) from None
        self._left -= len(data)
        if self._left < 0:
            raise _too_large("more bytes than it declares")
        return data


class _Bounded(io.RawIOBase):
    """A part that is read piece by piece and counted while it is."""

    def __init__(self, packed: Packed, name: str, stream: IO[bytes]) -> None:
        super().__init__()
        self._packed, self._name, self._stream = packed, name, stream

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, ``PIECE`` of them at the most."""
        try:
            data = self._stream.read(PIECE if size < 0 else min(size, PIECE))
        except DAMAGED as error:
            raise _damaged(self._name, error) from None
        if self._packed.take(len(data)) < len(data):
            raise _too_large("more bytes than may be streamed")
        return data


def _encrypted() -> RefusedError:
    return RefusedError("the container is encrypted", "save a copy without its password and add that")


def _damaged(name: str, error: Exception) -> RefusedError:
    return RefusedError(f"the part {name} is damaged: {error}", "the file may be cut short: obtain another copy")


def _too_large(what: str) -> RefusedError:
    return RefusedError(
        f"the file would unpack to {what}: a decompression bomb, or a very large document",
        "if it is a real document, save it without pictures, or as PDF, and add that",
    )
