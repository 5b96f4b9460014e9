"""Measure the reading room: one table of accuracy on marked data, speed, and floors that must hold.

    python benchmarks/reading.py [--data DIR] [--raise | --lower REASON] [--quick]

The example case is a row of its own: its sources go through intake, and its truth is the marks.

Promises: the same data give the same table; a floor that does not hold makes the exit status 1; data that are not
there are named as skipped. Does not: train anything, or hold any of the data.

Pairs are scored as in PolNeAR work: a mention is the set of tokens that its spans touch; two pairs are aligned where
the Jaccard index of their contents is at least one half, and agree where their sources share a token.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reading_example import example_digest, marked_sources, spellings
from witnessmark.nouns import Edtf, Passage, Reading, Text, digest_of
from witnessmark.reading import NeuralReader, Reader, RuleReader

FLOORS = Path(__file__).with_name("floors.json")
SETS = {
    "domain dev": ("domain/dev.jsonl", None),
    **{
        f"written {name}": (f"written/{name}.jsonl", None)
        for name in ("en-court", "en-ngo", "en-r2a", "en-r2b", "en-r2e", "fr", "es", "sv", "fa", "ar")
    },
    "polnear dev": ("polnear/dev.jsonl", 30),
    "german wikinews dev": ("german_wikinews/dev.jsonl", 60),
}
EXAMPLE = "example"
COLUMNS = (
    *("relaxed", "exact", "source", "party", "alike", "mode"),
    *("figures", "interval", "measure", "placed", "silent", "dates"),
)
SLACK = 0.2
"""How far, in points, a value may lie under its floor: rounding, no more."""
_TOKEN = re.compile(r"\w+(?:['’.-]\w+)*|[^\w\s]")

_BARE = frozenset(
    "the a an of mr mrs ms dr president general sergeant corporal captain major colonel prime minister me mme".split()
)
"""Words that do not tell one party from another."""

Mention = frozenset[int]
Pair = tuple[Mention, Mention]


@dataclass
class Score:
    """Counts of one data set."""

    counts: Counter[str] = field(default_factory=Counter)

    def f1(self, right: str, read: str, marked: str) -> float | None:
        """Return the F1 of three counts in percent, or None where nothing is marked."""
        both = self.counts[read] + self.counts[marked]
        return round(200 * self.counts[right] / both, 1) if self.counts[marked] else None

    def share(self, right: str, of: str) -> float | None:
        """Return one count as a share of another in percent."""
        return round(100 * self.counts[right] / self.counts[of], 1) if self.counts[of] else None

    def row(self) -> dict[str, float | None]:
        """Return the values of the table's columns."""
        return {
            "relaxed": self.f1("pair relaxed", "pairs read", "pairs marked"),
            "exact": self.f1("pair exact", "pairs read", "pairs marked"),
            "source": self.share("source right", "aligned"),
            "party": self.share("party right", "party marked"),
            "alike": self.share("party alike", "party marked"),
            "mode": self.share("mode right", "mode marked"),
            "figures": self.f1("figure spans", "figures read", "figures marked"),
            "interval": self.share("interval", "figure spans"),
            "measure": self.share("measure", "figure spans"),
            "placed": self.share("placed", "figure spans"),
            "silent": self.share("silent", "no figures"),
            "dates": self.f1("dates right", "dates read", "dates marked"),
        }


def main() -> int:
    """Print the table, check or write the floors, and return the exit status."""
    parser = argparse.ArgumentParser(description="Measure the reading room.")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("WITNESSMARK_DATA", "../shared/data")))
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what was measured")
    parser.add_argument("--lower", metavar="REASON", help="write the floors as measured, lower too, for this reason")
    parser.add_argument("--quick", action="store_true", help="accuracy only, no speed")
    options = parser.parse_args()
    status = 0
    for section, reader in (("reading", RuleReader()), ("neural", NeuralReader())):
        status |= measure_reader(section, reader, options)
    return status


def measure_reader(section: str, reader: Reader, options: argparse.Namespace) -> int:
    """Print the table of one reader and compare it with its floors; return the exit status."""
    rows: dict[str, dict[str, float | None]] = {}
    digests: dict[str, str] = {}
    print(f"{reader.version}\n{'':22}" + "".join(f"{column:>9}" for column in COLUMNS))
    for name, (file, most) in SETS.items():
        if reader.version_for(language_of(name)) != reader.version:
            continue  # read by the rules, whose table stands above
        path = options.data / file
        if not path.is_file():
            print(f"{name:22} skipped: {path} is not there")
            continue
        data = path.read_bytes()
        digests[name] = hashlib.sha256(data).hexdigest()
        rows[name] = measure(reader, data, most, half=section == "neural" and name.startswith("written"))
        print_row(name, rows[name])
    digests[EXAMPLE], rows[EXAMPLE] = example_digest(), measure_example(reader)
    print_row(EXAMPLE, rows[EXAMPLE])
    if not options.quick:
        print_speed(reader)
    return settle(section, rows, digests, lift=options.lift, lower=options.lower)


def language_of(name: str) -> str:
    """Return the language of a set by its name."""
    code = name.split()[-1][:2]
    return "de" if name.startswith("german") else code if name.startswith("written") else "en"


