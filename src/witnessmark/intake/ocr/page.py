"""Reads one page: how it lies, its languages, its lines, and what was seen on it and not read.

Promises: the same bytes, Tesseract and packs give the same page, whatever else the machine does. Languages come from
the page itself: the script that Tesseract sees, then the words of a first pass; lines that are doubtful are read with
the other script's pack too, and the surer reading stands. Every line that is seen on the picture is read or told.
Does not: correct any word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from witnessmark.intake.boxes import packed
from witnessmark.intake.draft import Loss
from witnessmark.intake.fencing.fence import HOSTILE, Fence
from witnessmark.intake.language import language_of
from witnessmark.intake.limits import MIB, Limits
from witnessmark.intake.ocr.holes import holes_of
from witnessmark.intake.ocr.ink import Box
from witnessmark.intake.ocr.languages import Pack, packs
from witnessmark.intake.ocr.program import Program
from witnessmark.intake.ocr.tsv import Bearing, Line, bearing_of, lines_of
from witnessmark.intake.ocr.work import Picture, unpack

LINE_FLAGS = ("-c", "textord_noise_rejrows=0", "-c", "textord_noise_rejwords=0")
"""Without these Tesseract takes whole Persian and Arabic lines for noise, and drops them."""
SURE_TURN = 2.0
SURE_SCRIPT = 1.0
POOR = 60.0
"""A page whose lines are less sure than this may lie another way than was thought."""
DOUBTFUL = 75.0
"""A line that is less sure than this may be of another script."""
UNLIKELY = 40.0
"""A word of three letters or more that is less sure than this may be of another script."""
FEWEST_LETTERS = 3
"""So many letters make a word of another script; a digit alone does not."""
CLEARER = 4.0
"""Another pack's reading of a line stands where it is surer by this much."""
NOISE = 35.0
"""What is less sure than this, and stands where no line is seen, is no word."""
COVERED = 0.5
"""A seen line is read where words cover this share of its width."""
EASTERN_DIGIT = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
DOUBTFUL_DIGITS, DOUBTFUL_LINE = 85.0, 80.0
"""A number is doubtful where its word or its line is less sure than this; one in Arabic or Persian digits always is:
Tesseract drops and mistakes those while it is as sure as of letters."""
RECOGNISING = Limits(memory_bytes=1024 * MIB, cpu_seconds=120, wall_seconds=300.0, output_bytes=16 * MIB)
"""What one pass of Tesseract over one page may use."""


@dataclass(frozen=True, slots=True)
class Read:
    """A line as it was read."""

    words: str
    confidence: float
    """0 to 100."""
    box: Box
    """Where it stands on the page, in the page's own pixels."""
    place: Box
    """Where it stands on the page set upright and straight."""
    block: int
    doubtful: tuple[str, ...] = ()
    """Words with digits that may be wrong."""
    boxes: str = ""
    """Where each word stands on the page, as ``boxes.packed`` writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What was read on a page."""

    lines: tuple[Read, ...]
    seen: int
    """How many lines are seen on the picture."""
    missed: tuple[Box, ...]
    """Those of them that were not read, in the page's own pixels."""
    codes: tuple[str, ...]
    """The packs whose readings stand."""
    turn: int
    slant: float
    dpi: float
    """What the page was rendered at; 0 for a picture, whose own pixels count."""
    foreign: str = ""
    """A script that the page seems to be in and that no installed pack reads."""
    wanted: str = ""
    """The Debian package of the pack for the page's language, where it is not installed."""
    holes: tuple[tuple[int, Box], ...] = ()
    """Ink between the words of a line (by its number, from 1) that was not read, in the page's own pixels."""

    @property
    def words(self) -> str:
        """All words, line by line."""
        return "\n".join(line.words for line in self.lines)

    @property
    def confidence(self) -> float:
        """The mean over all characters, 0 to 100."""
        total = sum(len(line.words) for line in self.lines)
        return sum(line.confidence * len(line.words) for line in self.lines) / max(1, total)


class FailedError(Exception):
    """A page cannot be read; carries the loss that says why."""

    def __init__(self, loss: Loss) -> None:
        super().__init__(loss.fault)
        self.loss = loss


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one page is read: the fence, the file, the page's number and the program."""

    fence: Fence
    path: Path
    number: int
    program: Program
    limits: Limits

    def picture(self, turn: int) -> Picture:
        """Return the page, turned by so many degrees clockwise. Raises FailedError."""
        return picture_of(self.fence, self.path, self.number, turn, self.limits)

    def run(self, picture: Picture, *words: str) -> bytes | Loss:
        """Let Tesseract look at a picture."""
        command = [self.program.path, "-", "-", "--dpi", "300", *words]
        return self.fence.run_program(
            picture.pnm, command, self.program.readable, self.program.environment, RECOGNISING
        )

    def bearing(self, picture: Picture) -> Bearing | None:
        """Return how a picture lies, where Tesseract can tell."""
        if "osd" not in self.program.codes:
            return None
        answer = self.run(picture.halved(), "--psm", "0", "-l", "osd")
        return None if isinstance(answer, Loss) else bearing_of(answer)

    def lines(self, picture: Picture, codes: str) -> list[Line]:
        """Return the lines of a picture as these packs read them. Raises FailedError."""
        words = ("--psm", "3", "-l", codes, *LINE_FLAGS, "-c", "tessedit_create_tsv=1")
        answer = self.run(picture, *words)
        if isinstance(answer, Loss):
            raise FailedError(answer)
        return lines_of(answer, picture.width, picture.height)


