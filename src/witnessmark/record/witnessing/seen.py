"""What a witness has seen of each log, and the rule by which it signs.

Promises: a checkpoint is accepted only where its log signed it and the log that was seen is its beginning; what was
accepted is written down before it is signed for. So a witness that keeps this file never signs a log that was cut,
nor two logs that grew apart from each other.
Does not: hold the witness's private key, or look at the entries.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from witnessmark.errors import InputError
from witnessmark.record import checkpoint
from witnessmark.record.checkpoint import Signed
from witnessmark.record.keys import PublicKey, parse_vkey
from witnessmark.record.merkle import EMPTY_ROOT, Head
from witnessmark.record.witnessing.consistency import is_consistent
from witnessmark.record.witnessing.cosignatures import WitnessKey, parse_witness_key
from witnessmark.record.witnessing.offers import Offer

_NOTHING = Head(0, EMPTY_ROOT)


@dataclass(frozen=True, slots=True)
class Seen:
    """A witness, and of each log by its origin its key and the last checkpoint that was signed for."""

    witness: WitnessKey
    logs: tuple[tuple[PublicKey, Signed], ...] = ()

    @property
    def data(self) -> bytes:
        """The bytes of the file that it is kept in: JSON."""
        logs = [{"key": key.vkey, "checkpoint": signed.text} for key, signed in self.logs]
        return (json.dumps({"witness": self.witness.vkey, "logs": logs}, ensure_ascii=False, indent=1) + "\n").encode()

    def accept(self, offer: Offer, key: PublicKey | None = None) -> Seen:
        """Return what is seen after ``offer``; ``key`` is the log's, where a person gives it.

        Raises InputError that says why the offer is refused.
        """
        there = offer.signed.checkpoint
        before = next((pair for pair in self.logs if pair[1].checkpoint.origin == there.origin), None)
        key = key or (before[0] if before else None)
        if key is None:
            raise InputError(
                f"the log {there.origin!r} was never seen: give its public key with --key, as its owner gave it to you"
            )
        if key.name != there.origin or not offer.signed.signed_by(key):
            raise InputError(
                f"it is not signed by the key {key.fingerprint} of the log {key.name!r}: it is of another log, it was "
                "changed, or the key was replaced; if its owner tells you of a new key, give that with --key"
            )
        _require_growth(before[1].checkpoint.head if before else _NOTHING, offer)
        kept = tuple(pair for pair in self.logs if pair is not before)
        return replace(self, logs=(*kept, (key, offer.signed)))


def read_seen(data: bytes) -> Seen:
    """Read what a witness has seen; raises ValueError."""
    try:
        values = json.loads(data.decode("utf-8"))
        logs = tuple((parse_vkey(one["key"]), checkpoint.parse(one["checkpoint"].encode())) for one in values["logs"])
        return Seen(parse_witness_key(values["witness"]), logs)
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("it is not what a witness has seen, as `witnessmark witness sign` writes it") from error


def _require_growth(seen: Head, offer: Offer) -> None:
    new = offer.signed.checkpoint.head
    if new.size < seen.size:
        raise InputError(
            f"refused: the log has {new.size} entries, and you signed for {seen.size} before: it was cut. Keep this "
            "file: with what you have seen it shows that"
        )
    if new.size == seen.size:
        if new.root != seen.root:
            raise InputError(
                f"refused: you signed for other {seen.size} entries before: the log was written anew. Keep this file: "
                "with what you have seen it shows that"
            )
        return
    if seen.size and offer.old != seen.size:
        raise InputError(
            f"it proves growth from {offer.old} entries, and you have seen {seen.size}: ask for one that was made with "
            f"`witnessmark witness export CASE --since {seen.size}`"
        )
    if seen.size and not is_consistent(seen, new, offer.proof):
        raise InputError(
            f"refused: the {seen.size} entries that you signed for are not the beginning of this log of {new.size}: it "
            "was written anew. Keep this file: with what you have seen it shows that"
        )
