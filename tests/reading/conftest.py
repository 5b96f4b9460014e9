"""Texts and readings for the reading room's tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from witnessmark.nouns import Edtf, Reading, Text, digest_of
from witnessmark.reading import RuleReader

Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def read() -> Read:
    """Return a function that reads words as a text of its own."""

    def reads(content: str, language: str | None = "en", published: str | None = None) -> Reading:
        text = Text(
            source=digest_of(content.encode("utf-8", "surrogatepass")),
            content=content,
            locators=(),
            media_type="text/plain",
            extractor="test",
            language=language,
            published=Edtf(published) if published else None,
        )
        return RuleReader().read(text)

    return reads
