"""Prepares one text for comparison with many others.

Promises: a side depends on its text alone and is made once; its words point into the unchanged text.
Does not: compare.
"""

from __future__ import annotations

from dataclasses import dataclass

from witnessmark.comparing.copying.stretches import Indexed
from witnessmark.comparing.telling import Telling, telling_words
from witnessmark.comparing.words import Words, words_of
from witnessmark.nouns import Digest, Edtf, Text

_TABLE_STEPS = frozenset({"table", "row", "cell"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSide:
    """One side of a comparison: the words of a text, which of them are its own, and its names and figures."""

    source: Digest
    published: Edtf | None
    publisher: str | None
    language: str | None
    words: Words
    index: Indexed
    own: tuple[bool, ...]
    """For each word, whether it stands outside quotation marks and tables."""
    telling: Telling

    @classmethod
    def of(cls, text: Text) -> TextSide:
        """Return ``text`` as a side; make it once and use it in every comparison of the text."""
        words = words_of(text.content, [locator.span.start for locator in text.locators] or None)
        return cls(
            source=text.source,
            published=text.published,
            publisher=text.publisher,
            language=text.language,
            words=words,
            index=Indexed.of(words.normal),
            own=_own(text, words),
            telling=telling_words(text.content, words, text.language),
        )


def _own(text: Text, words: Words) -> tuple[bool, ...]:
    tables = [locator.span for locator in text.locators if any(kind in _TABLE_STEPS for kind, _ in locator.steps)]
    own = [not quoted for quoted in words.quoted]
    at = 0
    for number, start in enumerate(words.starts):
        while at < len(tables) and tables[at].end <= start:
            at += 1
        if at < len(tables) and tables[at].start <= start:
            own[number] = False
    return tuple(own)
