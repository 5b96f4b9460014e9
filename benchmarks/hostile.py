"""What hostile files cost, and what a person is told of them: one row a file.

    python benchmarks/hostile.py [--set SET]... [--only WORDS]... [--seconds N] [--long-seconds N] [--jsonl FILE]

Every file of the hostile sets (``tests/faults/hostile``) is added to one case, one after the other, each alone in a
folder, with the job of ``witnessmark build`` and its usual limits, in a process that lives on from file to file. A row
says what the file is, its size, which limit it hit (or ``read``, or what else it is), the most memory in MiB that one
process behind the fence had in use and that one process of the build had, the seconds, the texts, and the fault that
names the limit, as ``witnessmark list CASE faults`` says it. How memory is counted stands in ``hostile_builder``: it is
the kernel's peak of each process, nothing taken off; of what runs behind the fence, 80 to 150 MiB are the parsers.

Files that give many megabytes of text (``LONG``) come last, each into a case of its own: to find the statements in so
many harmless words takes the reader minutes to half an hour, which is no fault. After ``--long-seconds`` it is stopped,
and the row says so; what is made until then, the text, has to be there. The one set of files that were cut, overwritten
and so on (``broken``) is told in a row for each way, unless it is asked for with ``--set broken``.

At the end a good file that was added first, and one that was added last, must have been read, and every case must
verify. The status is 1 where that fails, where a file gives neither a text nor a fault, takes the process down or
longer than ``--seconds``, hits another limit than its maker says (``EXPECTED``), has a fault that no label is known
for, or where the fence ended a process and no fault says so. Ctrl-C ends the run, with the table of what was done.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path

from rich.console import Console, JustifyMethod
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.faults.hostile import broken, containers, files, invented, large, locked, office, pictures

from found import Found, Sources
from hostile_builder import Builder, Cost
from hostile_limits import LIMITS, complaints, label_of, labels_of
from witnessmark.case import Case
from witnessmark.verifying import verify

MIB = 1 << 20
LIMIT_NAMES = frozenset(label for label, _ in LIMITS)
STOPPED = "stopped by us"
SETS = ("files", "office", "containers", "pictures", "locked", "invented", "broken", "large")


@dataclass(frozen=True, slots=True)
class Row:
    """What one file cost, and what was said of it."""

    name: str
    size: int
    found: Found
    cost: Cost
    expected: tuple[str, ...] | None
    wrong: list[str] = field(default_factory=list)
    """What is not as it should be."""

    @property
    def labels(self) -> tuple[str, ...]:
        """All that came of it."""
        return labels_of(self.found.faults, self.cost.took)

    @property
    def limit(self) -> str:
        """The limit that was hit: the expected one, if it was; else the first."""
        if not (self.found.texts or self.found.faults):
            return STOPPED if self.cost.stopped else "SILENT"
        return next((label for label in self.expected or () if label in self.labels), self.labels[0])

    @property
    def saw(self) -> str:
        """The fault that names the limit, or the first; and how many more there are."""
        if self.cost.broke:
            return self.cost.broke
        stopped = f"[stopped by us after {self.cost.seconds:.0f} s] " if self.cost.stopped else ""
        faults = sorted(self.found.faults, key=lambda fault: (label_of(fault) != self.limit, fault.fault))
        more = f" (+{len(faults) - 1:,})" if len(faults) > 1 else ""
        return stopped + (f"{shown(faults[0].fault)}{more}" if faults else "")


def judged(row: Row, *, is_long: bool) -> Row:
    """Return the row with what is wrong with it."""
    stopped = row.cost.stopped and is_long  # what is to be told of it comes with its reading
    wrong = complaints(row.labels if stopped else row.expected, row.found.faults, row.cost.took)
    if row.cost.broke:
        wrong.append(row.cost.broke)
    if not (row.found.texts or row.found.faults) and not stopped:
        wrong.append("neither a text nor a fault")
    if row.cost.stopped and not is_long:
        wrong.append(f"took longer than {row.cost.seconds:.0f} s")
    return replace(row, wrong=wrong)


def shown(words: str) -> str:
    """Return words without characters that move a cursor."""
    return "".join(one if one.isprintable() else "?" for one in words)


# ---------------------------------------------------------------------------------------------- the files

Write = Callable[[Path], None]
Expected = tuple[str, ...] | None


def all_files(secret: Path) -> dict[str, dict[str, Write]]:
    """Return every hostile file by its set: its name, and what writes it to a path. None may show ``secret``."""
    documents = (files.GIVE_NO_TEXT | files.GIVE_A_TEXT).items()
    return {
        "files": {name: _writes(partial(make, secret)) for name, make in documents},
        "office": {name: _writes(make) for name, make in (office.GIVE_NO_TEXT | office.GIVE_A_TEXT).items()},
        "containers": {name: _writes(make) for name, (make, _) in containers.HOSTILE.items()},
        "pictures": {name: _writes(partial(bytes, data)) for name, (data, _) in pictures.HOSTILE.items()},
        "locked": {name: _writes(make) for name, make in locked.LOCKED.items()},
        "invented": {name: _writes(make) for name, make in invented.INVENTED.items()},
        "broken": {name: _writes(make) for name, make in broken.BROKEN.items()},
        "large": large.LARGE,
    }


EXPECTED: dict[str, Mapping[str, str | tuple[str, ...]]] = {
    "files": files.EXPECTED,
    "office": office.EXPECTED,
    "containers": containers.EXPECTED,
    "pictures": pictures.EXPECTED,
    "locked": locked.EXPECTED,
    "invented": invented.EXPECTED,
    "broken": broken.EXPECTED,
    "large": large.EXPECTED,
}
"""What each maker says is to be told of its files: a label, or several of which one is enough."""
LONG = files.LONG | office.LONG | invented.LONG | large.LONG


def expected(name: str, of: str) -> Expected:
    """Return what the maker of a file expects of it; None where it does not say."""
    said = EXPECTED[of].get(name)
    return (said,) if isinstance(said, str) else said


def _writes(make: Callable[[], bytes]) -> Write:
    def write(path: Path) -> None:
        path.write_bytes(make())

    return write


# ---------------------------------------------------------------------------------------------- the run


class Run:
    """One run over all files."""

    def __init__(self, work: Path, seconds: float, long_seconds: float) -> None:
        """Make the case, and start the process that builds it, in the folder ``work``."""
        self._work, self._seconds, self._long_seconds = work, seconds, long_seconds
        self._beside = work / "given"
        self._beside.mkdir()
        self.cases = [self._new_case("case")]
        self._builder = Builder(work / "fence.log")
        self.rows: list[tuple[str, Row]] = []

    def _new_case(self, name: str) -> Path:
        Case.create(self._work / name)
        return self._work / name

    def good(self, name: str) -> None:
        """Add a file with nothing wrong in it."""
        words = f"The ministry of Orrum said that six soldiers had died ({name}).\n"
        self.add("good", f"{name}.txt", lambda path: _written(path, words), ("read",), is_long=False)

    def add(self, of: str, name: str, write: Write, wanted: Expected, *, is_long: bool) -> Row:
        """Add one file to the case (a long one to its own) and return its row."""
        path = self._beside / (name.replace("/", "_") or "without a name")
        write(path)
        case = self.cases[0]
        if is_long:
            case = self._new_case(f"case {len(self.cases)}")
            self.cases.append(case)
        size = path.lstat().st_size
        cost = self._builder.add(case, self._beside, self._long_seconds if is_long else self._seconds)
        found = replace(Sources(Case.open(case)).find(path.name), text=None)
        row = judged(Row(path.name, size, found, cost, wanted), is_long=is_long)
        self.rows.append((of, row))
        path.unlink()
        wrong = "".join(f"\n    {one}" for one in row.wrong)
        print(f"{shown(row.name)}: {row.cost.seconds:.1f} s, {row.limit}{wrong}", file=sys.stderr, flush=True)
        return row

    def end(self) -> list[str]:
        """End the process; return what is wrong with the cases and the good files."""
        self._builder.stop()
        good = [row for of, row in self.rows if of == "good"]
        wrong = [f"{row.name}: not read" for row in good if row.found.texts != 1]
        return wrong + [
            f"the case does not verify: {fault.fault}"
            for case in self.cases
            for fault in verify(Case.open(case)).faults
        ]


def _written(path: Path, words: str) -> None:
    path.write_text(words)


# ---------------------------------------------------------------------------------------------- the table

HEADINGS = ("file", "size", "limit hit", "fence, MiB", "build, MiB", "seconds", "texts", "what the user saw")


def table_of(rows: Iterable[tuple[str, Row]], *, fold: bool) -> Table:
    """Return the table of all rows; with ``fold``, those of the broken files as one for each way."""
    table = Table(title="Hostile files, added one after the other to one case (those that are long: each to its own)")
    for heading in HEADINGS:
        last = heading == HEADINGS[-1]
        right = heading not in ("file", "limit hit", HEADINGS[-1])
        justify: JustifyMethod = "right" if right else "left"
        table.add_column(heading, justify=justify, overflow="ellipsis", no_wrap=True, max_width=100 if last else 40)
    rows = list(rows)
    for of, row in rows:
        if of == "broken" and fold:
            continue
        mark = " !" if row.wrong else ""
        table.add_row(
            shown(row.name), _size(row.size), row.limit + mark, _mib(row.cost.fenced), _mib(row.cost.building),
            f"{row.cost.seconds:.1f}", f"{row.found.texts:,}", row.saw,
        )  # fmt: skip
    for way in broken.WAYS if fold else ():
        some = [row for of, row in rows if of == "broken" and row.name.startswith(f"{way}.")]
        if some:
            table.add_row(*_folded(way, some))
    return table


def _folded(way: str, rows: list[Row]) -> tuple[str, ...]:
    """Return one row for all files that were broken in one way."""
    limits = Counter(row.limit for row in rows)
    untold = sorted(row.name.partition(".")[2] for row in rows if not row.found.faults)
    mark = " !" if any(row.wrong for row in rows) else ""
    return (
        f"{way}: {len(rows)} formats",
        _size(max(row.size for row in rows)),
        ", ".join(f"{label} {count}" for label, count in limits.most_common()) + mark,
        _mib(max(row.cost.fenced for row in rows)),
        _mib(max(row.cost.building for row in rows)),
        f"{sum(row.cost.seconds for row in rows):.1f}",
        f"{sum(row.found.texts for row in rows):,}",
        f"read without a fault: {' '.join(untold) or 'none'}",
    )


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{size:,} B"


def _mib(size: int) -> str:
    return f"{size / MIB:,.0f}" if size else "none"


def written(row: Row, of: str) -> str:
    """Return a row with all its faults as a line of JSON."""
    plain = {"set": of, "name": row.name, "size": row.size, "limit": row.limit, "labels": row.labels}
    plain |= {
        "wrong": row.wrong,
        "seconds": round(row.cost.seconds, 1),
        "stopped": row.cost.stopped,
        "texts": row.found.texts,
        "building": row.cost.building,
    }
    plain |= {"faults": [(fault.fault, fault.hint) for fault in row.found.faults]}
    return json.dumps(plain | {"took": [asdict(one) for one in row.cost.took]})


def main() -> int:
    """Print the table; return 1 where something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", choices=SETS, help="this set alone (may be repeated)")
    parser.add_argument("--only", action="append", help="files whose names hold these words alone (may be repeated)")
    parser.add_argument(
        "--seconds",
        type=float,
        default=400.0,
        help="the longest that one file may take (400)",
    )
    parser.add_argument("--long-seconds", type=float, default=120.0, help="when a long text is stopped (120)")
    parser.add_argument("--jsonl", type=Path, help="write every row with all its faults and processes to this file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        os.environ["WITNESSMARK_KEYS"] = str(Path(work, "keys"))
        secret = Path(work, "secret.txt")
        secret.write_text(files.SECRET)
        run = Run(Path(work), given.seconds, given.long_seconds)
        run.good("good, first")
        chosen = [
            (of, name, write, name in LONG)
            for of, some in all_files(secret).items()
            for name, write in some.items()
            if of in (given.set or SETS) and (not given.only or any(words in name for words in given.only))
        ]
        chosen.sort(key=lambda one: one[3])
        left = add_all(run, chosen, given.jsonl)
        wrong = run.end()
    wrong += [f"stopped by Ctrl-C before {left} of {len(chosen)} files"] if left else []
    wrong += [f"{shown(row.name)}: {one}" for _, row in run.rows for one in row.wrong]
    Console(width=240).print(table_of(run.rows, fold="broken" not in (given.set or ())))
    print(summary(run, wrong))
    return bool(wrong)


def add_all(run: Run, chosen: list[tuple[str, str, Write, bool]], jsonl: Path | None) -> int:
    """Add all files, the long ones after the last good one; return how many are left, where Ctrl-C stopped it."""
    done, ended = 0, False
    try:
        for of, name, write, is_long in chosen:
            if is_long and not ended:
                run.good("good, last")
                ended = True
            row = run.add(of, name, write, expected(name, of), is_long=is_long)
            done += 1
            if jsonl:
                with jsonl.open("a") as out:
                    out.write(written(row, of) + "\n")
    except KeyboardInterrupt:
        return len(chosen) - done
    if not ended:
        run.good("good, last")
    return 0


def summary(run: Run, wrong: list[str]) -> str:
    """Return the last lines: how many files there were, what they cost at most, and all that is wrong."""
    rows = [row for _, row in run.rows]
    hit = sum(row.limit in LIMIT_NAMES for row in rows)
    stopped = sum(row.cost.stopped for row in rows)
    counts = (
        f"{len(rows)} files: {hit} hit a limit, {sum(bool(row.found.faults) for row in rows)} have a fault,"
        f" {sum(bool(row.found.texts) for row in rows)} gave a text, {stopped} long ones were stopped by us;"
        f" at most {_mib(max(row.cost.fenced for row in rows))} MiB behind the fence,"
        f" {_mib(max(row.cost.building for row in rows))} MiB in the build."
    )
    if wrong:
        return f"{counts}\n{len(wrong)} things are not as they should be:\n" + "\n".join(f"- {one}" for one in wrong)
    cases = f"{len(run.cases)} cases verify" if len(run.cases) > 1 else "the case verifies"
    return f"{counts}\nEvery file gave what its maker expects, the good ones were read, and {cases}."


if __name__ == "__main__":
    sys.exit(main())
