"""Checks a whole case: the record byte by byte, then the reading against the record.

Promises: every fault is found and named, none stops the check; the reading's passages reproduce from their texts, its
log entries are those of the record, each source that stands has a text or a fault, and what was read in a text is as
the reader wrote it.
Does not: mend anything, or read the sources anew: somebody who alters the reading and takes its imprints again is not
found, nor is one who alters what comparing found or why a source has no text. Deleting the reading and building it from
the record is the way past all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from witnessmark import declared_hashes, record
from witnessmark.case import Case, keys_folder
from witnessmark.errors import InputError, NoReadingError, WitnessmarkError
from witnessmark.nouns import Digest, Entry, Fault, Passage, Source
from witnessmark.record import Record, Verification, bagit
from witnessmark.store import Store, ask, imprint, pending, withdrawals

HINT_READING = "the record is not touched: delete reading.db*, and `witnessmark build` makes it again from the record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check of a case found; it verifies where there are no faults."""

    record: Verification
    faults: tuple[Fault, ...]
    """All faults, each named by its path below the case."""
    notes: tuple[str, ...]
    passages: int
    """How many passages of the reading were looked up in their texts."""


def verify(case: Case, checkpoint: Path | None = None, bag: Path | None = None) -> Verdict:
    """Check the record and the reading.

    ``checkpoint`` is a file with an earlier checkpoint, kept elsewhere. ``bag`` is the folder of a bag: it must be
    whole, and one that this case has exported. Raises InputError where either is none.
    """
    found = record.verify(case.record_folder, expected=_kept(checkpoint))
    faults = [*found.faults]
    notes = [*found.notes]
    passages = 0
    try:
        with Store.open(case.reading_path) as store:
            for checked in check_reading(store, case, with_record=not faults):
                if checked is None:
                    passages += 1
                else:
                    faults.append(checked)
            notes += _declared(store)
    except NoReadingError:
        notes.append(f"there is no reading; make it with `witnessmark build {case.folder}`")
    except WitnessmarkError as error:
        faults.append(_fault(case.reading_path.name, str(error), HINT_READING))
    if bag is not None:
        given = bagit.check(bag)
        exported = bagit.check_exported(given, Record.open(case.record_folder, keys_folder()).entries())
        faults += given.faults
        notes += [exported] if exported else []
    return Verdict(record=found, faults=tuple(faults), notes=tuple(notes), passages=passages)


def _declared(store: Store) -> list[str]:
    """Say how many hashes archivers declared of their files, and how many time stamps lie among the sources."""
    found = declared_hashes.tally(store)
    notes = []
    if found.declared:
        notes.append(f"hashes that archivers declared: {found.declared:,}, of sealed files: {found.confirmed:,}")
    if found.stamps:
        notes.append(f"time stamps among the sources: {found.stamps:,}, over sealed files: {found.tied:,}")
    return notes


def check_reading(store: Store, case: Case, *, with_record: bool) -> Iterator[Fault | None]:
    """Yield None for each passage that stands in its text, and a fault for each thing that is wrong.

    ``with_record`` holds the entries against the record, which has been found whole.
    """
    name = store.path.name
    with store.asking() as connection:
        damage = connection.scalar(sa.text("PRAGMA quick_check(1)"))
        if damage != "ok":
            yield _fault(name, f"the database is damaged ({damage})", HINT_READING)
            return
        if with_record:
            yield from _check_entries(connection, case, name)
        yield from _check_passages(connection, name)
        for source in imprint.altered(connection):
            what = f"what was read in {ask.name_of(connection, source)} was altered: it is not what the reader wrote"
            yield _fault(name, what, HINT_READING)


def _check_entries(connection: sa.Connection, case: Case, name: str) -> Iterator[Fault]:
    """Compare what the reading says of the log with the log."""
    known: dict[int, object] = {item.source.index: item.source for item in ask.acquired(connection)}
    recorded = {item.entry: item for item in ask.decisions(connection)}
    known |= {entry: item.decision for entry, item in recorded.items()}
    end = max(known, default=-1) + 1  # later ones are read by the next build
    opened = Record.open(case.record_folder, keys_folder())
    entries = [*islice(opened.entries(), end)]
    come_to = withdrawals.withdrawals_of(entries)
    for entry in entries:
        decision = recorded.get(entry.index)
        if entry.fact != known.get(entry.index):
            yield _fault(name, f"log entry {entry.index} is not what the record holds", HINT_READING)
        elif decision is not None and decision.withdrawn_by != come_to.entries.get(entry.index):
            yield _fault(name, f"whether log entry {entry.index} is withdrawn was altered", HINT_READING)
    if end > len(entries):
        yield _fault(name, f"it knows {end} log entries, the record holds {len(entries)}", HINT_READING)
    yield from _check_sources(connection, entries, come_to, name)


def _check_sources(
    connection: sa.Connection, entries: Sequence[Entry], come_to: withdrawals.Withdrawals, name: str
) -> Iterator[Fault]:
    """Compare the reading's sources with the sealed ones; each that stands, and was tried, has a text or a fault."""
    sealed: dict[Digest, str] = {}
    for entry in entries:
        if isinstance(entry.fact, Source):
            sealed.setdefault(entry.fact.digest, entry.fact.custody.name)
    known = {item.source: item for item in pending.standing(connection)}
    told = {fault.source for fault in ask.faults(connection)}
    for digest, original in sealed.items():
        item = known.get(digest)
        if (item is None) != (digest in come_to.sources) or (item is not None and item.name != original):
            yield _fault(name, f"what it says of {original} is not what the record holds", HINT_READING)
        elif item is not None and item.intake and item.extractor is None and digest not in told:
            yield _fault(name, f"the text of {original} is gone: there is neither text nor fault", HINT_READING)
    for facts in ask.texts(connection):
        if facts.source not in sealed:
            yield _fault(name, f"the text of {facts.name} belongs to no sealed source ({facts.source})", HINT_READING)


def _check_passages(connection: sa.Connection, name: str) -> Iterator[Fault | None]:
    for facts in ask.texts(connection):
        text = ask.text_of(connection, facts.source)
        if text is None or text.digest != facts.digest:
            yield _fault(name, f"the text of {facts.name} is not the one that was read", HINT_READING)
            continue
        for passage in ask.passages_of(connection, facts.source):
            if passage.stands_in(text.content):
                yield None
            else:
                yield _fault(name, f"words do not stand in {facts.name}: {_shortened(passage)}", HINT_READING)


def _shortened(passage: Passage) -> str:
    words = passage.quote if len(passage.quote) <= 60 else passage.quote[:59] + "…"
    return f"“{words}” at {passage.start}-{passage.end}"


def _kept(checkpoint: Path | None) -> str | None:
    if checkpoint is None:
        return None
    try:
        return checkpoint.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{checkpoint}: cannot be read as a checkpoint ({error}); check the path") from error


def _fault(name: str, fault: str, hint: str) -> Fault:
    return Fault(source=None, name=name, stage="verify", fault=fault, hint=hint)
