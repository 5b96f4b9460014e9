"""What Tesseract answers: tab-separated values, taken apart and checked.

Promises: nothing is believed that does not hold together: a line of the answer that has other columns, other values or
a place outside the picture is left out; words are Tesseract's own.
Does not: judge the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from witnessmark.intake.boxes import around
from witnessmark.intake.draft import CONTROL, NO_CHARACTER
from witnessmark.intake.ocr.ink import Box

MOST_WORDS = 20_000
WORD = "5"
SCRIPT = re.compile(r"^(Rotate|Orientation confidence|Script|Script confidence): (\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, how sure Tesseract is of it (0 to 100), and its box in pixels of the picture that it was given."""

    words: str
    confidence: float
    box: Box


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line, in reading order; ``block`` parts columns."""

    words: tuple[Word, ...]
    block: int

    @property
    def text(self) -> str:
        """The words with spaces between them."""
        return " ".join(word.words for word in self.words)

    @property
    def confidence(self) -> float:
        """How sure Tesseract is of the line: the mean over its characters, 0 to 100."""
        total = sum(len(word.words) for word in self.words)
        return sum(word.confidence * len(word.words) for word in self.words) / max(1, total)

    @property
    def box(self) -> Box:
        """The box around all words."""
        return around([word.box for word in self.words])


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a page lies and in which script, as Tesseract sees it."""

    turn: int
    """Degrees clockwise that set it upright."""
    turn_confidence: float
    script: str
    script_confidence: float


def lines_of(answer: bytes, width: int, height: int) -> list[Line]:
    """Return the lines of an answer in Tesseract's order; words of white space alone are left out."""
    lines: dict[tuple[str, ...], list[Word]] = {}
    for number, row in enumerate(answer.decode("utf-8", "replace").split("\n")):
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != WORD or number > MOST_WORDS:
            continue
        word = _word(cells, width, height)
        if word is not None:
            lines.setdefault(tuple(cells[1:5]), []).append(word)
    blocks = {key: place for place, key in enumerate(dict.fromkeys(key[:2] for key in lines))}
    return [Line(tuple(words), blocks[key[:2]]) for key, words in lines.items()]


def _word(cells: list[str], width: int, height: int) -> Word | None:
    words = CONTROL.sub("", NO_CHARACTER.sub("", cells[11])).strip()
    try:
        left, top, wide, high = map(int, cells[6:10])
        confidence = float(cells[10])
    except ValueError:
        return None
    inside = 0 <= left < left + wide <= width and 0 <= top < top + high <= height
    if not words or not inside or not 0 <= confidence <= 100:
        return None
    return Word(" ".join(words.split()), confidence, (left, top, left + wide, top + high))


def bearing_of(answer: bytes) -> Bearing | None:
    """Return how a page lies by Tesseract's orientation and script detection; None where it could not tell."""
    found = dict(SCRIPT.findall(answer.decode("utf-8", "replace")))
    try:
        turn = int(found["Rotate"])
        sure, script_sure = float(found["Orientation confidence"]), float(found["Script confidence"])
        bearing = Bearing(turn, sure, found["Script"], script_sure)
    except (KeyError, ValueError):
        return None
    return bearing if bearing.turn in (0, 90, 180, 270) else None
