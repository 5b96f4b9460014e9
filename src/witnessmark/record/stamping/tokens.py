"""Time-stamp tokens (RFC 3161, 2.4.2; CMS, RFC 5652): an authority's answer, taken apart.

Promises: an answer is read only where the authority granted it, its DER is strict, and rfc3161-client reads it too;
what is wrong is said in a ValueError. Nothing in it is believed yet.
Does not: check anything (``checks`` does).

Many authorities, ``openssl ts`` among them, write the set of certificates in another order than the one that DER gives
to a set, and rfc3161-client refuses that. The set is put into DER's order before that library sees it. This is sound:
neither the signature nor the signed attributes cover the set, it only offers certificates, and each is checked by
itself. The bytes that are kept are those that came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from cryptography import x509
from rfc3161_client import TimeStampResponse, decode_timestamp_response

from witnessmark import der
from witnessmark.der import Element
from witnessmark.record.stamping.certificates import MOST_CERTIFICATES, load
from witnessmark.record.stamping.requests import HASHES, Imprint, algorithm_of, read_imprint

LARGEST_TOKEN = 1 << 20
"""Bytes of an answer; real ones have two to ten thousand."""

SIGNED_DATA, TOKEN_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
_STATUSES = {
    1: "granted with changes",
    2: "rejection",
    3: "waiting",
    4: "a revocation is near",
    5: "a revocation has happened",
}
_FAILURES = {
    0: "unknown algorithm",
    2: "bad request",
    5: "bad data format",
    14: "its clock is not available",
    15: "unaccepted policy",
    16: "unaccepted extension",
    17: "additional information is not available",
    25: "system failure",
}
_LONGEST_WORDS = 200
_GRANTED = bytes.fromhex("3003020100")
"""The status of an answer that was granted, in DER."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signed a token, and how (CMS SignerInfo)."""

    issuer: bytes
    """The name of who issued the signer's certificate, in DER."""
    serial: int
    digest: str
    """The name of the digest algorithm."""
    attributes: bytes
    """The signed attributes as the set that the signature covers."""
    values: dict[str, bytes]
    """The one value of each signed attribute, in DER, by the attribute's identifier."""
    algorithm: str
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What an authority answered."""

    data: bytes
    """The answer as it came."""
    info: bytes
    """The bytes that say time and digest (TSTInfo)."""
    imprint: Imprint
    policy: str
    serial: int
    time: datetime
    """In UTC."""
    nonce: int | None
    certificates: tuple[x509.Certificate, ...]
    """Those that came with the answer."""
    signer: Signer
    read_twice: TimeStampResponse
    """The same answer as rfc3161-client reads it."""

    @property
    def name(self) -> str:
        """The first 16 hexadecimal digits of the answer's SHA-256."""
        return hashlib.sha256(self.data).hexdigest()[:16]


class _Values(TypedDict):
    policy: str
    imprint: Imprint
    serial: int
    time: datetime
    nonce: int | None


def read_token(data: bytes) -> Token:
    """Read an authority's answer (TimeStampResp); raises ValueError that says what is wrong."""
    if len(data) > LARGEST_TOKEN:
        raise ValueError(f"it is longer than the {LARGEST_TOKEN:,} bytes that a time stamp may have")
    fields = der.read(data).expect(der.SEQUENCE, "the answer").children()
    if not fields:
        raise ValueError("it is no answer to a request for a time stamp")
    _require_granted(fields[0])
    if len(fields) != 2:
        raise ValueError("the authority granted it and sent no time stamp")
    signed = _content(fields[1], SIGNED_DATA, "the time stamp").children()
    if len(signed) < 4 or signed[0].integer() != 3:
        raise ValueError("the time stamp is no signed data of version 3")
    info = _content(signed[2], TOKEN_INFO, "what was signed").content
    offered = next((part for part in signed[3:-1] if part.tag == der.FIRST), None)
    listed = [] if offered is None else offered.children()
    if len(listed) > MOST_CERTIFICATES:
        raise ValueError(f"it brings {len(listed)} certificates; {MOST_CERTIFICATES} are more than a chain needs")
    return Token(
        data=data,
        info=info,
        certificates=tuple(load(part.encoded) for part in listed),
        signer=_signer(signed[-1]),
        read_twice=_second_reading(data, listed),
        **_values(info),
    )


