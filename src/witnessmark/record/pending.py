"""The note of a batch that is on its way into the record: ``record/pending``.

Promises: it stands in the record, durably, from before the first file of a batch enters it until after the checkpoint
that names them, and says which files those are. So a record that was cut off at any moment can be told from one that
somebody added files to, and can be mended.
Does not: sign anything. What it lists is not yet part of the record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from witnessmark.errors import RecordDamagedError
from witnessmark.nouns import Action, Decision, Entry, Source
from witnessmark.record import entries, tiles
from witnessmark.record.blobs import relative_path
from witnessmark.record.checkpoint import kept_path
from witnessmark.record.keys import key_path, parse_vkey

NAME = "pending"
_TITLE = b"witnessmark pending 1\n"


@dataclass(frozen=True, slots=True)
class Pending:
    """A batch: the size of the log that it was begun at, and the entries that it adds, as bytes."""

    start: int
    payloads: tuple[bytes, ...]

    @property
    def end(self) -> int:
        """The size of the log once the batch is in it."""
        return self.start + len(self.payloads)

    def entries(self) -> Iterator[Entry]:
        """Yield the batch's entries; raises ValueError where one is malformed."""
        for offset, payload in enumerate(self.payloads):
            yield entries.decode(self.start + offset, payload)

    def encode(self) -> bytes:
        """Return the file's bytes: a title, the SHA-256 of the rest, the size of the log, the entries as a bundle."""
        rest = f"{self.start}\n".encode() + tiles.pack(self.payloads)
        return _TITLE + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


def decode(data: bytes) -> Pending:
    """Read a pending file; raises ValueError where a byte of it is not as it was written."""
    title, digest, rest = data[: len(_TITLE)], data[len(_TITLE) : len(_TITLE) + 65], data[len(_TITLE) + 65 :]
    if title != _TITLE or digest != hashlib.sha256(rest).hexdigest().encode() + b"\n":
        raise ValueError("its bytes are not as they were written")
    start, _, bundle = rest.partition(b"\n")
    if not entries.INDEX.fullmatch(start.decode("ascii", "replace")):
        raise ValueError("the size of the log in it is malformed")
    return Pending(int(start), tuple(tiles.unpack(bundle)))


def read(record: Path) -> Pending | None:
    """Return the batch that was cut off in ``record``, or None; raises RecordDamagedError."""
    try:
        return decode((record / NAME).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise RecordDamagedError(f"{record / NAME} is damaged ({error}): run verify, and restore the file") from error


def files_of(batch: Pending) -> set[str]:
    """Return the files that may stand in the record while the batch is on its way, relative to the record's folder.

    These are the blobs and key files that it adds, and the tiles at the edge of the log before and after it. Raises
    ValueError where an entry is malformed.
    """
    files = {NAME}
    files |= {tile.path for tile in tiles.tiles_of(batch.end, batch.start)}
    files |= {tile.path for tile in tiles.tiles_of(batch.start, batch.start)}
    for entry in batch.entries():
        match entry.fact:
            case Source(digest=digest):
                files.add(relative_path(digest))
            case Decision(action=Action.REPLACE_KEY, value=str(vkey)):
                files |= {key_path(parse_vkey(vkey).fingerprint), kept_path(batch.start), kept_path(batch.end)}
    return files


def replaces_key(entry: Entry) -> bool:
    """Tell whether an entry puts a new signing key in place."""
    return isinstance(entry.fact, Decision) and entry.fact.action is Action.REPLACE_KEY
