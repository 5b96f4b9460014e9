"""The record: sealed bytes and human decisions in one append-only, signed log, and the means to verify it.

Promises: what was acknowledged is on disk and is never edited; each changed, missing or extra byte is found and named.
Does not: read what the bytes say, keep private keys in the record, or use the network.
``verify_case.py`` in this folder checks a record with the standard library alone; it is run, not imported.
"""

from __future__ import annotations

from pathlib import Path

from witnessmark.record.blobs import Stretch, digest_file
from witnessmark.record.clock import Moment, now
from witnessmark.record.keys import PublicKey
from witnessmark.record.merkle import Head
from witnessmark.record.record import Record
from witnessmark.record.verify import Verification, verify

VERIFIER = Path(__file__).with_name("verify_case.py")
"""The one file that a stranger verifies a record with."""

__all__ = [
    "VERIFIER",
    "Head",
    "Moment",
    "PublicKey",
    "Record",
    "Stretch",
    "Verification",
    "digest_file",
    "now",
    "verify",
]
