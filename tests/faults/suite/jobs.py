"""What is done to a case while a fault comes: the product's own calls, in steps that can all be run again.

Promises: a job that is run again over what a fault left comes to the state that it would have come to without it; what
the product acknowledges is told in the order in which it does.
Does not: go on where a step fails.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.conftest import REPORTS, Command
from tests.intake.containers.making import mail, zipped
from tests.laws.test_reading import lists

from witnessmark import build as steps
from witnessmark.case import Case
from witnessmark.comparing import gazetteer, places
from witnessmark.comparing.gazetteer import Entry
from witnessmark.deciding import Act, decide
from witnessmark.nouns import Action, Custody, Decision, Source
from witnessmark.record import Record

Acknowledge = Callable[[str, object], None]

DISK = "disk"
"""The folder of a world that lies on the disk at risk; what is sealed lies beside it."""

KEYS = f"{DISK}/account/keys"

ORIGIN = "example.org/cases/port-selm"
BY = "Ada Quell"
TIME = "2031-04-05T14:03:09+02:00"
CHANGES = frozenset({"acquired_at", "decided_at"})
"""What two runs of the same job do not share."""


def nobody(what: str, value: object) -> None:
    """Take no note of what is acknowledged."""


@contextmanager
def living_in(world: Path) -> Iterator[None]:
    """Let commands act under our name, with the keys in ``world``."""
    with patch.dict(os.environ, {"WITNESSMARK_KEYS": str(world / KEYS), "WITNESSMARK_BY": BY}):
        yield


# ---------------------------------------------------------------------------------------------------- a record alone


def facts(path: Path) -> Custody:
    """Return custody facts of a file."""
    return Custody(name=path.name, acquired_from="/post", acquired_at=TIME, clock="test", acquired_by=BY, tool="test")


def note(target: str) -> Decision:
    """Return a decision."""
    return Decision(
        action=Action.NOTE,
        target=target,
        reason="It was seen.",
        decided_by=BY,
        decided_at=TIME,
        clock="test",
        tool="test",
    )


@dataclass(frozen=True, slots=True)
class RecordJob:
    """Make a record, seal and decide, replace the key, seal and decide again."""

    name: str = "record"
    before: int = 0
    """How many entries the record holds when the job begins."""
    files: int = 9

    def prepare(self, world: Path) -> None:
        """Write what is sealed to ``world``, and the record that the job begins with."""
        (world / KEYS).parent.mkdir(parents=True)
        for folder in ("in", "more"):
            (world / folder).mkdir(parents=True)
            for number in range(self.files):
                (world / folder / f"{number}.txt").write_bytes(f"{folder} {number}\n".encode() * (1 + 300 * number))
        if self.before:
            record = self._open(world)
            names = (Path(f"old-{number}") for number in range(self.before))
            list(record.seal_files((world / "in" / "0.txt", facts(name)) for name in names))

    def _open(self, world: Path) -> Record:
        folder = world / DISK / "case" / "record"
        if folder.exists():
            return Record.open(folder, world / KEYS)
        return Record.create(folder, ORIGIN, world / KEYS)

    def run(self, world: Path, acknowledge: Acknowledge = nobody) -> None:
        """Do the job, or what is left of it."""
        record = self._open(world)
        acknowledge("record", "")
        done = [entry.fact for entry in record.entries()]
        told = {fact.target for fact in done if isinstance(fact, Decision)}
        replaced = any(isinstance(fact, Decision) and fact.action is Action.REPLACE_KEY for fact in done)

        def decided(target: str) -> None:
            if target not in told:
                acknowledge("entry", f"{record.decide(note(target)).index} {target}")

        def sealed(folder: str) -> None:
            paths = sorted((world / folder).iterdir())
            for source in record.seal_files((path, facts(path)) for path in paths):
                assert isinstance(source, Source), source
                acknowledge("entry", f"{source.index} {source.digest}")

        decided("first")
        sealed("in")
        source = record.seal(b"said by telephone", facts(Path("call")))
        acknowledge("entry", f"{source.index} {source.digest}")
        if not replaced:
            entry = record.replace_key(reason="Practice.", decided_by=BY, tool="test")
            acknowledge("entry", f"{entry.index}")
        decided("second")
        sealed("more")
        decided("third")

    def state(self, world: Path) -> Any:
        """Return what two runs of the job must share."""
        record = Record.open(world / DISK / "case" / "record", world / KEYS)
        rows: list[tuple[str, str]] = []
        for entry in record.entries():
            if isinstance(entry.fact, Source):
                rows.append((entry.fact.custody.name, entry.fact.digest))
            elif entry.fact.action is not Action.REPLACE_KEY:
                rows.append(("decision", entry.fact.target))
        return sorted({*rows})  # a decision that was cut off may be finished, and made once more


@dataclass(frozen=True, slots=True)
class MendJob:
    """Take up a record whose writer was cut off in the middle of a batch, and do what is left of a ``RecordJob``."""

    left: Callable[[Path], None]
    """Leaves on the disk of a world what the writer that was cut off had done."""
    name: str = "mend"
    whole: RecordJob = RecordJob()

    def prepare(self, world: Path) -> None:
        """Write what is sealed to ``world``, and what the writer that was cut off has left."""
        self.whole.prepare(world)
        self.left(emptied(world / DISK))

    def run(self, world: Path, acknowledge: Acknowledge = nobody) -> None:
        """Do what is left of the job."""
        self.whole.run(world, acknowledge)

    def state(self, world: Path) -> Any:
        """Return what two runs of the job must share."""
        return self.whole.state(world)


# -------------------------------------------------------------------------------------------------------- a whole case


@dataclass(slots=True)
class _Telling:
    """The progress of a build: tells each file that the build says is sealed."""

    acknowledge: Acknowledge
    names: Sequence[str]
    stage: str = ""
    told: int = 0

    def begin(self, stage: str, total: int) -> None:
        self.stage, self.told = stage, 0

    def advance(self, count: int = 1) -> None:
        if self.stage == "Sealing":
            for name in self.names[self.told : self.told + count]:
                self.acknowledge("sealed", name)
            self.told += count

    def end(self) -> None:
        self.stage = ""

    def say(self, line: str) -> None:
        pass


FIRST, SECOND, THIRD = ("agency.txt", "paper.html"), ("copy.txt", "post.zip"), ()
TABLE = b"village;killed\nOsteva;57\nVelmar;3\n"
INSIDE = {
    "letter.txt": b"Ana Velik said that two of the miners had written to her.\n",
    "answer.eml": mail("The Interior Ministry said that it had no such list.", [("list.csv", "text/csv", TABLE)]),
}
"""What lies in ``post.zip``; the mail has a table in it."""
OUT_OF = {"post.zip": (*INSIDE, "list.csv")}
"""The texts that a container gives, by its name."""
FIRST_STATEMENT = "the first statement"
UNSEALED = "nothing"
"""A link to nothing among the reports: what could not be sealed stays named, too."""
WAS, NOW = "as worked at the mine for years", "as worked at the mine for ten years"
CONFIRM: tuple[object, ...] = ("confirm", FIRST_STATEMENT)
CORRECT: tuple[object, ...] = ("correct", FIRST[0], NOW, "--was", WAS)
DECISIONS = {"It was heard twice.": CONFIRM, "It was read aloud.": CORRECT, "It was seen.": CONFIRM}
"""What is decided after each build, by its reason."""


@dataclass(frozen=True, slots=True)
class CaseJob:
    """Build a case of two reports and decide; with a third and a ZIP, and correct a text; build that, decide again."""

    name: str = "case"
    parts: tuple[tuple[str, ...], ...] = field(default=(FIRST, SECOND, THIRD))

    def prepare(self, world: Path) -> None:
        """Write the reports to ``world``; its keys folder is there, as it is for a person's second case."""
        (world / KEYS).mkdir(parents=True)
        for number, names in enumerate(self.parts):
            (world / f"reports-{number}").mkdir()
            for name in names:
                data = REPORTS[name].encode() if name in REPORTS else zipped(INSIDE)
                (world / f"reports-{number}" / name).write_bytes(data)
            (world / f"reports-{number}" / UNSEALED).symlink_to("nowhere")

    def run(self, world: Path, acknowledge: Acknowledge = nobody) -> None:
        """Do the job, or what is left of it."""
        for number in range(len(self.parts)):
            self._build(world, number, acknowledge)
            self._decide(world, self.reasons[number], acknowledge)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons of the job's decisions, in order."""
        return tuple(DECISIONS)[: len(self.parts)]

    def _build(self, world: Path, number: int, acknowledge: Acknowledge) -> None:
        folder = world / DISK / "cases" / "mine"
        case = Case.open(folder) if folder.exists() else Case.create(folder)
        acknowledge("case", "")
        names = sorted(self.parts[number])
        steps.build(case, [world / f"reports-{number}"], _Telling(acknowledge, names))
        acknowledge("built", texts_of(names))

    def _decide(self, world: Path, reason: str, acknowledge: Acknowledge) -> None:
        folder = world / DISK / "cases" / "mine"
        rows = Command().rows("list", folder, "decisions")
        if all(row["reason"] != reason for row in rows):
            if DECISIONS[reason] is CORRECT:
                act = Act(action=Action.CORRECT, target=FIRST[0], value=NOW, was=WAS, reason=reason)
            else:
                target = Command().rows("list", folder, "statements")[0]["id"]
                act = Act(action=Action.CONFIRM, target=target, reason=reason)
            decide(Case.open(folder), act)
        acknowledge("decided", reason)

    def calls(self, world: Path) -> list[list[object]]:
        """Return the job as calls of the command line; the target of a decision is the first statement's."""
        folder = world / DISK / "cases" / "mine"
        words: list[list[object]] = []
        for number in range(len(self.parts)):
            words.append(["build", folder, world / f"reports-{number}"])
            reason = self.reasons[number]
            action, target, *rest = DECISIONS[reason]
            words.append(["decide", folder, action, target, *rest, "--reason", reason])
        return words

    def state(self, world: Path) -> Any:
        """Return every list of the case, without times and without the place of the world.

        A decision that was cut off may be finished by the next writer and made once more: each is taken once.
        """
        with patch.object(places, "find", _found_once):
            rows = lists(Command(), world / DISK / "cases" / "mine")
        ours = {row["reason"]: row | {"entry": 0} for row in rows["decisions"] if row["reason"] in self.reasons}
        rows["decisions"] = [*ours.values()]
        return _without(json.loads(json.dumps(rows).replace(str(world), "")))


@cache
def _found(names: frozenset[str]) -> dict[str, tuple[Entry, ...]]:
    return gazetteer.find(names)


def _found_once(names: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
    """Look names up in the gazetteer, once: unpacking it for every list of places is most of the time otherwise."""
    return _found(frozenset(names))


def texts_of(names: Iterable[str]) -> str:
    """Return the names of the texts that files give, in order and with spaces between them."""
    return " ".join(sorted(inside for name in names for inside in OUT_OF.get(name, (name,))))


Job = RecordJob | MendJob | CaseJob


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without(item) for key, item in value.items() if key not in CHANGES}
    return [_without(item) for item in value] if isinstance(value, list) else value


def emptied(folder: Path) -> Path:
    """Remove a folder with all in it, and return its path."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder
