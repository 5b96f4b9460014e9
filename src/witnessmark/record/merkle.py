"""The Merkle tree of the log: hashes of leaves and nodes, and the root of any number of leaves (RFC 6962, 2.1).

Promises: the root of a log of any size, and of any earlier size of the same log, from its leaf hashes alone.
Does not: read files, or keep a tree; callers hold the hashes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

TILE_WIDTH = 256
"""How many hashes a full tile holds; a level of tiles stands this many times above the one below it."""

EMPTY_ROOT = hashlib.sha256(b"").digest()


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries a log has, and the root of its tree."""

    size: int
    root: bytes


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry: SHA-256 of 0x00 and its bytes."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256 of 0x01 and its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root above a power of two of subtree hashes of equal size."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


def levels_of(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """Return the hashes that the tiles of each level hold, from the leaf hashes up; empty levels are left out."""
    levels: list[list[bytes]] = []
    row = list(leaves)
    while row:
        levels.append(row)
        full = len(row) // TILE_WIDTH * TILE_WIDTH
        row = [perfect_root(row[i : i + TILE_WIDTH]) for i in range(0, full, TILE_WIDTH)]
    return levels


def root_of_edge(edge: Sequence[Sequence[bytes]]) -> bytes:
    """Return the root of a tree from the hashes of the partial tile of each level, lowest level first.

    A partial tile's hashes fall into perfect subtrees by the set bits of its width; read from the highest level and
    the widest subtree down, these are the whole tree from left to right.
    """
    subtrees: list[bytes] = []
    for hashes in reversed(edge):
        start = 0
        for bit in reversed(range(8)):
            width = 1 << bit
            if len(hashes) & width:
                subtrees.append(perfect_root(hashes[start : start + width]))
                start += width
    if not subtrees:
        return EMPTY_ROOT
    root = subtrees.pop()
    while subtrees:
        root = node_hash(subtrees.pop(), root)
    return root


def edge_of(levels: Sequence[Sequence[bytes]], size: int) -> list[Sequence[bytes]]:
    """Return the partial tile's hashes of each level, as they stood when the log had ``size`` entries."""
    edge: list[Sequence[bytes]] = []
    for row in levels:
        if size == 0:
            break
        edge.append(row[size // TILE_WIDTH * TILE_WIDTH : size])
        size //= TILE_WIDTH
    return edge


def root_at(levels: Sequence[Sequence[bytes]], size: int) -> bytes:
    """Return the root that the log had at ``size`` entries, from the levels of the log as it is now."""
    return root_of_edge(edge_of(levels, size))


def path_of(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes beside the way from leaf ``index`` up to the root, lowest first (RFC 6962, 2.1.1)."""
    found: list[bytes] = []
    start, end = 0, len(leaves)
    while end - start > 1:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        beside = (middle, end) if index < middle else (start, middle)
        start, end = (start, middle) if index < middle else (middle, end)
        part = leaves[slice(*beside)]
        found.append(root_at(levels_of(part), len(part)))
    return found[::-1]


def root_of_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a leaf and the hashes beside its way lead to (RFC 9162, 2.1.3.2).

    None where a tree of ``size`` leaves has no such way.
    """
    if not 0 <= index < size:
        return None
    at, last, root = index, size - 1, leaf
    for beside in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node_hash(beside, root)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, beside)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None
