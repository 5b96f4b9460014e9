"""How nouns lie in the tables, and back.

Promises: what goes in comes out equal; an id depends on the source and the spans alone, so that it is the same after
every rebuild and a decision about it holds.
Does not: open or query the database.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import RowMapping

from witnessmark.nouns import (
    Action,
    Copy,
    CopyKind,
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


def id_of(prefix: str, source: Digest, *passages: Passage | None) -> str:
    """Return the id of an item of ``source``: a prefix for its kind and 64 bits of what it stands on."""
    stands = ";".join(spans_text(passage.spans) if passage else "" for passage in passages)
    return prefix + hashlib.sha256(f"{source};{stands}".encode()).hexdigest()[:16]


def place_of(source: Digest) -> int:
    """Return the first 60 bits of a digest: an integer in the same order."""
    return int(source[:15], 16)


def statement_id(source: Digest, statement: Statement) -> str:
    """Return the id of a statement of ``source``."""
    speaker = statement.speaker.passage if statement.speaker else None
    return id_of("s", source, speaker, statement.cue, statement.content)


def spans_text(spans: Iterable[Span]) -> str:
    """Write spans as a JSON list of pairs."""
    return f"[{','.join(f'[{span.start},{span.end}]' for span in spans)}]"


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


def date_from(row: Row) -> Date:
    """Read a date."""
    return Date(passage=_sure_passage(row["quote"], row["spans"]), value=row["value"], anchor=row["anchor"])


def name_row(item: Name) -> dict[str, Any]:
    """Return the columns of a name, without those that place it in its text."""
    return {"quote": item.passage.quote, "spans": spans_text(item.passage.spans), "kind": str(item.kind)}


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


def decision_from(row: Row) -> Decision:
    """Read a decision."""
    values = {key: row[key] for key in Decision.__slots__}
    return Decision(**values | {"action": Action(row["action"]), "subject": json.loads(row["subject"])})


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
    return row | {"declared": declared, "digest": item.digest, "reader": reader, "compared": None}


def text_from(row: Row, locators: Iterable[Row]) -> Text:
    """Read a text with its locators (in the order of the text)."""
    values = {key: row[key] for key in TEXT_COLUMNS}
    declared = declared_from(row["declared"])
    return Text(**values, declared=declared, locators=tuple(locator_from(locator) for locator in locators))


def declared_from(written: str) -> tuple[tuple[str, str], ...]:
    """Read what a file says of itself."""
    return tuple((name, value) for name, value in json.loads(written))


def locator_row(item: Locator) -> dict[str, Any]:
    """Return the columns of a locator."""
    return {"start": item.span.start, "end": item.span.end, "steps": json.dumps(item.steps, ensure_ascii=False)}


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
