"""Checks a whole case: the record byte by byte, then the reading against the record.

Promises: every fault is found and named, none stops the check; the reading's passages reproduce from their texts, and
its log entries are those of the record.
Does not: mend anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from . import record
from .case import Case, keys_folder
from .errors import InputError, WitnessmarkError
from .nouns import Fault, Passage, Source
from .record import Record, Verification
from .store import Store, ask

HINT_READING = "the record is not touched: delete reading.db* and build the case again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check of a case found; it verifies where there are no faults."""

    record: Verification
    faults: tuple[Fault, ...]
    """All faults, each named by its path below the case."""
    notes: tuple[str, ...]
    passages: int
    """How many passages of the reading were looked up in their texts."""


def verify(case: Case, checkpoint: Path | None = None) -> Verdict:
    """Check the record and the reading; ``checkpoint`` is a file with an earlier checkpoint, kept elsewhere."""
    found = record.verify(case.record_folder, expected=_kept(checkpoint))
    faults = [*found.faults]
    notes = [*found.notes]
    passages = 0
    if not case.reading_path.exists():
        notes.append(f"there is no reading; make it with `witnessmark build {case.folder}`")
    else:
        try:
            with case.reading() as store:
                for checked in check_reading(store, case, with_record=not faults):
                    if checked is None:
                        passages += 1
                    else:
                        faults.append(checked)
        except WitnessmarkError as error:
            faults.append(_fault(case.reading_path.name, str(error), HINT_READING))
    return Verdict(record=found, faults=tuple(faults), notes=tuple(notes), passages=passages)


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


def _check_entries(connection: sa.Connection, case: Case, name: str) -> Iterator[Fault]:
    """Compare what the reading says of the log with the log."""
    known: dict[int, object] = {item.source.index: item.source for item in ask.acquired(connection)}
    known |= {item.entry: item.decision for item in ask.decisions(connection)}
    record_ = Record.open(case.record_folder, keys_folder())
    entries = {entry.index: entry.fact for entry in record_.entries()}
    for index in range(max(known, default=-1) + 1):  # later ones are read by the next build
        if entries.get(index) != known.get(index):
            yield _fault(name, f"log entry {index} is not what the record holds", HINT_READING)
    sealed = {fact.digest for fact in entries.values() if isinstance(fact, Source)}
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
