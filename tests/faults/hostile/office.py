"""Hostile office documents, workbooks, posts and subtitles, by the name of each file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from tests.intake.making import SHEET, epub, opendocument, pptx, related, rows, shape, slide, xlsx

from witnessmark.intake.limits import MIB

WORDS = "The governor of Velmora said that forty prisoners had been moved before dawn."
LAUGHS = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE w [{LAUGHS}]>'
PAGE = f"<text:p>{WORDS}</text:p>"


def ods(rows_xml: str) -> bytes:
    return opendocument("spreadsheet", f'<table:table table:name="S">{rows_xml}</table:table>')


def streamed(part: str, *, beside: bytes, pieces: tuple[bytes, int, bytes]) -> bytes:
    """Return a packed document with one part replaced: a beginning, and a piece so many times, and an end."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(beside)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in given.namelist():
            if name != part:
                packed.writestr(name, given.read(name))
        with packed.open(part, "w", force_zip64=True) as stream:
            stream.write(pieces[0])
            many = pieces[1] // 1000
            for _ in range(1000):
                stream.write(pieces[2] * many)
    return out.getvalue()


def cells(count: int) -> bytes:
    """Return rows of a sheet without numbers or places of their own."""
    return b"<row>" + b"<c><v>1</v></c>" * count + b"</row>"


BOOK = xlsx({"S": rows(["word"])})
HEAD = f"<worksheet {SHEET}><sheetData>".encode()
SHEET_PART = "xl/worksheets/sheet1.xml"

GIVE_NO_TEXT: dict[str, Callable[[], bytes]] = {
    "entities.xlsx": lambda: xlsx(
        {"S": ""}, others={SHEET_PART: f"{BOMB}<w><sheetData><row>&a9;</row></sheetData></w>"}
    ),
    "entities in strings.xlsx": lambda: xlsx(
        {"S": rows(["word"])}, others={"xl/sharedStrings.xml": f"{BOMB}<a><si/></a>"}
    ),
    "entities.odt": lambda: opendocument("text", "", others={"content.xml": f"{BOMB}<a>&a9;</a>"}),
    "entities.ods": lambda: opendocument("spreadsheet", "", others={"content.xml": f"{BOMB}<a><style/>&a9;</a>"}),
    "entities.pptx": lambda: pptx([f"<!DOCTYPE w [{LAUGHS}]>{slide(shape('&a9;'))}"]),
    "entities.epub": lambda: epub({"a.xhtml": WORDS}, others={"META-INF/container.xml": f"{BOMB}<a>&a9;</a>"}),
    "zeros.odt": lambda: opendocument("text", PAGE, others={"Pictures/a.png": "0" * (300 * MIB)}),
    "zeros in strings.xlsx": lambda: xlsx({"S": rows(["word"])}, others={"xl/sharedStrings.xml": "0" * (300 * MIB)}),
    "spaces.xlsx": lambda: streamed(SHEET_PART, beside=BOOK, pieces=(HEAD, 300 * MIB, b" ")),
    "deep.xlsx": lambda: xlsx({"S": "<x>" * 100_000}),
    "deep.odt": lambda: opendocument("text", "<text:section>" * 200 + PAGE + "</text:section>" * 200),
    "deep.json": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "password.docx": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
        + "EncryptedPackage\0".encode("utf-16-le").ljust(64, b"\0")
        + (34).to_bytes(2, "little")
    ),
    "one string.json": lambda: b'{"text":"' + b"x" * (80 * MIB) + b'"}',
}

GIVE_A_TEXT: dict[str, Callable[[], bytes]] = {
    "declares a whole sheet.xlsx": lambda: xlsx(
        {"S": f'<dimension ref="A1:XFD1048576"/>{rows([WORDS])}<row r="9999999"/><sheetData/>'}
    ),
    "one string a thousand times.xlsx": lambda: xlsx(
        {"S": f"{rows([WORDS])[:-12]}" + '<row><c t="s"><v>0</v></c></row>' * 1000 + "</sheetData>"},
        strings=["<t>" + "x" * (5 * MIB) + "</t>"],
    ),
    "the same sheet.xlsx": lambda: xlsx(
        {f"S{number}": rows([WORDS]) for number in range(500)},
        others={"xl/_rels/workbook.xml.rels": related(*[("worksheet", "worksheets/sheet1.xml")] * 500)},
    ),
    "breaks off.xlsx": lambda: xlsx({"S": rows([WORDS]).replace("</sheetData>", "<row><c>")}),
    "repeats for ever.ods": lambda: ods(
        f"<table:table-row><table:table-cell>{PAGE}</table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>'
    ),
    "own notes.pptx": lambda: pptx(
        [slide(shape(WORDS)), "<broken"],
        others={"ppt/slides/_rels/s1.xml.rels": related(("notesSlide", "s1.xml"), ("slide", "s1.xml"))},
    ),
    "bin.rtf": lambda: rb"{\rtf1 " + WORDS.encode() + rb"{\pict\bin999999999 x}}",
    "open.rtf": lambda: rb"{\rtf1 " + rb"{\b " * 200_000 + WORDS.encode(),
    "twice.json": lambda: f'[{{"text":"{WORDS}","a":NaN,"a":"three four"}}]'.encode(),
    "not json.json": lambda: f'{{"text":"{WORDS}'.encode(),
    "backwards.srt": lambda: f"1\n00:00:09,000 --> 00:00:01,000\n{WORDS}\n\n".encode() * 1000,
    "missing page.epub": lambda: epub(
        {"a.xhtml": f"<p>{WORDS}</p>"},
        others={
            "book/all.opf": '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="b" href="../../../etc/passwd" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
        },
    ),
}


def wide_sheet() -> bytes:
    """Return a workbook of 2,000 rows of 2,000 cells, none of which says where it stands."""
    return streamed(SHEET_PART, beside=BOOK, pieces=(HEAD, 2000, cells(2000)))


EXPECTED: dict[str, str | tuple[str, ...]] = {
    **dict.fromkeys(
        ("entities.xlsx", "entities in strings.xlsx", "entities.odt", "entities.ods", "entities.pptx", "entities.epub"),
        "entities",
    ),
    **dict.fromkeys(
        ("zeros.odt", "zeros in strings.xlsx"),
        "unpacked size",
    ),
    **dict.fromkeys(
        ("spaces.xlsx",),
        "length of words",
    ),
    **dict.fromkeys(
        ("deep.xlsx", "deep.odt", "deep.json"),
        "depth",
    ),
    **dict.fromkeys(
        ("password.docx",),
        "encryption",
    ),
    **dict.fromkeys(
        ("one string.json",),
        ("size of a text", "memory"),
    ),
    **dict.fromkeys(
        ("declares a whole sheet.xlsx", "repeats for ever.ods", "one string a thousand times.xlsx"),
        "rows and cells",
    ),
    **dict.fromkeys(
        ("the same sheet.xlsx",),
        "nothing twice",
    ),
    **dict.fromkeys(
        ("breaks off.xlsx", "own notes.pptx", "bin.rtf", "open.rtf", "not json.json"),
        "damaged",
    ),
    **dict.fromkeys(
        ("twice.json", "backwards.srt"),
        "in doubt",
    ),
    **dict.fromkeys(
        ("missing page.epub",),
        "nothing outside",
    ),
}
"""What is to be told of each, as ``benchmarks/hostile_limits.py`` calls it; one of several is enough."""
LONG: frozenset[str] = frozenset({"one string a thousand times.xlsx", "repeats for ever.ods"})
"""Files that give so many words that to read them takes minutes."""
