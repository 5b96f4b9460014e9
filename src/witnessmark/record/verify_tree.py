"""The tree's part of verifying: entries, tiles and the signed root against each other.

Promises: names the file that is wrong where the signed root tells, both files where it cannot; hands on only entries
whose hash is where it should be.
Does not: hold the entries in memory; they are read a second time, and checked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from witnessmark.record import tiles
from witnessmark.record.findings import Findings
from witnessmark.record.merkle import TILE_WIDTH, leaf_hash, levels_of, root_at
from witnessmark.record.tiles import Tile

_BUNDLE_LIMIT = TILE_WIDTH * (tiles.ENTRY_LIMIT + 2)

Hashes = list[bytes | None]


@dataclass(frozen=True, slots=True)
class Tree:
    """The log's tree as far as it can be trusted."""

    size: int
    leaves: tuple[bytes | None, ...]
    """The hash of each entry; None where neither entry nor tile can be read, or where they disagree unresolved."""
    levels: Sequence[Sequence[bytes]] | None
    """The hashes of all levels, if all leaves are known."""

    def root_at(self, size: int) -> bytes | None:
        """Return the root that the log had at ``size`` entries, if it can be told."""
        return root_at(self.levels, size) if self.levels is not None and size <= self.size else None


def check_tree(findings: Findings, size: int, signed: bytes | None) -> Tree:
    """Compare entries, tiles and the signed root (None if there is none) of a log of ``size`` entries."""
    said = _hashes_of_entries(findings, size)
    rows = _hashes_of_tiles(findings, size)
    kept = rows[0] if rows else []
    leaves = _settle(said, kept, signed)
    trusted = leaves is not None
    if leaves is None:
        leaves = [one if one == other or other is None else None for one, other in zip(said, kept, strict=True)]
    _name_differing(findings, leaves, said, None)
    _name_differing(findings, leaves, kept, 0)
    levels = levels_of([leaf for leaf in leaves if leaf]) if None not in leaves else None
    if levels is not None:
        for level in range(1, len(rows)):
            _name_differing(findings, list(levels[level]), rows[level], level)
        if signed is not None and not trusted:
            findings.add("log/checkpoint", "its root is not the root of the entries")
    return Tree(size, tuple(leaves), levels)


def _settle(said: Hashes, kept: Hashes, signed: bytes | None) -> Hashes | None:
    """Return the leaf hashes that have the signed root: those of the entries first, else those of the tiles."""
    for first, second in ((said, kept), (kept, said)):
        leaves = [one or other for one, other in zip(first, second, strict=True)]
        whole = [leaf for leaf in leaves if leaf is not None]
        if signed is not None and len(whole) == len(leaves) and root_at(levels_of(whole), len(whole)) == signed:
            return leaves
    return None


def _name_differing(findings: Findings, right: Hashes, found: Hashes, level: int | None) -> None:
    """Name each tile of a level with a hash that is not the right one (None is right nowhere, and named before)."""
    for start in range(0, len(found), TILE_WIDTH):
        part = found[start : start + TILE_WIDTH]
        path = Tile(level, start // TILE_WIDTH, len(part)).path
        wrong = [
            start + offset
            for offset, (one, other) in enumerate(zip(part, right[start : start + TILE_WIDTH], strict=True))
            if one is not None and one != other
        ]
        if wrong:
            what = "entry" if level is None else "hash"
            findings.add(path, f"it was changed: {what} {wrong[0]} is not the one in the tree")


def _hashes_of_entries(findings: Findings, size: int) -> Hashes:
    found: Hashes = []
    for tile in tiles.tiles_of(size):
        if tile.level is None:
            payloads = read_bundle(findings, tile)
            found.extend([None] * tile.width if payloads is None else map(leaf_hash, payloads))
    return found


def read_bundle(findings: Findings, tile: Tile) -> list[bytes] | None:
    """Return the entries of a bundle, or note what is wrong with it and return None."""
    data = findings.read(tile.path, _BUNDLE_LIMIT)
    if data is None:
        return None
    try:
        payloads = tiles.unpack(data)
    except ValueError as error:
        findings.add(tile.path, f"it was changed or shortened: {error}")
        return None
    if len(payloads) != tile.width:
        findings.add(tile.path, f"it was changed: it holds {len(payloads)} entries, not {tile.width}")
        return None
    return payloads


def _hashes_of_tiles(findings: Findings, size: int) -> list[Hashes]:
    rows: list[Hashes] = []
    for tile in tiles.tiles_of(size):
        if tile.level is None:
            continue
        if tile.level == len(rows):
            rows.append([])
        width = tile.width * tiles.HASH_SIZE
        data = findings.read(tile.path, TILE_WIDTH * tiles.HASH_SIZE)
        if data is not None and len(data) != width:
            findings.add(tile.path, f"it has {len(data):,} bytes, not {width:,}")
            data = None
        rows[tile.level].extend([None] * tile.width if data is None else tiles.split_hashes(data))
    return rows


def sound_entries(findings: Findings, tree: Tree) -> Iterator[tuple[int, bytes | None]]:
    """Yield every entry's number and bytes, None in place of one that cannot be trusted."""
    for tile in tiles.tiles_of(tree.size):
        if tile.level is not None:
            continue
        first = tile.number * TILE_WIDTH
        payloads: Sequence[bytes | None] = read_bundle(findings, tile) or [None] * tile.width
        for index, payload in enumerate(payloads, first):
            sound = payload is not None and leaf_hash(payload) == tree.leaves[index]
            yield index, payload if sound else None
