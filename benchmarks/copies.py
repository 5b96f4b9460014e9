"""Scores copies against marked families of news texts, made ones and real ones, beside other methods.

Prints a table for each set: for each kind of pair how many each method calls copies, then precision, recall and F1 of
the kinds that are word for word (``reworded``, ``translated`` and ``quotes only`` stand apart, and count neither way),
and whether ours gives the weaker kinds their label. The sets are those of the shared data (``copies``, six events by
hand), a made one (``newsroom.py``), and, where it is there, PolNeAR's articles with the wires that they name. Ends with
1 where a value falls below its floor in ``floors.json`` (section ``copies``), or where the data is not what the floors
were measured on. ``--set-floors REASON`` writes the measured values there. Shared data is looked for under ``--data``,
then ``$WITNESSMARK_DATA``, then ``../shared/data``; without it, the made set alone is scored.
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

import copies_baselines as others
import newsroom
from floors import below, write_floors
from witnessmark.comparing import TextSide, align, fingerprints, partners
from witnessmark.nouns import Copy, CopyKind, Digest, Edtf, Text, digest_of

ROOT = Path(__file__).resolve().parent.parent

APART = ("reworded", "translated", "quotes only", "quotes")
"""Kinds with no or few words in common: reported, and not counted for recall or against precision."""

NO_COPIES = ("hard negative", "own report", "form", "unrelated")

MADE_EVENTS = 90
FIRST_EVENT = 1_000
"""Those before it were looked at to set thresholds; these were not."""

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked texts, and the kind of each pair; a pair that is in no group is ``unrelated``."""

    texts: Mapping[str, Text]
    kinds: Mapping[Pair, str]
    originals: Mapping[Pair, str]
    """For each pair of an original and what was made of it, the original."""
    digest: Digest


def load(folder: Path) -> Marked:
    """Return the marked texts of ``folder``."""
    contents = (folder / "texts.jsonl").read_bytes(), (folder / "gold.json").read_bytes()
    gold = json.loads(contents[1])
    kinds: dict[Pair, str] = {}
    originals: dict[Pair, str] = {}
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
    texts = {
        item["id"]: text_of(item["id"], item["text"], item["published"], item["outlet"], item["lang"])
        for item in map(json.loads, contents[0].decode().splitlines())
    }
    return Marked(texts, kinds, originals, digest_of(b"".join(contents)))


def made_set(events: int = MADE_EVENTS) -> Marked:
    """Return the texts of so many made events."""
    made = [text for number in range(FIRST_EVENT, FIRST_EVENT + events) for text in newsroom.event(number)]
    texts = {
        item.name: text_of(item.name, item.content, item.published, item.publisher, item.language) for item in made
    }
    originals = {frozenset((item.name, source)): source for item in made for source in item.made_from}
    return Marked(texts, newsroom.truth(made), originals, digest_of(repr(made).encode()))


def text_of(name: str, content: str, published: str, publisher: str, language: str) -> Text:
    """Return a text as intake would make it, sealed under its name; a locator for each paragraph."""
    return Text(
        source=Digest(digest_of(name.encode())),
        content=content,
        locators=(),
        media_type="text/plain",
        extractor="gold",
        published=Edtf(published),
        publisher=publisher,
        language=language,
    )


def find(texts: Mapping[str, Text]) -> dict[Pair, Copy]:
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
            if text.source < source and (copy := align(sides[name], sides[names[source]])) is not None:
                found[frozenset((name, names[source]))] = copy
    return found


def score(marked: Marked, title: str) -> dict[str, float]:
    """Print the table of a set and return the values of ours that have floors, each 0 to 1."""
    start = time.perf_counter()
    found = find(marked.texts)
    seconds = time.perf_counter() - start
    everything = others.all_pairs(marked.texts)
    kinds = {pair: marked.kinds.get(pair, "unrelated") for pair in everything}
    apart = {pair for pair, kind in kinds.items() if kind in APART}
    right = {pair for pair, kind in kinds.items() if kind not in (*APART, *NO_COPIES)}
    methods: dict[str, tuple[set[Pair], float]] = {
        "ours": ({pair for pair, copy in found.items() if copy.kind is CopyKind.COPY}, seconds),
        "ours, weaker": ({pair for pair, copy in found.items() if copy.kind is not CopyKind.COPY}, seconds),
    }
    for name, method in (("3-grams", others.overlap), ("datasketch", others.datasketch), ("rensa", others.rensa)):
        scored = method(marked.texts, everything)
        if scored is not None:
            threshold, called = others.at_its_best(scored, right, apart)
            methods[f"{name} ≥{threshold:.2f}"] = called, scored.seconds
    counts = Counter(kinds.values())
    print(f"\n{title}: {len(marked.texts):,} texts, {len(everything):,} pairs")
    print(f"{'kind':<22}{'pairs':>9}" + "".join(f"{name:>18}" for name in methods))
    order = sorted(counts, key=lambda kind: (kind in NO_COPIES, kind in APART, kind))
    for kind in order:
        hits = (sum(kinds[pair] == kind for pair in called) for called, _ in methods.values())
        print(f"{kind:<22}{counts[kind]:>9,}" + "".join(f"{count:>18,}" for count in hits))
    values = {name: _rates(called, right, apart) for name, (called, _) in methods.items()}
    for at, rate in enumerate(("precision", "recall", "F1")):
        shown = ("" if name == "ours, weaker" else f"{rates[at]:.3f}" for name, rates in values.items())
        print(f"{rate:<31}" + "".join(f"{value:>18}" for value in shown))
    print(f"{'seconds':<31}" + "".join(f"{taken:>18.2f}" for _, taken in methods.values()))
    told = {pair: copy for pair, copy in found.items() if pair in marked.originals and copy.direction_known}
    direct = sum(copy.origin == marked.texts[marked.originals[pair]].source for pair, copy in told.items())
    print(f"directions told: {len(told)}, right: {direct}")
    weaker = methods["ours, weaker"][0]
    wrong = {"hard negative": 0, "own report": 0, "form": 0, "unrelated": 0}
    wrong.update(Counter(kinds[pair] for pair in weaker if kinds[pair] in NO_COPIES))
    print(f"weaker kinds given to pairs that are no copies: {sum(wrong.values())}")
    precision, recall, f1 = values["ours"]
    hard = [kind for kind in NO_COPIES if kind != "unrelated"]
    negatives = sum(counts[kind] for kind in hard)
    taken = sum(kinds[pair] in hard for pair in (*methods["ours"][0], *weaker))
    direct_kinds = {pair: kind for pair, kind in kinds.items() if pair in marked.originals}
    return {
        "precision": precision,
        "recall": recall,
        "F1": f1,
        "hard negatives left alone": 1 - taken / max(1, negatives),
        "directions right": direct / max(1, len(told)),
        "reworded": _labelled(kinds, found, "reworded"),
        "translated": _labelled(kinds, found, "translated"),
        "reworded from the original": _labelled(direct_kinds, found, "reworded"),
        "translated from the original": _labelled(direct_kinds, found, "translated"),
    }


