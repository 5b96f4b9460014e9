"""Measures search by meaning: its speed, its size, and what it finds where the words are others.

    python benchmarks/meaning.py [--data DATA] [--vectors N]

Prints one table. What is found is asked of the originals in ``copies/`` of the data folder (``--data``, then
``$WITNESSMARK_DATA``, then ``../shared/data``): questions in other words than the passage that answers them, and the
paragraphs of reworded copies, each of which has one right original paragraph. Both were paired by hand, before anything
was measured. Where the data is not there, this says so, and the rest is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from corpus import article
from witnessmark import intake, meaning
from witnessmark.nouns import Custody, Entry, EntryKind, Reading, Source
from witnessmark.reading.neural.vectors import LANGUAGE, WIDTH, shipped_sentences
from witnessmark.store import Store, schema, vectors, write
from witnessmark.store.prepared import prepare
from witnessmark.store.search import Hit, search
from witnessmark.store.vectors import packed

ROOT = Path(__file__).resolve().parent.parent
QUERIES = 20
FOUND_AMONG = 10

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "how many demonstrators came": ("c01-a 2", "c01-b 2"),
    "accused man insists he was on holiday during the massacre": ("c01-a 1",),
    "roll call of the condemned read aloud at dawn": ("c01-a 4",),
    "estimates of how many convicts were executed": ("c01-a 6",),
    "defence lawyer challenges the memory of the survivor": ("c01-b 4",),
    "diplomat called in to receive a formal complaint": ("c01-c 4", "c01-n 0", "c01-n 2"),
    "citizens abroad told not to travel": ("c01-n 2",),
    "courts may punish atrocities wherever they happened": ("c01-n 4",),
    "bruises on the corpse seen by relatives": ("c03-a 2", "c03-a 0"),
    "pleas for a medical examination were ignored": ("c03-a 3",),
    "what the journalist wrote about": ("c03-a 4",),
    "earlier fatalities behind bars at the same camp": ("c03-a 5", "c03-b 3"),
    "sent to solitary for disobeying a guard": ("c03-b 1",),
    "preserve the CCTV footage": ("c03-b 4",),
    "phones of the bereaved are tapped": ("c03-b 5",),
    "ambassadors stopped from attending a funeral": ("c03-n 1", "c03-n 2"),
    "few people at the graveside and many secret policemen": ("c03-n 3",),
    "mass grave discovered on a farm": ("c05-a 0", "c05-c 0"),
    "women hunting for their disappeared children were mailed directions": ("c05-a 1", "c05-c 3"),
    "victims recognised by their teeth": ("c05-a 3",),
    "property confiscated from a money launderer for a cartel": ("c05-a 4",),
    "farmer saw military vehicles in the dark but kept silent": ("c05-c 4",),
    "politician pledges DNA testing facility before the vote": ("c05-c 5",),
    "nurse recorded victims on linen so they would be remembered": ("c07-a 0", "c07-a 5"),
    "witness recognises the commander in a picture": ("c07-a 3",),
    "attorneys walked out because they were not warned": ("c07-a 4", "c07-n 0", "c07-n 1"),
    "pardon in return for a full admission of guilt": ("c07-a 6", "c07-n 4"),
    "differing counts of those killed in the clinic": ("c07-n 3",),
    "elderly officer caught while travelling to a family celebration": ("c09-a 1",),
    "villagers rejoiced at the news": ("c09-a 4",),
    "suspect refuses to be handed over without a hearing": ("c09-b 2",),
    "no time limit for prosecuting these crimes": ("c09-b 1",),
    "innocent until proven guilty": ("c09-b 3",),
    "refugees killed when a refrigerated warehouse was hit": ("c11-a 2",),
    "state mocks the ruling of the tribunal": ("c11-a 4",),
    "librarian's register of people who died": ("c11-n 4",),
    "memorial delayed for lack of funds": ("c11-n 2",),
    "homes without heat or glass": ("c11-n 3",),
}
"""Questions with the passages that answer them: the text's id and the paragraph's position, from 0."""


REWORDED: Mapping[str, tuple[str | None, ...]] = {
    "c03-g": ("c03-a 0", None, "c03-a 1", "c03-a 2", "c03-a 3", "c03-a 4", "c03-a 5"),
    "c11-f": ("c11-a 0", "c11-a 1", "c11-a 2", "c11-a 3", "c11-a 4", "c11-a 5"),
}
"""For each paragraph of a reworded copy, the paragraph of the original that it rewords."""


def row(what: str, measured: str, goal: str = "") -> None:
    """Print one line of the table."""
    print(f"{what:<66}{measured:>16}{goal:>12}", flush=True)


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


# ------------------------------------------------------------------------------------------------------------- speed


def measure_embedding(count: int = 1000) -> None:
    """Embed paragraphs of news on one core."""
    passages = [paragraph for number in range(count // 8) for paragraph in article(number)[2]][:count]
    encoder = shipped_sentences()
    loading = milliseconds(lambda: encoder.vector(passages[0]))
    began = time.process_time()
    for passage in passages:
        encoder.vector(passage)
    words = statistics.mean(len(passage.split()) for passage in passages)
    taken = (time.process_time() - began) * 1000 / len(passages)
    row(f"embedding 1,000 passages of {words:.0f} words, one core", f"{taken:.1f} s")
    row("loading the model", f"{loading:.0f} ms")


def measure_query(folder: Path, count: int) -> None:
    """Ask so many vectors, which are made by chance, for the 20 nearest."""
    path, model = folder / f"{count}.db", shipped_sentences().digest
    sizes = []
    for put in (lambda connection: _fill(connection, count), _give):
        with Store.open(path, create=True) as store, store.writing() as connection:
            put(connection)
        sizes.append(path.stat().st_size)
    chance = np.random.default_rng(7)
    aims = [packed(chance.standard_normal(WIDTH).astype(np.float32), WIDTH) for _ in range(QUERIES)]
    with Store.open(path) as store, store.asking() as connection:
        times = [milliseconds(partial(vectors.nearest, connection, model, aim, 20)) for aim in aims]
        lacking = milliseconds(partial(vectors.missing, connection, model, LANGUAGE))
    goal = "< 1,000 ms" if count == 200_000 else ""
    row(f"the nearest of {count:,} vectors, median of {QUERIES} queries", f"{statistics.median(times):.0f} ms", goal)
    row("  slowest", f"{max(times):.0f} ms", goal)
    row("  telling that none is missing", f"{lacking:.0f} ms")
    row("  room that they take", f"{(sizes[1] - sizes[0]) / 2**20:.0f} MiB")


def _fill(connection: sa.Connection, count: int) -> None:
    """Put articles until there are so many passages."""
    put = number = 0
    while put < count:
        title, _, paragraphs = article(number)
        put += _put(connection, number, "\n\n".join([title, *paragraphs]), f"{number}.txt")
        number += 1


def _put(connection: sa.Connection, number: int, content: str, name: str) -> int:
    text = intake.text_of(content, language=LANGUAGE)
    time_ = "2020-01-01T00:00:00Z"
    custody = Custody(name=name, acquired_from="x", acquired_at=time_, clock="", acquired_by="", tool="")
    source = Source(digest=text.source, size=1, index=number, custody=custody)
    write.add_entry(connection, Entry(number, EntryKind.SEALED, source))
    write.put(connection, prepare(text, Reading(reader="none"), name, questions=()), intake="none")
    return len(text.locators)


def _give(connection: sa.Connection) -> None:
    chance = np.random.default_rng(3)
    model = shipped_sentences().digest
    for stretch in vectors.missing(connection, model, LANGUAGE):
        numbers = chance.integers(-127, 128, len(stretch) * WIDTH, dtype=np.int8)
        vectors.put(connection, stretch, model, numbers.tobytes())


# ------------------------------------------------------------------------------------------------------ what is found


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the passages that are right answers to it, as ``text paragraph``."""

    query: str
    right: tuple[str, ...]


