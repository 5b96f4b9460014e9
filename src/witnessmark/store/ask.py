"""What views ask of the reading: one function a question.

Promises: answers are nouns, in an order that depends on the material alone (name of the source, its digest, place in
the text), never on when a row was written; long answers come row by row.
Does not: write, or format anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import sqlalchemy as sa

from witnessmark.intake.boxes import page_boxes
from witnessmark.nouns import Correction, Digest, Fault, Locator, Passage, Text, locate
from witnessmark.store import rows, schema
from witnessmark.store.cited import (
    ALL,
    Acquired,
    Citation,
    CitedCopy,
    CitedDate,
    CitedFigure,
    CitedName,
    CitedStatement,
    Counts,
    Filter,
    Party,
    Recorded,
    TextFacts,
)
from witnessmark.store.grading import standing

SURE_SCORE = 0.9
"""Of the statements with this score or more, a named speaker and a cue, at least 95 in 100 were right when measured."""
PRONOUNS = [
    "he",
    "she",
    "it",
    "they",
    "we",
    "i",
    "you",
    "who",
    "them",
    "one",
    "this",
    "that",
    "those",
    "these",
    "some",
    "others",
]
"""Speakers who are not named by their own words."""
SURE_READER = "neural/"
"""The reader whose scores were measured; those of rules only order their patterns."""

_IN_ORDER = (schema.source.c.name, schema.source.c.digest)


def acquired(connection: sa.Connection, wanted: Filter = ALL) -> Iterator[Acquired]:
    """Yield every acquisition, by name."""
    acquisition, source = schema.acquisition, schema.source
    inner, above = acquisition.alias("inner"), source.alias("above")
    held = sa.select(inner.c.parent, sa.func.count().label("parts")).group_by(inner.c.parent).subquery()
    query = (
        sa.select(acquisition, source.c.media_type, source.c.withdrawn, schema.text.c.publisher)
        .add_columns(above.c.name.label("parent_name"), held.c.parts)
        .join(source, source.c.digest == acquisition.c.source)
        .outerjoin(above, above.c.digest == acquisition.c.parent)
        .outerjoin(held, held.c.parent == acquisition.c.source)
        .outerjoin(schema.text, schema.text.c.source == source.c.digest)
        .where(*_of_source(wanted, acquisition.c.name))
        .order_by(acquisition.c.name, acquisition.c.source, acquisition.c.acquired_from, acquisition.c.entry)
    )
    decided = standing(connection)
    for row in connection.execute(query).mappings():
        yield Acquired(
            source=rows.source_from(row),
            media_type=row["media_type"],
            withdrawn=row["withdrawn"],
            parent_name=row["parent_name"],
            parts=row["parts"] or 0,
            grade=decided.grades.get(row["source"]),
            interest=decided.interest(row["publisher"]),
            relations=decided.related(row["publisher"]),
        )


def has_texts(connection: sa.Connection) -> bool:
    """Tell whether any text was read."""
    return connection.scalar(sa.select(schema.text.c.id).limit(1)) is not None


def texts(connection: sa.Connection, wanted: Filter = ALL) -> Iterator[TextFacts]:
    """Yield the facts of every text."""
    columns = [column for column in schema.text.c if column.name != "content"]
    query = (
        sa.select(*columns, sa.func.length(schema.text.c.content).label("characters"), schema.source.c.name)
        .join(schema.source)
        .where(*_of_source(wanted))
        .order_by(*_IN_ORDER)
    )
    for row in connection.execute(query).mappings():
        values = {key: row[key] for key in TextFacts.__slots__}
        read = {"declared": rows.declared_from, "corrections": rows.corrections_from}
        yield TextFacts(**values | {key: reads(row[key]) for key, reads in read.items()})


def text_of(connection: sa.Connection, source: Digest) -> Text | None:
    """Return the text of a source with its locators and what intake could not do, or None where it has none."""
    row = connection.execute(sa.select(schema.text).where(schema.text.c.source == source)).mappings().first()
    if row is None:
        return None
    lost = tuple(fault for fault in faults(connection, Filter(source=source)) if fault.stage == "intake")
    return replace(_text(connection, row), faults=lost)


def text_digest(connection: sa.Connection, source: Digest) -> Digest | None:
    """Return the digest that a source's text had when it was read, or None where it has none."""
    found = connection.scalar(sa.select(schema.text.c.digest).where(schema.text.c.source == source))
    return None if found is None else Digest(found)


