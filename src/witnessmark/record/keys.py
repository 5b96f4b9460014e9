"""Signing keys: Ed25519 keys with a name, in the forms of C2SP signed-note.

Promises: a private key is written once, readable by its owner alone, in a folder that the caller names; a public key is
one line (``name+hash+key``) that anyone can check a signature with; its fingerprint is the SHA-256 of the 32 key bytes.
Does not: encrypt private keys, or decide whom to trust: a fingerprint noted elsewhere does that.
"""

from __future__ import annotations

import base64
import binascii
import errno
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from witnessmark.errors import InputError
from witnessmark.record import durable

_ED25519 = b"\x01"
_PRIVATE = "PRIVATE+KEY+"
_LONGEST = 4096
VKEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)")
"""A public key line: name, hash and key."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of a signing key, and the name that it signs under."""

    name: str
    raw: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that tell a signature's key (C2SP signed-note)."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key as one line: ``name+hash+key``."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.raw).decode()}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the 32 key bytes, in 64 hexadecimal digits: what a person notes elsewhere."""
        return hashlib.sha256(self.raw).hexdigest()

    def verifies(self, signature: bytes, text: bytes) -> bool:
        """Tell whether ``signature`` over ``text`` was made by this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and its public half."""

    public: PublicKey
    private: Ed25519PrivateKey

    def sign(self, text: bytes) -> bytes:
        """Return the 64-byte signature over ``text``."""
        return self.private.sign(text)


def parse_vkey(line: str) -> PublicKey:
    """Read a public key line; raises ValueError where it is not exactly what the key would be written as."""
    match = VKEY.fullmatch(line)
    if match is None:
        raise ValueError("it is no public key line (name+hash+key)")
    try:
        data = base64.b64decode(match[3], validate=True)
    except binascii.Error as error:
        raise ValueError("its key is no base64") from error
    key = PublicKey(match[1], data[1:])
    if len(data) != 33 or key.vkey != line:
        raise ValueError("its hash or its key does not fit")
    return key


def key_path(fingerprint: str) -> str:
    """Return the file of a public key, relative to the record's folder."""
    return f"keys/{fingerprint}.vkey"


def check_name(name: str) -> str:
    """Return a key's name if it may be one; raises InputError."""
    if not re.fullmatch(r"[^\s+\x00-\x1f\x7f]{1,200}", name) or not name.isprintable():
        raise InputError(f"{name!r} cannot name a record: use 1 to 200 characters without spaces or a plus sign")
    return name


def make_key(folder: Path, name: str) -> SigningKey:
    """Make a private key under ``folder``, readable by its owner alone and durable; return it.

    A folder that is there already keeps its permissions. Raises InputError where the key cannot be kept there.
    """
    private = Ed25519PrivateKey.generate()
    public = PublicKey(name, private.public_key().public_bytes_raw())
    secret = base64.b64encode(_ED25519 + private.private_bytes_raw()).decode()
    line = f"{_PRIVATE}{name}+{public.key_id.hex()}+{secret}\n"
    try:
        _keep(_path(folder, public), line.encode())
    except OSError as error:
        raise InputError(
            f"{folder}: no signing key can be kept there ({error.strerror or error}): make room, make it a folder "
            "that you can write to, or name another with WITNESSMARK_KEYS"
        ) from error
    return SigningKey(public, private)


def _keep(path: Path, data: bytes) -> None:
    touched = durable.make_folders(path.parent)
    if touched:
        path.parent.chmod(0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        durable.write_fully(descriptor, data)
        os.fsync(descriptor)
    except BaseException:
        path.unlink(missing_ok=True)  # half a key is none
        raise
    finally:
        os.close(descriptor)
    durable.sync_folders({*touched, path.parent})


def load_key(folder: Path, public: PublicKey) -> SigningKey:
    """Read the private key of ``public`` from ``folder``; raises InputError where it is not there or does not fit."""
    path = _path(folder, public)
    try:
        line = _read(path).decode("utf-8").removesuffix("\n")
        data = base64.b64decode(line.removeprefix(_PRIVATE).split("+", 2)[2], validate=True)
        private = Ed25519PrivateKey.from_private_bytes(data[1:])
    except FileNotFoundError:
        raise InputError(
            f"the key that signs this record is not in {folder} (its fingerprint is {public.fingerprint}): "
            f"put {path.name} there, name its folder with WITNESSMARK_KEYS, or replace the key"
        ) from None
    except NotADirectoryError:
        raise InputError(
            f"{folder}: is no folder of keys: name the one that holds {path.name} with WITNESSMARK_KEYS"
        ) from None
    except PermissionError:
        raise InputError(
            f"{path}: you may not read this key: give yourself permission for it (600) and its folder (700)"
        ) from None
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror or error}): restore it, or replace the key"
        ) from error
    except (ValueError, IndexError) as error:
        raise InputError(f"{path}: holds no private key: restore it from a copy, or replace the key") from error
    if private.public_key().public_bytes_raw() != public.raw:
        raise InputError(f"{path}: holds another key than its name says: restore it from a copy, or replace the key")
    return SigningKey(public, private)


def _read(path: Path) -> bytes:
    """Return the bytes of a key's file; never waits for a pipe."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file")
        return os.read(descriptor, _LONGEST)
    finally:
        os.close(descriptor)


def exposed(folder: Path) -> list[Path]:
    """Return the private keys in ``folder`` that other accounts of this machine may read."""
    try:
        return [path for path in sorted(folder.glob("*.key")) if path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)]
    except OSError:
        return []


def _path(folder: Path, public: PublicKey) -> Path:
    return folder / f"{public.fingerprint}.key"
