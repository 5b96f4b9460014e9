"""Where a record keeps its outside time: checkpoints with the requests over them and what authorities answered.

Promises: an answer is kept only where every check passes, with the checkpoint that it stamps and the request that it
answers; files are written one after the other, each whole and on disk before the next (checkpoint, request, answer), so
that what a killed process leaves verifies. The bytes of an answer are those that came.
Does not: use the network, or enter anything in the log: an authority signs its answers itself, and the log is older
than they are. So nothing in a record shows that a stamp was taken out of it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from witnessmark.errors import InputError
from witnessmark.record import checkpoint
from witnessmark.record.checkpoint import Checkpoint
from witnessmark.record.record import Record
from witnessmark.record.stamping import Request, Token, faults_of, new_request, read_request, read_token
from witnessmark.record.stamping.certificates import called, fingerprint, is_root, load_given, pem_of
from witnessmark.record.stamping.checks import signer_of
from witnessmark.record.survey import read_whole

FOLDER = "stamps"
CERTIFICATES = "stamps/certificates"
STAMP = re.compile(r"stamps/(?P<place>[0-9]{1,18}-[0-9a-f]{16})/(?P<name>[^/]+)")
ANSWER = re.compile(r"(?P<request>[0-9a-f]{16})-(?P<answer>[0-9a-f]{16})\.(?P<authority>[a-z0-9][a-z0-9.-]{0,79})\.tsr")
_UNFIT = re.compile(r"[^a-z0-9.]+")
_FILE_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """An answer that a record keeps."""

    checkpoint: Checkpoint
    request: Request
    token: Token
    path: Path
    authority: str
    """The name in the certificate that signed."""


def place_of(stamped: Checkpoint) -> str:
    """Return the folder of what stands over a checkpoint: its size and the first 16 hexadecimal digits of its root."""
    return f"{stamped.head.size}-{stamped.head.root.hex()[:16]}"


def label_of(words: str) -> str:
    """Return words as the name of a file may hold them: small letters, digits, points and hyphens."""
    return _UNFIT.sub("-", words.lower()).strip("-.")[:80].rstrip("-.") or "authority"


def ask(record: Record) -> Request:
    """Make a request over the record's present checkpoint; nothing is kept."""
    return new_request(record.checkpoint.encode())


def keep_request(record: Record, request: Request, over: str) -> Path:
    """Keep a request over the checkpoint ``over`` whose answer comes later; return its file."""
    place = f"{FOLDER}/{place_of(checkpoint.parse(over.encode()).checkpoint)}"
    name = f"{place}/{request.name}.tsq"
    record.keep([(f"{place}/checkpoint", over.encode()), (name, request.data)])
    return record.folder / name


def keep_answer(record: Record, data: bytes, request: Request, over: str, authority: str | None = None) -> Stamp:
    """Check an answer to a request over the checkpoint ``over``, and keep it with both.

    ``authority`` is what its file is named after; without it, the signer's certificate. Raises InputError that says
    all that is wrong; then nothing is kept.
    """
    token = _readable(data)
    known = certificates_in(record.folder)
    faults = faults_of(token, request, over.encode(), known)
    if faults:
        raise InputError(f"the time stamp is refused: {'; '.join(faults)}")
    signer = signer_of(token, known)
    name = "authority" if signer is None else called(signer)
    stamped = checkpoint.parse(over.encode()).checkpoint
    place = f"{FOLDER}/{place_of(stamped)}"
    path = f"{place}/{request.name}-{token.name}.{label_of(authority or name)}.tsr"
    record.keep([(f"{place}/checkpoint", over.encode()), (f"{place}/{request.name}.tsq", request.data), (path, data)])
    return Stamp(checkpoint=stamped, request=request, token=token, path=record.folder / path, authority=name)


def take_answer(record: Record, data: bytes) -> Stamp:
    """Keep an answer that was carried here, to one of the requests that the record keeps; raises InputError."""
    token = _readable(data)
    asked = [(over, request) for over, request in _requests(record.folder)]
    fitting = [pair for pair in asked if pair[1].nonce == token.nonce and pair[1].nonce is not None]
    fitting = fitting or [pair for pair in asked if pair[1].imprint == token.imprint]
    if not fitting:
        raise InputError(
            f"the time stamp is refused: it answers none of the {len(asked)} requests that this case keeps; make one "
            "with `witnessmark stamp CASE --request FILE`"
        )
    over, request = fitting[0]
    return keep_answer(record, data, request, over)


def stamped_by(record: Record, authority: str) -> Path | None:
    """Return the answer of an authority over the present checkpoint, if there is one."""
    place = record.folder / FOLDER / place_of(checkpoint.parse(record.checkpoint.encode()).checkpoint)
    for path in sorted(place.glob("*.tsr")):
        match = ANSWER.fullmatch(path.name)
        if match and match["authority"] == label_of(authority):
            return path
    return None


def keep_certificates(record: Record, data: bytes) -> tuple[tuple[x509.Certificate, bool], ...]:
    """Keep certificates that a person gives; return each, and whether it issued itself and so is trusted as a root."""
    try:
        given = load_given(data)
    except ValueError as error:
        raise InputError(f"{error}: give certificates in PEM, or one in DER") from error
    record.keep([(certificate_path(one), pem_of(one)) for one in given])
    return tuple((one, is_root(one)) for one in given)


def certificate_path(certificate: x509.Certificate) -> str:
    """Return the file of a certificate, relative to the record's folder."""
    return f"{CERTIFICATES}/{fingerprint(certificate)}.pem"


def certificates_in(folder: Path) -> tuple[x509.Certificate, ...]:
    """Return the certificates that a record keeps; those that cannot be read are left out (``verify`` names them)."""
    found: list[x509.Certificate] = []
    for path in sorted((folder / CERTIFICATES).glob("*.pem")):
        try:
            found += load_given(read_whole(path, _FILE_LIMIT))
        except (OSError, ValueError):
            continue
    return tuple(found)


def _requests(folder: Path) -> Iterator[tuple[str, Request]]:
    """Yield every request that a record keeps, newest checkpoint last, with the checkpoint that it is over."""
    for path in sorted((folder / FOLDER).glob("*/*.tsq")):
        try:
            over = read_whole(path.with_name("checkpoint"), _FILE_LIMIT).decode()
            checkpoint.parse(over.encode())
            yield over, read_request(read_whole(path, _FILE_LIMIT))
        except (OSError, ValueError):
            continue


def _readable(data: bytes) -> Token:
    try:
        return read_token(data)
    except ValueError as error:
        raise InputError(f"the time stamp is refused: {error}") from error
