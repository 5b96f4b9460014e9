"""What a build has yet to do: the log entries, texts and comparisons that the tables do not hold.

Promises: what is up to date is not named; what is named is in an order that depends on the material alone.
Does not: do the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ..comparing import MEETING, REACH, is_telling
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
    language: str | None
    intake: str | None
    """The version of intake that last tried it, whether it made a text or a fault."""


def standing(connection: sa.Connection) -> list[Standing]:
    """Return what is known of every source that is not withdrawn."""
    source, text = schema.source.c, schema.text.c
    query = (
        sa.select(source.digest.label("source"), source.name, source.media_type)
        .add_columns(text.extractor, text.reader, text.language, source.intake)
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


_LOOKED_AT = 8 * MEETING
"""Of a key's holders, so many are looked at to tell whether it has only now become crowded."""

_SHARED_KEYS = sa.text(
    "SELECT mark.key, mark.place, "
    "(SELECT count(*) FROM (SELECT 1 FROM fingerprint AS other WHERE other.key = mark.key LIMIT :some)) "
    "FROM fingerprint AS mark WHERE mark.text = :text"
)
_COMPARED = sa.text(
    "SELECT mark.key, (SELECT count(*) FROM "
    "(SELECT text FROM fingerprint AS other WHERE other.key = mark.key LIMIT :some) AS held "
    "JOIN text ON text.id = held.text WHERE text.compared IS NOT NULL) "
    "FROM fingerprint AS mark WHERE mark.text = :text AND mark.key IN :keys"
).bindparams(sa.bindparam("keys", expanding=True))
_HOLDERS = "SELECT text.source FROM fingerprint AS mark JOIN text ON text.id = mark.text WHERE mark.key = :key"
_ALL_HOLDERS = sa.text(
    "SELECT mark.key, text.source FROM fingerprint AS mark JOIN text ON text.id = mark.text WHERE mark.key IN :keys"
).bindparams(sa.bindparam("keys", expanding=True))
_UPWARDS = sa.text(f"{_HOLDERS} AND mark.place >= :place ORDER BY mark.place LIMIT :wanted")
_DOWNWARDS = sa.text(f"{_HOLDERS} AND mark.place < :place ORDER BY mark.place DESC LIMIT :wanted")
_FROM_BELOW = sa.text(f"{_HOLDERS} AND mark.place < :place ORDER BY mark.place LIMIT :wanted")
_FROM_ABOVE = sa.text(f"{_HOLDERS} AND mark.place >= :place ORDER BY mark.place DESC LIMIT :wanted")
_KEYS_A_QUERY = 500


def neighbourhoods(connection: sa.Connection, number: int) -> dict[int, Neighbourhood]:
    """Return the neighbourhood of each fingerprint that a text shares; one with over ``MEETING`` holders is crowded.

    The work for a fingerprint is bounded, however many texts hold it. Those of names and figures that are crowded are
    left out, as they tie nobody. One that has only now become crowded, or is about to be so no more, has all of its
    holders: they met as few, and do not any longer.
    """
    shared = [
        (key, place, count)
        for key, place, count in connection.execute(_SHARED_KEYS, {"text": number, "some": MEETING + 2})
        if count > 1
    ]
    crowded = {key: place for key, place, count in shared if count > MEETING}
    turning = {key for key, _, count in shared if count == MEETING + 1} | _newly_crowded(connection, number, crowded)
    small = [key for key, _, _ in shared if key not in crowded]
    found = {
        key: Neighbourhood(tuple(sorted(around)), key in crowded)
        for key, around in _all_holders(connection, [*small, *sorted(turning)]).items()
    }
    for key, place in crowded.items():
        if key not in turning and not is_telling(key):
            found[key] = Neighbourhood(tuple(sorted(_around(connection, key, place))), crowded=True)
    return found


def _newly_crowded(connection: sa.Connection, number: int, keys: Iterable[int]) -> set[int]:
    """Return those of crowded keys that no more than ``MEETING`` of the holders were compared with."""
    found: set[int] = set()
    for some in _batched([*keys], _KEYS_A_QUERY):
        given = {"text": number, "some": _LOOKED_AT, "keys": some}
        found.update(key for key, compared in connection.execute(_COMPARED, given) if compared <= MEETING)
    return found


def _all_holders(connection: sa.Connection, keys: Sequence[int]) -> dict[int, list[Digest]]:
    found: dict[int, list[Digest]] = {}
    for some in _batched(keys, _KEYS_A_QUERY):
        for key, source in connection.execute(_ALL_HOLDERS, {"keys": some}):
            found.setdefault(key, []).append(source)
    return found


def _batched(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Yield ``items`` in runs of at most ``size``."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _around(connection: sa.Connection, key: int, place: int) -> set[Digest]:
    """Return the holders within ``REACH`` of a place on the ring of all holders, with the one at the place."""
    found: set[Digest] = set()
    for onwards, wrapped, wanted in ((_UPWARDS, _FROM_BELOW, REACH + 1), (_DOWNWARDS, _FROM_ABOVE, REACH)):
        at = {"key": key, "place": place}
        near = [*connection.scalars(onwards, at | {"wanted": wanted})]
        if len(near) < wanted:  # past the end, the ring goes on at its other end
            near += connection.scalars(wrapped, at | {"wanted": wanted - len(near)})
        found.update(near)
    return found


def crowded_neighbours(hoods: Iterable[Neighbourhood]) -> set[Digest]:
    """Return the sources whose neighbours on some ring are others once the text in the middle has come or gone."""
    return {digest for hood in hoods if hood.crowded for digest in hood.holders}


def numbers_of(connection: sa.Connection, sources: Iterable[Digest]) -> dict[Digest, int]:
    """Return the numbers of the texts of these sources."""
    text = schema.text.c
    found = connection.execute(sa.select(text.source, text.id).where(text.source.in_([*sources])))
    return dict(found.all())
