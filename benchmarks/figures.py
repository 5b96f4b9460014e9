"""Measure figures: one table of ours beside recognizers-text, quantulum3 and a digit regex, and the speed of ours.

    python benchmarks/figures.py [--data DIR] [--others PYTHON] [--raise | --lower REASON] [--quick]

``--others`` names an interpreter that holds recognizers-text-number and quantulum3 (else this one is tried); what is
not there is named as skipped. Columns: ``span`` F1 of exact spans; ``interval`` F1 of spans with the right lower and
upper end; ``approx`` the share of those whose approximation is right too; ``measure``, ``counted`` (words overlap) and
``placed`` (the right statement) as shares of the right spans; ``values`` F1 of values alone.

Promises: the same data give the same table; a floor that does not hold makes the exit status 1.
Does not: score ordinals, dates, ages with units or currencies of the specifications; Arabic has no number cases there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from figures_others import SYSTEMS
from reading import settle, text_of
from witnessmark.nouns import Reading
from witnessmark.reading import NeuralReader
from witnessmark.reading.dates import find_date_words
from witnessmark.reading.figures.finding import find_figures
from witnessmark.reading.figures.quantities import quantities
from witnessmark.reading.layout import lay_out
from witnessmark.reading.numbers import find_numerals, parse_digits

OURS, DIGITS = "ours", "digit regex"
COLUMNS = ("span", "interval", "approx", "measure", "counted", "placed", "values")
SENTENCES = Path(__file__).with_name("data") / "figure_sentences.jsonl"
WRITTEN = ("en-court", "en-ngo", "en-r2a", "en-r2b", "en-r2e", "fr", "es", "sv", "fa", "ar")
SPECS = {"en": "English", "fr": "French"}
_PERCENT = frozenset(["percent", "per", "cent", "%", "٪", "pour", "por", "ciento", "procent", "prozent"])
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")

Mark = tuple[int, int, float | None, float | None, bool]
"""Start, end, lower end, upper end, whether approximate."""


@dataclass(frozen=True, slots=True)
class Set:
    """One data set: texts with their marks; ``marks`` of a text are rows with the keys of ``data/domain``."""

    name: str
    digest: str
    texts: Sequence[dict[str, Any]]
    kind: str = "marks"
    """marks: spans and intervals; values: values alone; numerals, ranges: cases of a specification; recall: counts."""


def main() -> int:
    """Print the table, check or write the floors, and return the exit status."""
    parser = argparse.ArgumentParser(description="Measure figures.")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("WITNESSMARK_DATA", "../shared/data")))
    parser.add_argument("--others", default=os.environ.get("WITNESSMARK_OTHERS", sys.executable))
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what was measured")
    parser.add_argument("--lower", metavar="REASON", help="write the floors as measured, lower too, for this reason")
    parser.add_argument("--quick", action="store_true", help="no statements and no speed")
    options = parser.parse_args()
    rows: dict[str, dict[str, float | None]] = {}
    digests: dict[str, str] = {}
    print(f"{'':26}{'':18}" + "".join(f"{column:>9}" for column in COLUMNS))
    missing: set[str] = set()
    for data in data_sets(options.data):
        for system in (OURS, *SYSTEMS, DIGITS):
            if system in missing:
                continue
            found = ours(data) if system == OURS else others(system, data, options.others)
            if found is None:
                print(f"{'':26}{system:18} skipped: not installed in {options.others}")
                missing.add(system)
                continue
            row = score(data, found, placed=system == OURS and data.name == "domain dev" and not options.quick)
            print(
                f"{data.name if system == OURS else '':26}{system:18}" + "".join(f"{_cell(row, c):>9}" for c in COLUMNS)
            )
            if system == OURS:
                rows[data.name], digests[data.name] = row, data.digest
    if not options.quick:
        print_speed(options.data)
    return settle("figures", rows, digests, lift=options.lift, lower=options.lower)


def _cell(row: dict[str, float | None], column: str) -> float | str:
    value = row.get(column)
    return "-" if value is None else value


def data_sets(folder: Path) -> Iterable[Set]:
    """Yield every set whose file is there; name those that are not."""
    own = [json.loads(line) for line in SENTENCES.read_text("utf-8").splitlines()]
    digest = hashlib.sha256(SENTENCES.read_bytes()).hexdigest()
    for name, rest in (("sentences, developed", 1), ("sentences, kept aside", 0)):
        yield Set(name, digest, [row for row in own if int(row["id"].rsplit("-", 1)[1]) % 2 == rest])
    files: list[tuple[str, list[Path], Callable[[list[Any]], list[dict[str, Any]]], str]] = [
        ("domain dev", [folder / "domain/dev.jsonl"], list, "marks"),
        *((f"written {name}", [folder / f"written/{name}.jsonl"], list, "marks") for name in WRITTEN),
    ]
    for lang, name in SPECS.items():
        specs = folder / "recognizers_specs/Specs/Number" / name
        files.append((f"specs {lang} numbers", [specs / "NumberModel.json"], _cases(lang, "number"), "numerals"))
        files.append((f"specs {lang} ranges", [specs / "NumberRangeModel.json"], _cases(lang, "numberrange"), "ranges"))
    cqe = [folder / f"cqe/{name}-model.json" for name in ("currency", "dimension", "age", "temperature")]
    files.append(("cqe", cqe, _quantities_of_cqe, "values"))
    files.append(("muc dev, victims", [folder / "muc/dev.jsonl"], _victims, "recall"))
    for name, paths, make, kind in files:
        if absent := next((path for path in paths if not path.is_file()), None):
            print(f"{name:26}skipped: {absent} is not there")
            continue
        data = b"".join(path.read_bytes() for path in paths)
        yield Set(name, hashlib.sha256(data).hexdigest(), make([row for path in paths for row in _rows(path)]), kind)


def _rows(path: Path) -> list[Any]:
    text = path.read_text("utf-8-sig")
    return list(json.loads(text)) if path.suffix == ".json" else [json.loads(line) for line in text.splitlines()]


def _cases(lang: str, kind: str) -> Callable[[list[Any]], list[dict[str, Any]]]:
    def make(cases: list[Any]) -> list[dict[str, Any]]:
        made = []
        for case in cases:
            marks = []
            for each in case["Results"]:
                ends = _ends(str(each["Resolution"]["value"])) if each["TypeName"] == kind else None
                start = case["Input"].find(each["Text"])  # some cases give no offsets
                if ends and start >= 0:
                    start = each.get("Start", start)
                    marks.append({"span": [start, start + len(each["Text"])], "lo": ends[0], "hi": ends[1]})
            if len(marks) == len(case["Results"]):
                made.append({"text": case["Input"], "lang": lang, "figures": marks})
        return made

    return make


def _ends(value: str) -> tuple[float | None, float | None] | None:
    if match := re.fullmatch(r"[\[(]([^,]*),([^,]*)[\])]", value):
        lo, hi = (float(end) if end else None for end in match.groups())
        return lo, hi
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        return None
    return number, number


def _quantities_of_cqe(rows: list[Any]) -> list[dict[str, Any]]:
    made = []
    for row in rows:
        values = [float(end) for each in row["quantities"] for end in re.findall(r"-?\d+(?:\.\d+)?", each["value"])[:1]]
        made.append({"text": row["text"], "lang": "en", "values": [abs(value) for value in values]})
    return made


def _victims(rows: list[Any]) -> list[dict[str, Any]]:
    """Return the texts with the numbers of victims, two or more, that their keys give."""
    made = []
    for row in rows:
        wanted: set[tuple[float, float]] = set()
        for template in row["templates"]:
            for victim in template.get("victims", ()):
                for each in victim.get("number_parsed") or ():
                    if (each.get("min") or 0) >= 2:
                        wanted.add((each["min"], each.get("max") or each["min"]))
        made.append({"text": row["text"], "lang": "en", "wanted": sorted(wanted)})
    return made


def ours(data: Set) -> list[list[Any]]:
    """Return what the package finds in each text: figures, or for specifications the numbers themselves."""
    found: list[list[Any]] = []
    for row in data.texts:
        text, lang = row["text"], row.get("lang") or "en"
        if data.kind == "numerals":
            numerals = find_numerals(text, 0, len(text), lang)
            found.append([(n.start, n.end, *2 * (n.value / 100 if n.share else n.value,), False) for n in numerals])
        elif data.kind == "ranges":
            found.append([(q.start, q.end, q.lo, q.hi, q.approximate) for q in quantities(text, 0, len(text), lang)])
        else:
            paragraphs = lay_out(text, (), lang)
            dates = find_date_words(text, paragraphs, lang)
            found.append(list(find_figures(text, paragraphs, dates, (), lang)))
    return found


def others(system: str, data: Set, python: str) -> list[list[Any]] | None:
    """Return what another system finds in each text; None where it is not installed."""
    if system == DIGITS:
        return [[_digits(match) for match in _DIGITS.finditer(row["text"])] for row in data.texts]
    lines = "".join(json.dumps({"text": row["text"], "lang": row.get("lang") or "en"}) + "\n" for row in data.texts)
    script = Path(__file__).with_name("figures_others.py")
    done = subprocess.run([python, str(script), system], input=lines, capture_output=True, text=True, check=False)
    return None if done.returncode else [json.loads(line) for line in done.stdout.splitlines()]


def _digits(match: re.Match[str]) -> Mark:
    value = parse_digits(match[0], ".")
    return match.start(), match.end(), value, value, False


def score(data: Set, found: list[list[Any]], *, placed: bool) -> dict[str, float | None]:
    """Return the values of the table's columns for what was found in a set."""
    if data.kind == "recall":
        wanted = [(ends, row) for texts, row in zip(data.texts, found, strict=True) for ends in texts["wanted"]]
        held = sum(any(_holds(_mark(each), ends) for each in row) for ends, row in wanted)
        return {"values": _share(held, len(wanted))}
    if data.kind == "values":
        return {"values": _value_f1(data, found)}
    counts: Counter[str] = Counter()
    reader = NeuralReader() if placed else None
    for row, figures in zip(data.texts, found, strict=True):
        right = {tuple(each["span"]): each for each in row["figures"]}
        read = {_mark(each)[:2]: each for each in figures}
        counts.update({"right": len(right), "read": len(read)})
        for span in right.keys() & read.keys():
            counts.update(_compare(right[span], read[span]))
        if reader is not None:
            counts.update(_places(row, reader.read(text_of(row["text"], "en", row.get("published")))))
    marked = any("measure" in each for row in data.texts for each in row["figures"])
    return {
        "span": _f1(counts["span"], counts["read"], counts["right"]),
        "interval": _f1(counts["interval"], counts["read"], counts["right"]),
        "approx": _share(counts["approx"], counts["interval"]) if marked else None,
        "measure": _share(counts["measure"], counts["span"]) if counts["figures"] and marked else None,
        "counted": _share(counts["counted"], counts["span"]) if counts["figures"] and marked else None,
        **({"placed": _share(counts["placed"], counts["places"])} if placed else {}),
    }


