"""The vectors of passages, and which passages lie nearest to one of them.

Promises: a vector goes with its passage: when a text is read anew, its vectors are gone; those of another model are
never compared. Scores follow from the two vectors alone, whatever else is compared and in which order: vectors are
whole numbers, and their sums are exact. Memory grows with the case by the score and the number of each passage alone.
Does not: make vectors, or hold them for the record: they are derived, no imprint covers them, and whoever alters one
alters the order of answers, never a passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from witnessmark.intake.boxes import page_boxes
from witnessmark.nouns import Passage
from witnessmark.store import rows, schema
from witnessmark.store.cited import Citation
from witnessmark.store.search import Hit

STRETCH = 128
"""Passages of one text whose vectors are one row."""
LARGEST = 127
"""Each vector is stretched until its largest number is this, and rounded: cosines keep two to three digits."""
AT_ONCE = 16_384
"""Vectors that are compared at once (24 MiB of them)."""
ASKED_AT_ONCE = 500

Whole = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Passages of one text that follow each other: the numbers of the first and the last, both included."""

    first: int
    last: int

    def __len__(self) -> int:
        """Return how many passages they are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The nearest passages, best first; ``wordless`` are those of a known language that have no vector."""

    hits: tuple[Hit, ...]
    wordless: int


def packed(vector: npt.NDArray[np.float32] | None, width: int) -> bytes:
    """Return a vector as it is stored: ``width`` whole numbers of one byte; zeros stand for none."""
    largest = 0.0 if vector is None else float(np.abs(vector).max())
    if vector is None or not largest:
        return bytes(width)
    whole: Whole = np.rint(vector * (LARGEST / largest)).astype(np.int8)
    return whole.tobytes()


def missing(connection: sa.Connection, model: str, language: str) -> list[Stretch]:
    """Return the stretches of passages in ``language`` that this model has not been asked about."""
    passage, text, vector = schema.passage.c, schema.text.c, schema.vector.c
    spans = (
        sa.select(sa.func.min(passage.id).label("first"), sa.func.max(passage.id))
        .join(schema.text, text.id == passage.text)
        .where(text.language == language)
        .group_by(passage.text)
        .order_by("first")
    )
    known = {*connection.scalars(sa.select(vector.first).where(vector.model == model))}
    return [
        Stretch(at, min(at + STRETCH - 1, last))
        for first, last in connection.execute(spans)
        for at in range(first, last + 1, STRETCH)
        if at not in known
    ]


def quotes(connection: sa.Connection, stretch: Stretch) -> tuple[str, ...]:
    """Return the words of the passages of a stretch, in order; none where they are gone."""
    passage, text = schema.passage.c, schema.text.c
    inside = (
        sa.select(passage.text, passage.start, passage.end)
        .where(passage.id.between(stretch.first, stretch.last))
        .order_by(passage.id)
    )
    found = connection.execute(inside).all()
    if not found:
        return ()
    content = connection.scalar(sa.select(text.content).where(text.id == found[0].text)) or ""
    return tuple(content[row.start : row.end] for row in found)


def put(connection: sa.Connection, stretch: Stretch, model: str, numbers: bytes) -> None:
    """Put the vectors of a stretch, one after the other, in the place of those of another model."""
    table = schema.vector
    connection.execute(sa.delete(table).where(table.c.first == stretch.first))
    connection.execute(sa.insert(table), {"first": stretch.first, "model": model, "numbers": numbers})


def left_out(connection: sa.Connection, language: str) -> dict[str | None, int]:
    """Return how many passages stand in texts of other languages, most first; None is a language not found."""
    passage, text = schema.passage.c, schema.text.c
    count = sa.func.count()
    query = (
        sa.select(text.language, count)
        .join(schema.passage, passage.text == text.id)
        .where(text.language.is_distinct_from(language))
        .group_by(text.language)
        .order_by(count.desc(), text.language)
    )
    return dict(connection.execute(query).all())


