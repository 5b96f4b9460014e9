"""Makes documents, tables, slides, posts, mails and subtitles of known words; each stretch with the place it is put at.

Promises: every format whose words stand in it as characters, in all languages that its maker here can write.
Does not: make pictures (``known_scans``) or files that hold files (``known_holders``).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from tests.intake.containers.making import mail
from tests.intake.containers.making_msg import msg
from tests.intake.making import epub, opendocument, pptx, related, rows, shape, slide, xlsx, zipped
from tests.intake.office.making_xls import label, xls

from known import Known, Place, Tongue, tongues
from ocr_pages import RIGHT_TO_LEFT, font_of

Make = Callable[[Tongue], tuple[bytes, tuple[Place, ...]]]

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET_NAME = "Sarn"


def documents() -> Iterator[Known]:
    """Yield every document: each format in each language."""
    for kind, (make, ending) in MAKERS.items():
        for tongue in tongues():
            if kind == "PDF" and (tongue.page.language in RIGHT_TO_LEFT or font_of(tongue.page) is None):
                continue  # ReportLab joins no Arabic letters
            data, places = make(tongue)
            yield Known(kind, tongue.code, f"{kind.lower()} {tongue.code}{ending}", data, places)


# ---------------------------------------------------------------------------------------------- running words


def running(tongue: Tongue, kind: str) -> tuple[Place, ...]:
    """Return the places of a document with a heading, its paragraphs below it, and a table."""
    heading = tongue.headed(kind)
    below = f"section {heading}, "
    places = [(f"heading {heading}", heading)]
    places += [(f"{below}paragraph {at}", words) for at, words in enumerate(tongue.paragraphs, 1)]
    for row, cells in enumerate(_table(tongue), 1):
        places += [(f"{below}table 1, row {row}, cell {at}", words) for at, words in enumerate(cells, 1)]
    return tuple(places)


def _table(tongue: Tongue) -> list[tuple[str, str]]:
    return [tongue.columns, *((name, str(40 + at)) for at, name in enumerate(tongue.names))]


def as_text(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    """Plain text: what blank lines part."""
    words = [tongue.headed("text"), *tongue.paragraphs]
    return "\n\n".join(words).encode(), tuple((f"paragraph {at}", one) for at, one in enumerate(words, 1))


def as_utf16(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    """Plain text as an old editor of Windows saves it."""
    words = [tongue.headed("utf-16"), *tongue.paragraphs]
    return "\r\n\r\n".join(words).encode("utf-16"), tuple((f"paragraph {at}", one) for at, one in enumerate(words, 1))


def as_markdown(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    table = [" | ".join(cells) for cells in _table(tongue)]
    table.insert(1, "--- | ---")
    written = [f"# {tongue.headed('Markdown')}", *tongue.paragraphs, "\n".join(f"| {row} |" for row in table)]
    return "\n\n".join(written).encode(), running(tongue, "Markdown")


def as_html(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    """A web page: its headline, which names no section; paragraphs; a heading, and a table below it."""
    headline, below = tongue.headed("HTML"), f"{tongue.columns[1]}: {tongue.heading}"
    table = "".join(f"<tr><td>{one}</td><td>{other}</td></tr>" for one, other in _table(tongue))
    body = "".join(f"<p>{words}</p>" for words in tongue.paragraphs)
    head = f'<head><meta charset="utf-8"><title>{headline}</title></head>'
    words = f"<h1>{headline}</h1>{body}<h2>{below}</h2><table>{table}</table>"
    page = f'<!doctype html><html lang="{tongue.code}">{head}<body><article>{words}</article></body></html>'
    places = [(f"heading {headline}", headline)]
    places += [(f"paragraph {at}", words) for at, words in enumerate(tongue.paragraphs, 1)]
    places += [(f"heading {below}", below)]
    for row, cells in enumerate(_table(tongue), 1):
        places += [(f"section {below}, table 1, row {row}, cell {at}", words) for at, words in enumerate(cells, 1)]
    return page.encode(), tuple(places)


def as_docx(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    def paragraph(words: str, style: str = "") -> str:
        look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{look}<w:r><w:t>{words}</w:t></w:r></w:p>"

    table = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(words)}</w:tc>' for words in cells)}</w:tr>" for cells in _table(tongue)
    )
    body = paragraph(tongue.headed("DOCX"), "H") + "".join(map(paragraph, tongue.paragraphs))
    style = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": related(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": related(("styles", "styles.xml")),
        "word/document.xml": f"<w:document {WORD}><w:body>{body}<w:tbl>{table}</w:tbl></w:body></w:document>",
        "word/styles.xml": f"<w:styles {WORD}>{style}</w:styles>",
    }
    return zipped(parts), running(tongue, "DOCX")


def as_odt(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    body = f'<text:h text:outline-level="1">{tongue.headed("ODT")}</text:h>'
    body += "".join(f"<text:p>{words}</text:p>" for words in tongue.paragraphs)
    return opendocument("text", body + _open_table(_table(tongue))), running(tongue, "ODT")


def _open_table(table: Sequence[Sequence[str]]) -> str:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    shown = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in table)
    return f'<table:table table:name="{SHEET_NAME}">{shown}</table:table>'


def as_rtf(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    def coded(words: str) -> str:
        return "".join(one if one.isascii() else f"\\u{ord(one)}?" for one in words)

    body = rf"{{\pard\outlinelevel0 {coded(tongue.headed('RTF'))}\par}}" + "\n"
    body += "\n".join(rf"\pard {coded(words)}\par" for words in tongue.paragraphs)
    for cells in _table(tongue):
        body += "\n" + r"\trowd\cellx3000\cellx6000 "
        body += "".join(rf"\pard\intbl {coded(words)}\cell " for words in cells) + r"\row"
    return rf"{{\rtf1\ansi\ansicpg1252 {body}}}".encode(), running(tongue, "RTF")


def as_epub(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    pages = {
        "one.xhtml": f"<h1>{tongue.headed('EPUB')}</h1><p>{tongue.paragraphs[0]}</p>",
        "two.xhtml": "".join(f"<p>{words}</p>" for words in tongue.paragraphs[1:]),
    }
    return epub(pages), running(tongue, "EPUB")[: 1 + len(tongue.paragraphs)]


def as_pdf(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    """A PDF with a layer of text: a page for each paragraph, in lines."""
    font = font_of(tongue.page)
    assert font is not None
    pdfmetrics.registerFont(TTFont(font.stem, str(font)))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setTitle(tongue.headed("PDF"))
    for lines in tongue.page.paragraphs:
        canvas.setFont(font.stem, 11)
        for at, line in enumerate(lines):
            canvas.drawString(70, 760 - 14 * at, line)
        canvas.showPage()
    canvas.save()
    places = tuple((f"page {at}, paragraph 1", words) for at, words in enumerate(tongue.paragraphs, 1))
    return out.getvalue(), places


# ---------------------------------------------------------------------------------------------- tables and slides


def _list(tongue: Tongue, kind: str) -> list[tuple[str, str]]:
    accounts = (f"{words} ({kind})" for words in tongue.paragraphs)
    return [tongue.columns, *zip(tongue.names, accounts, strict=True)]


def _separated(tongue: Tongue, kind: str, delimiter: str) -> tuple[bytes, tuple[Place, ...]]:
    table = _list(tongue, kind)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(table)
    named = ["header", *map(str, range(1, len(table)))]
    places = [
        (f"row {row}, cell {column}", words)
        for row, cells in zip(named, table, strict=True)
        for column, words in zip(tongue.columns, cells, strict=True)
    ]
    return out.getvalue().encode(), tuple(places)


def _sheet(tongue: Tongue, kind: str) -> tuple[Place, ...]:
    """Return the places of a sheet: its name, and each cell by its column's name and its letter."""
    places = [(f"sheet {SHEET_NAME}, heading {SHEET_NAME}", SHEET_NAME)]
    for row, cells in enumerate(_list(tongue, kind), 1):
        shown = f"{row} (header)" if row == 1 else str(row)
        for letter, column, words in zip("AB", tongue.columns, cells, strict=True):
            places.append((f"sheet {SHEET_NAME}, row {shown}, cell {column}, part {letter}", words))
    return tuple(places)


