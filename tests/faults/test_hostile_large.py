"""Files behind passwords, with loops, or that are no files: each is told, and the good file beside it is read.

Those that take long to make or to read stand in the table of ``benchmarks/hostile.py`` alone.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.faults.hostile.files import WORDS
from tests.faults.hostile.invented import mostly_empty_pdf
from tests.faults.hostile.large import LARGE, forty_two

SAID = {
    "password.pdf": "the PDF is encrypted",
    "a named pipe.txt": "not a regular file",
    "a link out.txt": "a symbolic link, which is not followed",
    "a link to itself.txt": "a symbolic link, which is not followed",
}


@pytest.mark.parametrize("name", list(SAID))
def test_each_is_told_and_the_rest_goes_on(name: str, tmp_path: Path, command: Command) -> None:
    """One row of the faults names the file, what is wrong with it and what to do."""
    if name == "password.pdf" and importlib.util.find_spec("reportlab") is None:
        pytest.skip("ReportLab, a development tool, is not installed")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "beside.txt").write_text(WORDS)
    LARGE[name](folder / name)
    case = tmp_path / "case"
    assert command("build", case, folder).exit_code == 0
    faults = [row for row in command.rows("list", case, "faults") if row["name"].endswith(name)]
    assert any(SAID[name] in row["fault"] and row["hint"] for row in faults), faults
    assert {row["name"] for row in command.rows("list", case, "texts")} == {"beside.txt"}
    assert command("verify", case).exit_code == 0


def test_a_page_tree_that_holds_itself_ends(tmp_path: Path, command: Command) -> None:
    """What stands before the loop is read, or the file is a fault: it does not go round for ever."""
    path = tmp_path / "loop.pdf"
    LARGE["a loop in its pages.pdf"](path)
    case = tmp_path / "case"
    assert command("build", case, path).exit_code == 0
    assert command.rows("list", case, "faults")


def test_a_page_with_words_before_thousands_without(tmp_path: Path, command: Command) -> None:
    """The page is read, whatever number of others holds nothing; some are named, and the others counted."""
    path = tmp_path / "pages.pdf"
    path.write_bytes(mostly_empty_pdf(5_000))
    case = tmp_path / "case"
    assert command("build", case, path).exit_code == 0
    assert len(command.rows("list", case, "texts")) == 1
    (fault,) = command.rows("list", case, "faults")
    assert fault["fault"].startswith("4,999 pages: each has no text: 2, 3, ")
    assert fault["fault"].endswith(" and 4,799 more")


def test_copies_of_one_archive_in_one_another_are_opened_once(tmp_path: Path, command: Command) -> None:
    """What 42.zip is: a million copies of one bomb cost what one costs."""
    path = tmp_path / "42.zip"
    forty_two(path)
    case = tmp_path / "case"
    assert command("build", case, path).exit_code == 0
    faults = command.rows("list", case, "faults")
    assert any("bomb" in row["fault"] for row in faults), faults
