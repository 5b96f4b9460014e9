"""Score dates against marked texts, beside other tools, and time them.

    python benchmarks/dates.py [--data DIR] [--raise | --lower REASON] [--quick]

One table: for each set the F1 of spans, and of spans with the right EDTF value, of this project, of recognizers-text
and of dateparser (``pip install recognizers-text-suite dateparser``; a tool that is not installed, or does not know
the language, is named as skipped). The rows of recognizers' own test cases tell the share of their dates that are
found with the same first and last day. German, of which there is no set, has sentences of ours. The example case marks
a selection of its dates, so only what is read where a date is marked counts there.

Promises: the same data give the same table; a floor that does not hold makes the exit status 1; data that are not
there are named as skipped. Does not: count anything for a value that another tool gives without its precision: the
value of each tool is written as the EDTF that says just what the tool says.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from corpus import article
from reading import settle
from reading_example import example_digest, marked_sources
from witnessmark.nouns import Edtf
from witnessmark.reading.dates import TextDates, find_dates
from witnessmark.reading.layout import lay_out

WRITTEN = ("en-court", "en-ngo", "en-r2a", "en-r2b", "en-r2e", "fr", "es", "sv", "fa", "ar")
SPECS = {"en": "English", "fr": "French", "ar": "Arabic"}
GOALS = {"en": 88.0}
"""What the value's F1 is to reach in a language; 65 in those not named."""
COLUMNS = ("span", "value")
SENTENCES = Path(__file__).with_name("data") / "date_sentences.jsonl"
"""German sentences of ours, those with an odd number developed with, the others kept aside."""

Found = Mapping[tuple[int, int], str]
Tool = Callable[[str, str, str | None], Found | None]
"""Text, language and day of publication to spans and values; None where the tool does not know the language."""


def ours(text: str, language: str, published: str | None) -> Found:
    """Read the dates of a text with this project."""
    dates = find_dates(text, lay_out(text, (), language), language, Edtf(published) if published else None)
    return {(each.passage.start, each.passage.end): each.value for each in dates}


def recognizers() -> Tool | None:
    """Return recognizers-text, or None where it is not installed."""
    try:
        recognize_datetime = import_module("recognizers_date_time").recognize_datetime
    except ImportError:
        return None
    cultures = {"en": "en-us", "fr": "fr-fr", "es": "es-es", "de": "de-de"}

    def find(text: str, language: str, published: str | None) -> Found | None:
        if language not in cultures:
            return None
        reference = datetime.fromisoformat(published) if published else datetime(1900, 1, 1)
        found = {}
        for each in recognize_datetime(text, cultures[language], reference=reference):
            kind = each.type_name.rpartition(".")[2]
            values = (each.resolution or {}).get("values") or []
            if kind in ("date", "daterange") and values:
                found[each.start, each.end + 1] = _edtf_of(values[0])
        return found

    return find


def _edtf_of(value: Mapping[str, str]) -> str:
    """Return what recognizers-text says: its timex where that is a date of some precision, else its days."""
    timex = value.get("timex", "")
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", timex):
        return timex
    if "value" in value:
        return value["value"]
    start, end = value.get("start"), value.get("end")
    if start and end and re.fullmatch(r"\d{4}-\d\d-\d\d", end):
        return f"{start}/{date.fromisoformat(end) - timedelta(1)}"
    return f"{start or '..'}/{end or '..'}"


def dateparser() -> Tool | None:
    """Return dateparser's search, or None where it is not installed."""
    try:
        search_dates = import_module("dateparser.search").search_dates
    except ImportError:
        return None

    def find(text: str, language: str, published: str | None) -> Found | None:
        settings: dict[str, Any] = {"PREFER_DATES_FROM": "past"}
        if published:
            settings["RELATIVE_BASE"] = datetime.fromisoformat(published)
        found, at = {}, 0
        for words, moment in search_dates(text, languages=[language], settings=settings) or ():
            start = text.find(words, at)
            if start >= 0:
                found[start, start + len(words)] = moment.date().isoformat()
                at = start + len(words)
        return found

    return find