def _mark(each: Any) -> Mark:
    if isinstance(each, list | tuple):
        start, end, lo, hi, approximate = each
        return start, end, lo, hi, approximate
    return each.passage.start, each.passage.end, each.lo, each.hi, each.approximate


def _compare(mark: dict[str, Any], each: Any) -> dict[str, int]:
    _, _, lo, hi, approximate = _mark(each)
    interval = _alike(lo, mark["lo"]) and _alike(hi, mark["hi"])
    counts = {"span": 1, "interval": interval, "approx": interval and approximate == mark.get("approximate")}
    if not isinstance(each, list | tuple):
        words, told = (_words(given or "") for given in (each.counted, mark["counted"]))
        measure = each.measure == mark["measure"] or each.measure.startswith(f"{mark['measure']}.")
        counts |= {"figures": 1, "measure": measure, "counted": bool(words & told) or not (words or told)}
    return counts


def _words(counted: str) -> frozenset[str]:
    words = frozenset(re.findall(r"\w+|[%$£€¥]", counted.lower()))
    return words | {"percent"} if words & _PERCENT else words


def _places(row: dict[str, Any], reading: Reading) -> dict[str, int]:
    """Count the figures with a right span, and those of them that stand in the marked statement."""
    read = {(each.passage.start, each.passage.end): each for each in reading.figures}
    places = right = 0
    for mark in row["figures"]:
        if (figure := read.get(tuple(mark["span"]))) is None:
            continue
        places += 1
        outer = next((each for each in row["attributions"] if each["n"] == mark["statement"]), None)
        held = reading.statements[figure.statement].content if figure.statement is not None else None
        right += (outer is None and held is None) or (
            outer is not None and held is not None and any(s < held.end and held.start < e for s, e in outer["content"])
        )
    return {"places": places, "placed": right}


