"""Durable writes: what must be synced before what, and locks."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from witnessmark.errors import BusyError, InputError
from witnessmark.nouns import Custody, Decision
from witnessmark.record import Record, durable

CustodyOf = Callable[..., Custody]
DecisionOf = Callable[..., Decision]
Event = tuple[str, str, str]


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """Note every sync, rename and new folder, in their order, while they are really done."""
    noted: list[Event] = []
    real_sync, real_mkdir, real_replace, real_unlink = os.fsync, os.mkdir, Path.replace, Path.unlink

    def sync(descriptor: int) -> None:
        real_sync(descriptor)
        noted.append(("sync", str(Path(f"/proc/self/fd/{descriptor}").readlink()), ""))

    def mkdir(path: str, mode: int = 0o777) -> None:
        real_mkdir(path, mode)
        noted.append(("mkdir", str(path), ""))

    def replace(self: Path, target: Path) -> Path:
        moved = real_replace(self, target)
        noted.append(("replace", str(self), str(target)))
        return moved

    def unlink(self: Path, missing_ok: bool = False) -> None:
        real_unlink(self, missing_ok)
        noted.append(("unlink", str(self), ""))

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "mkdir", mkdir)
    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(Path, "unlink", unlink)
    return noted


def assert_ordered(events: list[Event], record: Path) -> None:
    """Check that no name stands for unsynced bytes, and that the checkpoint comes after all that it speaks of."""
    unsynced: set[str] = set()
    synced: set[str] = set()
    for kind, path, target in events:
        if kind == "sync":
            synced.add(path)
            unsynced.discard(path)
            continue
        if kind == "replace" and str(record) in target:
            assert path in synced, f"{target} got its name before its bytes were synced"
            if target.endswith(("log/checkpoint", "/pending")):
                assert not unsynced, f"{target} was replaced before {unsynced} were synced"
            unsynced.add(str(Path(target).parent))
        elif kind == "mkdir" and str(record) in path:
            unsynced.add(str(Path(path).parent))
        elif kind == "unlink" and str(record) in path:
            if path.endswith("/pending"):
                assert not unsynced, f"the note of the batch was removed before {unsynced} were synced"
            unsynced.add(str(Path(path).parent))
    assert not unsynced, f"{unsynced} were not synced before the call returned"


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc to tell which file is synced")
def test_every_step_is_on_disk_before_the_next(
    record: Record, events: list[Event], custody: CustodyOf, decision: DecisionOf, tmp_path: Path
) -> None:
    """A power cut at any moment loses nothing acknowledged: the order of syncs and renames does not allow it."""
    paths = [tmp_path / str(number) for number in range(300)]
    for path in paths:
        path.write_bytes(path.name.encode())
    jobs: list[Callable[[], object]] = [
        lambda: record.seal(b"one", custody()),
        lambda: list(record.seal_files((path, custody(path.name)) for path in paths)),
        lambda: record.decide(decision()),
        lambda: record.replace_key(reason="Practice.", decided_by="Ada Quell", tool="test"),
    ]
    for job in jobs:
        events.clear()
        job()
        assert any(kind == "replace" and target.endswith("log/checkpoint") for kind, _, target in events)
        assert_ordered(events, record.folder)


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    """Where one of several files cannot be written, no temporary file stays."""
    staging = tmp_path / "staging"
    staging.mkdir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        durable.write_all({tmp_path / "a": b"a", tmp_path / "file" / "b": b"b"}, staging)
    assert not any(staging.iterdir())


def test_a_lock_is_for_one_writer_or_many_readers(tmp_path: Path) -> None:
    """Readers share, a writer is alone, and the lock leaves no file behind."""
    with (
        durable.locked(tmp_path, exclusive=False, wait=0),
        durable.locked(tmp_path, exclusive=False, wait=0),
        pytest.raises(BusyError),
        durable.locked(tmp_path, exclusive=True, wait=0.05),
    ):
        pass
    with durable.locked(tmp_path, exclusive=True, wait=0):
        pass
    assert not any(tmp_path.iterdir())


def test_a_failure_to_write_says_what_to_do(tmp_path: Path) -> None:
    """A full disk or a missing permission becomes one clear line."""
    with pytest.raises(InputError, match="make room"), durable.explained(tmp_path):
        raise OSError(28, "No space left on device")
