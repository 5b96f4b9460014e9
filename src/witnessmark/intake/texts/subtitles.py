"""Reads subtitles and captions (SRT, WebVTT).

Promises: the words of every cue in the file's order, without the marks of their look; cues that one sentence runs
through are joined, so that a statement is not cut, and located by the time from the first one's beginning to the last
one's end, as the file writes times. A speaker that a cue names stands before its words, as in a transcript, with a
colon that the file does not have. Lines that a rolling caption shows again are read once and counted. Times that
overlap, run backwards or cannot be read are counted.
Does not: mend times, or tell who speaks where the file does not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from witnessmark.intake.draft import Block, Draft, Loss, counted, join
from witnessmark.intake.limits import Limits
from witnessmark.intake.texts.characters import decode

CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[,.]\d{1,3})?"
TIMES = re.compile(rf"\s*({CLOCK})\s*-->\s*({CLOCK})(?:\s.*)?$")
ABOVE, AGAIN = "before the one above", "that captions show again"
WHEN = "see in the recording when it was spoken"
LIKE_TIMES = re.compile(rf"\s*(?:{CLOCK}|[\d:.,]{{4,16}})\s*(?:-+|[–—])>")
"""A line that was to part two captions, and does not."""
NUMBER = re.compile(r"\s*\d{1,9}\s*$")
LOOK = re.compile(r"</?(?:[biu]|ruby|rt|c|lang|font)(?:[.\s][^<>]*)?>|<\d[\d:.,]*>|\{\\[^{}]*\}", re.IGNORECASE)
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]+)>|</v>", re.IGNORECASE)
TURN = re.compile(r"\s*(?:[-–—]\s|>>)")
"""How a cue begins in which another person speaks."""
ENDS = re.compile(r"[.!?…؟。！？۔][\"'”’»)\]]*\s*$")
LONGEST_PAUSE = 3.0
"""After so many seconds without words a sentence does not go on."""
LONGEST = 700
"""Cues without marks between sentences are joined up to so many characters."""
BLOCKS = ("STYLE", "REGION")
PARTED = "\n\n"
"""What stands between captions that no sentence runs through."""


@dataclass(slots=True)
class _Cue:
    """One caption: its times as the file writes them and in seconds, its lines, and who speaks."""

    starts: str
    ends: str
    start: float
    end: float
    lines: list[str] = field(default_factory=list)
    voice: str = ""


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of an SRT or VTT file. Raises RefusedError where they are no text."""
    decoded = decode(data)
    cues: list[_Cue] = []
    outside: list[str] = []
    for one in _parsed(decoded.content):
        if isinstance(one, _Cue):
            cues.append(one)
        else:
            outside.append(one)
    repeated = _drop_repeated(cues)
    blocks = [*(Block(words, (("note", "beside the captions"),), "\n") for words in outside), *_joined(cues)]
    content, locators = join(blocks)
    losses = (*decoded.losses, *_losses(cues, repeated), *_misread(cues, outside))
    return Draft(content=content, locators=locators, encoding=decoded.encoding, losses=losses)


def _parsed(content: str) -> Iterator[_Cue | str]:
    """Yield the cues, and the lines that stand outside them."""
    lines = content.split("\n")
    cue: _Cue | None = None
    at = 0
    skipping = lines[0].lstrip("\ufeff").startswith("WEBVTT")
    for at, line in enumerate(lines):
        times = _times(line)
        if times:
            if cue:
                yield cue
            cue = _Cue(times[1], times[2], _seconds(times[1]), _seconds(times[2]))
            skipping = False
        elif not line.strip():
            if cue and not _goes_on(lines, at):
                yield cue
                cue = None
            skipping = False
        elif cue:
            if not (at + 1 < len(lines) and NUMBER.match(line) and _times(lines[at + 1])):
                cue.lines += _shown(line, cue)
        elif line.startswith(BLOCKS):
            skipping = True
        elif not skipping and not _names_next(lines, at):
            yield re.sub(r"^NOTE\b\s*", "", line)
    if cue:
        yield cue


def _times(line: str) -> re.Match[str] | None:
    return TIMES.match(line) if "-->" in line else None


def _goes_on(lines: list[str], at: int) -> bool:
    """Tell whether a blank line lies within a cue: no number and no times come after it, but words do."""
    following = next((place for place in range(at + 1, min(at + 3, len(lines))) if lines[place].strip()), None)
    if following is None or _times(lines[following]) or lines[following].startswith(("NOTE", *BLOCKS)):
        return False
    return not _names_next(lines, following)


def _names_next(lines: list[str], at: int) -> bool:
    """Tell whether a line is the number or the name of the cue below it."""
    return at + 1 < len(lines) and bool(_times(lines[at + 1]))


