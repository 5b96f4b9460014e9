"""Times copies in a growing case: fingerprints, what the store does with them, and the alignment of candidates.

Prints a row for each size: seconds of each part on one core (processor time), seconds by the clock, copies found, the
largest memory of the process and the size of the database, then how time grows from the smallest size to the largest
(the exponent b of n^b). The last column adds one text more to the case and compares it. The texts are made
(``newsroom.py``): 3 kB each, in families of copies with rival reports, standing paragraphs, forms and footers that
thousands share. Then the cases that must not be slow: all texts identical, one boilerplate in all, texts that are
lists, empty ones. A build makes fingerprints in the processes that read.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import newsroom
from copies import text_of
from witnessmark import aligning, comparing
from witnessmark.nouns import Custody, Entry, EntryKind, Locator, Reading, Source, Span, Text
from witnessmark.store import Store, ask, write
from witnessmark.store.prepared import Prepared, prepare

SIZES = (1_000, 3_000)
WORDS = 500
BATCH = 16


@dataclass(slots=True)
class Taken:
    """Processor seconds by part, seconds by the clock, and what was found."""

    texts: int = 0
    characters: int = 0
    fingerprints: float = 0.0
    put: float = 0.0
    compared: float = 0.0
    clock: float = 0.0
    one_more: float = 0.0
    """Seconds by the clock to put and compare one more text."""
    copies: int = 0
    memory: float = 0.0
    """MiB."""
    database: float = 0.0
    """MiB."""

    @property
    def seconds(self) -> float:
        """Seconds of all parts on one core."""
        return self.fingerprints + self.put + self.compared


class _Silent:
    def begin(self, stage: str, total: int) -> None:
        """Say nothing."""

    def advance(self, steps: int = 1) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""

    def say(self, line: str) -> None:
        """Say nothing."""


def articles() -> Iterator[Text]:
    """Yield texts of about 3 kB, event by event, without end."""
    number = 10_000
    while True:
        for made in newsroom.event(number, copies=number % 9, words=WORDS):
            text = text_of(made.name, made.content, made.published, made.publisher, made.language)
            yield _with_paragraphs(text)
        number += 1


def articles_up_to(count: int) -> Iterator[Text]:
    """Yield the first ``count`` texts."""
    return islice(articles(), count)


def _with_paragraphs(text: Text) -> Text:
    locators: list[Locator] = []
    at = 0
    for paragraph in text.content.split("\n\n"):
        if paragraph.strip():
            locators.append(Locator(Span(at, at + len(paragraph)), (("paragraph", str(len(locators) + 1)),)))
        at += len(paragraph) + 2
    return replace(text, locators=tuple(locators))


def take(texts: Iterable[Text], folder: Path) -> Taken:
    """Put texts into a new store as a build does, compare them, add one more, and return what it took."""
    taken = Taken()
    given = iter(texts)
    more = next(given, None)
    with Store.open(folder / "reading.db", create=True) as store:
        while batch := list(islice(given, BATCH)):
            start, clock = time.process_time(), time.perf_counter()
            prepared = [_prepared(text) for text in batch]
            middle = time.process_time()
            _put(store, batch, prepared, taken.texts)
            taken.fingerprints += middle - start
            taken.put += time.process_time() - middle
            taken.clock += time.perf_counter() - clock
            taken.texts += len(batch)
            taken.characters += sum(len(text.content) for text in batch)
        start, clock = time.process_time(), time.perf_counter()
        aligning.compare(store, _Silent())
        taken.compared = time.process_time() - start
        taken.clock += time.perf_counter() - clock
        with store.asking() as connection:
            taken.copies = ask.counts(connection).copies
        if more is not None:
            clock = time.perf_counter()
            _put(store, [more], [_prepared(more)], taken.texts)
            aligning.compare(store, _Silent())
            taken.one_more = time.perf_counter() - clock
    taken.database = sum(path.stat().st_size for path in folder.iterdir()) / 2**20
    taken.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return taken


def _prepared(text: Text) -> Prepared:
    marks = comparing.fingerprints(text)
    return prepare(text, Reading(reader="none"), text.source, fingerprints=marks, questions=[])


def _put(store: Store, texts: Sequence[Text], prepared: Sequence[Prepared], first: int) -> list[int]:
    numbers = []
    with store.writing() as connection:
        for at, (text, rows) in enumerate(zip(texts, prepared, strict=True), first):
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
            numbers.append(write.put(connection, rows, intake="none"))
    return numbers


def identical(count: int) -> Iterator[Text]:
    """Yield texts with the same words under different names."""
    content = next(articles()).content
    return (_with_paragraphs(text_of(f"same {at}", content, "2031-01-01", "", "en")) for at in range(count))


def boilerplate(count: int) -> Iterator[Text]:
    """Yield unlike texts that all end with the same long paragraph."""
    made = articles()
    standing = next(made).content.replace("\n\n", " ")[:1500]
    for at in range(count):
        content = f"{next(made).content[:1500]}\n\n{standing}"
        yield _with_paragraphs(text_of(f"standing {at}", content, "2031-01-01", "", "en"))


def lists(count: int) -> Iterator[Text]:
    """Yield texts that are one long list of names and years, some of which all lists have."""
    for at in range(count):
        rows = (f"Given{number} Family{number % 97} born {1900 + number % 80}" for number in range(at, at + 100))
        yield text_of(f"list {at}", "\n".join(rows), "2031-01-01", "", "en")


def empty(count: int) -> Iterator[Text]:
    """Yield texts without words."""
    return (text_of(f"empty {at}", "…" * (at % 3), "2031-01-01", "", "en") for at in range(count))


BAD: Mapping[str, Callable[[int], Iterator[Text]]] = {
    "all identical": identical,
    "one standing paragraph": boilerplate,
    "lists": lists,
    "empty": empty,
}
HEADINGS = ("texts", "chars", "fingerprints", "put", "compared", "clock", "copies", "MiB", "db MiB", "one more")
WIDTHS = (9, 7, 14, 8, 10, 9, 10, 8, 8, 10)


def show(title: str, taken: Taken) -> None:
    """Print a row of the table."""
    cells = (
        f"{taken.texts:,}",
        f"{taken.characters / max(1, taken.texts):,.0f}",
        *(f"{seconds:.1f}" for seconds in (taken.fingerprints, taken.put, taken.compared, taken.clock)),
        *(f"{amount:,.0f}" for amount in (taken.copies, taken.memory, taken.database)),
        f"{taken.one_more:.2f}",
    )
    _print_row(title, cells)


def _print_row(title: str, cells: Sequence[str]) -> None:
    print(f"{title:<24}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True)), flush=True)


def main() -> int:
    """Time the sizes that are asked for, then the bad cases."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many texts")
    parser.add_argument("--bad", type=int, default=1_000, help="how many texts each bad case has")
    arguments = parser.parse_args()
    _print_row("", HEADINGS)
    rows = [_timed("articles", articles_up_to, size + 1) for size in arguments.sizes]
    if len(rows) > 1:
        first, last = rows[0], rows[-1]
        exponent = math.log(last.seconds / first.seconds) / math.log(last.texts / first.texts)
        print(f"time grows as n^{exponent:.2f} from {first.texts:,} to {last.texts:,} texts")
    for title, make in BAD.items():
        for size in (arguments.bad, 2 * arguments.bad):
            _timed(title, make, size)
    return 0


def _timed(title: str, make: Callable[[int], Iterator[Text]], size: int) -> Taken:
    """Take the texts in a process of their own, so that its memory is theirs, and print the row."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        taken = pool.submit(_taken, make, size).result()
    show(title, taken)
    return taken


def _taken(make: Callable[[int], Iterator[Text]], size: int) -> Taken:
    with tempfile.TemporaryDirectory() as folder:
        return take(make(size), Path(folder))


if __name__ == "__main__":
    main()
