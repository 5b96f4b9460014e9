"""Opens pictures and pages of PDF files as grey pixels, behind the fence.

Promises: the size is looked at before a pixel is decoded; what is too large is refused or rendered smaller, and said
so. Transparent places become white paper, light words on a dark ground dark words on a light one.
Does not: read any word, or trust what a file says of itself.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import ExifTags, Image, ImageOps

from witnessmark.intake.draft import RefusedError

_OBJECT = re.compile(r"<[^<>]* object at 0x[0-9a-f]+>")
"""An object of this run: its address is another in the next one, and the same file must give the same fault."""
FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF")
DPI = 300
"""Dots per inch at which a page of a PDF is rendered."""
MOST_PIXELS = 40_000_000
"""A page is recognised with no more pixels than this: A4 at 600 dots per inch has 35 million."""
MOST_DECODED = 150_000_000
"""A picture with more pixels than this is not opened: it would take more memory than a file may."""
MOST_FRAMES = 5_000
DARK = 96
SMALLER = "scale it down or cut it into parts with a program that you trust, and add these as well"
DAMAGED = "open it with another program, save it again, and add that; or obtain another copy"
EXIF = (
    *("Make", "Model", "Software", "DateTime", "DateTimeOriginal", "DateTimeDigitized", "OffsetTimeOriginal"),
    *("Artist", "Copyright", "ImageDescription", "UserComment", "BodySerialNumber", "LensModel"),
)
"""What a camera says of a picture, by the standard's own names."""


@dataclass(frozen=True, slots=True)
class Page:
    """Grey pixels of a page, and how many dots per inch they were rendered at (None for a picture)."""

    pixels: Image.Image
    dpi: float | None


Image.init()  # loads all that opens pictures now: behind the fence it might be too late


def open_picture(data: bytes) -> Image.Image:
    """Open a picture without decoding it. Raises RefusedError where it is damaged or too large."""
    Image.MAX_IMAGE_PIXELS = None  # its own limit is ours below
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except Exception as error:
        raise RefusedError(f"the picture is damaged ({_short(error)})", DAMAGED) from None
    require_bearable(picture)
    return picture


def require_bearable(picture: Image.Image) -> None:
    """Raise RefusedError where a picture has more pixels than can be decoded."""
    width, height = picture.size
    if width * height > MOST_DECODED:
        fault = f"a picture of {width:,} x {height:,} pixels; {MOST_DECODED:,} are allowed"
        raise RefusedError(fault, SMALLER)


def frames_of(picture: Image.Image) -> int:
    """Return how many pages a picture has: those of a TIFF; of an animation its first frame alone counts."""
    if picture.format != "TIFF":
        return 1
    count = 1
    while count <= MOST_FRAMES:
        try:
            picture.seek(count)
        except EOFError:
            break
        except Exception as error:
            raise RefusedError(f"the picture is damaged after page {count} ({_short(error)})", DAMAGED) from None
        count += 1
    if count > MOST_FRAMES:
        raise RefusedError(f"a picture of more than {MOST_FRAMES:,} pages", "cut it into parts and add these as well")
    picture.seek(0)
    return count


def picture_page(data: bytes, number: int) -> Page:
    """Return one page of a picture (numbers count from 1). Raises RefusedError."""
    return Page(_on_paper(_decoded(data, number)), None)


def pdf_page(data: bytes, number: int) -> Page:
    """Render one page of a PDF (numbers count from 1), smaller where it would be too large. Raises RefusedError."""
    grey, dpi = _rendered(data, number)
    return Page(_on_paper(grey), dpi)


def seen_page(data: bytes, number: int) -> Image.Image:
    """Return the grey pixels of a page as they are seen, of a PDF or a picture, as large as the two above give them.

    Raises RefusedError.
    """
    return _rendered(data, number)[0] if b"%PDF-" in data[:1024] else _decoded(data, number)


def _decoded(data: bytes, number: int) -> Image.Image:
    picture = open_picture(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if number > 1:
                picture.seek(number - 1)
            require_bearable(picture)
            picture.draft("L", picture.size)
            upright = ImageOps.exif_transpose(picture)
            return _grey(upright)
    except (RefusedError, MemoryError):
        raise
    except Exception as error:
        raise RefusedError(f"the picture is damaged ({_short(error)})", DAMAGED) from None


def _rendered(data: bytes, number: int) -> tuple[Image.Image, float]:
    """Return a page's pixels and the dots per inch that it was rendered at."""
    try:
        page = pypdfium2.PdfDocument(data)[number - 1]
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            raise RefusedError("a page without a size", DAMAGED)
        scale = min(DPI / 72, (MOST_PIXELS / (width * height)) ** 0.5, 30_000 / max(width, height))
        bitmap = page.render(scale=scale, grayscale=True)
        return bitmap.to_pil().convert("L"), scale * 72
    except pypdfium2.PdfiumError as error:
        raise RefusedError(f"the page cannot be rendered ({_short(error)})", DAMAGED) from None


def _grey(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith(("I", "F")):
        values = np.asarray(picture, np.float64)
        high = max(255.0, float(values.max(initial=0)))
        return Image.fromarray((values / high * 255).clip(0, 255).astype(np.uint8))
    if "A" in picture.getbands() or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        picture = Image.new("RGBA", seen.size, "white")
        picture.alpha_composite(seen)
    return picture.convert("L")


def _on_paper(grey: Image.Image) -> Image.Image:
    """Turn light words on a dark ground into dark words on a light one."""
    small = grey.resize((64, 64), Image.Resampling.BOX)
    return ImageOps.invert(grey) if float(np.median(np.asarray(small))) < DARK else grey


def declared_of(picture: Image.Image) -> Iterator[tuple[str, str]]:
    """Yield what a picture says of itself in EXIF: when, with what and where it was taken."""
    try:
        exif = picture.getexif()
        found = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
        place = dict(exif.get_ifd(ExifTags.IFD.GPSInfo))
    except Exception:  # a damaged header takes nothing from the picture
        return
    for name in EXIF:
        value = found.get(ExifTags.Base[name])
        words = _words(value)
        if words:
            yield f"EXIF {name}", words
    for name, value in (("GPSPosition", _position(place)), ("GPSDateStamp", _words(place.get(29)))):
        if value:
            yield f"EXIF {name}", value


def _words(value: object) -> str:
    if isinstance(value, bytes):
        value = value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0").decode("utf-8", "replace")
    return str(value).strip("\0 ") if isinstance(value, str | int | float) else ""


def _position(place: dict[int, object]) -> str:
    """Return degrees of latitude and longitude, north and east counted up, with what the camera gave of them."""
    try:
        latitude = _degrees(place[2]) * (-1 if place.get(1) in ("S", b"S") else 1)
        longitude = _degrees(place[4]) * (-1 if place.get(3) in ("W", b"W") else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return ""
    return f"{latitude:.6f} {longitude:.6f}"


def _degrees(value: object) -> float:
    if not isinstance(value, tuple) or len(value) != 3:
        raise ValueError("not degrees, minutes and seconds")
    degrees, minutes, seconds = map(float, value)
    return degrees + minutes / 60 + seconds / 3600


def _short(error: Exception) -> str:
    line = _OBJECT.sub("it", (str(error).splitlines() or [""])[0])[:120]
    return "".join(character for character in line if character.isprintable()) or type(error).__name__