def nearest(connection: sa.Connection, model: str, wanted: bytes, limit: int) -> Nearest:
    """Return the passages whose vectors have the largest cosine with ``wanted``, a packed vector.

    Of equal ones, those come first whose source's name, digest and place do. A cosine of 0 or less is no likeness.
    """
    aim = np.frombuffer(wanted, np.int8).astype(np.float32)
    parts = [(numbers, *_cosines(vectors, aim)) for numbers, vectors in _blocks(connection, model, len(aim))]
    if not parts or not aim.any():
        return Nearest(hits=(), wordless=0)
    numbers, scores, empty = (np.concatenate(part) for part in zip(*parts, strict=True))
    chosen = scores > 0
    if np.count_nonzero(chosen) > limit:
        chosen = scores >= max(np.partition(scores, -limit)[-limit], np.finfo(np.float64).tiny)
    best = dict(zip(numbers[chosen].tolist(), scores[chosen].tolist(), strict=True))
    order = sorted((-best[number], *place, number) for number, place in _places(connection, [*best]))
    ranked = [number for *_, number in order[:limit]]
    return Nearest(hits=tuple(_hits(connection, ranked, best)), wordless=int(np.count_nonzero(empty)))


def _blocks(connection: sa.Connection, model: str, width: int) -> Iterator[tuple[Numbers, Whole]]:
    """Yield the numbers of passages with their vectors, some thousands at a time."""
    vector = schema.vector.c
    query = sa.select(vector.first, vector.numbers).where(vector.model == model).order_by(vector.first)
    numbers: list[Numbers] = []
    pieces: list[bytes] = []
    held = 0
    for first, piece in connection.execute(query).yield_per(ASKED_AT_ONCE):
        numbers.append(np.arange(first, first + len(piece) // width))
        pieces.append(piece)
        held += len(piece) // width
        if held >= AT_ONCE:
            yield np.concatenate(numbers), np.frombuffer(b"".join(pieces), np.int8).reshape(-1, width)
            numbers, pieces, held = [], [], 0
    if held:
        yield np.concatenate(numbers), np.frombuffer(b"".join(pieces), np.int8).reshape(-1, width)


def _cosines(vectors: Whole, aim: npt.NDArray[np.float32]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return the cosine of each vector with ``aim``, and which are none.

    All products and sums are whole numbers below 2**24, which float32 holds exactly, in whatever order they are added.
    """
    numbers = vectors.astype(np.float32)
    products = (numbers @ aim).astype(np.float64)
    squares = np.einsum("ij,ij->i", numbers, numbers).astype(np.float64)
    lengths = np.sqrt(squares * float(aim @ aim))
    return np.divide(products, lengths, out=np.zeros_like(products), where=lengths > 0), squares == 0


def _places(connection: sa.Connection, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[str, str, int]]]:
    """Yield for each passage what orders equal ones: name and digest of its source, and its start."""
    passage, source, text = schema.passage.c, schema.source.c, schema.text.c
    query = sa.select(passage.id, source.name, source.digest, passage.start).join_from(schema.passage, schema.text)
    query = query.join(schema.source, source.digest == text.source)
    for row in _in_parts(connection, query, numbers):
        yield row["id"], (row["name"], row["digest"], row["start"])


def _hits(connection: sa.Connection, ranked: Sequence[int], scores: dict[int, float]) -> Iterator[Hit]:
    passage, source, text = schema.passage.c, schema.source.c, schema.text.c
    quote = sa.func.substr(text.content, passage.start + 1, passage.end - passage.start).label("quote")
    query = sa.select(
        passage.id, passage.start, passage.end, passage.steps, text.corrections, source.name, source.digest, quote
    )
    query = query.join_from(schema.passage, schema.text).join(schema.source, source.digest == text.source)
    found = {row["id"]: row for row in _in_parts(connection, query, ranked)}
    for number in ranked:
        row = found[number]
        locator = rows.locator_from(row)
        words = Passage((locator.span,), row["quote"])
        cited = Citation(
            source=row["digest"],
            name=row["name"],
            locator=locator.label,
            passage=words,
            boxes=page_boxes((locator,), rows.corrections_from(row["corrections"]), words),
        )
        yield Hit(citation=cited, hits=(), score=scores[number])


def _in_parts(connection: sa.Connection, query: sa.Select[Any], numbers: Sequence[int]) -> Iterator[rows.Row]:
    for at in range(0, len(numbers), ASKED_AT_ONCE):
        part = schema.passage.c.id.in_(numbers[at : at + ASKED_AT_ONCE])
        yield from connection.execute(query.where(part)).mappings()
