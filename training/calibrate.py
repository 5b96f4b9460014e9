"""Measures how often a statement with a given score is right: ``python -m training.calibrate``.

Half of the paragraphs give the curve, the other half the table that is printed; the shipped curve is made from all.
A statement is right where a careful reader marked one with at least half of its words and the same source.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training import data
from training.measure import kept_aside, predicted, scorer
from training.sums import note
from witnessmark.reading.neural.encoder import CALIBRATION, FOLDER, Encoder
from witnessmark.reading.neural.statements import calibrated

FEWEST = 40
"""Statements behind each point of the curve."""
Points = list[tuple[float, float]]


@dataclass(frozen=True)
class Judged:
    """One statement as read: its score, whether it is right, and whether it has both a source and a cue."""

    paragraph: str
    score: float
    right: bool
    explicit: bool


def judged(encoder: Encoder, folder: Path, parts: int) -> Iterator[Judged]:
    """Yield every statement read in the paragraphs that were not trained on."""
    tool = scorer(folder)
    gold = {row["id"]: row for row in data.rows(folder / "domain" / "dev.jsonl")} | kept_aside(folder, parts)
    for name, row in predicted(encoder, gold.values(), data.OURS).items():
        tokens = tool.Tokens(gold[name]["text"])

        def pair(mark: data.Row, tokens: object = tokens) -> tuple[frozenset[int], frozenset[int]]:
            return tokens.mention(mark["source"]), tokens.mention(mark["content"])  # type: ignore[attr-defined]

        right = [pair(mark) for mark in gold[name]["attributions"] if mark["content"]]
        for mark in row["attributions"]:
            source, content = pair(mark)
            fits = any(
                2 * len(content & other) >= len(content | other) and (source & whose or not (source or whose))
                for whose, other in right
            )
            yield Judged(name, mark["score"], fits, bool(mark["source"] and mark["cue"]))


def curve(found: Sequence[Judged]) -> Points:
    """Return rising points (score, share right): neighbours are pooled until the shares rise (isotonic regression)."""
    ranked = sorted(found, key=lambda one: one.score)
    pools: list[list[Judged]] = []
    for at in range(0, len(ranked), FEWEST):
        pools.append(ranked[at : at + FEWEST])
        while len(pools) > 1 and _share(pools[-2]) >= _share(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    return [(round(sum(one.score for one in pool) / len(pool), 4), round(_share(pool), 4)) for pool in pools]


def _share(pool: Sequence[Judged]) -> float:
    return sum(one.right for one in pool) / len(pool)


def main() -> None:
    """Print the reliability table, and write the curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument("--kept-aside", type=int, default=2)
    given = parser.parse_args()
    found = [*judged(Encoder(given.model), given.data, given.kept_aside)]
    names = sorted({one.paragraph for one in found})
    first = set(names[::2])
    points = curve([one for one in found if one.paragraph in first])
    rest = [one for one in found if one.paragraph not in first]
    print(f"{'score':>12}{'statements':>12}{'mean score':>12}{'right':>8}")
    for low, high in ((0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)):
        here = [(score, one) for one in rest if low <= (score := calibrated(one.score, points)) < high]
        if here:
            mean = sum(score for score, _ in here) / len(here)
            print(f"{low:>6.2f}-{min(high, 1):.2f}{len(here):>12}{mean:>12.2f}{_share([one for _, one in here]):>8.2f}")
    for least in (0.85, 0.9, 0.93, 0.95):
        sure = [one for one in rest if one.explicit and calibrated(one.score, points) >= least]
        if sure:
            print(f"source, cue and {least} or more: {len(sure)} of {len(rest)}, right {_share(sure):.3f}")
    (given.model / CALIBRATION).write_text(json.dumps(curve(found)) + "\n", encoding="utf-8")
    note(given.model, CALIBRATION)


if __name__ == "__main__":
    main()