def picture_of(fence: Fence, path: Path, number: int, turn: int, limits: Limits) -> Picture:
    """Return a page's picture out of the fence. Raises FailedError."""
    answer = fence.run(path, f"{number} {turn}", limits)
    if isinstance(answer, Loss):
        raise FailedError(answer)
    try:
        picture = unpack(answer)
    except ValueError as error:
        raise FailedError(Loss(f"its picture does not hold together ({error})", HOSTILE)) from None
    if isinstance(picture, Loss):
        raise FailedError(picture)
    return picture


def read_page(fence: Fence, path: Path, number: int, program: Program, limits: Limits) -> Page | Loss:
    """Read a page of the file at ``path`` (numbers count from 1), or return the loss that says why it has no words."""
    try:
        return _read(_Desk(fence, path, number, program, limits))
    except FailedError as failed:
        return failed.loss


def _read(desk: _Desk) -> Page:
    picture = desk.picture(0)
    bearing = desk.bearing(picture)
    if bearing is not None and bearing.turn and bearing.turn_confidence >= SURE_TURN:
        picture = desk.picture(bearing.turn)
    script = bearing.script if bearing is not None and bearing.script_confidence >= SURE_SCRIPT else ""
    ours = [pack for pack in packs() if desk.program.has(pack)]
    if not ours:
        raise FailedError(Loss("no language pack of Tesseract is installed", "install tesseract-ocr-eng or another"))
    of_script = [pack for pack in ours if pack.script == script]
    chosen = of_script or [pack for pack in ours if pack.script == ours[0].script]
    lines, code = _in_own_language(desk, picture, chosen)
    if _sureness(lines) < POOR:
        picture, lines, code = _other_way(desk, picture, lines, code, chosen)
    codes = [code]
    if _is_doubtful(lines) or _missed(picture, lines):
        for name in dict.fromkeys(pack.script for pack in ours if pack.script != chosen[0].script):
            lines, used = _with_other(desk, picture, lines, code, [pack for pack in ours if pack.script == name])
            codes += used
    lines = [line for line in lines if not _is_noise(line, picture)]
    foreign = script if script and not of_script and _sureness(lines) < DOUBTFUL else ""
    return Page(
        lines=tuple(_placed(line, picture) for line in lines),
        seen=len(picture.lines),
        missed=tuple(picture.on_page(box) for box in _missed(picture, lines)),
        codes=tuple(dict.fromkeys(codes)),
        turn=picture.turn,
        slant=picture.slant,
        dpi=picture.dpi,
        foreign=foreign,
        wanted=_wanted(desk, lines),
        holes=tuple(_holes(picture, lines)),
    )


def _holes(picture: Picture, lines: list[Line]) -> Iterator[tuple[int, Box]]:
    grey = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width)
    for number, line in enumerate(lines, 1):
        for box in holes_of(grey, [word.box for word in line.words]):
            yield number, picture.on_page(box)


def _wanted(desk: _Desk, lines: list[Line]) -> str:
    language = language_of("\n".join(line.text for line in lines))
    return next((pack.package for pack in packs() if pack.language == language and not desk.program.has(pack)), "")


def _in_own_language(desk: _Desk, picture: Picture, chosen: list[Pack]) -> tuple[list[Line], str]:
    """Read with the first pack of a script, and again with that of the language which the words turn out to be in."""
    first = chosen[0]
    lines = desk.lines(picture, first.code)
    if len(chosen) == 1 or not lines:
        return lines, first.code
    language = language_of("\n".join(line.text for line in lines))
    likely = [pack for pack in chosen[1:] if pack.language == language]
    if language is None or (language != first.language and not likely):
        likely = chosen[1:]  # too few words to tell, or a language without a pack: the surest reading stands
    best, code = lines, first.code
    for pack in likely:
        again = desk.lines(picture, pack.code)
        better = len(likely) == 1 or _sureness(again) > _sureness(best) + CLEARER
        if better and _letters(again) >= 0.8 * _letters(best):
            best, code = again, pack.code
    return best, code


def _other_way(
    desk: _Desk, picture: Picture, lines: list[Line], code: str, chosen: list[Pack]
) -> tuple[Picture, list[Line], str]:
    """Turn a page that reads poorly, and return the way that reads best."""
    best = picture, lines, code
    for turn in (90, 180, 270):
        turned = desk.picture((picture.turn + turn) % 360)
        again, its_code = _in_own_language(desk, turned, chosen[:1])
        if _sureness(again) * _letters(again) > 1.2 * _sureness(best[1]) * _letters(best[1]):
            best = turned, again, its_code
    if best[0] is not picture:
        again, its_code = _in_own_language(desk, best[0], chosen)
        best = best[0], again, its_code
    return best


