"""What hostile files cost, and what a person is told of them: one row a file.

    python benchmarks/hostile.py [--set SET]... [--only WORDS]... [--seconds N] [--whole]

Every file of the hostile sets (``tests/faults/hostile``) is added to one case, one after the other, with the job of
``witnessmark build`` and its usual limits, in a process of its own that lives on from file to file. A row says what the
file is, its size, which limit it hit (or that it was read), the most memory in MiB that a fenced process took and that
the build itself took, the seconds, and the first thing that ``witnessmark list CASE faults`` says of it. A dash under
memory means that nothing was seen within the 5 ms between two looks. Files that give many megabytes of text
(``LONG``) are taken as far as their text, unless ``--whole`` is given: finding the statements in it takes the reader
minutes to half an hour each, however harmless the words are. At the end a good file that was added first, and
one that was added last, must be found, and the case must verify.

The status is 1 where a file gives neither a text nor a fault, where one takes the process down or longer than
``--seconds``, or where the good files are not read.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.faults.hostile import containers, files, office, pictures
from tests.faults.hostile.large import LARGE

from found import Found, Silent, Sources
from witnessmark.build import build
from witnessmark.case import Case
from witnessmark.intake import Item, extract
from witnessmark.nouns import Fault, digest_of
from witnessmark.verifying import verify

MIB = 1 << 20
LOOK = 0.005
LONG = frozenset(
    {"line.txt", "columns.csv", "18 MB flat.html", "100,000 pages.pdf", "a million rows.xlsx"}
    | {"2,000 x 2,000 cells.xlsx", "one string a thousand times.xlsx", "repeats for ever.ods"}
)
"""Files whose texts are long."""
BROKEN = "took the process down"
LIMITS: tuple[tuple[str, str], ...] = (
    (r"took more memory", "memory"),
    (r"processor time", "processor time"),
    (r"took longer than", "wall time"),
    (r"more room for its text", "size of a text"),
    (r"MiB are allowed", "size of a file"),
    (r"decompression bomb|unpacks? to|times its (packed )?size|more than it may when unpacked", "unpacked size"),
    (r"nested too deep|deep|it lies in \d+ others", "depth"),
    (r"the first were taken|more than [\d,]+ (parts|files|members)", "number of parts"),
    (r"pixels", "pixels"),
    (r"too many|are located in groups|cut at sheet|rows are located", "places in a text"),
    (r"too large to find its article", "size of an article"),
    (r"pages (were|are) not read|first [\d,]+ pages", "pages"),
    (r"declares? (its own )?entit|entities", "no entities"),
    (r"not followed|climbs|outside|device|pipe|link", "nothing outside"),
    (r"encrypted|password", "encryption"),
    (r"itself", "nothing twice"),
)
"""What in a fault's words says which limit was hit."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one file cost, and what was said of it."""

    name: str
    size: int
    found: Found
    fenced: int
    """The most bytes that a process below the build's took."""
    building: int
    """The most bytes that the build's own process took."""
    seconds: float
    broke: str = ""
    """How it took the process down, if it did."""

    @property
    def is_told(self) -> bool:
        """Whether it gave a text or a fault, and the build went on."""
        return not self.broke and bool(self.found.texts or self.found.faults)

    @property
    def limit(self) -> str:
        """The limit that was hit, as the faults name it; or what came of the file."""
        if self.broke:
            return "none"
        for pattern, limit in LIMITS:
            if any(re.search(pattern, fault.fault) for fault in self.found.faults):
                return limit
        return "read" if self.found.texts else "refused" if self.found.faults else "SILENT"

    @property
    def saw(self) -> str:
        """The fault that names the limit, or the first; and how many more there are."""
        if self.broke:
            return self.broke
        faults = sorted(self.found.faults, key=_rank)
        if not faults:
            return ""
        more = f" (+{len(faults) - 1:,})" if len(faults) > 1 else ""
        return f"{_shown(faults[0].fault)}{more}"


