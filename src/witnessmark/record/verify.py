"""Verifying a record: every byte of it, against the log, against the signatures, against what was noted elsewhere.

Promises: a flat list of checks that collects all it finds and never raises on damaged content; each changed, missing,
shortened or extra file is named; symbolic links are not followed. Nothing is written.
Does not: prove when something was sealed, or that the holder of the key did not write the log anew, but for what
outside time stamps and witnesses show: compare with a checkpoint that somebody else kept for that. Who may read or
write the files is not judged.
"""

from __future__ import annotations

import base64
import contextlib
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from witnessmark.errors import InputError
from witnessmark.nouns import Fault
from witnessmark.record import checkpoint, durable, entries, pending, tiles, verify_keys
from witnessmark.record.blobs import relative_path
from witnessmark.record.checkpoint import Signed
from witnessmark.record.findings import LOOK, Findings
from witnessmark.record.keys import PublicKey
from witnessmark.record.log import CHECKPOINT
from witnessmark.record.merkle import TILE_WIDTH
from witnessmark.record.survey import survey
from witnessmark.record.verify_blobs import check_blobs, faults_of, start_hashing
from witnessmark.record.verify_entries import check_entries
from witnessmark.record.verify_stamps import Stamped, check_stamps
from witnessmark.record.verify_tree import Tree, check_tree
from witnessmark.record.verify_witnesses import Cosigner, check_witnesses

GIVEN = "the given checkpoint"
_WAIT = 600.0
_PENDING_LIMIT = 1 << 30
_PLAUSIBLE_MISSING = 100_000
"""How many missing bundles are named one by one; a size beyond that is taken for a forged number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What verifying found. The record holds together if there are no faults."""

    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    """What is no fault but must be known."""
    origin: str | None
    size: int
    """Number of entries."""
    root: str | None
    """The root of the tree in base64, as in the checkpoint."""
    fingerprints: tuple[str, ...]
    """SHA-256 of each signing key, from the first to the one in place."""
    checkpoint: str | None
    """The signed checkpoint, to be kept elsewhere."""
    files: int
    bytes: int
    stamps: tuple[Stamped, ...] = ()
    """The outside time stamps that are sound, by the size of the log that they stand over."""
    cosigners: tuple[Cosigner, ...] = ()
    """Who has signed for which size of the log."""

    @property
    def ok(self) -> bool:
        """Tell whether the record holds together."""
        return not self.faults


def verify(
    folder: Path,
    *,
    expected: str | None = None,
    threads: int | None = None,
    digests: Mapping[str, str] | None = None,
) -> Verification:
    """Check the record in ``folder`` and return all that was found.

    ``expected`` is the text of an earlier checkpoint that was kept elsewhere: the log must still begin with what it
    signed. ``digests`` are the SHA-256 of the record's files by their paths, where the caller has just taken them from
    the same bytes; otherwise every sealed byte is read here. Raises InputError where there is no record in the folder
    or ``expected`` is no checkpoint.
    """
    given = _parse_given(expected) if expected is not None else None
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder: give the folder of a record")
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool, contextlib.ExitStack() as held:
        held.enter_context(durable.locked(folder, exclusive=False, wait=_WAIT))
        findings = Findings(folder, survey(folder))
        if not any(path.startswith(("log/", "keys/", "blobs/")) for path in findings.survey.files):
            raise InputError(f"{folder} holds no record: give the folder of a record")
        hashing = start_hashing(pool, folder, findings.survey.files) if digests is None else []
        for path, fault in sorted(findings.survey.odd.items()):
            findings.add(path, fault, LOOK)
        head = _read_head(findings)
        size, signed = _size_of(findings, head)
        tree = check_tree(findings, size, signed)
        named = check_entries(findings, tree)
        accounted = {CHECKPOINT} | {tile.path for tile in tiles.tiles_of(size)}
        chain = _check_signers(findings, head, tree, named.replacements, accounted)
        sizes = {relative_path(digest): length for digest, length in named.sizes.items()}
        accounted |= sizes.keys()
        stamp_files, stamps = check_stamps(findings, tree, chain)
        witness_files, cosigners = check_witnesses(findings, tree, chain)
        accounted |= stamp_files | witness_files
        tolerated = _tolerated(findings, size, accounted)
        held.close()  # the bytes below never change, and a writer need not wait for them
        hashed = {path: fault for part in hashing for path, fault in part.result().items()}
        hashed |= faults_of(digests or {})
    check_blobs(findings, sizes, tolerated, hashed)
    _name_extra(findings, accounted | tolerated, named.unread)
    if given is not None:
        _check_given(findings, given, tree, chain)
    return replace(_report(findings, head, size, chain), stamps=stamps, cosigners=cosigners)


def _parse_given(text: str) -> Signed:
    try:
        return checkpoint.parse(text.encode("utf-8", "surrogatepass"))
    except ValueError as error:
        raise InputError(f"{GIVEN} cannot be read ({error}): give the file as it was kept") from error


def _read_head(findings: Findings) -> Signed | None:
    data = findings.read(CHECKPOINT, verify_keys.CHECKPOINT_LIMIT)
    if data is None:
        return None
    try:
        return checkpoint.parse(data)
    except ValueError as error:
        findings.add(CHECKPOINT, f"it was changed: {error}")
        return None


