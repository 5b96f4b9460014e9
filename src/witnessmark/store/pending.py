"""What a build has yet to do: the log entries, texts and comparisons that the tables do not hold.

Promises: what is up to date is not named; what is named is in an order that depends on the material alone.
Does not: do the work.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from ..nouns import Digest
from . import schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the tables know of a source: None where there is no text, or nothing was tried yet."""

    source: Digest
    name: str
    media_type: str | None
    extractor: str | None
    reader: str | None
    intake: str | None
    """The version of intake that last tried it, whether it made a text or a fault."""


def standing(connection: sa.Connection) -> list[Standing]:
    """Return what is known of every source that is not withdrawn."""
    source, text = schema.source.c, schema.text.c
    query = (
        sa.select(source.digest.label("source"), source.name, source.media_type)
        .add_columns(text.extractor, text.reader, source.intake)
        .outerjoin(schema.text, text.source == source.digest)
        .where(source.withdrawn.is_(False))
        .order_by(source.name, source.digest)
    )
    return [Standing(**row) for row in connection.execute(query).mappings()]


def last_entry(connection: sa.Connection) -> int:
    """Return the number of the newest log entry that the tables know, or -1."""
    newest = sa.union_all(sa.select(schema.acquisition.c.entry), sa.select(schema.decision.c.entry)).subquery()
    found = connection.scalar(sa.select(sa.func.max(newest.c.entry)))
    return -1 if found is None else found


def uncompared(connection: sa.Connection, version: str) -> list[int]:
    """Return the numbers of the texts that this version of the comparison has not seen."""
    text = schema.text.c
    stale = sa.or_(text.compared.is_(None), text.compared != version)
    return [*connection.scalars(sa.select(text.id).where(stale).order_by(text.source))]


def sharing(connection: sa.Connection, number: int, *, most: int) -> list[int]:
    """Return the numbers of other texts that share a fingerprint with one text.

    Keys that over ``most`` texts hold are boilerplate and are left out.
    """
    mark, other = schema.fingerprint.alias("mark"), schema.fingerprint.alias("other")
    rare = (
        sa.select(mark.c.key)
        .where(mark.c.text == number)
        .where(
            sa.select(sa.func.count())
            .select_from(sa.select(other.c.text).where(other.c.key == mark.c.key).limit(most + 1).subquery())
            .scalar_subquery()
            <= most
        )
    )
    found = sa.select(sa.distinct(schema.fingerprint.c.text)).where(
        schema.fingerprint.c.key.in_(rare), schema.fingerprint.c.text != number
    )
    return sorted(connection.scalars(found))