def _rank(fault: Fault) -> tuple[int, str]:
    found = (at for at, (pattern, _) in enumerate(LIMITS) if re.search(pattern, fault.fault))
    return next(found, len(LIMITS)), fault.fault


def _shown(words: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in words)


# ---------------------------------------------------------------------------------------------- the build's process


@dataclass(frozen=True, slots=True)
class Cost:
    """What adding one file took."""

    seconds: float
    fenced: int = 0
    building: int = 0
    broke: str = ""
    found: Found | None = None
    """What came of it, where it was taken no further than its text."""


def serve(folder: Path, orders: Connection) -> None:
    """Build each path that comes into the case, and answer with what it took; the process of ``Builder``."""
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            path, whole = orders.recv()
            started = time.perf_counter()
            found = None if whole else extracted(path)
            if whole:
                build(Case.open(folder), [path], Silent())
            orders.send(Cost(time.perf_counter() - started, found=found))


def extracted(path: Path) -> Found:
    """Return what intake makes of a file, within its usual limits."""
    result = extract(Item(digest_of(path.read_bytes()), path.name, path))
    if isinstance(result, Fault):
        return Found(None, "", (result,))
    return Found(None, "", result.faults, texts=1)


class Builder:
    """A process that builds what it is given, and is watched."""

    def __init__(self, case: Path) -> None:
        self._case = case
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._orders, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(self._case, theirs))
        self._process.start()
        theirs.close()

    def add(self, path: Path, most_seconds: float, *, whole: bool) -> Cost:
        """Build one path, or make its text alone; return what it took, or how it broke."""
        own = self._process.pid
        assert own is not None
        with suppress(OSError):
            Path(f"/proc/{own}/clear_refs").write_text("5")  # its peak counts from now on
        started, most = time.perf_counter(), 0
        self._orders.send((path, whole))
        try:
            while not self._orders.poll(LOOK):
                most = max([most, *(_peak(pid) for pid in _below(own) if _is_busy(pid))])
                if time.perf_counter() - started > most_seconds:
                    self.stop()
                    self._start()
                    return Cost(time.perf_counter() - started, most, 0, f"took longer than {most_seconds:.0f} s")
            cost: Cost = self._orders.recv()
        except (EOFError, ConnectionError):
            self._process.join()
            broke = f"{BROKEN} (exit {self._process.exitcode})"
            self._start()
            return Cost(time.perf_counter() - started, most, 0, broke)
        return replace(cost, fenced=most, building=_peak(own))

    def stop(self) -> None:
        """End the process."""
        self._orders.close()
        self._process.join(2)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _below(pid: int) -> Iterator[int]:
    """Yield the processes that a process started, and those that they started."""
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from _below(int(child))


def _is_busy(pid: int) -> bool:
    """Tell whether a process reads a file: those that only keep the fence wait for others."""
    with suppress(OSError):
        return not Path(f"/proc/{pid}/task/{pid}/children").read_text().strip()
    return False


def _peak(pid: int) -> int:
    """Return the most bytes of memory that a process had in use; 0 where it has ended."""
    with suppress(OSError, ValueError, StopIteration):
        rows = Path(f"/proc/{pid}/status").read_text().splitlines()
        return int(next(row for row in rows if row.startswith("VmHWM")).split()[1]) * 1024
    return 0


# ---------------------------------------------------------------------------------------------- the files


Write = Callable[[Path], None]


def all_files(secret: Path) -> dict[str, dict[str, Write]]:
    """Return every hostile file by its set: its name, and what writes it to a path. None may show ``secret``."""
    documents = (files.GIVE_NO_TEXT | files.GIVE_A_TEXT).items()
    return {
        "files": {name: _writes(partial(make, secret)) for name, make in documents},
        "office": {name: _writes(make) for name, make in (office.GIVE_NO_TEXT | office.GIVE_A_TEXT).items()},
        "containers": {name: _writes(make) for name, (make, _) in containers.HOSTILE.items()},
        "pictures": {name: _writes(partial(bytes, data)) for name, (data, _) in pictures.HOSTILE.items()},
        "large": LARGE,
    }


