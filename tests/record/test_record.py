"""What callers of a record rely on."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from witnessmark.errors import BusyError, HeadMovedError, InputError, RecordDamagedError
from witnessmark.nouns import Action, Custody, Decision, Digest, EntryKind, Fault, Source, digest_of
from witnessmark.record import Record, durable, verify

CustodyOf = Callable[..., Custody]
DecisionOf = Callable[..., Decision]


def reopened(record: Record) -> Record:
    """Open the same record again."""
    return Record.open(record.folder, record.keys_folder)


def test_sealed_bytes_and_facts_come_back(record: Record, custody: CustodyOf) -> None:
    """What is sealed is read again byte for byte, with its custody facts in full, by another object."""
    source = record.seal(b"the boats left at dawn", custody())
    again = reopened(record)
    assert again.read(source.digest) == b"the boats left at dawn"
    assert [entry.fact for entry in again.entries()] == [source]
    assert source == Source(digest=digest_of(b"the boats left at dawn"), size=22, custody=custody(), index=0)


def test_sealed_files_are_read_only(record: Record, custody: CustodyOf) -> None:
    """A sealed file can be read by all and written by none."""
    source = record.seal(b"x", custody())
    assert stat.S_IMODE(record.path_of(source.digest).stat().st_mode) == 0o444


def test_sealing_again_adds_nothing(record: Record, custody: CustodyOf) -> None:
    """The same bytes with the same name from the same place are the first source; elsewhere they are a second one."""
    first = record.seal(b"x", custody())
    assert record.seal(b"x", custody(acquired_at="2032-01-01T00:00:00Z")) == first
    assert record.is_sealed(first.digest, custody())
    other = record.seal(b"x", custody(name="copy.txt"))
    assert (other.digest, other.index, record.head.size) == (first.digest, 1, 2)
    assert len([path for path in (record.folder / "blobs").rglob("*") if path.is_file()]) == 1


def test_files_are_sealed_in_order_and_each_fault_costs_itself(
    record: Record, custody: CustodyOf, tmp_path: Path
) -> None:
    """Of a batch with a missing file, a folder, a pipe and an incomplete fact, all else is sealed, in order."""
    good, large, pipe = tmp_path / "good", tmp_path / "large", tmp_path / "pipe"
    good.write_bytes(b"good")
    large.write_bytes(os.urandom(3_000_001))
    os.mkfifo(pipe)
    items = [
        (good, custody("good")),
        (tmp_path / "absent", custody("absent")),
        (tmp_path, custody("folder")),
        (pipe, custody("pipe")),
        (good, custody("undated", acquired_at="yesterday")),
        (large, custody("large")),
        (good, custody("good")),
    ]
    results = list(record.seal_files(items))
    assert [isinstance(result, Source) for result in results] == [True, False, False, False, False, True, True]
    assert results[0] == results[6]
    faults = [result for result in results if isinstance(result, Fault)]
    assert [fault.name for fault in faults] == ["absent", "folder", "pipe", "undated"]
    assert all(fault.stage == "seal" and fault.hint for fault in faults)
    assert isinstance(results[5], Source)
    assert record.read(results[5].digest) == large.read_bytes()
    assert not any(record.staging.iterdir())
    assert verify(record.folder).ok


def test_files_sealed_before_are_not_written_again(record: Record, custody: CustodyOf, tmp_path: Path) -> None:
    """A second run over the same files yields the same sources and leaves the log as it is."""
    paths = [tmp_path / str(number) for number in range(600)]
    for path in paths:
        path.write_bytes(path.name.encode())
    items = [(path, custody(path.name)) for path in paths]
    first = list(record.seal_files(items))
    head = record.head
    again = reopened(record)
    assert list(again.seal_files(items)) == first
    assert again.head == head
    assert head.size == 600


def test_a_batch_that_is_left_early_keeps_what_it_yielded(record: Record, custody: CustodyOf, tmp_path: Path) -> None:
    """Whoever stops in the middle loses nothing that was yielded, and leaves nothing behind."""
    path = tmp_path / "one"
    path.write_bytes(b"one")
    results = record.seal_files((path, custody(str(number))) for number in range(2_000))
    first = next(results)
    results.close()
    assert isinstance(first, Source)
    assert reopened(record).read(first.digest) == b"one"
    assert not any(record.staging.iterdir())
    assert verify(record.folder).ok


def test_names_that_are_not_utf8_are_kept_readable(record: Record, custody: CustodyOf) -> None:
    """Bytes of a name that are not UTF-8 are written as escapes, and the name is never a path."""
    name = os.fsdecode(b"caf\xe9.txt")
    source = record.seal(b"x", custody(name, f"/../../{name}"))
    assert source.custody.name == "caf\\xe9.txt"
    assert record.is_sealed(source.digest, custody(name, f"/../../{name}"))
    assert record.seal(b"y", custody("a\ud800")).custody.name == "a\\ud800"
    assert verify(record.folder).ok


def test_decisions_are_entries(record: Record, decision: DecisionOf) -> None:
    """A decision is an entry that holds all of it."""
    made = decision(Action.GRADE, value="B2")
    entry = record.decide(made)
    assert (entry.index, entry.kind, entry.fact) == (0, EntryKind.DECIDED, made)
    assert list(reopened(record).entries()) == [entry]


def test_withdrawals_name_what_they_withdraw(record: Record, custody: CustodyOf, decision: DecisionOf) -> None:
    """What stands can be withdrawn, once; what is not there cannot."""
    source = record.seal(b"x", custody())
    record.decide(decision())
    for target in ("0", "1"):
        assert record.decide(decision(Action.WITHDRAW, target)).kind is EntryKind.WITHDRAWN
    for target in ("0", "1", "9", "-1", "01", "²", "a" * 64):
        with pytest.raises(InputError):
            record.decide(decision(Action.WITHDRAW, target))
    assert record.withdrawn == {0, 1}
    assert not record.is_sealed(source.digest, custody())
    assert record.seal(b"x", custody()).index == 4
    assert verify(record.folder).ok


def test_a_withdrawal_that_is_withdrawn_gives_back_what_it_took(
    record: Record, custody: CustodyOf, decision: DecisionOf
) -> None:
    """The source and the decision stand again, and can be withdrawn again; the taking back itself is final."""
    source = record.seal(b"x", custody())
    record.decide(decision())
    for target in ("0", "1", "2", "3"):
        record.decide(decision(Action.WITHDRAW, target))
    assert record.withdrawn == {2, 3}
    assert record.is_sealed(source.digest, custody())
    assert record.seal(b"x", custody()) == source
    for target in ("2", "4"):
        with pytest.raises(InputError, match="withdraw"):
            record.decide(decision(Action.WITHDRAW, target))
    record.decide(decision(Action.WITHDRAW, "0"))
    assert record.withdrawn == {0, 2, 3}
    assert not record.is_sealed(source.digest, custody())
    reopened = Record.open(record.folder, record.keys_folder)
    assert reopened.withdrawn == {0, 2, 3}
    assert verify(record.folder).ok


def test_a_source_that_was_sealed_again_stands_until_both_are_withdrawn(
    record: Record, custody: CustodyOf, decision: DecisionOf
) -> None:
    """Sealed, withdrawn, sealed again, the first given back: each acquisition is withdrawn by itself."""
    digest = record.seal(b"x", custody()).digest
    record.decide(decision(Action.WITHDRAW, "0"))
    assert record.seal(b"x", custody()).index == 2
    record.decide(decision(Action.WITHDRAW, "1"))
    record.decide(decision(Action.WITHDRAW, "2"))
    assert record.is_sealed(digest, custody())
    record.decide(decision(Action.WITHDRAW, "0"))
    assert not record.is_sealed(digest, custody())


@pytest.mark.parametrize("change", [{"reason": " "}, {"value": "x" * 70_000}, {"target": "\ud800"}])
def test_incomplete_or_too_long_decisions_are_refused(
    record: Record, decision: DecisionOf, change: dict[str, str]
) -> None:
    """A decision without a reason, or one that no entry can hold, is refused and leaves the log as it was."""
    with pytest.raises(InputError):
        record.decide(decision(**change))
    assert record.head.size == 0


def test_two_that_write_in_turn_notice_each_other(record: Record, decision: DecisionOf) -> None:
    """An append on a head that has moved is refused, and works once the head is read again."""
    other = reopened(record)
    record.decide(decision())
    with pytest.raises(HeadMovedError):
        other.decide(decision())
    assert other.refresh().size == 1
    assert other.decide(decision()).index == 1


def test_one_writes_at_a_time(record: Record, decision: DecisionOf) -> None:
    """While another holds the writer's lock, a write is refused and nothing is changed."""
    with durable.locked(record.staging, exclusive=True, wait=0), pytest.raises(BusyError):
        record.decide(decision())
    assert record.decide(decision()).index == 0


