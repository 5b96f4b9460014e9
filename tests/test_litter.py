"""What file managers leave in folders, from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Command


def test_what_file_managers_leave_is_counted_and_not_sealed(tmp_path: Path, command: Command) -> None:
    """The other half of a file that macOS keeps is left out too; a file of words that is called so is sealed."""
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "report.txt").write_text("The mayor of Osteva said that six men had died.")
    (folder / "._notes.txt").write_text("Ana Velik said that nobody had read the list.")
    (folder / "._report.txt").write_bytes(b"\x00\x05\x16\x07" + b"\0" * 80)
    (folder / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    result = command("build", tmp_path / "case", folder)
    assert "Left out: 2 files of the kind that file managers leave" in result.output
    assert {row["name"] for row in command.rows("list", tmp_path / "case", "sources")} == {"report.txt", "._notes.txt"}
