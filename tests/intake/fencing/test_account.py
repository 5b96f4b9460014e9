"""What each process behind the fence took is written down where the environment asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from witnessmark.intake import Item, Limits
from witnessmark.intake.fencing.account import SETTING, Took, note, noted
from witnessmark.intake.fencing.fence import Fence
from witnessmark.intake.limits import MIB

Put = Callable[[str, bytes], Item]
MakeFence = Callable[[str], Fence]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the log is asked for."""
    path = tmp_path / "fence.log"
    monkeypatch.setenv(SETTING, str(path))
    return path


def test_memory_is_the_peak_of_the_process(log: Path, fence_doing: MakeFence, put: Put) -> None:
    """What was taken for a moment only, and given back, counts: no look now and then could tell."""
    item = put("a.txt", b"words")
    small, large = fence_doing("return b''"), fence_doing("held = bytearray(200 << 20)\ndel held\nreturn b''")
    small.run(item.path, "small", Limits())
    large.run(item.path, "large", Limits())
    first, second = noted(log)
    assert (first.name, first.how, second.name, second.how) == ("small", "answered", "large", "answered")
    assert 190 * MIB < second.most_memory - first.most_memory < 260 * MIB


def test_how_a_process_ended_is_the_fences_word(log: Path, fence_doing: MakeFence, put: Put) -> None:
    """The limit that was hit is written down as such."""
    item, limits = put("a.txt", b"words"), Limits(output_bytes=MIB)
    fence_doing("return bytes(2 << 20)").run(item.path, "a", limits)
    fence_doing("while True: pass").run(item.path, "b", replace(limits, cpu_seconds=1))
    fence_doing("import os; os.abort()").run(item.path, "c", limits)
    assert [one.how for one in noted(log)] == ["output", "processor time", "signal 6"]


def test_nothing_is_written_where_nobody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of files are written nowhere by default; a log that cannot be written fails no file."""
    took = Took(1, "a.txt", "answered", MIB, 0.1)
    monkeypatch.delenv(SETTING, raising=False)
    note(took)
    assert [*tmp_path.iterdir()] == []
    monkeypatch.setenv(SETTING, str(tmp_path / "no folder" / "log"))
    note(took)
    assert noted(tmp_path / "no folder" / "log") == ()
