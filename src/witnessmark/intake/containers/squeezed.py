"""Takes what is in it out of a file packed with gzip, bzip2 or xz: one file, a TAR archive, or a web archive.

Promises: a TAR archive in it is opened in the same step, without a copy of it; a lone file is taken under the name it
had, or under the packed file's without its ending; what comes before a damage is taken, and the damage is a loss.
Does not: unpack Zstandard where Python's standard library cannot (before 3.14): that is a loss with a hint.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import IO, BinaryIO, cast

from witnessmark.intake.containers import tarred, warc
from witnessmark.intake.containers.names import last_of
from witnessmark.intake.draft import RefusedError, counted
from witnessmark.intake.limits import Limits
from witnessmark.intake.parts import PIECE, Spool
from witnessmark.intake.sniffing import BZIP2, GZIP, XZ, ZSTD, spoken

DAMAGED = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)
COPY = "it may be cut short or altered: obtain another copy"
MAGIC = {b"\x1f\x8b": GZIP, b"BZ": BZIP2, b"\xfd7": XZ, b"\x28\xb5": ZSTD}
ENDINGS = (".gz", ".gzip", ".bz2", ".xz", ".zst", ".z")
FNAME = 8
LONGEST_NAME = 4096
BLOCK = 512


def take_out(stream: BinaryIO, name: str, spool: Spool, limits: Limits) -> None:
    """Take out what a packed file holds. Raises RefusedError where nothing of it can be unpacked."""
    stream.seek(0)
    head = stream.read(LONGEST_NAME)
    kind = MAGIC.get(head[:2], GZIP)
    start = _start(_unpacked(kind, stream))
    if start[257:262] == b"ustar":
        tarred.take_from(_unpacked(kind, stream), spool)
    elif kind == GZIP and start.startswith(b"WARC/"):
        warc.take_out(stream, name, spool, limits)
    else:
        called = (_inner_name(head) if kind == GZIP else None) or _without_ending(last_of(name))
        spool.put(called, last_of(called), _pieces(_unpacked(kind, stream), kind, called, spool))


def _start(unpacked: IO[bytes]) -> bytes:
    """Return the first bytes of what a file holds, as far as they can be unpacked."""
    start = b""
    try:
        while len(start) < BLOCK and (piece := unpacked.read(1)):
            start += piece
    except DAMAGED:
        pass  # taking it out says so
    return start


def _unpacked(kind: str, stream: BinaryIO) -> IO[bytes]:
    """Return what a packed file holds as a stream, from its beginning."""
    stream.seek(0)
    if kind == ZSTD:
        try:
            zstd = import_module("compression.zstd")
        except ImportError:
            raise RefusedError(
                f"{spoken(kind)}, which this version of Python cannot unpack", "unpack it and add what is in it"
            ) from None
        return cast(IO[bytes], zstd.ZstdFile(stream))
    openers: dict[str, Callable[[BinaryIO], object]] = {
        GZIP: lambda given: gzip.GzipFile(fileobj=given, mode="rb"),
        BZIP2: bz2.BZ2File,
        XZ: lzma.LZMAFile,
    }
    return cast(IO[bytes], openers[kind](stream))


def _pieces(unpacked: IO[bytes], kind: str, called: str, spool: Spool) -> Iterator[bytes]:
    """Yield what is unpacked; where it breaks off, say so and end."""
    size = 0
    try:
        while piece := cast(gzip.GzipFile, unpacked).read1(PIECE):
            size += len(piece)
            yield piece
    except DAMAGED as error:
        if not size:
            raise RefusedError(f"{spoken(kind)} that is damaged ({error})", COPY) from None
        spool.lose(
            called, f"it breaks off after {counted(size, 'byte', 'bytes')} ({error}); what came before was taken", COPY
        )


def _inner_name(head: bytes) -> str | None:
    """Return the name that a gzip file says its content had (RFC 1952)."""
    if not head[3] & FNAME:
        return None
    start = 10
    if head[3] & 4:
        start += 2 + int.from_bytes(head[10:12], "little")
    raw, end, _ = head[start:].partition(b"\0")
    if not end or not raw:
        return None
    try:
        return raw.decode("utf-8")
    except ValueError:
        return raw.decode("latin-1")


def _without_ending(name: str) -> str:
    lower = name.lower()
    if lower.endswith((".tgz", ".tbz2", ".txz")):
        return name
    return next((name[: -len(ending)] for ending in ENDINGS if lower.endswith(ending)), name) or name
