"""Asks the reading which figures answer one question, and where each answer comes from.

Promises: figures whose statement a person has rejected do not answer; copies, relays, credits and marked interests are
followed; word-for-word copies alone make one origin of two texts, and how many look reworded or translated is told
apart; decisions about questions hold after every rebuild, and those whose target is gone are named.
Does not: group or follow anything itself (see ``comparing``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from witnessmark.comparing import FigureInCase, families, in_case
from witnessmark.comparing.credits import HEAD, TAIL, credit_of, filed_by, telling_author
from witnessmark.comparing.origins import Article, Ledger, Mark, Voice, is_named, name_key, relay
from witnessmark.comparing.questions.grouping import Grouped, grouped
from witnessmark.comparing.questions.rulings import Ruling
from witnessmark.nouns import Action, Copy, CopyKind, Digest, Mode, Question
from witnessmark.store import ask, rows, schema
from witnessmark.store.cited import ALL, CitedFigure, Filter, Recorded
from witnessmark.store.scenes import placed_figures
from witnessmark.store.utterances import said_once

RULINGS = (Action.MERGE, Action.SPLIT, Action.RENAME, Action.MOVE)
"""What decisions do to questions."""

_AT_ONCE = 500


def questions(connection: sa.Connection, wanted: Filter = ALL) -> tuple[Question, ...]:
    """Return the questions that several answers or several sources speak to; those with a figure that is ``wanted``."""
    found = answered(connection).questions
    if wanted == ALL:
        return found
    fitting = {item.id for item in ask.figures(connection, wanted)}
    return tuple(question for question in found if any(fitting.intersection(one.figures) for one in question.answers))


def answered(connection: sa.Connection) -> Grouped:
    """Return all questions, and the decisions about questions that change nothing because their target is gone."""
    decided = [item for item in ask.decisions(connection) if item.withdrawn_by is None]
    rulings = [ruling for item in decided if (ruling := ruling_of(item)) is not None]
    copies = [item.copy for item in ask.copies(connection)]
    family = families(copy for copy in copies if copy.kind is CopyKind.COPY)
    loose = families(copies)
    figures = _said_once(connection, [*_figures(connection, family, {ruling.target for ruling in rulings})], loose)
    ledger = Ledger.of(_articles(connection, copies, family, loose), marks_of(decided))
    return grouped(figures, ledger, rulings)


def _said_once(
    connection: sa.Connection, figures: Sequence[FigureInCase], loose: Mapping[Digest, Digest]
) -> list[FigureInCase]:
    """Return the figures, each with the utterance that its statement gives, and with that one's party."""
    found = said_once(connection, (one.statement for one in figures if one.statement and one.key), loose)
    texts: dict[str, set[Digest]] = defaultdict(set)
    for figure in figures:
        if figure.statement in found:
            texts[found[figure.statement].statements[0]].add(figure.source)
    made = []
    for figure in figures:
        utterance = found.get(figure.statement or "")
        if utterance is not None:
            name = utterance.statements[0]
            party = utterance.party if is_named(utterance.party) else figure.party
            figure = replace(figure, said_once=name, said_in=len(texts[name]), party=party)
        made.append(figure)
    return made


def is_figure_of(connection: sa.Connection, identity: str) -> CitedFigure | None:
    """Return the figure with this id, or None."""
    source = connection.scalar(
        sa.select(schema.text.c.source)
        .join(schema.figure, schema.figure.c.text == schema.text.c.id)
        .where(schema.figure.c.id == identity)
    )
    if source is None:
        return None
    return next((item for item in ask.figures(connection, Filter(source=source)) if item.id == identity), None)


def decisions(connection: sa.Connection) -> Iterator[Recorded]:
    """Yield every decision, oldest first; those whose target is gone from the reading say so."""
    recorded = [*ask.decisions(connection)]
    ruled = any(ruling_of(item) and item.withdrawn_by is None for item in recorded)
    gone = answered(connection).gone if ruled else {}
    for item in recorded:
        why = gone.get(item.entry)
        if item.decision.action in _ABOUT_STATEMENTS and "quote" in item.decision.subject:
            query = sa.select(schema.statement.c.id).where(schema.statement.c.id == item.decision.target)
            why = None if connection.scalar(query) else "no statement with this id is in the reading now"
        yield replace(item, gone=why)


_ABOUT_STATEMENTS = (Action.CONFIRM, Action.REJECT, Action.UNSURE, Action.NOTE, Action.GRADE)


def ruling_of(item: Recorded) -> Ruling | None:
    """Return what a decision does to questions, or None where it is about something else."""
    act = item.decision
    if act.action not in RULINGS:
        return None
    return Ruling(
        entry=item.entry,
        action=act.action,
        target=act.target,
        value=act.value or "",
        target_figures=tuple(act.subject.get("figures", "").split()),
        value_figures=tuple(act.subject.get("into_figures", "").split()),
    )


