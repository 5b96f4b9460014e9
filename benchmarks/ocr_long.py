"""What a long scan takes: pages in an hour, and the most memory of all processes together.

    python benchmarks/ocr_long.py [--pages 1000] [--folder FOLDER]

Draws a PDF of so many A4 pages of pictures at 300 dots per inch (``ocr_pages``: five languages in turn) and builds a
case of it, with Tesseract behind the fence. Memory is the sum of what ``witnessmark build`` and everything that it
started had in use at once, shared pages counted once (PSS), looked up every half second; and the most that any one of
them ever had (``VmHWM``). The goal is 1,024 MiB.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

from ocr_pages import DPI, all_words, draw, font_of

GOAL = 1024
LOOK = 0.5
LANGUAGES = ("eng", "fra", "deu", "spa", "swe")
KIB = 1024


@dataclass
class Watched:
    """What a build took."""

    seconds: float
    together: int = 0
    """KiB of all its processes at once."""
    one: int = 0
    """KiB of the largest."""


def main() -> None:
    """Draw, build and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        scan = folder / "scan.pdf"
        make(scan, asked.pages)
        took = build(folder / "case", scan)
        print(
            f"pages: {asked.pages:,} of {scan.stat().st_size // KIB // KIB:,} MiB, recognised in {took.seconds:,.0f} s"
        )
        print(f"  a page on each core: {took.seconds * (os.cpu_count() or 1) / asked.pages:.2f} s")
        verdict = "met" if took.together / KIB <= GOAL else "MISSED"
        print(f"  memory of all processes: {took.together // KIB:,} MiB  goal {GOAL:,}  {verdict}")
        print(f"  memory of the largest: {took.one // KIB:,} MiB")


def make(target: Path, pages: int) -> None:
    """Write a PDF of drawn pages, each kind of page once in the file's memory at a time."""
    with tempfile.TemporaryDirectory() as name:
        pictures = []
        for words in all_words():
            if words.language in LANGUAGES and (font := font_of(words)) is not None:
                picture = Path(name) / f"{words.language}.jpg"
                draw(words, font).save(picture, quality=60, dpi=(DPI, DPI))
                pictures.append(picture)
        document = pypdfium2.PdfDocument.new()
        for number in range(pages):
            add(document, pictures[number % len(pictures)])
        document.save(target)


def add(document: pypdfium2.PdfDocument, picture: Path) -> None:
    """Add a page that a picture fills."""
    with Image.open(picture) as opened:
        width, height = (side * 72 / DPI for side in opened.size)
    page = document.new_page(width, height)
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(str(picture), inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page.insert_obj(image)
    page.gen_content()


def build(case: Path, scan: Path) -> Watched:
    """Run ``witnessmark build``, watched."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "witnessmark", "build", str(case), str(scan)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found = Watched(0)
    while process.poll() is None:
        family = [process.pid, *started_by(process.pid)]
        found.together = max(found.together, sum(kib(pid, "smaps_rollup", "Pss:") for pid in family))
        found.one = max(found.one, *(kib(pid, "status", "VmHWM:") for pid in family))
        time.sleep(LOOK)
    assert process.returncode == 0, "the build came to its end"
    found.seconds = time.perf_counter() - started
    return found


def started_by(pid: int) -> Iterator[int]:
    """Yield the processes that a process started, and those that they started."""
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from started_by(child)


def kib(pid: int, file: str, key: str) -> int:
    """Return a number of a process's account; 0 where it has ended."""
    with suppress(OSError, ValueError, StopIteration):
        rows = Path(f"/proc/{pid}/{file}").read_text().splitlines()
        return int(next(row for row in rows if row.startswith(key)).split()[1])
    return 0


if __name__ == "__main__":
    main()
