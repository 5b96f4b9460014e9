"""Finds passages by their words.

Promises: hits are spans of the unchanged text; the best passage comes first and equal ones in a stable order; anything
that a person may type is a query, never an error of syntax.
Does not: stem, translate or guess at spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from ..nouns import Locator, Passage, Span
from . import rows, schema
from .cited import Citation
from .words import WORD, shadow, shadow_with_offsets

_TERM = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand one after the other; the last may be the beginning of a word."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that holds the words; ``hits`` are where they stand in the text. A higher ``score`` is better."""

    citation: Citation
    hits: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; ``all_words`` is false where no passage has all the words and some were let go."""

    hits: tuple[Hit, ...]
    all_words: bool


def terms_of(query: str) -> tuple[Term, ...]:
    """Split what was typed: words, ``"words in a row"``, ``begin*``; all else is white space."""
    terms = []
    for match in _TERM.finditer(query):
        phrase, word = match.groups()
        words = tuple(WORD.findall(shadow(word if phrase is None else phrase)))
        if words:
            terms.append(Term(words, prefix=word is not None and word.endswith("*")))
    return tuple(terms)


def search(connection: sa.Connection, query: str, *, limit: int = 20) -> Found:
    """Return the passages that hold all of the words, best first; where there is none, those with some of them."""
    terms = terms_of(query)
    if not terms:
        return Found((), all_words=True)
    for operator in ("AND", "OR"):
        if found := tuple(_run(connection, terms, operator, limit)):
            return Found(found, all_words=operator == "AND")
    return Found((), all_words=True)


def _run(connection: sa.Connection, terms: tuple[Term, ...], operator: str, limit: int) -> Iterator[Hit]:
    expression = f" {operator} ".join(f'"{" ".join(term.words)}"{"*" if term.prefix else ""}' for term in terms)
    ranked = (
        f"SELECT rowid AS passage, rank FROM {schema.SHADOW} WHERE {schema.SHADOW} MATCH :words "  # noqa: S608
        "ORDER BY rank LIMIT :limit"
    )
    query = sa.text(
        f'SELECT found.rank, passage.start, passage."end", passage.steps, source.name, source.digest, '  # noqa: S608
        'substr(text.content, passage.start + 1, passage."end" - passage.start) AS quote '
        f"FROM ({ranked}) AS found JOIN passage ON passage.id = found.passage "
        "JOIN text ON text.id = passage.text JOIN source ON source.digest = text.source "
        "ORDER BY found.rank, source.name, source.digest, passage.start"
    )
    for row in connection.execute(query, {"words": expression, "limit": limit}).mappings():
        locator: Locator = rows.locator_from(row)
        passage = Passage((locator.span,), row["quote"])
        yield Hit(
            citation=Citation(source=row["digest"], name=row["name"], locator=locator.label, passage=passage),
            hits=hits_in(row["quote"], locator.span.start, terms),
            score=-row["rank"],
        )


def hits_in(quote: str, start: int, terms: tuple[Term, ...]) -> tuple[Span, ...]:
    """Return where the terms stand in ``quote``, whose first character is at ``start`` of its text."""
    folded, offsets = shadow_with_offsets(quote)
    spans = set()
    for term in terms:
        ending = r"\w*" if term.prefix else ""
        pattern = r"\b" + r"\W+".join(map(re.escape, term.words)) + ending + r"\b"
        for match in re.finditer(pattern, folded):
            spans.add(Span(start + offsets[match.start()], start + offsets[match.end() - 1] + 1))
    return tuple(sorted(spans))
