"""Finds passages by what they mean: makes the vectors that the reading lacks, and asks for those nearest to a query.

Promises: a passage is embedded once for each model; what was embedded is on disk every few seconds, so that a filling
that is stopped goes on where it was; what cannot be found this way is counted.
Does not: print, compare across languages, or write where every vector is there.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, overload

import sqlalchemy as sa

from witnessmark.case import Case
from witnessmark.engine import Crash, map_unordered
from witnessmark.errors import BusyError, WitnessmarkError
from witnessmark.reading.neural.vectors import LANGUAGE, WIDTH, shipped_sentences
from witnessmark.store import Store, vectors
from witnessmark.store.search import Hit
from witnessmark.store.vectors import Stretch

STRETCHES_PER_COMMIT = 64
SECONDS_PER_COMMIT = 2.0
QUOTES_KEPT = 4096
"""Passages whose vectors are kept while others are made: cells and copied paragraphs come again."""

_SIGNS_OF_SEARCH = re.compile(r'["*]')


class Progress(Protocol):
    """Is told how far the filling is."""

    def begin(self, stage: str, total: int) -> None:
        """Begin a stage with so many steps."""

    def advance(self, steps: int = 1) -> None:
        """Count steps of the stage as done."""

    def end(self) -> None:
        """End the stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """What a search by meaning found, and what it could not look at."""

    hits: tuple[Hit, ...]
    """Best first; ``score`` is the cosine, above 0 and at most 1."""
    understood: bool
    """False where the query has no word that the model reads."""
    other_languages: Mapping[str | None, int]
    """Passages in texts of other languages, most first; None is a language that was not found."""
    wordless: int
    """Passages of English texts that hold fewer than three words: cells, numbers, signs."""


def fill(case: Case, progress: Progress) -> None:
    """Make the vectors of all passages in English that have none of the shipped model.

    Raises BusyError where some are missing, or nothing is read yet, while another process writes to the case,
    WitnessmarkError where some are missing and nothing can be written.
    """
    model = shipped_sentences().digest
    with case.reading() as store:
        with store.asking() as connection:
            case.require_texts(connection)
            lacking = sum(map(len, vectors.missing(connection, model, LANGUAGE)))
        if not lacking:
            return
        passages = "1 passage has" if lacking == 1 else f"{lacking:,} passages have"
        what = f"{passages} yet to be made ready for a search by meaning"
        if store.frozen:
            raise WitnessmarkError(
                f"{case.folder}: {what}, and nothing can be written there; "
                "search without --like, or once with it where the case can be written"
            )
    try:
        with case.writing() as (_, store):
            _fill(store, model, progress)
    except BusyError as error:
        raise BusyError(
            f"{case.folder}: another process is writing to this case, and {what}; "
            "wait until it is done, or search without --like"
        ) from error


def _fill(store: Store, model: str, progress: Progress) -> None:
    with store.asking() as connection:
        stretches = vectors.missing(connection, model, LANGUAGE)
    progress.begin("Embedding", sum(map(len, stretches)))
    made: list[tuple[Stretch, bytes]] = []
    last = time.monotonic()
    try:
        for job, numbers in map_unordered(embed, _Jobs(store, stretches), preload=("witnessmark.meaning",)):
            if isinstance(numbers, Crash):
                raise WitnessmarkError(
                    f"{store.path}: passages could not be embedded ({numbers.reason}); close other programs and run "
                    "the same command: what was done is kept"
                )
            made.append((job.stretch, numbers))
            progress.advance(len(job.stretch))
            if len(made) >= STRETCHES_PER_COMMIT or time.monotonic() - last > SECONDS_PER_COMMIT:
                _put(store, model, made)
                last = time.monotonic()
    finally:
        _put(store, model, made)
    progress.end()


def _put(store: Store, model: str, made: list[tuple[Stretch, bytes]]) -> None:
    if made:
        with store.writing() as connection:
            for stretch, numbers in made:
                vectors.put(connection, stretch, model, numbers)
    made.clear()


@dataclass(frozen=True, slots=True)
class Job:
    """Passages to be embedded."""

    stretch: Stretch
    quotes: tuple[str, ...]


class _Jobs(Sequence[Job]):
    """The jobs of stretches, each with words that are fetched when it is its turn."""

    def __init__(self, store: Store, stretches: Sequence[Stretch]) -> None:
        self._store = store
        self._stretches = stretches

    def __len__(self) -> int:
        return len(self._stretches)

    @overload
    def __getitem__(self, at: int) -> Job: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Job]: ...
    def __getitem__(self, at: int | slice) -> Job | Sequence[Job]:
        if isinstance(at, slice):
            return _Jobs(self._store, self._stretches[at])
        stretch = self._stretches[at]
        with self._store.asking() as connection:
            return Job(stretch, vectors.quotes(connection, stretch))


def embed(job: Job) -> bytes:
    """Return the packed vectors of a job's passages, one after the other; runs in a worker process."""
    return b"".join(map(_packed, job.quotes))


@lru_cache(maxsize=QUOTES_KEPT)
def _packed(quote: str) -> bytes:
    return vectors.packed(shipped_sentences().vector_of_passage(quote), WIDTH)


def find(connection: sa.Connection, query: str, *, limit: int = 20) -> Alike:
    """Return the passages nearest in meaning to ``query``, of those that ``fill`` made ready."""
    wanted = shipped_sentences().vector(_SIGNS_OF_SEARCH.sub(" ", query))
    found = vectors.nearest(connection, shipped_sentences().digest, vectors.packed(wanted, WIDTH), limit)
    return Alike(
        hits=found.hits,
        understood=wanted is not None,
        other_languages=vectors.left_out(connection, LANGUAGE),
        wordless=found.wordless,
    )
