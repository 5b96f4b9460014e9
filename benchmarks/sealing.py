"""How fast sealing and verifying are, against doing the bare necessary by hand on the same files.

    python benchmarks/sealing.py [FOLDER] [--files COUNT --size BYTES] [--pairs N]

Prints one table. ``bare`` seals by reading a file, hashing it, writing it and syncing it, one after another; it
verifies by reading and hashing, one after another. Each pair is run in turn and the median of the pairs' ratios is
printed: 1.0 is as fast as the bare way, the goal is 0.8 or more. FOLDER is where the files are written (a temporary
folder by default): a disk tells more than memory. A folder of 10 GB needs three times its room:
``--files 100000 --size 100000 --pairs 1``. The last line is the most memory that this process took.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from witnessmark.nouns import Custody, Source
from witnessmark.record import Record, verify

PAIRS = 5
GOAL = 0.8
PIECE = 1 << 20


@dataclass(frozen=True)
class Row:
    """One line of the table: seconds of both ways, and how fast ours is against the bare one."""

    job: str
    files: str
    bare: float
    ours: float
    ratio: float


def main() -> None:
    """Run every pair and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--files", type=int)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    asked = parser.parse_args()
    sets = ((asked.files, asked.size),) if asked.files else ((2_000, 30_000), (4, 50_000_000))
    with tempfile.TemporaryDirectory(dir=asked.folder, ignore_cleanup_errors=True) as name:
        rows: list[Row] = []
        for count, size in sets:
            rows += measure(Path(name), count, size, asked.pairs)
    print(f"{'job':<8} {'files':<18} {'bare s':>8} {'ours s':>8} {'bare/ours':>10}  goal {GOAL}")
    for row in rows:
        verdict = "met" if row.ratio >= GOAL else "MISSED"
        print(f"{row.job:<8} {row.files:<18} {row.bare:>8.3f} {row.ours:>8.3f} {row.ratio:>10.2f}  {verdict}")
    print(f"the most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MiB")


def measure(folder: Path, count: int, size: int, again: int) -> list[Row]:
    """Return the rows for ``count`` files of ``size`` bytes."""
    random.seed(count)
    inputs = folder / f"in-{count}"
    inputs.mkdir()
    for number in range(count):
        (inputs / f"{number:05d}.txt").write_bytes(random.randbytes(size))
    paths = sorted(inputs.iterdir())
    case = folder / "case"
    sealing = pairs(lambda: seal_bare(paths, folder / "bare"), lambda: seal_ours(paths, case), folder, again)
    seal_ours(paths, case)
    blobs = sorted(path for path in (case / "record" / "blobs").rglob("*") if path.is_file())
    verifying = pairs(lambda: verify_bare(blobs), lambda: verify_ours(case), None, again)
    shutil.rmtree(case)
    label = f"{count:,} x {size / 1000:,.0f} kB"
    return [row("seal", label, sealing), row("verify", label, verifying)]


def row(job: str, files: str, times: list[tuple[float, float]]) -> Row:
    """Return the table's row for paired times."""
    bare, ours = statistics.median(one for one, _ in times), statistics.median(one for _, one in times)
    return Row(job, files, bare, ours, statistics.median(first / second for first, second in times))


def pairs(
    bare: Callable[[], None], ours: Callable[[], None], clear: Path | None, again: int
) -> list[tuple[float, float]]:
    """Run both ways in turn, a first pair to warm up where there are several; return the seconds of the others."""
    times: list[tuple[float, float]] = []
    warm_up = int(again > 1)
    for number in range(again + warm_up):
        # Who goes first changes from pair to pair: the second finds the disk busier.
        order = (bare, ours) if number % 2 else (ours, bare)
        taken = {job: timed(job) for job in order}
        times.append((taken[bare], taken[ours]))
        for name in ("bare", "case") if clear else ():
            shutil.rmtree(clear / name) if clear else None
    return times[warm_up:]


def timed(job: Callable[[], None]) -> float:
    """Return the seconds that a job takes, begun with nothing left to write."""
    os.sync()
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def seal_bare(paths: list[Path], target: Path) -> None:
    """Read, hash, write and sync each file."""
    target.mkdir()
    for path in paths:
        sha256 = hashlib.sha256()
        copy = target / path.name
        with path.open("rb") as source, copy.open("wb") as sink:
            while piece := source.read(PIECE):
                sha256.update(piece)
                sink.write(piece)
            sink.flush()
            os.fsync(sink.fileno())
        copy.rename(target / sha256.hexdigest())


def seal_ours(paths: list[Path], case: Path) -> None:
    """Seal the files in a new record."""
    case.mkdir()
    record = Record.create(case / "record", "benchmark.example/sealing", case / "keys")
    results = list(record.seal_files((path, custody(path)) for path in paths))
    assert all(isinstance(result, Source) for result in results), "a file was not sealed"


def custody(path: Path) -> Custody:
    """Return custody facts of the usual length."""
    return Custody(
        name=path.name,
        acquired_from=str(path),
        acquired_at="2031-04-05T14:03:09+02:00",
        clock="system clock, synchronised",
        acquired_by="Benchmark",
        tool="witnessmark",
    )


def verify_bare(paths: list[Path]) -> None:
    """Read and hash each file."""
    for path in paths:
        sha256 = hashlib.sha256()
        with path.open("rb") as source:
            while piece := source.read(PIECE):
                sha256.update(piece)
        assert sha256.hexdigest() == path.name, "the bare way must hash too"


def verify_ours(case: Path) -> None:
    """Verify the record."""
    assert verify(case / "record").ok, "the record must verify"


if __name__ == "__main__":
    main()