def main() -> int:
    """Print the table, check or write the floors, and return the exit status."""
    parser = argparse.ArgumentParser(description="Score dates.")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("WITNESSMARK_DATA", "../shared/data")))
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what was measured")
    parser.add_argument("--lower", metavar="REASON", help="write the floors as measured, lower too, for this reason")
    parser.add_argument("--quick", action="store_true", help="this project's accuracy only: no other tool, no speed")
    options = parser.parse_args()
    others: dict[str, Tool | None] = {} if options.quick else {"recognizers": recognizers(), "dateparser": dateparser()}
    for name in [name for name, tool in others.items() if tool is None]:
        print(f"{name}: skipped, it is not installed")
    tools: dict[str, Tool] = {"ours": ours, **{name: tool for name, tool in others.items() if tool}}
    print(
        f"{'':16}{'marked':>7}{'goal':>6}" + "".join(f"{name + ' ' + each:>19}" for name in tools for each in COLUMNS)
    )
    rows: dict[str, dict[str, float | None]] = {}
    digests: dict[str, str] = {}
    for name, digest, cases in _sets(options.data):
        rows[name], digests[name] = _print_row(name, cases, tools), digest
    for name, digest, cases in _spec_sets(options.data):
        rows[name], digests[name] = _print_row(name, cases, tools, days=True), digest
    rows["example"], digests["example"] = _example(), example_digest()
    if not options.quick:
        _print_speed()
    return settle("dates", rows, digests, lift=options.lift, lower=options.lower)


Case = tuple[str, str, str | None, Mapping[tuple[int, int], Sequence[str]]]
"""Text, language, day of publication, and for each span the values that are right."""


def _sets(data: Path) -> Iterator[tuple[str, str, list[Case]]]:
    english: list[Case] = []
    digest = hashlib.sha256()
    for name in WRITTEN:
        path = data / "written" / f"{name}.jsonl"
        if not path.is_file():
            print(f"written {name}: skipped: {path} is not there")
            continue
        content = path.read_bytes()
        cases: list[Case] = []
        for marked in map(json.loads, content.decode().splitlines()):
            if "dates" in marked:
                right = {(each["span"][0], each["span"][1]): [each["value"]] for each in marked["dates"]}
                cases.append((marked["text"], marked["lang"], marked["published"], right))
        if name.startswith("en"):
            english += cases
            digest.update(content)
        yield f"written {name}", hashlib.sha256(content).hexdigest(), cases
    if english:
        yield "written English", digest.hexdigest(), english
    own = [json.loads(line) for line in SENTENCES.read_text("utf-8").splitlines()]
    for name, rest in (("de developed", 1), ("de kept aside", 0)):
        cases = [
            (
                row["text"],
                row["lang"],
                row["published"],
                {tuple(each["span"]): [each["value"]] for each in row["dates"]},
            )
            for row in own
            if int(row["id"].rsplit("-", 1)[1]) % 2 == rest
        ]
        yield name, hashlib.sha256(SENTENCES.read_bytes()).hexdigest(), cases


def _spec_sets(data: Path) -> Iterator[tuple[str, str, list[Case]]]:
    for language, folder in SPECS.items():
        path = data / "recognizers_specs" / "Specs" / "DateTime" / folder / "DateTimeModel.json"
        if not path.is_file():
            print(f"specs {language}: skipped: {path} is not there")
            continue
        content = path.read_bytes()
        cases = [case for each in json.loads(content.decode("utf-8-sig")) if (case := _spec(each, language))]
        yield f"specs {language}", hashlib.sha256(content).hexdigest(), cases


def _spec(case: Mapping[str, Any], language: str) -> Case | None:
    right = {}
    for each in case["Results"]:
        kind = str(each.get("TypeName", "")).rpartition(".")[2]
        values = [written for value in _values(each) for written in (_edtf_of(value), _with_end(value))]
        if kind in ("date", "daterange") and values and "Start" in each:
            right[each["Start"], each["Start"] + len(each["Text"])] = values
    reference = (case.get("Context") or {}).get("ReferenceDateTime", "")
    return (case["Input"], language, reference[:10], right) if right and reference else None


def _with_end(value: Mapping[str, str]) -> str:
    """Return an interval with its end as the case has it: "from 4 to 22" ends before the 22nd there."""
    return f"{value.get('start') or '..'}/{value.get('end') or '..'}" if "value" not in value else value["value"]


def _values(result: Mapping[str, Any]) -> list[Mapping[str, str]]:
    resolution = result.get("Resolution")
    values = resolution.get("values", ()) if isinstance(resolution, dict) else ()
    return [value for value in values if isinstance(value, dict)]


def _print_row(
    name: str, cases: Sequence[Case], tools: Mapping[str, Tool], *, days: bool = False
) -> dict[str, float | None]:
    marked = sum(len(right) for _, _, _, right in cases)
    goal = "" if days else GOALS.get(cases[0][1] if cases else "en", 65.0)
    cells: dict[str, list[float | None]] = {}
    for tool, find in tools.items():
        score = _score_days if days else _score
        cells[tool] = score(cases, find)
    shown = "".join(f"{'-' if cell is None else cell:>19}" for row in cells.values() for cell in row)
    print(f"{name:16}{marked:>7}{goal:>6}{shown}", flush=True)
    return dict(zip(COLUMNS, cells["ours"], strict=True))


