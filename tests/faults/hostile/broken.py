"""One good file of every format, and what happens to it on the way: cut short, overwritten, with bits turned round.

Promises: the same bytes at every run. ``BROKEN`` has four of each format: cut after three fifths; its beginning with
noise after it; every 97th byte after the beginning turned round; written twice, one after the other.
Does not: say what is to come of each: some are read with a fault, some are a fault, plain text can lose its end untold.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from PIL import Image, ImageDraw
from tests.faults.hostile.files import docx, paragraph, xml
from tests.intake.archived.making_archived import Media, page, token
from tests.intake.containers.making import WORDS, mail, mbox, tarred, warc, zipped
from tests.intake.containers.making import page as web_page
from tests.intake.containers.making_msg import msg
from tests.intake.making import epub, opendocument, pptx, rows, shape, slide, xlsx
from tests.intake.office.making_xls import label, xls

START = 64
"""Bytes at the beginning that stay, so that the file is taken for what it was."""
MORE = [f"{WORDS} It was said on day {number}." for number in range(40)]


def picture(kind: str) -> bytes:
    """Return a picture of one line of words."""
    drawn = Image.new("L", (900, 120), 255)
    ImageDraw.Draw(drawn).text((20, 40), "The governor said that forty prisoners had been moved.", 0, font_size=28)
    out = io.BytesIO()
    drawn.save(out, kind)
    return out.getvalue()


def table() -> bytes:
    """Return the XML of an ODS's table."""
    cells = "".join(
        f"<table:table-row><table:table-cell><text:p>{one}</text:p></table:table-cell></table:table-row>"
        for one in MORE
    )
    return opendocument("spreadsheet", f'<table:table table:name="S">{cells}</table:table>')


def wacz() -> bytes:
    """Return a WACZ of two pages."""
    archive = gzip.compress(warc([web_page(one) for one in MORE[:2]]))
    listed = {"path": "archive/a.warc.gz", "hash": f"sha256:{sha256(archive).hexdigest()}", "bytes": len(archive)}
    package = json.dumps({"profile": "data-package", "resources": [listed]}).encode()
    return zipped({"archive/a.warc.gz": archive, "datapackage.json": package})


def captions(head: str, comma: str) -> bytes:
    """Return subtitles."""
    each = (f"{n + 1}\n00:00:{n:02d}{comma}000 --> 00:00:{n:02d}{comma}900\n{one}\n" for n, one in enumerate(MORE))
    return (head + "\n".join(each)).encode()


def pdf() -> bytes:
    """Return a PDF of four pages."""
    from tests.faults.hostile.large import pages

    return pages(4)


def posts() -> list[dict[str, str]]:
    """Return posts of a social network."""
    return [{"author": "ana", "created_at": "2021-08-03T10:00:00Z", "text": one} for one in MORE]


