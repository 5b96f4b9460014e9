"""A reading as FollowTheMoney entities, one JSON object a line, for Aleph, OpenAleph, nomenklatura and the like.

Promises: each source is a document, each party an entity, each statement and figure a note that cites its document; the
``notes`` of a note hold the reference to its passage (source, spans, quote) as JSON, and its ``description`` the exact
words; properties and their values are those of the published model.
Does not: hold the bytes of a source (the SHA-1 that the model asks for ties a document to a file that is uploaded), or
withdrawn sources.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from witnessmark.errors import RecordDamagedError
from witnessmark.nouns import Passage
from witnessmark.publish.exporting import read
from witnessmark.publish.exporting.folder import Folder
from witnessmark.publish.rows import Json, spans_of
from witnessmark.record.blobs import relative_path
from witnessmark.record.survey import pieces_of
from witnessmark.store import ask
from witnessmark.store.cited import Acquired, Citation, CitedFigure, CitedStatement

FILE = "entities.ftm.json"
_LONGEST_NAME = 200
_LONGEST_TEXT = 60_000
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@cache
def _model() -> dict[str, Any]:
    text = resources.files("witnessmark.publish").joinpath("data", "interchange.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def write(folder: Folder, connection: sa.Connection, record: Path) -> None:
    """Write the entities of a reading into the folder; raises RecordDamagedError where a sealed file is not there."""
    folder.write(FILE, read.lines(entities(connection, record)))


def entities(connection: sa.Connection, record: Path) -> Iterator[Json]:
    """Yield the entities: documents, parties, mentions of parties in documents, statements, figures."""
    yield from _documents(connection, record)
    for party in ask.parties(connection):
        schema = _model()["parties"].get(party.kind, "LegalEntity")
        spellings = [one for one in party.spellings if one != party.party]
        roles = [f"Spoken of as: {role}" for role in party.roles]
        yield _entity(_party_id(party.party), schema, name=[party.party], alias=spellings, notes=roles)
    mentions: dict[tuple[str, str], dict[str, None]] = {}
    for said in ask.statements(connection):
        if said.statement.party:
            key = (said.citation.source, said.statement.party.casefold())
            mentions.setdefault(key, {})[said.statement.party] = None
    for (source, party_key), names in mentions.items():
        identity = (
            "mention-" + hashlib.sha256(f"{source} {party_key}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        )
        yield _entity(
            identity, "Mention", document=[_document_id(source)], name=[*names], resolved=[_party_id(party_key)]
        )
    yield from map(_statement, ask.statements(connection))
    yield from map(_figure, ask.figures(connection))


def _entity(identity: str, schema: str, **properties: Iterable[str | None]) -> Json:
    """Return an entity with those properties that have a value."""
    kept = {key: [*dict.fromkeys(value for value in values if value)] for key, values in properties.items()}
    return {"id": identity, "schema": schema, "properties": {key: values for key, values in kept.items() if values}}


def _document_id(source: str) -> str:
    return f"source-{source}"


def _party_id(party: str) -> str:
    return "party-" + hashlib.sha256(party.casefold().encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _documents(connection: sa.Connection, record: Path) -> Iterator[Json]:
    acquired: dict[str, list[Acquired]] = {}
    for item in ask.acquired(connection):
        if not item.withdrawn:
            acquired.setdefault(item.source.digest, []).append(item)
    facts = {text.source: text for text in ask.texts(connection)}
    faults: dict[str, list[str]] = {}
    for fault in ask.faults(connection):
        faults.setdefault(fault.source or "", []).append(f"{fault.stage}: {fault.fault}")
    named: dict[str, dict[str, dict[str, None]]] = {}
    for name in ask.names(connection):
        kinds = named.setdefault(name.citation.source, {})
        kinds.setdefault(_model()["names"][str(name.name.kind)], {})[name.name.passage.quote] = None
    for digest, items in acquired.items():
        text = facts.get(items[0].source.digest)
        properties: dict[str, Iterable[str | None]] = {
            "fileName": [item.source.custody.name for item in items],
            "fileSize": [str(items[0].source.size)],
            "contentHash": [_sha1(record / relative_path(digest))],
            "mimeType": [items[0].media_type],
            "retrievedAt": [_utc(item.source.custody.acquired_at) for item in items],
            "crawler": [item.source.custody.tool for item in items],
            "parent": [_holder(item, acquired) for item in items],
            "processingError": faults.get(digest, ()),
            "notes": [f"SHA-256: {digest}", *(_custody(item) for item in items)],
            **named.get(digest, {}),
        }
        if text is not None:
            content = ask.text_of(connection, text.source)
            properties |= {
                "title": [text.title],
                "author": [text.author],
                "publisher": [text.publisher],
                "encoding": [text.encoding],
                "language": [_model()["languages"].get(text.language or "")],
                "publishedAt": [text.published if text.published and _DAY.fullmatch(text.published) else None],
                "processingAgent": [text.extractor],
                "bodyText": _pieces(content.content) if content else [],
            }
        yield _entity(_document_id(digest), _schema_of(items[0]), **properties)


def _schema_of(item: Acquired) -> str:
    kind = item.media_type or ""
    return next((schema for start, schema in _model()["documents"].items() if kind.startswith(start)), "Document")


def _holder(item: Acquired, acquired: dict[str, list[Acquired]]) -> str | None:
    """Return the document that held this one, where its schema is one that holds others."""
    holders = acquired.get(item.source.custody.parent or "", ())
    kept = _model()["holders"]["schemata"]
    return next((_document_id(one.source.digest) for one in holders if _schema_of(one) in kept), None)


def _custody(item: Acquired) -> str:
    facts = item.source.custody
    inside = f", part {facts.part} of the source {facts.parent}" if facts.parent else ""
    return (
        f"Acquired by {facts.acquired_by} at {facts.acquired_at} ({facts.clock}) from {facts.acquired_from}{inside}; "
        f"entry {item.source.index} of the log"
    )


def _sha1(path: Path) -> str:
    """Return the SHA-1 of a file, which is what the model names a document's bytes by."""
    sha1 = hashlib.sha1(usedforsecurity=False)
    try:
        for piece in pieces_of(path):
            sha1.update(piece)
    except OSError as error:
        raise RecordDamagedError(f"{path} cannot be read ({error.strerror}): run verify") from error
    return sha1.hexdigest()


