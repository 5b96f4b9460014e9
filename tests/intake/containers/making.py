"""Makes small containers of invented words."""

from __future__ import annotations

import io
import tarfile
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage

WORDS = "The governor of Velmora said that forty prisoners had been moved before dawn."


def zipped(members: Mapping[str, bytes] | Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive of these members."""
    out = io.BytesIO()
    pairs = members.items() if isinstance(members, Mapping) else members
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")  # of names that stand in it twice, which is what some tests are about
        for name, data in pairs:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w") -> bytes:
    """Return a TAR archive of these members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            member.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def mail(words: str, attachments: Sequence[tuple[str, str, bytes]] = (), *, subject: str = "Prisoners moved") -> bytes:
    """Return a mail with a plain body and attachments (name, media type, bytes)."""
    message = EmailMessage()
    message["Received"] = "from relay.velmora.example by mx.orrum.example; Tue, 03 Aug 2021 10:00:02 +0200"
    message["From"] = "Ana Bel <ana@velmora.example>"
    message["To"] = "desk@orrum.example"
    message["Date"] = "Tue, 03 Aug 2021 10:00:00 +0200"
    message["Subject"] = subject
    message["Message-ID"] = "<1@velmora.example>"
    message.set_content(words)
    for name, kind, data in attachments:
        main, _, sub = kind.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name or None)
    return bytes(message)


def mbox(messages: Iterable[bytes]) -> bytes:
    """Return a mailbox of these mails."""
    return b"".join(b"From ana@velmora.example Tue Aug  3 10:00:00 2021\n" + one + b"\n\n" for one in messages)


def page(words: str) -> bytes:
    """Return a web page of these words."""
    return f"<html><head><title>News</title></head><body><h1>News</h1><p>{words}</p></body></html>".encode()


def answer(body: bytes, kind: str = "text/html", headers: str = "", status: str = "200 OK") -> bytes:
    """Return what a server sends."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}\r\n".encode() + body


def record(kind: str, address: str, content: bytes, *, length: int | None = None, headers: str = "") -> bytes:
    """Return a record of a web archive; ``length`` is what it declares, where that is not true."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2021-08-03T10:00:00Z\r\n"
        f"Content-Length: {len(content) if length is None else length}\r\n{headers}\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def warc(pages: Iterable[bytes], *, lengthen: int = 0) -> bytes:
    """Return a web archive of these pages; the first declares ``lengthen`` bytes more than it has."""
    out = record("warcinfo", "", b"software: none\r\n")
    for number, body in enumerate(pages):
        content = answer(body)
        length = len(content) + (lengthen if not number else 0)
        out += record("response", f"https://sud.example/news/{number}", content, length=length)
    return out


def gzip_quine() -> bytes:
    """Return a gzip file that unpacks to itself, but for its checksum, which no gzip file of itself gets right easily.

    The construction is R. Cox's ("Zip files all the way down", 2010): stored blocks and repeats of the last 20 bytes,
    each written in 5 bytes, that write each other. The header has 15 bytes, and so has the end.
    """

    def literal(units: int) -> bytes:
        size = 5 * units
        return b"\0" + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little")

    def bits(*fields: tuple[int, int]) -> bytes:
        value = at = 0
        for field, width in fields:
            value |= field << at
            at += width
        return value.to_bytes(-(-at // 8), "little")

    def huffman(code: int, width: int) -> tuple[int, int]:
        return int(f"{code:0{width}b}"[::-1], 2), width

    # Twice: ten bytes (code 264: 8 in 7 bits) from 20 bytes back (code 8: 17 to 24, with 3 bits more).
    match = (huffman(8, 7), huffman(8, 5), (3, 3))
    again = bits((0, 1), (1, 2), *match, *match, huffman(0, 7))
    empty = ((0, 1), (1, 2), huffman(0, 7))
    head = b"\x1f\x8b\x08\x08\0\0\0\0\0\x03" + b"r.gz\0"
    last = bits(*empty, *empty, (1, 1), (0, 2)) + b"\0\0\xff\xff"
    units = [literal(4), head, literal(4), again, literal(1), again, literal(1), literal(1)]
    units += [literal(4), again, literal(1), literal(1), literal(4), again]
    units += [literal(4), again, literal(4), again, literal(4), again]
    units += [literal(4), again, literal(0), literal(0), literal(4), again]
    size = 15 + sum(map(len, units)) + 15 + 5 + 15 + 5 + 15
    end = last + bytes(4) + size.to_bytes(4, "little")
    return head + b"".join(units) + literal(0) + literal(0) + literal(4) + again + end + again + end
