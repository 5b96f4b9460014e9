"""Checkpoints: the signed head of the log (C2SP tlog-checkpoint in a C2SP signed note).

Promises: a checkpoint is read only if its bytes are exactly what it would be written as, so that no byte of the file
can change unseen; signatures are told apart by key.
Does not: know which keys to trust, or read checkpoints with extension lines (this log writes none).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from witnessmark.record.keys import PublicKey, SigningKey
from witnessmark.record.merkle import Head

SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+=*)")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of the log that is named by ``origin``."""

    origin: str
    head: Head

    @property
    def text(self) -> str:
        """The three lines that are signed: origin, size, root."""
        return f"{self.origin}\n{self.head.size}\n{base64.b64encode(self.head.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line of a note."""

    name: str
    key_id: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint with its signatures, none of them checked yet."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]

    @property
    def text(self) -> str:
        """The whole note, signatures and all, as it stands in its file."""
        lines = (f"— {line.name} {base64.b64encode(line.key_id + line.value).decode()}\n" for line in self.signatures)
        return f"{self.checkpoint.text}\n{''.join(lines)}"

    def signed_by(self, key: PublicKey) -> bool:
        """Tell whether ``key`` signed the checkpoint."""
        text = self.checkpoint.text.encode()
        return any(_is_of(signature, key) and key.verifies(signature.value, text) for signature in self.signatures)

    def unknown(self, keys: Sequence[PublicKey]) -> list[Signature]:
        """Return the signatures that none of ``keys`` made: of another key, or wrong."""
        text = self.checkpoint.text.encode()
        return [
            signature
            for signature in self.signatures
            if not any(_is_of(signature, key) and key.verifies(signature.value, text) for key in keys)
        ]


def _is_of(signature: Signature, key: PublicKey) -> bool:
    return signature.name == key.name and signature.key_id == key.key_id


def sign(checkpoint: Checkpoint, keys: Iterable[SigningKey]) -> bytes:
    """Return the checkpoint as a note signed by every key, in order."""
    text = checkpoint.text.encode()
    signatures = (Signature(key.public.name, key.public.key_id, key.sign(text)) for key in keys)
    return Signed(checkpoint, tuple(signatures)).text.encode()


def kept_path(size: int) -> str:
    """Return the file of a checkpoint that is kept, relative to the record's folder."""
    return f"log/checkpoints/{size}"


def parse(data: bytes, *, cosigned: bool = False) -> Signed:
    """Read a signed checkpoint; raises ValueError that says what is wrong with its bytes.

    ``cosigned`` takes signatures of witnesses as well, which are eight bytes longer (they hold a time).
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8") from error
    body, separator, tail = text.rpartition("\n\n")
    lines = body.split("\n")
    if not separator or not tail.endswith("\n") or len(lines) != 3:
        raise ValueError("it is no signed checkpoint of three lines, a blank line and signatures")
    origin, size, root = lines
    if not origin or not SIZE.fullmatch(size):
        raise ValueError("its origin or size is malformed")
    checkpoint = Checkpoint(origin, Head(int(size), exact_base64(root)))
    if len(checkpoint.head.root) != 32:
        raise ValueError("its root hash is not 32 bytes long")
    return Signed(checkpoint, tuple(_parse_signature(line, cosigned=cosigned) for line in tail[:-1].split("\n")))


def _parse_signature(line: str, *, cosigned: bool) -> Signature:
    match = _SIGNATURE.fullmatch(line)
    if match is None:
        raise ValueError("a signature line is malformed")
    value = exact_base64(match[2])
    if len(value) != 68 and not (cosigned and len(value) == 76):
        raise ValueError("a signature is not 64 bytes long")
    return Signature(match[1], value[:4], value[4:])


def exact_base64(text: str) -> bytes:
    """Decode base64 that is written in the one right way; raises ValueError."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("it holds malformed base64") from error
    if base64.b64encode(data).decode() != text:
        raise ValueError("it holds malformed base64")
    return data
