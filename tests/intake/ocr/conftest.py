"""Pages drawn on the spot with Pillow's own font, and Tesseract where it is installed; all places are invented."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFont

from witnessmark.intake.ocr.program import SETTING, program

LINES = (
    "On the night of 14 March 1997 soldiers entered",
    "the village of Sarn and took 46 men from their",
    "houses. Eleven of them came back to the village;",
    "the others have not been seen since that night.",
)
Draw = Callable[..., Image.Image]


def drawn(lines: tuple[str, ...] = LINES, size: tuple[int, int] = (1400, 500), letter: int = 48) -> Image.Image:
    """Return a clean grey page with these lines."""
    page = Image.new("L", size, 250)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(letter)
    for row, line in enumerate(lines):
        pen.text((80, 70 + row * letter * 1.7), line, font=font, fill=20)
    return page


def saved(page: Image.Image, kind: str = "PNG", **settings: object) -> bytes:
    """Return a picture as the bytes of a file."""
    out = io.BytesIO()
    page.save(out, kind, **settings)
    return out.getvalue()


@pytest.fixture
def tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test use the Tesseract that is installed, with its English pack; skip it where there is none."""
    monkeypatch.delenv(SETTING)
    found = program()
    if found is None or not {"eng", "osd"} <= set(found.codes):
        pytest.skip("Tesseract with its English pack is not installed (Debian: tesseract-ocr)")
