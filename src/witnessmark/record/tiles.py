"""Where the log's hashes and entries lie, and in which bytes (C2SP tlog-tiles).

Promises: the paths that a log of a given size has, no more and no fewer, relative to the record's folder; entry bundles
to bytes and back.
Does not: touch the disk. Only the tiles of the present size are kept: a partial tile goes when a wider one replaces it,
since every earlier state of the log can be had from the wider one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from witnessmark.record.merkle import TILE_WIDTH

ENTRY_LIMIT = 65_535
"""The longest entry, in bytes: its length stands before it in 16 bits."""

HASH_SIZE = 32


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile of a log: its level (None for entries), its number in the level, and how many items it holds."""

    level: int | None
    number: int
    width: int

    @property
    def path(self) -> str:
        """The file of the tile, relative to the record's folder: ``log/tile/0/x001/234.p/7``."""
        level = "entries" if self.level is None else str(self.level)
        part = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"log/tile/{level}/{_number(self.number)}{part}"


def tiles_of(size: int, since: int = 0) -> Iterator[Tile]:
    """Yield the tiles of a log of ``size`` entries, leaving out those that were full at ``since`` entries already."""
    yield from _tiles_of_level(None, size, since)
    level = 0
    while size:
        yield from _tiles_of_level(level, size, since)
        size, since, level = size // TILE_WIDTH, since // TILE_WIDTH, level + 1


def _tiles_of_level(level: int | None, count: int, since: int) -> Iterator[Tile]:
    for number in range(since // TILE_WIDTH, count // TILE_WIDTH):
        yield Tile(level, number, TILE_WIDTH)
    if count % TILE_WIDTH:
        yield Tile(level, count // TILE_WIDTH, count % TILE_WIDTH)


def _number(number: int) -> str:
    """Return the number in groups of three digits, all but the last after an ``x``: 1234067 is ``x001/x234/067``."""
    parts = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        parts.append(f"x{number % 1000:03d}")
    return "/".join(reversed(parts))


def pack(entries: Iterable[bytes]) -> bytes:
    """Return an entry bundle: each entry after its length in two bytes, big end first."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unpack(bundle: bytes) -> list[bytes]:
    """Return the entries of a bundle; raises ValueError where it ends inside an entry."""
    entries: list[bytes] = []
    at = 0
    while at < len(bundle):
        start = at + 2
        at = start + int.from_bytes(bundle[at:start], "big")
        if start > len(bundle) or at > len(bundle):
            raise ValueError(f"it ends inside entry {len(entries)} of the bundle")
        entries.append(bundle[start:at])
    return entries


def split_hashes(tile: bytes) -> list[bytes]:
    """Return the hashes of a tile; raises ValueError where its length is no multiple of 32."""
    if len(tile) % HASH_SIZE:
        raise ValueError(f"its {len(tile)} bytes are no whole number of hashes")
    return [tile[i : i + HASH_SIZE] for i in range(0, len(tile), HASH_SIZE)]


def join_hashes(hashes: Sequence[bytes]) -> bytes:
    """Return the bytes of a tile."""
    return b"".join(hashes)