def marks_of(decided: Iterable[Recorded]) -> dict[str, Mark]:
    """Return the interest that each outlet or party is marked with, by its name as names are compared; newest wins."""
    return {
        name_key(item.decision.target): Mark(
            interest=item.decision.value or "",
            why=f"marked as one interest by {item.decision.decided_by}: {item.decision.reason}",
        )
        for item in decided
        if item.decision.action is Action.INTEREST and item.withdrawn_by is None
    }


def _figures(connection: sa.Connection, family: Mapping[Digest, Digest], wanted: set[str]) -> Iterator[FigureInCase]:
    """Yield the figures that answer questions, and those ``wanted`` by decisions, text by text."""
    relays = _relays(connection)
    unsaid = _not_said_to_be_so(connection)
    for source, found in placed_figures(connection):
        for item, placed in found:
            unread = item.figure.lo is None and item.figure.hi is None
            if (unread or placed.supposed or item.statement in unsaid) and item.id not in wanted:
                continue
            voices = relay(item.statement, *relays)[1:] if item.statement else ()
            made = in_case(
                placed.figure,
                source=source,
                family=family.get(source),
                statement=item.statement,
                speaker=item.speaker,
                party=item.party,
                said=item.utterance,
                id=item.id,
                relayers=voices,
                carried=placed.carried,
                part_of=placed.part_of,
                part=placed.part,
                until=placed.until,
                years=placed.years,
                scope=placed.scope,
                wanted=item.id in wanted,
            )
            if made is not None:
                yield made


def _not_said_to_be_so(connection: sa.Connection) -> set[str]:
    """Return the statements that deny, suppose or ask what they say: their figures answer nothing."""
    said = schema.statement.c
    modes = (Mode.DENIED, Mode.HYPOTHETICAL, Mode.ASKED)
    return {*connection.scalars(sa.select(said.id).where(said.mode.in_(modes)))}


def _relays(connection: sa.Connection) -> tuple[dict[str, Voice], dict[str, Sequence[str]]]:
    """Return who speaks in the statements that relay others or are relayed, and which relay which, by their ids."""
    said = schema.statement
    query = sa.select(said.c.id, said.c.speaker, said.c.party, said.c.relayed_by).where(said.c.relayed_by != "[]")
    voices: dict[str, Voice] = {}
    outer: dict[str, Sequence[str]] = {}
    for row in connection.execute(query).mappings():
        voices[row["id"]] = Voice(words=row["speaker"], party=row["party"])
        outer[row["id"]] = rows.relayers_from(row)
    missing = sorted({one for relayers in outer.values() for one in relayers if one not in voices})
    for start in range(0, len(missing), _AT_ONCE):
        some = sa.select(said.c.id, said.c.speaker, said.c.party).where(
            said.c.id.in_(missing[start : start + _AT_ONCE])
        )
        for row in connection.execute(some).mappings():
            voices[row["id"]] = Voice(words=row["speaker"], party=row["party"])
    return voices, outer


def _articles(
    connection: sa.Connection,
    copies: Sequence[Copy],
    family: Mapping[Digest, Digest],
    loose: Mapping[Digest, Digest],
) -> list[Article]:
    """Return what is known of where each text comes from."""
    text, source = schema.text.c, schema.source.c
    query = (
        sa.select(text.source, source.name, text.published, text.publisher, text.author)
        .add_columns(
            sa.func.substr(text.content, 1, HEAD).label("head"), sa.func.substr(text.content, -TAIL).label("tail")
        )
        .join(schema.source, source.digest == text.source)
        .order_by(text.source)
    )
    found = [*connection.execute(query).mappings()]
    agencies = {agency for row in found if (agency := filed_by(row["head"])) is not None}
    named = {row["source"]: row["name"] for row in found}
    taken = _taken_from((copy for copy in copies if copy.kind is CopyKind.COPY), named)
    like = _taken_from((copy for copy in copies if copy.kind is not CopyKind.COPY), named)
    return [
        Article(
            source=row["source"],
            name=row["name"],
            published=row["published"],
            publisher=row["publisher"],
            author=telling_author(row["author"]),
            credit=credit_of(row["head"], row["tail"], row["author"], agencies),
            family=family.get(row["source"]),
            taken_from=taken[row["source"]][1] if row["source"] in taken else None,
            direction_known=row["source"] in taken and not taken[row["source"]][0],
            looks_like=like[row["source"]][1] if row["source"] in like else None,
            loose_family=loose.get(row["source"]),
        )
        for row in found
    ]


def _taken_from(copies: Iterable[Copy], named: Mapping[Digest, str]) -> dict[Digest, tuple[bool, str]]:
    """Return for each source of a family one it shares words with, and whether the order of the two is not known.

    One that it took the words from is preferred; the first of all where a direction is known is given none.
    """
    found: dict[Digest, list[tuple[bool, str]]] = defaultdict(list)
    for copy in copies:
        found[copy.taken].append((not copy.direction_known, named.get(copy.origin, copy.origin)))
        if not copy.direction_known:
            found[copy.origin].append((True, named.get(copy.taken, copy.taken)))
    return {digest: min(options) for digest, options in found.items()}
