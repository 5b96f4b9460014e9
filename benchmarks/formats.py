"""Whether every format that intake reads gives the words that were put into it, at the places where they were put.

    python benchmarks/formats.py [--kind KIND]... [--set-floors REASON]

Makes a folder with files of every format (``known_documents``, ``known_scans``, ``known_holders``), builds a case of it
with the job of ``witnessmark build``, format by format, and asks the case what stands in it. The first table has a row
a format: how many files, in which languages, how many characters are known, the character error rate (CER) of what was
read, how many of the known places (headings, paragraphs, cells, slides, lines of a picture, the place in an archive)
are cited as they were put, the seconds that the build took over them, and how many faults it lists. The second has
the same by language, apart for words that stand as characters and those that stand in pictures; the third lists the
faults. CER takes stretches of white space as one space.

The status is 1 where a format that needs no recognition is not exact, where a place is wrong, where a family or a kind
of container has no file here, or where recognition falls below its floors. A line of a picture is at its place where
most of its characters were read there. Nothing is shown of a language without a font or a pack on this machine.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from floors import below, write_floors
from found import Found, Silent, Sources
from known import Known, data, tongues
from known_documents import documents
from known_holders import holders
from known_scans import scans
from ocr_pages import error_rate
from witnessmark.build import build
from witnessmark.case import Case
from witnessmark.intake.containers.kinds import KINDS
from witnessmark.intake.kinds import FAMILIES
from witnessmark.intake.ocr.program import missing, program
from witnessmark.intake.sniffing import OLE
from witnessmark.nouns import Passage, Span, Text, digest_of
from witnessmark.store import ask

SECTION = "formats"
READ_ENOUGH = 0.5
"""A line of a picture is at its place where no more than this share of its characters is wrong."""
MOST_NAMED = 3


@dataclass(slots=True)
class Score:
    """What came of the files of one format or one language."""

    files: int = 0
    languages: list[str] = field(default_factory=list)
    known: int = 0
    wrong: float = 0.0
    places: int = 0
    found: int = 0
    seconds: float = 0.0
    faults: int = 0

    @property
    def rate(self) -> float:
        """The character error rate, a known character."""
        return self.wrong / max(1, self.known)


@dataclass(slots=True)
class Measured:
    """All that was measured."""

    formats: dict[str, Score] = field(default_factory=dict)
    languages: dict[str, Score] = field(default_factory=dict)
    faults: dict[str, Counter[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    """What makes the status 1, in words."""


def measure(case: Case, folder: Path, kind: str, files: Sequence[Known], measured: Measured) -> None:
    """Build a format's files into the case and add what came of them."""
    for known in files:
        (folder / known.name).write_bytes(known.data)
    started = time.perf_counter()
    build(case, [folder / known.name for known in files], Silent())
    score = measured.formats.setdefault(kind, Score())
    score.seconds = time.perf_counter() - started
    sources = Sources(case)
    for known in files:
        found = sources.find(known.name, known.inner)
        add(known, found, score, measured)
        measured.faults.setdefault(kind, Counter()).update(fault.fault for fault in found.faults)


def add(known: Known, found: Found, score: Score, measured: Measured) -> None:
    """Add what came of one file to its format's score and its language's."""
    words = "\n".join(words for _, words in known.places)
    read = found.text.content if found.text else ""
    rate = 0.0 if read.split() == words.split() else error_rate(read, words)
    places, missed = cited(known, found)
    apart = f"{known.language}{', pictures' if known.recognised else ''}"
    for one in (score, measured.languages.setdefault(apart, Score())):
        one.files += 1
        one.languages += [known.language] if known.language not in one.languages else []
        one.known += len(words)
        one.wrong += rate * len(words)
        one.places += places
        one.found += places - len(missed)
        one.faults += len(found.faults)
    if not known.recognised:
        measured.wrong += [f"{known.name}: {100 * rate:.2f} % of its characters are wrong"] if rate else []
        measured.wrong += [f"{known.name}: not at its place: {place}" for place in missed[:MOST_NAMED]]
        if len(missed) > MOST_NAMED:
            measured.wrong.append(f"{known.name}: {len(missed) - MOST_NAMED} more are not at their places")


def cited(known: Known, found: Found) -> tuple[int, list[str]]:
    """Return how many places are known of a file, and those at which its words are not cited."""
    missed = [] if not known.part or found.part == known.part else [f"{known.part} (it is {found.part or 'missing'})"]
    total = len(known.places) + bool(known.part)
    if found.text is None:
        return total, [*missed, *(label for label, _ in known.places)]
    if known.recognised:
        return total, missed + [label for label, words in known.places if not _read_at(found.text, label, words)]
    at = 0
    for label, words in known.places:
        here = re.compile(r"\s+".join(map(re.escape, words.split()))).search(found.text.content, at)
        shown = found.text.locate(Passage.of(found.text.content, Span(*here.span()))) if here else "nowhere"
        if shown != label:
            missed.append(f"{label} (it is {shown})")
        at = here.end() if here else at
    return total, missed


