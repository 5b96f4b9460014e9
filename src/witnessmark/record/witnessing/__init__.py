"""Witnesses: partners who sign that a log has only grown since they last saw it (C2SP tlog-cosignature, tlog-witness).

Promises: proofs that one state of a log is the beginning of another, made and checked; cosignatures in the form of
other transparency logs' witnesses; a witness who never signs two states of a log that do not go together.
Does not: carry files, or know whom to believe: a witness's public key must come in another way than the cosignature.
"""

from witnessmark.record.witnessing.consistency import consistency_proof, is_consistent
from witnessmark.record.witnessing.cosignatures import Cosigned, WitnessKey, parse_witness_key, read_cosigned
from witnessmark.record.witnessing.offers import Offer, read_offer
from witnessmark.record.witnessing.seen import Seen

__all__ = [
    "Cosigned",
    "Offer",
    "Seen",
    "WitnessKey",
    "consistency_proof",
    "is_consistent",
    "parse_witness_key",
    "read_cosigned",
    "read_offer",
]
