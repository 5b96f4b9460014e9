"""Cuts a web archive into its records (WARC, ISO 28500).

Promises: what can be read goes on after what cannot: a packed member that is damaged, a record whose length is wrong,
or what is no record at all, are losses, and the next record is looked for. A record's content is held in memory only up
to what a page may have.
Does not: know what a record holds.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from witnessmark.intake.draft import counted
from witnessmark.intake.limits import MIB
from witnessmark.intake.parts import Spool

MOST_OF_PAGE = 64 * MIB
LONGEST_HEAD = 1 << 16
PIECE = 1 << 18
CUT = "the archive may be cut short or altered: obtain another copy"
NEXT = re.compile(rb"\r?\n\r?\n(?=WARC/[01]\.\d+\r?\n)")
BEGINS = re.compile(rb"WARC/[01]\.\d+\r?\n")
HEAD_END = re.compile(rb"\r?\n\r?\n")
REACH = 16
GZIP = b"\x1f\x8b\x08"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its headers by name in small letters, and its content; None where that is too large for a page."""

    headers: dict[str, str]
    content: bytes | None


def records(stream: BinaryIO, spool: Spool) -> Iterator[Record]:
    """Yield the records of a web archive in order; what is lost is noted in the spool."""
    for stretch in _stretches(stream, spool):
        yield from _records_in(_Reader(stretch), spool)


def _stretches(stream: BinaryIO, spool: Spool) -> Iterator[Iterator[bytes]]:
    """Yield runs of bytes without a break in them; there is a break where a packed member is damaged."""
    stream.seek(0)
    packed = stream.read(3) == GZIP
    stream.seek(0)
    if not packed:
        yield iter(lambda: stream.read(PIECE), b"")
        return
    state = _Members(stream, spool)
    while not state.ended:
        yield state.run()


class _Members:
    """The members of a gzip file, one after another (RFC 1952); a damaged one ends a run, and the next is sought."""

    def __init__(self, stream: BinaryIO, spool: Spool) -> None:
        self._stream, self._spool = stream, spool
        self._held = b""
        self._read = 0
        self.ended = False

    def run(self) -> Iterator[bytes]:
        """Yield what members give until one is damaged."""
        member = zlib.decompressobj(31)
        inside = False
        while True:
            if not self._held and not self._fill():
                self.ended = True
                if inside:
                    self._lose("breaks off before its end")
                return
            inside = True
            try:
                given = member.decompress(self._held, PIECE)
            except zlib.error as error:
                self._lose(f"is damaged ({error})")
                self._seek_member()
                return
            self._held = member.unconsumed_tail or member.unused_data
            if given:
                yield given
            if member.eof:
                member, inside = zlib.decompressobj(31), False
                self._held = self._held.lstrip(b"\0")

    def _lose(self, how: str) -> None:
        self._spool.lose("", f"a packed part of the web archive {how}: before byte {self._read:,} of the file", CUT)

    def _fill(self) -> bool:
        self._held = self._stream.read(PIECE)
        self._read += len(self._held)
        return bool(self._held)

    def _seek_member(self) -> None:
        """Go to the next place that looks like the beginning of a member."""
        self._held = self._held[1:]
        while True:
            at = self._held.find(GZIP)
            if at >= 0:
                self._held = self._held[at:]
                return
            tail = self._held[-2:]
            if not self._fill():
                self.ended = True
                return
            self._held = tail + self._held


class _Reader:
    """Reads a run of bytes ahead as far as is asked."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.held = bytearray()
        self._ended = False

    def want(self, size: int) -> bool:
        """Hold at least ``size`` bytes; tell whether there are so many."""
        while len(self.held) < size and not self._ended:
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
            else:
                self.held += piece
        return len(self.held) >= size

    def take(self, size: int) -> bytes:
        """Take the first ``size`` bytes that are held."""
        taken = bytes(self.held[:size])
        del self.held[:size]
        return taken

    def skip(self, size: int) -> bool:
        """Pass over so many bytes; tell whether there were so many."""
        while size > len(self.held):
            size -= len(self.held)
            self.held.clear()
            if not self.want(1):
                return False
        del self.held[:size]
        return True

    def skip_to_next(self) -> bool:
        """Pass over what is no record; tell whether one follows."""
        while True:
            match = NEXT.search(self.held)
            if match is not None:
                del self.held[: match.end()]
                return True
            del self.held[: max(0, len(self.held) - REACH)]
            if not self.want(len(self.held) + 1):
                return False


def _records_in(reader: _Reader, spool: Spool) -> Iterator[Record]:
    number = 0
    while True:
        _pass_empty_lines(reader)
        if not reader.want(1):
            return
        reader.want(LONGEST_HEAD)
        if not BEGINS.match(reader.held) or (end := HEAD_END.search(reader.held, 0, LONGEST_HEAD)) is None:
            spool.lose("", "bytes of the web archive that are no record", CUT)
            if not reader.skip_to_next():
                return
            continue
        number += 1
        headers = _headers(reader.take(end.end()))
        length = headers.get("content-length", "").strip()
        if not length.isascii() or not length.isdigit() or len(length) > 15:
            spool.lose(_called(headers), "a record of the web archive without a proper length", CUT)
            if not reader.skip_to_next():
                return
            continue
        record = _record(reader, headers, int(length), spool)
        if record is not None:
            yield record


def _record(reader: _Reader, headers: dict[str, str], length: int, spool: Spool) -> Record | None:
    if length > MOST_OF_PAGE:
        if not reader.skip(length):
            spool.lose(_called(headers), "the record breaks off, or declares a wrong length", CUT)
            return None
        return Record(headers, None)
    whole = reader.want(length)
    after = reader.want(length + 4)
    reader.want(length + 2 * REACH)
    rest = bytes(reader.held[length : length + 4])
    if whole and (rest in (b"\r\n\r\n", b"\r\n", b"\n\n", b"\n", b"") or rest[:2] == b"\n\n"):
        return Record(headers, reader.take(length))
    end = NEXT.search(reader.held)
    if end is None and after and whole:  # it goes on beyond what it declares
        reader.want(MOST_OF_PAGE)
        end = NEXT.search(reader.held)
    held = len(reader.held) if end is None else end.start()
    if end is None and len(reader.held) >= MOST_OF_PAGE:
        held = length
    declared = counted(length, "byte", "bytes")
    fault = f"the record declares {declared}, but {counted(held, 'lies', 'lie')} before the next one; these were taken"
    spool.lose(_called(headers), fault, CUT)
    content = reader.take(held)
    return Record(headers, content)


def _pass_empty_lines(reader: _Reader) -> None:
    while reader.want(1) and bytes(reader.held[:1]) in (b"\r", b"\n"):
        kept = reader.held.lstrip(b"\r\n")
        del reader.held[: len(reader.held) - len(kept)]


def _headers(head: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _called(headers: dict[str, str]) -> str:
    return headers.get("warc-target-uri", "").strip("<>")[:200] or headers.get("warc-record-id", "a record")[:200]
