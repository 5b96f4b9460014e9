"""Takes the files out of a ZIP archive, or a WACZ, which is one.

Promises: every member is taken, or is a loss that says why not: encrypted, damaged, a link, packed in a way that is
not known, lying over another one, larger than it may. Bytes before the archive and behind it, and its comment, are
told; files that a system keeps beside others are counted and not taken. Folders are no files. Names that are not UTF-8
are read as the program that packed them mostly wrote them (cp437), with a loss where letters beyond ASCII make that
doubtful.
Does not: write under a name. Of a WACZ, the tables that serve to replay it (indexes, lists of pages) stay in it.
"""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from lzma import LZMAError
from typing import IO, BinaryIO, cast

from witnessmark.intake.behind import PADDING, told
from witnessmark.intake.containers.beside import Beside, KeptBesideError, is_litter, unless_beside
from witnessmark.intake.containers.names import last_of
from witnessmark.intake.draft import RefusedError, counted
from witnessmark.intake.limits import Limits
from witnessmark.intake.parts import PIECE, Spool
from witnessmark.intake.zip_end import Archive, find_end

DAMAGED = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, ValueError, OSError, NotImplementedError)
UNIX = 3
ENCRYPTED, UTF8 = 0x1, 0x800
COPY = "the archive may be cut short or altered: obtain another copy"
BEFORE = "look at them in the source: a program that unpacks the archive stands there, or another file"
LONGEST_COMMENT = 500
SPANNED = (b"PK\x07\x08", b"PK00")
PACKAGE = "datapackage.json"
REPLAYED = ("archive/", "captures/", "screenshots/")
"""What of a WACZ was captured; the rest serves to find and replay it."""
MOST_OF_PACKAGE = 16 << 20


def take_out(stream: BinaryIO, name: str, spool: Spool, limits: Limits) -> None:
    """Take every file out of a ZIP archive. Raises RefusedError where it cannot be opened or holds none."""
    archive = _opened(stream, spool)
    members = [member for member in archive.infolist() if not member.is_dir()]
    if not members:
        raise RefusedError("a ZIP archive without any file in it", "ask for another copy if it should hold files")
    names = {member: _name_of(member, spool) for member in members}
    _say_doubles(Counter(names.values()), spool)
    overlapping = _overlapping(members)
    declared = _declared(archive, spool) if _is_wacz(names.values()) else None
    beside = Beside()
    try:
        for member in members:
            called = names[member]
            if declared is not None and not called.startswith(REPLAYED):
                continue
            if member in overlapping:
                spool.lose(called, "its bytes lie over those of another member, as in a decompression bomb", COPY)
            else:
                _take_one(archive, member, called, spool, declared or {}, beside)
    finally:
        beside.tell(spool)


def _take_one(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    called: str,
    spool: Spool,
    hashes: dict[str, str],
    beside: Beside,
) -> None:
    """Take a member, if it is fit to be taken and not one that a system keeps beside others."""
    if is_litter(called):
        beside.add(called)
    elif (fault := _unfit(member)) is not None:
        spool.lose(called, *fault)
    elif member.file_size > spool.left:
        spool.too_large(called)
    else:
        try:
            _take(archive, member, called, spool, hashes)
        except KeptBesideError:
            beside.add(called)


def _opened(stream: BinaryIO, spool: Spool) -> zipfile.ZipFile:
    """Open the archive in a file, and tell what stands in the file beside it. Raises RefusedError where it cannot."""
    found = find_end(stream)
    try:
        archive = zipfile.ZipFile(cast(IO[bytes], Archive(stream, found)) if found else stream)
    except DAMAGED as error:
        raise RefusedError(f"a ZIP archive whose table of contents is damaged ({error})", COPY) from None
    if found and not _is_padding(stream, found.end):
        for loss in told(found.behind, "archive"):
            spool.lose("", loss.fault, loss.hint)
    before = min((member.header_offset for member in archive.infolist()), default=0)
    if before > 0 and not _is_spanned(stream, before):
        bytes_ = counted(before, "byte stands", "bytes stand")
        spool.lose("", f"{bytes_} before the first file of the archive: what they are was not read", BEFORE)
    if found and found.comment.strip(PADDING):
        comment = found.comment.decode("utf-8", "replace")[:LONGEST_COMMENT]
        spool.lose("", f"the archive has a comment, which is in no text: {comment}", "note it with the source")
    return archive


