"""A document as a DOCX file, written part by part with the standard library: same input, same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from making.documents import Block, Document

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_CONTENT_TYPES = (
    _HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPE}.footnotes+xml"/>'
    '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_PACKAGE_RELATIONS = (
    _HEAD + _RELATIONS + f'<Relationship Id="rId1" Type="{_LINK}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
_DOCUMENT_RELATIONS = (
    _HEAD + _RELATIONS + f'<Relationship Id="rId1" Type="{_LINK}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_LINK}/footnotes" Target="footnotes.xml"/></Relationships>'
)


def word_file(document: Document) -> bytes:
    """Return the document as DOCX: headings, paragraphs, tables, one footnote at most, and its core properties."""
    note = next((block.text for block in document.blocks if block.kind == "note"), None)
    body = "".join(_block(block) for block in document.blocks)
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _PACKAGE_RELATIONS,
        "docProps/core.xml": _properties(document.facts),
        "word/document.xml": f"{_HEAD}<w:document {_W}><w:body>{body}{page}</w:body></w:document>",
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/styles.xml": _styles(),
        "word/footnotes.xml": _footnotes(note),
    }
    out = io.BytesIO()
    # Stored, not deflated: the bytes must not depend on the compression library of the machine.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            package.writestr(info, part.encode())
    return out.getvalue()


def _runs(text: str) -> str:
    pieces = [f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in text.split("[^1]")]
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
    return mark.join(pieces)


def _block(block: Block) -> str:
    if block.kind == "note":
        return ""
    if block.kind == "table":
        edges = "".join(
            f'<w:{e} w:val="single" w:sz="4"/>' for e in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        columns = "<w:gridCol/>" * max(len(row) for row in block.rows)
        return (
            f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
            + "".join(_row(row) for row in block.rows)
            + "</w:tbl>"
        )
    style = {"h1": "Title", "h2": "Heading1", "h3": "Heading2"}.get(block.kind)
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{_runs(block.text)}</w:p>"


def _row(row: tuple[str, ...]) -> str:
    cells = (f"<w:tc><w:p>{_runs(cell)}</w:p></w:tc>" for cell in row)
    return f"<w:tr>{''.join(cells)}</w:tr>"


def _styles() -> str:
    styles = [
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/>'
        f'<w:pPr><w:spacing w:before="240" w:after="120"/></w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for id_, name, size in (("Title", "Title", 36), ("Heading1", "heading 1", 28), ("Heading2", "heading 2", 24))
    ]
    return f"{_HEAD}<w:styles {_W}>{''.join(styles)}</w:styles>"


def _footnotes(note: str | None) -> str:
    lines = (("-1", "separator", "<w:separator/>"), ("0", "continuationSeparator", "<w:continuationSeparator/>"))
    notes = [
        f'<w:footnote w:type="{kind}" w:id="{id_}"><w:p><w:r>{line}</w:r></w:p></w:footnote>'
        for id_, kind, line in lines
    ]
    if note:
        notes.append(f'<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>{_runs(" " + note)}</w:p></w:footnote>')
    return f"{_HEAD}<w:footnotes {_W}>{''.join(notes)}</w:footnotes>"


def _properties(facts: Mapping[str, str]) -> str:
    stamp = f'xsi:type="dcterms:W3CDTF">{facts["published"]}T09:00:00Z'
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(facts['title'])}</dc:title><dc:creator>{escape(facts.get('author', ''))}</dc:creator>"
        f"<dcterms:created {stamp}</dcterms:created><dcterms:modified {stamp}</dcterms:modified></cp:coreProperties>"
    )
