"""Witnesses of a case: what is sent to a partner, what the partner signs, and what comes back.

Promises: a partner signs only for a log that begins with what they signed for before, and what they signed for is on
disk before the cosignature is; a cosignature is checked before it is kept.
Does not: use the network: people carry the files.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from witnessmark.case import Case, keys_folder
from witnessmark.errors import InputError
from witnessmark.record import Record, durable, keys, witnesses
from witnessmark.record.keys import PublicKey, parse_vkey
from witnessmark.record.survey import read_whole
from witnessmark.record.witnesses import Witnessed
from witnessmark.record.witnessing import Offer, Seen, WitnessKey, parse_witness_key, read_offer
from witnessmark.record.witnessing.cosignatures import cosign
from witnessmark.record.witnessing.offers import LARGEST_OFFER
from witnessmark.record.witnessing.seen import read_seen

_LARGEST_SEEN = 1 << 26
_LARGEST_KEY = 4096
_WAIT = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What a witness signed: the checkpoint that was offered, and how many entries were seen before."""

    offer: Offer
    before: int
    witness: WitnessKey
    is_new: bool
    """Whether the witness's key was made for this."""


def export(case: Case, output: Path, since: int | None = None) -> Offer:
    """Write the present checkpoint, with the proof of its growth since ``since`` entries, to a file for a witness."""
    offer = witnesses.offer_of(Record.open(case.record_folder, keys_folder()), since)
    _write(output, offer.data)
    return offer


def sign(given: Path, seen: Path, output: Path, *, key: str | None = None, name: str | None = None) -> Signing:
    """As a witness: check what was sent against what was seen, note it, and write the cosigned checkpoint.

    ``key`` is the log's public key line, or a file with it; ``name`` is for the first time, when the witness's own key
    is made. Raises InputError that says why nothing is signed.
    """
    try:
        offer = read_offer(_read(given, LARGEST_OFFER))
    except ValueError as error:
        raise InputError(f"{given}: {error}") from error
    log_key = None if key is None else _log_key(key)
    with durable.explained(seen.parent), durable.locked(seen.parent, exclusive=True, wait=_WAIT):
        before, is_new = _seen(seen, name)
        origin = offer.signed.checkpoint.origin
        sizes = (log.checkpoint.head.size for _, log in before.logs if log.checkpoint.origin == origin)
        size = next(sizes, 0)
        after = before.accept(offer, log_key)
        private = keys.load_key(keys_folder(), before.witness.key)
        durable.write(seen, after.data, seen.parent)
        _write(output, cosign(offer.signed, private, int(time.time())).signed.text.encode())
    return Signing(offer=offer, before=size, witness=before.witness, is_new=is_new)


def take(case: Case, path: Path, key: str | None = None) -> tuple[Witnessed, ...]:
    """Check a checkpoint that a witness cosigned, and keep it; ``key`` is the public key of a witness that is new."""
    given = None
    if key is not None:
        try:
            given = parse_witness_key(_line(key))
        except ValueError as error:
            raise InputError(f"--key: {error}") from error
    record = Record.open(case.record_folder, keys_folder())
    try:
        return witnesses.keep_cosigned(record, _read(path, witnesses.LARGEST_NOTE), given)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _seen(path: Path, name: str | None) -> tuple[Seen, bool]:
    """Return what was seen before, and whether this is the first time."""
    if path.exists():
        try:
            return read_seen(_read(path, _LARGEST_SEEN)), False
        except ValueError as error:
            raise InputError(f"{path}: {error}; restore it from a copy") from error
    if name is None:
        raise InputError(
            f"{path}: there is nothing that you have seen yet; the first time, give the name that you sign under with "
            "--as NAME, such as example.org/witness"
        )
    made = keys.make_key(keys_folder(), keys.check_name(name))
    return Seen(WitnessKey(made.public)), True


def _log_key(given: str) -> PublicKey:
    try:
        return parse_vkey(_line(given))
    except ValueError as error:
        raise InputError(f"--key: {error}") from error


def _line(given: str) -> str:
    """Return a key line, given as it is or as the name of a file that holds it."""
    path = Path(given)
    if "+" in given and not path.exists():
        return given.strip()
    return _read(path, _LARGEST_KEY).decode("utf-8", "replace").strip()


def _read(path: Path, limit: int) -> bytes:
    try:
        return read_whole(path, limit)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except ValueError as error:
        raise InputError(f"{path}: {error}; check the path") from error


def _write(path: Path, data: bytes) -> None:
    with durable.explained(path.parent):
        path.write_bytes(data)
