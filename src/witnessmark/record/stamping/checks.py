"""What an authority's answer must stand up to: a flat list of checks, each with its own message.

Promises: ``faults_of`` returns what is wrong, all of it, in the order of the list; nothing wrong means that the holder
of the signing certificate's key stamped this checkpoint, for this request, at the time in the token. ``tie_of`` says
whether that certificate leads to a root that the person trusts; if so, rfc3161-client (OpenSSL) must agree.
Does not: judge the authority, or ask whether a certificate was revoked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from rfc3161_client import VerificationError, VerifierBuilder

from witnessmark import der
from witnessmark.record.stamping.certificates import Chain, called, chain_of, der_of, extension_of, fault_of, is_root
from witnessmark.record.stamping.requests import HASHES, Request
from witnessmark.record.stamping.tokens import TOKEN_INFO, Token

CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"

_RSA_PSS, _ED25519 = "1.2.840.113549.1.1.10", "1.3.101.112"
_NAMED = {
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
}
"""Signature algorithms that name their digest (RFC 4055, RFC 5758); others take the signature's digest algorithm."""
_ALGORITHMS = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
_WEAKEST_RSA = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    token: Token
    request: Request
    checkpoint: bytes
    known: Sequence[x509.Certificate]
    signer: x509.Certificate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Where the chain of a sound token ends."""

    chain: Chain
    trusted: bool
    doubt: str | None
    """Why rfc3161-client does not agree with the checks here, though the chain ends in a trusted root."""


def signer_of(token: Token, known: Sequence[x509.Certificate]) -> x509.Certificate | None:
    """Return the certificate that the signature names, from those that came with it or are ``known``."""
    for certificate in (*token.certificates, *known):
        named = (certificate.issuer.public_bytes(), certificate.serial_number)
        if named == (token.signer.issuer, token.signer.serial):
            return certificate
    return None


def faults_of(
    token: Token, request: Request, checkpoint: bytes, known: Sequence[x509.Certificate] = ()
) -> tuple[str, ...]:
    """Return what is wrong with an answer to ``request`` for the bytes of ``checkpoint``.

    ``known`` are certificates that the person gave; one of them may be the signer's, where the answer brought none.
    """
    answer = _Answer(token=token, request=request, checkpoint=checkpoint, known=known, signer=signer_of(token, known))
    return tuple(fault for check in CHECKS if (fault := check(answer)) is not None)


def faults_in(token: Token) -> tuple[str, ...]:
    """Return what is wrong with a token in itself, whatever it stamps and whoever asked for it.

    The signer's certificate must have come with it.
    """
    asked = Request(data=b"", imprint=token.imprint, policy=None, nonce=None, wants_certificates=True)
    signer = signer_of(token, ())
    if signer is None:
        return ("the certificate of its signer did not come with it",)
    answer = _Answer(token=token, request=asked, checkpoint=b"", known=(), signer=signer)
    return tuple(fault for check in OWN_CHECKS if (fault := check(answer)) is not None)


def tie_of(token: Token, known: Sequence[x509.Certificate]) -> Tie:
    """Follow the chain of a token that has no faults; the certificates among ``known`` that issued themselves are
    trusted, the others only help to complete the chain."""
    signer = signer_of(token, known)
    if signer is None:
        raise ValueError("the signer's certificate is not known")
    roots = [certificate for certificate in known if is_root(certificate)]
    chain = chain_of(signer, [*token.certificates, *known], roots, token.time)
    trusted = chain[-1] in roots
    return Tie(chain=chain, trusted=trusted, doubt=_second_opinion(token, chain) if trusted else None)


def _check_imprint(answer: _Answer) -> str | None:
    imprint = answer.token.imprint
    if imprint.algorithm not in HASHES.values():
        return f"its digest ({imprint.algorithm}) is of no algorithm that may be relied on"
    if not imprint.is_of(answer.checkpoint):
        return "it stamps other bytes than this checkpoint's"
    if imprint != answer.request.imprint:
        return "it stamps another digest than was asked for"
    return None


def _check_nonce(answer: _Answer) -> str | None:
    if answer.request.nonce is not None and answer.token.nonce != answer.request.nonce:
        return "its nonce is not the one of the request: it answers another request"
    return None


def _check_policy(answer: _Answer) -> str | None:
    wanted = answer.request.policy
    if wanted is not None and answer.token.policy != wanted:
        return f"its policy is {answer.token.policy}, not {wanted} as was asked for"
    return None


def _check_content(answer: _Answer) -> str | None:
    """The signed attributes must be those of exactly this content (RFC 5652, 11.1 and 11.2)."""
    signer = answer.token.signer
    if signer.digest not in HASHES.values():
        return f"its signature stands on a digest ({signer.digest}) of no algorithm that may be relied on"
    kind = der.read(signer.values[CONTENT_TYPE]).oid() if CONTENT_TYPE in signer.values else None
    digest = signer.values.get(MESSAGE_DIGEST)
    expected = hashlib.new(signer.digest, answer.token.info).digest()
    if kind != TOKEN_INFO or digest != bytes([der.OCTETS, len(expected)]) + expected:
        return "what its signature covers is not what it says: it was changed"
    return None


def _check_signer(answer: _Answer) -> str | None:
    """The signed attributes must name the signer's certificate by its digest (RFC 3161, 2.4.1; RFC 5816)."""
    if answer.signer is None:
        return "the certificate of its signer is not in it and none that is known; give it with --trust FILE"
    values = answer.token.signer.values
    data = der_of(answer.signer)
    if SIGNING_CERTIFICATE_2 in values:
        algorithm, named = _named_certificate(values[SIGNING_CERTIFICATE_2])
        right = algorithm in HASHES.values() and hashlib.new(algorithm, data).digest() == named
    elif SIGNING_CERTIFICATE in values:  # SHA-1 names the certificate here; the signature does not stand on it
        _, named = _named_certificate(values[SIGNING_CERTIFICATE])
        right = hashlib.sha1(data, usedforsecurity=False).digest() == named
    else:
        return "its signature does not say which certificate it was made with"
    return None if right else "its signature was made with another certificate than the one that it names"


