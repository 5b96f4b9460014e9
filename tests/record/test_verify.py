"""Verifying: both verifiers name every damage, agree with each other, and never fail themselves."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from witnessmark.errors import InputError, NewerFormatError, RecordDamagedError
from witnessmark.nouns import Action, Custody, Decision, Digest
from witnessmark.record import VERIFIER, Record, checkpoint, keys, verify, verify_case
from witnessmark.record.commit import Addition, commit
from witnessmark.record.entries import encode_decision, encode_sealed
from witnessmark.record.log import Log
from witnessmark.record.pending import Pending

CustodyOf = Callable[..., Custody]
DecisionOf = Callable[..., Decision]


def both(folder: Path, expected: str | None = None) -> dict[str, str]:
    """Verify with both verifiers, which must name the same files; return the faults by name."""
    found = verify(folder, expected=expected)
    stranger = verify_case.Verifier(folder)
    stranger.verify(verify_case.Note(expected.encode()) if expected is not None else None)
    ours = {fault.name.removeprefix(f"{folder.name}/") for fault in found.faults}
    theirs = {path for path, _ in stranger.faults}
    assert ours == theirs, (found.faults, stranger.faults)
    assert len(found.notes) == len(stranger.notes)
    return {fault.name.removeprefix(f"{folder.name}/"): fault.fault for fault in found.faults}


def paths_of(folder: Path) -> list[str]:
    """Return the files of a record."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def filled(record: Record, custody: CustodyOf, decision: DecisionOf, tmp_path: Path) -> Record:
    """Return a record with two levels of tiles, decisions, a withdrawal and a replaced key."""
    one = tmp_path / "one"
    one.write_bytes(b"one")
    list(record.seal_files((one, custody(f"{number}.txt")) for number in range(256)))
    for words in ("boats", "harbour", "dawn"):
        record.seal(words.encode(), custody(words))
    record.seal(b"", custody("empty"))
    record.decide(decision(value="Ünïcode \U0001f6a2 \x7f"))
    record.decide(decision(Action.WITHDRAW, "3"))
    record.replace_key(reason="The laptop was taken.", decided_by="Ada Quell", tool="witnessmark 0.1.0")
    record.decide(decision())
    return record


def test_a_sound_record_has_no_fault(filled: Record) -> None:
    """Both verifiers find nothing in a record that nobody touched."""
    assert both(filled.folder) == {}


def test_every_file_is_missed_shortened_changed_and_lengthened(filled: Record) -> None:
    """Each file of the record, whatever is done to it, is named, and no other blob is."""
    for path in paths_of(filled.folder):
        file = filled.folder / path
        data = file.read_bytes()
        file.chmod(0o644)
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :] if data else b"!"
        for damaged in (None, data[:-1], flipped, data + b"\n", b"", data[::-1], data * 2):
            if damaged == data:
                continue
            file.unlink()
            if damaged is not None:
                file.write_bytes(damaged)
            named = both(filled.folder)
            assert path in named, damaged
            assert {other for other in named if other.startswith("blobs/")} <= {path}
            file.unlink(missing_ok=True)
            file.write_bytes(data)
    assert both(filled.folder) == {}


def test_damage_in_one_tile_or_bundle_names_that_one_alone(filled: Record) -> None:
    """Where the signed root tells which of two files is wrong, only that one is named."""
    for path in paths_of(filled.folder):
        if not path.startswith("log/tile/"):
            continue
        file = filled.folder / path
        data = file.read_bytes()
        file.write_bytes(data[:-1] + bytes([data[-1] ^ 128]))
        assert set(both(filled.folder)) == {path}
        file.write_bytes(data)


@pytest.mark.parametrize(
    "path",
    ["stray", "blobs/stray", "log/tile/0/002", "log/checkpoints/9", "keys/x.vkey", "keys/x", "blobs/ab/" + "ab" * 32],
)
def test_every_added_file_is_named(filled: Record, path: str) -> None:
    """A file that the log does not account for is a fault, wherever it lies."""
    file = filled.folder / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"")
    assert path in both(filled.folder)


