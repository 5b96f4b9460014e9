"""How fast intake reads, by family: small files behind the fence and bare, and large ones with the memory they take.

The files are made here: an article of 600 invented words in every family. Both columns read the same files one after
another on one core; the ratio is what the fence costs, and the last column is that cost for one file. The large files
hold 20,000 paragraphs of 60 words (a table as many rows) and are read in a fork of this process each; their size is
that of the file as it lies on the disk, and that of the text which it gave.
"""

from __future__ import annotations

import io
import os
import random
import resource
import struct
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from office_files import as_epub, as_json, as_odp, as_ods, as_odt, as_pptx, as_rtf, as_srt, as_xlsx
from witnessmark.intake import Item, Limits, extract, missing_protections
from witnessmark.intake.draft import Draft
from witnessmark.intake.fencing.wire import unpack
from witnessmark.intake.fencing.work import prepare, read_file
from witnessmark.intake.language import language_of
from witnessmark.nouns import Text, digest_of

WORDS = [
    "the",
    "governor",
    "of",
    "Velmora",
    "said",
    "that",
    "forty",
    "prisoners",
    "families",
    "court",
    "before",
    "dawn",
    "village",
    "agency",
    "report",
    "denied",
    "moved",
]
ROUNDS = 150
SLICES = 5
"""Fenced and bare take turns this many times, so that a busy machine slows both."""


def article(seed: int) -> list[str]:
    """Return ten paragraphs of sixty words."""
    rng = random.Random(seed)
    return [" ".join(rng.choices(WORDS, k=60)).capitalize() + "." for _ in range(10)]


def as_docx(paragraphs: list[str]) -> bytes:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def as_pdf(paragraphs: list[str]) -> bytes:
    lines = [" ".join(words.split()[at : at + 10]) for words in paragraphs for at in range(0, 60, 10)]
    stream = "BT /F 8 Tf 11 TL 20 780 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[4 0 R]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F 3 0 R>>>>>>",
        f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        out
        + f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size 6>>\nstartxref\n{len(out)}\n%%EOF".encode()
    )


def as_html(paragraphs: list[str]) -> bytes:
    menu = "".join(f"<li><a href='/{number}'>Section {number}</a></li>" for number in range(40))
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    head = "<title>Velmora</title><meta property='article:published_time' content='2021-08-03'>"
    shown = f"<ul>{menu}</ul><article><h1>Velmora</h1>{body}</article>"
    return f"<html><head>{head}</head><body>{shown}</body></html>".encode()


FAMILIES: dict[str, Callable[[list[str]], bytes]] = {
    "a.txt": lambda paragraphs: "\n\n".join(paragraphs).encode(),
    "a.md": lambda paragraphs: ("# Velmora\n\n" + "\n\n".join(paragraphs)).encode(),
    "a.csv": lambda paragraphs: "\n".join(f"{n},{words}" for n, words in enumerate(paragraphs)).encode(),
    "a.html": as_html,
    "a.docx": as_docx,
    "a.pdf": as_pdf,
    "a.odt": as_odt,
    "a.rtf": as_rtf,
    "a.epub": as_epub,
    "a.xlsx": as_xlsx,
    "a.ods": as_ods,
    "a.pptx": as_pptx,
    "a.odp": as_odp,
    "a.json": as_json,
    "a.srt": as_srt,
}
LARGE = tuple(name for name in FAMILIES if name not in ("a.html", "a.pdf"))
"""Families of which one large file is read, too; a page of that size is not searched for its article."""
LARGE_PARAGRAPHS = 20_000


def measure(items: list[Item]) -> tuple[float, float]:
    """Return the seconds that one file takes behind the fence and bare."""
    fenced = bare = 0.0
    for part in range(SLICES):
        mine = items[part::SLICES]
        started = time.perf_counter()
        for item in mine:
            assert isinstance(extract(item), Text)
        fenced += time.perf_counter() - started
        started = time.perf_counter()
        for item in mine:
            draft = unpack(read_file(item.path.read_bytes(), item.name, Limits())).outcome
            assert isinstance(draft, Draft)
            language_of(draft.content)
        bare += time.perf_counter() - started
    return fenced / len(items), bare / len(items)


def measure_large(name: str, data: bytes) -> tuple[float, int, int]:
    """Return the seconds that one file takes in a fork of this process, the most bytes it added, and its text's."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.perf_counter()
        answer = read_file(data, name, Limits())
        seconds = time.perf_counter() - started
        most = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
        outcome = unpack(answer).outcome
        size = len(outcome.content.encode()) if isinstance(outcome, Draft) else 0
        os.write(writing, struct.pack(">dqq", seconds, most, size))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        seconds, most, size = struct.unpack(">dqq", pipe.read())
    os.waitpid(child, 0)
    return float(seconds), int(most), int(size)


def print_large(console: Console) -> None:
    """Print the table of large files."""
    table = Table(title=f"Intake, one file of {LARGE_PARAGRAPHS:,} paragraphs, one core, bare")
    for heading in ("family", "file, MB", "text, MB", "seconds", "text, MB/s", "memory, MB"):
        table.add_column(heading, justify="left" if heading == "family" else "right")
    rng = random.Random(1)
    paragraphs = [" ".join(rng.choices(WORDS, k=60)).capitalize() + f" {at}." for at in range(LARGE_PARAGRAPHS)]
    for name in LARGE:
        data = FAMILIES[name](paragraphs)
        seconds, most, size = measure_large(name, data)
        row = (f"{len(data) / 1e6:.1f}", f"{size / 1e6:.1f}", f"{seconds:.2f}", f"{size / 1e6 / seconds:.1f}")
        table.add_row(name.removeprefix("a."), *row, f"{most / 1e6:.0f}")
    console.print(table)


def main() -> None:
    """Print the tables."""
    missing = missing_protections()
    prepare()
    table = Table(
        title="Intake, articles of 600 words, one core" + (f"; fence without {', '.join(missing)}" if missing else "")
    )
    for heading in ("family", "fenced, files/s", "bare, files/s", "fenced/bare", "the fence, ms a file"):
        table.add_column(heading, justify="left" if heading == "family" else "right")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in FAMILIES.items():
            items = []
            for seed in range(ROUNDS):
                data = make(article(seed))
                path = Path(folder, f"{seed}{name}")
                path.write_bytes(data)
                items.append(Item(digest_of(data), name, path))
            fenced, bare = measure(items)
            row = (f"{1 / fenced:.0f}", f"{1 / bare:.0f}", f"{bare / fenced:.2f}", f"{(fenced - bare) * 1000:.1f}")
            table.add_row(name.removeprefix("a."), *row)
    console = Console()
    console.print(table)
    print_large(console)


if __name__ == "__main__":
    main()
