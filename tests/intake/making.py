"""Makes small office documents part by part, so that a test says exactly what a file holds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHOW = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
OPEN = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "presentation": "presentation",
        "meta": "meta",
        "fo": "xsl-fo-compatible",
    }.items()
)
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
CORE = (
    f'<cp:coreProperties xmlns:cp="core" {DC}><dc:title>The list</dc:title><dc:creator>Ana Bel</dc:creator>'
    "<cp:lastModifiedBy>Bo Cer</cp:lastModifiedBy><dcterms:created>2021-08-03T12:00:00Z</dcterms:created>"
    "</cp:coreProperties>"
)
APP = (
    "<Properties><Application>Sheets of Velmora</Application><Company>Lamp Archive</Company><Pages>3</Pages>"
    "</Properties>"
)


def zipped(parts: Mapping[str, str | bytes], stored: Sequence[str] = ()) -> bytes:
    """Pack parts by name; those named in ``stored`` are not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def related(*targets: tuple[str, str]) -> str:
    """Return a part of relations: ids r1, r2, ... for pairs of kind and target."""
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f"<Relationships {PACKAGE}>{rows}</Relationships>"


def xlsx(
    sheets: Mapping[str, str],
    *,
    states: Mapping[str, str] | None = None,
    strings: Sequence[str] = (),
    formats: Sequence[str] = (),
    others: Mapping[str, str] | None = None,
    book: str = "",
) -> bytes:
    """Pack a workbook: each sheet's inner XML by name, its strings (inner XML of ``si``) and number formats."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" state="{(states or {}).get(name, "visible")}" r:id="r{at}"/>'
        for at, name in enumerate(names, 1)
    )
    targets = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(names) + 1)]
    targets += [("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")]
    codes = "".join(f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>' for at, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(len(formats)))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": related(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {SHEET} xmlns:r="{RELATIONS}">{book}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related(*targets),
        "xl/sharedStrings.xml": f"<sst {SHEET}>{''.join(f'<si>{one}</si>' for one in strings)}</sst>",
        "xl/styles.xml": f'<styleSheet {SHEET}><numFmts>{codes}</numFmts><cellXfs><xf numFmtId="0"/>{styles}</cellXfs>'
        "</styleSheet>",
        "docProps/core.xml": CORE,
        "docProps/app.xml": APP,
    }
    for at, name in enumerate(names, 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = f"<worksheet {SHEET}>{sheets[name]}</worksheet>"
    return zipped(parts | dict(others or {}))


def rows(*table: Sequence[str | int | float]) -> str:
    """Return the inner XML of a sheet that holds these rows: words as inline strings, numbers as numbers."""
    shown: list[str] = []
    for number, row in enumerate(table, 1):
        cells = []
        for at, value in enumerate(row):
            place = f"{chr(65 + at)}{number}"
            if isinstance(value, str):
                cells.append(f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>' if value else "")
            else:
                cells.append(f'<c r="{place}"><v>{value}</v></c>')
        shown.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f"<sheetData>{''.join(shown)}</sheetData>"


def pptx(slides: Sequence[str], *, others: Mapping[str, str] | None = None) -> bytes:
    """Pack a presentation: each slide's whole XML; relations of slides go in ``others``."""
    listed = "".join(f'<p:sldId id="{255 + at}" r:id="r{at}"/>' for at in range(1, len(slides) + 1))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": related(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation {SHOW} xmlns:r="{RELATIONS}"><p:sldIdLst>{listed}</p:sldIdLst>'
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": related(*(("slide", f"slides/s{at}.xml") for at, _ in enumerate(slides, 1))),
        "docProps/core.xml": CORE,
    }
    parts |= {f"ppt/slides/s{at}.xml": slide for at, slide in enumerate(slides, 1)}
    return zipped(parts | dict(others or {}))


def slide(*shapes: str, show: str = "") -> str:
    """Return the XML of a slide with these shapes."""
    return f"<p:sld {SHOW} {show}><p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld></p:sld>"


def shape(*paragraphs: str, kind: str = "body") -> str:
    """Return a shape with these paragraphs, in a placeholder of this kind."""
    words = "".join(f"<a:p><a:r><a:t>{one}</a:t></a:r></a:p>" for one in paragraphs)
    return f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr><p:txBody>{words}</p:txBody></p:sp>'


def opendocument(kind: str, body: str, *, styles: str = "", others: Mapping[str, str] | None = None) -> bytes:
    """Pack an OpenDocument file of a kind (``text``, ``spreadsheet``, ``presentation``) with this body."""
    parts: dict[str, str | bytes] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content {OPEN} {DC}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        "meta.xml": f"<office:document-meta {OPEN} {DC}><office:meta><dc:title>The list</dc:title>"
        "<meta:initial-creator>Ana Bel</meta:initial-creator><dc:creator>Bo Cer</dc:creator>"
        "<meta:generator>Pages of Velmora</meta:generator></office:meta></office:document-meta>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    return zipped(parts | dict(others or {}), stored=("mimetype",))


def epub(
    pages: Mapping[str, str], *, order: Sequence[str] = (), others: Mapping[str, str | bytes] | None = None
) -> bytes:
    """Pack a book: pages by file name, in ``order`` or as they come."""
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in pages)
    spine = "".join(f'<itemref idref="{name}"/>' for name in order or pages)
    parts: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="book/all.opf"/></rootfiles></container>',
        "book/all.opf": f"<package><metadata {DC}><dc:title>The book</dc:title><dc:creator>Ana Bel</dc:creator>"
        "<dc:publisher>Lamp Press</dc:publisher><dc:date>2021-08-03</dc:date><dc:language>fr</dc:language></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
    }
    parts |= {
        f"book/{name}": f"<html><head><title>x</title></head><body>{body}</body></html>" for name, body in pages.items()
    }
    return zipped(parts | dict(others or {}), stored=("mimetype",))
