"""Asks the reading for the names of places, and looks up where they are.

Promises: every name of a place is there, whether or not it is found.
Does not: look anything up itself (see ``comparing``).
"""

from __future__ import annotations

from collections import Counter, defaultdict

import sqlalchemy as sa

from witnessmark.comparing import Located, NamedPlace, locate
from witnessmark.nouns import Digest
from witnessmark.store import schema


def places(connection: sa.Connection) -> tuple[Located, ...]:
    """Return the names of places, the most mentioned first."""
    name, text = schema.name, schema.text
    query = (
        sa.select(name.c.quote, text.c.source, sa.func.count())
        .join(text, text.c.id == name.c.text)
        .where(name.c.kind == "place")
        .group_by(name.c.quote, text.c.source)
    )
    mentions: Counter[str] = Counter()
    sources: defaultdict[str, set[Digest]] = defaultdict(set)
    for quote, source, count in connection.execute(query):
        mentions[quote] += count
        sources[quote].add(Digest(source))
    return locate(
        NamedPlace(name=quote, mentions=count, sources=frozenset(sources[quote])) for quote, count in mentions.items()
    )
