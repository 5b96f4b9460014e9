"""What a build has yet to do: the log entries, texts and comparisons that the tables do not hold.

Promises: what is up to date is not named; what is named is in an order that depends on the material alone.
Does not: do the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from witnessmark.comparing import MEETING, REACH, is_telling
from witnessmark.intake.corrections import Wanted
from witnessmark.nouns import Action, Digest, Span
from witnessmark.store import rows, schema

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the tables know of a source: None where there is no text, or nothing was tried yet."""

    source: Digest
    name: str
    media_type: str | None
    extractor: str | None
    reader: str | None
    language: str | None
    corrected_by: tuple[int, ...]
    """The entries that its text was corrected by."""
    corrections: tuple[Wanted, ...]
    """The decisions that correct it now."""
    intake: str | None
    """The version of intake that last tried it, whether it made a text or a fault."""
    opened: str | None
    """What opened it to take out the files in it."""


def standing(connection: sa.Connection) -> list[Standing]:
    """Return what is known of every source that is not withdrawn."""
    source, text = schema.source.c, schema.text.c
    query = (
        sa.select(source.digest.label("source"), source.name, source.media_type)
        .add_columns(text.extractor, text.reader, text.language, text.corrected_by, source.intake, source.opened)
        .outerjoin(schema.text, text.source == source.digest)
        .where(source.withdrawn.is_(False))
        .order_by(source.name, source.digest)
    )
    wanted = corrections(connection)
    return [
        Standing(
            **{
                **row,
                "corrected_by": tuple(map(int, (row["corrected_by"] or "").split())),
                "corrections": wanted.get(row["source"], ()),
            }
        )
        for row in connection.execute(query).mappings()
    ]


def corrections(connection: sa.Connection) -> dict[Digest, tuple[Wanted, ...]]:
    """Return the decisions that correct texts now, by their sources, oldest first."""
    decided = schema.decision.c
    query = (
        sa.select(decided.entry, decided.target, decided.value, decided.subject)
        .where(decided.action == Action.CORRECT, decided.withdrawn_by.is_(None))
        .order_by(decided.entry)
    )
    found: dict[Digest, list[Wanted]] = {}
    for entry, target, now, written in connection.execute(query):
        subject = rows.subject_from(written)
        start = int(subject["start"])
        span = Span(start, start + len(subject["was"]))
        found.setdefault(Digest(target), []).append(Wanted(entry=entry, span=span, was=subject["was"], now=now))
    return {source: tuple(wanted) for source, wanted in found.items()}


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


NEWCOMERS = 64
"""A key that so many more than ``MEETING`` hold has been crowded for long, where no more texts than that wait."""

_SHARED_KEYS = sa.text(
    "SELECT mark.key, mark.place, "
    "(SELECT count(*) FROM (SELECT 1 FROM fingerprint AS other WHERE other.key = mark.key LIMIT :some)) "
    "FROM fingerprint AS mark WHERE mark.text = :text"
)
_COMPARED = sa.text(
    "SELECT count(*) FROM (SELECT text FROM fingerprint WHERE key = :key LIMIT :some) AS held "
    "JOIN text ON text.id = held.text WHERE text.compared IS NOT NULL"
)
_ALL_HOLDERS = sa.text(
    "SELECT mark.key, text.source FROM fingerprint AS mark JOIN text ON text.id = mark.text WHERE mark.key IN :keys"
).bindparams(sa.bindparam("keys", expanding=True))

_ABOVE = "SELECT text FROM fingerprint AS other WHERE other.key = mark.key AND other.place >= mark.place ORDER BY place"
_BELOW = (
    "SELECT text FROM fingerprint AS other WHERE other.key = mark.key AND other.place < mark.place ORDER BY place DESC"
)
_RING = sa.text(
    "SELECT mark.key, "  # noqa: S608
    + ", ".join(f"({_ABOVE} LIMIT 1 OFFSET {step})" for step in range(REACH + 1))
    + ", "
    + ", ".join(f"({_BELOW} LIMIT 1 OFFSET {step})" for step in range(REACH))
    + " FROM fingerprint AS mark WHERE mark.text = :text AND mark.key IN :keys"
).bindparams(sa.bindparam("keys", expanding=True))
"""For each key the text itself and ``REACH`` holders on either side of it; null past either end."""
_FROM_BELOW = sa.text("SELECT text FROM fingerprint WHERE key = :key ORDER BY place LIMIT :wanted")
_FROM_ABOVE = sa.text("SELECT text FROM fingerprint WHERE key = :key ORDER BY place DESC LIMIT :wanted")
_SIZES = sa.text(
    "SELECT text.source, count(*) FROM text JOIN fingerprint ON fingerprint.text = text.id "
    "WHERE text.source IN :sources AND fingerprint.key % 2 = 0 GROUP BY text.source"
).bindparams(sa.bindparam("sources", expanding=True))


