"""The page that describes the format shows bytes that are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from witnessmark.nouns import Decision, Source, digest_of
from witnessmark.record import merkle, tiles
from witnessmark.record.checkpoint import parse
from witnessmark.record.entries import decode
from witnessmark.record.keys import parse_vkey

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


def from_dump(dump: bytes) -> bytes:
    """Return the bytes of a hexadecimal dump."""
    return b"".join(bytes.fromhex(line[10:50].replace(" ", "")) for line in dump.decode().splitlines())
