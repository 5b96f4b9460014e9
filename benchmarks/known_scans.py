"""Draws pictures and scans of known words, clean, at 300 dots per inch; each line with the place it is put at.

Promises: every kind of picture that intake reads, and PDF pages without a text layer or with a bad one over them. A
language for which this machine has no font or no pack gives none, and the caller says so.
Does not: spoil the pages as a scanner does: ``ocr`` does that.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from known import Known, Place, Tongue, tongues
from ocr_pages import LETTER, MARGIN, SIZE, Words, draw, font_of, places

PICTURES = {"PNG": ".png", "JPEG": ".jpg", "WebP": ".webp", "BMP": ".bmp", "GIF": ".gif"}
FEW = {"JPEG": "eng fra ara", "WebP": "deu spa fas", "BMP": "eng swe ara", "GIF": "fra spa fas"}
"""Kinds that are drawn in three languages alone: what is recognised in them is the same picture."""
LAYERS = "eng deu fas"
"""Languages in which a bad layer lies over the picture."""


def scans(packs: frozenset[str]) -> Iterator[Known]:
    """Yield every picture and scan in the languages of these packs."""
    for tongue in tongues():
        font = font_of(tongue.page)
        if font is None or tongue.page.language not in packs:
            continue
        for kind, ending in PICTURES.items():
            if tongue.page.language in FEW.get(kind, tongue.page.language):
                page = drawn(tongue, font, kind)
                yield _known(kind, tongue, ending, saved(page, kind), [tongue.page])
        halves = [_part(tongue.page, 0, 1), _part(tongue.page, 1, 3)]
        pages = [drawn(tongue, font, "", half) for half in halves]
        fax = [_in_two_tones(page) for page in pages]
        tiff = saved(fax[0], "TIFF", save_all=True, append_images=fax[1:], dpi=(300, 300), compression="group4")
        yield _known("TIFF, 2 pages", tongue, ".tif", tiff, halves)
        pdf = saved(pages[0], "PDF", save_all=True, append_images=pages[1:], resolution=300)
        yield _known("PDF, scanned", tongue, ".pdf", pdf, halves)
        if tongue.page.language in LAYERS:
            yield _known("PDF, bad layer", tongue, ".pdf", _under_a_bad_layer(pages[1], halves[1]), halves[1:])


def drawn(tongue: Tongue, font: Path, kind: str, words: Words | None = None) -> Image.Image:
    """Return a clean page, cut below its last line; no two kinds have the same height."""
    words = words or tongue.page
    bottom = max(top for top, _ in places(words)) + LETTER + MARGIN + len(kind)
    return draw(words, font).crop((0, 0, SIZE[0], bottom))


def saved(page: Image.Image, kind: str, **settings: object) -> bytes:
    """Return a picture as the bytes of a file."""
    out = io.BytesIO()
    page.save(out, kind, **settings)
    return out.getvalue()


def _in_two_tones(page: Image.Image) -> Image.Image:
    """Return a page in black and white alone, as a fax is."""
    return page.point([0] * 128 + [255] * 128).convert("1", dither=Image.Dither.NONE)


def _part(words: Words, first: int, end: int) -> Words:
    return Words(words.language, words.fonts, words.paragraphs[first:end])


def _known(kind: str, tongue: Tongue, ending: str, data: bytes, pages: list[Words]) -> Known:
    name = f"{kind.lower()} {tongue.code}{ending}"
    found: list[Place] = [
        (f"page {page}, line {at}", line)
        for page, words in enumerate(pages, 1)
        for at, line in enumerate(words.lines, 1)
    ]
    return Known(kind, tongue.code, name, data, tuple(found), recognised=True)


def _under_a_bad_layer(page: Image.Image, words: Words) -> bytes:
    """Return a PDF of a picture and of unseen letters over it that stand for others."""
    size = page.width * 72 / 300, page.height * 72 / 300
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    canvas.drawImage(ImageReader(page.convert("RGB")), 0, 0, *size)
    unseen = canvas.beginText(60, size[1] - 60)
    unseen.setTextRenderMode(3)
    for at, _ in enumerate(words.lines):
        unseen.textLine(" ".join("wkh qljkw ri wkh".split()) * (1 + at % 3))
    canvas.drawText(unseen)
    canvas.save()
    return out.getvalue()
