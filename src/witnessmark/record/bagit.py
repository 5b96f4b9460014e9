"""Checking a bag (BagIt 1.0, RFC 8493): that it is whole, and that it is one that this record says was exported.

Promises: each file of the bag that is changed, missing or extra is named, none is passed over, no link is followed;
a bag whose files and manifests were rewritten to match is told by the log, which holds the digest of the tag manifest.
Does not: read bags that other programs made in ways that this one does not write (other digests, fetched files).
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from witnessmark.errors import InputError
from witnessmark.nouns import Action, Decision, Entry, Fault
from witnessmark.record.survey import pieces_of, read_whole

DECLARATION = "bagit.txt"
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
INFO, MANIFEST, TAG_MANIFEST, PAYLOAD = "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "data/"
BAG = "bag"
"""The value of an export's entry."""

_LINE = re.compile(r"([0-9a-f]{64})  ((?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*)")
_OXUM = re.compile(r"^Payload-Oxum: (\d{1,18})\.(\d{1,18})$", re.MULTILINE)
_LIMIT = 1 << 30
_ASK = "ask for the bag again, or export it again from the case"


@dataclass(slots=True)
class Found:
    """What lies in a bag's folder, and what is wrong with it."""

    folder: Path
    files: dict[str, int] = field(default_factory=dict)
    """Sizes by path."""
    faults: list[Fault] = field(default_factory=list)
    tag_digest: str | None = None
    """SHA-256 of the tag manifest."""

    def add(self, path: str, fault: str, hint: str = _ASK) -> None:
        """Note a fault of the file at ``path`` in the bag."""
        self.faults.append(
            Fault(source=None, name=f"{self.folder.name}/{path}", stage="verify", fault=fault, hint=hint)
        )

    @property
    def size(self) -> int:
        """How many bytes lie in the bag."""
        return sum(self.files.values())


def check(folder: Path) -> Found:
    """Check that a bag is whole: every file is listed in a manifest, is there, and has the bytes that it says.

    Raises InputError where ``folder`` is no bag.
    """
    if not (folder / DECLARATION).is_file():
        raise InputError(f"{folder}: this is no bag (it holds no {DECLARATION}); name the folder that `export` made")
    found = Found(folder)
    _list(found, "")
    tags = dict(_listed(found, TAG_MANIFEST))
    payload = dict(_listed(found, MANIFEST))
    found.tag_digest = _digest(folder / TAG_MANIFEST) if TAG_MANIFEST in found.files else None
    wanted = _expected(found, tags, payload)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        told = pool.map(lambda item: (item[0], _fault_of(folder / item[0], item[1])), wanted.items())
        for path, fault in told:
            if fault:
                found.add(path, fault)
    _check_info(found)
    return found


def _list(found: Found, prefix: str) -> None:
    """List everything in the bag, following no link."""
    waiting = [prefix]
    while waiting:
        at = waiting.pop()
        try:
            entries = sorted(os.scandir(f"{found.folder}/{at}"), key=lambda one: one.name)
        except OSError as error:
            found.add(at or ".", f"it is a folder that cannot be listed ({error.strerror})")
            continue
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                found.files[at + entry.name] = entry.stat(follow_symlinks=False).st_size
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(f"{at}{entry.name}/")
            else:
                found.add(at + entry.name, "it is a link or a device, and a bag has none")


def _listed(found: Found, manifest: str) -> Iterator[tuple[str, str]]:
    """Yield the paths that a manifest lists, with their digests."""
    if manifest not in found.files:
        found.add(manifest, "it is missing")
        return
    try:
        lines = read_whole(found.folder / manifest, _LIMIT).decode("utf-8").split("\n")
    except (OSError, ValueError) as error:
        found.add(manifest, f"it cannot be read ({error})")
        return
    seen: set[str] = set()
    for number, line in enumerate(lines[:-1], 1):
        match = _LINE.fullmatch(line)
        if match is None or (match[2].startswith(PAYLOAD) is (manifest == TAG_MANIFEST)) or match[2] in seen:
            found.add(manifest, f"line {number} is none that such a manifest has")
            continue
        seen.add(match[2])
        yield match[2], match[1]
    if lines[-1]:
        found.add(manifest, "it was shortened: its last line does not end")


def _expected(found: Found, tags: Mapping[str, str], payload: Mapping[str, str]) -> dict[str, str]:
    """Return the listed files that are there, with their digests; name those that are missing or extra."""
    listed = {**tags, **payload}
    for path in sorted(listed.keys() - found.files.keys()):
        found.add(path, "it is missing")
    for path in sorted(found.files.keys() - listed.keys() - {TAG_MANIFEST}):
        found.add(path, "it is extra: no manifest lists it")
    return {path: digest for path, digest in listed.items() if path in found.files}


def _check_info(found: Found) -> None:
    try:
        if read_whole(found.folder / DECLARATION, 1 << 16) != DECLARED:
            found.add(DECLARATION, "it was changed: it does not declare a bag of version 1.0")
        told = _OXUM.search(read_whole(found.folder / INFO, 1 << 20).decode("utf-8", "replace"))
    except (OSError, ValueError):
        return  # what is missing or unreadable is named already
    sizes = [size for path, size in found.files.items() if path.startswith(PAYLOAD)]
    if told is None or (int(told[1]), int(told[2])) != (sum(sizes), len(sizes)):
        found.add(INFO, f"its Payload-Oxum is not that of the {len(sizes):,} files and {sum(sizes):,} bytes in data/")


def _digest(path: Path) -> str:
    sha256 = hashlib.sha256()
    for piece in pieces_of(path):
        sha256.update(piece)
    return sha256.hexdigest()


def _fault_of(path: Path, wanted: str) -> str | None:
    try:
        found = _digest(path)
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    return None if found == wanted else f"it was changed: its SHA-256 is {found}"


def check_exported(found: Found, entries: Iterable[Entry]) -> str | None:
    """Return a note that says which entry exported this bag; where none did, add that fault and return None."""
    for entry in entries:
        act = entry.fact
        if isinstance(act, Decision) and act.action is Action.EXPORT and act.target == found.tag_digest:
            return f"entry {entry.index} says that this bag was exported, by {act.decided_by} at {act.decided_at}"
    found.add(
        TAG_MANIFEST,
        "no entry of this case's log says that a bag with these bytes was exported: it was altered, or it is not of "
        "this case, or of a later state of it",
        "do not rely on it; compare it with the person who gave it to you",
    )
    return None