def test_links_and_folders_are_named_and_never_followed(filled: Record, tmp_path: Path) -> None:
    """A link is a fault even where it leads to the right bytes; so is a folder that no record has."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    (filled.folder / "blobs" / "aa").mkdir(exist_ok=True)
    (filled.folder / "blobs" / "odd").mkdir()
    (filled.folder / "log" / "out").symlink_to(outside)
    blob = next(path for path in (filled.folder / "blobs").rglob("*") if path.is_file())
    blob.rename(outside / blob.name)
    blob.symlink_to(outside / blob.name)
    tile = filled.folder / "log/tile/0/000"
    tile.unlink()
    tile.mkdir()
    (filled.folder / "log" / "loop").symlink_to(filled.folder)
    expected = {"blobs/odd", "log/out", "log/loop", "log/tile/0/000", str(blob.relative_to(filled.folder))}
    assert set(both(filled.folder)) >= expected
    assert not any("secret" in path for path in both(filled.folder))


def test_blobs_that_change_places_are_named(record: Record, custody: CustodyOf) -> None:
    """Two sealed files of the same size with their bytes exchanged are both named."""
    one, two = (record.path_of(record.seal(data, custody(data.decode())).digest) for data in (b"north", b"south"))
    one.rename(record.folder / "third")
    two.rename(one)
    (record.folder / "third").rename(two)
    assert set(both(record.folder)) == {str(path.relative_to(record.folder)) for path in (one, two)}


def test_entries_that_change_places_are_named(filled: Record) -> None:
    """Entries in another order, or one twice, are no longer the log that was signed."""
    file = filled.folder / "log/tile/entries/001.p/8"
    entries = verify_case.unpack(file.read_bytes())
    for other in ([*entries[1:], entries[0]], [entries[0], *entries[:-1]]):
        file.write_bytes(b"".join(len(entry).to_bytes(2, "big") + entry for entry in other))
        assert "log/tile/entries/001.p/8" in both(filled.folder)


def test_a_log_rewritten_by_the_holder_of_the_key_is_caught_by_a_kept_checkpoint(
    record: Record, custody: CustodyOf, decision: DecisionOf, tmp_path: Path
) -> None:
    """A log that is signed anew with another past verifies alone, but not against a checkpoint kept elsewhere."""
    record.seal(b"the order", custody())
    kept, right = record.checkpoint, record.key
    record.decide(decision())
    assert both(record.folder, kept) == {}
    grown = record.checkpoint
    shutil.rmtree(record.folder)
    forged = Record.create(record.folder, record.origin, tmp_path / "keys")
    forged.seal(b"another order", custody())
    assert both(forged.folder) == {}
    assert both(forged.folder, kept).keys() == {"the given checkpoint"}
    assert "no key of this record" in verify(forged.folder, expected=kept).faults[0].fault
    (forged.folder / keys.key_path(forged.key.fingerprint)).unlink()
    (forged.folder / keys.key_path(right.fingerprint)).write_text(right.vkey + "\n")
    head = checkpoint.Checkpoint(record.origin, forged.head)
    (forged.folder / "log/checkpoint").write_bytes(checkpoint.sign(head, [keys.load_key(tmp_path / "keys", right)]))
    assert both(forged.folder) == {}
    assert "written anew" in both(forged.folder, kept)["the given checkpoint"]
    assert "was cut" in both(forged.folder, grown)["the given checkpoint"]
    with pytest.raises(InputError):
        verify(forged.folder, expected="nothing of the kind")


def test_a_rollback_to_an_earlier_state_of_the_log_leaves_extra_files(record: Record, custody: CustodyOf) -> None:
    """An old log, rightly signed, put back in place does not hide what was sealed after it."""
    record.seal(b"one", custody("one"))
    shutil.copytree(record.folder / "log", record.folder.parent / "old")
    later = record.seal(b"two", custody("two"))
    shutil.copy(record.folder.parent / "old" / "checkpoint", record.folder / "log" / "checkpoint")
    assert "log/tile/entries/000.p/2" in both(record.folder)
    shutil.rmtree(record.folder / "log")
    shutil.copytree(record.folder.parent / "old", record.folder / "log")
    assert set(both(record.folder)) == {str(record.path_of(later.digest).relative_to(record.folder))}


@pytest.mark.parametrize("size", ["5", "999999999999", "1" + "0" * 17, "1" + "0" * 30, "007", "-1"])
def test_a_forged_size_is_named_in_no_time(record: Record, custody: CustodyOf, size: str) -> None:
    """A checkpoint that speaks of more entries than could be there is a fault, not an endless search."""
    record.seal(b"one", custody())
    file = record.folder / "log/checkpoint"
    file.write_text(record.checkpoint.replace("\n1\n", f"\n{size}\n", 1))
    assert "log/checkpoint" in both(record.folder)


def test_a_key_put_in_the_place_of_the_right_one_is_named(record: Record, decision: DecisionOf, tmp_path: Path) -> None:
    """A stranger's key beside or instead of the record's is a fault, unless the whole log is signed with it."""
    record.decide(decision())
    stranger = keys.make_key(tmp_path / "stranger", record.origin).public
    path = keys.key_path(record.key.fingerprint)
    right = record.folder / path
    right.write_text(stranger.vkey + "\n")
    assert path in both(record.folder)
    right.unlink()
    (record.folder / keys.key_path(stranger.fingerprint)).write_text(stranger.vkey + "\n")
    assert "log/checkpoint" in both(record.folder)


def test_a_signature_of_the_old_key_cannot_be_taken_away(filled: Record) -> None:
    """Where the log says that the old key signed its replacement, a checkpoint without that signature is a fault."""
    file = filled.folder / "log/checkpoints/263"
    lines = file.read_text().splitlines(keepends=True)
    assert len(lines) == 6
    for left_out in (4, 5):
        file.write_text("".join(line for number, line in enumerate(lines) if number != left_out))
        assert "log/checkpoints/263" in both(filled.folder)


@pytest.mark.parametrize("path", ["log/checkpoint", "log/checkpoints/263"])
def test_a_signature_line_written_twice_is_named(filled: Record, path: str) -> None:
    """A checkpoint that was made longer by its own last line does not pass for the one that was signed."""
    file = filled.folder / path
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join([*lines, lines[-1]]))
    assert path in both(filled.folder)


def test_entries_that_the_log_holds_but_no_log_should_are_named(
    record: Record, custody: CustodyOf, decision: DecisionOf
) -> None:
    """Rightly hashed and signed, an entry that is malformed or contradicts an earlier one is a fault all the same."""
    source = record.seal(b"one", custody())
    seal, gone = encode_sealed(source.digest, 3, custody("b")), decision(Action.WITHDRAW, "0")
    later = replace(gone, target="7")
    wrong = [
        (encode_sealed(source.digest, 4, custody("b")), "another size"),
        (seal.replace(b"{", b"{ "), "not canonical"),
        (seal.replace(b'"format":1', b'"format":2'), "format"),
        (encode_decision(later), "no earlier entry"),
        (encode_decision(replace(decision(), action=Action.REPLACE_KEY, value="key")), "key"),
        (b"", "not JSON"),
    ]
    signers = [keys.load_key(record.keys_folder, record.key)]
    for number, (payload, _) in enumerate(wrong, 1):
        commit(Log(record.folder), Addition(payloads=(payload,)), signers, record.staging)
        assert set(both(record.folder)) == {f"log/tile/entries/000.p/{number + 1}"}
    with pytest.raises((RecordDamagedError, NewerFormatError)):
        Record.open(record.folder, record.keys_folder).decide(decision())
    faults = verify(record.folder).faults
    assert len(faults) == len(wrong)
    for fault, (_, words) in zip(faults, wrong, strict=True):
        assert words in fault.fault


def test_a_parent_that_is_not_sealed_before_is_named(record: Record, custody: CustodyOf) -> None:
    """Both verifiers name a part of what no earlier entry seals; an entry that cannot be read may be that one."""
    parent = record.seal(b"a mail", custody("letter.eml"))
    part = record.seal(b"a part", replace(custody("part.txt"), parent=parent.digest, part="attachment 1"))
    assert both(record.folder) == {}
    signers = [keys.load_key(record.keys_folder, record.key)]
    orphan = replace(custody("orphan.txt"), parent=Digest("ef" * 32), part="attachment 1")
    payload = encode_sealed(part.digest, 6, orphan)
    commit(Log(record.folder), Addition(payloads=(payload,)), signers, record.staging)
    assert set(both(record.folder)) == {"log/tile/entries/000.p/3"}
    (fault,) = verify(record.folder).faults
    assert "entry 2 names a parent that no earlier entry seals" in fault.fault
    commit(Log(record.folder), Addition(payloads=(b"",)), signers, record.staging)
    found = verify(record.folder)
    assert ["not JSON" in one.fault for one in found.faults] == [True]
    assert any("1 entries name a parent" in note for note in found.notes)


def test_only_what_stands_can_be_withdrawn(record: Record, custody: CustodyOf, decision: DecisionOf) -> None:
    """Both verifiers take a withdrawal that is taken back, and name one of what is not, or no longer, withdrawn."""
    record.seal(b"one", custody())
    for target in ("0", "1", "0"):
        record.decide(decision(Action.WITHDRAW, target))
    assert both(record.folder) == {}
    signers = [keys.load_key(record.keys_folder, record.key)]
    for size, target in enumerate(("0", "1", "2"), 5):
        payload = encode_decision(decision(Action.WITHDRAW, target))
        commit(Log(record.folder), Addition(payloads=(payload,)), signers, record.staging)
        assert set(both(record.folder)) == {f"log/tile/entries/000.p/{size}"}
    assert [fault.fault.count("cannot be withdrawn") for fault in verify(record.folder).faults] == [1, 1, 1]


def test_an_interrupted_seal_is_no_fault_but_is_said(record: Record, custody: CustodyOf) -> None:
    """Files that ``pending`` lists are counted in a note; the same files without it are faults."""
    record.seal(b"one", custody("one"))
    before = {path: (record.folder / path).read_bytes() for path in paths_of(record.folder)}
    later = record.seal(b"two", custody("two"))
    payload = verify_case.unpack((record.folder / "log/tile/entries/000.p/2").read_bytes())[1]
    for path, data in before.items():
        (record.folder / path).parent.mkdir(exist_ok=True)
        if path.startswith("log/"):
            (record.folder / path).write_bytes(data)
    note = record.folder / "pending"
    note.write_bytes(Pending(1, (payload,)).encode())
    assert both(record.folder) == {}
    assert "3 files" in verify(record.folder).notes[0]  # the blob, and the tiles of the next size
    stray = record.folder / "blobs" / "stray"
    stray.write_bytes(b"")
    assert set(both(record.folder)) == {"blobs/stray"}
    stray.unlink()
    blob = record.path_of(later.digest)
    blob.chmod(0o644)
    blob.write_bytes(b"tow")
    assert set(both(record.folder)) == {str(blob.relative_to(record.folder))}
    for damaged in (b"", note.read_bytes()[:-1], note.read_bytes() + b" ", Pending(7, (payload,)).encode()):
        note.write_bytes(damaged)
        assert "pending" in both(record.folder)
    note.unlink()
    assert len(both(record.folder)) >= 3


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record that hypothesis damages copies of."""
    folder = tmp_path_factory.mktemp("model")
    record = Record.create(folder / "record", "example.org/cases/port-selm", folder / "keys")
    facts = Custody(
        name="a",
        acquired_from="/a",
        acquired_at="2031-04-05T14:03:09+02:00",
        clock="system clock, synchronised",
        acquired_by="Ada Quell",
        tool="witnessmark 0.1.0",
    )
    for number in range(9):
        record.seal(b"x" * number, facts)
    record.replace_key(reason="The laptop was taken.", decided_by="Ada Quell", tool="witnessmark 0.1.0")
    record.seal(b"last", facts)
    return record.folder


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), count=st.integers(1, 4))
@example(seed=0, count=1)
def test_both_verifiers_agree_on_any_damage(model: Path, tmp_path: Path, seed: int, count: int) -> None:
    """Whatever is flipped, cut, removed, added or exchanged, both verifiers name the same files, and at least one."""
    folder = tmp_path / "record"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(model, folder)
    chance = random.Random(seed)
    before = {path: (folder / path).read_bytes() for path in paths_of(folder)}
    for _ in range(count):
        damage(folder, chance)
    after = {path: (folder / path).read_bytes() for path in paths_of(folder)}
    assert bool(both(folder)) is (before != after)