def test_a_record_is_made_whole_or_not_at_all(record: Record, tmp_path: Path) -> None:
    """A folder in use, a bad name, and keys inside the record are refused."""
    keys = tmp_path / "keys"
    with pytest.raises(InputError):
        Record.create(record.folder, "example.org/b", keys)
    for origin in ("", "two words", "a+b", "line\nbreak"):
        with pytest.raises(InputError):
            Record.create(tmp_path / "case" / "other", origin, keys)
    with pytest.raises(InputError):
        Record.create(tmp_path / "case" / "other", "a", tmp_path / "case" / "other" / "keys")
    with pytest.raises(InputError):
        Record.open(tmp_path, keys)


def test_an_empty_record_verifies(record: Record) -> None:
    """A new record has a signed checkpoint of nothing."""
    found = verify(record.folder)
    assert found.ok
    assert found.size == 0
    assert found.checkpoint == record.checkpoint


def test_what_is_damaged_is_not_handed_out(record: Record, custody: CustodyOf) -> None:
    """Changed or missing bytes, entries and checkpoints raise an error that names them."""
    source = record.seal(b"x", custody())
    path = record.path_of(source.digest)
    path.unlink()
    with pytest.raises(RecordDamagedError, match=source.digest):
        record.read(source.digest)
    path.write_bytes(b"y")
    with pytest.raises(RecordDamagedError, match=source.digest):
        record.read(source.digest)
    with pytest.raises(InputError):
        record.path_of(Digest("../../etc/passwd"))
    bundle = record.folder / "log/tile/entries/000.p/1"
    bundle.write_bytes(bundle.read_bytes().replace(b"Quell", b"Quill"))
    with pytest.raises(RecordDamagedError, match="entries"):
        list(record.entries())
    (record.folder / "log/checkpoint").write_bytes(b"")
    with pytest.raises(RecordDamagedError, match="checkpoint"):
        reopened(record)


