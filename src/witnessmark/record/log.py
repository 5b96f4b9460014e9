"""The append-only log on disk: entries, tiles and the checkpoint that signs them.

Promises: an append is in the log, with all before it, once the checkpoint is replaced, and not before; a reader of an
entry gets bytes whose hash is in the tree, or RecordDamagedError that names the file.
Does not: check signatures or the whole tree (``verify`` does), or know what entries mean.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from witnessmark.errors import HeadMovedError, RecordDamagedError
from witnessmark.record import checkpoint, durable, tiles
from witnessmark.record.checkpoint import Checkpoint, Signed
from witnessmark.record.merkle import TILE_WIDTH, Head, leaf_hash, perfect_root, root_of_edge

CHECKPOINT = "log/checkpoint"

Signer = Callable[[Checkpoint], bytes]


def read_checkpoint(record: Path) -> Signed:
    """Return the record's present checkpoint; raises RecordDamagedError."""
    path = record / CHECKPOINT
    try:
        return checkpoint.parse(path.read_bytes())
    except (OSError, ValueError) as error:
        raise RecordDamagedError(f"{path} cannot be read ({error}): run verify, and restore the file") from error


class Log:
    """The log of one record, as it stood when it was last read or appended to."""

    def __init__(self, record: Path) -> None:
        self.record = record
        self.signed = read_checkpoint(record)
        self._edge: list[list[bytes]] = [
            split(record, tile) for tile in tiles.tiles_of(self.head.size, self.head.size) if tile.level is not None
        ]
        # A level whose last tile is full has no partial tile; its place in the edge is empty.
        self._edge = _edge_with_gaps(self._edge, self.head.size)
        if root_of_edge(self._edge) != self.head.root:
            raise RecordDamagedError(f"the tiles of {record} do not match its checkpoint: run verify, and restore them")

    @property
    def head(self) -> Head:
        """The size and root of the log."""
        return self.signed.checkpoint.head

    def check_head(self) -> None:
        """Raise HeadMovedError where the log on disk is not the one that was read."""
        if read_checkpoint(self.record).checkpoint != self.signed.checkpoint:
            raise HeadMovedError(f"the log of {self.record} grew since it was read: read its head and append again")

    def append(self, payloads: Sequence[bytes], sign: Signer, staging: Path, kept: Sequence[str] = ()) -> None:
        """Add entries and replace the checkpoint, durably.

        The caller holds the lock, has checked the head and has written ``pending``. ``kept`` names files that get a
        copy of the new checkpoint before it takes effect.
        """
        size = self.head.size
        edge, files = self._grown(payloads)
        head = Head(size + len(payloads), root_of_edge(edge))
        note = sign(replace(self.signed.checkpoint, head=head))
        files |= {self.record / path: note for path in kept}
        durable.write_all(files, staging)
        durable.write(self.record / CHECKPOINT, note, staging)
        self.signed, self._edge = checkpoint.parse(note), edge
        superseded = {tile.path for tile in tiles.tiles_of(size, size)}
        superseded -= {tile.path for tile in tiles.tiles_of(head.size, size)}
        durable.remove_all(self.record / path for path in sorted(superseded))
        for path in superseded:
            with contextlib.suppress(OSError):  # a folder of partial tiles, once empty, says nothing
                (self.record / path).parent.rmdir()

    def _grown(self, payloads: Sequence[bytes]) -> tuple[list[list[bytes]], dict[Path, bytes]]:
        """Return the edge after the payloads, and the files that hold what is new."""
        edge: list[list[bytes]] = []
        files = self._grown_bundles(payloads)
        fresh = [leaf_hash(payload) for payload in payloads]
        size, level = self.head.size, 0
        while fresh or level < len(self._edge):
            row = [*(self._edge[level] if level < len(self._edge) else ()), *fresh]
            for start in range(0, len(row) if fresh else 0, TILE_WIDTH):
                part = row[start : start + TILE_WIDTH]
                tile = tiles.Tile(level, (size + start) // TILE_WIDTH, len(part))
                files[self.record / tile.path] = tiles.join_hashes(part)
            full = len(row) // TILE_WIDTH * TILE_WIDTH
            edge.append(row[full:])
            fresh = [perfect_root(row[i : i + TILE_WIDTH]) for i in range(0, full, TILE_WIDTH)]
            size, level = size // TILE_WIDTH, level + 1
        return edge, files

    def _grown_bundles(self, payloads: Sequence[bytes]) -> dict[Path, bytes]:
        size = self.head.size
        first = size // TILE_WIDTH
        row = [*(self._bundle(first) if size % TILE_WIDTH else ()), *payloads]
        files: dict[Path, bytes] = {}
        for start in range(0, len(row), TILE_WIDTH):
            part = row[start : start + TILE_WIDTH]
            files[self.record / tiles.Tile(None, first + start // TILE_WIDTH, len(part)).path] = tiles.pack(part)
        return files

    def payloads(self, start: int = 0) -> Iterator[bytes]:
        """Yield the entries' bytes from number ``start`` to the head."""
        size = self.head.size
        for number in range(start // TILE_WIDTH, -(-size // TILE_WIDTH)):
            yield from self._bundle(number)[max(0, start - number * TILE_WIDTH) :]

    def _bundle(self, number: int) -> list[bytes]:
        """Return the entries of one bundle, each of them checked against the tree's leaf hash."""
        width = min(TILE_WIDTH, self.head.size - number * TILE_WIDTH)
        path, data = self._read_grown(tiles.Tile(None, number, width))
        _, hashes = self._read_grown(tiles.Tile(0, number, width))
        try:
            found = tiles.unpack(data)[:width]
            leaves = tiles.split_hashes(hashes)[:width]
        except ValueError as error:
            raise RecordDamagedError(f"{path} is damaged: {error}; run verify, and restore it") from error
        if [leaf_hash(payload) for payload in found] != leaves:
            raise RecordDamagedError(f"{path} is damaged: it does not match its tile; run verify, and restore it")
        return found

    def _read_grown(self, tile: tiles.Tile) -> tuple[Path, bytes]:
        """Read a tile; where a writer has replaced it by a wider one meanwhile, read that one."""
        path = self.record / tile.path
        for _ in range(3):
            try:
                return path, path.read_bytes()
            except FileNotFoundError:
                size = read_checkpoint(self.record).checkpoint.head.size
                width = min(TILE_WIDTH, size - tile.number * TILE_WIDTH)
                path = self.record / replace(tile, width=max(width, 1)).path
            except OSError as error:
                raise RecordDamagedError(f"{path} cannot be read ({error.strerror}): run verify") from error
        raise RecordDamagedError(f"{path} is missing: run verify, and restore it from a copy")


def split(record: Path, tile: tiles.Tile) -> list[bytes]:
    """Return the hashes of a tile on disk; raises RecordDamagedError."""
    path = record / tile.path
    try:
        hashes = tiles.split_hashes(path.read_bytes())
    except (OSError, ValueError) as error:
        raise RecordDamagedError(f"{path} cannot be read ({error}): run verify, and restore the file") from error
    if len(hashes) != tile.width:
        raise RecordDamagedError(f"{path} holds {len(hashes)} hashes, not {tile.width}: run verify, and restore it")
    return hashes


def _edge_with_gaps(partial: list[list[bytes]], size: int) -> list[list[bytes]]:
    """Return one list a level, empty where the level's hashes fill its tiles exactly."""
    found = iter(partial)
    edge: list[list[bytes]] = []
    while size:
        edge.append(next(found) if size % TILE_WIDTH else [])
        size //= TILE_WIDTH
    return edge
