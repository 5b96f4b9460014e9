"""Commits of the reading: how many of those that were acknowledged a power cut takes.

Promises: the product's own database, tables and statements; a setting other than its own is set on its connections.
Does not: say that such a loss would cost a case anything: what the reading lost, the next build reads from the record.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from tests.faults.suite.disk import Disk, Luck
from tests.faults.suite.events import Acknowledged
from tests.faults.suite.jobs import DISK, CaseJob, emptied, living_in, note
from tests.faults.suite.recorder import Recorder

from witnessmark.case import Case, catch_up
from witnessmark.store import Store, pending


@dataclass(frozen=True, slots=True)
class Lost:
    """How many commits a power cut took, of those that were acknowledged before it."""

    setting: str
    acknowledged: int
    lost: int


def commits(world: Path, count: int, setting: str = "FULL") -> Iterator[Lost]:
    """Commit so often to one open reading; yield what a cut after each takes that leaves nothing unsynced."""
    CaseJob().prepare(emptied(world))
    folder = world / DISK / "cases" / "mine"
    with living_in(world), _synchronous(setting):
        Case.create(folder)
        recorder = Recorder(world / DISK)
        with recorder.installed(), Case.open(folder).writing() as (record, store):
            for number in range(count):
                record.decide(note(str(number)))
                catch_up(record, store)
                recorder.acknowledge("committed", number + 1)
    told = [at for at, one in enumerate(recorder.trace.events) if isinstance(one, Acknowledged)]
    for number, at in enumerate(told, 1):
        Disk(recorder.trace, at + 1).leave(emptied(world / DISK), Luck.NOTHING, random.Random(0))
        with Store.open(folder / "reading.db", create=True) as store, store.asking() as connection:
            yield Lost(setting, number, number - (pending.last_entry(connection) + 1))


@contextlib.contextmanager
def _synchronous(setting: str) -> Iterator[None]:
    """Let new connections of the reading sync as ``setting`` says; FULL is the product's own."""
    if setting == "FULL":
        yield
        return

    def configure(connection: sa.Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA synchronous={setting}")

    event.listen(sa.Engine, "engine_connect", configure)
    try:
        yield
    finally:
        event.remove(sa.Engine, "engine_connect", configure)
