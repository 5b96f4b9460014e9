"""A record whose writer is killed, or whose disk is full, at any moment."""

from __future__ import annotations

import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from witnessmark.errors import InputError
from witnessmark.nouns import Action, Custody, Decision, Source, digest_of
from witnessmark.record import Record, durable, verify, verify_case
from witnessmark.record.entries import encode_sealed
from witnessmark.record.pending import Pending

ORIGIN = "example.org/cases/port-selm"
TIME = "2031-04-05T14:03:09+02:00"

# Seals and decides until it is killed, and says what was acknowledged, one line each.
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from test_record_killed import facts, note
from witnessmark.nouns import Source
from witnessmark.record import Record
case, turn = Path(sys.argv[1]), sys.argv[2]
record = Record.open(case / "record", case.parent / "keys")
paths = sorted((case.parent / "in").iterdir())
number = 0
while True:
    number += 1
    entry = record.decide(note(f"{turn}-{number}"))
    print("decided", entry.index, entry.fact.target, flush=True)
    for source in record.seal_files((path, facts(f"{turn}-{number}-{path.name}")) for path in paths):
        assert isinstance(source, Source), source
        print("sealed", source.index, source.custody.name, flush=True)
    if number % 3 == 0:
        record.replace_key(reason="Practice.", decided_by="Ada Quell", tool="test")
"""


def facts(name: str) -> Custody:
    """Return custody facts of a file."""
    return Custody(
        name=name, acquired_from="/post", acquired_at=TIME, clock="test", acquired_by="Ada Quell", tool="test"
    )


def note(target: str) -> Decision:
    """Return a decision."""
    return Decision(
        action=Action.NOTE,
        target=target,
        reason="It was seen.",
        decided_by="Ada Quell",
        decided_at=TIME,
        clock="test",
        tool="test",
    )


def assert_sound(folder: Path) -> None:
    """Both verifiers must find nothing."""
    found = verify(folder)
    assert found.ok, found.faults
    stranger = verify_case.Verifier(folder)
    assert stranger.verify(None), stranger.faults


def acknowledged_before_kill(case: Path, turn: int, seconds: float) -> Iterator[tuple[str, int, str]]:
    """Run the writer, kill it after some seconds, and yield what it had acknowledged."""
    command = [sys.executable, "-c", WRITER, str(case), str(turn), str(Path(__file__).parent)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stderr is not None
    lines = [child.stdout.readline()]
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    with child.stdout, child.stderr:
        lines += child.stdout.read().split("\n")
        assert child.wait() == -signal.SIGKILL, child.stderr.read()
    for line in lines:
        kind, _, rest = line.strip().partition(" ")
        index, _, name = rest.partition(" ")
        if name:  # the last line may be cut
            yield kind, int(index), name


def test_a_killed_writer_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    """Killed at random moments, the record verifies, holds all that was acknowledged, and can be written on."""
    case = tmp_path / "case"
    case.mkdir()
    (tmp_path / "in").mkdir()
    for number in range(40):
        (tmp_path / "in" / str(number)).write_bytes(b"%d" % number * 2_000)
    record = Record.create(case / "record", ORIGIN, tmp_path / "keys")
    chance = random.Random(11)
    for turn in range(12):
        known = list(acknowledged_before_kill(case, turn, chance.uniform(0, 0.25)))
        assert_sound(case / "record")
        record.refresh()
        entries = {entry.index: entry.fact for entry in record.entries()}
        for _, index, name in known[:-1]:
            fact = entries[index]
            if isinstance(fact, Source):
                assert fact.custody.name == name
                assert record.read(fact.digest)
            else:
                assert fact.target == name
        record.decide(note("after"))
        assert not (case / "record" / "pending").exists()
        assert_sound(case / "record")


class _CutError(BaseException):
    """Stands for the moment at which everything stops: no handler of ours may catch it."""


def steps_of(record: Record, path: Path, monkeypatch: pytest.MonkeyPatch, stop_at: int, job: str) -> bool:
    """Do a job and stop it before its ``stop_at``-th step on disk; tell whether it came to its end."""
    count = 0

    def step() -> None:
        nonlocal count
        count += 1
        if count == stop_at:
            raise _CutError

    real_replace, real_unlink = Path.replace, Path.unlink

    def replace(self: Path, target: Path) -> Path:
        step()
        return real_replace(self, target)

    def unlink(self: Path, missing_ok: bool = False) -> None:
        if record.folder in self.parents:
            step()
        real_unlink(self, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        patch.setattr(Path, "unlink", unlink)
        try:
            if job == "seal":
                list(record.seal_files((path / str(n), facts(str(n))) for n in range(6)))
            else:
                record.replace_key(reason="Practice.", decided_by="Ada Quell", tool="test")
        except _CutError:
            return False
    return True


@pytest.mark.parametrize(
    ("job", "before", "key_lost"),
    [("seal", 253, False), ("seal", 0, True), ("replace", 253, False), ("replace", 0, True)],
)
def test_every_step_of_a_commit_can_be_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: str, before: int, key_lost: bool
) -> None:
    """Cut off before each single rename and removal, the record verifies, and the next writer mends it."""
    for number in range(6):
        (tmp_path / str(number)).write_bytes(b"%d" % number)
    (tmp_path / "old").write_bytes(b"0")
    (tmp_path / "model").mkdir()
    model = Record.create(tmp_path / "model" / "record", ORIGIN, tmp_path / "model" / "keys")
    list(model.seal_files((tmp_path / "old", facts(f"old-{number}")) for number in range(before)))
    for stop_at in range(1, 40):
        case = tmp_path / f"case-{stop_at}"
        shutil.copytree(tmp_path / "model", case)
        record = Record.open(case / "record", case / "keys")
        finished = steps_of(record, tmp_path, monkeypatch, stop_at, job)
        assert_sound(record.folder)
        folder = case / "lost" if key_lost else case / "keys"
        other = Record.open(record.folder, folder)
        if key_lost:
            with pytest.raises(InputError):
                other.decide(note("refused"))
            other.replace_key(reason="The key was lost.", decided_by="Ada Quell", tool="test")
        entry = other.decide(note("after"))
        assert entry.index >= before
        assert not (record.folder / "pending").exists()
        assert not verify(record.folder).notes or key_lost
        assert_sound(record.folder)
        if finished:
            assert stop_at > 5
            return
    pytest.fail("the job did not come to its end")


def test_a_batch_that_was_whole_is_finished_and_not_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes that had reached the record before the cut are logged by the next writer with their custody facts."""
    for number in range(6):
        (tmp_path / str(number)).write_bytes(b"%d" % number)
    (tmp_path / "case").mkdir()
    record = Record.create(tmp_path / "case" / "record", ORIGIN, tmp_path / "keys")
    assert not steps_of(record, tmp_path, monkeypatch, 7, "seal")  # pending, then some of six blobs
    other = Record.open(record.folder, tmp_path / "keys")
    other.decide(note("after"))
    names = [entry.fact.custody.name for entry in other.entries() if isinstance(entry.fact, Source)]
    assert 0 < len(names) < 6
    assert names == [str(number) for number in range(len(names))]


