"""The page that describes the format shows bytes that are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from witnessmark.nouns import Decision, Source, digest_of
from witnessmark.record import merkle, stamps, tiles
from witnessmark.record.checkpoint import parse
from witnessmark.record.entries import decode
from witnessmark.record.keys import parse_vkey
from witnessmark.record.stamping import read_request
from witnessmark.record.witnessing import parse_witness_key, read_cosigned

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "record-format.md"


@pytest.mark.skipif(not PAGE.exists(), reason="the documentation is not beside the tests")
def test_the_shown_record_holds_together() -> None:
    """Entries, bundle, tile, checkpoint and key on the page are one record, and its sizes are right."""
    blocks = re.findall(r"```(?:text|json)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    files, first, second, bundle, tile, note, vkey = (block.encode() for block in blocks[:7])
    payloads = [first.removesuffix(b"\n"), second.removesuffix(b"\n")]
    sealed, decided = (decode(index, payload, strict=True).fact for index, payload in enumerate(payloads))
    assert isinstance(sealed, Source)
    assert isinstance(decided, Decision)
    assert sealed.digest == decided.target == digest_of(b"Twelve boats left Port Selm at dawn.\n")
    assert from_dump(tile) == b"".join(map(merkle.leaf_hash, payloads))
    assert tiles.pack(payloads).startswith(from_dump(bundle))
    signed = parse(note)
    key = parse_vkey(vkey.decode().strip())
    assert signed.signed_by(key)
    leaves = [merkle.leaf_hash(payload) for payload in payloads]
    assert signed.checkpoint.head == merkle.Head(2, merkle.root_at(merkle.levels_of(leaves), 2))
    sizes = [int(line.split()[0]) for line in files.decode().splitlines()[1:]]
    assert sizes == [sealed.size, len(vkey), len(note), 64, len(tiles.pack(payloads))]
    assert key.fingerprint in files.decode()


@pytest.mark.skipif(not PAGE.exists(), reason="the documentation is not beside the tests")
def test_the_shown_stamp_and_cosignature_stand_over_the_shown_checkpoint() -> None:
    """The request on the page is of the checkpoint on the page, and the witness on the page signed it."""
    blocks = re.findall(r"```(?:text|json)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    note, files, request, vkey, cosigned = (blocks[number].encode() for number in (5, 7, 8, 10, 11))
    asked = read_request(from_dump(request))
    assert asked.imprint.is_of(note)
    assert f"stamps/{stamps.place_of(parse(note).checkpoint)}/{asked.name}.tsq" in files.decode()
    read = read_cosigned(cosigned)
    assert read.signed.checkpoint == parse(note).checkpoint
    time = read.time_by(parse_witness_key(vkey.decode().strip()))
    assert time is not None
    assert time.isoformat() == "2031-04-07T10:04:00+00:00"


def from_dump(dump: bytes) -> bytes:
    """Return the bytes of a hexadecimal dump."""
    return b"".join(bytes.fromhex(line[10:50].replace(" ", "")) for line in dump.decode().splitlines())
