"""The blobs' part of verifying: every sealed byte is read and hashed, on all cores, while the log is checked.

Promises: names each blob that is missing, shortened, longer, changed or unreadable.
Does not: hold a file in memory, or hash what lies where no blob can be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import Executor, Future
from pathlib import Path

from witnessmark.nouns import Digest
from witnessmark.record.blobs import relative_path
from witnessmark.record.findings import Findings
from witnessmark.record.survey import pieces_of

_PART = 64
"""Files to a task: enough that handing out tasks costs little, few enough that one thread does not end late."""
_PART_BYTES = 8 << 20

Part = list[tuple[str, int]]
Hashed = dict[str, str | None]
"""By path: what is wrong with the bytes, None if nothing."""


def start_hashing(pool: Executor, folder: Path, files: Mapping[str, int]) -> list[Future[Hashed]]:
    """Begin to hash every file that lies where a blob of its name would."""
    futures: list[Future[Hashed]] = []
    part: Part = []
    room = _PART_BYTES
    for path, size in files.items():
        if not path.startswith("blobs/") or path != relative_path(path[-64:]):
            continue
        part.append((path, size))
        room -= size
        if len(part) == _PART or room < 0:
            futures.append(pool.submit(_hash_part, str(folder), part))
            part, room = [], _PART_BYTES
    if part:
        futures.append(pool.submit(_hash_part, str(folder), part))
    return futures


def _hash_part(folder: str, part: Part) -> Hashed:
    found: Hashed = {}
    for path, size in part:
        try:
            pieces = pieces_of(f"{folder}/{path}", size)
            sha256 = hashlib.sha256(next(pieces, b""))
            for piece in pieces:
                sha256.update(piece)
        except OSError as error:
            found[path] = f"it cannot be read ({error.strerror})"
            continue
        found |= faults_of({path: sha256.hexdigest()})
    return found


def faults_of(digests: Mapping[str, str]) -> Hashed:
    """Return what is wrong with the blobs of these digests; other files are left out."""
    return {
        path: None if digest == path[-64:] else f"it was changed: its SHA-256 is {digest}"
        for path, digest in digests.items()
        if path == relative_path(path[-64:])
    }


def check_blobs(findings: Findings, sizes: Mapping[str, int], tolerated: set[str], hashed: Hashed) -> None:
    """Compare blobs with the sizes that entries give, by path; ``tolerated`` ones have none yet."""
    for path, size in sizes.items():
        found = findings.survey.files.get(path)
        fault = hashed.get(path)
        if found is None:
            fault = None if path in findings.survey.odd else "it is missing"
        elif found != size:
            how = "shortened" if found < size else "made longer"
            fault = f"it was {how}: it has {found:,} bytes, not {size:,}"
        if fault is not None:
            findings.add(path, fault, source=_digest(path))
    for path in sorted(tolerated):
        if (fault := hashed.get(path)) is not None:
            findings.add(path, fault, source=_digest(path))


def _digest(path: str) -> Digest:
    return Digest(path[-64:])
