"""Stamps in a record: kept only where they are right, found where they were changed, and said where they are odd."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from tests.record.authorities import Authority, authorities, needs_openssl
from tests.record.conftest import CustodyOf, DecisionOf
from tests.record.forged import NOW, Wish, answer, certificate, root

from witnessmark.errors import InputError
from witnessmark.record import Record, Verification, stamps, verify, verify_case
from witnessmark.record.stamping import Request, new_request

__all__ = ["authorities"]
ROOT = root().public_bytes(Encoding.PEM)


def check(record: Record) -> Verification:
    """Verify a record with both verifiers, which must agree on whether it holds together; return the first's word."""
    found = verify(record.folder)
    stranger = verify_case.Verifier(record.folder)
    assert stranger.verify(None) == found.ok, (stranger.faults, found.faults)
    return found


def stamp(record: Record, wish: Wish | None = None) -> stamps.Stamp:
    """Have the present checkpoint stamped."""
    request = stamps.ask(record)
    return stamps.keep_answer(record, answer(request, wish), request, record.checkpoint)


@pytest.fixture
def stamped(record: Record, decision: DecisionOf) -> Record:
    """Return a record of one entry with a stamp over it, and of a second one after that."""
    record.decide(decision())
    stamps.keep_certificates(record, ROOT)
    stamp(record)
    record.decide(decision(target="b"))
    return record


@needs_openssl
@pytest.mark.parametrize("which", [0, 1], ids=["RSA, SHA-256", "ECDSA, SHA-512"])
def test_an_authority_of_openssl(
    record: Record, decision: DecisionOf, authorities: tuple[Authority, Authority], which: int, tmp_path: Path
) -> None:
    """Its answer is kept and verified; the command that ``verify_case.py`` prints is one that openssl says yes to."""
    authority = authorities[which]
    record.decide(decision())
    request = stamps.ask(record)
    kept = stamps.keep_answer(record, authority.answer(request.data), request, record.checkpoint, "time.example.org/t")
    assert kept.path.name.endswith(".time.example.org-t.tsr")
    assert [one.root for one in check(record).stamps] == [None]
    ((_, trusted),) = stamps.keep_certificates(record, authority.root.read_bytes())
    assert trusted
    (found,) = check(record).stamps
    assert found.root is not None
    assert check(record).ok
    stranger = verify_case.Verifier(record.folder)
    stranger.verify(None)
    (command,) = [note.split(": ", 1)[1] for note in stranger.notes if "this does it" in note]
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout + done.stderr


@needs_openssl
def test_an_answer_without_certificates(
    record: Record, authorities: tuple[Authority, Authority], decision: DecisionOf
) -> None:
    """It is refused until the signer's certificate is given, and then tied to the root like any other."""
    authority = authorities[0]
    record.decide(decision())
    request = new_request(record.checkpoint.encode())
    bare = Request(
        data=b"0" + bytes([request.data[1] - 3]) + request.data[2:-3],
        imprint=request.imprint,
        policy=None,
        nonce=request.nonce,
        wants_certificates=False,
    )
    data = authority.answer(bare.data)
    with pytest.raises(InputError, match="give it with --trust FILE"):
        stamps.keep_answer(record, data, bare, record.checkpoint)
    assert not (record.folder / "stamps").exists()
    given = stamps.keep_certificates(record, (authority.folder / "time.pem").read_bytes() + authority.root.read_bytes())
    assert [is_root for _, is_root in given] == [False, True]
    stamps.keep_answer(record, data, bare, record.checkpoint)
    (found,) = check(record).stamps
    assert found.root is not None


def test_an_old_stamp_stays_good_as_the_log_grows(stamped: Record, decision: DecisionOf) -> None:
    """Some entries later it still stands over the first one, and is tied to the root."""
    for number in range(3):
        stamped.decide(decision(target=str(number)))
    found = check(stamped)
    assert found.ok, found.faults
    (one,) = found.stamps
    assert (one.size, one.time, one.authority) == (1, "2031-04-06T09:30:00Z", "Port Selm Time")
    assert one.root is not None
    assert not found.notes


def test_every_changed_or_missing_or_extra_file_is_named(stamped: Record) -> None:
    """Each file under ``stamps/``: one byte changed, the last one gone, the file gone, a file more."""
    paths = [path for path in sorted((stamped.folder / "stamps").rglob("*")) if path.is_file()]
    assert len(paths) == 4
    for path in paths:
        right, name = path.read_bytes(), f"record/{path.relative_to(stamped.folder)}"
        for wrong in (
            bytes([right[0] ^ 1]) + right[1:],
            right[:-1],
            right[:-2] + b"~" + right[-1:],
            right + b"\n",
            b"",
        ):
            path.write_bytes(wrong)
            assert name in {fault.name for fault in check(stamped).faults}
        path.write_bytes(right)
        extra = path.with_name("more")
        extra.write_bytes(b"x")
        assert [fault.fault for fault in check(stamped).faults] == ["it is extra: the log does not name it"]
        extra.unlink()
    for name in ("checkpoint", "*.tsq"):
        (path,) = (stamped.folder / "stamps").glob(f"1-*/{name}")
        right = path.read_bytes()
        path.unlink()
        assert not check(stamped).ok
        path.write_bytes(right)
    assert check(stamped).ok


def test_every_byte_of_an_answer_counts(stamped: Record) -> None:
    """Also those that its signature does not cover: its name holds the beginning of its SHA-256."""
    (path,) = (stamped.folder / "stamps").rglob("*.tsr")
    right = path.read_bytes()
    for at in range(0, len(right), 41):
        path.write_bytes(right[:at] + bytes([right[at] ^ 0x10]) + right[at + 1 :])
        assert not verify(stamped.folder).ok, at
    path.write_bytes(right)


