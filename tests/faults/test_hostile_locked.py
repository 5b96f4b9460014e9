"""Files behind passwords, in every format that can have one: each is told, and the good part is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Command
from tests.faults.hostile.locked import LOCKED

WORDS = ("encrypted", "password", "locked")


@pytest.mark.parametrize("name", list(LOCKED))
def test_what_is_locked_is_told(name: str, tmp_path: Path, command: Command) -> None:
    """One row of the faults says that it is locked, in words that a person knows, and what to do."""
    (tmp_path / name).write_bytes(LOCKED[name]())
    case = tmp_path / "case"
    assert command("build", case, tmp_path / name).exit_code == 0
    faults = command.rows("list", case, "faults")
    assert any(any(word in row["fault"] for word in WORDS) and row["hint"] for row in faults), faults
    assert command("verify", case).exit_code == 0


@pytest.mark.parametrize("name", ["password, AES.zip", "password.wacz", "password, attached.eml", "password.msg"])
def test_the_good_part_is_read(name: str, tmp_path: Path, command: Command) -> None:
    """What lies beside the locked part, and is not locked itself, gives a text."""
    (tmp_path / name).write_bytes(LOCKED[name]())
    case = tmp_path / "case"
    assert command("build", case, tmp_path / name).exit_code == 0
    assert command.rows("list", case, "texts")
