"""Scores copies against marked families of news texts, and times the comparison.

Prints one table: for each kind of copy how many pairs are found, how many pairs that are no copies are called one, and
how many directions are right. Ends with 1 where a value falls below its floor in ``floors.json`` (section ``copies``),
or where the data is not what the floors were measured on. ``--set-floors REASON`` writes the measured values there.
The data (``texts.jsonl``, ``gold.json``) is looked for under ``--data``, then ``$WITNESSMARK_DATA``, then
``../shared/data``; without it, this says so and ends with 0.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from witnessmark.comparing import TextSide, align, fingerprints, partners
from witnessmark.nouns import Copy, Digest, Edtf, Text, digest_of

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).with_name("floors.json")

WORD_FOR_WORD = ("verbatim", "cut", "light edit", "reordered", "localised", "merged with another", "siblings")
"""The kinds that exact alignment is for; siblings are two such copies of one original."""

APART = ("reworded", "translated", "quotes only")
"""Kinds with no or few words in common: reported, and not counted for recall or against precision."""


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked texts, and the kind of each pair; a pair that is in no group is ``unrelated``."""

    texts: Mapping[str, Text]
    kinds: Mapping[frozenset[str], str]
    originals: Mapping[frozenset[str], str]
    """For each pair of an original and what was made of it, the original."""
    digest: Digest


def load(folder: Path) -> Marked:
    """Return the marked texts of ``folder``."""
    contents = (folder / "texts.jsonl").read_bytes(), (folder / "gold.json").read_bytes()
    gold = json.loads(contents[1])
    kinds: dict[frozenset[str], str] = {}
    originals: dict[frozenset[str], str] = {}
    for origin in (origin for family in gold["families"] for origin in family["origins"]):
        made = {item["id"]: item["kind"] for item in origin["texts"]}
        for one, other in combinations(made, 2):
            apart = [made[name] for name in (one, other) if made[name] in APART]
            kinds.setdefault(frozenset((one, other)), apart[0] if apart else "siblings")
        for item in origin["texts"]:
            pair = frozenset((item["id"], origin["id"]))
            kinds[pair] = item["kind"]
            originals[pair] = origin["id"]
    kinds.update((frozenset(pair), "hard negative") for pair in gold["independent"])
    texts = {item["id"]: _text(item) for item in map(json.loads, contents[0].decode().splitlines())}
    return Marked(texts, kinds, originals, digest_of(b"".join(contents)))


def _text(item: Mapping[str, Any]) -> Text:
    return Text(
        source=digest_of(item["id"].encode()),
        content=item["text"],
        locators=(),
        media_type="text/plain",
        extractor="gold",
        published=Edtf(item["published"]),
        publisher=item["outlet"],
        language=item["lang"],
    )


def find(texts: Mapping[str, Text]) -> dict[frozenset[str], Copy]:
    """Return the copies among ``texts``, found as a case finds them: candidates first, then alignment."""
    keys = {name: [mark.key for mark in fingerprints(text)] for name, text in texts.items()}
    names = {text.source: name for name, text in texts.items()}
    holders: dict[int, list[Digest]] = defaultdict(list)
    for source in sorted(names):
        for key in keys[names[source]]:
            holders[key].append(source)
    sides = {name: TextSide.of(text) for name, text in texts.items()}
    found = {}
    for name, text in texts.items():
        for source in partners(text.source, {key: holders[key] for key in keys[name]}):
            copy = align(sides[name], sides[names[source]])
            if copy is not None:
                found[frozenset((name, names[source]))] = copy
    return found


def score(marked: Marked, found: Mapping[frozenset[str], Copy]) -> dict[str, float]:
    """Print the table of kinds and return the values that have floors, each 0 to 1."""
    pairs = Counter(marked.kinds.get(frozenset(pair), "unrelated") for pair in combinations(marked.texts, 2))
    hits = Counter(marked.kinds.get(pair, "unrelated") for pair in found)
    print(f"{'kind':<22}{'pairs':>8}{'called copies':>16}")
    for kind in (*WORD_FOR_WORD, *APART, "hard negative", "unrelated"):
        print(f"{kind:<22}{pairs[kind]:>8}{hits[kind]:>16}")
    right = sum(hits[kind] for kind in WORD_FOR_WORD)
    wrong = hits["hard negative"] + hits["unrelated"]
    told = {pair: copy for pair, copy in found.items() if pair in marked.originals and copy.direction_known}
    direct = sum(copy.origin == marked.texts[marked.originals[pair]].source for pair, copy in told.items())
    print(f"directions told: {len(told)}, right: {direct}")
    return {
        "precision": right / max(1, right + wrong),
        "recall": right / max(1, sum(pairs[kind] for kind in WORD_FOR_WORD)),
        "hard negatives left alone": 1 - hits["hard negative"] / max(1, pairs["hard negative"]),
        "directions right": direct / max(1, len(told)),
    }


def measure_time(words: int = 100_000) -> None:
    """Print how long two long texts take: unlike ones, equal ones, and ones that repeat a single word."""

    def text(name: str, content: str) -> Text:
        return Text(source=digest_of(name.encode()), content=content, locators=(), media_type="", extractor="")

    numbered = " ".join(f"w{number * number % 10_007}" for number in range(words))
    turned = " ".join(f"w{number * number * number % 10_009}" for number in range(words))
    for what, one, other in (
        ("unlike", numbered, turned),
        ("equal", numbered, numbered),
        ("one word repeated", "salt " * words, "salt " * words),
    ):
        start = time.perf_counter()
        fingerprints(text("a", one))
        middle = time.perf_counter()
        align(text("a", one), text("b", other))
        taken = time.perf_counter() - middle
        print(f"{words:,} words, {what:<20} fingerprints {middle - start:6.2f} s   alignment {taken:6.2f} s")


def hold(measured: Mapping[str, float], floors: Mapping[str, Any], digest: Digest) -> list[str]:
    """Return what falls short of the floors, in words."""
    if floors.get("data") != digest:
        return ["the data is not what the floors were measured on: set them anew with --set-floors REASON"]
    return [
        f"{name}: {measured.get(name, 0.0):.3f} is below its floor {floor:.3f}"
        for name, floor in floors["floors"].items()
        if measured.get(name, 0.0) < floor
    ]


def set_floors(measured: Mapping[str, float], digest: Digest, reason: str) -> None:
    """Write the measured values as floors, rounded down, with the reason; other sections are left as they are."""
    sections = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    floors = {name: int(value * 1000) / 1000 for name, value in measured.items()}
    sections["copies"] = {"data": digest, "reason": reason, "floors": floors}
    FLOORS.write_text(json.dumps(sections, indent=2, sort_keys=True) + "\n", "utf-8")


def main() -> int:
    """Score, time and compare with the floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    default = os.environ.get("WITNESSMARK_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(default), help="the folder that holds copies/")
    parser.add_argument("--set-floors", metavar="REASON", help="make the measured values the floors")
    arguments = parser.parse_args()
    folder = arguments.data / "copies"
    if not (folder / "gold.json").is_file():
        print(f"skipped: {folder} has no marked copies; name the folder above it with --data")
        return 0
    marked = load(folder)
    measured = score(marked, find(marked.texts))
    print("   ".join(f"{name} {value:.3f}" for name, value in measured.items()))
    measure_time()
    if arguments.set_floors:
        set_floors(measured, marked.digest, arguments.set_floors)
        return 0
    sections = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    short = hold(measured, sections.get("copies", {}), marked.digest)
    for line in short:
        print(line, file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
