"""A witness signs for a log that grew from what it saw, and for nothing else."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.record.conftest import DecisionOf

from witnessmark.errors import InputError
from witnessmark.record import Record, checkpoint, keys, verify, verify_case, witnesses
from witnessmark.record.checkpoint import parse
from witnessmark.record.keys import SigningKey
from witnessmark.record.witnessing import Offer, Seen, WitnessKey, parse_witness_key, read_cosigned, read_offer
from witnessmark.record.witnessing.cosignatures import cosign
from witnessmark.record.witnessing.seen import read_seen

SECONDS = 1_933_322_640
WHEN = datetime.fromtimestamp(SECONDS, UTC)


@pytest.fixture
def partner(tmp_path: Path) -> SigningKey:
    """Return the key of a witness."""
    return keys.make_key(tmp_path / "partner", "example.org/witness")


def grow(record: Record, decision: DecisionOf, count: int) -> None:
    """Add entries."""
    for number in range(count):
        record.decide(decision(target=str(number)))


def test_a_log_that_grows_is_signed_for_again_and_again(
    record: Record, decision: DecisionOf, partner: SigningKey
) -> None:
    """Each time the proof goes back to what was seen; what is kept verifies, in both verifiers."""
    seen = Seen(WitnessKey(partner.public))
    for size in (1, 2, 5, 9):
        grow(record, decision, size - record.head.size)
        offer = read_offer(witnesses.offer_of(record).data)
        seen = read_seen(seen.accept(offer, record.key).data)
        witnesses.keep_cosigned(
            record, cosign(offer.signed, partner, SECONDS).signed.text.encode(), WitnessKey(partner.public)
        )
        assert witnesses.largest_witnessed(record.folder) == size
    found = verify(record.folder)
    assert found.ok, found.faults
    assert [(one.size, one.witness) for one in found.cosigners] == [(n, "example.org/witness") for n in (1, 2, 5, 9)]
    assert found.cosigners[0].time == f"{WHEN:%Y-%m-%dT%H:%M:%SZ}"
    stranger = verify_case.Verifier(record.folder)
    assert stranger.verify(None), stranger.faults
    assert sum("the witness example.org/witness" in note for note in stranger.notes) == 4


def refusal(seen: Seen, offer: Offer) -> str:
    """Return why an offer is refused; it must be."""
    with pytest.raises(InputError) as caught:
        seen.accept(offer)
    return str(caught.value)


def test_a_log_that_was_cut_or_written_anew_is_refused(
    record: Record, decision: DecisionOf, partner: SigningKey, tmp_path: Path
) -> None:
    """Fewer entries, other entries, other entries under more, a proof from elsewhere, an altered proof."""
    grow(record, decision, 3)
    early = witnesses.offer_of(record)
    grow(record, decision, 2)
    seen = Seen(WitnessKey(partner.public)).accept(witnesses.offer_of(record), record.key)
    assert "it was cut" in refusal(seen, early)
    grow(record, decision, 2)
    assert "--since 5" in refusal(seen, witnesses.offer_of(record, 3))
    right = witnesses.offer_of(record, 5)
    altered = Offer(old=5, proof=(bytes(32), *right.proof[1:]), signed=right.signed)
    assert "written anew" in refusal(seen, altered)
    seen.accept(right)
    forked = fork(record, tmp_path, decision)
    assert "for other 5 entries before" in refusal(seen, witnesses.offer_of(forked))
    grow(forked, decision, 4)
    assert "are not the beginning of this log of 9" in refusal(seen, witnesses.offer_of(forked, 5))


def fork(record: Record, tmp_path: Path, decision: DecisionOf) -> Record:
    """Return a record of five other entries that the same key signs."""
    folder = tmp_path / "fork" / "record"
    folder.parent.mkdir()
    made = Record.create(folder, record.origin, tmp_path / "fork" / "keys")
    vkey = next((folder / "keys").iterdir())
    vkey.unlink()
    secret = keys.load_key(tmp_path / "keys", record.key)
    (folder / "log" / "checkpoint").write_bytes(checkpoint.sign(made._log.signed.checkpoint, [secret]))
    (folder / keys.key_path(secret.public.fingerprint)).write_text(f"{secret.public.vkey}\n")
    opened = Record.open(folder, tmp_path / "keys")
    for number in range(5):
        opened.decide(decision(target=f"other {number}"))
    return opened


def test_a_log_that_nobody_vouched_for_is_refused(record: Record, decision: DecisionOf, partner: SigningKey) -> None:
    """The first time its key is needed; a key that did not sign is not enough."""
    grow(record, decision, 1)
    seen = Seen(WitnessKey(partner.public))
    assert "give its public key with --key" in refusal(seen, witnesses.offer_of(record))
    with pytest.raises(InputError, match="it is not signed by the key"):
        seen.accept(witnesses.offer_of(record), partner.public)


def test_a_replaced_key_must_be_given(record: Record, decision: DecisionOf, partner: SigningKey) -> None:
    """A new key of the log is taken only from the person, and only for a log that grew."""
    grow(record, decision, 1)
    seen = Seen(WitnessKey(partner.public)).accept(witnesses.offer_of(record), record.key)
    record.replace_key(reason="Practice.", decided_by="Ada Quell", tool="test")
    after = seen.accept(witnesses.offer_of(record, 1))  # this one the old key signed as well
    assert after.logs[0][1].checkpoint.head.size == 2
    grow(record, decision, 1)
    offer = witnesses.offer_of(record, 1)
    assert "the key was replaced" in refusal(seen, offer)
    assert seen.accept(offer, record.key).logs[0][0] == record.key


def test_what_is_not_cosigned_or_not_of_this_log_is_not_kept(
    record: Record, decision: DecisionOf, partner: SigningKey
) -> None:
    """A checkpoint without a cosignature, one of a witness who is not known, one of another log, garbage."""
    grow(record, decision, 1)
    signed = parse(record.checkpoint.encode())
    key = WitnessKey(partner.public)
    good = cosign(signed, partner, SECONDS).signed.text.encode()
    for data, given, said in (
        (record.checkpoint.encode(), key, "no witness that this case knows"),
        (good, None, "no witness that this case knows"),
        (good.replace(b"\n1\n", b"\n2\n"), key, "is not a checkpoint that the key"),
        (b"garbage", key, "cannot be read as a cosigned checkpoint"),
    ):
        with pytest.raises(InputError, match=said):
            witnesses.keep_cosigned(record, data, given)
    assert not (record.folder / "witnesses").exists()
    (kept,) = witnesses.keep_cosigned(record, good, key)
    assert (kept.size, kept.time) == (1, WHEN)


def test_every_changed_file_of_a_witness_is_named(record: Record, decision: DecisionOf, partner: SigningKey) -> None:
    """Its key and each byte of what it signed; both verifiers find it."""
    grow(record, decision, 1)
    data = cosign(parse(record.checkpoint.encode()), partner, SECONDS).signed.text.encode()
    witnesses.keep_cosigned(record, data, WitnessKey(partner.public))
    paths = [path for path in (record.folder / "witnesses").rglob("*") if path.is_file()]
    assert len(paths) == 2
    for path in paths:
        right = path.read_bytes()
        for at in range(0, len(right), 7):
            path.write_bytes(right[:at] + bytes([right[at] ^ 1]) + right[at + 1 :])
            assert not verify(record.folder).ok, (path, at)
            assert not verify_case.Verifier(record.folder).verify(None), (path, at)
        path.unlink()
        assert verify(record.folder).ok == ("keys" not in path.parts), "without its key it is a fault"
        path.write_bytes(right)
    assert verify(record.folder).ok


def test_the_form_is_that_of_other_witnesses(partner: SigningKey) -> None:
    """The example of C2SP tlog-cosignature is read, and its time; the key's type is 4; a log's key is refused."""
    example = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9n"
        "To+zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo"
        "0xUe+mbIUBkBIfZ+qnA==\n"
    )
    cosigned = read_cosigned(example.encode())
    assert cosigned.signed.text == example
    assert int.from_bytes(cosigned.signed.signatures[1].value[:8], "big") == 1679315147
    key = WitnessKey(partner.public)
    assert base64.b64decode(key.vkey.split("+", 2)[2])[0] == 4
    assert parse_witness_key(key.vkey) == key
    with pytest.raises(ValueError, match="of type 4"):
        parse_witness_key(partner.public.vkey)
    with pytest.raises(ValueError, match="64 bytes"):
        parse(example.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"old 1\n\n",
        b"old 01\n\nx",
        b"old 0\nAA==\n\nx\n",
        b"x" * 70_000,
        b"old 0\n" + b"\n" * 9,
        "old ٣\n\n".encode(),
    ],
)
def test_what_is_no_offer_is_refused(data: bytes) -> None:
    """With a reason, whatever it is."""
    with pytest.raises(ValueError, match=r"\w"):
        read_offer(data)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"witness": 1, "logs": []}', b'{"logs": [{}]}', b"[" * 100_000])
def test_what_is_not_what_was_seen_is_refused(data: bytes) -> None:
    """A state that cannot be read is never taken for an empty one."""
    with pytest.raises(ValueError, match=r"\w"):
        read_seen(data)
