"""Draws pages of known words as a scanner would leave them: clean, askew, turned, noisy, small.

Promises: the same words, font and treatment give the same picture on one machine. A script for which no font is found
gives no page, and the caller says so.
Does not: look like handwriting, or like paper that is torn or stained.
"""

from __future__ import annotations

import random
import textwrap
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

DATA = Path(__file__).parent / "data" / "ocr_pages.toml"
FONTS = Path("/usr/share/fonts")
RIGHT_TO_LEFT = frozenset({"fas", "ara"})
TREATMENTS = ("clean", "skewed 2 degrees", "turned 90 degrees", "upside down", "noisy", "100 dpi")
DPI = 300
SIZE = 2480, 3508
"""A4 at 300 dots per inch, in pixels."""
MARGIN, LETTER, PITCH, PARAGRAPH_GAP = 250, 50, 82, 60


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on a page: its language (as Tesseract calls it), the candidates for its font, its paragraphs."""

    language: str
    fonts: tuple[str, ...]
    paragraphs: tuple[tuple[str, ...], ...]
    """Each a list of lines."""

    @property
    def lines(self) -> list[str]:
        """All lines, from top to bottom."""
        return [line for paragraph in self.paragraphs for line in paragraph]


def all_words() -> list[Words]:
    """Return the pages of the data file."""
    with DATA.open("rb") as stream:
        plain = tomllib.load(stream)
    return [
        Words(
            language,
            tuple(page["fonts"]),
            tuple(tuple(textwrap.wrap(words, page["width"])) for words in page["paragraphs"]),
        )
        for language, page in plain.items()
    ]


def font_of(words: Words) -> Path | None:
    """Return the first of a page's fonts that this machine has, or None."""
    if words.language in RIGHT_TO_LEFT and not features.check("raqm"):
        return None  # letters would stand apart and the wrong way round
    found = {path.stem: path for path in sorted(FONTS.rglob("*.ttf"))} if FONTS.is_dir() else {}
    return next((found[name] for name in words.fonts if name in found), None)


def draw(words: Words, font: Path) -> Image.Image:
    """Return a clean page, grey, at 300 dots per inch."""
    page = Image.new("L", SIZE, 250)
    pen = ImageDraw.Draw(page)
    letters = ImageFont.truetype(str(font), LETTER)
    for top, line in places(words):
        if words.language in RIGHT_TO_LEFT:
            pen.text((SIZE[0] - MARGIN, top), line, font=letters, fill=20, anchor="ra", direction="rtl")
        else:
            pen.text((MARGIN, top), line, font=letters, fill=20, anchor="la")
    return page


def places(words: Words) -> Iterator[tuple[int, str]]:
    """Yield each line with the pixel row that it hangs from."""
    top = MARGIN
    for paragraph in words.paragraphs:
        for line in paragraph:
            yield top, line
            top += PITCH
        top += PARAGRAPH_GAP


def treat(page: Image.Image, treatment: str) -> Image.Image:
    """Return a page as a bad scanner leaves it; ``treatment`` is one of ``TREATMENTS``."""
    if treatment == "skewed 2 degrees":
        return page.rotate(2, resample=Image.Resampling.BICUBIC, fillcolor=250)
    if treatment == "turned 90 degrees":
        return page.transpose(Image.Transpose.ROTATE_90)
    if treatment == "upside down":
        return page.transpose(Image.Transpose.ROTATE_180)
    if treatment == "noisy":
        return _noisy(page)
    if treatment == "100 dpi":
        return page.resize((SIZE[0] // 3, SIZE[1] // 3), Image.Resampling.BOX)
    return page


def _noisy(page: Image.Image) -> Image.Image:
    """Return a page with grain, specks and a dark edge; the same each time."""
    chance = random.Random(7)
    grain = Image.frombytes("L", (620, 877), chance.randbytes(620 * 877)).resize(page.size)
    page = Image.blend(page, grain, 0.16)
    pen = ImageDraw.Draw(page)
    for _ in range(6000):
        x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        pen.ellipse((x, y, x + chance.randrange(1, 4), y + chance.randrange(1, 4)), fill=chance.randrange(20, 140))
    pen.rectangle((0, 0, 22, SIZE[1]), fill=60)
    return page


def error_rate(found: str, known: str) -> float:
    """Return the least insertions, deletions and replacements that make one text the other, a known character."""
    one, other = " ".join(found.split()), " ".join(known.split())
    row = list(range(len(other) + 1))
    for place, character in enumerate(one, 1):
        before, row[0] = row[0], place
        for at, wanted in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (character != wanted))
    return row[-1] / max(1, len(other))


def lost(found: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return the known lines of which less than half of the words stand in what was found."""
    there = {word for line in found for word in line.split()}
    return [line for line in known if 2 * sum(word in there for word in line.split()) < len(line.split())]
