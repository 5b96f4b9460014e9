"""Certificates (X.509, RFC 5280): read, and followed from a signer to a root.

Promises: a chain is one in which each certificate was issued by the next (its name, its signature), each that issues is
allowed to, each was valid at the time asked about, and none has a critical extension that is not understood here.
Does not: ask whether a certificate was revoked, or apply name constraints (a chain that has them is refused).
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID

MOST_CERTIFICATES = 16
"""In one answer; real ones bring one to four."""
LARGEST = 1 << 16
_LONGEST_CHAIN = 8
_Kind = TypeVar("_Kind", bound=x509.ExtensionType)
_UNDERSTOOD = {
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.KEY_USAGE,
    ExtensionOID.EXTENDED_KEY_USAGE,
    ExtensionOID.CERTIFICATE_POLICIES,
    ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
}

Chain = tuple[x509.Certificate, ...]
"""From the signer's certificate to the one that nothing here issued."""


def load(data: bytes) -> x509.Certificate:
    """Read a certificate in DER; raises ValueError."""
    if len(data) > LARGEST:
        raise ValueError(f"a certificate is longer than the {LARGEST:,} bytes that it may have")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # the library warns of what RFC 5280 forbids
            return _read_whole(data)
    except (
        ValueError,
        TypeError,
        Warning,
        x509.DuplicateExtension,
        UnsupportedAlgorithm,
        x509.InvalidVersion,
    ) as error:
        raise ValueError("a certificate in it cannot be read") from error


def _read_whole(data: bytes) -> x509.Certificate:
    """Read a certificate with all that is asked of it later, which the library would read only then."""
    certificate = x509.load_der_x509_certificate(data)
    for name in (certificate.issuer, certificate.subject):
        name.public_bytes()
        name.rfc4514_string()
    list(certificate.extensions)
    certificate.public_key()
    _ = certificate.not_valid_before_utc, certificate.not_valid_after_utc, certificate.serial_number
    return certificate


def load_given(data: bytes) -> tuple[x509.Certificate, ...]:
    """Read the certificates of a file, one in DER or any number in PEM; raises ValueError."""
    if b"-----BEGIN" not in data:
        return (load(data),)
    try:
        found = x509.load_pem_x509_certificates(data)
    except ValueError as error:
        raise ValueError("its certificates cannot be read") from error
    return tuple(load(der_of(certificate)) for certificate in found)


def der_of(certificate: x509.Certificate) -> bytes:
    """Return the bytes of a certificate."""
    return certificate.public_bytes(Encoding.DER)


def pem_of(certificate: x509.Certificate) -> bytes:
    """Return a certificate in the form in which it is kept, and other programs take it."""
    return certificate.public_bytes(Encoding.PEM)


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate, in 64 hexadecimal digits."""
    return hashlib.sha256(der_of(certificate)).hexdigest()


def called(certificate: x509.Certificate) -> str:
    """Return the name in a certificate, for people."""
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    words = str(names[0].value) if names else certificate.subject.rfc4514_string()
    return "".join(letter if letter.isprintable() else " " for letter in words)[:100] or "a certificate without a name"


def is_root(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate issued itself: then, given by a person, it is one that they trust."""
    return _issued(certificate, certificate)


def chain_of(
    signer: x509.Certificate,
    offered: Iterable[x509.Certificate],
    roots: Sequence[x509.Certificate],
    time: datetime,
) -> Chain:
    """Return the chain from ``signer`` upwards at a time: to one of ``roots`` if it can, else as far as it goes."""
    others = [*dict.fromkeys([*roots, *offered])]
    best: Chain = (signer,)
    waiting: list[Chain] = [(signer,)]
    seen = {signer}
    while waiting:
        chain = waiting.pop(0)
        if chain[-1] in roots and fault_of(chain[-1], time, issues=len(chain) > 1, below=len(chain) - 2) is None:
            return chain
        if len(chain) > len(best):
            best = chain
        if len(chain) == _LONGEST_CHAIN:
            continue
        for issuer in others:
            if issuer in seen or not _issued(chain[-1], issuer):
                continue
            if fault_of(issuer, time, issues=True, below=len(chain) - 1) is None:
                seen.add(issuer)
                waiting.append((*chain, issuer))
    return best


def fault_of(certificate: x509.Certificate, time: datetime, *, issues: bool, below: int = 0) -> str | None:
    """Say why a certificate cannot stand in a chain at ``time``, if it cannot.

    ``issues`` is whether it issues another one, ``below`` how many issuing certificates stand under it.
    """
    name = called(certificate)
    if not certificate.not_valid_before_utc <= time <= certificate.not_valid_after_utc:
        return (
            f"the certificate of {name} was not valid at {time:%Y-%m-%dT%H:%M:%SZ}: it holds from "
            f"{certificate.not_valid_before_utc:%Y-%m-%d} to {certificate.not_valid_after_utc:%Y-%m-%d}"
        )
    for extension in certificate.extensions:
        if extension.critical and extension.oid not in _UNDERSTOOD:
            return f"the certificate of {name} has a condition that is not understood here ({extension.oid._name})"
    if not issues:
        return None
    constraints = extension_of(certificate, x509.BasicConstraints)
    if constraints is None or not constraints.ca:
        return f"the certificate of {name} may not issue others"
    if constraints.path_length is not None and below > constraints.path_length:
        return f"the certificate of {name} may not stand so far from the signer"
    usage = extension_of(certificate, x509.KeyUsage)
    if usage is not None and not usage.key_cert_sign:
        return f"the key of {name} may not sign certificates"
    return None


def extension_of(certificate: x509.Certificate, kind: type[_Kind]) -> _Kind | None:
    """Return the extension of a kind, if the certificate has it."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