def print_row(name: str, row: dict[str, float | None]) -> None:
    """Print one line of the table."""
    print(f"{name:22}" + "".join(f"{'-' if (v := row[c]) is None else v:>9}" for c in COLUMNS))


def measure(reader: Reader, data: bytes, most: int | None, *, half: bool = False) -> dict[str, float | None]:
    """Read every text of a JSON Lines file and score it against its marks.

    With ``half``, only those with an even number: the encoder was trained on the others.
    """
    score = Score()
    for line in data.decode("utf-8").splitlines()[:most]:
        marked = json.loads(line)
        if half and int(marked["id"].rsplit("-", 1)[1]) % 2:
            continue
        language = marked.get("lang") or ("de" if marked.get("publisher") == "wikinews-de" else "en")
        text = text_of(marked["text"], language, marked.get("published"))
        reading = reader.read(text)
        score_statements(score, marked, reading)
        if "figures" in marked:
            score_figures(score, marked, reading)
        if "dates" in marked:
            score_dates(score, marked, reading)
    return score.row()


def measure_example(reader: Reader) -> dict[str, float | None]:
    """Read the example case as a case reads it and score it against its truth; a party counts by any spelling."""
    score = Score()
    names = spellings()
    for text, marked in marked_sources():
        reading = reader.read(text)
        score_statements(score, marked, reading, names)
        score_figures(score, marked, reading)
        score_dates(score, marked, reading, selected=True)
        read = {place for each in reading.figures for place in range(each.passage.start, each.passage.end)}
        silent = sum(read.isdisjoint(range(*span)) for span in marked["not_figures"])
        score.counts.update({"no figures": len(marked["not_figures"]), "silent": silent})
    return score.row()


def text_of(content: str, language: str, published: str | None) -> Text:
    """Return a text without a source."""
    return Text(
        source=digest_of(b""),
        content=content,
        locators=(),
        media_type="text/plain",
        extractor="benchmark",
        language=language,
        published=Edtf(published) if published else None,
    )


def score_dates(score: Score, marked: dict[str, Any], reading: Reading, *, selected: bool = False) -> None:
    """Count dates with the marked span and value; where a selection is marked, those read elsewhere do not count."""
    right = {(*each["span"], each["value"]) for each in marked["dates"]}
    found = {(each.passage.start, each.passage.end, str(each.value)) for each in reading.dates}
    if selected:
        found = {each for each in found if any(each[0] < end and start < each[1] for start, end, _ in right)}
    score.counts.update({"dates right": len(right & found), "dates read": len(found), "dates marked": len(right)})


def score_statements(
    score: Score, marked: dict[str, Any], reading: Reading, names: Mapping[str, frozenset[str]] | None = None
) -> None:
    """Count pairs of source and content that agree, and of the aligned ones those with the right party and mode.

    ``names`` are the spellings that a party may have besides its own name.
    """
    at = {
        place: number for number, match in enumerate(_TOKEN.finditer(marked["text"])) for place in range(*match.span())
    }
    right = pairs(at, ((a["source"], a["content"]) for a in marked["attributions"]))
    found = pairs(
        at,
        ((spans(s.speaker.passage if s.speaker else None), spans(s.content)) for s in reading.statements),
    )
    aligned = align(list(right), list(found))
    touching = [(a, b) for a, b in aligned if a[0] & b[0] or not (a[0] or b[0])]
    score.counts.update(
        {
            "pairs marked": len(right),
            "pairs read": len(found),
            "pair exact": len(right.keys() & found.keys()),
            "pair relaxed": len(touching),
            "source right": len(touching),
            "aligned": len(aligned),
        }
    )
    for a, b in aligned:
        mark, statement = marked["attributions"][right[a]], reading.statements[found[b]]
        if "mode" in mark:
            score.counts.update({"mode marked": 1, "mode right": mark["mode"] == statement.mode})
        if "party" in mark and (a, b) in touching:
            score.counts["party marked"] += 1
            same = same_party(mark["party"], statement.party, names or {})
            score.counts.update({"party right": same, "party alike": same or within(mark["party"], statement.party)})


