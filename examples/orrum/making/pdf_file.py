"""A document as a PDF with a text layer, and a page that is only a picture, as a scanner leaves it.

Needs ReportLab and Pillow (development only: they lay out lines and draw letters, and nothing else here can). With the
same versions of both, the same input gives the same bytes.
"""

from __future__ import annotations

import io
import time
from random import Random
from typing import Any
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from making.documents import Block, Document

_BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=15.5, spaceAfter=8)
_STYLES = {
    "h1": ParagraphStyle("h1", parent=_BODY, fontName="Times-Bold", fontSize=26, leading=31, spaceBefore=60),
    "subtitle": ParagraphStyle("subtitle", parent=_BODY, fontSize=14, leading=19),
    "h2": ParagraphStyle("h2", parent=_BODY, fontName="Times-Bold", fontSize=15, leading=20, spaceBefore=14),
    "h3": ParagraphStyle("h3", parent=_BODY, fontName="Times-BoldItalic", fontSize=12, leading=16, spaceBefore=6),
    "caption": ParagraphStyle("caption", parent=_BODY, fontName="Times-Italic", fontSize=10, leading=14),
    "paragraph": _BODY,
}
# ReportLab's fixed date (it stamps every repeatable file with the start of 2000) gives way to the day of publication.
_FIXED_DATE = b"D:20000101000000+00'00'"


def pdf_file(document: Document) -> bytes:
    """Return the document as PDF, with its running head and page numbers."""
    facts = document.facts
    out = io.BytesIO()
    layout = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=80, rightMargin=80, topMargin=80, bottomMargin=80, invariant=1, pageCompression=0,
        title=facts["title"], author=facts["author"], creator="Threshold Archive",
    )  # fmt: skip

    def furniture(canvas: Any, _: Any) -> None:
        canvas.setFont("Times-Roman", 9)
        canvas.drawString(80, A4[1] - 48, f"{facts['publisher']} | The Field at Orrum")
        canvas.drawCentredString(A4[0] / 2, 44, str(canvas.getPageNumber()))

    layout.build([_flow(block) for block in document.blocks], onFirstPage=furniture, onLaterPages=furniture)
    stamp = f"D:{facts['published'].replace('-', '')}090000+00'00'".encode()
    return out.getvalue().replace(_FIXED_DATE, stamp)


def _flow(block: Block) -> Any:
    if block.kind == "page":
        return PageBreak()
    if block.kind == "table":
        table = Table([list(row) for row in block.rows], hAlign="LEFT", colWidths=[160, 70, 100, 90])
        table.setStyle(TableStyle([
            ("FONT", (0, 0), (-1, -1), "Times-Roman", 10), ("FONT", (0, 0), (-1, 0), "Times-Bold", 10),
            ("FONT", (0, -1), (-1, -1), "Times-Bold", 10), ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey),
        ]))  # fmt: skip
        return Table([[table], [Spacer(1, 8)]], hAlign="LEFT")
    return Paragraph(escape(block.text), _STYLES[block.kind])


def scanned_page(lines: list[str], day: str) -> bytes:
    """Return a PDF of one page that holds a picture of ``lines`` and no text: typed, slightly askew, with specks."""
    page = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(25)
    for row, line in enumerate(lines):
        for column, letter in enumerate(line):
            pen.text((110 + column * 15.5, 170 + row * 46), letter, font=font, fill=25)
    page = page.rotate(0.7, fillcolor=255, resample=Image.Resampling.BICUBIC)
    pen, chance = ImageDraw.Draw(page), Random(412)  # noqa: S311 -- dust on a made-up page, not a secret
    for _ in range(420):
        x, y = int(chance.random() * 1240), int(chance.random() * 1754)
        pen.ellipse((x, y, x + 1, y + 1 + int(chance.random() * 2)), fill=60)
    pen.line((1196, 0, 1188, 1754), fill=70, width=3)
    out = io.BytesIO()
    when = time.strptime(day, "%Y-%m-%d")
    page.point(lambda level: 255 if level > 140 else 0).convert("1", dither=Image.Dither.NONE).save(
        out, "PDF", resolution=150.0, creationDate=when, modDate=when, producer="scanner"
    )
    return out.getvalue()
