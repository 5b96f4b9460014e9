"""Scores the grouping of wordings into utterances on pairs marked by hand, and times it.

The pairs (``utterances.toml``, invented) are of one party each: the same words cut, reworded or reported, and others
that differ in a figure, a name, a day or a denial. Prints precision, recall and every pair that is wrong, then the time
for many statements. Ends with 1 where a value falls below its floor in ``floors.json`` (section ``utterances``).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import tomllib
from pathlib import Path

from corpus import article
from floors import below, write_floors
from witnessmark.comparing.utterances import Saying, alike, gather
from witnessmark.nouns import Digest, digest_of

PAIRS = Path(__file__).with_name("utterances.toml")


def saying(statement: str, content: str, party: str, source: str) -> Saying:
    """Return a statement of ``party`` in a source of its own."""
    return Saying(
        statement=statement,
        source=Digest(digest_of(source.encode())),
        party=party,
        content=content,
        mode="asserted",
        language="en",
        published=None,
        family=None,
    )


def is_one(one: str, other: str, party: str) -> bool:
    """Tell whether the two contents come out as one utterance."""
    sayings = [saying("s1", one, party, "a"), saying("s2", other, party, "b")]
    return bool(gather(sayings, alike(sayings)))


def score() -> dict[str, float]:
    """Print what is wrong and return precision and recall, of the pairs that thresholds were set on and the others."""
    values: dict[str, float] = {}
    blocks = tomllib.loads(PAIRS.read_text("utf-8"))["party"]
    for title, aside in (("", False), (" kept aside", True)):
        chosen = [block for block in blocks if block.get("aside", False) is aside]
        same = [(*pair, block["name"]) for block in chosen for pair in block["same"]]
        other = [(*pair, block["name"]) for block in chosen for pair in block["other"]]
        missed = [pair for pair in same if not is_one(*pair)]
        wrong = [pair for pair in other if is_one(*pair)]
        for what, pairs in (("missed", missed), ("wrong", wrong)):
            for one, two, _ in pairs:
                print(f"{what}: {one}  |  {two}")
        right = len(same) - len(missed)
        print(
            f"pairs{title}: {len(same)} of the same words, {right} found; "
            f"{len(other)} of other words, {len(wrong)} taken for one"
        )
        values[f"precision{title}"] = right / max(1, right + len(wrong))
        values[f"recall{title}"] = right / max(1, len(same))
    return values


def measure_time(count: int) -> None:
    """Print how long so many statements take: of many parties, of one, and all with the same words."""
    chance = random.Random(1)
    sentences = [
        sentence for number in range(count // 20) for sentence in " ".join(article(number, 400)[2]).split(". ")[:20]
    ]
    for what, parties, same in (
        ("of 1,000 parties", 1000, False),
        ("of one party", 1, False),
        ("all of the same words", 1, True),
    ):
        sayings = [
            saying(f"s{at:08}", sentences[0] if same else content, f"Party N{chance.randrange(parties)}", str(at))
            for at, content in enumerate(sentences)
        ]
        start = time.perf_counter()
        found = gather(sayings, alike(sayings))
        taken = time.perf_counter() - start
        print(f"{len(sayings):>8,} statements {what:<22} {taken:6.2f} s   {len(found):,} utterances")


def main() -> int:
    """Score, time and compare with the floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--set-floors", metavar="REASON", help="make the measured values the floors")
    arguments = parser.parse_args()
    measured = score()
    print("   ".join(f"{name} {value:.3f}" for name, value in measured.items()))
    for count in (5_000, 20_000):
        measure_time(count)
    digest = digest_of(PAIRS.read_bytes())
    if arguments.set_floors:
        write_floors("utterances", measured, digest, arguments.set_floors)
        return 0
    short = below("utterances", measured, digest)
    for line in short:
        print(line, file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
