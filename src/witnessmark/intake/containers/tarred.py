"""Takes the files out of a TAR archive, in order and without going back.

Promises: regular files are taken; symbolic and hard links, devices and pipes are losses, one each; an archive that is
damaged in the middle, or cut short, gives what comes before that, and says so.
Does not: write under a name, restore owners, or make sparse files whole beyond what may be taken.
"""

from __future__ import annotations

import lzma
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, BinaryIO, cast

from witnessmark.intake.containers.beside import Beside, KeptBesideError, is_litter, unless_beside
from witnessmark.intake.containers.names import last_of
from witnessmark.intake.draft import RefusedError, counted
from witnessmark.intake.limits import MIB, Limits
from witnessmark.intake.parts import PIECE, Spool

DAMAGED = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, OverflowError)
COPY = "the archive may be cut short or altered: obtain another copy"
MOST_LOOKED_AT = 64 * MIB
"""So far is looked after the end for what lies there."""
KINDS = {
    tarfile.SYMTYPE: "a symbolic link",
    tarfile.LNKTYPE: "a hard link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a pipe",
}


def take_out(stream: BinaryIO, name: str, spool: Spool, limits: Limits) -> None:
    """Take every file out of a TAR archive. Raises RefusedError where it holds none."""
    stream.seek(0)
    take_from(stream, spool)


def take_from(stream: IO[bytes], spool: Spool) -> None:
    """Take every file out of the TAR archive that a stream gives; it is read forwards only."""
    found, beside = 0, Beside()
    try:
        archive = tarfile.open(fileobj=stream, mode="r:", errors="surrogateescape")  # noqa: SIM115
        while (member := archive.next()) is not None:
            vars(archive)["members"].clear()  # of a million members, none is kept
            if not member.isdir():
                found += 1
                _take(archive, member, spool, beside)
    except DAMAGED as error:
        _say_damaged(_why(error), found, spool)
        return
    finally:
        beside.tell(spool)
    _check_end(archive, stream, found, spool)
    if not found:
        raise RefusedError("a TAR archive without any file in it", "ask for another copy if it should hold files")


def _take(archive: tarfile.TarFile, member: tarfile.TarInfo, spool: Spool, beside: Beside) -> None:
    called = member.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if called != member.name:
        spool.lose(
            called, "its name is not UTF-8; what could not be read of it stands as U+FFFD", "look where it was packed"
        )
    if not member.isreg():
        what = KINDS.get(member.type, "of a kind that is not known")
        is_link = member.issym() or member.islnk()
        leads = f" to {member.linkname[:200]}" if member.linkname and is_link else ""
        hint = "add what it stands for, if you have it" if is_link else "nothing need be done: it holds no words"
        spool.lose(called, f"it is {what}{leads}, which is not followed", hint)
    elif is_litter(called):
        beside.add(called)
    elif member.size > spool.left:
        spool.too_large(called)
    else:
        try:
            spool.put(called, last_of(called), unless_beside(called, _pieces(archive, member)))
        except KeptBesideError:
            beside.add(called)


def _pieces(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[bytes]:
    unpacked = cast(IO[bytes], archive.extractfile(member))
    while piece := unpacked.read(PIECE):
        yield piece


def _check_end(archive: tarfile.TarFile, stream: IO[bytes], found: int, spool: Spool) -> None:
    """Say so where the archive does not end as archives do: ``tarfile`` takes a damaged header for the end."""
    try:
        stream.seek(archive.offset)
        block = stream.read(tarfile.BLOCKSIZE)
    except DAMAGED as error:
        _say_damaged(_why(error), found, spool)
        return
    if len(block) < tarfile.BLOCKSIZE:
        _say_damaged("its end is missing", found, spool)
    elif block.strip(b"\0"):
        _say_damaged(f"there is no file's header at byte {archive.offset:,}", found, spool)
    else:
        _check_after(stream, archive.offset + len(block), spool)


def _check_after(stream: IO[bytes], at: int, spool: Spool) -> None:
    """Say so where there is more than padding after the end of the archive: another archive, or what somebody hid."""
    with suppress(*DAMAGED):
        for start in range(at, at + MOST_LOOKED_AT, PIECE):
            piece = stream.read(PIECE)
            if not piece:
                return
            if found := piece.lstrip(b"\0"):
                place = start + len(piece) - len(found)
                fault = f"there are further bytes after the end of the archive, from byte {place:,} on: none was taken"
                spool.lose("", fault, "look at them: it may be two archives in one file, which can be cut in two there")
                return


def _why(error: Exception) -> str:
    """Say what is wrong in the words of what found it; the system's own say nothing of the archive."""
    is_of_system = isinstance(error, OverflowError) or (isinstance(error, OSError) and error.errno)
    return "it gives places that cannot be in it" if is_of_system else str(error)


def _say_damaged(why: str, found: int, spool: Spool) -> None:
    line = "".join(c if c.isprintable() else "?" for c in why[:200])
    told = counted(found, "file", "files")
    spool.lose(
        "",
        f"a TAR archive that is damaged ({line}): of what follows its first {told}, none is known",
        COPY,
    )