def _shown(line: str, cue: _Cue) -> Iterator[str]:
    """Yield the words of a line of a cue, without its marks; take the speaker's name out of it."""
    if "<" not in line and "{" not in line:
        words = html.unescape(line).strip()
        if words:
            yield words
        return
    voices = [match[1].strip() for match in VOICE.finditer(line) if match[1]]
    if voices and not cue.voice:
        cue.voice = html.unescape(voices[0])
    words = html.unescape(LOOK.sub("", VOICE.sub("", line))).strip()
    if words:
        yield words


def _seconds(clock: str) -> float:
    parts = clock.replace(",", ".").split(":")
    seconds = 0.0
    for part in parts:
        seconds = seconds * 60 + float(part)
    return seconds


def _drop_repeated(cues: list[_Cue]) -> int:
    """Drop the lines that rolling captions show again; return how many they are."""
    dropped = 0
    last: list[str] = []
    end = -1.0
    for cue in cues:
        shown = list(cue.lines)
        if shown and cue.start <= end + 0.1:
            for size in range(min(len(last), len(shown)), 0, -1):
                if last[-size:] == shown[:size]:
                    cue.lines = shown[size:]
                    dropped += size
                    break
        last, end = shown, cue.end
    return dropped


def _joined(cues: list[_Cue]) -> Iterator[Block]:
    """Yield blocks of cues that a sentence runs through."""
    group: list[_Cue] = []
    voice, gap = "", PARTED
    for cue in cues:
        if not cue.lines:
            if group and cue.end >= group[-1].end and cue.start <= group[-1].end + 0.1:
                group[-1].end, group[-1].ends = cue.end, cue.ends  # a rolling caption without a new line
            continue
        if group and _begins(cue, group):
            yield _block(group, gap)
            group, gap = [], PARTED
        if cue.voice and cue.voice != voice:
            yield Block(f"{cue.voice}:", (("time", f"{cue.starts} to {cue.ends}"), ("part", "speaker")))
            gap = " "
        voice = cue.voice or voice
        group.append(cue)
    if group:
        yield _block(group, gap)


def _begins(cue: _Cue, group: list[_Cue]) -> bool:
    """Tell whether a cue begins something new."""
    last = group[-1]
    if cue.voice and cue.voice != last.voice:
        return True
    if TURN.match(cue.lines[0]) or (len(cue.lines) > 1 and all(TURN.match(line) for line in cue.lines)):
        return True
    long = sum(len(line) + 1 for one in group for line in one.lines) > LONGEST
    pause = cue.start - last.end
    return bool(ENDS.search(last.lines[-1])) or long or pause > LONGEST_PAUSE or pause < -1


def _block(group: list[_Cue], gap: str) -> Block:
    words: list[str] = []
    for line in (line for cue in group for line in cue.lines):
        words.append(("\n" if words and TURN.match(line) else " " if words else "") + line)
    first, last = group[0], max(group, key=lambda cue: cue.end)
    return Block("".join(words), (("time", f"{first.starts} to {last.ends}"),), gap)


def _losses(cues: list[_Cue], repeated: int) -> Iterator[Loss]:
    overlapping = sum(1 for one, other in pairwise(cues) if one.start <= other.start < one.end - 0.1)
    backwards = sum(1 for one, other in pairwise(cues) if other.start < one.start)
    reversed_ = sum(1 for cue in cues if cue.end < cue.start)
    if backwards:
        yield Loss(
            counted(backwards, f"caption begins {ABOVE} it", f"captions begin {ABOVE} them"),
            "see in the recording which comes first",
        )
    if reversed_:
        yield Loss(counted(reversed_, "caption ends before it begins", "captions end before they begin"), WHEN)
    if overlapping and not repeated:
        yield Loss(
            counted(overlapping, f"caption begins {ABOVE} it ends", f"captions begin {ABOVE} them ends"),
            "people may speak at the same time",
        )
    if repeated:
        yield Loss(
            counted(repeated, f"line {AGAIN} is read once", f"lines {AGAIN} are read once"),
            "rolling captions are made so",
        )


def _misread(cues: list[_Cue], outside: list[str]) -> Iterator[Loss]:
    """Say how many lines look like times and could not be read as such."""
    lines = (line for some in (outside, *(cue.lines for cue in cues)) for line in some)
    if count := sum(bool(LIKE_TIMES.match(line)) for line in lines):
        told = counted(count, "line looks like a time", "lines look like times")
        fault = f"{told} and cannot be read as such: what follows stands under the times above"
        yield Loss(fault, WHEN)
