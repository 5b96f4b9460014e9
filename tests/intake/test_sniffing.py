"""What a file is, from its bytes."""

from __future__ import annotations

import pytest
from tests.intake.making import epub, opendocument, pptx, rows, shape, slide, xlsx, zipped

from witnessmark.intake import sniff
from witnessmark.intake.sniffing import (
    CSV,
    DOCX,
    EPUB,
    HTML,
    JSON,
    JSON_LINES,
    MAIL,
    MARKDOWN,
    ODP,
    ODS,
    ODT,
    OLE,
    OPENDOCUMENT,
    PDF,
    PPTX,
    RTF,
    SRT,
    TEXT,
    TSV,
    VTT,
    XLSX,
    spoken,
)

BOOK = xlsx({"S": rows(["word"])})


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b"%PDF-1.7\n", "report.txt", PDF),
        (b"\x00\x01junk %PDF-1.4", "a.pdf", PDF),
        (b"PK\x03\x04..[Content_Types].xml..word/document.xml", "a.zip", DOCX),
        (b"PK\x03\x04..xl/workbook.xml", "a.docx", XLSX),
        (BOOK, "a", XLSX),
        (pptx([slide(shape("word"))], others={"ppt/embeddings/sheet.xlsx": BOOK.hex()}), "a.xlsx", PPTX),
        (
            zipped({"ppt/presentation.xml": "<p/>", "ppt/embeddings/s.xlsx": BOOK}, stored=("ppt/embeddings/s.xlsx",)),
            "a",
            PPTX,
        ),
        (opendocument("text", ""), "a.docx", ODT),
        (opendocument("spreadsheet", ""), "a", ODS),
        (opendocument("presentation", ""), "a", ODP),
        (opendocument("text-template", ""), "a", ODT),
        (opendocument("graphics", ""), "a", OPENDOCUMENT),
        (zipped({"content.xml": "<a/>", "mimetype": ODS}), "a", ODS),
        (epub({"a.xhtml": "<p>one</p>"}), "a.zip", EPUB),
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
        (b"{\\rtf1", "a.doc", RTF),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nword", "a.txt", VTT),
        (b"WEBVTTS are a format", "a.txt", TEXT),
        (b"\xef\xbb\xbf1\r\n00:00:01,000 --> 00:00:02,000\r\nword", "a.txt", SRT),
        (b"1\nThe hearing of 10:00:01 --> was short", "a.txt", TEXT),
        (b'{"text": "word"}', "a.txt", JSON),
        (b' [ {"text" : 1}]', "a", JSON),
        (b'["word"]', "a.json", JSON),
        (b'["word", said the governor', "a.txt", TEXT),
        (b'{"text": "word"}\n{"text": "two"}', "a.jsonl", JSON_LINES),
        (b'window.YTD.tweets.part0 = [ {"tweet": {}}]', "tweets.js", JSON),
        (b"[Photo: the port] The governor", "a.txt", TEXT),
        (b"word", "a.json", TEXT),
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
