"""Where a record keeps what its witnesses signed, and what it sends to them.

Promises: a cosigned checkpoint is kept only where a witness that the record knows cosigned it, and it is one of this
log; a witness is known once a person gives its public key.
Does not: enter anything in the log, or ask a witness: people carry the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from witnessmark.errors import InputError
from witnessmark.record import checkpoint
from witnessmark.record.merkle import Head, leaf_hash
from witnessmark.record.record import Record, keys_in
from witnessmark.record.stamps import place_of
from witnessmark.record.survey import read_whole
from witnessmark.record.witnessing import WitnessKey, consistency_proof, parse_witness_key, read_cosigned
from witnessmark.record.witnessing.consistency import root_of
from witnessmark.record.witnessing.cosignatures import Cosigned
from witnessmark.record.witnessing.offers import Offer

FOLDER = "witnesses"
KEYS = "witnesses/keys"
NOTE = re.compile(r"witnesses/(?P<place>[0-9]{1,18}-[0-9a-f]{16})/(?P<key>[0-9a-f]{64})")
LARGEST_NOTE = 1 << 16
_KEY_LIMIT = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """That a witness signed for the log at a size."""

    witness: WitnessKey
    size: int
    time: datetime
    """By the witness's clock, in UTC."""


def offer_of(record: Record, since: int | None = None) -> Offer:
    """Return the present checkpoint with the proof that it grew from ``since`` entries.

    Without ``since``, from the largest size that a witness has signed for. Raises InputError.
    """
    signed = checkpoint.parse(record.checkpoint.encode())
    old = largest_witnessed(record.folder) if since is None else since
    if old > signed.checkpoint.head.size:
        raise InputError(f"the log has {signed.checkpoint.head.size} entries, fewer than {old}: it was never so long")
    proof = consistency_proof(_leaves(record), old) if old else ()
    return Offer(old=old, proof=proof, signed=signed)


def keep_cosigned(record: Record, data: bytes, given: WitnessKey | None = None) -> tuple[Witnessed, ...]:
    """Check a checkpoint that a witness cosigned, and keep it; ``given`` is the key of a witness that is new.

    Raises InputError where it is not of this log, or no witness that is known cosigned it.
    """
    try:
        cosigned = read_cosigned(data)
    except ValueError as error:
        raise InputError(f"it cannot be read as a cosigned checkpoint: {error}") from error
    signed = cosigned.signed
    there = signed.checkpoint
    if there.origin != record.origin or not any(map(signed.signed_by, keys_in(record.folder))):
        raise InputError(f"it is not a checkpoint that the key of the log {record.origin!r} signed")
    if there.head.size > record.head.size or Head(there.head.size, _root_at(record, there.head.size)) != there.head:
        raise InputError(f"this log never had the {there.head.size} entries that it speaks of: verify the case")
    known = {key.fingerprint: key for key in witnesses_in(record.folder)} | (
        {given.fingerprint: given} if given else {}
    )
    found = [(key, time) for key in known.values() if (time := cosigned.time_by(key)) is not None]
    if not found:
        raise InputError(
            "no witness that this case knows cosigned it: give the witness's public key with --key, as they gave "
            "it to you"
        )
    files: list[tuple[str, bytes]] = []
    for key, _ in found:
        files.append((f"{KEYS}/{key.fingerprint}.vkey", f"{key.vkey}\n".encode()))
        path = f"{FOLDER}/{place_of(there)}/{key.fingerprint}"
        if not (record.folder / path).exists():  # the first one for a size stays: it has the earliest time
            files.append((path, _with_one(cosigned, key)))
    record.keep(files)
    return tuple(Witnessed(witness=key, size=there.head.size, time=time) for key, time in found)


def witnesses_in(folder: Path) -> Iterator[WitnessKey]:
    """Yield the keys of the witnesses that a record knows; what cannot be read is left out (``verify`` names it)."""
    for path in sorted((folder / KEYS).glob("*.vkey")):
        try:
            yield parse_witness_key(read_whole(path, _KEY_LIMIT).decode().removesuffix("\n"))
        except (OSError, ValueError):
            continue


def largest_witnessed(folder: Path) -> int:
    """Return the largest size of the log that a file of a witness is kept for; 0 where there is none."""
    places = (path.parent.name for path in (folder / FOLDER).glob("*-*/*"))
    return max((int(place.partition("-")[0]) for place in places if place.partition("-")[0].isdecimal()), default=0)


def _with_one(cosigned: Cosigned, key: WitnessKey) -> bytes:
    """Return the note with the log's signatures and this witness's alone."""
    lines = tuple(
        line
        for line in cosigned.signed.signatures
        if len(line.value) == 64 or (line.name, line.key_id) == (key.name, key.key_id)
    )
    return checkpoint.Signed(cosigned.signed.checkpoint, lines).text.encode()


def _leaves(record: Record) -> list[bytes]:
    return [leaf_hash(payload) for payload in record.payloads()]


def _root_at(record: Record, size: int) -> bytes:
    return root_of(_leaves(record)[:size])
