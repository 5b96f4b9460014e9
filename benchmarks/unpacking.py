"""How fast files come out of an archive into the record, against unpacking and sealing by hand; and with what memory.

    python benchmarks/unpacking.py [MIB]

Both ways take the same ZIP archives in turn: many small files, and a few large ones of ``MIB`` mebibytes in all (128 by
default). ``bare`` reads each member with ``zipfile``, hashes it, writes it and syncs it, one after another. Ours opens
the archive behind the fence, seals each part in the log and notes it in the reading. The last column is the most memory
that any one of our processes took.
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from witnessmark import build as building
from witnessmark.case import Case
from witnessmark.intake.extraction import the_fence
from witnessmark.unpacking import unpack

MIB = 1 << 20


class Silent:
    """Hears how far the work is, and says nothing."""

    def begin(self, stage: str, total: int) -> None:
        """Begin."""

    def advance(self, steps: int = 1) -> None:
        """Go on."""

    def end(self) -> None:
        """End."""

    def say(self, line: str) -> None:
        """Say nothing."""


def make(path: Path, count: int, size: int) -> None:
    """Write an archive of ``count`` files of ``size`` bytes, half of each of them noise."""
    noise = random.Random(count)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"{number % 10}/{number:05d}.bin", noise.randbytes(size // 2) + bytes(size - size // 2))


def bare(path: Path, target: Path) -> None:
    """Unpack, hash, write and sync each member."""
    target.mkdir()
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            sha256, copy = hashlib.sha256(), target / f"{member.header_offset}"
            with archive.open(member) as stream, copy.open("wb") as sink:
                while piece := stream.read(MIB):
                    sha256.update(piece)
                    sink.write(piece)
                sink.flush()
                os.fsync(sink.fileno())
            copy.rename(target / sha256.hexdigest())


def ours(path: Path, folder: Path) -> float:
    """Return the seconds that unpacking a sealed archive takes."""
    case = Case.create(folder)
    with case.writing() as (record, store):
        building.seal(case, record, store, [path], Silent(), building.Done(), by="Benchmark")
        start = time.perf_counter()
        unpack(record, store, Silent(), by="Benchmark")
        return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    total = int(sys.argv[1]) * MIB if len(sys.argv) > 1 else 128 * MIB
    print(f"{'archive':<22} {'bare MB/s':>10} {'ours MB/s':>10} {'bare/ours':>10} {'most memory, MiB':>17}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        os.environ["WITNESSMARK_KEYS"] = f"{name}/keys"
        for count, size in ((2000, 30_000), (4, total // 4)):
            path = Path(name, f"{count}.zip")
            make(path, count, size)
            os.sync()
            start = time.perf_counter()
            bare(path, Path(name, f"bare-{count}"))
            plain = time.perf_counter() - start
            os.sync()
            taken = ours(path, Path(name, f"case-{count}"))
            the_fence().stop()  # so that its processes are counted
            most = (
                max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
                / 1024
            )
            label = f"{count:,} x {size / 1000:,.0f} kB"
            mb = count * size / 1e6
            print(f"{label:<22} {mb / plain:>10.1f} {mb / taken:>10.1f} {plain / taken:>10.2f} {most:>17.0f}")


if __name__ == "__main__":
    main()
