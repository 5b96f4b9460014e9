"""Scans from sealed bytes to text: with Tesseract, without it, stopped and gone on with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from tests.intake.ocr.conftest import LINES, drawn, saved

from witnessmark.intake import Aside, Item, extract, extract_or_put_aside, is_current, recognise_page
from witnessmark.intake.extraction import clear_shelf
from witnessmark.intake.ocr.page import Page, Read
from witnessmark.intake.ocr.program import SETTING, missing, ocr_version, program
from witnessmark.intake.ocr.shelf import Shelf
from witnessmark.nouns import Digest, Fault, Text, digest_of

Put = Callable[[str, bytes], Item]
MakePdf = Callable[..., bytes]


def scan(*pages: Image.Image) -> bytes:
    """Return a PDF of pictures, as a scanner makes it."""
    first, *others = pages
    return saved(first, "PDF", save_all=True, append_images=others, resolution=200)


@pytest.mark.parametrize(("name", "kind"), [("a.pdf", "PDF"), ("a.png", "PNG"), ("a.tif", "TIFF")])
def test_without_tesseract_a_scan_is_one_clear_fault(name: str, kind: str, put: Put) -> None:
    """The fault says that there are no words, and the hint which packages to install."""
    fault = extract(put(name, saved(drawn(), kind)))
    assert isinstance(fault, Fault)
    assert fault.fault == "no text layer: a scanned document" if kind == "PDF" else "no text layer: a picture"
    assert "apt-get install tesseract-ocr tesseract-ocr-eng" in fault.hint


def test_without_tesseract_the_other_pages_are_read(put: Put, make_pdf: MakePdf) -> None:
    """A page that needs recognition is named, and the text is worth another try once Tesseract is there."""
    picture = "q 300 0 0 300 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    words = "BT /F 9 Tf 20 300 Td (The governor of Velmora said that forty prisoners were moved.) Tj ET"
    text = extract(put("a.pdf", make_pdf(words, picture)))
    assert isinstance(text, Text)
    assert text.faults[0].fault == "page 2 has no text layer that can be read"
    assert text.extractor.endswith("tesseract/none")
    assert is_current(text.media_type, text.extractor)
    assert not is_current(text.media_type, text.extractor.replace("none", "5.3.0 packs/0a1b2c3d"))


def test_a_text_layer_alone_does_not_depend_on_tesseract(put: Put, make_pdf: MakePdf) -> None:
    """A PDF without pictures of words is not read anew because a Tesseract came or went."""
    words = "BT /F 9 Tf 20 300 Td (The governor of Velmora said that forty prisoners were moved.) Tj ET"
    text = extract(put("a.pdf", make_pdf(words)))
    assert isinstance(text, Text)
    assert "tesseract" not in text.extractor


def test_the_setting_names_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """``none``, and a program that is no Tesseract, leave recognition out."""
    assert (program(), ocr_version()) == (None, "ocr/2 tesseract/none")
    other = tmp_path / "other"
    other.write_text("#!/bin/sh\necho something else\n")
    other.chmod(0o755)
    for setting in (str(other), str(tmp_path / "absent"), "/etc/passwd"):
        monkeypatch.setenv(SETTING, setting)
        assert program() is None
        assert missing().startswith("tesseract-ocr ")


@pytest.mark.usefixtures("tesseract")
def test_a_scan_becomes_a_text(put: Put) -> None:
    """A scanned page is read with the lines' places; that it was recognised is a fault beside the text."""
    item = put("a.pdf", scan(drawn()))
    text = extract(item)
    assert isinstance(text, Text)
    assert text.content == "\n".join(LINES)
    assert text.language == "en"
    assert [locator.label for locator in text.locators] == [f"page 1, line {line}" for line in range(1, 5)]
    assert "1 page was read from pictures (eng): 4 of 4 seen lines read" in text.faults[0].fault
    assert is_current(text.media_type, text.extractor)
    assert extract(item) == text


