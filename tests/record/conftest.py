"""A small record of an invented case, and ways to add to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from witnessmark.nouns import Action, Custody, Decision
from witnessmark.record import Record

ORIGIN = "example.org/cases/port-selm"
TIME = "2031-04-05T14:03:09+02:00"

CustodyOf = Callable[..., Custody]
DecisionOf = Callable[..., Decision]


@pytest.fixture
def custody() -> CustodyOf:
    """Make custody facts of a file with a name."""

    def make(name: str = "letter.txt", acquired_from: str = "/post/letter.txt", acquired_at: str = TIME) -> Custody:
        return Custody(
            name=name,
            acquired_from=acquired_from,
            acquired_at=acquired_at,
            clock="system clock, synchronised",
            acquired_by="Ada Quell",
            tool="witnessmark 0.1.0",
        )

    return make


@pytest.fixture
def decision() -> DecisionOf:
    """Make a decision."""

    def make(
        action: Action = Action.NOTE, target: str = "a", value: str | None = None, reason: str = "It was seen."
    ) -> Decision:
        return Decision(
            action=action,
            target=target,
            reason=reason,
            decided_by="Ada Quell",
            decided_at=TIME,
            clock="system clock, synchronised",
            tool="witnessmark 0.1.0",
            value=value,
            subject={"quote": "twelve boats"},
        )

    return make


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Return an empty record in ``tmp_path/case/record`` with its keys beside the case."""
    (tmp_path / "case").mkdir()
    return Record.create(tmp_path / "case" / "record", ORIGIN, tmp_path / "keys")
