"""What must hold after a fault: the laws that every kill, power cut and full disk is held against.

Promises: a complaint for each law that is broken, in words; none where nothing that was acknowledged is lost, all that
is there verifies, and the job, run again, comes to the same state.
Does not: raise where the product does; that is a complaint too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.conftest import Command
from tests.faults.suite.events import Acknowledged
from tests.faults.suite.jobs import DISK, KEYS, UNSEALED, CaseJob, Job, living_in

from witnessmark import unsealed
from witnessmark.case import Case
from witnessmark.errors import WitnessmarkError
from witnessmark.nouns import Entry, Source
from witnessmark.record import Record, verify, verify_case
from witnessmark.verifying import verify as verify_whole

_TOLD = ("verify: ", "RecordDamagedError: ", "ReadingDamagedError: ", "InputError: ")
"""How a complaint begins that the product itself made."""


def complaints(job: Job, world: Path, acknowledged: Sequence[Acknowledged], state: Any) -> list[str]:
    """Return every law that is broken in ``world``, where ``job`` was cut off after it ``acknowledged`` so much."""
    found: list[str] = []
    check = _case if isinstance(job, CaseJob) else _record
    with living_in(world):
        try:
            found += check(world, acknowledged)
            found += _strangers(job, world)
            if not found:
                job.run(world)
                if job.state(world) != state:
                    found.append("run again, the job comes to another state")
                found += check(world, acknowledged)
                found += _leavings(world)
        except WitnessmarkError as error:
            found.append(f"{type(error).__name__}: {error}".replace(str(world), ""))
        except (OSError, ValueError, AssertionError, LookupError) as error:
            found.append(f"unforeseen {type(error).__name__}: {error}".replace(str(world), ""))
    return found


def is_told(found: Sequence[str]) -> bool:
    """Tell whether what a disk lost that had said it was written is told by the product itself, in clear words."""
    return any(
        law.startswith(("verify: ", "RecordDamagedError: ", "ReadingDamagedError: ", "InputError: ")) for law in found
    )


def _record(world: Path, acknowledged: Sequence[Acknowledged]) -> Iterator[str]:
    folder = world / DISK / "case" / "record"
    if not folder.exists():
        if acknowledged:
            yield "the record is gone"
        return
    for fault in verify(folder).faults:
        yield f"verify: {fault.name}: {fault.fault}"
    record = Record.open(folder, world / KEYS)
    entries = {entry.index: entry for entry in record.entries()}
    for item in acknowledged:
        if item.what == "entry":
            index, _, value = item.value.partition(" ")
            yield from _stands(record, entries.get(int(index)), value)


def _stands(record: Record, entry: Entry | None, value: str) -> Iterator[str]:
    if entry is None:
        yield "an entry is gone"
    elif isinstance(entry.fact, Source):
        if entry.fact.digest != value or not record.read(entry.fact.digest):
            yield "sealed bytes are gone"
    elif value and entry.fact.target != value:
        yield "a decision is gone"


def _strangers(job: Job, world: Path) -> Iterator[str]:
    """Yield what the verifier for strangers finds, which knows nothing of us."""
    folder = world / DISK / ("cases/mine/record" if isinstance(job, CaseJob) else "case/record")
    if not folder.exists():
        return
    stranger = verify_case.Verifier(folder)
    if not stranger.verify(None):
        yield f"verify_case.py: {stranger.faults[0]}"


def _case(world: Path, acknowledged: Sequence[Acknowledged]) -> Iterator[str]:
    folder = world / DISK / "cases" / "mine"
    if not folder.exists():
        if acknowledged:
            yield "the case is gone"
        return
    case = Case.open(folder)
    for fault in verify_whole(case).faults:
        yield f"verify: {fault.name}: {fault.fault}"
    facts = [entry.fact for entry in Record.open(case.record_folder, world / KEYS).entries()]
    names = {fact.custody.name for fact in facts if isinstance(fact, Source)}
    reasons = {fact.reason for fact in facts if not isinstance(fact, Source)}
    for item in acknowledged:
        if item.what == "sealed" and item.value not in names:
            yield "a sealed file is gone"
        elif item.what == "decided" and item.value not in reasons:
            yield "a decision is gone"
    yield from _reading(case, acknowledged)
    built = any(item.what == "built" for item in acknowledged)
    if built and not any(fault.name.endswith(UNSEALED) for fault in unsealed.load(folder)):
        yield "what could not be sealed is named no more"


def _reading(case: Case, acknowledged: Sequence[Acknowledged]) -> Iterator[str]:
    """Yield what the reading has lost: what is committed there is on disk, too."""
    built = {name for item in acknowledged if item.what == "built" for name in item.value.split()}
    decided = {item.value for item in acknowledged if item.what == "decided"}
    if not built:
        return
    if not case.reading_path.exists():
        yield "the reading is gone"
        return
    command = Command()
    if built - {row["name"] for row in command.rows("list", case.folder, "texts")}:
        yield "the reading lost a text"
    if decided - {row["reason"] for row in command.rows("list", case.folder, "decisions")}:
        yield "the reading lost a decision"


def _leavings(world: Path) -> Iterator[str]:
    """Yield what a fault left behind in a case that the next writer should have cleared away.

    A case that was never finished may leave its empty draft beside it, under a name that begins with a point.
    """
    for path in (world / DISK).rglob("*"):
        if any(part.startswith(".mine.") for part in path.parts):
            continue
        if path.name == "pending" or path.parent.name == ".staging":
            yield f"{path.name} is left behind in {path.parent.name}"
