"""The reading as JSON Lines: every kind of list, and the texts that their spans count in.

Promises: the rows are those that ``list KIND --json`` prints, all of them; each text stands in full with its locators,
so that every quote can be looked up without this program.
Does not: hold more than one row, or one text, in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import sqlalchemy as sa

from witnessmark.nouns import Text
from witnessmark.publish import lists
from witnessmark.publish.rows import Json
from witnessmark.store import ask
from witnessmark.store.cited import Filter

KINDS = tuple(lists.FILTERS)
"""The kinds of list, in the order of the reference page."""

CONTENTS = "contents"
"""The list of the texts themselves."""


def rows_of(connection: sa.Connection, kind: str) -> Iterator[Json]:
    """Yield all rows of one kind of list."""
    return lists.list_rows(connection, kind, Filter())


def contents(connection: sa.Connection) -> Iterator[Json]:
    """Yield each text: its source, name, digest, content, and the locators of its stretches."""
    for facts in ask.texts(connection):
        text = ask.text_of(connection, facts.source)
        if text is not None:
            yield {"source": facts.source, "name": facts.name, "digest": facts.digest, **_content(text)}


def _content(text: Text) -> Json:
    stretches = [
        {"span": [one.span.start, one.span.end], "steps": [list(step) for step in one.steps]} for one in text.locators
    ]
    return {"content": text.content, "locators": stretches}


def lines(rows: Iterator[Json]) -> Iterator[bytes]:
    """Yield rows as JSON Lines in UTF-8; a row with half of a surrogate pair is written in ASCII, with escapes."""
    for row in rows:
        try:
            yield json.dumps(row, ensure_ascii=False).encode() + b"\n"
        except UnicodeEncodeError:
            yield json.dumps(row).encode() + b"\n"
