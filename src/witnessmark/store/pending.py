"""What a build has yet to do: the log entries, texts and comparisons that the tables do not hold.

Promises: what is up to date is not named; what is named is in an order that depends on the material alone.
Does not: do the work.
"""

from __future__ import annotations

from collections.abc import Iterable
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


def outdated(connection: sa.Connection, version: str) -> list[int]:
    """Return the numbers of the texts that another version of the comparison has seen."""
    text = schema.text.c
    return [*connection.scalars(sa.select(text.id).where(text.compared != version).order_by(text.source))]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The texts that a fingerprint of one text ties it to."""

    holders: tuple[Digest, ...]
    """Sources with this fingerprint, sorted: all of them, or (where they are many) the one's neighbours on the ring."""
    crowded: bool
    """Whether there are more holders than these."""


def neighbourhoods(connection: sa.Connection, number: int, *, reach: int) -> dict[int, Neighbourhood]:
    """Return the neighbourhood of each fingerprint of a text; one with more than ``2 * reach + 1`` holders is crowded.

    The work a fingerprint is bounded by ``reach``, however many texts hold it.
    """
    mark, other = schema.fingerprint.alias("mark"), schema.fingerprint.alias("other")
    some = sa.select(other.c.text).where(other.c.key == mark.c.key).limit(2 * reach + 2).subquery()
    holders = sa.select(sa.func.count()).select_from(some).scalar_subquery()
    counted = sa.select(mark.c.key, mark.c.place, holders).where(mark.c.text == number)
    found: dict[int, Neighbourhood] = {}
    for key, place, count in connection.execute(counted).all():
        crowded = count > 2 * reach + 1
        if count > 1:
            around = _around(connection, key, place, reach) if crowded else _all_holders(connection, key)
            found[key] = Neighbourhood(tuple(sorted(around)), crowded)
    return found


def _all_holders(connection: sa.Connection, key: int) -> list[Digest]:
    return [*connection.scalars(_holders_of(key))]


def _around(connection: sa.Connection, key: int, place: int, reach: int) -> set[Digest]:
    """Return the holders within ``reach`` of a place on the ring of all holders, with the one at the place."""
    at, query = schema.fingerprint.c.place, _holders_of(key)
    found: set[Digest] = set()
    for side, order, wanted in ((at >= place, at.asc(), reach + 1), (at < place, at.desc(), reach)):
        near = [*connection.scalars(query.where(side).order_by(order).limit(wanted))]
        if len(near) < wanted:  # past the end, the ring goes on at its other end
            near += connection.scalars(query.where(sa.not_(side)).order_by(order).limit(wanted - len(near)))
        found.update(near)
    return found


def _holders_of(key: int) -> sa.Select[tuple[Digest]]:
    mark, text = schema.fingerprint, schema.text
    return sa.select(text.c.source).select_from(mark).join(text, text.c.id == mark.c.text).where(mark.c.key == key)


def crowded_neighbours(connection: sa.Connection, number: int, *, reach: int) -> set[Digest]:
    """Return the sources whose neighbours on some ring are others once this text has come or gone."""
    hoods = neighbourhoods(connection, number, reach=reach).values()
    return {digest for hood in hoods if hood.crowded for digest in hood.holders}


def numbers_of(connection: sa.Connection, sources: Iterable[Digest]) -> dict[Digest, int]:
    """Return the numbers of the texts of these sources."""
    text = schema.text.c
    found = connection.execute(sa.select(text.source, text.id).where(text.source.in_([*sources])))
    return dict(found.all())
