"""Cuts lines out of the picture of a page, so that people can compare what was read with what the page shows.

Promises: the page is rendered behind the fence, as for recognition, but as it is seen: nothing is cleaned, set straight
or inverted. Out of the fence come numbers and grey pixels alone; the small files that are shown are made of them here.
Only the bytes that were sealed are cut: their digest is compared.
Does not: say which lines are worth showing, or mark anything on them.
"""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image

from witnessmark.intake.draft import Loss, RefusedError
from witnessmark.intake.fencing.fence import HOSTILE, Fence
from witnessmark.intake.limits import Limits
from witnessmark.intake.ocr.decode import seen_page
from witnessmark.nouns import Digest, PageBox, digest_of

LENGTH = struct.Struct(">I")
HIGH = 30
"""A word has so many pixels from top to bottom at the most; no piece is enlarged."""
WIDEST, HIGHEST = 1_600, 400
MARGIN = 0.35
"""What is shown around a line, in heights of its words."""
GREYS = 16
SOFTER = 75
"""The quality of a JPEG, which is taken where it is the smaller file (grainy paper)."""
CUTTING = Limits(cpu_seconds=30, wall_seconds=60.0)
"""What cutting one page may use."""
TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
"""By how many degrees clockwise, and what Pillow calls it (which turns the other way)."""

Region = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line that is to be cut out of its page."""

    line: PageBox
    high: int
    """How high its words usually are, in pixels of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOut:
    """A piece of a page's picture, upright, as a small file."""

    media_type: str
    data: bytes
    width: int
    height: int
    high: float
    """How high words are on it, in its pixels."""
    region: Region
    """Left, top, right, bottom of what is shown, in pixels of the page as it lies."""
    turn: int

    def place(self, box: PageBox) -> tuple[float, float, float, float]:
        """Return where a box of the page stands on the cut-out: left, top, width, height in its pixels."""
        left, top, right, bottom = self.region
        wide, high = right - left, bottom - top
        one, other, third, fourth = box.left - left, box.top - top, box.right - left, box.bottom - top
        if self.turn == 90:
            one, other, third, fourth, wide, high = high - fourth, one, high - other, third, high, wide
        elif self.turn == 180:
            one, other, third, fourth = wide - third, high - fourth, wide - one, high - other
        elif self.turn == 270:
            one, other, third, fourth, wide, high = other, wide - third, fourth, wide - one, high, wide
        across, along = self.width / wide, self.height / high
        one, third = max(0, one), min(wide, third)
        other, fourth = max(0, other), min(high, fourth)
        return one * across, other * along, (third - one) * across, (fourth - other) * along


@lru_cache(maxsize=1)
def cutting_fence() -> Fence:
    """Return this process's fence for cutting."""
    return Fence(__name__)


def cut_out(
    path: Path,
    source: Digest,
    page: int,
    wanted: Sequence[Wanted],
    limits: Limits = CUTTING,
) -> tuple[CutOut, ...] | Loss:
    """Return the lines of one page of a sealed file as its picture shows them, or the loss that says why there is none.

    ``page`` counts from 1; there is one cut-out for each line that is wanted, in order. Raises FenceError where the
    fence cannot be started at all.
    """
    lines = [[_region_asked(one), one.line.turn, _scale(one)] for one in wanted]
    answer = cutting_fence().run(path, json.dumps({"page": page, "lines": lines}), limits)
    if isinstance(answer, Loss):
        return answer
    try:
        return unpack(answer, source, wanted)
    except ValueError as error:
        return Loss(f"its picture does not hold together ({error})", HOSTILE)


def _region_asked(one: Wanted) -> Region:
    margin = max(2, round(MARGIN * one.high))
    line = one.line
    return line.left - margin, line.top - margin, line.right + margin, line.bottom + margin


def _scale(one: Wanted) -> float:
    """Return how much smaller a line is shown."""
    left, top, right, bottom = _region_asked(one)
    wide, high = (bottom - top, right - left) if one.line.turn in (90, 270) else (right - left, bottom - top)
    return min(1.0, HIGH / max(1, one.high), WIDEST / wide, HIGHEST / high)


