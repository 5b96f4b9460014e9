"""Asks the reading for its timeline: every date with the statement that holds it.

Promises: a date belongs to the innermost statement whose content has it, else to its document; dates in a statement
that a person has rejected are left out.
Does not: order or group anything itself (see ``comparing``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from witnessmark.comparing import Dated, timeline
from witnessmark.nouns import Action, Digest, Edtf, Span
from witnessmark.store import ask
from witnessmark.store.cited import ALL, CitedDate, CitedStatement, Filter


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedWords:
    """A date with its place, and the statement that has it in its content; None in the document's own voice."""

    date: CitedDate
    statement: CitedStatement | None


def dated(connection: sa.Connection, wanted: Filter = ALL) -> tuple[Dated[DatedWords], ...]:
    """Return the dates of the case in order, each with the words that bear it."""
    return timeline(_words(connection, wanted))


def _words(connection: sa.Connection, wanted: Filter) -> Iterator[tuple[Edtf, DatedWords]]:
    dates: dict[Digest, list[CitedDate]] = defaultdict(list)
    for item in ask.dates(connection, wanted):
        dates[item.citation.source].append(item)
    said: dict[Digest, list[CitedStatement]] = defaultdict(list)
    for each in ask.statements(connection, Filter(source=wanted.source)):
        said[each.citation.source].append(each)
    for source, items in dates.items():
        for item, statement in _held(items, said[source]):
            if statement is None or statement.verdict != Action.REJECT:
                yield item.date.value, DatedWords(date=item, statement=statement)


def _held(
    dates: Iterable[CitedDate], statements: Iterable[CitedStatement]
) -> Iterator[tuple[CitedDate, CitedStatement | None]]:
    """Yield the dates of one text in order, each with the statement whose shortest stretch holds it."""
    stretches = [(span, said) for said in statements for span in said.statement.content.spans]
    waiting = sorted(stretches, key=lambda pair: (pair[0].start, -pair[0].end), reverse=True)
    begun: list[tuple[Span, CitedStatement]] = []
    for item in sorted(dates, key=lambda each: each.citation.passage.start):
        place = item.citation.passage.spans[0]
        while waiting and waiting[-1][0].start <= place.start:
            begun.append(waiting.pop())
        begun = [pair for pair in begun if pair[0].end > place.start]
        holding = [pair for pair in begun if pair[0].holds(place)]
        yield item, min(holding, key=lambda pair: pair[0].end - pair[0].start)[1] if holding else None