def test_a_forged_log_is_not_signed(record: Record, decision: DecisionOf, tmp_path: Path) -> None:
    """A checkpoint that the record's key did not sign is not built upon."""
    record.decide(decision())
    forged = Record.create(tmp_path / "case" / "forged", record.origin, tmp_path / "keys")
    forged.decide(decision(reason="Another."))
    for path in ("log/checkpoint", "log/tile/0/000.p/1", "log/tile/entries/000.p/1"):
        (record.folder / path).write_bytes((forged.folder / path).read_bytes())
    with pytest.raises(RecordDamagedError):
        reopened(record).decide(decision())


def test_without_the_key_a_record_can_be_read_but_not_written(
    record: Record, decision: DecisionOf, tmp_path: Path
) -> None:
    """The private key is asked for at the first write, and the message says which one is missing."""
    entry = record.decide(decision())
    other = Record.open(record.folder, tmp_path / "none")
    assert list(other.entries()) == [entry]
    with pytest.raises(InputError, match=record.key.fingerprint):
        other.decide(decision())


@pytest.mark.parametrize("lost", [False, True])
def test_a_key_can_be_replaced(record: Record, decision: DecisionOf, lost: bool, tmp_path: Path) -> None:
    """After a replacement the new key signs; both checkpoints stay; a lost old key is said, not hidden."""
    record.decide(decision())
    old = record.key
    keys = tmp_path / "elsewhere" if lost else record.keys_folder
    other = Record.open(record.folder, keys)
    entry = other.replace_key(reason="The laptop was taken.", decided_by="Ada Quell", tool="witnessmark 0.1.0")
    assert other.key != old
    assert other.decide(decision()).index == entry.index + 1
    assert other.replace_key(reason="Again.", decided_by="Ada Quell", tool="witnessmark 0.1.0").index == 3
    assert other.replace_key(reason="At once.", decided_by="Ada Quell", tool="witnessmark 0.1.0").index == 4
    other.decide(decision())
    found = verify(record.folder)
    assert found.ok, found.faults
    assert found.fingerprints[0] == old.fingerprint
    assert found.fingerprints[-1] == other.key.fingerprint
    assert any("lost" in note for note in found.notes) is lost
    with pytest.raises(InputError):
        other.decide(decision(Action.WITHDRAW, "1"))


def test_the_log_grows_over_the_edges_of_its_tiles(record: Record, custody: CustodyOf, tmp_path: Path) -> None:
    """However entries arrive, one by one or in batches, the log has exactly the files that it should have."""
    path = tmp_path / "one"
    path.write_bytes(b"one")
    for count in (1, 254, 1, 1, 255, 3, 600):
        start = record.head.size
        list(record.seal_files((path, custody(str(start + number))) for number in range(count)))
        found = verify(record.folder)
        assert found.ok, found.faults
        assert found.size == start + count
    assert [entry.index for entry in record.entries(250)] == list(range(250, 1115))
