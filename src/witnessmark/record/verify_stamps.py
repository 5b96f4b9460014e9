"""Outside time's part of verifying: every stamp that the record keeps, and what it shows.

Promises: each file under ``stamps/`` is accounted for; a stamped checkpoint is one of this log (signed by a key of it,
its root that of the first entries of the log as it is now); an answer passes every check, or each that fails is
named. A chain that ends in no trusted root is said, and is no fault; so is a time before the log's own clock, or long
after.
Does not: use the network, or ask whether a certificate was revoked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509

from witnessmark.record import checkpoint, stamps, tiles
from witnessmark.record.checkpoint import Signed
from witnessmark.record.findings import Findings
from witnessmark.record.keys import PublicKey
from witnessmark.record.merkle import TILE_WIDTH
from witnessmark.record.stamping import LARGEST_TOKEN, Request, Token, faults_of, read_request, read_token, tie_of
from witnessmark.record.stamping.certificates import called, fingerprint, load_given, pem_of
from witnessmark.record.stamping.requests import LARGEST_REQUEST
from witnessmark.record.verify_keys import CHECKPOINT_LIMIT
from witnessmark.record.verify_tree import Tree, read_bundle

_CERTIFICATE_LIMIT = 1 << 16
_HINT = "restore it from a copy of the case, or move it out of the record and ask for a new time stamp"
_EARLY = timedelta(minutes=5)
"""How far two honest clocks may differ before it is said."""
_LATE = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A sound time stamp: the log had at least these entries by then."""

    size: int
    time: str
    """RFC 3339, in UTC."""
    authority: str
    root: str | None
    """SHA-256 of the trusted root certificate that its chain ends in; None where it ends in none."""
    path: str


def check_stamps(findings: Findings, tree: Tree, chain: Sequence[PublicKey]) -> tuple[set[str], tuple[Stamped, ...]]:
    """Check all that lies under ``stamps/``; return its files, and the stamps that are sound."""
    known, accounted = _read_certificates(findings)
    places: dict[str, list[str]] = {}
    for path in sorted(findings.survey.files):
        if match := stamps.STAMP.fullmatch(path):
            places.setdefault(match["place"], []).append(match["name"])
    found: list[Stamped] = []
    for place in sorted(places, key=lambda one: int(one.partition("-")[0])):
        accounted |= _check_place(findings, place, places[place], (tree, chain, known), found)
    return accounted, tuple(found)


_Against = tuple[Tree, Sequence[PublicKey], Sequence[x509.Certificate]]


def _read_certificates(findings: Findings) -> tuple[list[x509.Certificate], set[str]]:
    known: list[x509.Certificate] = []
    files: set[str] = set()
    for path in sorted(findings.survey.files):
        if not (path.startswith(f"{stamps.CERTIFICATES}/") and path.endswith(".pem")):
            continue
        files.add(path)
        data = findings.read(path, _CERTIFICATE_LIMIT)
        try:
            (certificate,) = load_given(data or b"")
        except ValueError:
            findings.add(path, "it was changed: it is no certificate", _HINT)
            continue
        if path != stamps.certificate_path(certificate) or data != pem_of(certificate):
            findings.add(path, "it was changed: the certificate in it is not the one that its name says", _HINT)
        else:
            known.append(certificate)
    return known, files


def _check_place(
    findings: Findings, place: str, names: Sequence[str], against: _Against, found: list[Stamped]
) -> set[str]:
    """Check what stands over one checkpoint; return its files."""
    tree, chain, known = against
    folder = f"{stamps.FOLDER}/{place}"
    files = {f"{folder}/checkpoint"}
    over = check_over(findings, f"{folder}/checkpoint", place, tree, chain)
    requests: dict[str, Request] = {}
    for name in names:
        if name.endswith(".tsq"):
            files.add(f"{folder}/{name}")
            request = _read_request(findings, f"{folder}/{name}")
            if request is not None:
                requests[request.name] = request
    answered: set[str] = set()
    for name in names:
        match = stamps.ANSWER.fullmatch(name)
        if match is None:
            continue
        path = f"{folder}/{name}"
        files.add(path)
        answered.add(match["request"])
        if match["request"] not in requests:
            findings.add(path, "the request that it answers is not beside it", _HINT)
        elif over is not None:
            token = _read_token(findings, path, requests[match["request"]], over, known)
            if token is not None:
                found.append(_say(findings, path, over, token, (tree, known)))
    for waiting in sorted(requests.keys() - answered):
        findings.notes.append(f"the request {folder}/{waiting}.tsq for an outside time stamp is not answered yet")
    return files


