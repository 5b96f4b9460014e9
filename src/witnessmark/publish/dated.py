"""Collects what is dated for the dossier: each date once, in order, with the words that bear it.

Promises: every date of the reading that stands in no rejected statement is here, with its reference.
Does not: resolve a date, or draw.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from witnessmark.publish.findings import DatedFinding, MomentFinding, Role
from witnessmark.publish.numbering import Numbering
from witnessmark.publish.words import Quote
from witnessmark.store.timeline import DatedWords, dated


def moments(connection: sa.Connection, numbering: Numbering) -> Iterator[MomentFinding]:
    """Yield the dates of the case; ``numbering`` knows the numbers of the statements."""
    for number, found in enumerate(dated(connection), 1):
        name = f"T{number}"
        yield MomentFinding(
            number=name,
            value=found.value,
            moment=found.moment,
            words=tuple(_words(item, name, part, numbering) for part, item in enumerate(found.items)),
        )


def _words(item: DatedWords, finding: str, part: int, numbering: Numbering) -> DatedFinding:
    citation, said = item.date.citation, item.statement
    speaker = said.statement.speaker if said else None
    return DatedFinding(
        reference=numbering.reference(citation, finding, Role.DATE, part),
        quote=Quote.of(citation.passage.quote, numbering.language(citation.source)),
        statement=numbering.statements.get(said.id) if said else None,
        speaker=(speaker.party or (speaker.passage.quote if speaker.passage else None)) if speaker else None,
    )
