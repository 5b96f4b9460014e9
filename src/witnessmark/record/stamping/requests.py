"""Requests for a time stamp (RFC 3161, 2.4.1): the digest of a checkpoint and a number that comes back with the answer.

Promises: a request holds the SHA-256 of the checkpoint's whole file, a random nonce of 64 bits, and asks for the
authority's certificates; nothing in it tells what the checkpoint stands for.
Does not: send it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from witnessmark import der

HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
"""The digests that a time stamp may stand on, by their object identifiers; SHA-1 and MD5 are refused."""

LARGEST_REQUEST = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """The digest that was stamped: the name of its algorithm (its identifier where we know none), and its bytes."""

    algorithm: str
    digest: bytes

    def is_of(self, data: bytes) -> bool:
        """Tell whether it is the digest of ``data``, by an algorithm that may be relied on."""
        return self.algorithm in HASHES.values() and hashlib.new(self.algorithm, data).digest() == self.digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an authority is asked to stamp."""

    data: bytes
    """The request's own bytes, as they are sent and kept."""
    imprint: Imprint
    policy: str | None
    nonce: int | None
    wants_certificates: bool

    @property
    def name(self) -> str:
        """The first 16 hexadecimal digits of the request's SHA-256: what it and its answers are kept under."""
        return hashlib.sha256(self.data).hexdigest()[:16]


def new_request(checkpoint: bytes) -> Request:
    """Make a request to stamp the bytes of a checkpoint's file, with a new nonce."""
    builder = TimestampRequestBuilder().data(checkpoint).hash_algorithm(HashAlgorithm.SHA256)
    return read_request(builder.nonce(nonce=True).cert_request(cert_request=True).build().as_bytes())


def read_request(data: bytes) -> Request:
    """Read a request; raises ValueError that says what is wrong with its bytes."""
    if len(data) > LARGEST_REQUEST:
        raise ValueError(f"it is longer than the {LARGEST_REQUEST:,} bytes that a request may have")
    fields = der.read(data).expect(der.SEQUENCE, "the request").children()
    if len(fields) < 2 or fields[0].integer() != 1:
        raise ValueError("it is no request for a time stamp")
    imprint = read_imprint(fields[1])
    policy, nonce, certificates = None, None, False
    for field in fields[2:]:
        if field.tag == der.OID:
            policy = field.oid()
        elif field.tag == der.INTEGER:
            nonce = field.integer()
        elif field.encoded == b"\x01\x01\xff":
            certificates = True
        else:
            raise ValueError("it holds what no request of ours holds")
    return Request(data=data, imprint=imprint, policy=policy, nonce=nonce, wants_certificates=certificates)


def read_imprint(element: der.Element) -> Imprint:
    """Read a MessageImprint; raises ValueError."""
    fields = element.expect(der.SEQUENCE, "the imprint").children()
    if len(fields) != 2:
        raise ValueError("its imprint is malformed")
    oid = algorithm_of(fields[0])
    return Imprint(algorithm=HASHES.get(oid, oid), digest=fields[1].expect(der.OCTETS, "the digest").content)


def algorithm_of(element: der.Element) -> str:
    """Return the identifier in an AlgorithmIdentifier; raises ValueError."""
    fields = element.expect(der.SEQUENCE, "an algorithm").children()
    if not 1 <= len(fields) <= 2:
        raise ValueError("an algorithm in it is malformed")
    return fields[0].oid()