def name_of(connection: sa.Connection, source: Digest) -> str:
    """Return the original name of a source, or its digest where the tables do not know it."""
    return connection.scalar(sa.select(schema.source.c.name).where(schema.source.c.digest == source)) or source


def readers(connection: sa.Connection) -> list[str]:
    """Return the versions of the readers that the reading was made with."""
    return [*connection.scalars(sa.select(schema.text.c.reader).distinct().order_by(schema.text.c.reader))]


def source_numbered(connection: sa.Connection, number: int) -> Digest:
    """Return the source of the text with this number; raises LookupError where there is none."""
    found = connection.scalar(sa.select(schema.text.c.source).where(schema.text.c.id == number))
    if found is None:
        raise LookupError(f"no text has the number {number}")
    return Digest(found)


def text_numbered(connection: sa.Connection, number: int) -> Text:
    """Return the text with this number; raises LookupError where there is none."""
    row = connection.execute(sa.select(schema.text).where(schema.text.c.id == number)).mappings().first()
    if row is None:
        raise LookupError(f"no text has the number {number}")
    return _text(connection, row)


def _text(connection: sa.Connection, row: rows.Row) -> Text:
    return rows.text_from(row, _locator_rows(connection, row["id"]))


def _locator_rows(connection: sa.Connection, number: int) -> list[rows.Row]:
    query = sa.select(schema.passage).where(schema.passage.c.text == number).order_by(schema.passage.c.start)
    return [*connection.execute(query).mappings()]


def statements(connection: sa.Connection, wanted: Filter = ALL) -> Iterator[CitedStatement]:
    """Yield the statements of every text, in the order of the text."""
    table = schema.statement
    query = _cited(table, wanted).where(
        *_speaks(wanted),
        *([table.c.mode == wanted.mode] if wanted.mode else []),
        *([table.c.content.icontains(wanted.words, autoescape=True)] if wanted.words else []),
        *(_sure(table) if wanted.sure else []),
    )
    verdicts, decided = verdicts_of(connection), standing(connection)
    for row, citation in _with_places(connection, query, "content", "content_spans"):
        yield CitedStatement(
            id=row["id"],
            citation=citation,
            statement=rows.statement_from(row),
            relayed_by=rows.relayers_from(row),
            verdict=verdicts.get(row["id"]),
            grade=decided.grades.get(row["id"]),
            interest=decided.interest(row["party"]),
            relations=decided.related(row["party"]),
        )


def statement_with_id(connection: sa.Connection, identity: str) -> CitedStatement | None:
    """Return the statement with this id."""
    query = _cited(schema.statement, ALL).where(schema.statement.c.id == identity)
    for row, citation in _with_places(connection, query, "content", "content_spans"):
        return CitedStatement(
            id=identity,
            citation=citation,
            statement=rows.statement_from(row),
            relayed_by=rows.relayers_from(row),
            verdict=verdicts_of(connection).get(identity),
        )
    return None


def statements_beginning(connection: sa.Connection, start: str) -> list[str]:
    """Return the ids of statements that begin with ``start``, in order."""
    said = schema.statement.c.id
    return [*connection.scalars(sa.select(said).where(said.startswith(start, autoescape=True)).order_by(said))]


def is_figure(connection: sa.Connection, identity: str) -> bool:
    """Tell whether a figure has this id."""
    return connection.scalar(sa.select(schema.figure.c.id).where(schema.figure.c.id == identity)) is not None


