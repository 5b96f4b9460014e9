"""A page's picture: turned, set straight, brought to size, and its boxes led back to the page."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from PIL import Image
from tests.intake.ocr.conftest import LINES, drawn, saved

from witnessmark.intake import Limits
from witnessmark.intake.draft import Loss, RefusedError
from witnessmark.intake.ocr.decode import open_picture, pdf_page, picture_page
from witnessmark.intake.ocr.work import LENGTH, TURNS, Picture, read_file, unpack


def picture(page: Image.Image, turn: int = 0) -> Picture:
    """Return a page as the fence answers it."""
    answer = unpack(read_file(saved(page), f"1 {turn}", Limits()))
    assert isinstance(answer, Picture)
    return answer


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("degrees", [0.0, 2.5])
@pytest.mark.parametrize("shrunk", [1, 3])
def test_boxes_lead_back_to_the_ink(turn: int, degrees: float, shrunk: int) -> None:
    """Each line's box, led back to the page as it lies, stands around ink; together they leave hardly any out."""
    page = drawn(size=(1500, 700)).rotate(degrees, fillcolor=250, resample=Image.Resampling.BICUBIC)
    page = page.rotate(turn, expand=True)
    page = page.resize((page.width // shrunk, page.height // shrunk), Image.Resampling.BOX)
    found = picture(page, turn)
    assert len(found.lines) == len(LINES)
    assert abs(found.slant - degrees) < 0.3
    ink = np.asarray(page) < 128
    total = ink.sum()
    for box in found.lines:
        left, top, right, bottom = found.on_page(box)
        assert ink[top:bottom, left:right].any()
        ink[max(0, top - 4) : bottom + 4, max(0, left - 4) : right + 4] = False
    assert ink.sum() < 0.02 * total


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF"])
def test_every_kind_of_picture_is_opened(kind: str) -> None:
    """The same page in each format gives a page of the same size with the same lines."""
    page = picture_page(saved(drawn(), kind), 1)
    assert page.pixels.size == (1400, 500)
    assert page.pixels.mode == "L"


def test_each_page_of_a_tiff() -> None:
    """The pages of a TIFF are told apart by their numbers."""
    first, second = drawn(), drawn(LINES[:1], size=(900, 300))
    data = saved(first, "TIFF", save_all=True, append_images=[second])
    assert [picture_page(data, number).pixels.size for number in (1, 2)] == [(1400, 500), (900, 300)]
    with pytest.raises(RefusedError, match="damaged"):
        picture_page(data, 3)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "I;16", "CMYK"])
def test_colours_and_transparency_become_ink_on_paper(mode: str) -> None:
    """However a picture keeps its colours, its words are dark on light."""
    page = drawn()
    if mode == "I;16":
        page = Image.fromarray((np.asarray(page, np.uint16) * 257).astype(np.uint16))
    elif mode in ("RGBA", "LA"):
        alpha = page.point(lambda level: 255 - level)
        page = Image.new("L", page.size, 20).convert(mode)
        page.putalpha(alpha)
    else:
        page = page.convert(mode)
    grey = np.asarray(picture_page(saved(page, "TIFF" if mode == "CMYK" else "PNG"), 1).pixels)
    assert np.median(grey) > 200 > 100 > grey.min()


def test_light_words_on_a_dark_ground() -> None:
    """A negative is turned round."""
    negative = drawn().point(lambda level: 255 - level)
    assert np.median(np.asarray(picture_page(saved(negative), 1).pixels)) > 200


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    """60,000 x 60,000 pixels in a small file: its size alone refuses it."""
    out = io.BytesIO(saved(Image.new("1", (10, 10))))
    data = bytearray(out.getvalue())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    import zlib

    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    with pytest.raises(RefusedError) as refused:
        open_picture(bytes(data))
    assert "60,000 x 60,000 pixels" in refused.value.loss.fault


def test_a_huge_page_is_rendered_smaller() -> None:
    """A PDF page as large as a house is rendered at fewer dots per inch."""
    page = pdf_page(saved(Image.new("L", (100, 100), 255), "PDF", resolution=0.5), 1)
    assert page.dpi is not None
    assert page.dpi < 100
    assert page.pixels.width * page.pixels.height <= 41_000_000


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"GIF89a", b"RIFF    WEBP"])
def test_damage_is_refused(data: bytes) -> None:
    """What is cut off is refused with a reason."""
    answer = unpack(read_file(data, "1 0", Limits()))
    assert isinstance(answer, Loss)
    assert "damaged" in answer.fault


@pytest.mark.parametrize(
    "change",
    [
        {"width": 9},
        {"turn": 45},
        {"scale": 0},
        {"slant": "x"},
        {"lines": [[1, 2, 3]]},
        {"dpi": 1e9},
        {"page_width": -1},
    ],
)
def test_no_lie_of_a_picture_is_believed(change: dict[str, object]) -> None:
    """A value out of place makes the whole answer void."""
    answer = read_file(saved(drawn()), "1 0", Limits())
    size = LENGTH.unpack_from(answer)[0]
    header = json.loads(answer[LENGTH.size : LENGTH.size + size]) | change
    line = json.dumps(header).encode()
    with pytest.raises(ValueError):  # noqa: PT011  (any reason will do)
        unpack(LENGTH.pack(len(line)) + line + answer[LENGTH.size + size :])
    with pytest.raises(ValueError):  # noqa: PT011
        unpack(answer[: LENGTH.size + size - 1])
