"""Small documents of every family, made on the spot; all places and people are invented."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from witnessmark.intake import Item
from witnessmark.intake.fencing.fence import Fence
from witnessmark.nouns import digest_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

Put = Callable[[str, bytes], Item]
MakeDocx = Callable[..., bytes]
MakePdf = Callable[..., bytes]
MakeFence = Callable[[str], Fence]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Return a function that writes bytes under a neutral path and gives the item that names them."""

    def write(name: str, data: bytes) -> Item:
        digest = digest_of(data)
        path = tmp_path / digest
        path.write_bytes(data)
        return Item(digest, name, path)

    return write


@pytest.fixture
def make_docx(tmp_path: Path) -> MakeDocx:
    """Return a function that packs a Word document: the body's XML, other parts by kind, and core properties."""

    def make(body: str, others: Mapping[str, str] | None = None, core: str = "", prolog: str = "") -> bytes:
        others = others or {}
        related = "".join(
            f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{kind}.xml"/>'
            for number, kind in enumerate(others)
        )
        parts = {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships {PACKAGE}><Relationship Id="a" Type="{RELATIONS}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f"<Relationships {PACKAGE}>{related}</Relationships>",
            "word/document.xml": f"{prolog}<w:document {W}><w:body>{body}</w:body></w:document>",
        }
        parts |= {f"word/{kind}.xml": f"<w:{kind} {W}>{xml}</w:{kind}>" for kind, xml in others.items()}
        if core:
            parts["docProps/core.xml"] = f'<core xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</core>'
        path = tmp_path / "made.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, xml in parts.items():
                packed.writestr(name, xml)
        return path.read_bytes()

    return make


@pytest.fixture
def make_pdf() -> MakePdf:
    """Return a function that writes a PDF: one stream of drawing operators a page, and its title."""

    def make(*streams: str, title: str = "", extra: str = "") -> bytes:
        kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(streams)))
        objects = [
            f"<</Type/Catalog/Pages 2 0 R{extra}>>",
            f"<</Type/Pages/Count {len(streams)}/Kids[{kids}]>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            f"<</Title({title})/CreationDate(D:20210803120000Z)>>",
        ]
        for number, stream in enumerate(streams):
            place = f"/MediaBox[0 0 400 400]/Contents {6 + 2 * number} 0 R/Resources<</Font<</F 3 0 R>>>>"
            objects.append(f"<</Type/Page/Parent 2 0 R{place}>>")
            objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
        return written(objects)

    return make


def written(objects: Iterable[str]) -> bytes:
    """Put objects together as a PDF file with its table of places."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(places) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Info 4 0 R/Size {size}>>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF".encode("latin-1")


@pytest.fixture
def fence_doing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeFence]:
    """Return a function that makes a fence in which given Python statements are the work done on every file."""
    fences: list[Fence] = []

    def make(statements: str) -> Fence:
        name = f"work_{len(fences)}_{abs(hash(statements))}"
        body = "\n".join(f"    {line}" for line in statements.splitlines())
        source = (
            "loaded = []\ndef prepare(): pass\ndef load_late(): loaded.append(1)\n"
            f"def read_file(data, name, limits):\n{body}\n"
        )
        (tmp_path / f"{name}.py").write_text(source)
        monkeypatch.syspath_prepend(tmp_path)
        fences.append(Fence(name))
        return fences[-1]

    yield make
    for fence in fences:
        fence.stop()
