"""Stores with texts made for one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from witnessmark.comparing import Fingerprint
from witnessmark.nouns import (
    Custody,
    Digest,
    Entry,
    EntryKind,
    Locator,
    Reading,
    Source,
    Span,
    Text,
    digest_of,
)
from witnessmark.store import Store, write
from witnessmark.store.prepared import prepare

Put = Callable[..., Digest]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty store."""
    with Store.open(tmp_path / "reading.db", create=True) as opened:
        yield opened


@pytest.fixture
def put(store: Store) -> Put:
    """Return a function that seals and puts a text of one paragraph, and returns its source."""
    entries = iter(range(10_000))

    def put_text(
        name: str,
        content: str = "Nothing was said.",
        *,
        reading: Reading | None = None,
        keys: Sequence[int] = (),
        locators: Sequence[Locator] | None = None,
    ) -> Digest:
        digest = digest_of(name.encode())
        custody = Custody(
            name=name,
            acquired_from=f"/{name}",
            acquired_at="2031-01-01T00:00:00Z",
            clock="c",
            acquired_by="b",
            tool="t",
        )
        number = next(entries)
        source = Source(digest=digest, size=len(content), custody=custody, index=number)
        text = Text(
            source=digest,
            content=content,
            locators=tuple(locators or [Locator(Span(0, len(content)), (("paragraph", "1"),))]),
            media_type="text/plain",
            extractor="e",
        )
        marks = [Fingerprint(key, Span(0, 1)) for key in keys]
        found = reading or Reading(reader="r")
        with store.writing() as connection:
            write.add_entry(connection, Entry(number, EntryKind.SEALED, source))
            prepared = prepare(text, found, name, fingerprints=marks, questions=[None for _ in found.figures])
            write.put(connection, prepared, intake="i")
        return digest

    return put_text
