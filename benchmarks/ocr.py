"""How well pages of known words are read again from their pictures, by language and by what a scanner did to them.

Each page is drawn here (``ocr_pages``) and read three ways: by intake behind its fence, as in a build; by Tesseract
alone with the page's language named and the two flags that keep it from dropping lines; by Tesseract alone without
them. CER is the character error rate in per cent, ``lost`` the lines of which less than half of the words came back,
``told`` how many of these intake itself says it saw and did not read, ``false`` how many it says so of that were read.
Floors are on the share of right characters. What a part alone gives is compared with
no floor.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.table import Table

from floors import below, write_floors
from ocr_pages import DATA, TREATMENTS, Words, all_words, draw, error_rate, font_of, lost, treat
from witnessmark.intake import Limits
from witnessmark.intake.ocr.page import LINE_FLAGS, Page, picture_of, read_page, unread_of
from witnessmark.intake.ocr.pages import page_fence
from witnessmark.intake.ocr.program import Program, missing, ocr_version, program
from witnessmark.nouns import digest_of

SECTION = "ocr"


@dataclass(slots=True)
class Score:
    """What came of the pages of one language or one treatment."""

    pages: int = 0
    errors: list[float] = field(default_factory=list)
    flagged: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    lines: int = 0
    lost: int = 0
    told: int = 0
    false: int = 0
    lost_flagged: int = 0
    lost_bare: int = 0
    dropped: int = 0
    told_dropped: int = 0

    def rates(self) -> tuple[list[float], list[float], list[float]]:
        """Return the error rates of each page, by way of reading."""
        return self.errors, self.flagged, self.bare

    def row(self) -> list[str]:
        """Return the cells of the table."""
        rates = [f"{100 * sum(some) / max(1, len(some)):.2f}" for some in self.rates()]
        counts = (self.lines, self.lost, self.told, self.false, self.lost_flagged, self.lost_bare)
        return [str(self.pages), *rates, *map(str, counts)]


def alone(found: Program, page: Image.Image, code: str, flags: tuple[str, ...]) -> str:
    """Return what Tesseract reads by itself, its language being named."""
    out = io.BytesIO()
    page.save(out, "PPM")
    command = [found.path, "-", "-", "--dpi", "300", "-l", code, *flags]
    done = subprocess.run(command, input=out.getvalue(), capture_output=True, env=found.environment, check=False)
    return done.stdout.decode("utf-8", "replace")


def measure(words: Words, treatment: str, font: Path, found: Program, path: Path, scores: list[Score]) -> None:
    """Read one page in all three ways and add what came of it to the scores."""
    page = treat(draw(words, font), treatment)
    page.save(path)
    read = read_page(page_fence(), path, 1, found, Limits())
    assert isinstance(read, Page), read
    known = "\n".join(words.lines)
    flagged, bare = (alone(found, page, words.language, flags) for flags in (LINE_FLAGS, ()))
    gone = lost(read.words.splitlines(), words.lines)
    told = min(len(read.missed), len(gone))
    told_dropped, dropped = tell_dropped(read, path)
    for score in scores:
        score.pages += 1
        score.told_dropped += told_dropped
        score.dropped += dropped
        score.errors.append(error_rate(read.words, known))
        score.flagged.append(error_rate(flagged, known))
        score.bare.append(error_rate(bare, known))
        score.lines += len(words.lines)
        score.lost += len(gone)
        score.told += told
        score.false += len(read.missed) - told
        score.lost_flagged += len(lost(flagged.splitlines(), words.lines))
        score.lost_bare += len(lost(bare.splitlines(), words.lines))


def tell_dropped(page: Page, path: Path) -> tuple[int, int]:
    """Return how many lines intake tells when a recogniser drops them, one at a time, and how many there are."""
    picture = picture_of(page_fence(), path, 1, page.turn, Limits())
    told = 0
    for line in page.lines:
        rest = [other.place for other in page.lines if other is not line]
        told += len(unread_of(picture.lines, rest)) > len(page.missed)
    return told, len(page.lines)


def main() -> int:
    """Print the table; return 1 where intake falls below its floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", action="append", help="this one alone, as Tesseract calls it (may be repeated)")
    parser.add_argument("--treatment", action="append", choices=TREATMENTS, help="this one alone (may be repeated)")
    parser.add_argument("--set-floors", metavar="REASON", help="write what was measured as the floors")
    given = parser.parse_args()
    found = program()
    if found is None:
        print(f"no Tesseract: apt-get install {missing()}")
        return 0
    treatments = given.treatment or TREATMENTS
    by_language: dict[str, Score] = {}
    by_treatment = {treatment: Score() for treatment in treatments}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.png")
        for words in all_words():
            if words.language not in (given.language or [words.language]):
                continue
            font = font_of(words)
            if font is None or words.language not in found.codes:
                print(f"{words.language}: skipped, no {'font' if font is None else 'pack'} for it here")
                continue
            by_language[words.language] = Score()
            for treatment in treatments:
                measure(words, treatment, font, found, path, [by_language[words.language], by_treatment[treatment]])
                read, flagged, bare = (100 * some[-1] for some in by_language[words.language].rates())
                line = f"{words.language}, {treatment}: CER {read:.2f} %, flags {flagged:.2f} %, bare {bare:.2f} %"
                print(line, file=sys.stderr, flush=True)
    show(by_language | by_treatment, f"Pages of known words, {ocr_version()}")
    told = sum(score.told_dropped for score in by_language.values())
    dropped = sum(score.dropped for score in by_language.values())
    print(f"lines dropped on purpose, one at a time: {told} of {dropped} told")
    measured = {name: 1 - sum(score.errors) / len(score.errors) for name, score in by_language.items()}
    if given.language or given.treatment:
        return 0
    digest = digest_of(DATA.read_bytes())
    if given.set_floors:
        write_floors(SECTION, measured, digest, given.set_floors)
        return 0
    short = below(SECTION, measured, digest)
    print("\n".join(short))
    return bool(short)


def show(scores: dict[str, Score], title: str) -> None:
    """Print the table."""
    table = Table(title=title)
    for heading in (
        *("", "pages", "CER %", "with flags", "without", "lines", "lost", "told", "false"),
        *("lost with flags", "without flags"),
    ):
        table.add_column(heading, justify="right" if heading else "left")
    for name, score in scores.items():
        table.add_row(name, *score.row())
    Console(width=130).print(table)


if __name__ == "__main__":
    sys.exit(main())
