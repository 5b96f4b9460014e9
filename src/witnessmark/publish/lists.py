"""What ``list`` and ``read`` print, row by row.

Promises: one function makes the rows of every kind of list, so that the terminal, scripts and exports show the same.
Does not: print.
"""

from __future__ import annotations

import codecs
import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import sqlalchemy as sa

from witnessmark import intake
from witnessmark.case import shown
from witnessmark.errors import InputError
from witnessmark.nouns import Fault, Text, digest_of
from witnessmark.publish import rows
from witnessmark.publish.declared import language_from, published_from
from witnessmark.publish.rows import Json
from witnessmark.store import ask
from witnessmark.store.cited import Filter
from witnessmark.store.contradictions import contradicting
from witnessmark.store.places import places
from witnessmark.store.questions import decisions, questions
from witnessmark.store.timeline import dated
from witnessmark.store.utterances import utterances

if TYPE_CHECKING:
    from witnessmark.reading import Reader

_KINDS: dict[str, tuple[Callable[[sa.Connection, Filter], Iterable[Any]], Callable[[Any], Json], tuple[str, ...]]] = {
    "sources": (ask.acquired, rows.source, ("source",)),
    "texts": (ask.texts, rows.text, ("source",)),
    "statements": (ask.statements, rows.statement, ("source", "speaker", "mode", "words", "sure")),
    "figures": (ask.figures, rows.figure, ("source", "speaker", "measure", "words")),
    "dates": (ask.dates, rows.date, ("source", "words")),
    "timeline": (dated, rows.dated, ("source", "words")),
    "parties": (lambda connection, _: ask.parties(connection), rows.party, ()),
    "places": (lambda connection, _: places(connection), rows.place, ()),
    "copies": (ask.copies, rows.copy, ("source",)),
    "utterances": (utterances, rows.utterance, ("source", "speaker", "words")),
    "contradictions": (contradicting, rows.contradiction, ("source", "speaker", "words")),
    "questions": (questions, rows.question, ("measure", "words")),
    "decisions": (lambda connection, _: decisions(connection), rows.decision, ()),
    "faults": (ask.faults, rows.fault, ("source",)),
}

FILTERS = {kind: filters for kind, (_, _, filters) in _KINDS.items()}
"""The filters that each kind of list takes."""


def list_rows(connection: sa.Connection, kind: str, wanted: Filter) -> Iterator[Json]:
    """Yield the rows of one kind of list; raises InputError where no source is named as ``wanted`` asks."""
    if wanted.source:
        wanted = replace(wanted, source=_one_source(connection, wanted.source))
    question, row, _ = _KINDS[kind]
    return map(row, question(connection, wanted))


def _one_source(connection: sa.Connection, given: str) -> str:
    """Return the name or the digest that ``given`` stands for; raises InputError where it is none or several."""
    for name in dict.fromkeys((given, shown(given))):
        acquired = [*ask.acquired(connection, Filter(source=name))]
        called = {item.source.digest for item in acquired if item.source.custody.name == name}
        unsealed = any(fault.source is None for fault in ask.faults(connection, Filter(source=name)))
        if called or unsealed:
            return name if unsealed or len(called) > 1 else called.pop()
        digests = sorted({item.source.digest for item in acquired})
        if len(digests) > 1:
            which = ", ".join(f"{digest[:16]}…" for digest in digests[:3]) + (", …" if len(digests) > 3 else "")
            raise InputError(f"{given}: the SHA-256 of {len(digests):,} sources begins so; give more of it: {which}")
        if digests:
            return digests[0]
    raise InputError(f"{given}: there is no such source; `list sources` shows their names and SHA-256")


STANDARD_INPUT = "-"
"""What stands for standard input where a file of lines is named."""

LINE_LIMIT = 64 << 20
"""Bytes of one line: what the text of a document may come to as well."""

_BOM = b"\xef\xbb\xbf"


def _reader() -> Reader:
    from witnessmark.reading import NeuralReader  # what only asks a case need not load it

    return NeuralReader()


def read_lines(files: Sequence[Path]) -> Iterator[Json | InputError]:
    """Read JSON lines of texts, from standard input where there is no file; a bad line is yielded as an error."""
    reader = _reader()
    for name, number, line in _lines(files):
        if isinstance(line, InputError):
            yield line
            continue
        try:
            given = _object(line)
            text = _text_from(given)
            yield rows.reading(given.get("id"), text.content, reader.read(text))
        except ValueError as error:
            yield InputError(f"{name}, line {number}: {error}; the line is left out")
        except MemoryError:
            yield InputError(f"{name}, line {number}: there is not enough memory to read it; split its text")


def _lines(files: Sequence[Path]) -> Iterator[tuple[str, int, bytes | InputError]]:
    """Yield each line that is not empty with its file and number; a file that cannot be opened is an error."""
    for path in files or [Path(STANDARD_INPUT)]:
        name = "standard input" if str(path) == STANDARD_INPUT else str(path)
        try:
            with _opened(path) as stream:
                yield from ((name, *numbered) for numbered in _whole_lines(name, stream))
        except OSError as error:
            yield name, 0, InputError(f"{name}: cannot be read ({error.strerror}); check the path")


def _opened(path: Path) -> AbstractContextManager[BinaryIO]:
    if str(path) != STANDARD_INPUT:
        return path.open("rb")
    if sys.stdin is None:
        raise InputError("standard input is closed; name a FILE, or pass lines on")
    return nullcontext(sys.stdin.buffer)


def _whole_lines(name: str, stream: BinaryIO) -> Iterator[tuple[int, bytes | InputError]]:
    for number in count(1):
        line = stream.readline(LINE_LIMIT + 1)
        if not line:
            return
        if len(line) > LINE_LIMIT:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LINE_LIMIT)
            what = f"it is longer than {LINE_LIMIT:,} bytes; split its text"
            yield number, InputError(f"{name}, line {number}: {what}; the line is left out")
        elif line := line.removeprefix(_BOM).strip():
            yield number, line


MOST_DIGITS = 1000
"""Digits of a number in a line; longer ones are no identifiers, and slow to read."""


def _object(line: bytes) -> dict[str, Any]:
    """Return the JSON object in a line; raises ValueError where it holds none with a text."""
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ValueError("it is UTF-16; save the lines as UTF-8")
    try:
        words = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not UTF-8 (byte 0x{line[error.start]:02x} at {error.start})") from error
    try:
        given = json.loads(words, parse_int=_whole, parse_float=_finite, parse_constant=_finite)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error})") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise ValueError('it is not an object with "text", which must be a string ("id" may be there, or not)')
    return given


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"it holds a number of {len(digits):,} digits; write it as a string")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"it holds {digits[:40]}, which is no number that JSON can give back; write it as a string")
    return number


def _text_from(given: dict[str, Any]) -> Text:
    language, published = language_from(given.get("language")), published_from(given.get("published"))
    return intake.text_of(given["text"], language=language, published=published)


def read_files(files: Sequence[Path]) -> Iterator[Json | InputError]:
    """Read documents without a case; one that cannot be read is yielded as an error."""
    reader = _reader()
    for path in files:
        try:
            item = intake.Item(digest_of(path.read_bytes()), shown(path.name), path)
        except OSError as error:
            yield InputError(f"{path}: cannot be opened ({error.strerror}); check the path")
            continue
        text = intake.extract(item)
        if isinstance(text, Fault):
            yield InputError(f"{path}: {text.fault}; {text.hint}")
        else:
            yield rows.reading(shown(path), text.content, reader.read(text))
