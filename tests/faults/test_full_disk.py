"""A disk that is full at any write: a small share of those that ``benchmarks/durability.py`` fills."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.faults.suite.cuts import memory
from tests.faults.suite.full import full_disk, writes_of
from tests.faults.suite.jobs import CaseJob
from tests.faults.suite.recorder import Recorder

from witnessmark.errors import InputError, WitnessmarkError
from witnessmark.nouns import Fault
from witnessmark.record import keys
from witnessmark.store import Store
from witnessmark.unsealed import renew

DISKS = 7


def test_a_full_disk_is_told_and_costs_nothing() -> None:
    """One line, status 2, nothing acknowledged lost; with room, the same commands come to the same state."""
    with memory() as folder:
        writes, state = writes_of(CaseJob(), folder / "world")
        assert writes > 300
        for room in range(3, writes, writes // DISKS):
            found = full_disk(CaseJob(), folder / "world", room, state)
            assert not found.broken, found


@pytest.mark.parametrize("room", [0, 1, 3, 6])
def test_no_room_for_the_reading_is_not_taken_for_damage(tmp_path: Path, room: int) -> None:
    """Neither for the file nor for those beside it, and nobody is told to delete what is whole."""
    recorder = Recorder(tmp_path, room=room)
    with recorder.installed(), pytest.raises(WitnessmarkError, match="make room") as told:
        Store.open(tmp_path / "reading.db", create=True)
    assert "delete" not in str(told.value)
    Store.open(tmp_path / "reading.db", create=True).close()


@pytest.mark.parametrize("room", [0, 1, 2])
def test_no_room_for_a_signing_key_leaves_none(tmp_path: Path, room: int) -> None:
    """Half a key is no key: it is taken away again, and the line says to make room."""
    recorder = Recorder(tmp_path, room=room)
    with recorder.installed(), pytest.raises(InputError, match="make room"):
        keys.make_key(tmp_path, "example.org/cases/port-selm")
    assert not any(tmp_path.iterdir())


def test_no_room_for_what_could_not_be_sealed_is_told(tmp_path: Path) -> None:
    """The list of it is as it was before."""
    fault = Fault(source=None, name="/a", stage="seal", fault="it is gone", hint="look for it")
    recorder = Recorder(tmp_path, room=0)
    with recorder.installed(), pytest.raises(InputError, match="make room"):
        renew(tmp_path, [fault], ["/a"])
    assert not any(tmp_path.iterdir())