def _with_other(
    desk: _Desk, picture: Picture, lines: list[Line], code: str, others: list[Pack]
) -> tuple[list[Line], list[str]]:
    """Read a page with another script's pack beside its own; lines with words in that script stand where surer."""
    first = others[0]
    better, found = _surest(lines, desk.lines(picture, f"{code}+{first.code}"), first.script)
    if not found:
        return lines, []
    language = language_of("\n".join(found))
    own = next((pack for pack in others[1:] if pack.language == language), None)
    if own is None:
        return better, [first.code]
    again, found = _surest(lines, desk.lines(picture, f"{code}+{own.code}"), own.script)
    return (again, [own.code]) if found else (better, [first.code])


def _surest(lines: list[Line], others: list[Line], script: str) -> tuple[list[Line], list[str]]:
    """Put others in the place of less sure lines, where they have words in ``script``, and add what only they read.

    Returns all lines, and the words of those that are new.
    """
    result, taken, found = list(lines), set[int](), list[str]()
    for place, line in enumerate(lines):
        at = max(range(len(others)), key=lambda at: _shared(line.box, others[at].box), default=None)
        if at is None or _shared(line.box, others[at].box) < 0.5:
            continue
        taken.add(at)
        other = others[at]
        clearer = other.confidence > max(POOR, line.confidence + CLEARER) and _letters([other]) >= 0.5 * _letters(
            [line]
        )
        if clearer and _letters_of(other, script) >= FEWEST_LETTERS:
            result[place] = Line(other.words, line.block)
            found.append(other.text)
    for at, other in enumerate(others):
        lonely = all(_shared(line.box, other.box) < 0.1 for line in lines)
        if at not in taken and lonely and other.confidence >= DOUBTFUL and _letters([other]) >= FEWEST_LETTERS:
            below = next((place for place, line in enumerate(result) if line.box[1] >= other.box[1]), len(result))
            block = result[min(below, len(result) - 1)].block if result else other.block
            result.insert(below, Line(other.words, block))
            found.append(other.text)
    return result, found


def _letters_of(line: Line, script: str) -> int:
    """Return how many letters of a script a line has, by the names that Unicode gives them."""
    return sum(unicodedata.name(letter, "").startswith(script.upper()) for letter in line.text if letter.isalpha())


def _shared(one: Box, other: Box) -> float:
    """Return which share of the smaller box lies in the other."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = ((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return width * height / min(areas)


def _letters(lines: list[Line]) -> int:
    return sum(character.isalnum() for line in lines for word in line.words for character in word.words)


def _sureness(lines: list[Line]) -> float:
    """Return the mean confidence over all characters; 0 where there is none."""
    total = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / total if total else 0.0


def _is_doubtful(lines: list[Line]) -> bool:
    return any(
        line.confidence < DOUBTFUL or any(len(word.words) > 2 and word.confidence < UNLIKELY for word in line.words)
        for line in lines
    )


def _is_noise(line: Line, picture: Picture) -> bool:
    """Tell whether a line is what a recogniser makes of specks: signs without letters, or unsure where none is seen."""
    if not any(character.isalnum() for character in line.text):
        return line.confidence < POOR
    return line.confidence < NOISE and all(_shared(line.box, seen) < 0.3 for seen in picture.lines)


def _missed(picture: Picture, lines: list[Line]) -> list[Box]:
    return unread_of(picture.lines, [word.box for line in lines for word in line.words])


def unread_of(seen: Sequence[Box], words: Sequence[Box]) -> list[Box]:
    """Return those of the seen lines that words cover too little of; all boxes in pixels of one picture."""
    inked = sorted(words)
    return [line for line in seen if _covered(line, inked) < COVERED]


def _covered(seen: Box, words: list[Box]) -> float:
    """Return which share of a seen line's width has words on it. ``words`` are sorted."""
    left, top, right, bottom = seen
    covered, reached = 0, left
    for box in words:
        high = min(bottom, box[3]) - max(top, box[1])
        if high < 0.4 * min(bottom - top, box[3] - box[1]):
            continue
        start, end = max(reached, box[0]), min(right, box[2])
        if end > start:
            covered += end - start
            reached = end
    return covered / (right - left)


def _placed(line: Line, picture: Picture) -> Read:
    doubtful = tuple(
        word.words
        for word in line.words
        if any(character.isdigit() for character in word.words)
        and (word.confidence < DOUBTFUL_DIGITS or line.confidence < DOUBTFUL_LINE or EASTERN_DIGIT.search(word.words))
    )
    box = picture.on_page(line.box)
    boxes = packed(((word.words, picture.on_page(word.box)) for word in line.words), box)
    return Read(line.text, round(line.confidence, 1), box, line.box, line.block, doubtful, boxes)
