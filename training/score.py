"""Scores the shipped reader on the development sets: ``python -m training.score``.

Statements are scored with the shared scorer, by the encoder's spans alone; what the whole reader makes of them
(parties, modes, figures) is scored by ``benchmarks/reading.py``. Floors lie in ``benchmarks/floors.json``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from training import data
from training.measure import measure
from witnessmark.nouns import Span
from witnessmark.reading.layout import lay_out
from witnessmark.reading.neural.encoder import FOLDER, Encoder
from witnessmark.reading.neural.statements import look, names_of

FLOORS = Path(__file__).parent.parent / "benchmarks" / "floors.json"
KEY = "encoder"
SLACK = 0.3
"""Points by which another processor's arithmetic may differ."""
KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place", "OTHER": "other"}
HELD_OUT = ("crossner_politics", "wnut17")
"""Sets of other guides that are not trained on."""


def name_scores(encoder: Encoder, folder: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield each names set with the F1 of spans with their kinds and of spans alone, in percent."""
    for name_set in (*data.NAME_SETS, *HELD_OUT):
        counts: Counter[str] = Counter()
        for row in data.rows(folder / "entities" / f"ner_{name_set}.dev.jsonl")[:500]:
            laid = lay_out(row["text"], (), "en")
            found = {
                (name.passage.start, name.passage.end, name.kind.value)
                for name in names_of(row["text"], look(row["text"], laid, encoder))
            }
            gold = {
                (each["start"], each["end"], KINDS[each["type"]]) for each in row["entities"] if each["type"] in KINDS
            }
            counts.update(gold=len(gold), found=len(found), right=len(gold & found))
            counts["spans"] += len({Span(*one[:2]) for one in gold} & {Span(*one[:2]) for one in found})
        total = counts["gold"] + counts["found"]
        yield (
            f"names {name_set}",
            {"kinds": round(200 * counts["right"] / total, 1), "spans": round(200 * counts["spans"] / total, 1)},
        )


def digest_of(folder: Path) -> str:
    """Return the SHA-256 of the development sets' files, one after the other."""
    state = hashlib.sha256()
    for path in (
        folder / "domain" / "dev.jsonl",
        folder / "polnear" / "dev.jsonl",
        *sorted((folder / "written").glob("en-*")),
    ):
        state.update(path.read_bytes())
    return state.hexdigest()


def main() -> int:
    """Print the table; return 1 where a score lies below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument("--kept-aside", type=int, default=2)
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what was measured")
    given = parser.parse_args()
    encoder = Encoder(given.model)
    print(f"encoder {encoder.digest[:12]}")
    scores: dict[str, dict[str, float]] = {}
    for name, row in (*measure(encoder, given.data, given.kept_aside), *name_scores(encoder, given.data)):
        scores[name] = row
        print(f"{name:26}" + "  ".join(f"{column} {value:.1f}" for column, value in row.items()), flush=True)
    return settle(scores, digest_of(given.data), lift=given.lift)


def settle(scores: dict[str, dict[str, float]], digest: str, *, lift: bool) -> int:
    """Compare with the floors, or lift them; they only ever rise."""
    whole = json.loads(FLOORS.read_text(encoding="utf-8"))
    kept = whole.get(KEY, {"sha256": digest, "scores": {}})
    if kept["sha256"] != digest and not lift:
        print("the development sets are not those of the floors; set them with --raise")
        return 1
    low = [
        f"{name}: {column} is {scores[name][column]}, below its floor {floor}"
        for name, floors in kept["scores"].items()
        for column, floor in floors.items()
        if scores[name][column] < floor - SLACK
    ]
    if lift:
        floors = kept["scores"]
        raised = {
            name: {column: max(value, floors.get(name, {}).get(column, value)) for column, value in row.items()}
            for name, row in scores.items()
        }
        whole[KEY] = {"sha256": digest, "scores": raised}
        FLOORS.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(*low, sep="\n")
    return 1 if low else 0


if __name__ == "__main__":
    raise SystemExit(main())
