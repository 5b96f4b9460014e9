"""Measures a case: building it, adding to it, searching it, and starting the command.

Prints one table. ``--documents N`` sets the size of the large case (10,000), ``--passages N`` what is searched
(200,000).
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from corpus import article, write_articles
from witnessmark import build, intake
from witnessmark.case import Case
from witnessmark.engine import map_unordered, worker_count
from witnessmark.nouns import Custody, Entry, EntryKind, Reading, Source, digest_of
from witnessmark.store import Store, write
from witnessmark.store.prepared import prepare
from witnessmark.store.search import search

COMMAND = [sys.executable, "-m", "witnessmark"]
QUERIES = 200


class Silent:
    """A progress that nobody looks at."""

    def begin(self, stage: str, total: int) -> None:
        """Say nothing."""

    def advance(self, steps: int = 1) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""

    def say(self, line: str) -> None:
        """Say nothing."""


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def row(what: str, measured: str, goal: str) -> None:
    """Print one line of the table."""
    print(f"{what:<66}{measured:>16}{goal:>16}", flush=True)


def measure_build(folder: Path, count: int = 1000) -> None:
    """Compare a whole build with the bare intake and reading of the same files in as many processes."""
    paths = write_articles(folder / "articles", count)
    jobs = [build.Job(intake.Item(digest_of(path.read_bytes()), path.name, path)) for path in paths]
    bare, whole = [], []
    for turn in range(3):
        bare.append(seconds(lambda: [*map_unordered(build.read_one, jobs, preload=("witnessmark.build",))]))
        case = Case.create(folder / f"case{turn}")
        whole.append(seconds(lambda case=case: build.build(case, paths, Silent())))  # type: ignore[misc]
    ratio = statistics.median(b / a for a, b in zip(bare, whole, strict=True))
    row(
        f"bare intake and reading, {count:,} articles, {worker_count()} processes",
        f"{statistics.median(bare):.1f} s",
        "",
    )
    row("build of the same", f"{statistics.median(whole):.1f} s", "")
    row("build / bare", f"{ratio:.2f}", "<= 1.25")


def measure_large(folder: Path, count: int) -> None:
    """Build a large case, note its memory, and add one document to it."""
    paths = write_articles(folder / "many", count)
    case = folder / "large"
    env_time = seconds(lambda: _run("build", str(case), str(paths[0].parent)))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    row(f"build of {count:,} articles", f"{env_time:.0f} s", "")
    row("  its largest process", f"{peak:.0f} MiB", "<= 1,024 MiB")
    added = [_add_one(folder, case, number) for number in range(count, count + 5)]
    row(f"adding one document to {count:,} (whole command, median of 5)", f"{statistics.median(added):.2f} s", "< 2 s")


def _add_one(folder: Path, case: Path, number: int) -> float:
    (path,) = write_articles(folder / "more", 1, first=number)
    return seconds(lambda: _run("build", str(case), str(path)))


def _run(*words: str) -> None:
    subprocess.run([*COMMAND, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def measure_help() -> None:
    """Time the command's help as a person waits for it."""
    times = [seconds(lambda: _run("--help")) for _ in range(11)]
    row("witnessmark --help (median of 11)", f"{statistics.median(times):.2f} s", "< 0.4 s")


def measure_search(folder: Path, passages: int) -> None:
    """Search so many passages for words that are rare, common and several."""
    path = folder / "search.db"
    chance = random.Random(1)
    with Store.open(path, create=True) as store:
        words = _fill(store, passages)
        with store.asking() as connection:
            times = []
            for _ in range(QUERIES):
                query = " ".join(chance.sample(words, chance.randint(1, 3)))
                times.append(seconds(lambda query=query: search(connection, query)) * 1000)  # type: ignore[misc]
    times.sort()
    row(f"search in {passages:,} passages, median of {QUERIES} queries", f"{statistics.median(times):.1f} ms", "")
    row("  95th percentile", f"{times[int(len(times) * 0.95)]:.1f} ms", "< 50 ms")


def _fill(store: Store, passages: int) -> list[str]:
    """Put articles until the store holds so many passages; return words to search for."""
    put, number, words = 0, 0, set[str]()
    while put < passages:
        with store.writing() as connection:
            for _ in range(500):
                title, _, paragraphs = article(number)
                text = intake.text_of("\n\n".join([title, *paragraphs]))
                source = Source(digest=text.source, size=1, index=number, custody=_CUSTODY)
                write.add_entry(connection, Entry(number, EntryKind.SEALED, source))
                write.put(connection, prepare(text, Reading(reader="none"), "x.txt", questions=()), intake="none")
                put, number = put + len(text.locators), number + 1
                words.update(word.strip("“”,.:").lower() for word in text.content.split())
    return sorted(words - {""})


_CUSTODY = Custody(
    name="x.txt", acquired_from="x", acquired_at="2020-01-01T00:00:00Z", clock="", acquired_by="", tool=""
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--passages", type=int, default=200_000)
    options = parser.parse_args()
    row("what", "measured", "goal")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure_help()
        measure_build(folder)
        measure_search(folder, options.passages)
        measure_large(folder, options.documents)


if __name__ == "__main__":
    main()
