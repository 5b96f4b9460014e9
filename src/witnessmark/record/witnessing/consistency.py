"""Consistency proofs (RFC 6962, 2.1.2): that the log of one head is the beginning of the log of another.

Promises: a proof made from a log's leaf hashes, in time linear in their number; a check that needs the two heads and
the proof alone (RFC 9162, 2.1.4.2), and takes no other proof than the one there is.
Does not: read files or check signatures.
"""

from __future__ import annotations

from collections.abc import Sequence

from witnessmark.record.merkle import EMPTY_ROOT, Head, node_hash

LONGEST_PROOF = 63
"""Hashes that the proof of the largest log can have (C2SP tlog-witness)."""


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    stack: list[tuple[int, bytes]] = []
    for leaf in leaves:
        stack.append((1, leaf))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            (count, right), (_, left) = stack.pop(), stack.pop()
            stack.append((2 * count, node_hash(left, right)))
    if not stack:
        return EMPTY_ROOT
    root = stack.pop()[1]
    while stack:
        root = node_hash(stack.pop()[1], root)
    return root


def consistency_proof(leaves: Sequence[bytes], old: int) -> tuple[bytes, ...]:
    """Return the proof that the log of the first ``old`` leaf hashes is the beginning of the log of them all.

    Raises ValueError where ``old`` is more than there are. The proof of nothing, and of the whole, is empty.
    """
    if not 0 <= old <= len(leaves):
        raise ValueError(f"a log of {len(leaves)} entries never had {old}")
    proof: list[bytes] = []
    start, end, whole = 0, len(leaves), True
    while 0 < old < end:  # both counted from the start of the subtree that is looked at
        split = 1 << (end - 1).bit_length() - 1
        if old <= split:
            proof.append(root_of(leaves[start + split : start + end]))
            end = split
        else:
            proof.append(root_of(leaves[start : start + split]))
            start, old, end, whole = start + split, old - split, end - split, False
    if proof and not whole:
        proof.append(root_of(leaves[start : start + end]))
    return tuple(reversed(proof))


def is_consistent(old: Head, new: Head, proof: Sequence[bytes]) -> bool:
    """Tell whether ``proof`` shows that the log of ``old`` is the beginning of the log of ``new``."""
    if old.size > new.size or any(len(one) != 32 for one in proof):
        return False
    if old.size in (0, new.size):
        return not proof and (old.root == EMPTY_ROOT if old.size == 0 else old.root == new.root)
    path = [*proof]
    if old.size & (old.size - 1) == 0:
        path.insert(0, old.root)
    if not path:
        return False
    first, second = old.size - 1, new.size - 1
    while first & 1:
        first, second = first >> 1, second >> 1
    was = now = path[0]
    for one in path[1:]:
        if second == 0:
            return False
        if first & 1 or first == second:
            was, now = node_hash(one, was), node_hash(one, now)
            while first and not first & 1:
                first, second = first >> 1, second >> 1
        else:
            now = node_hash(now, one)
        first, second = first >> 1, second >> 1
    return second == 0 and was == old.root and now == new.root