def test_a_full_disk_costs_only_what_was_not_acknowledged(tmp_path: Path) -> None:
    """Where a file cannot be written, one clear error comes, the record verifies, and the next seal goes on."""
    (tmp_path / "case").mkdir()
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"small")
    large.write_bytes(bytes(200_000))
    record = Record.create(tmp_path / "case" / "record", ORIGIN, tmp_path / "keys")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
        with pytest.raises(InputError, match="cannot be written"):
            list(record.seal_files([(small, facts("small")), (large, facts("large"))]))
        with pytest.raises(InputError, match="cannot be written"):
            record.seal(bytes(200_000), facts("large"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (400, limits[1]))
        with pytest.raises(InputError, match="cannot be written"):
            record.decide(note("x" * 500))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)
    assert_sound(record.folder)
    results = list(record.seal_files([(small, facts("small")), (large, facts("large"))]))
    assert all(isinstance(result, Source) for result in results)
    assert_sound(record.folder)


def test_a_torn_write_never_gets_its_name(tmp_path: Path) -> None:
    """Half-written temporary files lie outside the record, and the next writer clears them."""
    (tmp_path / "case").mkdir()
    record = Record.create(tmp_path / "case" / "record", ORIGIN, tmp_path / "keys")
    (record.staging / "half").write_bytes(b"wit")
    (record.staging / "draft").mkdir()
    (record.staging / "draft" / "file").write_bytes(b"")
    assert_sound(record.folder)
    record.decide(note("after"))
    assert not any(record.staging.iterdir())


def test_a_blob_that_was_torn_is_not_logged(tmp_path: Path) -> None:
    """Where a disk lost the bytes of a file that ``pending`` lists, the next writer drops it rather than sealing it."""
    (tmp_path / "case").mkdir()
    record = Record.create(tmp_path / "case" / "record", ORIGIN, tmp_path / "keys")
    digest = digest_of(b"whole")
    batch = Pending(0, (encode_sealed(digest, 5, facts("torn")),))
    durable.write(record.folder / "pending", batch.encode(), record.staging)
    path = record.path_of(digest)
    path.parent.mkdir()
    path.write_bytes(b"who")
    assert not verify(record.folder).ok
    assert record.decide(note("after")).index == 0
    assert not path.exists()
    assert_sound(record.folder)