def _labelled(kinds: Mapping[Pair, str], found: Mapping[Pair, Copy], kind: str) -> float:
    """Return the share of the pairs of a weaker kind that are found, under whichever label."""
    pairs = [pair for pair, given in kinds.items() if given == kind]
    return sum(pair in found for pair in pairs) / max(1, len(pairs))


def _rates(called: set[Pair], right: set[Pair], apart: set[Pair]) -> tuple[float, float, float]:
    hits, counted = len(called & right), len(called - apart)
    precision, recall = hits / max(1, counted), hits / max(1, len(right))
    return precision, recall, 2 * hits / max(1, counted + len(right))


def wires(folder: Path) -> dict[str, float]:
    """Print what real articles with a named wire share; return nothing that has a floor: the texts are too few."""
    rows: list[Mapping[str, Any]] = []
    for name in ("train", "dev"):
        rows += map(json.loads, (folder / f"{name}.jsonl").read_text("utf-8").splitlines())
    texts = {row["id"]: text_of(row["id"], row["text"], row["date"], row["publisher"], "en") for row in rows}
    wire = {row["id"]: row["wire"].upper() for row in rows if row["wire"] not in ("None", "NA")}
    found = find(texts)
    print(f"\nPolNeAR: {len(texts)} articles, {len(wire)} of a named wire, {len(found)} pairs called copies")
    wanted = Counter({"one wire": 0, "one of a wire": 0, "two wires": 0, "no wire": 0})
    for pair, copy in found.items():
        given = {wire.get(name) for name in pair}
        what = "no wire" if given == {None} else "one wire" if len(given) == 1 else "two wires"
        wanted["one of a wire" if len(given) == 2 and None in given else what] += 1
        print(f"  {copy.kind:<11}{copy.share_origin:6.2f}{copy.share_taken:6.2f}  {'  |  '.join(sorted(pair))}")
    print("  " + "   ".join(f"{what}: {count}" for what, count in wanted.items()))
    same_story = _same_story({name: texts[name] for name in wire}, wire)
    caught = sum(pair in found for pair in same_story)
    print(f"  pairs of one wire within two days that share a fifth of their 3-grams: {len(same_story)}, found {caught}")
    return {}


def _same_story(texts: Mapping[str, Text], wire: Mapping[str, str]) -> set[Pair]:
    sets = {name: others.grams(text) for name, text in texts.items()}
    found = set()
    for one, other in combinations(texts, 2):
        share = len(sets[one] & sets[other]) / max(1, min(len(sets[one]), len(sets[other])))
        if wire[one] == wire[other] and share >= 0.2:
            found.add(frozenset((one, other)))
    return found


def main() -> int:
    """Score and compare with the floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    default = os.environ.get("WITNESSMARK_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(default), help="the folder that holds copies/")
    parser.add_argument("--set-floors", metavar="REASON", help="make the measured values the floors")
    arguments = parser.parse_args()
    sets = {"copies made": made_set()}
    folder = arguments.data / "copies"
    if (folder / "gold.json").is_file():
        sets["copies"] = load(folder)
    else:
        print(f"skipped: {folder} has no marked copies; name the folder above it with --data")
    short: list[str] = []
    for section, marked in sets.items():
        measured = score(marked, section)
        print("   ".join(f"{name} {value:.3f}" for name, value in measured.items()))
        if arguments.set_floors:
            write_floors(section, measured, marked.digest, arguments.set_floors)
        else:
            short += [f"{section}: {line}" for line in below(section, measured, marked.digest)]
    if (arguments.data / "polnear" / "train.jsonl").is_file():
        wires(arguments.data / "polnear")
    for line in short:
        print(line, file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
