"""What ``list`` and ``read`` print, row by row.

Promises: one function makes the rows of every kind of list, so that the terminal, scripts and exports show the same.
Does not: print.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from .. import intake, reading
from ..errors import InputError
from ..nouns import Edtf, Fault, Text, digest_of
from ..store import ask
from ..store.cited import Filter
from ..store.questions import questions
from . import rows
from .rows import Json

_KINDS: dict[str, tuple[Callable[[sa.Connection, Filter], Iterable[Any]], Callable[[Any], Json], tuple[str, ...]]] = {
    "sources": (ask.acquired, rows.source, ("source",)),
    "texts": (ask.texts, rows.text, ("source",)),
    "statements": (ask.statements, rows.statement, ("source", "speaker", "mode", "words")),
    "figures": (ask.figures, rows.figure, ("source", "speaker", "measure", "words")),
    "dates": (ask.dates, rows.date, ("source", "words")),
    "parties": (lambda connection, _: ask.parties(connection), rows.party, ()),
    "places": (lambda connection, _: ask.places(connection), rows.place, ()),
    "copies": (ask.copies, rows.copy, ("source",)),
    "questions": (questions, rows.question, ("measure", "words")),
    "decisions": (lambda connection, _: ask.decisions(connection), rows.decision, ()),
    "faults": (ask.faults, rows.fault, ("source",)),
}

FILTERS = {kind: filters for kind, (_, _, filters) in _KINDS.items()}
"""The filters that each kind of list takes."""


def list_rows(connection: sa.Connection, kind: str, wanted: Filter, limit: int | None = None) -> Iterator[Json]:
    """Yield the rows of one kind of list; raises InputError where no source is named as ``wanted`` asks."""
    if wanted.source and not _has_source(connection, wanted):
        raise InputError(f"{wanted.source}: there is no such source; `list sources` shows their names and SHA-256")
    question, row, _ = _KINDS[kind]
    return islice(map(row, question(connection, wanted)), limit)


def _has_source(connection: sa.Connection, wanted: Filter) -> bool:
    found = (ask.acquired(connection, Filter(source=wanted.source)), ask.faults(connection, wanted))
    return any(True for answers in found for _ in answers)


def read_lines(files: Sequence[Path]) -> Iterator[Json | InputError]:
    """Read JSON lines of texts, from standard input where there is no file; a bad line is yielded as an error."""
    reader = reading.NeuralReader()
    for name, number, line in _lines(files):
        try:
            given = _object(line)
            text = _text_from(given)
        except ValueError as error:
            yield InputError(f"{name}, line {number}: {error}; the line is left out")
            continue
        yield rows.reading(given.get("id"), text.content, reader.read(text))


def _lines(files: Sequence[Path]) -> Iterator[tuple[str, int, str]]:
    if not files:
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
        yield from (("standard input", number, line) for number, line in enumerate(sys.stdin, 1) if line.strip())
    for path in files:
        with path.open(encoding="utf-8", errors="surrogateescape") as stream:
            yield from ((str(path), number, line) for number, line in enumerate(stream, 1) if line.strip())


_EDTF = re.compile(r"[-Y\d][-\dXTZ:./~?%]{3,}")


def _object(line: str) -> dict[str, Any]:
    """Return the JSON object in a line; raises ValueError where it holds none with a text."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is not JSON ({error})") from error
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise ValueError('it is not an object with "id" and "text"')
    return given


def _text_from(given: dict[str, Any]) -> Text:
    language, published = given.get("language"), given.get("published")
    if not isinstance(language, str | None):
        raise ValueError("its language is not a code such as en")
    if published is None:
        return intake.text_of(given["text"], language=language)
    if not isinstance(published, str) or not _EDTF.fullmatch(published):
        raise ValueError("its date of publication is not EDTF, such as 2021-08-17")
    return intake.text_of(given["text"], language=language, published=Edtf(published))


def read_files(files: Sequence[Path]) -> Iterator[Json | InputError]:
    """Read documents without a case; one that cannot be read is yielded as an error."""
    reader = reading.NeuralReader()
    for path in files:
        try:
            item = intake.Item(digest_of(path.read_bytes()), path.name, path)
        except OSError as error:
            yield InputError(f"{path}: cannot be opened ({error.strerror}); check the path")
            continue
        text = intake.extract(item)
        if isinstance(text, Fault):
            yield InputError(f"{path}: {text.fault}; {text.hint}")
        else:
            yield rows.reading(str(path), text.content, reader.read(text))
