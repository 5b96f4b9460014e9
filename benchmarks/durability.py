"""What is lost when a process is killed, the power goes or the disk is full: as often as is asked for, for hours.

    python benchmarks/durability.py [--kills 1000] [--cuts 1000] [--full 200] [--syncs 60] [--commits 200] [--seed 1]

Prints one table: how many faults of each kind came, how much had been acknowledged before them, and how many broke a
law (there is none to spare: one makes the status 1). Then one of each sync taken out of the program, with the number of
power cuts until its loss was found. The laws stand in ``tests/faults/suite/laws.py``; a line on standard error names
each fault that broke one, with all that is needed to have it again.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.faults.suite.commits import commits
from tests.faults.suite.cuts import Outcome, memory, outcomes, traced
from tests.faults.suite.disk import Luck
from tests.faults.suite.full import Full, full_disk, writes_of
from tests.faults.suite.jobs import CaseJob, Job, RecordJob
from tests.faults.suite.kills import Killed, kills
from tests.faults.suite.mending import mend_jobs
from tests.faults.suite.syncs import SPARE, TakenOut, each_taken_out

One = TypeVar("One", Outcome, Full, Killed)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    fault: str
    count: int
    acknowledged: int
    broken: int
    seconds: float


def main() -> int:
    """Run what is asked for and print the tables; return 1 where a law was broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("kills", 10), ("cuts", 100), ("full", 10), ("syncs", 60), ("commits", 50), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual, metavar="N")
    asked = parser.parse_args()
    broken = 0
    with memory() as folder:
        records: list[Job] = [RecordJob(), *mend_jobs(folder / "cut off"), RecordJob("record of 250 entries", 250)]
        print(f"{'fault':<44} {'count':>6} {'acknowledged':>13} {'laws broken':>12} {'seconds':>8}")
        for row in rows(records, folder / "world", asked):
            print(
                f"{row.fault:<44} {row.count:>6} {row.acknowledged:>13} {row.broken:>12} {row.seconds:>8.0f}",
                flush=True,
            )
            broken += row.broken
        for setting in ("FULL", "NORMAL") if asked.commits else ():
            last = [*commits(folder / "world", asked.commits, setting)][-1]
            print(
                f"commits of the reading, synchronous={setting}: {last.lost} of {last.acknowledged} acknowledged lost"
            )
            broken += last.lost if setting == "FULL" else 0
        if asked.syncs:
            print("\nsync taken out -> found after so many power cuts, and what was lost")
            for taken in each_taken_out([*records, CaseJob()], folder / "world", asked.syncs, asked.seed):
                print(line(taken, asked.syncs), flush=True)
                broken += taken.found_after is None and taken.site not in SPARE
    return bool(broken)


def rows(records: list[Job], world: Path, asked: argparse.Namespace) -> Iterator[Row]:
    """Yield the lines of the first table."""
    if asked.cuts:
        share = -(-asked.cuts // (2 * len(records)))
        for job in records:
            yield cut(job, world, share, asked.seed)
        yield cut(CaseJob(), world, asked.cuts // 2, asked.seed)
        for job in (records[0], CaseJob()):
            yield cut(job, world, asked.cuts // 10, asked.seed, Luck.LYING)
    if asked.full:
        yield fill(world, asked.full, asked.seed)
    if asked.kills:
        start = time.monotonic()
        done = [*told(kills(CaseJob(), world, asked.kills, asked.seed))]
        yield Row(
            "kill -9: case", len(done), sum(one.acknowledged for one in done), broken_in(done), time.monotonic() - start
        )


def cut(job: Job, world: Path, count: int, seed: int, luck: Luck | None = None) -> Row:
    """Cut the power of a job so often."""
    start = time.monotonic()
    run = traced(job, world)
    found = outcomes(run, count, seed, {luck: 1}) if luck else outcomes(run, count, seed)
    done: list[Outcome] = [*told(found)]
    name = f"{'torn last write' if luck else 'power cut'}: {job.name}"
    return Row(name, len(done), sum(one.acknowledged for one in done), broken_in(done), time.monotonic() - start)


def fill(world: Path, count: int, seed: int) -> Row:
    """Fill the disk at so many of the writes of a job, or at each where there are fewer."""
    start = time.monotonic()
    writes, state = writes_of(CaseJob(), world)
    at = sorted(random.Random(seed).sample(range(writes), min(count, writes)))
    done = [*told(full_disk(CaseJob(), world, room, state) for room in at)]
    name = f"full disk, from one of {writes} writes on: case"
    return Row(name, len(done), sum(one.acknowledged for one in done), broken_in(done), time.monotonic() - start)


def told(faults: Iterable[One]) -> Iterator[One]:
    """Yield faults, and name those that broke a law on standard error as they come."""
    for fault in faults:
        if fault.broken:
            print(fault, file=sys.stderr, flush=True)
        yield fault


def broken_in(faults: Iterable[Outcome | Full | Killed]) -> int:
    """Return how many faults broke a law."""
    return sum(bool(fault.broken) for fault in faults)


def line(taken: TakenOut, most: int) -> str:
    """Return what became of a job without a sync."""
    if taken.found_after is not None:
        return f"{taken.found_after:>4}  {taken.site}\n      -> {taken.loss[:150]}"
    why = SPARE.get(taken.site)
    return f"  {'--' if why else 'NOT FOUND'}  {taken.site}\n      -> " + (
        f"spare: {why}" if why else f"in {most} cuts"
    )


if __name__ == "__main__":
    sys.exit(main())
