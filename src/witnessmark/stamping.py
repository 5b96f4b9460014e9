"""Outside time for a case: asks the authorities that a person names, or takes what was carried by hand.

Promises: no authority is asked unless this is called for it; an answer is checked before it is kept, and one that fails
keeps nothing and says why; one authority that fails does not keep the others from being asked.
Does not: run by itself, or choose an authority.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from witnessmark.authority import Authority, UnansweredError, authorities_from, authority_from, exchange
from witnessmark.case import SETTINGS, Case, keys_folder
from witnessmark.errors import InputError, WitnessmarkError
from witnessmark.record import Record, durable, stamps
from witnessmark.record.stamping import LARGEST_TOKEN
from witnessmark.record.stamping.certificates import called, fingerprint
from witnessmark.record.stamps import Stamp
from witnessmark.record.survey import read_whole

_LARGEST_CERTIFICATES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What asking one authority came to: a stamp that is kept now, one that was there already, or a problem."""

    address: str
    stamp: Stamp | None = None
    before: Path | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """A certificate that a person gave; a root is trusted, another one only completes chains."""

    name: str
    fingerprint: str
    root: bool


def authorities_of(case: Case, addresses: Sequence[str]) -> tuple[Authority, ...]:
    """Return whom to ask: those that the call names, or else those of the settings; raises InputError."""
    try:
        given = authorities_from(case.settings.stamps)
    except InputError as error:
        raise InputError(f"{case.folder / SETTINGS}: {error}") from error
    found = tuple(authority_from(one) for one in dict.fromkeys(addresses)) or given
    if not found:
        raise InputError(
            f"{case.folder}: no time-stamping authority is named, and none is asked unless it is; name one with "
            "--authority URL, or make a request for another machine with --request FILE"
        )
    return found


def stamp(case: Case, authorities: Sequence[Authority]) -> Iterator[Outcome]:
    """Have the present checkpoint stamped by each authority, and yield what that came to."""
    record = _open(case)
    over = record.checkpoint
    for authority in authorities:
        if (before := stamps.stamped_by(record, authority.label)) is not None:
            yield Outcome(address=authority.address, before=before)
            continue
        request = stamps.ask(record)
        try:
            data = exchange(authority, request.data)
        except UnansweredError as error:
            yield Outcome(address=authority.address, problem=str(error))
            continue
        try:
            kept = stamps.keep_answer(record, data, request, over, authority.label)
        except WitnessmarkError as error:
            yield Outcome(address=authority.address, problem=f"{authority.address}: {error}")
        else:
            yield Outcome(address=authority.address, stamp=kept)


def write_request(case: Case, output: Path) -> Path:
    """Write a request over the present checkpoint to a file, and keep it; return where it is kept."""
    record = _open(case)
    request = stamps.ask(record)
    kept = stamps.keep_request(record, request, record.checkpoint)
    with durable.explained(output.parent):
        output.write_bytes(request.data)
    return kept


def take_response(case: Case, path: Path) -> Stamp:
    """Check an answer that was carried here in a file, and keep it; raises InputError."""
    try:
        return stamps.take_answer(_open(case), _read(path, LARGEST_TOKEN))
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def trust(case: Case, path: Path) -> tuple[Trusted, ...]:
    """Keep the certificates of a file: roots that the person trusts, and others that complete chains."""
    try:
        given = stamps.keep_certificates(_open(case), _read(path, _LARGEST_CERTIFICATES))
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    return tuple(Trusted(name=called(one), fingerprint=fingerprint(one), root=root) for one, root in given)


def _open(case: Case) -> Record:
    return Record.open(case.record_folder, keys_folder())


def _read(path: Path, limit: int) -> bytes:
    try:
        return read_whole(path, limit)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}); check the path") from error
    except ValueError as error:
        raise InputError(f"{error}; check the path") from error
