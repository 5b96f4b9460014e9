"""Copies do not depend on how many texts came at once, nor on their order."""

from __future__ import annotations

import random
from pathlib import Path

from tests.conftest import Command

from witnessmark.aligning import FEW
from witnessmark.comparing import MEETING

EVENTS = 6
TEXTS_OF_EVENT = 8
TEXTS_OF_FIRST = MEETING + 12
"""More than may all meet each other."""
STANDING = "Readers can send notes on this report to the desk in Upper Vandel at any hour of the day."
WORDS = ("guard", "gate", "road", "night", "house", "river", "valley", "market", "stone", "bridge", "left", "found")
PLACES = ("Orlen", "Tasq", "Miravel", "Sondrio", "Pell", "Karsk")


def _write(folder: Path) -> list[Path]:
    """Write reports of invented events, each with copies that lack a sentence, and a paragraph that all have."""
    chance = random.Random(7)
    paths = []
    for event in range(EVENTS):
        told = [" ".join(chance.choices(WORDS, k=11)) for _ in range(5)]
        sentences = [f"In {PLACES[event]} {words} on day {day}." for day, words in enumerate(told, event)]
        for copy in range(TEXTS_OF_EVENT if event else TEXTS_OF_FIRST):
            dropped = copy % (len(sentences) + 1) if event else len(sentences)
            kept = [*sentences[:dropped], *sentences[dropped + 1 :], f"Sheet {copy}."]
            path = folder / f"{event:02}-{copy}.txt"
            path.write_text("\n\n".join((*kept, STANDING)), encoding="utf-8")
            paths.append(path)
    return paths


def _copies(command: Command, case: Path) -> set[tuple[str, str, float]]:
    return {(row["from"], row["to"], row["share_to"]) for row in command.rows("list", case, "copies")}


def test_copies_are_the_same_whatever_came_first(command: Command, tmp_path: Path) -> None:
    """A case built at once, and one built from the same files in another order in several goes."""
    folder = tmp_path / "reports"
    folder.mkdir()
    paths = _write(folder)
    assert len(paths) > FEW
    command("build", tmp_path / "once", folder)
    mixed = random.Random(3).sample(paths, len(paths))
    for start in range(0, len(mixed), 30):
        command("build", tmp_path / "parts", *mixed[start : start + 30])
    once = _copies(command, tmp_path / "once")
    assert once == _copies(command, tmp_path / "parts")
    assert len(once) >= EVENTS * TEXTS_OF_EVENT