def test_a_stamp_of_another_log_is_no_stamp_of_this_one(stamped: Record, tmp_path: Path, decision: DecisionOf) -> None:
    """A checkpoint of another log, with its stamp, is found even where both are right in themselves."""
    (tmp_path / "other").mkdir()
    other = Record.create(tmp_path / "other" / "record", stamped.origin, tmp_path / "keys")
    other.decide(decision(target="c"))
    stamp(other)
    (place,) = (other.folder / "stamps").glob("1-*")
    place.rename(stamped.folder / "stamps" / place.name)
    said = " ".join(fault.fault for fault in check(stamped).faults)
    assert "not signed by a key of this record" in said
    assert "the log was written anew" in said


def refused(record: Record, data: bytes) -> str:
    """Return why an answer that was carried here is refused; it must be, and nothing may be kept."""
    before = set(record.folder.rglob("*"))
    with pytest.raises(InputError) as caught:
        stamps.take_answer(record, data)
    assert set(record.folder.rglob("*")) == before
    return str(caught.value)


def test_an_answer_that_was_carried_by_hand(record: Record, decision: DecisionOf) -> None:
    """A request that waits is said; its answer finds it, also after the log has grown; a wrong one is refused."""
    record.decide(decision())
    request = stamps.ask(record)
    stamps.keep_request(record, request, record.checkpoint)
    (note,) = check(record).notes
    assert "is not answered yet" in note
    record.decide(decision(target="b"))
    assert "its nonce is not the one" in refused(record, answer(request, Wish(nonce=5)))
    assert "stamps other bytes" in refused(record, answer(request, Wish(stamped=b"other")))
    assert "answers none of the 1 requests" in refused(record, answer(new_request(b"other")))
    assert "a DER value is cut off" in refused(record, b"garbage")
    kept = stamps.take_answer(record, answer(request))
    assert kept.checkpoint.head.size == 1
    assert check(record).ok
    stamps.take_answer(record, answer(request))  # again: nothing changes
    assert len(check(record).stamps) in (1, 2)  # an EC or PSS signature may differ from one time to the next


CLOCKS = {
    "before": (timedelta(hours=-2), "was ahead"),
    "about then": (timedelta(minutes=-2), None),
    "a day later": (timedelta(days=1), None),
    "long after": (timedelta(days=40), "40 days passed before the time was stamped"),
}


@pytest.mark.parametrize(("apart", "said"), CLOCKS.values(), ids=CLOCKS)
def test_the_two_clocks_are_compared(record: Record, decision: DecisionOf, apart: timedelta, said: str | None) -> None:
    """A time before the last entry by the machine's clock, or long after it, is a note and no fault."""
    record.decide(decision())
    stamps.keep_certificates(record, ROOT)
    entered = datetime(2031, 4, 5, 12, 3, 9, tzinfo=UTC)
    stamp(record, Wish(time=entered + apart))
    found = check(record)
    assert found.ok, found.faults
    assert len(found.notes) == (0 if said is None else 1)
    assert (said or "") in "".join(found.notes)


def test_a_chain_without_a_trusted_root_is_said(record: Record, decision: DecisionOf) -> None:
    """It is a note and no fault, whatever other roots are trusted, and names what is missing."""
    record.decide(decision())
    stamps.keep_certificates(record, root("Harbour Root").public_bytes(Encoding.PEM))
    stamp(record)
    found = check(record)
    assert found.ok
    (note,) = found.notes
    assert "not tied to a trusted root" in note
    assert "Port Selm Root" in note


def test_a_certificate_that_is_no_root_is_not_trusted(record: Record, decision: DecisionOf) -> None:
    """The signer's own certificate completes chains; by itself it ties nothing."""
    record.decide(decision())
    stamps.keep_certificates(record, certificate(Wish()).public_bytes(Encoding.DER))
    stamp(record, Wish(bring=False))
    (found,) = check(record).stamps
    assert found.root is None


@pytest.mark.parametrize("data", [b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAA==\n", bytes(1 << 17)])
def test_what_is_no_certificate_is_refused(record: Record, data: bytes) -> None:
    """In one line, and nothing is kept."""
    with pytest.raises(InputError, match="give certificates in PEM"):
        stamps.keep_certificates(record, data)


def test_a_log_that_was_cut_is_found_by_its_stamp(record: Record, decision: DecisionOf, custody: CustodyOf) -> None:
    """The whole record put back to an earlier state, but for the stamp: the stamp tells."""
    record.decide(decision())
    shutil.copytree(record.folder, record.folder.with_name("before"))
    record.decide(decision(target="b"))
    stamp(record)
    shutil.copytree(record.folder / "stamps", record.folder.with_name("before") / "stamps")
    found = verify(record.folder.with_name("before"))
    assert "the log has 1: the log was cut" in " ".join(fault.fault for fault in found.faults)


def test_labels_are_names_of_files() -> None:
    """Whatever an authority is called, its file has a name that cannot lead elsewhere."""
    label: Callable[[str], str] = stamps.label_of
    assert label("Zeitstempel der Universität Köln!") == "zeitstempel-der-universit-t-k-ln"
    assert label("../../etc/passwd") == "etc-passwd"
    assert label("وقت") == "authority"
    assert len(label("x" * 500)) == 80
    assert NOW.tzinfo is UTC
