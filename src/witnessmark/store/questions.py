"""Asks the reading which figures answer one question.

Promises: figures whose statement a person has rejected do not answer; copies count as one origin.
Does not: group anything itself (see ``comparing``).
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from ..comparing import FigureInCase, families, group, in_case
from ..nouns import Question
from . import ask
from .cited import ALL, Filter


def questions(connection: sa.Connection, wanted: Filter = ALL) -> tuple[Question, ...]:
    """Return the questions that several answers or several sources speak to; ``wanted`` chooses among the figures."""
    return group(_figures(connection, wanted))


def _figures(connection: sa.Connection, wanted: Filter) -> Iterator[FigureInCase]:
    family = families(item.copy for item in ask.copies(connection))
    for item in ask.figures(connection, wanted, repeated=True):
        if item.verdict == "reject":
            continue
        found = in_case(
            item.figure,
            source=item.citation.source,
            family=family.get(item.citation.source),
            statement=item.statement,
            speaker=item.speaker,
            party=item.party,
            said=item.utterance,
        )
        if found is not None:
            yield found
