"""The witnesses' part of verifying: who signed for which size of the log, and when.

Promises: each file under ``witnesses/`` is accounted for; a cosigned checkpoint is one of this log, and cosigned by the
witness whose key its name says.
Does not: know whether the witness is who you think: compare the fingerprint with one that they gave you.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from witnessmark.record import witnesses
from witnessmark.record.findings import Findings
from witnessmark.record.keys import PublicKey
from witnessmark.record.verify_stamps import faults_of_checkpoint
from witnessmark.record.verify_tree import Tree
from witnessmark.record.witnessing import WitnessKey, parse_witness_key, read_cosigned

_KEY_LIMIT = 4096
_HINT = "restore it from a copy of the case, or ask the witness for it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosigner:
    """That a witness signed for the log at a size."""

    witness: str
    fingerprint: str
    """SHA-256 of the witness's public key."""
    size: int
    time: str
    """RFC 3339 in UTC, by the witness's clock."""


def check_witnesses(
    findings: Findings, tree: Tree, chain: Sequence[PublicKey]
) -> tuple[set[str], tuple[Cosigner, ...]]:
    """Check all that lies under ``witnesses/``; return its files, and what was cosigned, by size."""
    known, accounted = _read_keys(findings)
    found: list[Cosigner] = []
    for path in sorted(findings.survey.files):
        match = witnesses.NOTE.fullmatch(path)
        if match is None:
            continue
        accounted.add(path)
        witness = known.get(match["key"])
        if witness is None:
            findings.add(path, "the key of its witness is not in the record", _HINT)
        elif (cosigner := _check_note(findings, path, match["place"], witness, (tree, chain))) is not None:
            found.append(cosigner)
    return accounted, tuple(sorted(found, key=lambda one: (one.size, one.time, one.fingerprint)))


def _read_keys(findings: Findings) -> tuple[dict[str, WitnessKey], set[str]]:
    known: dict[str, WitnessKey] = {}
    files: set[str] = set()
    for path in sorted(findings.survey.files):
        if not (path.startswith(f"{witnesses.KEYS}/") and path.endswith(".vkey")):
            continue
        files.add(path)
        data = findings.read(path, _KEY_LIMIT)
        try:
            key = parse_witness_key((data or b"").decode().removesuffix("\n"))
        except ValueError as error:
            findings.add(path, f"it was changed: {error}", _HINT)
            continue
        if path != f"{witnesses.KEYS}/{key.fingerprint}.vkey" or data != f"{key.vkey}\n".encode():
            findings.add(path, "it was changed: the key in it is not the one that its name says", _HINT)
        else:
            known[key.fingerprint] = key
    return known, files


def _check_note(
    findings: Findings, path: str, place: str, witness: WitnessKey, against: tuple[Tree, Sequence[PublicKey]]
) -> Cosigner | None:
    data = findings.read(path, witnesses.LARGEST_NOTE)
    if data is None:
        return None
    try:
        cosigned = read_cosigned(data)
    except ValueError as error:
        findings.add(path, f"it was changed: {error}", _HINT)
        return None
    faults = faults_of_checkpoint(cosigned.signed, place, *against)
    time = cosigned.time_by(witness)
    if time is None:
        faults.append(f"it is not cosigned by the witness {witness.name}")
    if len(cosigned.signed.unknown(against[1])) > 1:
        faults.append("it was changed: it has more signatures than those of this log and of its witness")
    for fault in faults:
        findings.add(path, fault, _HINT)
    if faults or time is None:
        return None
    return Cosigner(
        witness=witness.name,
        fingerprint=witness.fingerprint,
        size=cosigned.signed.checkpoint.head.size,
        time=time.isoformat(timespec="seconds").replace("+00:00", "Z"),
    )
