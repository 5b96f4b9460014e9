"""What is done with one page's bytes inside the fence: render, turn, set straight, and count the lines that are seen.

Promises: an order names the page and the turn (``"3 90"``: page 3, turned by 90 degrees clockwise); the answer is a
``Picture`` packed, or the refusal that says why there is none. ``unpack`` believes nothing that does not hold together.
Does not: read any word.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import asdict, dataclass, replace
from typing import Any

from PIL import Image, ImageFilter

from witnessmark.intake.draft import Loss, RefusedError
from witnessmark.intake.limits import Limits
from witnessmark.intake.ocr.decode import DPI, MOST_PIXELS, Page, pdf_page, picture_page
from witnessmark.intake.ocr.ink import Box, Small, lines_of, slant_of, small_of, speckled

LENGTH = struct.Struct(">I")
TURNS = {0: None, 90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
"""By how many degrees clockwise, and what Pillow calls it (which turns the other way)."""
LOW, USUAL, HIGH = 30.0, 44.0, 130.0
"""Lines (from the highest to the lowest ink) lower or higher than this many pixels are brought to the usual."""
MOST_LINES = 1_000
SPECKLED = 0.001
"""A page with so many specks, as a share of its paper, is cleaned of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page as it is given to the recogniser."""

    width: int
    height: int
    page_width: int
    """The page's own width in pixels, as boxes are told in."""
    page_height: int
    scale: float
    """Pixels here for a pixel of the page."""
    turn: int
    slant: float
    lines: tuple[Box, ...]
    """The lines that are seen, in pixels of this picture."""
    dpi: float
    """What the page was rendered at; 0 for a picture."""
    pixels: bytes
    """One byte a pixel, row by row: 0 is black."""

    @property
    def pnm(self) -> bytes:
        """The picture as a file (portable greymap)."""
        return b"P5 %d %d 255\n" % (self.width, self.height) + self.pixels

    def halved(self) -> Picture:
        """Return the picture at half its size: enough to see how a page lies, and four times as fast."""
        whole = Image.frombytes("L", (self.width, self.height), self.pixels)
        half = whole.reduce(2)
        return replace(self, width=half.width, height=half.height, pixels=half.tobytes(), lines=())

    def on_page(self, box: Box) -> Box:
        """Return where a box of this picture lies on the page: upright, and in the page's own pixels."""
        upright_width, upright_height = self.page_width * self.scale, self.page_height * self.scale
        if self.turn in (90, 270):
            upright_width, upright_height = upright_height, upright_width
        sine, cosine = math.sin(math.radians(self.slant)), math.cos(math.radians(self.slant))
        corners = []
        for x, y in ((box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3])):
            right, down = x - self.width / 2, y - self.height / 2
            corners.append((right * cosine + down * sine + upright_width / 2,
                            down * cosine - right * sine + upright_height / 2))  # fmt: skip
        turned = [_turned_back(corner, self.turn, upright_width, upright_height) for corner in corners]
        across, along = [x / self.scale for x, _ in turned], [y / self.scale for _, y in turned]
        left, top = max(0, math.floor(min(across))), max(0, math.floor(min(along)))
        right_end, bottom = min(self.page_width, math.ceil(max(across))), min(self.page_height, math.ceil(max(along)))
        return left, top, max(left + 1, right_end), max(top + 1, bottom)


def _turned_back(point: tuple[float, float], turn: int, width: float, height: float) -> tuple[float, float]:
    """Return where a point of a turned picture of this size was before it was turned clockwise."""
    x, y = point
    if turn == 90:
        return y, width - x
    if turn == 180:
        return width - x, height - y
    return (height - y, x) if turn == 270 else (x, y)


def prepare() -> None:
    """Load what decodes pictures."""
    Image.init()


def load_late() -> None:
    """Nothing is loaded late."""


def read_file(data: bytes, name: str, limits: Limits) -> bytes:
    """Return the packed picture of the page that ``name`` orders."""
    number, turn = map(int, name.split())
    try:
        is_pdf = b"%PDF-" in data[:1024]
        picture = picture_of(pdf_page(data, number) if is_pdf else picture_page(data, number), turn)
    except RefusedError as refused:
        line = json.dumps({"refused": [refused.loss.fault, refused.loss.hint]}).encode()
        return LENGTH.pack(len(line)) + line
    header: dict[str, Any] = asdict(picture)
    del header["pixels"]
    line = json.dumps(header).encode()
    return b"".join((LENGTH.pack(len(line)), line, picture.pixels))


