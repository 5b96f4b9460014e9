"""Hostile archives, packed files, mailboxes, mails and web archives, with what is to be said of each."""

from __future__ import annotations

import gzip
import io
import random
import struct
import tarfile
from collections.abc import Callable

from tests.intake.containers.making import WORDS, mail, mbox, page, tarred, warc, zipped

from witnessmark.intake.limits import MIB

GOOD = {"good.txt": WORDS.encode()}


def encrypted() -> bytes:
    """Return a ZIP with one member that says it is encrypted, and a good one."""
    data = bytearray(zipped({"secret.txt": b"x" * 100, **GOOD}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def overlapping() -> bytes:
    """Return a ZIP in whose table of contents 500 members share the bytes of one."""
    data = zipped({"bomb.bin": bytes(MIB), **GOOD})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x01\x02", start + 1)
    rest = data.index(b"PK\x05\x06")
    first = data[start:end]
    table = b"".join(first.replace(b"bomb.bin", f"b{n:03d}.bin".encode()) for n in range(500)) + data[end:rest]
    close = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 501, 501, len(table), start, 0)
    return data[:start] + table + close


def lying() -> bytes:
    """Return a ZIP whose member declares ten bytes and gives 40 MiB."""
    data = bytearray(zipped({"bomb.bin": bytes(40 * MIB), **GOOD}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def nested(depth: int, width: int = 1, salt: str = "") -> bytes:
    """Return archives within archives, all different, with a text in the innermost."""
    if not depth:
        return zipped({"deep.txt": f"{WORDS} It was cold. {salt}".encode()})
    return zipped({f"{salt}{copy}.zip": nested(depth - 1, width, f"{salt}{copy}") for copy in range(width)})


def odd_members() -> bytes:
    """Return a TAR of links, devices and a pipe around a good file."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (
            ("link", tarfile.SYMTYPE),
            ("hard", tarfile.LNKTYPE),
            ("disk", tarfile.BLKTYPE),
            ("tty", tarfile.CHRTYPE),
            ("pipe", tarfile.FIFOTYPE),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
        member = tarfile.TarInfo("good.txt")
        member.size = len(WORDS)
        archive.addfile(member, io.BytesIO(WORDS.encode()))
    return out.getvalue()


def deep_mail(depth: int) -> bytes:
    """Return a mail of parts within parts."""
    head = "From: a@b.example\r\nDate: Tue, 03 Aug 2021 10:00:00 +0200\r\nSubject: deep\r\n"
    opening = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n{WORDS if not n else ""}\r\n--b{n}\r\n'
        for n in range(depth)
    )
    return (head + opening + "Content-Type: text/plain\r\n\r\n" + WORDS).encode()


def wide_mail(width: int) -> bytes:
    """Return a mail with very many small parts."""
    head = 'From: a@b.example\nDate: Tue, 03 Aug 2021 10:00:00 +0200\nContent-Type: multipart/mixed; boundary="b"\n\n'
    return (head + f"--b\n\n{WORDS}\n" + "--b\nContent-Type: image/png\n\nx\n" * width + "--b--\n").encode()


Make = Callable[[], bytes]
HOSTILE: dict[str, tuple[Make, str]] = {
    "slip.zip": (lambda: zipped({"../../../etc/cron.d/x.txt": WORDS.encode(), "/etc/passwd": b"root"}), ""),
    "bomb.zip": (lambda: zipped({"bomb.bin": bytes(300 * MIB), **GOOD}), "decompression bomb"),
    "lying.zip": (lying, "damaged in the archive"),
    "overlapping.zip": (overlapping, "bytes lie over those of another"),
    "encrypted.zip": (encrypted, "secret.txt: it is encrypted"),
    "cut.zip": (lambda: zipped(GOOD)[:-30], "table of contents is damaged"),
    "empty.zip": (lambda: zipped({}), "without any file in it"),
    "doubles.zip": (
        lambda: zipped([("a.txt", WORDS.encode()), ("a.txt", b"Other words were said here.")]),
        "this name",
    ),
    "noise.zip": (lambda: b"PK\x03\x04" + random.Random(1).randbytes(5000), "table of contents is damaged"),
    "deep.zip": (lambda: nested(12), "it lies in 8 others"),
    "odd.tar": (odd_members, "a symbolic link to /etc/passwd, which is not followed"),
    "cut.tar": (lambda: tarred({"a.txt": WORDS.encode(), "b.txt": bytes(5000)})[:2500], "damaged"),
    "damaged.tar": (
        lambda: tarred({"a.txt": WORDS.encode(), "b.txt": b"x"}).replace(b"b.txt", b"c.txt", 1),
        "no file's header",
    ),
    "empty.tar": (lambda: tarred({"folder/": b""}), "without any file in it"),
    "cut.tar.gz": (
        lambda: gzip.compress(tarred({"a.txt": WORDS.encode(), "r": random.Random(4).randbytes(9000)}))[:-600],
        "damaged",
    ),
    "cut.txt.gz": (
        lambda: gzip.compress("\n".join(f"{WORDS} {n * 7919 % 10_007}" for n in range(2000)).encode())[:-500],
        "breaks off after",
    ),
    "bomb.gz": (lambda: gzip.compress(bytes(300 * MIB)), "decompression bomb"),
    "noise.gz": (lambda: b"\x1f\x8b" + random.Random(3).randbytes(3000), "damaged"),
    "mail.mbox": (lambda: mbox([mail(WORDS), b"Subject: \xff\xfe\n\n" + WORDS.encode()]), ""),
    "deep.eml": (lambda: deep_mail(10_000), "more than 50 deep"),
    "wide.eml": (lambda: wide_mail(12_000), "more than 10,000 parts"),
    "nameless.eml": (lambda: mail(WORDS, [("", "image/png", b"\x89PNG\r\n\x1a\n123")]), "it has no name"),
    "base64.eml": (
        lambda: mail(WORDS, [("a.txt", "text/plain", WORDS.encode())]).replace(b"VGhl", b"V!@#"),
        "base64 are wrong",
    ),
    "cut.eml": (lambda: mail(WORDS, [("a.txt", "text/plain", WORDS.encode())])[:-20], "has no end"),
    "long.warc": (lambda: warc([page(WORDS), page(WORDS + " So it was.")], lengthen=40), "the record declares"),
    "short.warc": (lambda: warc([page(WORDS), page(WORDS + " So it was.")], lengthen=-40), "the record declares"),
    "cut.warc": (lambda: warc([page(WORDS)] * 2)[:-60], "the record declares"),
    "cut.warc.gz": (
        lambda: gzip.compress(warc([page(WORDS)])) + gzip.compress(warc([page("Later.")]))[:-20],
        "breaks off",
    ),
    "damaged.warc.gz": (
        lambda: (
            gzip.compress(warc([page(WORDS)])) + b"\x1f\x8b\x08" + bytes(50) + gzip.compress(warc([page("Later.")]))
        ),
        "is damaged",
    ),
    "noise.warc": (lambda: b"WARC/1.0\r\n" + random.Random(9).randbytes(20_000), "no record"),
}

EXPECTED: dict[str, str | tuple[str, ...]] = {
    **dict.fromkeys(
        ("slip.zip",),
        "read",
    ),
    **dict.fromkeys(
        ("bomb.zip", "bomb.gz"),
        "unpacked size",
    ),
    **dict.fromkeys(
        (
            *("lying.zip", "cut.zip", "noise.zip", "cut.tar", "damaged.tar", "cut.tar.gz", "cut.txt.gz", "noise.gz"),
            *("mail.mbox", "base64.eml", "cut.eml", "long.warc", "short.warc", "cut.warc", "cut.warc.gz"),
            *("damaged.warc.gz", "noise.warc"),
        ),
        "damaged",
    ),
    **dict.fromkeys(
        ("overlapping.zip",),
        "nothing twice",
    ),
    **dict.fromkeys(
        ("encrypted.zip",),
        "encryption",
    ),
    **dict.fromkeys(
        ("empty.zip", "empty.tar"),
        "nothing in it",
    ),
    **dict.fromkeys(
        ("doubles.zip", "nameless.eml"),
        "in doubt",
    ),
    **dict.fromkeys(
        ("deep.zip", "deep.eml"),
        "depth",
    ),
    **dict.fromkeys(
        ("odd.tar",),
        "nothing outside",
    ),
    **dict.fromkeys(
        ("wide.eml",),
        "number of parts",
    ),
}
"""What is to be told of each, as ``benchmarks/hostile_limits.py`` calls it; one of several is enough."""
