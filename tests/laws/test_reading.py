"""Law 1: the reading can be deleted and rebuilt from the record with the same result. Law 2: exact words or nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tests.conftest import Command

from witnessmark.case import Case
from witnessmark.cli import KINDS
from witnessmark.store import ask
from witnessmark.verifying import verify

EXAMPLE = Path(__file__).parents[2] / "examples" / "orrum" / "sources"

DERIVED = tuple(kind for kind in KINDS if kind not in ("sources", "decisions"))


def lists(command: Command, case: Path, kinds: tuple[str, ...] = KINDS) -> dict[str, list[dict[str, Any]]]:
    """Return every list of a case."""
    return {kind: command.rows("list", case, kind) for kind in kinds}


def test_a_rebuilt_reading_equals_the_old_one(tmp_path: Path, command: Command) -> None:
    """After the reading is deleted, a build without any path makes the same lists."""
    case = tmp_path / "case"
    assert command("build", case, EXAMPLE).exit_code == 0
    statement = command.rows("list", case, "statements")[0]["id"]
    command.rows("decide", case, "confirm", statement, "--reason", "Heard on the recording.")
    before = lists(command, case)
    for path in case.glob("reading.db*"):
        path.unlink()
    assert command("build", case).exit_code == 0
    assert lists(command, case) == before


def test_the_order_of_the_files_makes_no_difference(tmp_path: Path, command: Command) -> None:
    """Files given forwards, backwards and one build each make the same lists, but for when they were acquired."""
    files = sorted(EXAMPLE.iterdir())
    half = len(files) // 2
    assert command("build", tmp_path / "forwards", *files).exit_code == 0
    assert command("build", tmp_path / "backwards", *reversed(files)).exit_code == 0
    assert command("build", tmp_path / "parts", *files[half:]).exit_code == 0
    assert command("build", tmp_path / "parts", *files[:half]).exit_code == 0
    first = lists(command, tmp_path / "forwards", DERIVED)
    assert lists(command, tmp_path / "backwards", DERIVED) == first
    assert lists(command, tmp_path / "parts", DERIVED) == first


def test_every_passage_of_the_example_stands_in_its_text(tmp_path: Path, command: Command) -> None:
    """Verify finds no passage whose words do not reproduce, and there are many."""
    folder = tmp_path / "case"
    assert command("build", folder, EXAMPLE).exit_code == 0
    verdict = verify(Case.open(folder))
    assert not verdict.faults
    assert verdict.passages > 1000
    with Case.open(folder).reading() as store, store.asking() as connection:
        for item in ask.statements(connection):
            text = ask.text_of(connection, item.citation.source)
            assert text is not None
            assert item.statement.content.stands_in(text.content)
            assert item.citation.locator


def test_a_reading_of_another_record_is_told(tmp_path: Path, reports: Path, case: Path, command: Command) -> None:
    """A reading that was moved from another case does not verify."""
    other = tmp_path / "other"
    assert command("build", other, reports / "agency.txt").exit_code == 0
    for path in other.glob("reading.db*"):
        path.unlink()
    for path in case.glob("reading.db*"):
        shutil.copy(path, other / path.name)
    result = command("verify", other)
    assert result.exit_code == 1
    assert "reading.db" in result.stdout