def _writes(make: Callable[[], bytes]) -> Write:
    def write(path: Path) -> None:
        path.write_bytes(make())

    return write


def measure(builder: Builder, case: Path, path: Path, most_seconds: float, *, whole: bool = True) -> Row:
    """Add one file to the case, or make its text alone, and return its row."""
    size = path.lstat().st_size
    cost = builder.add(path, most_seconds, whole=whole)
    found = cost.found or replace(Sources(Case.open(case)).find(path.name), text=None)
    return Row(path.name, size, found, cost.fenced, cost.building, cost.seconds, cost.broke)


def table_of(rows: list[Row]) -> Table:
    """Return the table of all rows."""
    table = Table(title="Hostile files, added one after the other to one case")
    headings = ("file", "size", "limit hit", "fence, MiB", "build, MiB", "seconds", "texts", "what the user saw")
    for heading in headings:
        last = heading == headings[-1]
        right = heading not in ("file", "limit hit", headings[-1])
        table.add_column(
            heading,
            justify="right" if right else "left",
            overflow="ellipsis",
            no_wrap=True,
            max_width=90 if last else None,
        )
    for row in rows:
        memory = (f"{bytes_ / MIB:,.0f}" if bytes_ else "-" for bytes_ in (row.fenced, row.building))
        size = f"{row.size / 1e6:,.1f} MB" if row.size >= 100_000 else f"{row.size:,} B"
        table.add_row(_shown(row.name), size, row.limit, *memory, f"{row.seconds:.1f}", f"{row.found.texts:,}", row.saw)
    return table


def main() -> int:
    """Print the table; return 1 where a file gave neither text nor fault, or took the process down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sets = ("files", "office", "containers", "pictures", "large")
    parser.add_argument("--set", action="append", choices=sets, help="this set alone (may be repeated)")
    parser.add_argument("--only", action="append", help="files whose names hold these words alone (may be repeated)")
    parser.add_argument("--seconds", type=float, default=900.0, help="the longest that one file may take (900)")
    parser.add_argument("--whole", action="store_true", help="find the statements in very long texts, too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        os.environ["WITNESSMARK_KEYS"] = str(Path(work, "keys"))
        secret, beside = Path(work, "secret.txt"), Path(work, "given")
        secret.write_text(files.SECRET)
        beside.mkdir()
        case = Path(work, "case")
        Case.create(case)
        builder = Builder(case)
        rows = [measure(builder, case, _good(beside, "good, first"), given.seconds)]
        chosen = [some for name, some in all_files(secret).items() if name in (given.set or [name])]
        for name, write in ((name, write) for some in chosen for name, write in some.items()):
            path = beside / (name.replace("/", "_") or "without a name")
            if given.only and not any(words in name for words in given.only):
                continue
            write(path)
            whole = given.whole or name not in LONG
            rows.append(measure(builder, case, path, given.seconds, whole=whole))
            path.unlink()
            print(f"{_shown(path.name)}: {rows[-1].seconds:.1f} s", file=sys.stderr, flush=True)
        rows.append(measure(builder, case, _good(beside, "good, last"), given.seconds))
        builder.stop()
        wrong = [f"{_shown(row.name)}: {row.broke or 'neither a text nor a fault'}" for row in rows if not row.is_told]
        wrong += [f"{row.name}: not read" for row in (rows[0], rows[-1]) if row.found.texts != 1]
        wrong += [f"the case does not verify: {fault.fault}" for fault in verify(Case.open(case)).faults]
    Console(width=200).print(table_of(rows))
    hit = sum(row.limit not in ("read", "refused") for row in rows)
    print(
        f"{len(rows)} files; {hit} hit a limit; every one gave a text or a fault, the good ones beside them were read,"
    )
    print("and the case verifies." if not wrong else "but not these:\n" + "\n".join(wrong))
    return bool(wrong)


def _good(folder: Path, name: str) -> Path:
    path = folder / f"{name}.txt"
    path.write_text(f"The ministry of Orrum said that six soldiers had died ({name}).\n")
    return path


if __name__ == "__main__":
    sys.exit(main())