def same_party(marked: str | None, read: str | None, names: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether two names of a party are the same, whatever their case, article and title; initials count."""
    if marked is None or read is None:
        return marked is read
    if any(
        len(one) > 1 and one.replace(".", "") == _initials(other) for one, other in ((marked, read), (read, marked))
    ):
        return True  # U.N., United Nations
    written = {bare(name) for name in {marked} | names.get(marked, frozenset())}
    found = bare(read)
    return found in written or any(len(found) > 1 and found <= name for name in written if names)


def within(marked: str | None, read: str | None) -> bool:
    """Tell whether one of two names is made of words of the other: "officials", "Nepali officials"."""
    if marked is None or read is None:
        return False
    few, many = sorted((bare(marked), bare(read)), key=len)
    return bool(few) and few <= many


def bare(name: str) -> frozenset[str]:
    """Return the words of a party's name without articles, titles, dots and possessives."""
    return frozenset(re.findall(r"\w+", re.sub(r"['’]s\b|\.", "", name.casefold()))) - _BARE


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def spans(passage: Passage | None) -> list[list[int]]:
    """Return a passage as the data have it."""
    return [[span.start, span.end] for span in passage.spans] if passage else []


def pairs(at: dict[int, int], rows: Iterable[tuple[list[list[int]], list[list[int]]]]) -> dict[Pair, int]:
    """Return each distinct pair of mentions with the position of its first row, in order."""

    def mention(pieces: list[list[int]]) -> Mention:
        return frozenset(at[place] for start, end in pieces for place in range(start, end) if place in at)

    distinct: dict[Pair, int] = {}
    for position, (source, content) in enumerate(rows):
        if held := mention(content):
            distinct.setdefault((mention(source), held), position)
    return distinct


def align(right: Sequence[Pair], found: Sequence[Pair]) -> list[tuple[Pair, Pair]]:
    """Align pairs one to one by their contents, best first."""

    def jaccard(a: Mention, b: Mention) -> float:
        return len(a & b) / len(a | b) if a or b else 0.0

    ranked = sorted(
        (-jaccard(a[1], b[1]), -jaccard(a[0], b[0]), i, j)
        for i, a in enumerate(right)
        for j, b in enumerate(found)
        if 2 * len(a[1] & b[1]) >= len(a[1] | b[1])
    )
    taken_right: set[int] = set()
    taken_found: set[int] = set()
    aligned = []
    for _, _, i, j in ranked:
        if i not in taken_right and j not in taken_found:
            taken_right.add(i)
            taken_found.add(j)
            aligned.append((right[i], found[j]))
    return aligned


def score_figures(score: Score, marked: dict[str, Any], reading: Reading) -> None:
    """Count figures with the marked span, and of those the ones with the right interval, class and statement."""
    right = {tuple(each["span"]): each for each in marked["figures"]}
    found = {(each.passage.start, each.passage.end): each for each in reading.figures}
    score.counts.update({"figures marked": len(right), "figures read": len(found)})
    for span in right.keys() & found.keys():
        mark, figure = right[span], found[span]
        interval = (figure.lo, figure.hi, figure.approximate) == (mark["lo"], mark["hi"], mark["approximate"])
        kind = figure.measure == mark["measure"] or figure.measure.startswith(mark["measure"] + ".")
        outer = next((a for a in marked["attributions"] if a["n"] == mark["statement"]), None)
        held = reading.statements[figure.statement].content if figure.statement is not None else None
        placed = (outer is None and held is None) or (
            outer is not None and held is not None and any(s < held.end and held.start < e for s, e in outer["content"])
        )
        score.counts.update({"figure spans": 1, "interval": interval, "measure": kind, "placed": placed})


def print_speed(reader: Reader) -> None:
    """Print articles of about 600 words a second, and the ratio of times at eight times the length of one line."""
    paragraph = (
        "Police in Lorn said Tuesday that at least 34 people were killed when a boat sank on 14 July 2022. "
        "“We saw the boat go down,” said Ada Malin, a nurse, “and nobody came.” According to the harbour office, "
        "some 120 passengers were aboard. The ministry denied that the boat was overloaded, while officials put "
        "the number of missing at 19. The inquiry began in March and heard 41 witnesses over two weeks.\n\n"
    )
    article = text_of(paragraph * 8, "en", "2022-08-01")
    count = 60
    began = time.perf_counter()
    for _ in range(count):
        reader.read(article)
    rate = count / (time.perf_counter() - began)
    line = paragraph.strip() + " "
    times = []
    for copies in (20, 160):
        began = time.perf_counter()
        reader.read(text_of(line * copies, "en", None))
        times.append(time.perf_counter() - began)
    words = len(article.content.split())
    print(f"speed: {rate:.0f} articles of {words} words a second on one core")
    print(f"growth: a line 8 times as long takes {times[1] / times[0]:.1f} times as long")


def settle(
    name_of_section: str,
    rows: dict[str, dict[str, float | None]],
    digests: dict[str, str],
    *,
    lift: bool,
    lower: str | None,
) -> int:
    """Check the floors, or write them; returns the exit status."""
    floors: dict[str, Any] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}
    section: dict[str, Any] = floors.setdefault(name_of_section, {})
    status = 0
    for name, row in rows.items():
        old = section.get(name, {})
        if old and old["sha256"] != digests[name] and not (lift or lower):
            print(f"{name}: the data have changed since the floors were set; set them again with --lower REASON")
            status = 1
            continue
        values = {column: value for column, value in row.items() if value is not None}
        before: dict[str, float] = old.get("floors", {})
        for column, floor in before.items():
            if row.get(column, 0.0) is None:  # not measured this time
                continue
            if values.get(column, 0.0) < floor - SLACK and not lower:
                print(f"{name}: {column} is {values.get(column)}, below its floor {floor}")
                status = 1
        if lift or lower:
            kept = values if lower else {c: max(v, before.get(c, v)) for c, v in values.items()}
            section[name] = {"sha256": digests[name], "floors": kept}
    if lower:
        section.setdefault("lowered", []).append(lower)
    if lift or lower:
        FLOORS.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
