"""How fast a bag is exported, against copying and hashing the same record by hand.

    python benchmarks/export.py [FOLDER]

Prints one table. ``bare`` is what a person would do: ``cp -r`` of the record, ``sync`` of the copy, and ``sha256sum``
of every file in it. ``ours`` is all of ``witnessmark export --as bag``: the reading is looked through, the record is
copied, synced, hashed and verified, the bag is written and its entry is logged. Each pair is run in turn and the median
of the pairs is printed. FOLDER is where the files are written (a temporary folder by default): a disk tells more than
memory.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from witnessmark.case import TOOL, Case
from witnessmark.nouns import Custody, Source
from witnessmark.publish.exporting import Order, export
from witnessmark.record import now

PAIRS = 3
GOAL = 0.5
"""How fast ours is at least against the bare way: it also checks what that does not."""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    files: str
    megabytes: float
    bare: float
    ours: float


class Silent:
    """Is told how far an export is, and says nothing."""

    def begin(self, stage: str, total: int) -> None:
        """Begin a stage."""

    def advance(self, steps: int = 1) -> None:
        """Count steps."""

    def end(self) -> None:
        """End the stage."""


def main() -> int:
    """Measure both sizes and print the table; return 1 where the goal is missed."""
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory(dir=given, ignore_cleanup_errors=True) as name:
        os.environ["WITNESSMARK_KEYS"] = str(Path(name) / "keys")
        rows = [measure(Path(name), count, size) for count, size in ((2_000, 30_000), (8, 50_000_000))]
    print(f"{'files':<18} {'MB':>6} {'bare MB/s':>10} {'ours MB/s':>10} {'ours/bare':>10}  goal {GOAL}")
    for row in rows:
        ratio = row.bare / row.ours
        speeds = f"{row.megabytes / row.bare:>10.0f} {row.megabytes / row.ours:>10.0f}"
        print(f"{row.files:<18} {row.megabytes:>6.0f} {speeds} {ratio:>10.2f}  {'met' if ratio >= GOAL else 'MISSED'}")
    return int(any(row.bare / row.ours < GOAL for row in rows))


def measure(folder: Path, count: int, size: int) -> Row:
    """Return the row for a case of ``count`` sealed files of ``size`` bytes."""
    case = make_case(folder, count, size)
    times: list[tuple[float, float]] = []
    for number in range(PAIRS + 1):
        # Who goes first changes from pair to pair: the second finds the disk busier.
        jobs = (lambda: bare(case, folder / "bare"), lambda: ours(case, folder / "ours"))
        taken = {at: timed(jobs[at]) for at in ((0, 1) if number % 2 else (1, 0))}
        times.append((taken[0], taken[1]))
        shutil.rmtree(folder / "bare")
        shutil.rmtree(folder / "ours")
        (folder / "ours.tlog-proof").unlink()
    shutil.rmtree(case.folder)
    medians = [statistics.median(pair[at] for pair in times[1:]) for at in (0, 1)]
    return Row(f"{count:,} x {size / 1000:,.0f} kB", count * size / 1e6, *medians)


def make_case(folder: Path, count: int, size: int) -> Case:
    """Return a case whose sources are sealed and not read: what is measured is the record."""
    random.seed(count)
    inputs = folder / "inputs"
    inputs.mkdir()
    for number in range(count):
        (inputs / f"{number:05d}.bin").write_bytes(random.randbytes(size))
    case = Case.create(folder / f"case-{count}")
    with case.writing() as (record, _):
        sealed = list(record.seal_files((path, custody(path)) for path in sorted(inputs.iterdir())))
    assert all(isinstance(one, Source) for one in sealed), "a file was not sealed"
    with case.writing():
        pass  # which brings the reading up to the record
    shutil.rmtree(inputs)
    return case


def custody(path: Path) -> Custody:
    """Return custody facts of the usual length."""
    moment = now()
    return Custody(
        name=path.name,
        acquired_from=str(path),
        acquired_at=moment.time,
        clock=moment.clock,
        acquired_by="Benchmark",
        tool=TOOL,
    )


def timed(job: Callable[[], None]) -> float:
    """Return the seconds that a job takes, begun with nothing left to write."""
    os.sync()
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def bare(case: Case, target: Path) -> None:
    """Copy the record, sync the copy and hash every file of it."""
    script = 'cp -r "$1" "$2" && sync -f "$2" && find "$2" -type f -print0 | xargs -0 sha256sum > "$2/../manifest"'
    subprocess.run(["bash", "-c", script, "bash", str(case.record_folder), str(target)], check=True)


def ours(case: Case, target: Path) -> None:
    """Export the bag."""
    order = Order(form="bag", path=target, by="Benchmark", reason="Measured.", moment=now(), tool=TOOL)
    export(case, order, Silent())


if __name__ == "__main__":
    sys.exit(main())