GOOD: dict[str, Callable[[], bytes]] = {
    "txt": lambda: "\n".join(MORE).encode(),
    "md": lambda: ("# News\n\n" + "\n\n".join(MORE)).encode(),
    "html": lambda: web_page("</p><p>".join(MORE)),
    "csv": lambda: ("day,words\n" + "".join(f'{at},"{one}"\n' for at, one in enumerate(MORE))).encode(),
    "pdf": pdf,
    "docx": lambda: docx(xml("".join(map(paragraph, MORE)))),
    "odt": lambda: opendocument("text", "".join(f"<text:p>{one}</text:p>" for one in MORE)),
    "rtf": lambda: (r"{\rtf1\ansi " + r"\par ".join(MORE) + "}").encode(),
    "pptx": lambda: pptx([slide(shape(one)) for one in MORE[:5]]),
    "odp": lambda: opendocument(
        "presentation", "".join(f"<draw:page><text:p>{one}</text:p></draw:page>" for one in MORE)
    ),
    "xlsx": lambda: xlsx({"S": rows(*((at, one) for at, one in enumerate(MORE)))}),
    "xls": lambda: xls({"S": b"".join(label(at, 0, one) for at, one in enumerate(MORE))}),
    "ods": table,
    "epub": lambda: epub({f"p{at}.xhtml": f"<p>{one}</p>" for at, one in enumerate(MORE[:5])}),
    "eml": lambda: mail("\n".join(MORE), [("a.txt", "text/plain", "\n".join(MORE[20:]).encode())]),
    "msg": lambda: msg("News", "\n".join(MORE), [("a.txt", "\n".join(MORE[20:]).encode())]),
    "mbox": lambda: mbox([mail(one) for one in MORE[:5]]),
    "zip": lambda: zipped({f"{at}.txt": one.encode() for at, one in enumerate(MORE[:5])}),
    "tar": lambda: tarred({f"{at}.txt": one.encode() for at, one in enumerate(MORE[:5])}),
    "tar.gz": lambda: gzip.compress(tarred({f"{at}.txt": one.encode() for at, one in enumerate(MORE[:5])}), mtime=0),
    "txt.bz2": lambda: bz2.compress("\n".join(MORE).encode()),
    "txt.xz": lambda: lzma.compress("\n".join(MORE).encode()),
    "warc": lambda: warc([web_page(one) for one in MORE[:5]]),
    "warc.gz": lambda: gzip.compress(warc([web_page(one) for one in MORE[:5]]), mtime=0),
    "wacz": wacz,
    "json": lambda: json.dumps(posts(), indent=1).encode(),
    "jsonl": lambda: "".join(json.dumps(one) + "\n" for one in posts()).encode(),
    "srt": lambda: captions("", ","),
    "vtt": lambda: captions("WEBVTT\n\n", "."),
    "png": lambda: picture("PNG"),
    "jpg": lambda: picture("JPEG"),
    "tif": lambda: picture("TIFF"),
    "auto-archiver.html": lambda: page([Media(f"{n}.jpg", values={"hash": f"SHA-256:{n:064x}"}) for n in range(5)]),
    "tsr": lambda: token(b"words"),
}


def cut(data: bytes) -> bytes:
    return data[: len(data) * 3 // 5]


def noise(data: bytes) -> bytes:
    return data[:START] + random.Random(len(data)).randbytes(max(4000, len(data) - START))


def turned(data: bytes) -> bytes:
    out = bytearray(data)
    for at in range(START, len(out), 97):
        out[at] ^= 0xFF
    return bytes(out)


def twice(data: bytes) -> bytes:
    return data + data


WAYS: dict[str, Callable[[bytes], bytes]] = {"cut": cut, "noise": noise, "turned": turned, "twice": twice}


@cache
def _good(ending: str) -> bytes:
    return GOOD[ending]()


def _broken(ending: str, way: Callable[[bytes], bytes]) -> bytes:
    return way(_good(ending))


BROKEN: dict[str, Callable[[], bytes]] = {
    f"{name}.{ending}": partial(_broken, ending, way) for ending in GOOD for name, way in WAYS.items()
}


def write(folder: Path) -> None:
    """Write them all into a folder."""
    for name, make in BROKEN.items():
        (folder / name).write_bytes(make())


UNTOLD = frozenset({"txt", "md", "html", "csv", "srt", "vtt", "mbox", "tar", "auto-archiver.html"})
"""Formats that nothing closes (or whose end is padding): where one of them is cut cannot be seen."""
AS_IT_IS = (
    "damaged",
    "in doubt",
    "not a text",
    "nothing in it",
    "unpacked size",
    "nothing twice",
    "encryption",
    "pixels",
)


def _expected(way: str, ending: str) -> tuple[str, ...]:
    if way == "cut":
        return ("read", "in doubt") if ending in UNTOLD else ("damaged", "not a text")
    if way == "twice":
        return ("damaged", "in doubt", "read")
    if way == "turned":
        return (*AS_IT_IS, "read") if ending == "tif" else AS_IT_IS  # whose pixels have no checksum
    return AS_IT_IS


EXPECTED = {f"{way}.{ending}": _expected(way, ending) for ending in GOOD for way in WAYS}
"""What may be told of each, as ``benchmarks/hostile_limits.py`` calls it: of bytes that were turned, what they hit."""
