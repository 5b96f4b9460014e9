"""A case as a bag (BagIt 1.0, RFC 8493): the whole record, the reading, and what a stranger needs to verify both.

Promises: the record in the bag is the one that the log's checkpoint signs, byte by byte: digests are taken while bytes
are copied and held against the log, and a record that does not verify is not exported. The digest of the tag manifest
becomes an entry of the log before the bag gets its name, so that no bag is handed out that the case does not know.
Does not: put that entry into the bag: the record in it is the one before the entry, and the entry's proof stands in a
file beside it. Withdrawn sources are part of the record and go with it; the bag says how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import sqlalchemy as sa

from witnessmark.errors import RecordDamagedError
from witnessmark.nouns import Action, Decision
from witnessmark.publish.exporting import crate, read, tables
from witnessmark.publish.exporting.crate import Exporting
from witnessmark.publish.exporting.folder import Folder, Written
from witnessmark.publish.rows import Json
from witnessmark.publish.streams import one_line
from witnessmark.record import VERIFIER, verify
from witnessmark.record.bagit import BAG, DECLARATION, DECLARED, INFO, MANIFEST, PAYLOAD, TAG_MANIFEST
from witnessmark.record.blobs import relative_path
from witnessmark.record.survey import survey
from witnessmark.store import ask, pending

RECORD, READING = PAYLOAD + crate.RECORD, PAYLOAD + crate.READING
NAMES = "names"
_FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bagged:
    """A bag that was made: what its entry in the log says."""

    tag_digest: str
    manifest_digest: str
    files: int
    bytes: int


def fill(
    folder: Folder, record: Path, connection: sa.Connection, about: Exporting, advance: Callable[[], None]
) -> Bagged:
    """Fill a folder with the bag of a case; raises RecordDamagedError where the record does not verify.

    The caller holds the record still. ``advance`` is told of each sealed file that was copied.
    """
    _copy_record(folder, record, about, advance)
    for kind in read.KINDS:
        folder.write(f"{READING}{kind}.jsonl", read.lines(read.rows_of(connection, kind)))
    folder.write(f"{READING}{read.CONTENTS}.jsonl", read.lines(read.contents(connection)))
    tables.write_table(folder, tables.tables()[NAMES], _names(connection), PAYLOAD)
    within = [Written(one.path.removeprefix(PAYLOAD), one.digest, one.size) for one in _sorted(folder.files)]
    folder.write(PAYLOAD + crate.NAME, crate.metadata(connection, about, within))
    payload = _sorted(folder.files)
    manifest = folder.write(MANIFEST, _listed(payload))
    tags = [
        manifest,
        folder.write(DECLARATION, [DECLARED]),
        folder.write(INFO, [_info(connection, about, payload)]),
        folder.write(VERIFIER.name, [VERIFIER.read_bytes()]),
        folder.write("README.txt", [_readme(about).encode()]),
    ]
    tag_manifest = folder.write(TAG_MANIFEST, _listed(_sorted(tags)))
    return Bagged(
        tag_digest=tag_manifest.digest,
        manifest_digest=manifest.digest,
        files=len(folder.files),
        bytes=sum(one.size for one in folder.files),
    )


def decision_of(bagged: Bagged, about: Exporting, name: str, clock: str) -> Decision:
    """Return the entry that says that a bag was exported: which one, of which state of the log, by whom and why."""
    facts = about.facts
    return Decision(
        action=Action.EXPORT,
        target=bagged.tag_digest,
        value=BAG,
        reason=about.reason,
        decided_by=about.by,
        decided_at=facts.made_at,
        clock=clock,
        tool=facts.version,
        subject={
            "name": name,
            "manifest": bagged.manifest_digest,
            "files": str(bagged.files),
            "bytes": str(bagged.bytes),
            "entries": str(facts.size),
            "root": facts.root,
        },
    )


def _copy_record(folder: Folder, record: Path, about: Exporting, advance: Callable[[], None]) -> None:
    """Copy every file of the record and verify the copy by the digests that were taken on the way."""
    found = survey(record)
    for path, fault in sorted(found.odd.items()):
        raise RecordDamagedError(f"{record / path}: {fault}; run verify, and move it out of the record")
    written = folder.copy(record, sorted(found.files), RECORD, advance)
    digests = {one.path.removeprefix(RECORD): one.digest for one in written}
    verified = verify(folder.root / RECORD, expected=about.facts.checkpoint, digests=digests)
    if verified.faults:
        told = "; ".join(f"{fault.name}: {fault.fault}" for fault in verified.faults[:_FEW])
        more = f"; and {len(verified.faults) - _FEW:,} more" if len(verified.faults) > _FEW else ""
        raise RecordDamagedError(f"the record does not verify, and is not exported: {told}{more}. Run verify")


def _sorted(files: Iterable[Written]) -> list[Written]:
    return sorted(files, key=lambda one: one.path)


def _listed(files: Iterable[Written]) -> Iterator[bytes]:
    """Yield the lines of a manifest; the names of a bag are plain, so that none has to be escaped."""
    return (f"{one.digest}  {one.path}\n".encode() for one in files)


def _names(connection: sa.Connection) -> Iterator[Json]:
    for row in read.rows_of(connection, "sources"):
        digest = row["source"]
        keys = tables.tables()[NAMES].columns.keys() - {"path"}
        yield {"path": crate.RECORD + relative_path(digest), **{key: row[key] for key in keys}}


def _info(connection: sa.Connection, about: Exporting, payload: list[Written]) -> bytes:
    """Return bag-info.txt: what the bag holds, and what somebody who opens it must know."""
    facts = about.facts
    acquired = [*ask.acquired(connection)]
    sources = {item.source.digest for item in acquired}
    withdrawn = {item.source.digest for item in acquired if item.withdrawn}
    told = {fault.source for fault in ask.faults(connection)}
    unread = [one for one in pending.standing(connection) if one.extractor is None and one.source not in told]
    faults = sum(1 for _ in ask.faults(connection))
    total = sum(one.size for one in payload)
    lines = {
        "Bag-Software-Agent": facts.version,
        "Bagging-Date": facts.made_at[:10],
        "Payload-Oxum": f"{total}.{len(payload)}",
        "Contact-Name": about.by,
        "External-Identifier": facts.checkpoint.split("\n", 1)[0],
        "External-Description": facts.name,
        "Internal-Sender-Description": about.reason,
        "Witnessmark-Exported": facts.made_at,
        "Witnessmark-Log-Entries": str(facts.size),
        "Witnessmark-Log-Root": facts.root,
        "Witnessmark-Key": facts.fingerprint,
        "Witnessmark-Sources": f"{len(sources)} (data/names.csv says which file is which)",
        "Witnessmark-Sources-Withdrawn": f"{len(withdrawn)} (sealed, so they are in the record; the reading has none)",
        "Witnessmark-Sources-Not-Yet-Read": str(len(unread)),
        "Witnessmark-Faults": f"{faults} (data/reading/faults.jsonl)",
        "Witnessmark-Protected-Identities": "none are in this bag",
    }
    return "".join(f"{name}: {one_line(value)}\n" for name, value in lines.items()).encode("utf-8", "backslashreplace")


def _readme(about: Exporting) -> str:
    opening = (*_README.format(size=about.facts.size, root=about.facts.root).splitlines(),)
    return tables.readme([NAMES], chain(opening))


_README = """\
This folder is a bag (BagIt 1.0, RFC 8493): a copy of a case, made to be verified by anybody.

  data/record/    what was sealed, and the log of all that was sealed and decided
  data/reading/   what was read in it, one JSON object a line; contents.jsonl holds the texts that spans count in
  data/names.csv  which sealed file had which name
  data/ro-crate-metadata.json
                  who acquired, extracted, read and decided what, when and with which tool (RO-Crate 1.2, PROV)

To verify it, with Python 3.8 or later and nothing else:

  python3 verify_case.py .

Better take verify_case.py from somebody whom you trust than out of this folder; it is short enough to be read. Without
Python, in this folder:

  sha256sum -c manifest-sha256.txt
  sha256sum -c tagmanifest-sha256.txt

Whoever alters the reading in this folder can write both manifests anew. That shows in the log of the case, which holds
the SHA-256 of tagmanifest-sha256.txt: ask whoever gave you the folder for the file whose name ends in .tlog-proof, get
the fingerprint of the key in another way, and run

  python3 verify_case.py . --proof FILE

The record in this folder is that of {size} entries, root {root}. The entry that says that it
was exported was added to the log after that."""
