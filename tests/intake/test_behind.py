"""Bytes behind the end of a file, where another file can be hidden."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image
from tests.intake.containers.making import zipped
from tests.intake.making import xlsx

from witnessmark.intake import sniff
from witnessmark.intake.behind import behind_loss

HIDDEN = zipped({"secret.txt": b"Hidden words."})
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")


def picture(kind: str, **options: object) -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.effect_noise((40, 30), 60).convert("P" if kind == "GIF" else "RGB").save(out, kind, **options)
    return out.getvalue()


def pdf() -> bytes:
    """Return a PDF of one empty page."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def faults(data: bytes) -> list[str]:
    """Return what is told of bytes behind the end; what the bytes are is sniffed, whatever stands behind them."""
    return [loss.fault for loss in behind_loss(data, sniff(data, "it"))]


@pytest.mark.parametrize(
    "data", [*map(picture, FORMATS), picture("JPEG", progressive=True), pdf(), xlsx({"S": "<sheetData/>"})]
)
def test_what_is_hidden_behind_a_file_is_told(data: bytes) -> None:
    """A picture, PDF or document with an archive behind it stays what it is, and the bytes are counted."""
    assert faults(data) == []
    assert faults(data + b"\r\n\0\0") == []
    hidden = b"Hidden words." if data.startswith(b"PK") else HIDDEN
    assert sniff(data + hidden, "it") == sniff(data, "it")
    assert faults(data + hidden) == [
        f"{len(hidden)} bytes stand behind the end of the file: what they are was not read"
    ]
    assert "1 byte stands behind" in faults(data + b"x")[0]


@pytest.mark.parametrize("data", [*map(picture, FORMATS), xlsx({"S": "<sheetData/>"})])
def test_a_file_that_is_cut_short_ends_nowhere(data: bytes) -> None:
    """Nothing is told, and nothing breaks, wherever a file is cut."""
    for size in range(2, len(data), 7):
        assert behind_loss(data[:size], sniff(data, "it")) == ()
