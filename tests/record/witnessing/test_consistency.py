"""Consistency proofs: each that is made is taken, and no other."""

from __future__ import annotations

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.record import merkle
from witnessmark.record.merkle import Head
from witnessmark.record.witnessing import consistency_proof, is_consistent
from witnessmark.record.witnessing.consistency import LONGEST_PROOF, root_of

LEAVES = [hashlib.sha256(bytes([number % 256, number // 256])).digest() for number in range(700)]


def head(size: int) -> Head:
    """Return the head of the log of the first leaves."""
    return Head(size, root_of(LEAVES[:size]))


def test_every_small_pair() -> None:
    """All pairs of sizes up to 40: the proof holds, and any other old root does not."""
    for new in range(41):
        for old in range(new + 1):
            proof = consistency_proof(LEAVES[:new], old)
            assert is_consistent(head(old), head(new), proof)
            if old:
                assert not is_consistent(Head(old, bytes(32)), head(new), proof)


def test_the_example_of_rfc_6962() -> None:
    """Section 2.1.3: the proofs from 3, 4 and 6 to 7 are [c, d, g, l], [l] and [i, j, k]."""
    a, b, c, d, e, f, j = LEAVES[:7]
    node = merkle.node_hash
    g, h, i = node(a, b), node(c, d), node(e, f)
    k, ell = node(g, h), node(i, j)
    assert consistency_proof(LEAVES[:7], 3) == (c, d, g, ell)
    assert consistency_proof(LEAVES[:7], 4) == (ell,)
    assert consistency_proof(LEAVES[:7], 6) == (i, j, k)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_an_altered_proof_is_not_taken(data: st.DataObject) -> None:
    """One hash changed, left out or added: the proof fails."""
    new = data.draw(st.integers(2, len(LEAVES)))
    old = data.draw(st.integers(1, new - 1))
    proof = consistency_proof(LEAVES[:new], old)
    assert len(proof) <= LONGEST_PROOF
    assert is_consistent(head(old), head(new), proof)
    at = data.draw(st.integers(0, len(proof) - 1))
    assert not is_consistent(head(old), head(new), (*proof[:at], bytes(32), *proof[at + 1 :]))
    assert not is_consistent(head(old), head(new), (*proof[:at], *proof[at + 1 :]))
    assert not is_consistent(head(old), head(new), (*proof, bytes(32)))
    assert not is_consistent(head(new), head(old), proof)


def test_roots_are_those_of_the_log() -> None:
    """The root over leaves is the one that tiles come to."""
    for size in (0, 1, 2, 255, 256, 257, 700):
        assert root_of(LEAVES[:size]) == merkle.root_at(merkle.levels_of(LEAVES[:size]), size)
