"""The process that is killed: does a job in a folder and prints what the product acknowledges before it goes on.

python -m tests.faults.suite.writer WORLD
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.conftest import Command
from tests.faults.suite.jobs import DISK, CaseJob

from witnessmark.cli import cli


def _tell(what: str, value: object) -> None:
    print(what, value, flush=True)


def _export(world: Path) -> None:
    """Export the case, where this version can."""
    if "export" in cli.commands:
        result = Command()("export", world / DISK / "cases" / "mine", world / DISK / "bag", "--as", "bag")
        assert result.exit_code == 0, result.output
        _tell("exported", "bag")


if __name__ == "__main__":
    world = Path(sys.argv[1])
    print("ready", flush=True)
    CaseJob().run(world, _tell)
    _export(world)