def _is_padding(stream: BinaryIO, at: int) -> bool:
    """Tell whether nothing follows from ``at`` on but what programs and transfers fill up with."""
    stream.seek(at)
    while piece := stream.read(PIECE):
        if piece.strip(PADDING):
            return False
    return True


def _is_spanned(stream: BinaryIO, before: int) -> bool:
    """Tell whether what stands first is the mark of an archive that was meant to lie on several disks."""
    stream.seek(0)
    return before == len(SPANNED[0]) and stream.read(before) in SPANNED


def _take(archive: zipfile.ZipFile, member: zipfile.ZipInfo, called: str, spool: Spool, hashes: dict[str, str]) -> None:
    sha256 = hashlib.sha256()
    try:
        spool.put(called, last_of(called), _hashed(unless_beside(called, _pieces(archive, member)), sha256))
    except RuntimeError:  # what zipfile raises for a password that it learns of late
        spool.lose(called, *_ENCRYPTED)
    except DAMAGED as error:
        spool.lose(called, f"it is damaged in the archive ({_first_line(error)})", COPY)
    else:
        if (said := hashes.get(called)) is not None and said != sha256.hexdigest():
            spool.lose(
                called,
                "its SHA-256 is not the one that the web archive declares for it",
                "ask who made it which is right",
            )


def _hashed(pieces: Iterator[bytes], sha256: hashlib._Hash) -> Iterator[bytes]:
    for piece in pieces:
        sha256.update(piece)
        yield piece


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as unpacked:
        while piece := unpacked.read(PIECE):
            yield piece


_ENCRYPTED = ("it is encrypted", "unpack it with its password and add the files")


def _unfit(member: zipfile.ZipInfo) -> tuple[str, str] | None:
    """Return why a member cannot be taken, with a hint; None where it can be tried."""
    if member.flag_bits & ENCRYPTED:
        return _ENCRYPTED
    mode = member.external_attr >> 16
    if member.create_system == UNIX and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        what = "a symbolic link" if stat.S_ISLNK(mode) else "a device or a pipe"
        return f"it is {what}, which is not followed", "add what it stands for, if you have it"
    return None


def _overlapping(members: list[zipfile.ZipInfo]) -> set[zipfile.ZipInfo]:
    """Return the members whose packed bytes reach into those of the next one."""
    found, reached = set(), -1
    for member in sorted(members, key=lambda one: (one.header_offset, one.compress_size)):
        if member.header_offset < reached:
            found.add(member)
        reached = max(reached, member.header_offset + 30 + len(member.orig_filename) + member.compress_size)
    return found


def _name_of(member: zipfile.ZipInfo, spool: Spool) -> str:
    """Return the name of a member as words, with slashes between folders."""
    called = member.filename
    if not member.flag_bits & UTF8 and not called.isascii():
        raw = called.encode("cp437", "replace")
        try:
            called = raw.decode("utf-8")
        except ValueError:
            spool.lose(
                called, "its name is in an unknown encoding, shown as cp437", "look at its name where it was packed"
            )
    return called.replace("\\", "/")


def _say_doubles(names: Counter[str], spool: Spool) -> None:
    for called, count in names.items():
        if count > 1:
            spool.lose(called, f"{count:,} files in the archive have this name", "tell them apart by their SHA-256")


def _is_wacz(names: Collection[str]) -> bool:
    return PACKAGE in names and any(name.startswith("archive/") for name in names)


def _declared(archive: zipfile.ZipFile, spool: Spool) -> dict[str, str]:
    """Return the SHA-256 that a WACZ declares for each of its files, by path."""
    try:
        with archive.open(PACKAGE) as stream:
            data = stream.read(MOST_OF_PACKAGE + 1)
        resources = json.loads(data)["resources"]
        pairs = {str(one["path"]): str(one.get("hash", "")) for one in resources}
    except (*DAMAGED, RuntimeError, KeyError, TypeError, RecursionError, AttributeError):
        spool.lose(
            PACKAGE, "the web archive's list of hashes cannot be read", "its files were taken, but not held against it"
        )
        return {}
    missing = pairs.keys() - archive.NameToInfo.keys()
    for path in sorted(missing):
        spool.lose(path, "the web archive declares this file, but it is not in it", "ask who made it for the file")
    return {path: value.removeprefix("sha256:") for path, value in pairs.items() if value.startswith("sha256:")}


def _first_line(error: BaseException) -> str:
    line = (str(error).splitlines() or [type(error).__name__])[0][:200]
    return "".join(character if character.isprintable() else "?" for character in line)
