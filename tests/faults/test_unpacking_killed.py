"""Unpacking that is stopped at any moment loses nothing, seals nothing twice, and goes on to the same state."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.intake.containers.making import mail, mbox, tarred, zipped

KILLS = 5
KINDS = ("sources", "texts", "statements", "faults")


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """Return a folder of containers with a hundred parts, one of them in another, and one with a fault."""
    folder = tmp_path / "given"
    folder.mkdir()
    words = [f"The guard of Velmora said that {number} men left on foot." for number in range(100)]
    (folder / "a.zip").write_bytes(zipped({f"{n}.txt": one.encode() for n, one in enumerate(words[:50])}))
    inner = tarred({f"{n}.txt": one.encode() for n, one in enumerate(words[50:80])}, "w:gz")
    (folder / "b.zip").write_bytes(zipped({"inner.tar.gz": inner, "c.mbox": mbox(map(mail, words[80:95]))}))
    (folder / "d.zip").write_bytes(zipped({"e.txt": words[99].encode(), "f.txt": b"x"}).replace(b"e.txt", b"g.txt", 1))
    return folder


def listed(command: Command, case: Path) -> dict[str, list[tuple[tuple[str, str], ...]]]:
    """Return the lists of a case without what depends on when and where it was built."""
    left_out = {"acquired_at", "clock"}
    return {
        kind: [
            tuple((key, str(value)) for key, value in row.items() if key not in left_out)
            for row in command.rows("list", case, kind)
        ]
        for kind in KINDS
    }


def test_a_killed_unpacking_goes_on_to_the_same_state(given: Path, tmp_path: Path, command: Command) -> None:
    """After each kill the record verifies; in the end every part was acquired once, and the lists are the same."""
    whole, case = tmp_path / "whole", tmp_path / "case"
    start = time.monotonic()
    assert command("build", whole, given).exit_code == 0
    seconds = time.monotonic() - start
    chance = random.Random(11)
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "witnessmark", "build", str(case), str(given)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.5, max(1.0, seconds * 0.6)))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if case.exists():
            result = command("verify", case)
            assert result.exit_code == 0, result.output
    assert command("build", case, given).exit_code == 0
    assert listed(command, case) == listed(command, whole)
    assert command("verify", case).exit_code == 0
