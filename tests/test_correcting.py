"""Misread words that a person corrects, from the command line to the dossier and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Command

WORDS = "KEDARIA, 3 March 2021.\n\nThe ministry said 48 people were killed.\n\nThe hospital said 48 people were hurt.\n"


@pytest.fixture
def misread(tmp_path: Path, command: Command) -> Path:
    """Return a case of one text in which a number is wrong."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "report.txt").write_text(WORDS, "utf-8")
    folder = tmp_path / "case"
    assert command("build", folder, tmp_path / "in").exit_code == 0
    return folder


def _correct(command: Command, case: Path) -> int:
    given = ("43 persons", "--was", "48 people", "--place", "paragraph 2", "--reason", "The print shows 43.")
    (row,) = command.rows("decide", case, "correct", "report.txt", *given)
    assert command("build", case).exit_code == 0
    return int(row["entry"])


def _figures(command: Command, case: Path) -> dict[str, Any]:
    return {row["quote"]: row["lo"] for row in command.rows("list", case, "figures")}


def test_a_corrected_text_is_read_again(misread: Path, command: Command) -> None:
    """The figure is the corrected one, what it leads back to is told, and statements keep their ids."""
    before = [row["id"] for row in command.rows("list", misread, "statements")]
    entry = _correct(command, misread)
    assert _figures(command, misread) == {"43": 43, "48": 48}
    assert [row["id"] for row in command.rows("list", misread, "statements")] == before
    (text,) = command.rows("list", misread, "texts")
    (correction,) = text["corrections"]
    assert correction["entry"] == entry
    ((start, end),) = correction["original"]["spans"]
    assert WORDS[start:end] == correction["original"]["quote"] == "48 people"
    assert command("verify", misread).exit_code == 0


def test_a_rebuilt_reading_is_corrected_too(misread: Path, command: Command) -> None:
    """The correction lies in the record: the reading can be deleted."""
    _correct(command, misread)
    kinds = ("texts", "statements", "figures", "dates")
    before = [command.rows("list", misread, kind) for kind in kinds]
    for path in misread.glob("reading*"):
        path.unlink()
    assert command("build", misread).exit_code == 0
    assert [command.rows("list", misread, kind) for kind in kinds] == before


def test_a_correction_can_be_withdrawn(misread: Path, command: Command) -> None:
    """The next build reads what was extracted; withdrawing the withdrawal corrects it again."""
    entry = _correct(command, misread)
    (row,) = command.rows("decide", misread, "withdraw", str(entry), "--reason", "It is 48 after all.")
    command("build", misread)
    assert _figures(command, misread) == {"48": 48}
    assert command.rows("list", misread, "texts")[0]["corrections"] == []
    command("decide", misread, "withdraw", str(row["entry"]), "--reason", "No, 43.")
    command("build", misread)
    assert _figures(command, misread) == {"43": 43, "48": 48}


def test_the_dossier_says_who_corrected_what(misread: Path, command: Command, tmp_path: Path) -> None:
    """Beside the cited paragraph, with the words that were read there."""
    _correct(command, misread)
    page = tmp_path / "dossier.html"
    assert command("dossier", misread, "-o", page).exit_code == 0
    written = page.read_text("utf-8")
    assert "Corrected by" in written
    assert "“48 people”" in written
    assert "The print shows 43." in written


@pytest.mark.parametrize(
    ("given", "part"),
    [
        (["43"], "correct needs the new words, and --was WORDS"),
        (["43", "--was", "44"], "“44” does not stand in report.txt"),
        (["43", "--was", "48"], "name one place with --place: paragraph 2; paragraph 3"),
        (["43", "--was", "48", "--place", "paragraph 9"], "“48” does not stand in report.txt, paragraph 9"),
        (["x", "--was", "e", "--place", "paragraph 2"], "times in report.txt, paragraph 2; give more of the words"),
        (["43", "--was", "killed.\n\nThe"], "stands in two places of report.txt"),
        (["48", "--was", "48", "--place", "paragraph 2"], "the words are the same as before"),
        ([" ", "--was", "48", "--place", "paragraph 2"], "hold at least one letter or digit"),
    ],
)
def test_words_that_cannot_be_corrected_are_told(misread: Path, command: Command, given: list[str], part: str) -> None:
    """One line says how to name them; nothing is recorded."""
    result = command("decide", misread, "correct", "report.txt", *given, "--reason", "A reason.")
    assert result.exit_code == 2
    assert part in result.stderr
    assert not command.rows("list", misread, "decisions")


def test_no_words_are_corrected_twice(misread: Path, command: Command) -> None:
    """Before and after the build, the entry that corrected them is named."""
    again = ("decide", misread, "correct", "report.txt", "44", "--reason", "A reason.", "--was")
    command("decide", misread, "correct", "report.txt", "43", "--was", "48 people were k", "--reason", "A reason.")
    assert "has corrected these words; withdraw it first" in command(*again, "48 people were ki").stderr
    command("build", misread)
    assert "has corrected these words; withdraw it first" in command(*again, "43").stderr