def _alike(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 0.01 * max(1.0, abs(other) * 0.001)


def _holds(mark: Mark, ends: tuple[float, float]) -> bool:
    """Tell whether a figure names a number of victims: the same interval, or an end that is open."""
    lo, hi = mark[2], mark[3]
    told = (lo if lo is not None else hi, hi if hi is not None else lo)
    return told == ends or (ends[0] == ends[1] and ends[0] in told)


def _value_f1(data: Set, found: list[list[Any]]) -> float | None:
    right = read = both = 0
    for row, figures in zip(data.texts, found, strict=True):
        told = Counter(round(value, 2) for value in row["values"])
        values = Counter(
            round(abs(value), 2)
            for each in figures
            if (value := next((end for end in _mark(each)[2:4] if end is not None), None)) is not None
        )
        right, read, both = right + told.total(), read + values.total(), both + (told & values).total()
    return _f1(both, read, right)


def _f1(right: int, read: int, marked: int) -> float | None:
    return round(200 * right / (read + marked), 1) if read + marked else None


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def print_speed(folder: Path) -> None:
    """Print the megabytes of text a second, figures alone and with the words of dates, and the growth of one table."""
    print()
    for lang, file in (("en", "domain/train.jsonl"), ("fr", "written/fr.jsonl"), ("ar", "written/ar.jsonl")):
        path = folder / file
        if not path.is_file():
            print(f"speed {lang}: skipped: {path} is not there")
            continue
        text = "\n\n".join(row["text"] for row in _rows(path))
        paragraphs = lay_out(text, (), lang)
        dates = find_date_words(text, paragraphs, lang)
        find_figures(text, paragraphs, dates, (), lang)
        began = time.process_time()
        dates = find_date_words(text, paragraphs, lang)
        middle = time.process_time()
        find_figures(text, paragraphs, dates, (), lang)
        ended = time.process_time()
        size = len(text.encode()) / 1e6
        print(f"speed {lang}: figures {size / (ended - middle):.2f}, with date words {size / (ended - began):.2f} MB/s")
    times = []
    for rows in (2_000, 16_000):
        text = "\n".join(f"In Harl {number} people were killed and {number // 3} wounded." for number in range(rows))
        paragraphs = lay_out(text, (), "en")
        began = time.process_time()
        find_figures(text, paragraphs, (), (), "en")
        times.append(time.process_time() - began)
    print(f"growth: a table 8 times as long takes {times[1] / times[0]:.1f} times as long")


if __name__ == "__main__":
    sys.exit(main())