def figures(connection: sa.Connection, wanted: Filter = ALL, *, repeated: bool = False) -> Iterator[CitedFigure]:
    """Yield the figures of every text; ``repeated`` takes those alone that share their question with another."""
    table, said = schema.figure, schema.statement
    query = (
        _cited(table, wanted)
        .add_columns(said.c.speaker, said.c.party, said.c.content.label("utterance"))
        .outerjoin(said, said.c.id == table.c.statement)
        .where(
            *_speaks(wanted),
            *([_measured(table.c.measure, wanted.measure)] if wanted.measure else []),
            *([_figure_words(table, wanted.words)] if wanted.words else []),
        )
    )
    if repeated:
        key = table.c.question
        several = sa.select(key).where(key.is_not(None)).group_by(key).having(sa.func.count() > 1)
        query = query.where(key.in_(several))
    verdicts = verdicts_of(connection)
    for row, citation in _with_places(connection, query, "quote", "spans"):
        yield CitedFigure(
            id=row["id"],
            citation=citation,
            figure=rows.figure_from(row),
            statement=row["statement"],
            speaker=row["speaker"],
            party=row["party"],
            utterance=row["utterance"],
            question=row["question"],
            verdict=verdicts.get(row["statement"] or ""),
        )


def dates(connection: sa.Connection, wanted: Filter = ALL) -> Iterator[CitedDate]:
    """Yield the dates of every text."""
    query = _cited(schema.date, wanted)
    if wanted.words:
        query = query.where(schema.date.c.quote.icontains(wanted.words, autoescape=True))
    for row, citation in _with_places(connection, query, "quote", "spans"):
        yield CitedDate(citation=citation, date=rows.date_from(row))


def names(connection: sa.Connection, wanted: Filter = ALL) -> Iterator[CitedName]:
    """Yield the names of every text."""
    for row, citation in _with_places(connection, _cited(schema.name, wanted), "quote", "spans"):
        yield CitedName(citation=citation, name=rows.name_from(row))


def parties(connection: sa.Connection) -> Iterator[Party]:
    """Yield who speaks, the most often first; one that is named in the same words, whatever the case, is one party."""
    said = schema.statement.c
    kinds = _kinds_of_names(connection)
    heard, decided = _heard(connection), standing(connection)
    words_for: dict[str, set[str]] = {}
    query = sa.select(said.party, said.speaker).where(said.party.is_not(None), said.speaker.is_not(None)).distinct()
    for party, words in connection.execute(query):
        words_for.setdefault(party.casefold(), set()).add(words)
    for key, spellings in heard.items():
        own = {spelling.casefold() for spelling in spellings}
        yield Party(
            party=min(spellings),
            kind=next((kinds[spelling] for spelling in sorted(spellings) if spelling in kinds), "other"),
            spellings=tuple(sorted(spellings)),
            roles=tuple(sorted(words for words in words_for.get(key, ()) if words.casefold() not in own)),
            statements=sum(spellings.values()),
            interest=decided.interest(key),
            relations=decided.related(key),
        )


def most_heard(connection: sa.Connection, limit: int) -> list[tuple[str, int]]:
    """Return the parties that speak most often, with how often."""
    found = islice(_heard(connection).values(), limit)
    return [(min(spellings), sum(spellings.values())) for spellings in found]


def _heard(connection: sa.Connection) -> dict[str, dict[str, int]]:
    """Return, for each party without regard to case, how often each of its spellings speaks; the most heard first."""
    said = schema.statement.c
    query = sa.select(said.party, sa.func.count()).where(said.party.is_not(None)).group_by(said.party)
    heard: dict[str, dict[str, int]] = {}
    for party, count in connection.execute(query):
        heard.setdefault(party.casefold(), {})[party] = count
    return dict(sorted(heard.items(), key=lambda item: (-sum(item[1].values()), min(item[1]))))


