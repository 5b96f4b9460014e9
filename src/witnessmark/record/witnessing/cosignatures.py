"""Cosignatures of checkpoints (C2SP tlog-cosignature, type Ed25519): what a witness signs, and with what key.

Promises: a cosignature covers the time at which it was made and the whole text of the checkpoint; a witness's key is
told from a log's key by its type (0x04), so that neither can be taken for the other.
Does not: decide what may be cosigned (``seen`` does).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from witnessmark.record import checkpoint
from witnessmark.record.checkpoint import Signature, Signed
from witnessmark.record.keys import VKEY, PublicKey, SigningKey

_TYPE = b"\x04"
_LATEST = 253_402_300_799
"""Seconds since 1970 at the end of the year 9999."""


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """The public half of a witness's key."""

    key: PublicKey

    @property
    def name(self) -> str:
        """The name that the witness signs under."""
        return self.key.name

    @property
    def key_id(self) -> bytes:
        """The four bytes that tell a cosignature's key."""
        return hashlib.sha256(self.key.name.encode() + b"\n" + _TYPE + self.key.raw).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key as one line: ``name+hash+key``."""
        return f"{self.key.name}+{self.key_id.hex()}+{base64.b64encode(_TYPE + self.key.raw).decode()}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the 32 key bytes, in 64 hexadecimal digits."""
        return self.key.fingerprint


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A checkpoint with signatures of its log and of witnesses, none of them checked yet."""

    signed: Signed

    def time_by(self, witness: WitnessKey) -> datetime | None:
        """Return when ``witness`` cosigned, in UTC, if it did."""
        text = self.signed.checkpoint.text
        for line in self.signed.signatures:
            if (line.name, line.key_id) != (witness.name, witness.key_id) or len(line.value) != 72:
                continue
            seconds = int.from_bytes(line.value[:8], "big")
            if seconds <= _LATEST and witness.key.verifies(line.value[8:], _message(text, seconds)):
                return datetime.fromtimestamp(seconds, UTC)
        return None


def parse_witness_key(line: str) -> WitnessKey:
    """Read a witness's public key line; raises ValueError where it is none."""
    match = VKEY.fullmatch(line)
    try:
        data = base64.b64decode(match[3], validate=True) if match else b""
    except ValueError as error:
        raise ValueError("its key is no base64") from error
    if match is None or len(data) != 33 or data[:1] != _TYPE:
        raise ValueError("it is no public key line of a witness (name+hash+key, of type 4)")
    key = WitnessKey(PublicKey(match[1], data[1:]))
    if key.vkey != line:
        raise ValueError("its hash or its key does not fit")
    return key


def read_cosigned(data: bytes) -> Cosigned:
    """Read a checkpoint that witnesses may have cosigned; raises ValueError."""
    return Cosigned(checkpoint.parse(data, cosigned=True))


def cosign(signed: Signed, key: SigningKey, seconds: int) -> Cosigned:
    """Return the checkpoint with a cosignature made at ``seconds`` since 1970 added to it."""
    witness = WitnessKey(key.public)
    value = seconds.to_bytes(8, "big") + key.sign(_message(signed.checkpoint.text, seconds))
    line = Signature(witness.name, witness.key_id, value)
    return Cosigned(replace(signed, signatures=(*signed.signatures, line)))


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
