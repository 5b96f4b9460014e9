"""From a sealed file to a text or a fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.intake.making import epub, opendocument, pptx, rows, shape, slide, xlsx

from witnessmark.intake import Item, Limits, extract, extractor_of, intake_version
from witnessmark.nouns import Digest, Fault, Text, digest_of

Put = Callable[[str, bytes], Item]
MakeDocx = Callable[..., bytes]
MakePdf = Callable[..., bytes]

WORDS = "The governor of Velmora said that forty prisoners had been moved before dawn."


def documents(make_docx: MakeDocx, make_pdf: MakePdf) -> dict[str, bytes]:
    """Return the same words in every family."""
    return {
        "a.txt": WORDS.encode(),
        "a.md": f"# Velmora\n\n{WORDS}\n".encode(),
        "a.html": f"<html><body><h1>Velmora</h1><p>{WORDS}</p></body></html>".encode(),
        "a.csv": f"name,account\nAna,{WORDS}\n".encode(),
        "a.docx": make_docx(f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"),
        "a.pdf": make_pdf(f"BT /F 6 Tf 20 300 Td ({WORDS}) Tj ET"),
        "a.xlsx": xlsx({"Sheet": rows(["name", "account"], ["Ana", WORDS])}),
        "a.ods": opendocument(
            "spreadsheet",
            "<table:table table:name='Sheet'><table:table-row><table:table-cell>"
            f"<text:p>{WORDS}</text:p></table:table-cell></table:table-row></table:table>",
        ),
        "a.pptx": pptx([slide(shape(WORDS))]),
        "a.odp": opendocument(
            "presentation", f"<draw:page><draw:frame><text:p>{WORDS}</text:p></draw:frame></draw:page>"
        ),
        "a.odt": opendocument("text", f"<text:p>{WORDS}</text:p>"),
        "a.rtf": rb"{\rtf1\ansi " + WORDS.encode() + rb"\par}",
        "a.epub": epub({"one.xhtml": f"<p>{WORDS}</p>"}),
        "a.json": f'[{{"from": "Ana", "text": "{WORDS}"}}]'.encode(),
        "a.jsonl": f'{{"from": "Ana", "text": "{WORDS}"}}\n'.encode(),
        "a.srt": f"1\n00:00:01,000 --> 00:00:04,000\n{WORDS}\n".encode(),
        "a.vtt": f"WEBVTT\n\n00:01.000 --> 00:04.000\n{WORDS}\n".encode(),
    }


def test_every_family_gives_a_located_text(put: Put, make_docx: MakeDocx, make_pdf: MakePdf) -> None:
    """Each family gives the words, a place for them, their language and what decided them, the same every time."""
    for name, data in documents(make_docx, make_pdf).items():
        item = put(name, data)
        text = extract(item)
        assert isinstance(text, Text), name
        assert WORDS in text.content
        assert any(text.content[one.span.start : one.span.end] == WORDS and one.label for one in text.locators)
        assert (text.language, text.source) == ("en", item.digest)
        assert text.extractor == extractor_of(text.media_type)
        assert all(fault.stage == "intake" for fault in text.faults)
        assert extract(item) == text


def test_a_mislabelled_file_is_read_as_what_it_is(put: Put, make_pdf: MakePdf) -> None:
    """The bytes decide, and a name that says otherwise is a fault beside the text."""
    text = extract(put("statement.txt", make_pdf(f"BT /F 6 Tf 20 300 Td ({WORDS}) Tj ET")))
    assert isinstance(text, Text)
    assert text.media_type == "application/pdf"
    assert text.faults[0].fault == "named .txt but is a PDF; read as that"


@pytest.mark.parametrize(
    ("name", "data", "fault", "hint"),
    [
        ("a.txt", b"", "empty (0 bytes)", "another copy"),
        ("a.txt", b" \n\n", "without a word", "open it"),
        ("a.jpg", b"\xff\xd8\xff\xe0 picture", "the picture is damaged", "another copy"),
        ("a.heic", b"\0\0\0\x18ftypheic", "an image file (image/heic)", "PNG or JPEG"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older Office file", "DOCX or PDF"),
        ("a.zip", b"PK\x03\x04 something", "a ZIP archive", "unpack it"),
        ("a.mp3", b"ID3\x04", "an audio file", "transcribed"),
        ("a.docx", b"PK\x03\x04[Content_Types].xml", "container is damaged", "another copy"),
        ("a.pdf", b"%PDF-1.4 cut", "damaged", "another copy"),
    ],
)
def test_what_gives_no_text_says_why(name: str, data: bytes, fault: str, hint: str, put: Put) -> None:
    """A file without a text is one fault that names it, what it is and how to mend it."""
    item = put(name, data)
    result = extract(item)
    assert isinstance(result, Fault)
    assert (result.source, result.name, result.stage) == (item.digest, name, "intake")
    assert fault in result.fault
    assert hint in result.hint


def test_changed_bytes_are_not_read(put: Put) -> None:
    """Bytes that are not those that were sealed give no text."""
    item = replace(put("a.txt", WORDS.encode()), digest=digest_of(b"other"))
    result = extract(item)
    assert isinstance(result, Fault)
    assert "not those that were sealed" in result.fault


def test_what_cannot_be_opened_is_a_fault(tmp_path: Path) -> None:
    """A missing file and a folder are faults, not errors."""
    for path in (tmp_path / "none", tmp_path, Path("a\x00b")):
        result = extract(Item(Digest("0" * 64), "a.txt", path))
        assert isinstance(result, Fault)


def test_large_files_are_not_opened(put: Put) -> None:
    """A file beyond the limit is a fault that names both sizes."""
    result = extract(put("a.txt", bytes(3 << 20)), Limits(input_bytes=1 << 20))
    assert isinstance(result, Fault)
    assert result.fault == "the file has 3 MiB; 1 MiB are allowed"


def test_a_declared_language_helps_where_words_do_not(put: Put) -> None:
    """A page of two words has the language that it declares."""
    text = extract(put("a.html", b'<html lang="sv-SE"><body><p>Ana Bel</p></body></html>'))
    assert isinstance(text, Text)
    assert text.language == "sv"


def test_versions_name_what_decides() -> None:
    """Every part whose version changes a text is named by its extractor."""
    assert extractor_of("text/html").startswith("html/")
    assert all(part in extractor_of("text/html") for part in ("trafilatura/", "htmldate/", "lxml/", "py3langid/"))
    assert extractor_of("image/heic").startswith("none/")
    assert "pypdfium2/" in intake_version()