def _score(cases: Sequence[Case], find: Tool) -> list[float | None]:
    """Return the F1 of spans, and of spans with their values, in percent."""
    spans = values = read = marked = 0
    for text, language, published, right in cases:
        found = find(text, language, published)
        if found is None:
            return [None, None]
        both = found.keys() & right.keys()
        spans += len(both)
        values += sum(found[span] in right[span] for span in both)
        read, marked = read + len(found), marked + len(right)
    return [round(200 * count / max(1, read + marked), 1) for count in (spans, values)]


def _score_days(cases: Sequence[Case], find: Tool) -> list[float | None]:
    """Return the share of marked dates that are found, and of those with the same first and last day, in percent."""
    touched = same = marked = 0
    for text, language, published, right in cases:
        found = find(text, language, published)
        if found is None:
            return [None, None]
        for (start, end), wanted in right.items():
            near = [value for (first, last), value in found.items() if first < end and start < last]
            touched += bool(near)
            ends = {_ends(each) for each in wanted}
            same += any(_ends(value) in ends for value in near)
        marked += len(right)
    return [round(100 * count / max(1, marked), 1) for count in (touched, same)]


def _ends(value: str) -> tuple[str, str]:
    """Return the first and the last day of an EDTF value, as far as it has them."""
    first, mark, last = value.replace("~", "").partition("/")
    return _edge(first, 0), _edge(last if mark else first, 1)


def _edge(part: str, end: int) -> str:
    if re.fullmatch(r"\d{3}X", part):
        return f"{part[:3]}{(0, 9)[end]}-{('01-01', '12-31')[end]}"
    if re.fullmatch(r"\d{4}", part):
        return f"{part}-{('01-01', '12-31')[end]}"
    if (match := re.fullmatch(r"(\d{4})-(\d\d)", part)) and 1 <= int(match[2]) <= 12:
        first = date(int(match[1]), int(match[2]), 1)
        return str((first + timedelta(31)).replace(day=1) - timedelta(1) if end else first)
    return part


def _example() -> dict[str, float | None]:
    """Score the example case as it is read: its texts by intake, dated by their words where no file says more."""
    spans = values = read = marked = 0
    for text, marks in marked_sources():
        language = text.language or "en"
        dates = TextDates(text.content, lay_out(text.content, text.locators, language), language)
        stated = dates.stated()
        published = text.published or (stated.value if stated else None)
        right = {tuple(each["span"]): each["value"] for each in marks["dates"]}
        found = {(each.passage.start, each.passage.end): each.value for each in dates.resolved(published)}
        near = [span for span in found if any(span[0] < end and start < span[1] for start, end in right)]
        spans += len(found.keys() & right.keys())
        values += sum(found.get(span) == value for span, value in right.items())
        read, marked = read + len(near), marked + len(right)
    row = [round(200 * count / (read + marked), 1) for count in (spans, values)]
    print(f"{'example':16}{marked:>7}{'':>6}" + "".join(f"{cell:>19}" for cell in row))
    return dict(zip(COLUMNS, row, strict=True))


def _print_speed() -> None:
    """Print megabytes of UTF-8 a second of one core's time, beside a bare split into words, and the growth."""
    texts = [" ".join(article(number)[2]) for number in range(150)]
    laid = [(text, lay_out(text, (), "en")) for text in texts]
    size = sum(len(text.encode()) for text in texts) / 1e6
    began = time.process_time()
    for text, paragraphs in laid:
        dates = TextDates(text, paragraphs, "en")
        dates.words()
        dates.resolved(Edtf("2022-08-01"))
    taken = time.process_time() - began
    began = time.process_time()
    for text in texts:
        re.findall(r"\w+|[^\w\s]", text)
    bare = time.process_time() - began
    print(
        f"speed: {size / taken:.1f} MB a second on one core, laid out before; a bare split into words {size / bare:.1f}"
    )
    times = []
    for count in (2_000, 16_000):
        line = "on 3 May 2020, the next day, since Monday, " * count
        paragraphs = lay_out(line, (), "en")
        began = time.process_time()
        find_dates(line, paragraphs, "en", Edtf("2022-08-01"))
        times.append(time.process_time() - began)
    print(f"growth: a list of dates 8 times as long takes {times[1] / times[0]:.1f} times as long")


if __name__ == "__main__":
    sys.exit(main())