@pytest.mark.usefixtures("tesseract")
def test_a_photograph_keeps_what_it_says_of_itself(put: Put) -> None:
    """EXIF is kept as what the file declares."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "Velcam", "1997:08:13 10:20:30"
    exif.get_ifd(0x8825).update({1: "S", 2: (10.0, 30.0, 0.0), 3: "E", 4: (20.0, 15.0, 36.0)})
    text = extract(put("a.jpg", saved(drawn(), "JPEG", exif=exif, quality=90)))
    assert isinstance(text, Text)
    assert ("EXIF Make", "Velcam") in text.declared
    assert ("EXIF DateTime", "1997:08:13 10:20:30") in text.declared
    assert ("EXIF GPSPosition", "-10.500000 20.260000") in text.declared


@pytest.mark.usefixtures("tesseract")
def test_a_bad_layer_over_a_good_page_is_read_again(put: Put, make_pdf: MakePdf) -> None:
    """Where the layer's letters stand for others, what the page shows is read in its place."""
    from reportlab.pdfgen.canvas import Canvas

    path = put("blank", b"x").path.with_name("made.pdf")
    canvas = Canvas(str(path), pagesize=(600, 240))
    canvas.drawImage(_on_disk(path.with_suffix(".png")), 0, 0, 600, 240)
    writing = canvas.beginText(40, 200)
    writing.setTextRenderMode(3)
    for line in LINES:
        writing.textLine("".join(chr(ord(letter) + 3) if letter.isalpha() else letter for letter in line))
    canvas.drawText(writing)
    canvas.save()
    text = extract(put("a.pdf", path.read_bytes()))
    assert isinstance(text, Text)
    assert text.content == "\n".join(LINES)
    assert any("no words of any language" in fault.fault for fault in text.faults)


def _on_disk(path: Path) -> str:
    drawn(size=(1400, 560)).save(path)
    return str(path)


@pytest.mark.usefixtures("tesseract")
def test_a_stopped_run_goes_on_by_the_page(put: Put, tmp_path: Path) -> None:
    """A document of several pages is put aside; pages that were recognised are not recognised again."""
    plain = put("a.tif", saved(drawn(LINES[:1]), "TIFF", save_all=True, append_images=[drawn(LINES[1:2])]))
    item = Item(plain.digest, plain.name, plain.path, tmp_path / "shelf")
    aside = extract_or_put_aside(item)
    assert isinstance(aside, Aside)
    assert [one.page for one in aside.pages] == [1, 2]
    recognise_page(item, aside.pages[0])
    shelf = Shelf(tmp_path / "shelf", item.digest, ocr_version())
    kept = shelf.get(1)
    assert isinstance(kept, Page)
    rest = extract_or_put_aside(item)
    assert isinstance(rest, Text)  # one page is left, which is not worth a process of its own
    assert rest == extract(plain)
    assert rest.content == f"{LINES[0]}\n\n{LINES[1]}"
    clear_shelf(item)
    assert not (tmp_path / "shelf").exists()


def test_a_shelf_believes_nothing_that_was_altered(tmp_path: Path) -> None:
    """A page comes back as it was laid there; what was cut, altered or made by another version counts as none."""
    shelf = Shelf(tmp_path, Digest(digest_of(b"x")), "ocr/1")
    line = Read("41 men", 80.5, (1, 2, 3, 4), (1, 2, 3, 4), 0, ("41",), "2 0 0 1 2,3 1 0 1 2")
    page = Page(lines=(line,), seen=2, missed=((5, 6, 7, 8),), codes=("eng",), turn=90, slant=-1.5, dpi=300.0)
    shelf.put(1, page)
    assert shelf.get(1) == page
    assert shelf.get(2) is None
    assert Shelf(tmp_path, shelf.source, "ocr/2").get(1) is None
    (path,) = tmp_path.rglob("*.page")
    whole = path.read_bytes()
    for data in (whole[:-5], whole.replace(b"41 men", b"14 men"), b""):
        path.write_bytes(data)
        assert shelf.get(1) is None
