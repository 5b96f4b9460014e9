"""Time stamps made in a test, right or wrong in one thing: what an authority made with openssl would never sign.

Promises: with no wish, an answer that passes every check; each wish changes one thing and signs the rest truly.
Does not: share code with what reads them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from witnessmark.record.stamping import Request

NOW = datetime(2031, 4, 6, 9, 30, tzinfo=UTC)
SHA256, SHA512, SHA1 = "0609608648016503040201", "0609608648016503040203", "06052b0e03021a"
POLICY = bytes.fromhex("06042a030401")
Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


def tlv(tag: int, *parts: bytes) -> bytes:
    """Write one DER element."""
    body = b"".join(parts)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def number(value: int) -> bytes:
    """Write a whole number."""
    return tlv(2, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def algorithm(oid: str) -> bytes:
    """Write an AlgorithmIdentifier."""
    return tlv(0x30, bytes.fromhex(oid), b"\x05\x00")


@cache
def key_of(kind: str) -> Private:
    """Make a key once."""
    if kind.endswith("ec"):
        return ec.generate_private_key(ec.SECP256R1())
    if kind.endswith("ed25519"):
        return ed25519.Ed25519PrivateKey.generate()
    return rsa.generate_private_key(65537, 1024 if kind == "weak" else 2048)


def named(words: str) -> x509.Name:
    """Return a name."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


@cache
def root(name: str = "Port Selm Root", *, ca: bool = True, days: int = 400) -> x509.Certificate:
    """Return a certificate that issued itself."""
    key = key_of(f"ca {name}")
    builder = x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(name))
    builder = builder.public_key(key.public_key()).serial_number(7)
    builder = builder.not_valid_before(NOW - timedelta(400)).not_valid_after(NOW + timedelta(days))
    builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    return builder.sign(key, hashes.SHA256())


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What an answer is to be; the defaults are right."""

    key: str = "rsa"
    pss: bool = False
    signer: str = "Port Selm Time"
    issuer: str = "Port Selm Root"
    usages: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.TIME_STAMPING,)
    critical: bool = True
    until: timedelta = timedelta(100)
    strange: bool = False
    """Whether the signer's certificate has a critical extension that nobody knows."""
    status: bytes = field(default_factory=lambda: number(0))
    time: datetime = NOW
    stamped: bytes | None = None
    hash_oid: str = SHA256
    nonce: int | None = -1
    """The nonce of the answer; -1 for that of the request."""
    policy: bytes = POLICY
    bring: bool = True
    bring_root: bool = False
    backwards: bool = False
    """Whether the certificates stand in the order that DER does not give."""
    other_content: bool = False
    ess: str = "right"
    wrong_key: bool = False
    signatures: int = 1


def certificate(wish: Wish) -> x509.Certificate:
    """Return the signer's certificate."""
    builder = x509.CertificateBuilder().subject_name(named(wish.signer)).issuer_name(named(wish.issuer))
    builder = builder.public_key(key_of(wish.key).public_key()).serial_number(99)
    builder = builder.not_valid_before(NOW - timedelta(300)).not_valid_after(NOW + wish.until)
    if wish.usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(wish.usages), critical=wish.critical)
    if wish.strange:
        strange = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5.6"), b"\x05\x00")
        builder = builder.add_extension(strange, critical=True)
    return builder.sign(key_of(f"ca {wish.issuer}"), hashes.SHA256())


def answer(request: Request, wish: Wish | None = None) -> bytes:
    """Return the answer to a request."""
    wish = wish or Wish()
    signer = certificate(wish)
    digest = request.imprint.digest if wish.stamped is None else hashlib.sha256(wish.stamped).digest()
    nonce = request.nonce if wish.nonce == -1 else wish.nonce
    info = tlv(
        0x30,
        number(1),
        wish.policy,
        tlv(0x30, algorithm(wish.hash_oid), tlv(4, digest)),
        number(5),
        tlv(0x18, f"{wish.time:%Y%m%d%H%M%S}Z".encode()),
        number(nonce) if nonce is not None else b"",
    )
    signed = info.replace(b"Z", b"Y", 1) if wish.other_content else info
    attributes = _attributes(signed, signer, wish)
    signature = _sign(tlv(0x31, *attributes), wish)
    signer_info = tlv(
        0x30,
        number(1),
        tlv(0x30, signer.issuer.public_bytes(), number(signer.serial_number)),
        algorithm(SHA256),
        tlv(0xA0, *attributes),
        _signature_algorithm(wish),
        tlv(4, signature),
    )
    brought = [signer.public_bytes(Encoding.DER)] if wish.bring else []
    brought += [root(wish.issuer).public_bytes(Encoding.DER)] if wish.bring_root else []
    content = tlv(0x30, bytes.fromhex("060b2a864886f70d0109100104"), tlv(0xA0, tlv(4, info)))
    data = tlv(
        0x30,
        number(3),
        tlv(0x31, algorithm(SHA256)),
        content,
        tlv(0xA0, *sorted(brought, reverse=wish.backwards)) if brought else b"",
        tlv(0x31, *[signer_info] * wish.signatures),
    )
    return tlv(0x30, tlv(0x30, wish.status), tlv(0x30, bytes.fromhex("06092a864886f70d010702"), tlv(0xA0, data)))


def _attributes(info: bytes, signer: x509.Certificate, wish: Wish) -> list[bytes]:
    named_digest = hashlib.sha256(signer.public_bytes(Encoding.DER)).digest()
    if wish.ess == "other":
        named_digest = bytes(32)
    kind = tlv(0x30, bytes.fromhex("06092a864886f70d010903"), tlv(0x31, bytes.fromhex("060b2a864886f70d0109100104")))
    digest = tlv(0x31, tlv(4, hashlib.sha256(info).digest()))
    content = tlv(0x30, bytes.fromhex("06092a864886f70d010904"), digest)
    value = tlv(0x31, tlv(0x30, tlv(0x30, tlv(0x30, tlv(4, named_digest)))))
    ess = tlv(0x30, bytes.fromhex("060b2a864886f70d010910022f"), value)
    return sorted([kind, content] if wish.ess == "none" else [kind, content, ess])


def _sign(data: bytes, wish: Wish) -> bytes:
    key = key_of(f"other {wish.key}" if wish.wrong_key else wish.key)
    if isinstance(key, rsa.RSAPrivateKey):
        scheme = padding.PSS(padding.MGF1(hashes.SHA256()), 32) if wish.pss else padding.PKCS1v15()
        return key.sign(data, scheme, hashes.SHA256())
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(hashes.SHA256()))
    return key.sign(data)


def _signature_algorithm(wish: Wish) -> bytes:
    if wish.key == "ec":
        return tlv(0x30, bytes.fromhex("06082a8648ce3d040302"))
    if wish.key == "ed25519":
        return tlv(0x30, bytes.fromhex("06032b6570"))
    if not wish.pss:
        return algorithm("06092a864886f70d010101")
    mask = tlv(0x30, bytes.fromhex("06092a864886f70d010108"), algorithm(SHA256))
    given = tlv(0x30, tlv(0xA0, algorithm(SHA256)), tlv(0xA1, mask), tlv(0xA2, number(32)))
    return tlv(0x30, bytes.fromhex("06092a864886f70d01010a"), given)
