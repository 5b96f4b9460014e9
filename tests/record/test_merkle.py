"""The tree against RFC 6962 as it is written, and against known answers."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.record.merkle import EMPTY_ROOT, leaf_hash, levels_of, root_at


def defined_root(entries: list[bytes]) -> bytes:
    """Return the Merkle Tree Hash by the definition of RFC 6962, section 2.1."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hashlib.sha256(b"\x01" + defined_root(entries[:split]) + defined_root(entries[split:])).digest()


@settings(max_examples=60, deadline=None)
@given(size=st.integers(0, 1_100), data=st.data())
def test_every_root_is_the_defined_one(size: int, data: st.DataObject) -> None:
    """The root of a log, and of each earlier state of it, is the one that RFC 6962 defines."""
    entries = [str(number).encode() for number in range(size)]
    levels = levels_of([leaf_hash(entry) for entry in entries])
    earlier = data.draw(st.integers(0, size))
    assert root_at(levels, size) == defined_root(entries)
    assert root_at(levels, earlier) == defined_root(entries[:earlier])


@pytest.mark.parametrize("size", [255, 256, 257, 65_535, 65_536, 65_537])
def test_roots_at_the_edges_of_tiles(size: int) -> None:
    """Where a tile is just full, just not, or just begun, the root is the defined one."""
    entries = [b"%d" % number for number in range(size)]
    assert root_at(levels_of([leaf_hash(entry) for entry in entries]), size) == defined_root(entries)


def test_known_answers() -> None:
    """The roots of the test tree of Certificate Transparency's reference implementation."""
    entries = [bytes.fromhex(one) for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
    entries.append(bytes(range(0x60, 0x70)))
    levels = levels_of([leaf_hash(entry) for entry in entries])
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root_at(levels, 1).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root_at(levels, 2).hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert root_at(levels, 8).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
