"""Asks the reading which statements cannot both hold.

Promises: statements that a person has rejected take no part; both statements come with their places.
Does not: compare anything itself (see ``comparing``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from witnessmark.comparing import families
from witnessmark.comparing.contradictions import claim, contradictions
from witnessmark.comparing.counted import fold_place
from witnessmark.comparing.origins import name_key
from witnessmark.nouns import Action, Contradiction, Digest, Edtf, NameKind, Span
from witnessmark.store import ask
from witnessmark.store.cited import ALL, CitedStatement, Filter


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedContradiction:
    """A contradiction with both statements in their places; ``verdict`` is the newest standing decision about it."""

    contradiction: Contradiction
    first: CitedStatement
    second: CitedStatement
    verdict: str | None


@dataclass(frozen=True, slots=True)
class _Marked:
    """Stretches of one text in order, with what each of them is."""

    starts: Sequence[int]
    found: Sequence[tuple[Span, str]]

    def inside(self, spans: Iterable[Span]) -> list[str]:
        """Return what stands inside any of ``spans``, each once."""
        held: dict[str, None] = {}
        for span in spans:
            first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
            held.update((what, None) for where, what in self.found[first:last] if span.holds(where))
        return [*held]


_NOTHING = _Marked((), ())


def contradicting(connection: sa.Connection, wanted: Filter = ALL) -> Iterator[CitedContradiction]:
    """Yield the statements that cannot both hold, the nearest in words first; one of the two is as ``wanted``."""
    said = {item.id: item for item in ask.statements(connection) if item.verdict != Action.REJECT}
    fitting = None if wanted == ALL else {item.id for item in ask.statements(connection, wanted)}
    for found in _cited(connection, said):
        if fitting is None or found.first.id in fitting or found.second.id in fitting:
            yield found


def contradiction_with_id(connection: sa.Connection, identity: str) -> CitedContradiction | None:
    """Return the pair with this id, one that is set aside too."""
    said = {item.id: item for item in ask.statements(connection)}
    return next((found for found in _cited(connection, said) if found.contradiction.id == identity), None)


def set_aside(connection: sa.Connection) -> Iterator[CitedContradiction]:
    """Yield the pairs that would be proposed, had nobody rejected one of the two statements; the nearest first."""
    said = {item.id: item for item in ask.statements(connection)}
    rejected = {item.id for item in said.values() if item.verdict == Action.REJECT}
    for found in _cited(connection, said) if rejected else ():
        if found.first.id in rejected or found.second.id in rejected:
            yield found


def _cited(connection: sa.Connection, said: Mapping[str, CitedStatement]) -> Iterator[CitedContradiction]:
    verdicts = ask.verdicts_of(connection)
    for found in _compared(connection, said):
        yield CitedContradiction(
            contradiction=found,
            first=said[found.first],
            second=said[found.second],
            verdict=verdicts.get(found.id),
        )


def _compared(connection: sa.Connection, said: Mapping[str, CitedStatement]) -> tuple[Contradiction, ...]:
    family = families(item.copy for item in ask.copies(connection))
    dates = _marked(
        (item.citation.source, item.date.passage.spans[0], item.date.value) for item in ask.dates(connection)
    )
    places = _marked(
        (item.citation.source, item.name.passage.spans[0], item.name.passage.quote)
        for item in ask.names(connection)
        if item.name.kind is NameKind.PLACE
    )
    around: dict[Digest, set[str]] = defaultdict(set)
    for source, marked in [*places.items()]:
        around[source].update(fold_place(name) for _, name in marked.found)
    claims = (
        claim(
            item.id,
            item.statement.content,
            item.statement.mode,
            source=item.citation.source,
            family=family.get(item.citation.source, item.citation.source),
            rank=rank,
            party=name_key(item.statement.party) if item.statement.party else "",
            dates=[*map(Edtf, dates[item.citation.source].inside(item.statement.content.spans))],
            places=places[item.citation.source].inside(item.statement.content.spans),
            around=around[item.citation.source],
        )
        for rank, item in enumerate(said.values())
    )
    return contradictions(one for one in claims if one is not None)


def _marked(found: Iterable[tuple[Digest, Span, str]]) -> dict[Digest, _Marked]:
    by_source: dict[Digest, list[tuple[Span, str]]] = defaultdict(list)
    for source, span, what in found:
        by_source[source].append((span, what))
    made: dict[Digest, _Marked] = defaultdict(lambda: _NOTHING)
    for source, marks in by_source.items():
        marks.sort()
        made[source] = _Marked([span.start for span, _ in marks], marks)
    return made
