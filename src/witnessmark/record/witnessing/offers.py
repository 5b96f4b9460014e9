"""What is sent to a witness: a checkpoint, and the proof that it grew from an earlier one (C2SP tlog-witness).

Promises: the bytes are those of the body of an ``add-checkpoint`` request, so that other programs' witnesses can be
asked with them as well.
Does not: hold any entry, or anything that tells what the entries are about.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from witnessmark.record import checkpoint
from witnessmark.record.checkpoint import Signed
from witnessmark.record.witnessing.consistency import LONGEST_PROOF

LARGEST_OFFER = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A checkpoint to be cosigned, and the proof that the log of ``old`` entries is its beginning."""

    old: int
    proof: tuple[bytes, ...]
    signed: Signed

    @property
    def data(self) -> bytes:
        """The bytes that are sent."""
        lines = [f"old {self.old}", *(base64.b64encode(one).decode() for one in self.proof), "", self.signed.text]
        return "\n".join(lines).encode()


def read_offer(data: bytes) -> Offer:
    """Read what was sent; raises ValueError that says what is wrong."""
    if len(data) > LARGEST_OFFER:
        raise ValueError(f"it is longer than the {LARGEST_OFFER:,} bytes that it may have")
    head, blank, note = data.partition(b"\n\n")
    lines = head.decode("utf-8", "replace").split("\n")
    word, _, number = lines[0].partition(" ")
    if not blank or word != "old" or not checkpoint.SIZE.fullmatch(number) or len(lines) > LONGEST_PROOF + 1:
        raise ValueError("it is no checkpoint with its proof, as `witnessmark witness export` writes it")
    return Offer(old=int(number), proof=_hashes(lines[1:]), signed=checkpoint.parse(note))


def _hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    hashes = tuple(checkpoint.exact_base64(line) for line in lines)
    if any(len(one) != 32 for one in hashes):
        raise ValueError("a hash of its proof is not 32 bytes long")
    return hashes