def as_xlsx(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    return xlsx({SHEET_NAME: rows(*_list(tongue, "XLSX"))}), _sheet(tongue, "XLSX")


def as_xls(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    cells = (
        label(row, column, words) for row, some in enumerate(_list(tongue, "XLS")) for column, words in enumerate(some)
    )
    return xls({SHEET_NAME: b"".join(cells)}), _sheet(tongue, "XLS")


def as_ods(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    return opendocument("spreadsheet", _open_table(_list(tongue, "ODS"))), _sheet(tongue, "ODS")


def _slides(tongue: Tongue, kind: str) -> tuple[Place, ...]:
    """Return the places of two slides; a slide's title names no section."""
    heading = tongue.headed(kind)
    first = [(f"slide 1, heading {heading}", heading)]
    first += [(f"slide 1, paragraph {at}", words) for at, words in enumerate(tongue.paragraphs[:2], 1)]
    return (*first, ("slide 2, paragraph 1", tongue.paragraphs[2]))


def as_pptx(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    one = slide(shape(tongue.headed("PPTX"), kind="title"), shape(*tongue.paragraphs[:2]))
    return pptx([one, slide(shape(tongue.paragraphs[2]))]), _slides(tongue, "PPTX")


def as_odp(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    def frame(*words: str, kind: str = "outline") -> str:
        shown = "".join(f"<text:p>{one}</text:p>" for one in words)
        return f'<draw:frame presentation:class="{kind}"><draw:text-box>{shown}</draw:text-box></draw:frame>'

    first = frame(tongue.headed("ODP"), kind="title") + frame(*tongue.paragraphs[:2])
    second = frame(tongue.paragraphs[2])
    body = f"<draw:page>{first}</draw:page><draw:page>{second}</draw:page>"
    return opendocument("presentation", body), _slides(tongue, "ODP")


# ---------------------------------------------------------------------------------------------- posts, mails, captions


def _posts(tongue: Tongue, kind: str) -> tuple[list[dict[str, str]], tuple[Place, ...]]:
    posts = [
        {"author": name, "date": f"2021-08-0{at}", "text": f"{words} ({kind})"}
        for at, (name, words) in enumerate(zip(tongue.names, tongue.paragraphs, strict=True), 1)
    ]
    places = ((f"record {at}, part {key}", words) for at, post in enumerate(posts, 1) for key, words in post.items())
    return posts, tuple(places)


def as_json(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    posts, places = _posts(tongue, "JSON")
    return json.dumps(posts).encode(), places


def as_json_lines(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    posts, places = _posts(tongue, "JSONL")
    return "\n".join(json.dumps(post, ensure_ascii=False) for post in posts).encode(), places


def _letter(tongue: Tongue, kind: str) -> tuple[Place, ...]:
    heading = tongue.headed(kind)
    paragraphs = ((f"paragraph {at}", words) for at, words in enumerate(tongue.paragraphs, 1))
    return ((f"heading {heading}", heading), *paragraphs)


def as_mail(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    return mail("\n\n".join(tongue.paragraphs), subject=tongue.headed("EML")), _letter(tongue, "EML")


def as_msg(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    return msg(tongue.headed("MSG"), "\r\n\r\n".join(tongue.paragraphs)), _letter(tongue, "MSG")


def _captions(tongue: Tongue, mark: str) -> tuple[str, tuple[Place, ...]]:
    """Return captions of two cues a paragraph, the first of which ends within a sentence; the heading is one, too."""
    cues: list[str] = []
    places: list[Place] = []
    for words in (tongue.headed("VTT" if mark == "." else "SRT") + ".", *tongue.paragraphs):
        pieces = words.split()
        at = next(at for at in range(len(pieces) // 2, len(pieces)) if pieces[at - 1][-1].isalpha())
        times = []
        for shown in (" ".join(pieces[:at]), " ".join(pieces[at:])):
            start = len(cues) * 4
            times += [
                f"00:{start // 60:02d}:{start % 60:02d}{mark}000",
                f"00:{start // 60:02d}:{start % 60 + 3:02d}{mark}500",
            ]
            cues.append(f"{len(cues) + 1}\n{times[-2]} --> {times[-1]}\n{shown}\n")
        places.append((f"time {times[0]} to {times[-1]}", words))
    return "\n".join(cues), tuple(places)


def as_srt(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    cues, places = _captions(tongue, ",")
    return cues.encode(), places


def as_vtt(tongue: Tongue) -> tuple[bytes, tuple[Place, ...]]:
    cues, places = _captions(tongue, ".")
    return f"WEBVTT\n\n{cues}".encode(), places


MAKERS: dict[str, tuple[Make, str]] = {
    "text": (as_text, ".txt"),
    "text, UTF-16": (as_utf16, ".txt"),
    "Markdown": (as_markdown, ".md"),
    "HTML": (as_html, ".html"),
    "PDF": (as_pdf, ".pdf"),
    "DOCX": (as_docx, ".docx"),
    "ODT": (as_odt, ".odt"),
    "RTF": (as_rtf, ".rtf"),
    "EPUB": (as_epub, ".epub"),
    "CSV": (lambda tongue: _separated(tongue, "CSV", ","), ".csv"),
    "TSV": (lambda tongue: _separated(tongue, "TSV", "\t"), ".tsv"),
    "XLSX": (as_xlsx, ".xlsx"),
    "XLS": (as_xls, ".xls"),
    "ODS": (as_ods, ".ods"),
    "PPTX": (as_pptx, ".pptx"),
    "ODP": (as_odp, ".odp"),
    "JSON": (as_json, ".json"),
    "JSONL": (as_json_lines, ".jsonl"),
    "EML": (as_mail, ".eml"),
    "MSG": (as_msg, ".msg"),
    "SRT": (as_srt, ".srt"),
    "VTT": (as_vtt, ".vtt"),
}