def _named_certificate(value: bytes) -> tuple[str, bytes]:
    """Return algorithm and digest of the first certificate that a signing-certificate attribute names."""
    first = der.read(value).children()[:1]
    named = first[0].children()[:1] if first else []
    fields = named[0].children() if named else []
    if not fields:
        raise ValueError("the attribute that names the certificate is malformed")
    if fields[0].tag == der.OCTETS:
        return "sha256", fields[0].content  # the algorithm that is not written is SHA-256
    oid = fields[0].children()[0].oid() if fields[0].children() else ""
    if len(fields) < 2:
        raise ValueError("the attribute that names the certificate is malformed")
    return HASHES.get(oid, oid), fields[1].content


def _check_signature(answer: _Answer) -> str | None:
    if answer.signer is None:
        return None  # said by the check before
    signer, key = answer.token.signer, answer.signer.public_key()
    algorithm = _ALGORITHMS.get(_NAMED.get(signer.algorithm, signer.digest))
    if algorithm is None:
        return "its signature is of no algorithm that may be relied on"
    try:
        if isinstance(key, rsa.RSAPublicKey):
            if key.key_size < _WEAKEST_RSA:
                return f"its RSA key has {key.key_size} bits; fewer than {_WEAKEST_RSA} may not be relied on"
            if signer.algorithm == _RSA_PSS:
                scheme: padding.AsymmetricPadding = padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO)
            else:
                scheme = padding.PKCS1v15()
            key.verify(signer.signature, signer.attributes, scheme, algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signer.signature, signer.attributes, ec.ECDSA(algorithm))
        elif isinstance(key, ed25519.Ed25519PublicKey) and signer.algorithm == _ED25519:
            key.verify(signer.signature, signer.attributes)
        else:
            return "its signature is of no algorithm that may be relied on"
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return "its signature is wrong: it was changed, or another key made it"
    return None


def _check_usage(answer: _Answer) -> str | None:
    """The signer's certificate must be for time stamps, critically, and for nothing else (RFC 3161, 2.3)."""
    if answer.signer is None:
        return None
    name = called(answer.signer)
    usage = extension_of(answer.signer, x509.ExtendedKeyUsage)
    if usage is None or ExtendedKeyUsageOID.TIME_STAMPING not in usage:
        return f"the certificate of {name} is not for time stamps (extended key usage timeStamping)"
    if len(list(usage)) != 1:
        return f"the certificate of {name} is for other things beside time stamps"
    if not answer.signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage).critical:
        return f"the certificate of {name} does not bind its use to time stamps (the extension is not critical)"
    return None


def _check_validity(answer: _Answer) -> str | None:
    return None if answer.signer is None else fault_of(answer.signer, answer.token.time, issues=False)


def _in_words(check: Callable[[_Answer], str | None]) -> Callable[[_Answer], str | None]:
    def run(answer: _Answer) -> str | None:
        try:
            return check(answer)
        except ValueError as error:
            return f"it is malformed: {error}"

    return run


OWN_CHECKS = tuple(map(_in_words, (_check_content, _check_signer, _check_signature, _check_usage, _check_validity)))
CHECKS = (*map(_in_words, (_check_imprint, _check_nonce, _check_policy)), *OWN_CHECKS)


def _second_opinion(token: Token, chain: Chain) -> str | None:
    """Let rfc3161-client, and OpenSSL through it, verify the same token up to the same root."""
    builder = VerifierBuilder(roots=[chain[-1]], intermediates=[*chain[1:-1]])
    if not token.certificates:
        builder = builder.tsa_certificate(chain[0])
    try:
        builder.build().verify(token.read_twice, token.imprint.digest)
    except (VerificationError, ValueError) as error:
        return str(error)[:200]
    return None
