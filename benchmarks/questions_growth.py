"""Times ``list questions`` and ``list contradictions`` on growing cases of made texts, read by the rules.

Prints a row for each size: texts, figures, questions, contradictions, seconds of each, then how time grows from the
smallest size to the largest (the exponent b of n^b). Half of the texts are those of ``copies_growth.py``, in families
of copies; half tell who was killed, detained or missing, how many of them, where and when, and who denies it. Reading
and comparing for copies are not timed here.
"""

from __future__ import annotations

import argparse
import math
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from case import Silent
from copies import text_of
from copies_growth import _with_paragraphs as with_paragraphs
from copies_growth import articles
from witnessmark import aligning, comparing
from witnessmark.nouns import Custody, Entry, EntryKind, Source, Text
from witnessmark.reading.reader import RuleReader
from witnessmark.store import Store, ask, write
from witnessmark.store.contradictions import contradicting
from witnessmark.store.prepared import prepare
from witnessmark.store.questions import questions

SIZES = (1_000, 4_000)
BATCH = 100
SENTENCES = 8
BODIES = "ministry council court union bar police army commission mission prosecutor".split()
WHO = "prisoners miners students farmers nurses women people men".split()
DONE = "killed detained executed wounded displaced".split()
MONTHS = "January March June August October".split()


def texts() -> Iterator[Text]:
    """Yield texts of both kinds in turn, without end."""
    for number, copied in enumerate(articles()):
        yield copied
        chance = random.Random(number)
        home = _name(chance.randrange(400))
        paragraphs = [" ".join(_sentence(chance, home) for _ in range(2)) for _ in range(SENTENCES // 2)]
        published = f"20{chance.randint(10, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        yield with_paragraphs(text_of(f"told {number}", "\n\n".join(paragraphs), published, "", "en"))


def _name(number: int) -> str:
    return "".join("BDFGKLMNPRST"[number // 12**place % 12] + "aeo"[place] for place in range(3)).capitalize()


def _sentence(chance: random.Random, home: str) -> str:
    said = f"the {_name(chance.randrange(400))} {chance.choice(BODIES)} said"
    who, done = chance.choice(WHO), chance.choice(DONE)
    many, few = chance.randint(3, 900), chance.randint(1, 9)
    when = f"in {chance.choice(MONTHS)} {chance.randint(1980, 2009)}"
    return chance.choice(
        (
            f"At least {many} {who} were {done} in {home} {when}, {said}.",
            f"In {home}, {many} {who} were {done}, of whom {few} were women, {said}.",
            f"T{said[1:]} that no {who} were {done} in {home}.",
            f"More than {many} {who} were {done} {when}, according to {_name(chance.randrange(400))}.",
        )
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What was found in so many texts, and the seconds of each list."""

    texts: int
    figures: int
    questions: int
    contradictions: int
    asking: float
    contradicting: float


def take(given: Sequence[Text], folder: Path) -> Taken:
    """Put texts with their readings into a new store, find copies, and time the two lists."""
    reader = RuleReader()
    with Store.open(folder / "reading.db", create=True) as store:
        for start in range(0, len(given), BATCH):
            with store.writing() as connection:
                for at, text in enumerate(given[start : start + BATCH], start):
                    _put(connection, reader, text, at)
        aligning.compare(store, Silent())
        with store.asking() as connection:
            figures = sum(1 for _ in ask.figures(connection))
            begun = time.perf_counter()
            asked = questions(connection)
            middle = time.perf_counter()
            found = [*contradicting(connection)]
            ended = time.perf_counter()
    return Taken(len(given), figures, len(asked), len(found), middle - begun, ended - middle)


def _put(connection: sa.Connection, reader: RuleReader, text: Text, at: int) -> int:
    custody = Custody(
        name=f"{at:08}.txt",
        acquired_from="/",
        acquired_at="2031-01-01T00:00:00Z",
        clock="",
        acquired_by="",
        tool="",
    )
    source = Source(digest=text.source, size=len(text.content), custody=custody, index=at)
    write.add_entry(connection, Entry(at, EntryKind.SEALED, source))
    reading = reader.read(text)
    keys = [comparing.question_text(figure) for figure in reading.figures]
    marks = comparing.fingerprints(text)
    return write.put(connection, prepare(text, reading, f"{at}", fingerprints=marks, questions=keys), intake="none")


def main() -> int:
    """Time the sizes that are asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many texts")
    arguments = parser.parse_args()
    print(f"{'texts':>9}{'figures':>10}{'questions':>11}{'seconds':>9}{'contradictions':>16}{'seconds':>9}")
    rows: list[Taken] = []
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as folder:
            row = take([*islice(texts(), size)], Path(folder))
        print(
            f"{row.texts:>9,}{row.figures:>10,}{row.questions:>11,}{row.asking:>9.1f}"
            f"{row.contradictions:>16,}{row.contradicting:>9.1f}",
            flush=True,
        )
        rows.append(row)
    if len(rows) > 1:
        first, last = rows[0], rows[-1]
        for what, one, other in (
            ("questions", first.asking, last.asking),
            ("contradictions", first.contradicting, last.contradicting),
        ):
            print(f"{what}: time grows as n^{math.log(other / one) / math.log(last.texts / first.texts):.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