def measure_finding(folder: Path) -> None:
    """Ask the originals by words and by meaning, and print how many right passages stand among the first ten."""
    if not (folder / "gold.json").is_file():
        print(f"skipped: what is found ({folder} has no marked copies; name the folder above it with --data)")
        return
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    originals = {origin["id"] for family in gold["families"] for origin in family["origins"]}
    texts = {item["id"]: item for item in map(json.loads, (folder / "texts.jsonl").read_text("utf-8").splitlines())}
    chosen = {name: item["text"].split("\n\n") for name, item in texts.items() if name in originals}
    chosen = {name: chosen[name] for name in sorted(chosen) if texts[name]["lang"] == LANGUAGE}
    reworded = [
        Asked(query, (right,))
        for name, rights in REWORDED.items()
        for query, right in zip(texts[name]["text"].split("\n\n"), rights, strict=True)
        if right
    ]
    questions = [Asked(query, right) for query, right in QUESTIONS.items()]
    with tempfile.TemporaryDirectory() as made, Store.open(Path(made) / "reading.db", create=True) as store:
        with store.writing() as connection:
            for number, (name, paragraphs) in enumerate(chosen.items()):
                _put(connection, number, "\n\n".join(paragraphs), name)
            for stretch in vectors.missing(connection, shipped_sentences().digest, LANGUAGE):
                numbers = meaning.embed(meaning.Job(stretch, vectors.quotes(connection, stretch)))
                vectors.put(connection, stretch, shipped_sentences().digest, numbers)
        with store.asking() as connection:
            total = connection.scalar(sa.select(sa.func.count()).select_from(schema.passage))
            row(f"\nright passages found among {total}, in percent", f"recall@{FOUND_AMONG}", "first right")
            for what, asked in (("questions in other words", questions), ("paragraphs of reworded copies", reworded)):
                _print_finding(connection, what, asked, chosen)


def _print_finding(
    connection: sa.Connection, what: str, asked: Sequence[Asked], texts: Mapping[str, Sequence[str]]
) -> None:
    """Print the share of right passages that each way finds."""
    where = {(name, quote): f"{name} {at}" for name, quotes in texts.items() for at, quote in enumerate(quotes)}

    def places(hits: Sequence[Hit]) -> list[str]:
        return [where.get((hit.citation.name, hit.citation.passage.quote), "") for hit in hits]

    ways: dict[str, Callable[[str], list[str]]] = {
        "words": lambda query: places(search(connection, query, limit=FOUND_AMONG).hits),
        "meaning": lambda query: places(meaning.find(connection, query, limit=FOUND_AMONG).hits),
    }
    for way, ask in ways.items():
        answers = [(item, ask(item.query)) for item in asked]
        recall = statistics.mean(len({*item.right} & {*found}) / len(item.right) for item, found in answers)
        first = statistics.mean(bool(found) and found[0] in item.right for item, found in answers)
        row(f"{len(asked)} {what}, by {way}", f"{recall * 100:.0f}", f"{first * 100:.0f}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    default = os.environ.get("WITNESSMARK_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(default), help="the folder that holds copies/")
    parser.add_argument("--vectors", type=int, nargs="*", default=[10_000, 200_000], help="how many are searched")
    given = parser.parse_args()
    row("what", "measured", "goal")
    measure_embedding()
    with tempfile.TemporaryDirectory() as name:
        for count in given.vectors:
            measure_query(Path(name), count)
    measure_finding(given.data / "copies")


if __name__ == "__main__":
    main()