def _clipped(region: Region, width: int, height: int) -> Region:
    """Return as much of a region as lies on its page: one pixel at the least."""
    left, top = min(max(0, region[0]), width - 1), min(max(0, region[1]), height - 1)
    return left, top, max(left + 1, min(width, region[2])), max(top + 1, min(height, region[3]))


def _size(region: Region, turn: int, scale: float) -> tuple[int, int]:
    wide, high = region[2] - region[0], region[3] - region[1]
    if turn in (90, 270):
        wide, high = high, wide
    return max(1, round(wide * scale)), max(1, round(high * scale))


def unpack(answer: bytes, source: Digest, wanted: Sequence[Wanted]) -> tuple[CutOut, ...] | Loss:
    """Return the cut-outs of an answer, or why there are none. Raises ValueError where it does not hold together."""
    try:
        size = LENGTH.unpack_from(answer)[0]
        plain = json.loads(answer[LENGTH.size : LENGTH.size + size])
        if "refused" in plain:
            fault, hint = plain["refused"]
            return Loss(str(fault)[:500], str(hint)[:500])
        digest, (width, height) = plain["digest"], plain["size"]
    except (struct.error, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(type(error).__name__) from None
    if digest != source:
        return Loss(
            "the bytes at its place are not those that were sealed", "run verify on the case and restore the file"
        )
    if not all(type(one) is int and 0 < one < 1_000_000 for one in (width, height)):
        raise ValueError("no size")
    at = LENGTH.size + size
    found = []
    for one in wanted:
        region = _clipped(_region_asked(one), width, height)
        wide, high = _size(region, one.line.turn, _scale(one))
        pixels = answer[at : at + wide * high]
        at += wide * high
        media_type, data = _filed(Image.frombytes("L", (wide, high), pixels))
        found.append(
            CutOut(
                media_type=media_type,
                data=data,
                width=wide,
                height=high,
                high=one.high * _scale(one),
                region=region,
                turn=one.line.turn,
            )
        )
    if at != len(answer):
        raise ValueError("other pixels than were asked for")
    return tuple(found)


def _filed(grey: Image.Image) -> tuple[str, bytes]:
    """Return grey pixels as the smaller of two files, with its media type."""
    step = 255 / (GREYS - 1)
    few = grey.point([round(value / step) for value in range(256)])
    few = Image.frombytes("P", few.size, few.tobytes())
    few.putpalette([round(value * step) for value in range(GREYS) for _ in range(3)])
    sharp, soft = io.BytesIO(), io.BytesIO()
    few.save(sharp, "PNG", bits=4, optimize=True)
    grey.save(soft, "JPEG", quality=SOFTER, optimize=True)
    if len(soft.getvalue()) < len(sharp.getvalue()):
        return "image/jpeg", soft.getvalue()
    return "image/png", sharp.getvalue()


def prepare() -> None:
    """Load what decodes pictures."""
    Image.init()


def load_late() -> None:
    """Nothing is loaded late."""


def read_file(data: bytes, name: str, limits: Limits) -> bytes:
    """Return the packed pixels of the lines that ``name`` orders, behind the fence."""
    order = json.loads(name)
    try:
        page = seen_page(data, order["page"])
    except RefusedError as refused:
        line = json.dumps({"refused": [refused.loss.fault, refused.loss.hint]}).encode()
        return LENGTH.pack(len(line)) + line
    line = json.dumps({"digest": digest_of(data), "size": page.size}).encode()
    pieces = [LENGTH.pack(len(line)), line]
    for asked, turn, scale in order["lines"]:
        region = _clipped(tuple(asked), *page.size)
        piece = page.crop(region)
        if turn:
            piece = piece.transpose(TURNS[turn])
        size = _size(region, turn, scale)
        if size != piece.size:
            piece = piece.resize(size, Image.Resampling.LANCZOS)
        pieces.append(piece.tobytes())
    return b"".join(pieces)