def _read_at(text: Text, label: str, words: str) -> bool:
    """Tell whether most of a line's characters were read at a place."""
    there = (text.content[one.span.start : one.span.end] for one in text.locators if one.label == label)
    return any(error_rate(line, words) <= READ_ENOUGH for line in there)


def unmade(case: Case) -> list[str]:
    """Return the families and kinds of containers of which no file was read, in words."""
    with case.reading() as store, store.asking() as connection:
        seen = {one.media_type for one in ask.texts(connection)}
        seen |= {one.media_type for one in ask.acquired(connection) if one.media_type}
    families = [one.name for one in FAMILIES if not seen & set(one.media_types) and OLE not in one.media_types]
    kinds = [one.name for one in KINDS if not seen & set(one.media_types)]
    return [f"no file of this format was read: {name}" for name in (*families, *kinds)]


def all_files() -> tuple[list[Known], list[str]]:
    """Return every file that can be made on this machine, and what cannot, in words."""
    found = program()
    packs = frozenset(found.codes) if found else frozenset()
    pictures = [*scans(packs)]
    lacking = [one.code for one in tongues() if one.code not in {known.language for known in pictures}]
    skipped = [f"no pictures in {code}: no font or no pack for it here" for code in lacking]
    if found is None:
        skipped = [f"no pictures: no Tesseract (apt-get install {missing()})"]
    return [*documents(), *pictures, *holders()], skipped


def main() -> int:
    """Print the tables; return 1 where something is not exact or below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", action="append", help="this format alone, as in the table (may be repeated)")
    parser.add_argument("--set-floors", metavar="REASON", help="write what was measured as the floors")
    given = parser.parse_args()
    files, skipped = all_files()
    kinds = [kind for kind in dict.fromkeys(known.kind for known in files) if kind in (given.kind or [kind])]
    measured = Measured()
    with tempfile.TemporaryDirectory() as work:
        os.environ["WITNESSMARK_KEYS"] = str(Path(work, "keys"))
        folder = Path(work, "given")
        folder.mkdir()
        case = Case.create(Path(work, "case"))
        (folder / "first.txt").write_text("Velmora. This file is read first, so that no format pays for starting.\n")
        build(case, [folder], Silent())
        for kind in kinds:
            measure(case, folder, kind, [known for known in files if known.kind == kind], measured)
            print(f"{kind}: {measured.formats[kind].seconds:.1f} s", file=sys.stderr, flush=True)
        if not given.kind:
            measured.wrong += unmade(case)
    show(measured)
    print("\n".join(skipped + measured.wrong))
    if given.kind or skipped:
        return bool(measured.wrong)
    rates = shares(measured)
    if given.set_floors:
        write_floors(SECTION, rates, digest_of(data()), given.set_floors)
        return bool(measured.wrong)
    short = below(SECTION, rates, digest_of(data()))
    print("\n".join(short))
    return bool(short or measured.wrong)


def shares(measured: Measured) -> dict[str, float]:
    """Return what has floors: the share of right characters and of right places of pictures, by language."""
    found = {}
    for name, score in measured.languages.items():
        if name.endswith(", pictures"):
            found[name] = 1 - score.rate
            found[f"{name}, places"] = score.found / score.places
    return found


def show(measured: Measured) -> None:
    """Print the tables."""
    console = Console(width=130)
    headings = ("", "files", "languages", "characters", "CER %", "places", "found", "seconds", "faults")
    for title, scores in (
        ("Known words in every format", measured.formats),
        ("The same by language", measured.languages),
    ):
        table = Table(title=title)
        for heading in headings:
            if scores is measured.formats or heading not in ("languages", "seconds"):
                table.add_column(heading, justify="left" if heading in ("", "languages") else "right")
        for name, score in scores.items():
            counts = [f"{score.known:,}", f"{100 * score.rate:.2f}", str(score.places), str(score.found)]
            shown, seconds = [" ".join(score.languages)], [f"{score.seconds:.1f}"]
            if scores is measured.languages:
                shown, seconds = [], []
            table.add_row(name, str(score.files), *shown, *counts, *seconds, str(score.faults))
        console.print(table)
    faults = Table(title="Faults listed")
    for heading in ("format", "files", "fault"):
        faults.add_column(heading, justify="right" if heading == "files" else "left")
    for kind, counted in measured.faults.items():
        for fault, count in counted.most_common():
            faults.add_row(kind, str(count), fault)
    console.print(faults)


if __name__ == "__main__":
    sys.exit(main())