def _kinds_of_names(connection: sa.Connection) -> dict[str, str]:
    """Return the kind that each name is most often given."""
    quote, kind, count = schema.name.c.quote, schema.name.c.kind, sa.func.count()
    query = sa.select(quote, kind).group_by(quote, kind).order_by(count, kind)
    return dict(connection.execute(query).all())


def copies(connection: sa.Connection, wanted: Filter = ALL) -> Iterator[CitedCopy]:
    """Yield the copies, by the names of the two sources."""
    first, second = schema.source.alias("first"), schema.source.alias("second")
    origin, taken = schema.text.alias("origin_text"), schema.text.alias("taken_text")
    table = schema.copy
    rest = [column for column in table.c if column.name not in ("origin", "taken")]
    query = (
        sa.select(*rest, first.c.digest.label("origin"), second.c.digest.label("taken"))
        .add_columns(first.c.name.label("origin_name"), second.c.name.label("taken_name"))
        .select_from(table)
        .join(origin, origin.c.id == table.c.origin)
        .join(taken, taken.c.id == table.c.taken)
        .join(first, first.c.digest == origin.c.source)
        .join(second, second.c.digest == taken.c.source)
        .order_by(first.c.name, second.c.name, first.c.digest, second.c.digest)
    )
    if wanted.source:
        query = query.where(sa.or_(_named(first.c, wanted.source), _named(second.c, wanted.source)))
    for row in connection.execute(query).mappings():
        yield CitedCopy(copy=rows.copy_from(row), origin_name=row["origin_name"], taken_name=row["taken_name"])


def decisions(connection: sa.Connection) -> Iterator[Recorded]:
    """Yield every decision, oldest first, with those that were withdrawn."""
    for row in connection.execute(sa.select(schema.decision).order_by(schema.decision.c.entry)).mappings():
        yield Recorded(entry=row["entry"], decision=rows.decision_from(row), withdrawn_by=row["withdrawn_by"])


def verdicts_of(connection: sa.Connection) -> dict[str, str]:
    """Return the newest standing verdict about each target: confirm, reject or unsure."""
    table = schema.decision.c
    query = (
        sa.select(table.target, table.action)
        .where(table.action.in_(("confirm", "reject", "unsure")), table.withdrawn_by.is_(None))
        .order_by(table.entry)
    )
    return dict(connection.execute(query).all())


def faults(connection: sa.Connection, wanted: Filter = ALL) -> Iterator[Fault]:
    """Yield everything that could not be done."""
    table = schema.fault.c
    query = sa.select(schema.fault).order_by(table.name, table.source, table.stage, table.fault)
    if wanted.source:
        query = query.where(
            sa.or_(table.name == wanted.source, table.source.startswith(wanted.source, autoescape=True))
        )
    for row in connection.execute(query).mappings():
        yield Fault(**{key: row[key] for key in Fault.__slots__})


def passages_of(connection: sa.Connection, source: Digest) -> Iterator[Passage]:
    """Yield every passage of the reading of a source: speakers, cues, contents, figures, dates and names."""
    said = schema.statement.c
    pairs = [(said.speaker, said.speaker_spans), (said.cue, said.cue_spans), (said.content, said.content_spans)]
    pairs += [(table.c.quote, table.c.spans) for table in (schema.figure, schema.date, schema.name)]
    for quote, spans in pairs:
        query = sa.select(quote, spans).join(schema.text, schema.text.c.id == quote.table.c.text)
        for words, where in connection.execute(query.where(schema.text.c.source == source, quote.is_not(None))):
            yield Passage(rows.spans_from(where), words)


