"""Takes a server's answer apart (HTTP/1.1, RFC 9112): its status, its kind, and what it sent.

Promises: chunks and compression are undone as far as the bytes go; what is broken off or not known is a complaint, with
what came before. What unpacks to more than a page may have is cut there, and said.
Does not: open a connection.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from witnessmark.intake.limits import MIB

MOST_OF_ANSWER = 64 * MIB
STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")
HEAD_END = re.compile(rb"\r?\n\r?\n")
CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})[^\r\n]*\r?\n")
LONGEST_HEAD = 1 << 18


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent."""

    status: int
    kind: str
    """Its media type, as the server says; in small letters, without parameters."""
    body: bytes
    complaint: str | None = None


def answer_of(content: bytes) -> Answer | None:
    """Take an answer apart; None where it is none."""
    status = STATUS.match(content)
    if status is None:
        return None
    end = HEAD_END.search(content, 0, LONGEST_HEAD)
    head, body = (content, b"") if end is None else (content[: end.start()], content[end.end() :])
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    complaint = None
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body, complaint = _from_chunks(body)
    for coding in reversed(headers.get("content-encoding", "").lower().split(",")):
        body, found = _unpacked(body, coding.strip())
        complaint = complaint or found
    return Answer(int(status[1]), headers.get("content-type", "").split(";")[0].strip().lower(), body, complaint)


def _from_chunks(body: bytes) -> tuple[bytes, str | None]:
    """Put chunks together; a body that has none, though it says so, was put together when it was captured."""
    pieces: list[bytes] = []
    at = 0
    while (match := CHUNK.match(body, at)) is not None:
        size = int(match[1], 16)
        if not size:
            return b"".join(pieces), None
        pieces.append(body[match.end() : match.end() + size])
        if len(pieces[-1]) < size:
            return b"".join(pieces), "it breaks off in the middle"
        at = match.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0
    if not pieces:
        return body, None
    return b"".join(pieces), "it breaks off in the middle"


def _unpacked(body: bytes, coding: str) -> tuple[bytes, str | None]:
    """Undo a compression; a body that is not packed, though it says so, was unpacked when it was captured."""
    if coding in ("", "identity") or not body:
        return body, None
    if coding in ("gzip", "x-gzip", "deflate"):
        if coding != "deflate" and body[:2] != b"\x1f\x8b":
            return body, None
        for bits in (47,) if coding != "deflate" else (47, -15):
            unpacker = zlib.decompressobj(bits)
            try:
                given = unpacker.decompress(body, MOST_OF_ANSWER)
            except zlib.error:
                continue
            if unpacker.unconsumed_tail:
                return given, f"it unpacks to more than {MOST_OF_ANSWER // MIB} MiB, and was cut there"
            return given, None if unpacker.eof else "it breaks off in the middle"
        return _as_far_as(body), "its compression is damaged; what comes before was taken"
    if b"<" in body[:200] and body[:200].isascii():
        return body, None  # unpacked when it was captured, as some archivers do
    return body, f"it is packed in a way that is not known ({coding[:20]!r})"


def _as_far_as(body: bytes) -> bytes:
    """Unpack byte by byte group until the damage."""
    unpacker, given = zlib.decompressobj(47), bytearray()
    try:
        for at in range(0, len(body), 512):
            given += unpacker.decompress(body[at : at + 512], MOST_OF_ANSWER - len(given) or 1)
            if len(given) >= MOST_OF_ANSWER:
                break
    except zlib.error:
        pass
    return bytes(given)