def _size_of(findings: Findings, head: Signed | None) -> tuple[int, bytes | None]:
    """Return the size of the log and the root that was signed for it.

    Where the checkpoint cannot be used, the size is that of the bundles which are there, so that the rest can be
    checked against itself.
    """
    bundles = [path for path in findings.survey.files if path.startswith("log/tile/entries/")]
    if head is not None:
        size = head.checkpoint.head.size
        if size // TILE_WIDTH <= len(bundles) + _PLAUSIBLE_MISSING:
            return size, head.checkpoint.head.root
        findings.add(CHECKPOINT, f"it speaks of {size:,} entries, but {len(bundles):,} bundles of them are there")
    ends = (_end_of(path) for path in bundles)
    return max((end for end in ends if end // TILE_WIDTH <= len(bundles) + _PLAUSIBLE_MISSING), default=0), None


def _end_of(path: str) -> int:
    """Return the number after the last entry of a bundle, by its path; 0 where no log has such a path."""
    number, _, width = path.removeprefix("log/tile/entries/").partition(".p/")
    digits = number.replace("x", "").replace("/", "")
    if not entries.INDEX.fullmatch(digits.lstrip("0") or "0") or (width and not entries.INDEX.fullmatch(width)):
        return 0
    tile = tiles.Tile(None, int(digits), int(width) if width else TILE_WIDTH)
    return tile.number * TILE_WIDTH + tile.width if tile.path == path and 0 < tile.width <= TILE_WIDTH else 0


def _check_signers(
    findings: Findings,
    head: Signed | None,
    tree: Tree,
    replacements: Sequence[verify_keys.Replacement],
    accounted: set[str],
) -> list[PublicKey]:
    """Check keys and signatures; return the keys from first to last, and add their files to ``accounted``."""
    keys = verify_keys.read_keys(findings)
    chain = verify_keys.chain_of(findings, keys, replacements, head)
    accounted |= verify_keys.check_files(findings, keys, chain)
    accounted |= verify_keys.check_replacements(findings, replacements, chain, tree)
    if head is not None and chain:
        verify_keys.check_head(findings, head, chain)
    return chain


def _tolerated(findings: Findings, size: int, accounted: set[str]) -> set[str]:
    """Return the files that an interrupted commit left and listed, and note how many there are."""
    if pending.NAME not in findings.survey.files:
        return set()
    data = findings.read(pending.NAME, _PENDING_LIMIT)
    try:
        batch = pending.decode(data or b"")
        listed = pending.files_of(batch)
    except ValueError as error:
        findings.add(pending.NAME, f"it was changed: {error}")
        return {pending.NAME}
    if size not in (batch.start, batch.end):
        findings.add(pending.NAME, f"it is of a log of {batch.start} or {batch.end} entries, not {size}")
        return {pending.NAME}
    found = (listed & findings.survey.files.keys()) - accounted
    findings.notes.append(
        f"an interrupted seal left {len(found) - 1} files that the log does not name yet; they are listed in "
        f"{findings.folder.name}/{pending.NAME}, and the next build finishes or clears them"
    )
    return found


def _name_extra(findings: Findings, accounted: set[str], unread: int) -> None:
    unsure = 0
    for path in sorted(findings.survey.files.keys() - accounted - findings.named):
        if unread and path == relative_path(path[-64:]):
            unsure += 1  # it may belong to an entry that cannot be read
        else:
            findings.add(path, "it is extra: the log does not name it", LOOK)
    if unsure:
        findings.notes.append(f"{unsure} blobs may belong to the {unread} entries that cannot be read")


def _check_given(findings: Findings, given: Signed, tree: Tree, chain: Sequence[PublicKey]) -> None:
    """Check that the log still begins with what a checkpoint that was kept elsewhere signed."""
    there = given.checkpoint
    faults: list[str] = []
    if not any(given.signed_by(key) for key in chain):
        faults.append("no key of this record signed it: the record, or the checkpoint, is not what it is taken for")
    if chain and there.origin != chain[0].name:
        faults.append(f"it is of the log {there.origin!r}, this record is {chain[0].name!r}")
    if there.head.size > tree.size:
        faults.append(f"it signed {there.head.size} entries, the log has {tree.size}: the log was cut")
    elif (root := tree.root_at(there.head.size)) is None:
        faults.append("it cannot be compared with the log, whose tree is damaged")
    elif root != there.head.root:
        faults.append(f"the first {there.head.size} entries are not those that it signed: the log was written anew")
    hint = "compare both with the person who kept the checkpoint"
    findings.faults.extend(Fault(source=None, name=GIVEN, stage="verify", fault=one, hint=hint) for one in faults)
    if not faults:
        findings.notes.append(f"the log begins with the {there.head.size} entries of {GIVEN}")


def _report(findings: Findings, head: Signed | None, size: int, chain: Sequence[PublicKey]) -> Verification:
    return Verification(
        faults=tuple(findings.faults),
        notes=tuple(findings.notes),
        origin=head.checkpoint.origin if head else None,
        size=size,
        root=base64.b64encode(head.checkpoint.head.root).decode() if head else None,
        fingerprints=tuple(key.fingerprint for key in chain),
        checkpoint=head.text if head else None,
        files=len(findings.survey.files),
        bytes=sum(findings.survey.files.values()),
    )
