"""Asks the reading which statements give the same words of one party.

Promises: statements that a person has rejected are left out; no more than the statements of some parties, and those
that are like another, are in memory at once; answers are in an order that depends on the material alone.
Does not: group anything itself (see ``comparing``), or keep the groups: they are made anew for each question, so that
they follow every decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from witnessmark.comparing import families
from witnessmark.comparing.utterances import Pair, Saying, Utterance, alike, gather, party_key
from witnessmark.comparing.when_said import said_on
from witnessmark.nouns import Digest, Edtf, Span
from witnessmark.store import ask, rows, schema
from witnessmark.store.cited import ALL, Filter

STATEMENTS_AT_ONCE = 20_000
_IDS_A_QUERY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One statement of an utterance, in the words of its text."""

    statement: str
    source: Digest
    name: str
    quote: str
    language: str | None
    published: Edtf | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedUtterance:
    """The same words of one party, with every text that has them; the first version was published first, if known."""

    party: str | None
    said: Edtf | None
    versions: tuple[Version, ...]


def utterances(connection: sa.Connection, wanted: Filter = ALL) -> tuple[CitedUtterance, ...]:
    """Return the utterances that several statements give, those of most sources first.

    ``wanted`` chooses by a source that has a version, part of the party's name, or part of a version's words.
    """
    sayings, pairs = _likes(connection)
    found = gather(sayings.values(), pairs, _days(connection, sayings))
    cited = [_cited(connection, item, sayings) for item in found]
    return tuple(sorted((item for item in cited if _is_wanted(item, wanted)), key=_order))


def said_once(
    connection: sa.Connection, statements: Iterable[str], family: Mapping[Digest, Digest]
) -> dict[str, Utterance]:
    """Return for each of ``statements`` that gives the same words as another of them the utterance of both.

    ``family`` has the family of copies of each source, reworded and translated ones too.
    """
    sayings: dict[str, Saying] = {}
    for ids in _runs(sorted({*statements})):
        sayings.update((one.statement, one) for one in _sayings(connection, schema.statement.c.id.in_(ids), family))
    pairs = alike(sayings.values())
    some = {statement: sayings[statement] for pair in pairs for statement in (pair.one, pair.other)}
    found = gather(some.values(), pairs, _days(connection, sorted(some)))
    return {statement: utterance for utterance in found for statement in utterance.statements}


def _order(item: CitedUtterance) -> tuple[object, ...]:
    sources = len({version.source for version in item.versions})
    return -sources, -len(item.versions), item.party or "", [version.statement for version in item.versions]


def _likes(connection: sa.Connection) -> tuple[dict[str, Saying], tuple[Pair, ...]]:
    """Return the pairs of statements that may be one utterance, closest first, with those statements by id."""
    family = families(item.copy for item in ask.copies(connection))
    rejected = {target for target, verdict in ask.verdicts_of(connection).items() if verdict == "reject"}
    sayings: dict[str, Saying] = {}
    pairs: dict[tuple[str, str], Pair] = {}
    for condition in (*_by_parties(connection), *_by_families(family)):
        some = {
            saying.statement: saying
            for saying in _sayings(connection, condition, family)
            if saying.statement not in rejected
        }
        for pair in alike(some.values()):
            pairs[pair.one, pair.other] = pair
            sayings |= {statement: some[statement] for statement in (pair.one, pair.other)}
    ordered = sorted(pairs.values(), key=lambda pair: (-pair.likeness, pair.one, pair.other))
    return dict(sorted(sayings.items())), tuple(ordered)


def _by_parties(connection: sa.Connection) -> Iterator[sa.ColumnElement[bool]]:
    """Yield conditions that together take all statements of parties with a name, all of one party at once."""
    said = schema.statement.c
    counted = sa.select(said.party, sa.func.count()).where(said.party.is_not(None)).group_by(said.party)
    spellings: dict[tuple[str, ...], tuple[list[str], int]] = {}
    for party, count in connection.execute(counted):
        if key := party_key(party):
            known, total = spellings.get(key, ([], 0))
            spellings[key] = [*known, party], total + count
    yield from _batches(said.party, [item for item in spellings.values() if item[1] > 1])


