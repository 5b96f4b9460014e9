"""The lines of a printed page, from what PDFium knows of its characters.

Promises: lines in the order of the text layer, or, on a page with Arabic or Hebrew letters, rebuilt from where each
character stands: such layers keep the order of the ink, from left to right, and PDFium breaks them into pieces.
Does not: tell two columns apart on a page that is written from right to left, or put back characters that leave no ink
(a zero-width non-joiner).
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pypdfium2 import PdfTextPage, raw

BROKEN = "\ufffe"
"""What PDFium puts where a hyphen ends a line, in place of the hyphen and the line's end."""
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
SHAPED = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]+")
"""Letters in the shape that they take within a word; text is written with the letters themselves."""
SAME_LINE = 0.4
"""Characters whose base lines differ by less than this share of their height stand on one line."""
WORD_GAP, COLUMN_GAP = 0.18, 3.0
"""A gap of this many character heights parts words; a gap of that many parts what stands side by side."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line and where it begins, in points from the lower left corner of the page."""

    words: str
    left: float
    bottom: float
    height: float


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character with the ends and the base of its ink's box."""

    character: str
    index: int
    left: float
    right: float
    base: float
    height: float


def lines_of(page: PdfTextPage) -> list[Line]:
    """Return the lines of a page's text layer; none where it has no words."""
    words = page.get_text_range()
    if RIGHT_TO_LEFT.search(words):
        return list(_rebuilt(_glyphs(page)))
    return _merged(list(_as_given(page, words)))


def _as_given(page: PdfTextPage, words: str) -> Iterator[Line]:
    """Yield the lines that PDFium gives. It counts characters in UTF-16 units, so we do too."""
    unit = 0
    for piece in re.split(rf"(\r\n|\n|\r|(?<={BROKEN}))", words):
        printed = piece.replace("\x00", "").strip()
        if printed:
            at = unit + _units(piece[: piece.index(printed[0])])
            left, bottom, _, top = page.get_charbox(at, loose=True)
            yield Line(printed, left, bottom, top - bottom)
        unit += _units(piece)


def _units(words: str) -> int:
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def _merged(lines: Sequence[Line]) -> list[Line]:
    """Put together what stands on one line: PDFium breaks a line where its font changes."""
    merged: list[Line] = []
    for line in lines:
        above = merged[-1] if merged else None
        if above and abs(above.bottom - line.bottom) < SAME_LINE * above.height and line.left > above.left:
            merged[-1] = Line(f"{above.words} {line.words}", above.left, above.bottom, max(above.height, line.height))
        else:
            merged.append(line)
    return merged


def _glyphs(page: PdfTextPage) -> list[_Glyph]:
    """Return the characters of a page that have a place of their own."""
    glyphs = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, index)
        if raw.FPDFText_IsGenerated(page, index) == 1 or not code or 0xD800 <= code < 0xE000:
            continue
        raw.FPDFText_GetCharOrigin(page, index, x, y)
        left, low, right, high = page.get_charbox(index, loose=True)
        glyphs.append(_Glyph(chr(code), index, left, right, y.value, max(high - low, 1.0)))
    return glyphs


def _rebuilt(glyphs: Sequence[_Glyph]) -> Iterator[Line]:
    """Yield lines from top to bottom, each in the order in which it is read."""
    rows: list[list[_Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: (-one.base, one.index)):
        if rows and abs(rows[-1][0].base - glyph.base) < SAME_LINE * max(one.height for one in rows[-1][-3:]):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    for row in rows:
        height = max(glyph.height for glyph in row)  # that of the ink alone for some fonts: the largest is the letter's
        parts = list(_side_by_side(row, height))
        if not any(RIGHT_TO_LEFT.match(glyph.character) for glyph in row):
            words = " ".join(_in_reading_order(part, height) for part in parts)
            if words:
                yield Line(words, parts[0][0].left, row[0].base, height)
            continue
        for part in reversed(parts):
            # measured from the right edge, where such a line begins: an indent there reads as one
            yield Line(_in_reading_order(part, height), -part[-1].right, row[0].base, height)


def _side_by_side(row: Sequence[_Glyph], height: float) -> Iterator[list[_Glyph]]:
    """Yield the parts of a line that wide gaps part, from left to right."""
    part: list[_Glyph] = []
    inked = (one for one in row if not one.character.isspace())
    for glyph in sorted(inked, key=lambda one: (one.left + one.right, -one.index)):
        if part and glyph.left - max(one.right for one in part[-3:]) > COLUMN_GAP * height:
            yield part
            part = []
        part.append(glyph)
    if part:
        yield part


def _in_reading_order(glyphs: Sequence[_Glyph], height: float) -> str:
    """Turn characters that stand from left to right into the words of a line that is read from right to left.

    A line without Arabic or Hebrew letters is left as it stands.
    """
    words: list[str] = []
    above: _Glyph | None = None
    for glyph in glyphs:
        if above is not None and glyph.left - above.right > WORD_GAP * height:
            words.append(" ")
        words.append(glyph.character)
        above = glyph
    visual = "".join(words)
    if not RIGHT_TO_LEFT.search(visual):
        return visual
    runs = [(kind, "".join(run)) for kind, run in groupby(visual, key=_runs_right)]
    logical = "".join(_mirrored(run[::-1]) if kind else run for kind, run in reversed(_bound(runs)))
    return SHAPED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), logical)


def _runs_right(character: str) -> bool:
    """Tell whether a character takes part in the right-to-left order; Latin letters and digits run left to right."""
    return unicodedata.bidirectional(character) not in ("L", "EN", "AN")


def _bound(runs: Sequence[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """Join runs that a sign within a number or a space between Latin words parts: ``1,200``, ``Ana Bel``."""
    bound: list[tuple[bool, str]] = []
    for place, (kind, run) in enumerate(runs):
        inner = kind and 0 < place < len(runs) - 1 and re.fullmatch(r"[.,:/ '’%-]", run) is not None
        if bound and not bound[-1][0] and (not kind or (inner and _alike(runs[place - 1][1], runs[place + 1][1], run))):
            bound[-1] = (False, bound[-1][1] + run)
        else:
            bound.append((kind, run))
    return bound


def _alike(before: str, after: str, sign: str) -> bool:
    if sign == " ":
        return before[-1].isalpha() and after[0].isalpha()
    return before[-1].isdigit() == after[0].isdigit()


def _mirrored(run: str) -> str:
    """Turn brackets round, which are drawn the other way in a line that is read from right to left."""
    return run.translate(str.maketrans("()[]{}«»<>", ")(][}{»«><"))
