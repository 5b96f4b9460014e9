"""The laws hold for parts of sources: rebuilt readings are equal, the order of files and builds makes no difference."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Command
from tests.intake.containers.making import WORDS, mail, mbox, page, tarred, warc, zipped

KINDS = ("texts", "statements", "figures", "dates", "copies", "faults")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Return containers that hold each other, and share a report with each other and with a plain file."""
    folder = tmp_path / "given"
    folder.mkdir()
    report = WORDS.encode()
    letter = mail("The army denied on Monday that 12 men died.", [("a.txt", "text/plain", report)])
    pages = warc([page("The police of Sud said that three people were killed on 3 May 2020.")])
    made = {
        "1.zip": zipped({"a.txt": report, "letter.eml": letter}),
        "2.tar.xz": tarred({"1.zip": zipped({"a.txt": report}), "pages.warc": pages}, "w:xz"),
        "3.mbox": mbox([letter, mail("The mayor said that 40 had fled.")]),
        "4.txt": report,
        "5.warc": pages + b"WARC/1.0\r\nbroken",
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return sorted(folder.iterdir())


def listed(command: Command, case: Path) -> dict[str, Any]:
    """Return every derived list, and where each part lay."""
    places = {(row["source"], row["parent"], row["part"]) for row in command.rows("list", case, "sources")}
    found: dict[str, Any] = {kind: command.rows("list", case, kind) for kind in KINDS}
    for rows in found.values():
        for row in rows:
            row.pop("name", None)  # a source that lies in several places has the name of its first acquisition
    return found | {"places": places}


def ordered(found: dict[str, Any]) -> dict[str, list[str]]:
    return {kind: sorted(map(str, rows)) for kind, rows in found.items()}


def test_a_rebuilt_reading_equals_the_old_one(files: list[Path], tmp_path: Path, command: Command) -> None:
    """After the reading is deleted, a build without any path makes the same lists, in the same order."""
    case = tmp_path / "case"
    assert command("build", case, *files).exit_code == 0
    before = {kind: command.rows("list", case, kind) for kind in (*KINDS, "sources")}
    for path in case.glob("reading.db*"):
        path.unlink()
    assert command("build", case).exit_code == 0
    assert {kind: command.rows("list", case, kind) for kind in before} == before


def test_the_order_of_the_files_makes_no_difference(files: list[Path], tmp_path: Path, command: Command) -> None:
    """Given at once, or one a build from the last to the first, the same words are found in the same places."""
    assert command("build", tmp_path / "once", *files).exit_code == 0
    for path in reversed(files):
        assert command("build", tmp_path / "turns", path).exit_code == 0
    once, turns = listed(command, tmp_path / "once"), listed(command, tmp_path / "turns")
    assert ordered(turns) == ordered(once)
