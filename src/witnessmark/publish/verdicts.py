"""The verdict of ``verify`` as an object of JSON.

Promises: says what the text on a terminal says: what was checked, the time stamps, the witnesses, the notes.
Does not: repeat the faults, which are lines of their own before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from witnessmark.publish.rows import Json

if TYPE_CHECKING:
    from witnessmark.verifying import Verdict


def verdict(item: Verdict) -> Json:
    """Return the last line of ``verify --json``."""
    found = item.record
    return {
        "verifies": not item.faults,
        "faults": len(item.faults),
        "notes": [*item.notes],
        "files": found.files,
        "bytes": found.bytes,
        "entries": found.size,
        "root": found.root,
        "key": found.fingerprints[-1] if found.fingerprints else None,
        "stamps": [
            {"entries": one.size, "time": one.time, "authority": one.authority, "root": one.root}
            for one in found.stamps
        ],
        "witnesses": [
            {"entries": one.size, "time": one.time, "witness": one.witness, "key": one.fingerprint}
            for one in found.cosigners
        ],
        "passages": item.passages,
    }
