"""Makes the rows of one text and its reading, away from the database.

Promises: a passage that does not stand in its text is refused and becomes a fault, wherever it came from (law 2); the
rows depend on the text and the reading alone, so that they can be made in any process.
Does not: write, or give a text its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from witnessmark.comparing import Fingerprint
from witnessmark.nouns import Digest, Fault, Passage, Reading, Text
from witnessmark.store import rows
from witnessmark.store.imprint import imprint_of
from witnessmark.store.words import shadow

Row = dict[str, Any]
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """All that is put of one source: the columns of its text, and the rows of each table that hang on it."""

    source: Digest
    media_type: str
    text: Row
    passages: Rows
    words: Sequence[str]
    """The normalised words of each passage, for the full-text index."""
    statements: Rows
    figures: Rows
    dates: Rows
    names: Rows
    fingerprints: Rows
    faults: Rows


def prepare(
    text: Text,
    reading: Reading,
    name: str,
    *,
    fingerprints: Iterable[Fingerprint] = (),
    questions: Sequence[str | None],
    decided: Sequence[int] = (),
) -> Prepared:
    """Return what is to be put of ``text``; ``questions`` has one for each figure, ``name`` is the source's.

    ``decided`` are the entries that correct the text, whether or not all of them could be put into it.
    """
    kept, refused = _kept(text.content, reading)
    spans = [locator.span for locator in text.locators]
    lost = (replace(fault, source=text.source, name=name) for fault in reading.faults)
    faults = [*text.faults, *lost, *(_refusal(text.source, name, passage) for passage in refused)]
    ids = {at: rows.statement_id(text, reading.statements[at]) for at in kept.statements}
    row = rows.text_row(text, reading.reader) | {"corrected_by": rows.entries_text(decided)}
    found: tuple[Rows, ...] = (
        [rows.locator_row(locator) for locator in text.locators],
        _distinct(_statement_rows(reading, ids)),
        _distinct(_figure_rows(text, reading, kept.figures, ids, questions)),
        [{"position": at} | rows.date_row(reading.dates[at]) for at in kept.dates],
        [{"position": at} | rows.name_row(reading.names[at]) for at in kept.names],
        [rows.fault_row(fault) for fault in faults],
    )
    passages, statements, figures, dates, names, told = found
    return Prepared(
        source=text.source,
        media_type=text.media_type,
        text=row | {"imprint": imprint_of(row, *found)},
        passages=passages,
        words=[shadow(text.content[span.start : span.end]) for span in spans],
        statements=statements,
        figures=figures,
        dates=dates,
        names=names,
        fingerprints=fingerprint_rows(text.source, fingerprints),
        faults=told,
    )


def fingerprint_rows(source: Digest, fingerprints: Iterable[Fingerprint]) -> Rows:
    """Return the rows of a text's fingerprints."""
    place = rows.place_of(source)
    return [{"key": mark.key, "place": place} for mark in fingerprints]


@dataclass(frozen=True, slots=True)
class _Kept:
    """The positions of what stands in the text."""

    statements: Sequence[int]
    figures: Sequence[int]
    dates: Sequence[int]
    names: Sequence[int]


def _kept(content: str, reading: Reading) -> tuple[_Kept, list[Passage]]:
    """Return what stands in the text, and the passages that do not."""
    refused: list[Passage] = []

    def standing(items: Iterable[Sequence[Passage | None]]) -> list[int]:
        kept = []
        for at, passages in enumerate(items):
            wrong = [passage for passage in passages if passage is not None and not passage.stands_in(content)]
            refused.extend(wrong)
            if not wrong:
                kept.append(at)
        return kept

    kept = _Kept(
        standing(
            (item.content, item.cue, item.speaker.passage if item.speaker else None) for item in reading.statements
        ),
        standing((item.passage,) for item in reading.figures),
        standing((item.passage,) for item in reading.dates),
        standing((item.passage,) for item in reading.names),
    )
    return kept, refused


def _statement_rows(reading: Reading, ids: Mapping[int, str]) -> Iterator[Row]:
    for at, identity in ids.items():
        item = reading.statements[at]
        relayed_by = [ids[other] for other in item.relayed_by if other in ids]
        yield {"position": at} | rows.statement_row(item, identity, relayed_by)


def _figure_rows(
    text: Text, reading: Reading, kept: Iterable[int], ids: Mapping[int, str], questions: Sequence[str | None]
) -> Iterator[Row]:
    for at in kept:
        item = reading.figures[at]
        statement = None if item.statement is None else ids.get(item.statement)
        identity = rows.id_of("f", text, item.passage)
        yield {"position": at} | rows.figure_row(item, identity, statement, questions[at])


def _distinct(found: Iterable[Row]) -> Rows:
    """Keep the first of rows with one id: the same words read twice are one item."""
    by_id: dict[str, Row] = {}
    for row in found:
        by_id.setdefault(row["id"], row)
    return [*by_id.values()]


def _refusal(source: Digest, name: str, passage: Passage) -> Fault:
    return Fault(
        source=source,
        name=name,
        stage="reading",
        fault=f"a passage was refused: its words do not stand at {passage.start}-{passage.end}",
        hint="report it with the source and the version; the rest of the reading is not touched",
    )
