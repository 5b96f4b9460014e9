"""How nouns lie in the tables, and back.

Promises: what goes in comes out equal; an id depends on the source and the spans alone, so that it is the same after
every rebuild and a decision about it holds. A row that holds something else than was ever put in (a disk lost a part
of the file) raises UnreadableRowError, whatever it holds.
Does not: open or query the database.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import RowMapping

from witnessmark.intake.corrections import original_span
from witnessmark.nouns import (
    Action,
    Copy,
    CopyKind,
    Correction,
    Custody,
    Date,
    Decision,
    Digest,
    Edtf,
    Fault,
    Figure,
    Locator,
    Mode,
    Name,
    NameKind,
    Number,
    Passage,
    SharedPassage,
    Source,
    Span,
    Speaker,
    Statement,
    Text,
)

Row = RowMapping
Given = ParamSpec("Given")
Made = TypeVar("Made")


class UnreadableRowError(Exception):
    """A row of the database does not hold what was put into it."""


def _reads(read: Callable[Given, Made]) -> Callable[Given, Made]:
    """Let a reader of rows raise UnreadableRowError, and nothing else, where a row is not as it was written."""

    @wraps(read)
    def reading(*args: Given.args, **named: Given.kwargs) -> Made:
        try:
            return read(*args, **named)
        except (ValueError, TypeError, LookupError) as error:
            raise UnreadableRowError(f"a row of it is not as it was written: {error}") from error

    return reading


def id_of(prefix: str, text: Text, *passages: Passage | None) -> str:
    """Return the id of an item of ``text``: a prefix for its kind and 64 bits of what it stands on.

    A correction changes no id but those of what begins or ends inside its own words.
    """
    source = text.source
    stands = ";".join(_stands(text.corrections, passage) if passage else "" for passage in passages)
    return prefix + hashlib.sha256(f"{source};{stands}".encode()).hexdigest()[:16]


def _stands(corrections: Sequence[Correction], passage: Passage) -> str:
    """Write where a passage stands in the extracted text, and what of it stands inside a correction."""
    if not corrections:
        return spans_text(passage.spans)
    inside = [
        span for span in passage.spans for one in corrections if one.span.overlaps(span) and not span.holds(one.span)
    ]
    written = spans_text(original_span(corrections, span) for span in passage.spans)
    return written + (spans_text(inside) if inside else "")


def place_of(source: Digest) -> int:
    """Return the first 60 bits of a digest: an integer in the same order."""
    return int(source[:15], 16)


def statement_id(text: Text, statement: Statement) -> str:
    """Return the id of a statement of ``text``."""
    speaker = statement.speaker.passage if statement.speaker else None
    return id_of("s", text, speaker, statement.cue, statement.content)


def spans_text(spans: Iterable[Span]) -> str:
    """Write spans as a JSON list of pairs."""
    return f"[{','.join(f'[{span.start},{span.end}]' for span in spans)}]"


@_reads
def spans_from(text: str) -> tuple[Span, ...]:
    """Read what ``spans_text`` wrote."""
    return tuple(Span(start, end) for start, end in json.loads(text))


def _passage(quote: str | None, spans: str | None) -> Passage | None:
    return None if quote is None or spans is None else Passage(spans_from(spans), quote)


def _sure_passage(quote: str, spans: str) -> Passage:
    return Passage(spans_from(spans), quote)


def _number_text(number: Number | None) -> str | None:
    return None if number is None else json.dumps(number)


def _number_from(text: str | None) -> Number | None:
    return None if text is None else json.loads(text)


def statement_row(item: Statement, identity: str, relayed_by: Iterable[str]) -> dict[str, Any]:
    """Return the columns of a statement, without those that place it in its text."""
    speaker = item.speaker.passage if item.speaker else None
    return {
        "id": identity,
        "speaker": speaker.quote if speaker else None,
        "speaker_spans": spans_text(speaker.spans) if speaker else None,
        "party": item.party,
        "cue": item.cue.quote if item.cue else None,
        "cue_spans": spans_text(item.cue.spans) if item.cue else None,
        "content": item.content.quote,
        "content_spans": spans_text(item.content.spans),
        "mode": str(item.mode),
        "score": item.score,
        "relayed_by": json.dumps(list(relayed_by)),
    }


@_reads
def statement_from(row: Row) -> Statement:
    """Read a statement; the ids of its relayers are in ``relayers_from``."""
    words = _passage(row["speaker"], row["speaker_spans"])
    return Statement(
        speaker=Speaker(passage=words, party=row["party"]) if words or row["party"] else None,
        cue=_passage(row["cue"], row["cue_spans"]),
        content=_sure_passage(row["content"], row["content_spans"]),
        mode=Mode(row["mode"]),
        score=row["score"],
    )


@_reads
def relayers_from(row: Row) -> tuple[str, ...]:
    """Read the ids of the statements that relay the one in ``row``."""
    return tuple(json.loads(row["relayed_by"]))


def figure_row(item: Figure, identity: str, statement: str | None, question: str | None) -> dict[str, Any]:
    """Return the columns of a figure, without those that place it in its text."""
    return {
        "id": identity,
        "quote": item.passage.quote,
        "spans": spans_text(item.passage.spans),
        "lo": _number_text(item.lo),
        "hi": _number_text(item.hi),
        "approximate": item.approximate,
        "counted": item.counted,
        "measure": item.measure,
        "place": item.place,
        "period": item.period,
        "event": item.event,
        "statement": statement,
        "question": question,
    }


@_reads
def figure_from(row: Row) -> Figure:
    """Read a figure; the id of its statement stays in the row."""
    return Figure(
        passage=_sure_passage(row["quote"], row["spans"]),
        lo=_number_from(row["lo"]),
        hi=_number_from(row["hi"]),
        approximate=row["approximate"],
        counted=row["counted"],
        measure=row["measure"],
        place=row["place"],
        period=row["period"] and Edtf(row["period"]),
        event=row["event"],
    )


def date_row(item: Date) -> dict[str, Any]:
    """Return the columns of a date, without those that place it in its text."""
    return {
        "quote": item.passage.quote,
        "spans": spans_text(item.passage.spans),
        "value": item.value,
        "anchor": item.anchor,
    }


@_reads
def date_from(row: Row) -> Date:
    """Read a date."""
    return Date(passage=_sure_passage(row["quote"], row["spans"]), value=row["value"], anchor=row["anchor"])


def name_row(item: Name) -> dict[str, Any]:
    """Return the columns of a name, without those that place it in its text."""
    return {"quote": item.passage.quote, "spans": spans_text(item.passage.spans), "kind": str(item.kind)}


@_reads
def name_from(row: Row) -> Name:
    """Read a name."""
    return Name(passage=_sure_passage(row["quote"], row["spans"]), kind=NameKind(row["kind"]))


def source_row(item: Source) -> dict[str, Any]:
    """Return the columns of an acquisition."""
    custody = item.custody
    return {
        "entry": item.index,
        "source": item.digest,
        "size": item.size,
        "name": custody.name,
        "acquired_from": custody.acquired_from,
        "acquired_at": custody.acquired_at,
        "clock": custody.clock,
        "acquired_by": custody.acquired_by,
        "tool": custody.tool,
        "parent": custody.parent,
        "part": custody.part,
    }


@_reads
def source_from(row: Row) -> Source:
    """Read an acquisition."""
    return Source(
        digest=row["source"],
        size=row["size"],
        index=row["entry"],
        custody=Custody(**{key: row[key] for key in Custody.__slots__}),
    )


def decision_row(entry: int, item: Decision) -> dict[str, Any]:
    """Return the columns of a decision."""
    row = {key: getattr(item, key) for key in Decision.__slots__}
    return row | {
        "entry": entry,
        "action": str(item.action),
        "subject": json.dumps(dict(item.subject), ensure_ascii=False, sort_keys=True),
        "withdrawn_by": None,
    }


@_reads
def decision_from(row: Row) -> Decision:
    """Read a decision."""
    values = {key: row[key] for key in Decision.__slots__}
    return Decision(**values | {"action": Action(row["action"]), "subject": subject_from(row["subject"])})


@_reads
def subject_from(written: str) -> dict[str, str]:
    """Read what a decision says of what it is about."""
    return dict(json.loads(written))


TEXT_COLUMNS = (
    "source",
    "content",
    "media_type",
    "extractor",
    "encoding",
    "language",
    "title",
    "author",
    "published",
    "publisher",
    "published_in_text",
)


def text_row(item: Text, reader: str) -> dict[str, Any]:
    """Return the columns of a text that ``reader`` has read."""
    row = {key: getattr(item, key) for key in TEXT_COLUMNS}
    declared = json.dumps(item.declared, ensure_ascii=False)
    corrections = json.dumps([_correction_row(one) for one in item.corrections], ensure_ascii=False)
    return row | {
        "declared": declared,
        "corrections": corrections,
        "digest": item.digest,
        "reader": reader,
        "compared": None,
    }


@_reads
def text_from(row: Row, locators: Iterable[Row]) -> Text:
    """Read a text with its locators (in the order of the text)."""
    values = {key: row[key] for key in TEXT_COLUMNS}
    return Text(
        **values,
        declared=declared_from(row["declared"]),
        corrections=corrections_from(row["corrections"]),
        locators=tuple(locator_from(locator) for locator in locators),
    )


def entries_text(entries: Iterable[int]) -> str:
    """Write numbers of entries as one line."""
    return " ".join(map(str, entries))


def _correction_row(item: Correction) -> list[Any]:
    return [item.entry, item.span.start, item.span.end, item.original.start, item.original.end, item.was]


@_reads
def corrections_from(written: str) -> tuple[Correction, ...]:
    """Read the corrections of a text."""
    return tuple(
        Correction(entry=entry, span=Span(start, end), original=Span(first, last), was=was)
        for entry, start, end, first, last, was in json.loads(written)
    )


@_reads
def declared_from(written: str) -> tuple[tuple[str, str], ...]:
    """Read what a file says of itself."""
    return tuple((name, value) for name, value in json.loads(written))


def locator_row(item: Locator) -> dict[str, Any]:
    """Return the columns of a locator."""
    return {"start": item.span.start, "end": item.span.end, "steps": json.dumps(item.steps, ensure_ascii=False)}


@_reads
def locator_from(row: Row) -> Locator:
    """Read a locator."""
    return Locator(Span(row["start"], row["end"]), tuple((kind, number) for kind, number in json.loads(row["steps"])))


def copy_row(item: Copy, numbers: Mapping[Digest, int]) -> dict[str, Any]:
    """Return the columns of a copy; ``numbers`` are the texts' numbers by their sources."""
    pairs = [
        [[shared.origin.start, shared.origin.end], [shared.taken.start, shared.taken.end]] for shared in item.passages
    ]
    return {
        "origin": numbers[item.origin],
        "taken": numbers[item.taken],
        "kind": str(item.kind),
        "direction_known": item.direction_known,
        "share_origin": item.share_origin,
        "share_taken": item.share_taken,
        "passages": json.dumps(pairs, separators=(",", ":")),
    }


@_reads
def copy_from(row: Row) -> Copy:
    """Read a copy; ``origin`` and ``taken`` are the sources' digests in this row."""
    return Copy(
        origin=row["origin"],
        taken=row["taken"],
        kind=CopyKind(row["kind"]),
        direction_known=row["direction_known"],
        share_origin=row["share_origin"],
        share_taken=row["share_taken"],
        passages=tuple(SharedPassage(Span(*first), Span(*second)) for first, second in json.loads(row["passages"])),
    )


def fault_row(item: Fault) -> dict[str, Any]:
    """Return the columns of a fault."""
    return {key: getattr(item, key) for key in Fault.__slots__}
