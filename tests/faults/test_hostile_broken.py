"""A good file of every format, cut, overwritten, with bytes turned, or twice in one: each is read or told."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Command
from tests.faults.hostile.broken import BROKEN, EXPECTED, write

HOLD_WHAT_OTHERS_HOLD = (".zip", ".tar", ".tar.gz", ".txt.bz2", ".txt.xz", ".warc", ".warc.gz", ".wacz")
"""Of files whose parts lie in others, too, the list of sources shows the first that held them."""
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
    names = {row["source"]: row["name"] for row in sources}
    told = {row["source"] for kind in ("texts", "faults") for row in command.rows("list", case, kind)}
    told |= {row["parent"] for row in sources if row["source"] in told}
    untold = {row["name"] for row in sources if row["source"] not in told}
    assert {
        name for name in untold if "read" not in EXPECTED[name] or not name.endswith(HOLD_WHAT_OTHERS_HOLD)
    } == set()
    faulty = {row["name"] for row in command.rows("list", case, "faults")}
    faulty |= {names[row["parent"]] for row in sources if row["parent"] and row["name"] in faulty}
    assert {name for name, expected in EXPECTED.items() if "read" not in expected} - faulty == set()
    assert any(row["name"] == "good.txt" for row in command.rows("list", case, "texts"))
    assert command("verify", case).exit_code == 0


def test_each_says_what_is_expected_of_it() -> None:
    """No file is without an expectation, and none is of a file that is not there."""
    assert BROKEN.keys() == EXPECTED.keys()
