"""Proofs that an entry is in the log: by RFC 6962's definition, and read by nobody otherwise than as written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.nouns import Action, Custody, Decision
from witnessmark.record import Record, proof, verify_case
from witnessmark.record.merkle import leaf_hash, levels_of, path_of, root_at, root_of_path

CustodyOf = Callable[..., Custody]
DecisionOf = Callable[..., Decision]


@settings(max_examples=80, deadline=None)
@given(size=st.integers(1, 700), data=st.data())
def test_every_leaf_leads_to_the_root_and_no_other_does(size: int, data: st.DataObject) -> None:
    """The hashes beside a leaf's way lead to the root; those of another leaf, number, size or way do not."""
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]
    root = root_at(levels_of(leaves), size)
    index = data.draw(st.integers(0, size - 1))
    path = path_of(leaves, index)
    assert len(path) <= (size - 1).bit_length()
    assert root_of_path(leaves[index], index, size, path) == root
    other = data.draw(st.integers(0, size + 3))
    if other != index:
        assert root_of_path(leaves[index], other, size, path) != root
        assert root_of_path(leaf_hash(b"x"), index, size, path) != root
    assert root_of_path(leaves[index], index, size, [*path, root]) != root
    if path:
        assert root_of_path(leaves[index], index, size, path[:-1]) != root
        assert root_of_path(leaves[index], index, size, [bytes(32), *path[1:]]) != root


@pytest.fixture
def filled(record: Record, custody: CustodyOf, decision: DecisionOf) -> Record:
    """Return a record of several entries, one of them an export."""
    for words in ("boats", "harbour", "dawn"):
        record.seal(words.encode(), custody(words))
    record.decide(decision(Action.EXPORT, "ab" * 32, "bag"))
    record.decide(decision())
    return record


def test_a_proof_comes_back_and_holds(filled: Record) -> None:
    """Of each entry; the one-file verifier reads it as the same and comes to the same root."""
    for index in range(filled.head.size):
        made = filled.prove(index)
        data = made.encode()
        assert proof.parse(data) == made
        assert made.holds
        assert made.signed.signed_by(filled.key)
        theirs = verify_case.Proof(data)
        assert theirs.root() == theirs.note.root == filled.head.root
        assert theirs.index == index


def test_no_changed_byte_of_a_proof_goes_unseen(filled: Record) -> None:
    """It cannot be read, does not hold, or is not signed; by both readers."""
    data = filled.prove(3).encode()
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1
        try:
            found = proof.parse(bytes(changed))
        except ValueError:
            pass
        else:
            assert not (found.holds and found.signed.signed_by(filled.key)), at
        try:
            theirs = verify_case.Proof(bytes(changed))
        except ValueError:
            continue
        sound = theirs.root() == theirs.note.root
        assert not (sound and theirs.note.signed_by(verify_case.Key(filled.key.vkey))), at


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"c2sp.org/tlog-proof@v1\n", b"c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n", b"\n\n" * 9]
)
def test_what_is_no_proof_is_refused(data: bytes) -> None:
    """With a ValueError, whatever it is."""
    for read in (proof.parse, verify_case.Proof):
        with pytest.raises(ValueError, match=r"."):
            read(data)
