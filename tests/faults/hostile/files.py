"""Hostile documents, pages and tables: bombs, entities, loops, noise, odd names; by the name of each file."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

from witnessmark.intake.limits import MIB

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORDS = "The governor of Velmora said that forty prisoners had been moved before dawn."
SECRET = "the-secret-beside-the-file"  # noqa: S105  (what must not leak in these tests)

LAUGHS = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def docx(document: bytes, *, also: int = 0) -> bytes:
    """Return a Word document with this main part, and as many MiB of zeros beside it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", document)
        with packed.open("word/media.xml", "w", force_zip64=True) as part:
            for _ in range(also):
                part.write(bytes(MIB))
    return out.getvalue()


def xml(body: str, prolog: str = "") -> bytes:
    return f'<?xml version="1.0"?>{prolog}<w:document {W}><w:body>{body}</w:body></w:document>'.encode()


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def external(path: Path, name: str) -> str:
    return f'<!DOCTYPE {name} [<!ENTITY x SYSTEM "{path.as_uri()}"><!ENTITY % y SYSTEM "{path.as_uri()}">%y;]>'


def lying_bomb(path: Path) -> bytes:
    """Return a bomb whose table of parts declares small sizes."""
    data = bytearray(docx(xml(paragraph("a" * (20 * MIB)))))
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(b"PK\x01\x02"))
    data[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def page_tree(depth: int) -> bytes:
    """Return a PDF whose one page lies ``depth`` nodes deep, each the only child of the one before."""
    bodies = ["<</Type/Catalog/Pages 2 0 R>>"]
    bodies += [f"<</Type/Pages/Count 1/Kids[{number + 3} 0 R]>>" for number in range(depth)]
    bodies += [f"<</Type/Page/Parent {depth + 1} 0 R/MediaBox[0 0 9 9]>>"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size {len(places) + 1}>>\n"
    return out + f"{trailer}startxref\n{len(out)}\n%%EOF".encode()


Make = Callable[[Path], bytes]

GIVE_NO_TEXT: dict[str, Make] = {
    "entity bomb.docx": lambda secret: docx(xml(paragraph("&a9;"), f"<!DOCTYPE w [{LAUGHS}]>")),
    "outside entity.docx": lambda secret: docx(xml(paragraph("&x;"), external(secret, "w"))),
    "outside entity.svg": lambda secret: (external(secret, "svg") + "<svg><text>&x;</text></svg>").encode(),
    "outside entity.xml": lambda secret: ('<?xml version="1.0"?>' + external(secret, "a") + "<a>&x;</a>").encode(),
    "300 MB.docx": lambda secret: docx(xml(paragraph(WORDS)), also=300),
    "ratio.docx": lambda secret: docx(xml(paragraph(WORDS)), also=100),
    "lying.docx": lying_bomb,
    "deep.docx": lambda secret: docx(xml("<w:sdt>" * 200_000 + paragraph(WORDS) + "</w:sdt>" * 200_000)),
    "cut.docx": lambda secret: docx(xml(paragraph(WORDS)))[:-40],
    "cut.pdf": lambda secret: page_tree(3)[:150],
    "tree.pdf": lambda secret: page_tree(20_000),
    "loop.pdf": lambda secret: page_tree(1).replace(b"Kids[3 0 R]", b"Kids[2 0 R]"),
    "noise.txt": lambda secret: random.Random(1).randbytes(100_000),
    "noise.pdf": lambda secret: b"%PDF-1.7\n" + random.Random(2).randbytes(100_000),
    "noise.html": lambda secret: b"<html><body>" + random.Random(3).randbytes(100_000),
    "cell.csv": lambda secret: b'a,b\n1,"' + b"x" * (70 * MIB) + b'"\n',
    "nothing.txt": lambda secret: b"",
}

GIVE_A_TEXT: dict[str, Make] = {
    "entity bomb.html": lambda secret: (
        f"<!DOCTYPE html [{LAUGHS}]><html><body><p>&a9; {WORDS}</p></body></html>".encode()
    ),
    "outside entity.html": lambda secret: (
        external(secret, "html") + f"<html><body><p>&x; {WORDS}</p></body></html>"
    ).encode(),
    "outside frame.html": lambda secret: (
        f'<html><body><iframe src="{secret.as_uri()}"></iframe>{WORDS}</body></html>'.encode()
    ),
    "deep.html": lambda secret: f"<html><body>{'<div>' * 200_000}{WORDS}</body></html>".encode(),
    "cut.txt": lambda secret: WORDS.encode() + "é".encode()[:1],
    "page.docx": lambda secret: f"<html><body><p>{WORDS}</p></body></html>".encode(),
    "halves.html": lambda secret: f"<html><body><p>{WORDS} &#xD800;&#0;</p></body></html>".encode(),
    "halves.txt": lambda secret: WORDS.encode("utf-16") + b"\x00\xd8" + b" \x00",
    "line.txt": lambda secret: (WORDS + " ").encode() * (50 * MIB // len(WORDS)),
    "columns.csv": lambda secret: (",".join(["v"] * 1_000_000) + "\n" + WORDS + "\n").encode(),
    "report\n\u202etxt.exe": lambda secret: WORDS.encode(),
    "../../etc/passwd": lambda secret: WORDS.encode(),
    "": lambda secret: WORDS.encode(),
}


def flat_page() -> bytes:
    """Return a page of 18 MB without any structure."""
    row = f"<p>{WORDS}</p>\n".encode()
    return b"<html><body>" + row * (18 * MIB // len(row))


EXPECTED: dict[str, str | tuple[str, ...]] = {
    "columns.csv": ("places in a text", "read", "length of a text", "rows and cells"),
    **dict.fromkeys(
        ("entity bomb.docx", "outside entity.docx"),
        "entities",
    ),
    **dict.fromkeys(
        ("outside entity.svg", "outside entity.xml", "noise.txt", "noise.html"),
        "not a text",
    ),
    **dict.fromkeys(
        ("300 MB.docx", "ratio.docx"),
        "unpacked size",
    ),
    **dict.fromkeys(
        ("deep.docx", "deep.html"),
        "depth",
    ),
    **dict.fromkeys(
        ("lying.docx", "cut.docx", "cut.pdf", "noise.pdf", "halves.html", "halves.txt"),
        "damaged",
    ),
    **dict.fromkeys(
        ("tree.pdf", "loop.pdf", "nothing.txt"),
        "nothing in it",
    ),
    **dict.fromkeys(
        ("cut.txt", "page.docx"),
        "in doubt",
    ),
    **dict.fromkeys(
        ("cell.csv",),
        ("length of words", "size of a text", "memory"),
    ),
    **dict.fromkeys(
        ("line.txt",),
        "length of a text",
    ),
    **dict.fromkeys(
        (
            *("entity bomb.html", "outside entity.html", "outside frame.html", "report\n\u202etxt.exe"),
            *("../../etc/passwd", ""),
        ),
        "read",
    ),
}
"""What is to be told of each, as ``benchmarks/hostile_limits.py`` calls it; one of several is enough."""
LONG: frozenset[str] = frozenset({"line.txt", "columns.csv"})
"""Files that give so many words that to read them takes minutes."""