def check_over(findings: Findings, path: str, place: str, tree: Tree, chain: Sequence[PublicKey]) -> Signed | None:
    """Check a checkpoint that something stands over: of this log, and one that the log grew from."""
    data = findings.read(path, CHECKPOINT_LIMIT)
    if data is None:
        return None
    try:
        signed = checkpoint.parse(data)
    except ValueError as error:
        findings.add(path, f"it was changed: {error}", _HINT)
        return None
    before = len(findings.faults)
    faults = faults_of_checkpoint(signed, place, tree, chain)
    if chain and signed.unknown(chain):
        faults.append("a signature in it is of no key of this record")
    for fault in faults:
        findings.add(path, fault, _HINT)
    return signed if len(findings.faults) == before else None


def faults_of_checkpoint(signed: Signed, place: str, tree: Tree, chain: Sequence[PublicKey]) -> list[str]:
    """Return what is wrong with a checkpoint kept under ``place``."""
    there = signed.checkpoint
    faults: list[str] = []
    if stamps.place_of(there) != place:
        faults.append("it was changed: it is not the checkpoint that its folder says")
    if chain and (there.origin != chain[0].name or not any(signed.signed_by(key) for key in chain)):
        faults.append("it is not signed by a key of this record")
    if len(set(signed.signatures)) < len(signed.signatures):
        faults.append("it was changed: a signature stands in it twice")
    if there.head.size > tree.size:
        faults.append(f"it is of {there.head.size} entries, the log has {tree.size}: the log was cut")
    elif tree.root_at(there.head.size) not in (None, there.head.root):
        faults.append(f"the first {there.head.size} entries are not those that it signed: the log was written anew")
    return faults


def _read_request(findings: Findings, path: str) -> Request | None:
    data = findings.read(path, LARGEST_REQUEST)
    if data is None:
        return None
    try:
        request = read_request(data)
    except ValueError as error:
        findings.add(path, f"it was changed: {error}", _HINT)
        return None
    if not path.endswith(f"/{request.name}.tsq"):
        findings.add(path, "it was changed: it is not the request that its name says", _HINT)
        return None
    return request


def _read_token(
    findings: Findings, path: str, request: Request, over: Signed, known: Sequence[x509.Certificate]
) -> Token | None:
    data = findings.read(path, LARGEST_TOKEN)
    if data is None:
        return None
    try:
        token = read_token(data)
        faults: Sequence[str] = faults_of(token, request, over.text.encode(), known)
    except ValueError as error:
        findings.add(path, f"it is no time stamp: {error}", _HINT)
        return None
    if f"-{token.name}." not in path:
        faults = (*faults, "it was changed: it is not the answer that its name says")
    for fault in faults:
        findings.add(path, fault, _HINT)
    return None if faults else token


def _say(
    findings: Findings, path: str, over: Signed, token: Token, against: tuple[Tree, Sequence[x509.Certificate]]
) -> Stamped:
    """Note what must be known of a sound stamp, and return it."""
    tree, known = against
    tie = tie_of(token, known)
    authority = called(tie.chain[0])
    top = tie.chain[-1]
    if not tie.trusted:
        issuer = top.issuer.rfc4514_string()[:200]
        findings.notes.append(
            f"the time stamp of {authority} at size {over.checkpoint.head.size} is not tied to a trusted root: its "
            f"chain ends below {issuer!r}; give that root with `witnessmark stamp CASE --trust FILE`"
        )
    elif tie.doubt is not None:
        findings.notes.append(f"{path} is not tied to a trusted root: rfc3161-client refuses it ({tie.doubt})")
    _compare_clocks(findings, path, over.checkpoint.head.size, token.time, tree)
    return Stamped(
        size=over.checkpoint.head.size,
        time=token.time.isoformat(timespec="seconds").replace("+00:00", "Z"),
        authority=authority,
        root=fingerprint(top) if tie.trusted and tie.doubt is None else None,
        path=path,
    )


def _compare_clocks(findings: Findings, path: str, size: int, time: datetime, tree: Tree) -> None:
    entered = _time_of(findings, size - 1, tree)
    if entered is None:
        return
    said = (
        f"{path} says {time:%Y-%m-%dT%H:%M:%SZ}, entry {size - 1}, the last that it stands over, {entered.isoformat()}"
    )
    if time < entered - _EARLY:
        findings.notes.append(f"{said}: the clock of the machine that wrote the entry was ahead")
    elif time > entered + _LATE:
        findings.notes.append(f"{said}: {(time - entered).days} days passed before the time was stamped")


def _time_of(findings: Findings, index: int, tree: Tree) -> datetime | None:
    """Return when an entry was made by the clock of the machine that made it, if its bytes can be trusted."""
    if not 0 <= index < tree.size or tree.leaves[index] is None:
        return None
    number = index // TILE_WIDTH
    payloads = read_bundle(findings, tiles.Tile(None, number, min(TILE_WIDTH, tree.size - number * TILE_WIDTH)))
    try:
        values = json.loads((payloads or [])[index % TILE_WIDTH])
        time = datetime.fromisoformat(next(values[key] for key in sorted(values) if key.endswith("_at")))
    except (ValueError, LookupError, TypeError, AttributeError, StopIteration, RecursionError):
        return None
    return time if time.tzinfo is not None else None