def damage(folder: Path, chance: random.Random) -> None:
    """Do one random harm to a record."""
    file = folder / chance.choice(paths_of(folder))
    data = bytearray(file.read_bytes())
    file.chmod(0o644)
    match chance.randrange(6):
        case 0 if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        case 1:
            del data[chance.randrange(len(data) + 1) :]
        case 2:
            at = chance.randrange(len(data) + 1)
            data[at:at] = chance.randbytes(chance.randrange(1, 9))
        case 3:
            file.unlink()
            return
        case 4:
            (file.parent / chance.choice(["0", "1", "x", file.name + "0", "13"])).write_bytes(bytes(data))
            return
        case _:
            data = bytearray((folder / chance.choice(paths_of(folder))).read_bytes())
    file.write_bytes(bytes(data))


def test_an_export_that_is_withdrawn_is_a_fault(record: Record, decision: DecisionOf) -> None:
    """No program of ours writes such an entry; both verifiers name it, wherever it came from."""
    number = record.decide(decision(Action.EXPORT, "ab" * 32, "bag")).index
    assert both(record.folder) == {}
    with pytest.raises(InputError, match="cannot be taken back"):
        record.decide(decision(Action.WITHDRAW, str(number)))
    forged = Addition(payloads=(encode_decision(decision(Action.WITHDRAW, str(number))),))
    commit(Log(record.folder), forged, [keys.load_key(record.keys_folder, record.key)], record.staging)
    (fault,) = both(record.folder).values()
    assert "which cannot be withdrawn" in fault


def test_a_stranger_runs_the_one_file(filled: Record, tmp_path: Path) -> None:
    """Copied elsewhere and run alone, the verifier exits 0, 1 or 2 and names each file, the key and the head."""
    script = tmp_path / "verify_case.py"
    shutil.copy(VERIFIER, script)

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", str(script), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")

    sound = run(filled.folder.parent)
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert filled.key.fingerprint in sound.stdout
    assert "264 entries" in sound.stdout
    kept = tmp_path / "kept"
    kept.write_text(filled.checkpoint)
    assert run(filled.folder, "--checkpoint", kept).returncode == 0
    kept.write_text("nothing")
    assert run(filled.folder, "--checkpoint", kept).returncode == 2
    assert run(tmp_path / "absent").returncode == 2
    assert run().returncode == 2
    (filled.folder / "stray").write_bytes(b"")
    harmed = run(filled.folder.parent)
    assert (harmed.returncode, harmed.stderr) == (1, "")
    assert "record/stray" in harmed.stdout


def test_what_is_no_record_is_refused(tmp_path: Path) -> None:
    """A folder without a record, or no folder, is a wrong call and not a fault."""
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(InputError):
            verify(folder)