def picture_of(page: Page, turn: int) -> Picture:
    """Return a page's pixels as the recogniser is given them."""
    grey = page.pixels
    scale = _scale(grey, page.dpi)
    if scale != 1:
        grey = grey.resize((max(1, round(grey.width * scale)), max(1, round(grey.height * scale))), _filter(scale))
    transpose = TURNS[turn]
    if transpose is not None:
        grey = grey.transpose(transpose)
    slant = slant_of(small_of(grey))
    if slant:
        grey = grey.rotate(-slant, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    small = small_of(grey)
    lines = lines_of(small)
    grey = _clean(grey, small, lines)
    return Picture(
        width=grey.width,
        height=grey.height,
        page_width=page.pixels.width,
        page_height=page.pixels.height,
        scale=scale,
        turn=turn,
        slant=slant,
        lines=tuple(lines[:MOST_LINES]),
        dpi=page.dpi or 0,
        pixels=grey.tobytes(),
    )


def _scale(grey: Image.Image, dpi: float | None) -> float:
    """Return what brings a page's lines to the height that is read best; its pixels never come to too many."""
    most = math.sqrt(MOST_PIXELS / (grey.width * grey.height))
    if dpi is not None:
        return 1.0
    usual = _usual(_both_ways(grey))
    if LOW <= usual <= HIGH:
        return min(1.0, most)
    return min(max(USUAL / usual, 0.25), 4.0, most)


def _usual(lines: list[Box]) -> float:
    """Return the height of most lines, in pixels."""
    heights = sorted(bottom - top for _, top, _, bottom in lines)
    return heights[len(heights) // 2] if heights else USUAL


def _clean(grey: Image.Image, small: Small, lines: list[Box]) -> Image.Image:
    """Take the specks out of a speckled page, which is otherwise left as it is: letters lose by it too."""
    if speckled(small, lines) < SPECKLED:
        return grey
    return grey.filter(ImageFilter.MedianFilter(5 if _usual(lines) >= LOW else 3))


def _both_ways(grey: Image.Image) -> list[Box]:
    """Return the lines of a picture that may have been turned."""
    ways = (grey, grey.transpose(Image.Transpose.ROTATE_90))
    return max((lines_of(small_of(way)) for way in ways), key=lambda lines: sum(line[2] - line[0] for line in lines))


def _filter(scale: float) -> Image.Resampling:
    return Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.BOX


def unpack(answer: bytes) -> Picture | Loss:
    """Return the picture of an answer, or why there is none. Raises ValueError where it does not hold together."""
    try:
        size = LENGTH.unpack_from(answer)[0]
        plain = json.loads(answer[LENGTH.size : LENGTH.size + size])
        if "refused" in plain:
            fault, hint = plain["refused"]
            return Loss(str(fault)[:500], str(hint)[:500])
        lines = plain.pop("lines")
        picture = Picture(**plain, lines=tuple(map(_box, lines)), pixels=answer[LENGTH.size + size :])
    except (struct.error, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(type(error).__name__) from None
    sizes = (picture.width, picture.height, picture.page_width, picture.page_height)
    numbers = (picture.scale, picture.slant, picture.dpi)
    if not all(type(size) is int and 0 < size < 1_000_000 for size in sizes):
        raise ValueError("no size")
    if not all(isinstance(number, int | float) and math.isfinite(number) for number in numbers):
        raise ValueError("no number")
    if not 0.001 <= picture.scale <= 100 or abs(picture.slant) > 45 or picture.turn not in TURNS:
        raise ValueError("no measure")
    if len(picture.pixels) != picture.width * picture.height or len(lines) > MOST_LINES or picture.dpi > DPI + 1:
        raise ValueError("no picture")
    return picture


def _box(plain: object) -> Box:
    if (
        not isinstance(plain, list)
        or len(plain) != 4
        or not all(type(one) is int and abs(one) < 1 << 24 for one in plain)
    ):
        raise ValueError("no box")
    return plain[0], plain[1], plain[2], plain[3]