def read_bare(data: bytes) -> Token:
    """Read a time stamp as archivers keep it: an authority's answer, or the token without it; raises ValueError.

    A token alone is read as the answer that granted it; ``Token.data`` is that answer then.
    """
    fields = der.read(data).expect(der.SEQUENCE, "the time stamp").children()
    if fields and fields[0].tag == der.OID and len(data) < LARGEST_TOKEN:
        size = len(_GRANTED) + len(data)
        length = size.to_bytes((size.bit_length() + 7) // 8, "big")
        head = bytes([der.SEQUENCE, size]) if size < 0x80 else bytes([der.SEQUENCE, 0x80 | len(length)]) + length
        data = head + _GRANTED + data
    return read_token(data)


def _require_granted(element: Element) -> None:
    fields = element.expect(der.SEQUENCE, "the status").children()
    status = fields[0].integer() if fields else -1
    if status == 0:
        return
    said: list[str] = []
    for field in fields[1:]:
        if field.tag == der.SEQUENCE:
            said += [part.content.decode("utf-8", "replace") for part in field.children()]
        elif field.tag == der.BITS:
            bits = "".join(f"{byte:08b}" for byte in field.content[1:5])
            said += [words for bit, words in _FAILURES.items() if bits[bit : bit + 1] == "1"]
    words = "".join(letter if letter.isprintable() else " " for letter in "; ".join(said))[:_LONGEST_WORDS]
    called = _STATUSES.get(status, "unknown to RFC 3161")
    raise ValueError(f"the authority did not grant it: status {status}, {called}" + (f" ({words})" if words else ""))


def _content(element: Element, kind: str, what: str) -> Element:
    """Return what a ContentInfo or EncapsulatedContentInfo of a kind holds."""
    fields = element.expect(der.SEQUENCE, what).children()
    if len(fields) != 2 or fields[0].oid() != kind or fields[1].tag != der.FIRST:
        raise ValueError(f"{what} is of another kind than a time stamp's")
    inside = fields[1].children()
    if len(inside) != 1:
        raise ValueError(f"{what} is malformed")
    return inside[0].expect(der.SEQUENCE if kind == SIGNED_DATA else der.OCTETS, what)


def _values(info: bytes) -> _Values:
    """Return what a TSTInfo says (RFC 3161, 2.4.2)."""
    fields = der.read(info).expect(der.SEQUENCE, "what was signed").children()
    if len(fields) < 5 or fields[0].integer() != 1:
        raise ValueError("what was signed is no time stamp of version 1")
    nonces = [field.integer() for field in fields[5:] if field.tag == der.INTEGER]
    if len(nonces) > 1:
        raise ValueError("it has more than one nonce")
    return _Values(
        policy=fields[1].oid(),
        imprint=read_imprint(fields[2]),
        serial=fields[3].integer(),
        time=fields[4].time(),
        nonce=nonces[0] if nonces else None,
    )


def _signer(element: Element) -> Signer:
    found = element.expect(der.SET, "the signature").children()
    if len(found) != 1:
        raise ValueError(f"it has {len(found)} signatures; a time stamp has one")
    fields = found[0].expect(der.SEQUENCE, "the signature").children()
    if len(fields) < 6 or fields[0].integer() != 1:
        raise ValueError("its signature does not name its certificate by issuer and number")
    named = fields[1].expect(der.SEQUENCE, "the signer's certificate").children()
    attributes = fields[3].expect(der.FIRST, "the signed attributes")
    if len(named) != 2:
        raise ValueError("its signature does not name its certificate by issuer and number")
    oid = algorithm_of(fields[2])
    return Signer(
        issuer=named[0].encoded,
        serial=named[1].integer(),
        digest=HASHES.get(oid, oid),
        attributes=bytes([der.SET]) + attributes.encoded[1:],
        values=_attributes(attributes),
        algorithm=algorithm_of(fields[4]),
        signature=fields[5].expect(der.OCTETS, "the signature").content,
    )


def _attributes(element: Element) -> dict[str, bytes]:
    values: dict[str, bytes] = {}
    for attribute in element.children():
        fields = attribute.expect(der.SEQUENCE, "a signed attribute").children()
        held = fields[1].expect(der.SET, "a signed attribute").children() if len(fields) == 2 else []
        if len(held) != 1 or fields[0].oid() in values:
            raise ValueError("a signed attribute is malformed, or stands twice")
        values[fields[0].oid()] = held[0].encoded
    return values


def _second_reading(data: bytes, listed: Sequence[Element]) -> TimeStampResponse:
    """Return the answer as rfc3161-client reads it, its certificates in the order that DER gives to a set."""
    if listed:
        ordered = b"".join(sorted(part.encoded for part in listed))
        data = data[: listed[0].start] + ordered + data[listed[-1].end :]
    try:
        return decode_timestamp_response(data)
    except ValueError as error:
        raise ValueError(f"rfc3161-client cannot read it ({str(error)[:_LONGEST_WORDS]})") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a defect of that library's compiled part is raised as
            raise
        raise ValueError("rfc3161-client cannot read it (it fails on these bytes)") from error
