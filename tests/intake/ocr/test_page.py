"""Pages read by the Tesseract that is installed; skipped by name where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageFont, features
from tests.intake.ocr.conftest import LINES, drawn, saved

from witnessmark.intake import Limits
from witnessmark.intake.boxes import page_boxes
from witnessmark.intake.draft import Draft, Loss, Unread
from witnessmark.intake.fencing.fence import Fence
from witnessmark.intake.ocr.joining import combine
from witnessmark.intake.ocr.page import Page, read_page, unread_of
from witnessmark.intake.ocr.pages import page_fence
from witnessmark.intake.ocr.program import LIBRARIES, program
from witnessmark.nouns import Passage, Span

NASKH = Path("/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf")
PERSIAN = ("وزارت کشور این گفته ها را رد کرد و شمار", "منتقل شدگان را در بیانیه ای اعلام کرد")


def read(page: Image.Image, path: Path, kind: str = "PNG") -> Page:
    """Return what the installed Tesseract reads on a page."""
    path.write_bytes(saved(page, kind))
    found = program()
    assert found is not None
    result = read_page(page_fence(), path, 1, found, Limits())
    assert isinstance(result, Page), result
    return result


@pytest.mark.usefixtures("tesseract")
def test_a_clean_page(tmp_path: Path) -> None:
    """Every line is read with its words, its place and how sure that is; nothing is missed."""
    page = read(drawn(), tmp_path / "page")
    assert page.words == "\n".join(LINES)
    assert (page.seen, page.missed, page.turn, page.slant) == (4, (), 0, 0.0)
    assert page.confidence > 85
    for line, row in zip(page.lines, range(4), strict=True):
        left, top, right, bottom = line.box
        assert 70 <= left < right <= 1400
        assert 60 + row * 81 <= top < bottom <= 70 + row * 81 + 60


@pytest.mark.usefixtures("tesseract")
def test_a_page_that_lies_on_its_side_and_is_askew(tmp_path: Path) -> None:
    """A page is turned and set straight before it is read; boxes stay where the words stand on the page as it lies."""
    askew = drawn(LINES * 3, size=(1500, 1200)).rotate(1.5, fillcolor=250, resample=Image.Resampling.BICUBIC)
    page = read(askew.transpose(Image.Transpose.ROTATE_90), tmp_path / "page")
    assert page.turn == 90
    assert abs(page.slant - 1.5) < 0.3
    assert page.words.split() == " ".join(LINES * 3).split()
    left, top, right, bottom = page.lines[0].box
    assert bottom - top > 5 * (right - left)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.usefixtures("tesseract")
def test_every_word_has_its_box(turn: int, tmp_path: Path) -> None:
    """The box of a word lies where it was drawn, however the page lies, and there is one for each word."""
    upright = drawn(LINES * 2, size=(1400, 900))
    page = read(upright.rotate(turn, expand=True), tmp_path / "page")
    assert page.turn == turn
    assert page.words == "\n".join(LINES * 2)
    draft = combine(Draft(content="", locators=(), unread=(Unread(1, "picture"),)), {1: page})
    font = ImageFont.load_default(48)
    row, line = 1, LINES[1]
    for word in ("village", "Sarn", "46", "their"):
        at = draft.content.index(line) + line.index(word)
        (box,) = page_boxes(draft.locators, (), Passage((Span(at, at + len(word)),), word))
        left = 80 + font.getlength(line[: line.index(word)])
        drawn_at = (left, 70 + row * 48 * 1.7, left + font.getlength(word), 70 + row * 48 * 1.7 + 60)
        sides = {
            0: (box.left, box.top, box.right, box.bottom),
            90: (1400 - box.bottom, box.left, 1400 - box.top, box.right),
            180: (1400 - box.right, 900 - box.bottom, 1400 - box.left, 900 - box.top),
            270: (box.top, 900 - box.right, box.bottom, 900 - box.left),
        }[turn]
        assert all(abs(one - other) < 22 for one, other in zip(sides, drawn_at, strict=True)), (word, sides, drawn_at)


@pytest.mark.usefixtures("tesseract")
def test_a_mixed_page_keeps_both_scripts(tmp_path: Path) -> None:
    """A page with Persian and English lines is read in both."""
    found = program()
    if found is None or "fas" not in found.codes:
        pytest.skip("Tesseract's Persian pack is not installed (Debian: tesseract-ocr-fas)")
    if not NASKH.exists() or not features.check("raqm"):
        pytest.skip("no font for Persian (Debian: fonts-noto-core)")
    page = drawn(size=(1400, 700))
    from PIL import ImageDraw

    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(NASKH), 48)
    for row, line in enumerate(PERSIAN):
        pen.text((1320, 440 + row * 90), line, font=font, fill=20, anchor="ra", direction="rtl")
    words = set(read(page, tmp_path / "page").words.split())
    assert len(set(" ".join(LINES).split()) - words) <= 2
    assert len(set(" ".join(PERSIAN).split()) - words) <= 3


@pytest.mark.usefixtures("tesseract")
def test_the_same_page_is_read_alike(tmp_path: Path) -> None:
    """Two processes of their own give the same page."""
    found = program()
    assert found is not None
    path = tmp_path / "page"
    path.write_bytes(saved(drawn(LINES[:2])))
    other = Fence("witnessmark.intake.ocr.work")
    try:
        pages = [read_page(fence, path, 1, found, Limits()) for fence in (page_fence(), other)]
    finally:
        other.stop()
    assert pages[0] == pages[1]


@pytest.mark.usefixtures("tesseract")
def test_a_page_without_words(tmp_path: Path) -> None:
    """A blank picture is a page without lines; one that is no picture is a loss."""
    assert read(Image.new("L", (400, 300), 255), tmp_path / "page").lines == ()
    found = program()
    assert found is not None
    (tmp_path / "bad").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert isinstance(read_page(page_fence(), tmp_path / "bad", 1, found, Limits()), Loss)


def test_a_program_behind_the_fence_sees_nothing_else(tmp_path: Path) -> None:
    """The program that reads a picture gets it on its input, and no other file, not even one that its user may read."""
    fence = page_fence()
    if "files and network" in fence.missing():
        pytest.skip("this kernel cannot keep a process away from files")
    secret = tmp_path / "secret"
    secret.write_text("key")
    cat = next((str(path.resolve()) for path in map(Path, ("/bin/cat", "/usr/bin/cat")) if path.exists()), "")
    given = (cat, *LIBRARIES)
    assert fence.run_program(b"words", [cat, "-"], given, {}, Limits()) == b"words"
    assert isinstance(fence.run_program(b"", [cat, str(secret)], given, {}, Limits()), Loss)
    assert isinstance(fence.run_program(b"", ["/no/such/program"], given, {}, Limits()), Loss)
    endless = fence.run_program(b"", [cat, "/dev/zero"], (*given, "/dev/zero"), {}, Limits(output_bytes=1 << 20))
    assert isinstance(endless, Loss)
    assert "more room" in endless.fault


def test_lines_that_no_word_covers_are_unread() -> None:
    """A line that is seen is read where words cover half of it; one that the recogniser drops is told."""
    seen = [(0, 0, 100, 20), (0, 30, 100, 50), (0, 60, 100, 80)]
    words = [(0, 2, 40, 18), (45, 2, 98, 18), (0, 62, 30, 78)]
    assert unread_of(seen, words) == [seen[1], seen[2]]
    assert unread_of(seen, [(0, 0, 100, 200)]) == []
    assert unread_of([], words) == []