def counts(connection: sa.Connection) -> Counts:
    """Return how many of everything there are."""

    def number(table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
        return connection.scalar(sa.select(sa.func.count()).select_from(table).where(*conditions)) or 0

    return Counts(
        sources=number(schema.source, schema.source.c.withdrawn.is_(False)),
        texts=number(schema.text),
        statements=number(schema.statement),
        without_party=number(schema.statement, schema.statement.c.party.is_(None)),
        figures=number(schema.figure),
        copies=number(schema.copy),
        faults=number(schema.fault),
    )


def sources_since(connection: sa.Connection, entry: int) -> tuple[int, int]:
    """Return how many sources were first acquired in log entry ``entry`` or later: by themselves, and out of others."""
    acquisition = schema.acquisition.c
    first = sa.select(sa.func.min(acquisition.entry)).group_by(acquisition.source)
    found = sa.select(sa.func.count(), sa.func.count(acquisition.parent)).where(
        acquisition.entry.in_(first), acquisition.entry >= entry
    )
    new, out_of_others = connection.execute(found).one()
    return new - out_of_others, out_of_others


def _cited(table: sa.Table, wanted: Filter) -> sa.Select[Any]:
    return (
        sa.select(
            table,
            schema.text.c.source.label("of_source"),
            schema.source.c.name.label("of_name"),
            schema.text.c.corrections.label("of_corrections"),
        )
        .select_from(table)
        .join(schema.text, schema.text.c.id == table.c.text)
        .join(schema.source, schema.source.c.digest == schema.text.c.source)
        .where(*_of_source(wanted))
        .order_by(*_IN_ORDER, table.c.position)
    )


def _with_places(
    connection: sa.Connection, query: sa.Select[Any], quote: str, spans: str
) -> Iterator[tuple[rows.Row, Citation]]:
    """Yield each row with its citation; locators are fetched once a text."""
    at: int | None = None
    locators: tuple[Locator, ...] = ()
    corrections: tuple[Correction, ...] = ()
    for row in connection.execute(query).mappings():
        if row["text"] != at:
            at = row["text"]
            locators = tuple(rows.locator_from(locator) for locator in _locator_rows(connection, at))
            corrections = rows.corrections_from(row["of_corrections"])
        passage = Passage(rows.spans_from(row[spans]), row[quote])
        yield (
            row,
            Citation(
                source=row["of_source"],
                name=row["of_name"],
                locator=locate(locators, passage),
                passage=passage,
                boxes=page_boxes(locators, corrections, passage),
            ),
        )


def _of_source(wanted: Filter, name: sa.ColumnElement[str] | None = None) -> list[sa.ColumnElement[bool]]:
    return [_named(schema.source.c, wanted.source, name)] if wanted.source else []


def _named(columns: Any, source: str, name: sa.ColumnElement[str] | None = None) -> sa.ColumnElement[bool]:
    given = columns.name if name is None else name
    return sa.or_(given == source, columns.digest.startswith(source, autoescape=True))


def _sure(table: sa.Table) -> list[sa.ColumnElement[bool]]:
    """Return what makes a statement sure: scores are measured for the encoder alone."""
    measured = schema.text.c.reader.startswith(SURE_READER)
    named = table.c.party.is_not(None), sa.func.lower(table.c.speaker).not_in(PRONOUNS)
    return [table.c.score >= SURE_SCORE, table.c.cue.is_not(None), *named, measured]


def _speaks(wanted: Filter) -> list[sa.ColumnElement[bool]]:
    if not wanted.speaker:
        return []
    said = schema.statement.c
    part = wanted.speaker
    return [sa.or_(said.speaker.icontains(part, autoescape=True), said.party.icontains(part, autoescape=True))]


def _measured(column: sa.ColumnElement[str], measure: str) -> sa.ColumnElement[bool]:
    return sa.or_(column == measure, column.startswith(measure + ".", autoescape=True))


def _figure_words(table: sa.Table, words: str) -> sa.ColumnElement[bool]:
    return sa.or_(table.c.quote.icontains(words, autoescape=True), table.c.counted.icontains(words, autoescape=True))
