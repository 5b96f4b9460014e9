"""Makes office documents, workbooks, posts and subtitles of given paragraphs, for the benchmark of intake."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OPEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "draw")
)


def zipped(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def related(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f"<Relationships {PACKAGE}>{rows}</Relationships>"


BOOK = f'<workbook xmlns:r="{RELATIONS}"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>'


def as_xlsx(paragraphs: Sequence[str]) -> bytes:
    """A sheet with a row for each paragraph: a number, a day, and the words as a shared string."""
    rows = "".join(
        f'<row r="{at}"><c r="A{at}"><v>{at}</v></c><c r="B{at}" s="1"><v>{44_000 + at % 900}</v></c>'
        f'<c r="C{at}" t="s"><v>{at - 1}</v></c></row>'
        for at in range(1, len(paragraphs) + 1)
    )
    strings = "".join(f"<si><t>{words}</t></si>" for words in paragraphs)
    return zipped(
        {
            "_rels/.rels": related(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": BOOK,
            "xl/_rels/workbook.xml.rels": related(
                ("worksheet", "worksheets/s.xml"), ("sharedStrings", "strings.xml"), ("styles", "styles.xml")
            ),
            "xl/worksheets/s.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
            "xl/strings.xml": f"<sst>{strings}</sst>",
            "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        }
    )


def as_pptx(paragraphs: Sequence[str]) -> bytes:
    """Slides of ten paragraphs."""
    slides = [paragraphs[at : at + 10] for at in range(0, len(paragraphs), 10)]
    listed = "".join(f'<sldId id="{at}" r:id="r{at}"/>' for at in range(1, len(slides) + 1))
    parts = {
        "_rels/.rels": related(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<presentation xmlns:r="{RELATIONS}"><sldIdLst>{listed}</sldIdLst></presentation>',
        "ppt/_rels/presentation.xml.rels": related(*(("slide", f"s{at}.xml") for at in range(1, len(slides) + 1))),
    }
    for at, slide in enumerate(slides, 1):
        words = "".join(f"<p><r><t>{one}</t></r></p>" for one in slide)
        parts[f"ppt/s{at}.xml"] = f"<sld><cSld><spTree><sp><txBody>{words}</txBody></sp></spTree></cSld></sld>"
    return zipped(parts)


def opendocument(kind: str, body: str) -> bytes:
    content = f"<office:document-content {OPEN}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"{content}</office:document-content>",
        }
    )


def as_odt(paragraphs: Sequence[str]) -> bytes:
    return opendocument("text", "".join(f"<text:p>{words}</text:p>" for words in paragraphs))


def as_ods(paragraphs: Sequence[str]) -> bytes:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = "".join(
        f"<table:table-row>{cell.format(at)}{cell.format(words)}</table:table-row>"
        for at, words in enumerate(paragraphs, 1)
    )
    return opendocument("spreadsheet", f'<table:table table:name="S">{rows}</table:table>')


def as_odp(paragraphs: Sequence[str]) -> bytes:
    slides = (
        "".join(f"<text:p>{one}</text:p>" for one in paragraphs[at : at + 10]) for at in range(0, len(paragraphs), 10)
    )
    frames = (
        f"<draw:page><draw:frame><draw:text-box>{slide}</draw:text-box></draw:frame></draw:page>" for slide in slides
    )
    return opendocument("presentation", "".join(frames))


def as_epub(paragraphs: Sequence[str]) -> bytes:
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfile full-path="a.opf"/></container>',
            "a.opf": '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>',
            "a.xhtml": f"<html><head><title>One</title></head><body>{body}</body></html>",
        }
    )


def as_rtf(paragraphs: Sequence[str]) -> bytes:
    return ("{\\rtf1\\ansi " + "\\par\n".join(paragraphs) + "\\par}").encode()


def as_json(paragraphs: Sequence[str]) -> bytes:
    posts = (
        {"id": at, "author": "Ana Bel", "created_at": "2021-08-03", "text": one} for at, one in enumerate(paragraphs)
    )
    return json.dumps([*posts]).encode()


def as_srt(paragraphs: Sequence[str]) -> bytes:
    """A cue for each ten words."""
    cues: list[str] = []
    for words in paragraphs:
        pieces = words.split()
        for at in range(0, len(pieces), 10):
            second = len(cues) * 3
            clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
            cues.append(f"{len(cues) + 1}\n{clock},000 --> {clock},900\n{' '.join(pieces[at : at + 10])}\n")
    return "\n".join(cues).encode()