def neighbourhoods(connection: sa.Connection, number: int) -> dict[int, Neighbourhood]:
    """Return the neighbourhood of each fingerprint that a text shares; one with over ``MEETING`` holders is crowded.

    The work for a fingerprint is bounded, however many texts hold it. Those of names and figures that are crowded are
    left out, as they tie nobody. One that has only now become crowded, or is about to be so no more, has all of its
    holders: they met as few, and do not any longer.
    """
    some = {"text": number, "some": MEETING + NEWCOMERS}
    shared = [(key, count) for key, _, count in connection.execute(_SHARED_KEYS, some) if count > 1]
    crowded = {key: count for key, count in shared if count > MEETING}
    turning = {key for key, count in crowded.items() if _is_turning(connection, key, count)}
    small = [key for key, _ in shared if key not in crowded]
    found = {
        key: Neighbourhood(tuple(sorted(around)), key in crowded)
        for key, around in _all_holders(connection, [*small, *sorted(turning)]).items()
    }
    ringed = [key for key in crowded if key not in turning and not is_telling(key)]
    for key, around in _rings(connection, number, ringed).items():
        found[key] = Neighbourhood(tuple(sorted(around)), crowded=True)
    return found


def _is_turning(connection: sa.Connection, key: int, count: int) -> bool:
    """Tell whether no more than ``MEETING`` holders of a crowded key were compared, or it stops being crowded."""
    if count == MEETING + 1:
        return True
    if count >= MEETING + NEWCOMERS:
        return False
    return (connection.scalar(_COMPARED, {"key": key, "some": count}) or 0) <= MEETING


def _all_holders(connection: sa.Connection, keys: Sequence[int]) -> dict[int, list[Digest]]:
    found: dict[int, list[Digest]] = {}
    for some in batched(keys):
        for key, source in connection.execute(_ALL_HOLDERS, {"keys": some}):
            found.setdefault(key, []).append(source)
    return found


def batched(items: Sequence[Item], size: int = 500) -> Iterator[Sequence[Item]]:
    """Yield ``items`` in runs of at most ``size``: so many fit into one question to a database."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _rings(connection: sa.Connection, number: int, keys: Sequence[int]) -> dict[int, set[Digest]]:
    """Return for each key the holders within ``REACH`` of a text on the ring of all holders, with the text."""
    near: dict[int, set[int]] = {}
    for some in batched(keys):
        for row in connection.execute(_RING, {"text": number, "keys": some}):
            found = {text for text in row[1:] if text is not None}
            above = sum(text is None for text in row[1 : REACH + 2])
            below = sum(text is None for text in row[REACH + 2 :])
            for wrapped, wanted in ((_FROM_BELOW, above), (_FROM_ABOVE, below)):
                if wanted:  # past the end, the ring goes on at its other end
                    found.update(connection.scalars(wrapped, {"key": row[0], "wanted": wanted}))
            near[row[0]] = found
    sources = _sources_of(connection, set().union(*near.values()))
    return {key: {sources[text] for text in found} for key, found in near.items()}


def _sources_of(connection: sa.Connection, numbers: Iterable[int]) -> dict[int, Digest]:
    text = schema.text.c
    return dict(connection.execute(sa.select(text.id, text.source).where(text.id.in_([*numbers]))).all())


def sizes_of(connection: sa.Connection, hoods: Iterable[Neighbourhood]) -> dict[Digest, int]:
    """Return how many fingerprints of words each text has that stands in a crowded neighbourhood."""
    sources = sorted({digest for hood in hoods if hood.crowded for digest in hood.holders})
    found: dict[Digest, int] = {}
    for some in batched(sources):
        found.update(connection.execute(_SIZES, {"sources": some}).all())
    return found


def crowded_neighbours(hoods: Iterable[Neighbourhood]) -> set[Digest]:
    """Return the sources whose neighbours on some ring are others once the text in the middle has come or gone."""
    return {digest for hood in hoods if hood.crowded for digest in hood.holders}


def numbers_of(connection: sa.Connection, sources: Iterable[Digest]) -> dict[Digest, int]:
    """Return the numbers of the texts of these sources."""
    text = schema.text.c
    found: dict[Digest, int] = {}
    for some in batched([*sources]):
        found.update(connection.execute(sa.select(text.source, text.id).where(text.source.in_(some))).all())
    return found


@dataclass(frozen=True, slots=True)
class Marks:
    """The fingerprints of all texts of a case, sorted by key and then by text."""

    keys: NDArray[np.int64]
    texts: NDArray[np.int64]
    """Whose each is: places in ``numbers``."""
    numbers: NDArray[np.int64]
    """The numbers of all texts, in the order of their sources' digests."""


def all_fingerprints(connection: sa.Connection) -> Marks:
    """Return the fingerprints of all texts."""
    text, mark = schema.text.c, schema.fingerprint.c
    numbers = np.asarray([*connection.scalars(sa.select(text.id).order_by(text.source))], np.int64)
    places = np.zeros(numbers.max(initial=0) + 1, np.int64)
    places[numbers] = np.arange(len(numbers))
    query = sa.select(mark.key, mark.text).order_by(mark.key, mark.place, mark.text)
    pairs = [
        np.fromiter(chain.from_iterable(some), np.int64, 2 * len(some)).reshape(-1, 2)
        for some in connection.execute(query).partitions(50_000)
    ]
    both = np.concatenate([np.zeros((0, 2), np.int64), *pairs])
    return Marks(np.ascontiguousarray(both[:, 0]), places[both[:, 1]], numbers)
