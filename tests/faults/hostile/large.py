"""Hostile files that are large, or nested, or locked, as they come in the wild; each is written to a path.

Promises: the same bytes at every run, but for the encryption of a PDF, whose salt is new. Each opens with what it is
made for: the limits that they meet are those of a real file of that size.
Does not: read anything.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.faults.hostile.containers import nested
from tests.faults.hostile.files import flat_page
from tests.faults.hostile.office import WORDS, wide_sheet
from tests.faults.hostile.quine import zip_quine
from tests.intake.containers.making import gzip_quine
from tests.intake.making import SHEET, xlsx

from witnessmark.intake.limits import MIB

Write = Callable[[Path], None]


def picture(path: Path) -> None:
    """Write a PNG that has its 60,000 x 60,000 white pixels, of one bit each."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    side = 60_000
    row = b"\0" + b"\xff" * (side // 8)
    packer = zlib.compressobj(1)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", data) + chunk(b"IEND", b""))


def million_rows(path: Path) -> None:
    """Write a workbook with as many rows as a sheet can have: a number, a name and a day in each."""
    book = xlsx({"S": ""}, strings=[f"<t>{WORDS}</t>"])
    part = "xl/worksheets/sheet1.xml"
    path.write_bytes(book)
    with zipfile.ZipFile(path) as given:
        others = {name: given.read(name) for name in given.namelist() if name != part}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, data in others.items():
            packed.writestr(name, data)
        with packed.open(part, "w", force_zip64=True) as stream:
            stream.write(f"<worksheet {SHEET}><sheetData>".encode())
            for first in range(1, 1_048_577, 4096):
                rows = (
                    f'<row r="{at}"><c r="A{at}"><v>{at}</v></c><c r="B{at}" t="s"><v>0</v></c>'
                    f'<c r="C{at}"><v>{at * 7919 % 40_000}</v></c></row>'
                    for at in range(first, first + 4096)
                )
                stream.write("".join(rows).encode())
            stream.write(b"</sheetData></worksheet>")


def pdf(bodies: list[bytes]) -> bytes:
    """Put objects together as a PDF file, the first of which is its catalogue."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start)


def pages(count: int, *, words: str = WORDS) -> bytes:
    """Return a PDF of so many pages, in a tree of hundreds, each with its number on it."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    groups = -(-count // 100)
    first_group, first_page = 4, 4 + groups
    kids = b" ".join(b"%d 0 R" % (first_group + at) for at in range(groups))
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids), font]
    for group in range(groups):
        inside = range(group * 100, min(count, group * 100 + 100))
        kids = b" ".join(b"%d 0 R" % (first_page + 2 * at) for at in inside)
        bodies.append(b"<</Type/Pages/Parent 2 0 R/Count %d/Kids[%b]>>" % (len(inside), kids))
    for at in range(count):
        shown = f"BT /F 8 Tf 20 200 Td ({words} {at + 1}.) Tj ET".encode() if words else b""
        bodies.append(
            b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 400 400]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>"
            % (first_group + at // 100, first_page + 2 * at + 1)
        )
        bodies.append(b"<</Length %d>>\nstream\n%b\nendstream" % (len(shown), shown))
    return pdf(bodies)


def page_loop() -> bytes:
    """Return a PDF with a good page, and a node of its page tree that is its own child."""
    words = f"BT /F 8 Tf 20 200 Td ({WORDS}) Tj ET".encode()
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1000/Kids[4 0 R 5 0 R 2 0 R]>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 6 0 R/Resources<</Font<</F 3 0 R>>>>>>",
            b"<</Type/Pages/Parent 2 0 R/Count 500/Kids[5 0 R 2 0 R]>>",
            b"<</Length %d>>\nstream\n%b\nendstream" % (len(words), words),
        ]
    )


def forty_two(path: Path) -> None:
    """Write what 42.zip is: five levels of sixteen copies each, and at the bottom a bomb of zeros."""
    bottom = path.with_name("bottom")
    with (
        zipfile.ZipFile(bottom, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
        packed.open("0.dll", "w", force_zip64=True) as part,
    ):
        for _ in range(1024):
            part.write(bytes(MIB))
    data = bottom.read_bytes()
    bottom.unlink()
    for level in ("page", "doc", "chapter", "book", "lib"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for copy in range(16):
                packed.writestr(zipfile.ZipInfo(f"{level} {copy:x}.zip"), data, zipfile.ZIP_DEFLATED)
        data = path.read_bytes()


def locked_pdf(path: Path) -> None:
    """Write a PDF behind a password."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), encrypt=StandardEncryption("open sesame", ownerPassword="and more", strength=128))
    canvas.drawString(72, 720, WORDS)
    canvas.save()


def _bytes(make: Callable[[], bytes]) -> Write:
    return lambda path: void(path.write_bytes(make()))


def void(written: int) -> None:
    """Say nothing of how many bytes were written."""


LARGE: dict[str, Write] = {
    "picture of 60,000 x 60,000 pixels.png": picture,
    "a million rows.xlsx": million_rows,
    "2,000 x 2,000 cells.xlsx": _bytes(wide_sheet),
    "100,000 pages.pdf": _bytes(lambda: pages(100_000)),
    "100,000 empty pages.pdf": _bytes(lambda: pages(100_000, words="")),
    "a loop in its pages.pdf": _bytes(page_loop),
    "42.zip": forty_two,
    "340 archives in archives.zip": _bytes(lambda: nested(4, width=4)),
    "holds itself.gz": _bytes(gzip_quine),
    "holds itself.zip": _bytes(zip_quine),
    "18 MB flat.html": _bytes(flat_page),
    "password.pdf": locked_pdf,
    "a named pipe.txt": os.mkfifo,
    "a link out.txt": lambda path: path.symlink_to("/etc/passwd"),
    "a link to itself.txt": lambda path: path.symlink_to(path.name),
}

EXPECTED: dict[str, str | tuple[str, ...]] = {
    "a loop in its pages.pdf": "damaged",
    **dict.fromkeys(
        ("picture of 60,000 x 60,000 pixels.png",),
        "pixels",
    ),
    **dict.fromkeys(
        ("a million rows.xlsx", "2,000 x 2,000 cells.xlsx"),
        ("rows and cells", "places in a text", "length of a text"),
    ),
    **dict.fromkeys(
        ("100,000 pages.pdf",),
        ("processor time", "length of a text"),
    ),
    **dict.fromkeys(
        ("100,000 empty pages.pdf",),
        "nothing in it",
    ),
    **dict.fromkeys(
        ("42.zip",),
        "unpacked size",
    ),
    **dict.fromkeys(
        ("340 archives in archives.zip",),
        "read",
    ),
    **dict.fromkeys(
        ("holds itself.gz", "holds itself.zip"),
        "nothing twice",
    ),
    **dict.fromkeys(
        ("18 MB flat.html",),
        ("size of an article", "length of a text"),
    ),
    **dict.fromkeys(
        ("password.pdf",),
        "encryption",
    ),
    **dict.fromkeys(
        ("a named pipe.txt", "a link out.txt", "a link to itself.txt"),
        "nothing outside",
    ),
}
"""What is to be told of each, as ``benchmarks/hostile_limits.py`` calls it; one of several is enough."""
LONG: frozenset[str] = frozenset(
    {"18 MB flat.html", "100,000 pages.pdf", "a million rows.xlsx", "2,000 x 2,000 cells.xlsx"}
)
"""Files that give so many words that to read them takes minutes."""
