"""Measure who a speaker is: one table of parties on marked spans, one of pronouns against the nearest earlier person.

    python benchmarks/parties.py [--data DIR]

Promises: the same data give the same tables; data that are not there are named as skipped. The marked pronouns of
``data/polnear_pronouns.jsonl`` hold document, offsets and the name that a person judged, and no text.
The floor is the nearest person before, of the names that the data set itself marks.
Does not: find the statements (``reading.py`` measures that), or train anything.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reading import same_party
from witnessmark.nouns import Name, NameKind, Passage, Span
from witnessmark.reading.layout import lay_out
from witnessmark.reading.parties.mentions import keys_of
from witnessmark.reading.parties.resolving import Claim, Resolved, resolve_parties
from witnessmark.reading.parties.sources import Shape, read_source

MARKED = (
    "domain/train.jsonl",
    "domain/dev.jsonl",
    *(f"written/en-{name}.jsonl" for name in ("court", "ngo", "r2a", "r2b", "r2e")),
)
COLUMNS = ("all", "named", "pronoun", "role", "body", "document", "unnamed", "said", "said right")
PRONOUNS = ("he", "she")
KINDS = {
    "PER": NameKind.PERSON,
    "PERSON": NameKind.PERSON,
    "ORG": NameKind.ORGANISATION,
    "ORGANIZATION": NameKind.ORGANISATION,
    "LOC": NameKind.PLACE,
    "LOCATION": NameKind.PLACE,
}
TITLES = frozenset(["president", "secretary", "general", "judge", "senator", "mr", "mrs", "ms", "dr"])
LABELS = Path(__file__).with_name("data") / "polnear_pronouns.jsonl"


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="Measure who a speaker is.")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("WITNESSMARK_DATA", "../shared/data")))
    data: Path = parser.parse_args().data
    print("parties on marked spans, right in percent (all: with the unnamed; said: share that a party is given for)")
    print(f"{'':24}" + "".join(f"{column:>11}" for column in COLUMNS))
    for file in MARKED:
        if rows := rows_of(data / file):
            print(f"{file.removesuffix('.jsonl'):24}" + "".join(f"{cell:>11}" for cell in marked_row(rows)))
    print("\nhe and she: who it is, right in percent")
    print(f"{'':24}{'items':>11}{'resolver':>11}{'with names':>11}{'floor':>11}{'open':>11}")
    for name, texts, items in (
        ("GUM train", "entities/ner_gum.train.jsonl", data / "entities/speaker_gum.train.jsonl"),
        ("GUM dev", "entities/ner_gum.dev.jsonl", data / "entities/speaker_gum.dev.jsonl"),
        (
            "PolNeAR train (silver)",
            "entities/polnear_silver.train.jsonl",
            data / "entities/polnear_speaker.train.jsonl",
        ),
        ("PolNeAR dev (silver)", "entities/polnear_silver.dev.jsonl", data / "entities/polnear_speaker.dev.jsonl"),
        ("PolNeAR dev (by hand)", "entities/polnear_silver.dev.jsonl", LABELS),
    ):
        known = {row["id"]: row for row in rows_of(data / texts)}
        if known and (asked := list(questions(rows_of(items), known))):
            print(f"{name:24}" + "".join(f"{cell:>11}" for cell in pronoun_row(asked, known)))
    return 0


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file; none, and a word about it, where it is not there."""
    if not path.is_file():
        print(f"skipped: {path} is not there")
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def spans(pieces: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    """Return pairs of offsets as spans."""
    return tuple(Span(start, end) for start, end in pieces)


def resolve_marked(row: Mapping[str, Any]) -> tuple[Resolved, ...]:
    """Resolve the marked sources of one text."""
    marks = row["attributions"]
    places = {mark["n"]: at for at, mark in enumerate(marks)}
    paragraphs = lay_out(row["text"], (), "en")
    claims = [
        Claim(
            source=spans(mark["source"]),
            cue=spans(mark["cue"]),
            content=spans(mark["content"]),
            outer=places.get(mark["relayed_by"]),
        )
        for mark in marks
    ]
    return resolve_parties(row["text"], claims, (), paragraphs)


def marked_row(rows: Iterable[Mapping[str, Any]]) -> list[float | str]:
    """Return the table's cells for one file of marks."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row in rows:
        for mark, found in zip(row["attributions"], resolve_marked(row), strict=True):
            words = " ".join(row["text"][start:end] for start, end in mark["source"])
            shape = read_source(words).shape if words else None
            kind = {Shape.PERSON: "named", Shape.NOBODY: "unnamed", None: "unnamed"}.get(shape, str(shape))
            same = same_party(mark["party"], found.party, {})
            asked.update(("all", kind))
            right.update({"all": same, kind: same})
            right["said"] += found.party is not None
            if found.party is not None:
                asked["said right"] += 1
                right["said right"] += same
    asked["said"] = asked["all"]
    return [round(100 * right[column] / asked[column], 1) if asked[column] else "-" for column in COLUMNS]


Question = tuple[str, int, int, tuple[str, ...]]
"""Document, start and end of the pronoun, and the names that are right."""


def questions(items: Iterable[Mapping[str, Any]], texts: Mapping[str, Mapping[str, Any]]) -> Iterable[Question]:
    """Yield the "he" and "she" among ``items`` that a name is known for."""
    for item in items:
        text = texts[item["id"]]["text"] if item["id"] in texts else ""
        start, end = item["span"] if "span" in item else (item["pronoun"]["start"], item["pronoun"]["end"])
        if text[start:end].lower() not in PRONOUNS or item.get("status", "named person") != "named person":
            continue
        told = [item[key] for key in ("gold_name", "name", "antecedent") if item.get(key)]
        if "nearest_agrees" in item or "status" in item:
            told = [item["name"]]
        names = [each if isinstance(each, str) else text[each["start"] : each["end"]] for each in told]
        if "gold_name" in item or ("name" in item and names):
            yield item["id"], start, end, tuple(names)


def pronoun_row(asked: Sequence[Question], texts: Mapping[str, Mapping[str, Any]]) -> list[float | int]:
    """Return items, and the shares that the resolver, the nearest earlier person, and nobody answers."""
    counts: Counter[str] = Counter()
    by_text: dict[str, list[Question]] = defaultdict(list)
    for question in asked:
        by_text[question[0]].append(question)
    for name, items in by_text.items():
        text = texts[name]["text"]
        persons = [each for each in texts[name]["entities"] if each["type"] in ("PER", "PERSON")]
        words = {each["start"]: text[each["start"] : each["end"]] for each in persons}
        places = sorted(words)
        claims = [Claim(source=(Span(q[1], q[2]),)) for q in items]
        told = [
            Name(passage=Passage.of(text, Span(each["start"], each["end"])), kind=KINDS[each["type"]])
            for each in texts[name]["entities"]
            if each["type"] in KINDS
        ]
        found = resolve_parties(text, claims)
        helped = resolve_parties(text, claims, told)
        for question, answer, better in zip(items, found, helped, strict=True):
            before = bisect_left(places, question[1]) - 1
            nearest = words[places[before]] if before >= 0 else None
            counts["items"] += 1
            counts["right"] += is_one_of(answer.party, question[3])
            counts["helped"] += is_one_of(better.party, question[3])
            counts["floor"] += is_one_of(nearest, question[3])
            counts["open"] += answer.party is None
    share = [round(100 * counts[key] / counts["items"], 1) for key in ("right", "helped", "floor", "open")]
    return [counts["items"], *share]


def is_one_of(found: str | None, names: Sequence[str]) -> bool:
    """Tell whether a name's words are all in one of ``names``, or hold all of it."""
    words = set(keys_of(found or "")) - TITLES
    return any(words and (words <= (right := set(keys_of(name)) - TITLES) or right <= words) for name in names)


if __name__ == "__main__":
    sys.exit(main())
