"""What people have decided about reliability, credibility, interests and relations.

Promises: of several decisions about one thing the newest that stands counts; relations add up.
Does not: propose any grade, interest or relation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from witnessmark.comparing.credits import HEAD, TAIL, credit_of, filed_by
from witnessmark.comparing.origins import name_key
from witnessmark.nouns import Action
from witnessmark.store import schema


@dataclass(frozen=True, slots=True)
class Standing:
    """Decisions that stand, by what they are about."""

    grades: Mapping[str, str]
    """By the digest of a source or the id of a statement."""
    interests: Mapping[str, str]
    """By the name of an outlet or a party, as names are compared."""
    relations: Mapping[str, tuple[str, ...]]
    """The same."""

    def interest(self, name: str | None) -> str | None:
        """Return the interest that an outlet or a party is marked with."""
        return self.interests.get(name_key(name)) if name and self.interests else None

    def related(self, name: str | None) -> tuple[str, ...]:
        """Return how an outlet or a party is related to others, oldest decision first."""
        return self.relations.get(name_key(name), ()) if name and self.relations else ()


def standing(connection: sa.Connection) -> Standing:
    """Return the decisions about grades, interests and relations that stand."""
    table = schema.decision.c
    query = (
        sa.select(table.action, table.target, table.value)
        .where(table.action.in_((Action.GRADE, Action.INTEREST, Action.RELATE)), table.withdrawn_by.is_(None))
        .order_by(table.entry)
    )
    grades: dict[str, str] = {}
    interests: dict[str, str] = {}
    relations: dict[str, tuple[str, ...]] = {}
    for action, target, value in connection.execute(query):
        if action == Action.GRADE:
            grades[target] = value
        elif action == Action.INTEREST:
            interests[name_key(target)] = value
        else:
            relations[name_key(target)] = (*relations.get(name_key(target), ()), value)
    return Standing(grades, interests, relations)


def known_names(connection: sa.Connection) -> dict[str, str]:
    """Return the parties, publishers and agencies of the case, by their names as names are compared."""
    said, text = schema.statement.c, schema.text.c
    found: dict[str, str] = {}
    for column in (said.party, text.publisher):
        for name in connection.scalars(sa.select(column).where(column.is_not(None)).distinct().order_by(column)):
            found.setdefault(name_key(name), name)
    head, tail = sa.func.substr(text.content, 1, HEAD), sa.func.substr(text.content, -TAIL)
    texts = [*connection.execute(sa.select(head, tail, text.author).order_by(text.source))]
    agencies = {agency for start, _, _ in texts if (agency := filed_by(start)) is not None}
    for start, end, author in texts:
        if (credit := credit_of(start, end, author, agencies)) is not None:
            found.setdefault(name_key(credit.agency), credit.agency)
    return found
