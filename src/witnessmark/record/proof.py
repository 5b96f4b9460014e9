"""A proof that one entry is in the log, in one small file (C2SP tlog-proof).

Promises: who has the file and the log's public key can tell, without the log, that the entry was in it when the
checkpoint in the file was signed (RFC 9162, 2.1.3); a file is read only if it is exactly what it would be written as.
Does not: check the checkpoint's signature, or know which keys to trust.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from witnessmark.record import checkpoint
from witnessmark.record.checkpoint import Signed
from witnessmark.record.entries import INDEX
from witnessmark.record.merkle import leaf_hash, root_of_path

TITLE = "c2sp.org/tlog-proof@v1"
ENDING = ".tlog-proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An entry, its number, the hashes beside its way up to the root, and a signed checkpoint with that root."""

    entry: bytes
    index: int
    hashes: tuple[bytes, ...]
    note: str
    """The signed checkpoint, as it stands in its file."""

    def encode(self) -> bytes:
        """Return the file's bytes; the entry stands in its ``extra`` line."""
        lines = [TITLE, f"extra {_base64(self.entry)}", f"index {self.index}", *map(_base64, self.hashes)]
        return ("\n".join(lines) + "\n\n" + self.note).encode()

    @property
    def signed(self) -> Signed:
        """The checkpoint with its signatures, none of them checked; raises ValueError."""
        return checkpoint.parse(self.note.encode())

    @property
    def holds(self) -> bool:
        """Tell whether the hashes lead from the entry to the root in the checkpoint."""
        head = self.signed.checkpoint.head
        return root_of_path(leaf_hash(self.entry), self.index, head.size, self.hashes) == head.root


def parse(data: bytes) -> Proof:
    """Read a proof; raises ValueError that says what is wrong with its bytes."""
    try:
        text = data.decode("utf-8")
        upper, _, note = text.partition("\n\n")
        title, extra, index, *hashes = upper.split("\n")
        if title != TITLE or not extra.startswith("extra ") or not index.startswith("index "):
            raise ValueError("its lines are not those of a proof")
        if not INDEX.fullmatch(index[6:]):
            raise ValueError("the number of its entry is malformed")
        values = [base64.b64decode(one, validate=True) for one in (extra[6:], *hashes)]
    except (UnicodeDecodeError, binascii.Error) as error:
        raise ValueError(f"it is no proof ({error})") from error
    found = Proof(entry=values[0], index=int(index[6:]), hashes=tuple(values[1:]), note=note)
    if any(len(value) != 32 for value in found.hashes) or found.encode() != data:
        raise ValueError("its bytes are not as they were written")
    checkpoint.parse(note.encode())
    return found


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
