"""A good file of every format, cut, overwritten, with bytes turned, or twice in one: each is read or told."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Command
from tests.faults.hostile.broken import BROKEN, EXPECTED, write

SENTENCE = "The ministry of Orrum said that six soldiers had died."


def test_every_one_is_read_or_told(tmp_path: Path, command: Command) -> None:
    """No file of the folder is passed over: each has a text or a fault; the good file beside them is read."""
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder)
    (folder / "good.txt").write_text(SENTENCE)
    case = tmp_path / "case"
    assert command("build", case, folder).exit_code == 0
    sources = command.rows("list", case, "sources")
    parents = {row["source"]: row["parent"] for row in sources}
    told = {row["source"] for kind in ("texts", "faults") for row in command.rows("list", case, kind)}
    for source in list(told):
        at: str | None = source
        while at and (at := parents.get(at)):
            told.add(at)
    assert {row["name"] for row in sources if row["source"] not in told} == set()
    untold = {name for name, expected in EXPECTED.items() if "read" not in expected}
    faulty = {row["name"] for row in command.rows("list", case, "faults")}
    inside = {row["name"]: row["parent"] for row in sources if row["parent"]}
    assert untold - faulty - {name for name in untold if name in inside} - _with_faulty_parts(sources, faulty) == set()
    assert any(row["name"] == "good.txt" for row in command.rows("list", case, "texts"))
    assert command("verify", case).exit_code == 0


def _with_faulty_parts(sources: list[dict[str, str]], faulty: set[str]) -> set[str]:
    """Return the names of files of which a part has a fault."""
    names = {row["source"]: row["name"] for row in sources}
    return {names[row["parent"]] for row in sources if row["parent"] and row["name"] in faulty}


def test_each_says_what_is_expected_of_it() -> None:
    """No file is without an expectation, and none is of a file that is not there."""
    assert BROKEN.keys() == EXPECTED.keys()