def _by_families(family: Mapping[Digest, Digest]) -> Iterator[sa.ColumnElement[bool]]:
    """Yield conditions that together take all statements of texts that are copies, all of one family at once."""
    members: dict[Digest, list[str]] = {}
    for source, first in family.items():
        members.setdefault(first, []).append(source)
    yield from _batches(schema.text.c.source, [(sources, 20 * len(sources)) for sources in members.values()])


def _batches(
    column: sa.ColumnElement[str], items: Iterable[tuple[Sequence[str], int]]
) -> Iterator[sa.ColumnElement[bool]]:
    """Yield conditions that take items together until they come to ``STATEMENTS_AT_ONCE``; each has its count."""
    values: list[str] = []
    total = 0
    for names, count in items:
        if values and total + count > STATEMENTS_AT_ONCE:
            yield column.in_(values)
            values, total = [], 0
        values += names
        total += count
    if values:
        yield column.in_(values)


def _sayings(
    connection: sa.Connection, condition: sa.ColumnElement[bool], family: Mapping[Digest, Digest]
) -> Iterator[Saying]:
    said, text = schema.statement.c, schema.text.c
    query = (
        sa.select(said.id, said.party, said.content, said.mode, text.source, text.language, text.published)
        .join(schema.text, text.id == said.text)
        .where(condition)
    )
    for row in connection.execute(query).mappings():
        yield Saying(
            statement=row["id"],
            source=row["source"],
            party=row["party"],
            content=row["content"],
            mode=row["mode"],
            language=row["language"],
            published=row["published"],
            family=family.get(row["source"]),
        )


def _days(connection: sa.Connection, statements: Iterable[str]) -> dict[str, Edtf | None]:
    """Return for each statement the day on which its text says that it was said."""
    found: dict[str, Edtf | None] = {}
    said, date, text = schema.statement.c, schema.date.c, schema.text.c
    for ids in _runs([*statements]):
        query = sa.select(said.id, said.text, said.speaker_spans, said.cue_spans, said.content_spans)
        here = connection.execute(query.where(said.id.in_(ids))).mappings().all()
        texts = {row["text"] for row in here}
        dates: dict[int, list[tuple[Span, Edtf]]] = {}
        for number, spans, value in connection.execute(
            sa.select(date.text, date.spans, date.value).where(date.text.in_(texts)).order_by(date.text, date.position)
        ):
            dates.setdefault(number, []).extend((span, value) for span in rows.spans_from(spans))
        content: tuple[int, str] = (-1, "")
        for row in sorted(here, key=lambda row: row["text"]):
            number = row["text"]
            if number not in dates:
                continue
            if content[0] != number:
                content = number, connection.scalar(sa.select(text.content).where(text.id == number)) or ""
            around = [span for key in ("cue_spans", "speaker_spans") for span in rows.spans_from(row[key] or "[]")]
            found[row["id"]] = said_on(content[1], around, rows.spans_from(row["content_spans"]), dates[number])
    return found


def _runs(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _IDS_A_QUERY):
        yield ids[start : start + _IDS_A_QUERY]


def _cited(connection: sa.Connection, item: Utterance, sayings: Mapping[str, Saying]) -> CitedUtterance:
    versions = [_version(connection, sayings[statement]) for statement in item.statements]
    versions.sort(key=lambda version: (version.published or "~", version.name, version.source, version.statement))
    return CitedUtterance(party=item.party, said=item.said, versions=tuple(versions))


def _version(connection: sa.Connection, saying: Saying) -> Version:
    return Version(
        statement=saying.statement,
        source=saying.source,
        name=ask.name_of(connection, saying.source),
        quote=saying.content,
        language=saying.language,
        published=saying.published,
    )


def _is_wanted(item: CitedUtterance, wanted: Filter) -> bool:
    words, speaker = (wanted.words or "").casefold(), (wanted.speaker or "").casefold()
    return (
        speaker in (item.party or "").casefold()
        and any(words in version.quote.casefold() for version in item.versions)
        and any(
            not wanted.source or version.name == wanted.source or version.source.startswith(wanted.source)
            for version in item.versions
        )
    )