def _utc(time: str) -> str | None:
    try:
        return datetime.fromisoformat(time).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    except (ValueError, OverflowError):
        return None  # a leap second, which Python has no time for


def _pieces(text: str) -> list[str]:
    return [text[at : at + _LONGEST_TEXT] for at in range(0, len(text), _LONGEST_TEXT)]


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1] + "…"


def _reference(citation: Citation, **more: Json | str | float | None) -> str:
    """Return where words stand as JSON: the source, its name, the place in it, and the passage."""
    place = {"source": citation.source, "name": citation.name, "locator": citation.locator}
    return json.dumps(place | _words(citation.passage) | more, ensure_ascii=False)


def _words(passage: Passage) -> Json:
    return {"quote": passage.quote, "spans": spans_of(passage)}


def _statement(item: CitedStatement) -> Json:
    said = item.statement
    speaker = said.speaker.passage if said.speaker else None
    who = said.party or (speaker.quote if speaker else None)
    reference = _reference(
        item.citation,
        statement=item.id,
        mode=str(said.mode),
        speaker=_words(speaker) if speaker else None,
        cue=_words(said.cue) if said.cue else None,
        score=said.score,
    )
    return _entity(
        f"statement-{item.id}",
        "Note",
        name=[_shortened(f"{who}: {said.content.quote}" if who else said.content.quote)],
        description=[said.content.quote],
        summary=[f"{said.mode}, according to {who}" if who else f"{said.mode}, in the document's own voice"],
        keywords=["statement", str(said.mode), item.verdict and f"verdict: {item.verdict}"],
        notes=[reference],
        entity=[_party_id(said.party) if said.party else None, _document_id(item.citation.source)],
        proof=[_document_id(item.citation.source)],
    )


def _figure(item: CitedFigure) -> Json:
    found = item.figure
    reference = _reference(
        item.citation,
        figure=item.id,
        statement=item.statement,
        lo=found.lo,
        hi=found.hi,
        approximate=found.approximate,
        counted=found.counted,
        measure=found.measure,
        place=found.place,
        period=found.period,
    )
    who = item.party or item.speaker
    return _entity(
        f"figure-{item.id}",
        "Note",
        name=[_shortened(f"{who}: {found.passage.quote}" if who else found.passage.quote)],
        description=[found.passage.quote],
        keywords=["figure", found.measure, item.verdict and f"verdict: {item.verdict}"],
        notes=[reference],
        entity=[_party_id(item.party) if item.party else None, _document_id(item.citation.source)],
        proof=[_document_id(item.citation.source)],
    )
