"""What a file is, from its bytes."""

from __future__ import annotations

import pytest

from witnessmark.intake import sniff
from witnessmark.intake.sniffing import CSV, DOCX, HTML, MAIL, MARKDOWN, OLE, PDF, TEXT, TSV, spoken


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b"%PDF-1.7\n", "report.txt", PDF),
        (b"\x00\x01junk %PDF-1.4", "a.pdf", PDF),
        (b"PK\x03\x04..[Content_Types].xml..word/document.xml", "a.zip", DOCX),
        (b"PK\x03\x04..xl/workbook.xml", "a.docx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"PK\x03\x04..anything", "a.docx", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", OLE),
        (b"\xff\xd8\xff\xe0", "a.txt", "image/jpeg"),
        (b"MZ\x90\x00\x03\x00", "a.txt", "application/x-executable"),
        (b"MZ is how the note begins", "a.txt", TEXT),
        (b"<!DOCTYPE html><p>a", "a.txt", HTML),
        (b"\xef\xbb\xbf <!-- saved -->\n<HTML lang=fr>", "a", HTML),
        ("<html><p>a</p>".encode("utf-16"), "a.dat", HTML),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "a", HTML),
        (b'<?xml version="1.0"?><svg/>', "a.html", "image/svg+xml"),
        (b'<?xml version="1.0"?><feed/>', "a.txt", "application/xml"),
        (b"<div>One</div>", "a.md", MARKDOWN),
        (b"<div>One</div>", "a.txt", HTML),
        (b"a,b\n1,2\n", "A.CSV", CSV),
        (b"a\tb\n", "a.tsv", TSV),
        (b"a,b\n1,2\n", "a.txt", TEXT),
        (b"Received: from a\nMessage-ID: <b>\nSubject: c\n\nd", "a.txt", MAIL),
        (b"Received: two prisoners.", "a.txt", TEXT),
        (b"{\\rtf1", "a.doc", "application/rtf"),
        (b"", "a.pdf", TEXT),
    ],
)
def test_bytes_decide(head: bytes, name: str, expected: str) -> None:
    """The bytes decide what a file is; the name only tells text formats apart."""
    assert sniff(head, name) == expected


def test_every_type_has_words() -> None:
    """A media type is named in words that fit into a sentence."""
    assert spoken(PDF) == "a PDF"
    assert spoken("image/png") == "an image file (image/png)"
    assert spoken("video/mp4") == "a video file (video/mp4)"
