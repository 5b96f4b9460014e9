"""Exports a case: as a bag, as FollowTheMoney entities, or as tables.

Promises: every citation has been resolved and every sealed byte has been held against the log before the export gets
its name; a bag's export is an entry of the log, and the proof of that entry stands beside the bag.
Does not: change the reading, but for the entry that a bag's export adds to it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from witnessmark import record
from witnessmark.case import Case, catch_up, keys_folder, shown
from witnessmark.errors import CitationError, InputError, RecordDamagedError
from witnessmark.publish.exporting import bag, interchange, read, tables
from witnessmark.publish.exporting.crate import Exporting
from witnessmark.publish.exporting.folder import Folder, require_free, whole
from witnessmark.publish.findings import CaseFacts
from witnessmark.record import Moment, Record, durable
from witnessmark.record.proof import ENDING
from witnessmark.record.survey import survey
from witnessmark.store import Store
from witnessmark.verifying import check_reading

FORMS = ("bag", "ftm", "csv")


class Progress(Protocol):
    """Is told how far an export is."""

    def begin(self, stage: str, total: int) -> None:
        """Begin a stage with so many steps."""

    def advance(self, steps: int = 1) -> None:
        """Count steps of the stage as done."""

    def end(self) -> None:
        """End the stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written; ``entry`` and ``proof`` are those of a bag."""

    path: Path
    files: int
    bytes: int
    entry: int | None = None
    tag_digest: str | None = None
    proof: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for: the form and the place, by whom and why, and the present time and tool, which are given."""

    form: str
    path: Path
    by: str
    reason: str
    moment: Moment
    tool: str


def export(case: Case, order: Order, progress: Progress) -> Exported:
    """Export ``case`` as ``order`` says and return what was written.

    Raises InputError where the place is taken or cannot be written to, CitationError where one citation does not
    resolve, RecordDamagedError where the record does not verify; then nothing is written.
    """
    require_free(order.path)
    if order.path.resolve().is_relative_to(case.record_folder.resolve()):
        raise InputError(
            f"{order.path}: lies in the record, which holds nothing but what was sealed; name another place"
        )
    if order.form == "bag":
        return _export_bag(case, order, progress)
    with case.reading() as store, store.asking() as connection:
        _require_citations(store, case)
        _require_record(case)
        with whole(order.path) as folder:
            if order.form == "csv":
                _write_tables(folder, connection, _facts(case, order, _opened(case)))
            else:
                interchange.write(folder, connection, case.record_folder)
    return _written(folder, order.path)


def _written(folder: Folder, path: Path) -> Exported:
    return Exported(path=path, files=len(folder.files), bytes=sum(one.size for one in folder.files))


def _export_bag(case: Case, order: Order, progress: Progress) -> Exported:
    proof = order.path.with_name(order.path.name + ENDING)
    require_free(proof)
    with case.reading():
        pass  # a case without a reading is refused before one is made
    with case.writing() as (opened, store), opened.held():
        _require_citations(store, case)
        about = Exporting(facts=_facts(case, order, opened), by=order.by, reason=order.reason)
        with _unless_failed(proof), whole(order.path) as folder:
            with store.asking() as connection, _stage(progress, "Copying", len(survey(case.record_folder).files)):
                bagged = bag.fill(folder, case.record_folder, connection, about, progress.advance)
            folder.sync()
            decision = bag.decision_of(bagged, about, shown(order.path.name), order.moment.clock)
            entry = opened.decide(decision)
            with durable.explained(proof):
                durable.write(proof, opened.prove(entry.index).encode(), folder.root.parent)
        catch_up(opened, store)
    found = _written(folder, order.path)
    return replace(found, entry=entry.index, tag_digest=bagged.tag_digest, proof=proof)


@contextmanager
def _unless_failed(proof: Path) -> Iterator[None]:
    """Leave no proof where the bag did not get its name."""
    try:
        yield
    except BaseException:
        proof.unlink(missing_ok=True)
        raise


@contextmanager
def _stage(progress: Progress, name: str, total: int) -> Iterator[None]:
    progress.begin(name, total)
    yield
    progress.end()


def _opened(case: Case) -> Record:
    return Record.open(case.record_folder, keys_folder())


def _facts(case: Case, order: Order, opened: Record) -> CaseFacts:
    head = opened.head
    return CaseFacts(
        name=case.settings.name,
        created=case.settings.created,
        checkpoint=opened.checkpoint,
        size=head.size,
        root=base64.b64encode(head.root).decode(),
        fingerprint=opened.key.fingerprint,
        version=order.tool,
        made_at=order.moment.time,
    )


def _require_citations(store: Store, case: Case) -> None:
    """Raise CitationError where a passage does not stand in its text, or the reading is not of this record."""
    faults = [found for found in check_reading(store, case, with_record=True) if found is not None]
    if faults:
        more = f" (and {len(faults) - 1:,} more)" if faults[1:] else ""
        raise CitationError(f"nothing is exported: {faults[0].name}: {faults[0].fault}{more}; {faults[0].hint}")


def _require_record(case: Case) -> None:
    """Raise RecordDamagedError where the record does not verify."""
    faults = record.verify(case.record_folder).faults
    if faults:
        more = f" (and {len(faults) - 1:,} more)" if faults[1:] else ""
        raise RecordDamagedError(f"nothing is exported: {faults[0].name}: {faults[0].fault}{more}; run verify")


def _write_tables(folder: Folder, connection: sa.Connection, facts: CaseFacts) -> None:
    for kind in read.KINDS:
        tables.write_table(folder, tables.tables()[kind], read.rows_of(connection, kind))
    opening = (
        "What was read in a case, one table for each kind of list.",
        "",
        f"Case: {facts.name}",
        f"Log: {facts.size} entries, root {facts.root}",
        f"Exported: {facts.made_at}, with {facts.version}",
        "",
        "Everything here is somebody's statement with its place in a sealed source. The record itself is not here:",
        "export a bag for that.",
    )
    folder.write("README.txt", [tables.readme(read.KINDS, opening).encode("utf-8", "backslashreplace")])
