"""Finds passages by their words.

Promises: hits are spans of the unchanged text; the best passage comes first and equal ones in a stable order; anything
that a person may type is a query, never an error of syntax.
Does not: stem, translate or guess at spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from witnessmark.errors import InputError
from witnessmark.intake.boxes import page_boxes
from witnessmark.nouns import Locator, Passage, Span
from witnessmark.store import rows, schema
from witnessmark.store.cited import Citation
from witnessmark.store.words import WORD, shadow, shadow_with_offsets

COMMON = 10_000
"""A word that stands in more passages than this does not tell the best of them: it is asked for, but not ranked by."""

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


def require_words(query: str) -> None:
    """Raise InputError where a query holds no word: nothing could be found, and that would seem to say something."""
    if not terms_of(query):
        given = f"{query.strip()[:40]!r} holds no word" if query.strip() else "the words to look for are empty"
        raise InputError(f"{given}; give letters or digits to look for")


def search(connection: sa.Connection, query: str, *, limit: int = 20) -> Found:
    """Return the passages that hold all of the words, best first; where there is none, those with some of them."""
    terms = terms_of(query)
    if not terms:
        return Found((), all_words=True)
    telling = tuple(term for term in terms if _passages_with(connection, term) <= COMMON)
    for operator in ("AND", "OR"):
        ranked = _ranked(terms, telling, operator)
        if found := tuple(_hits(connection, ranked, terms, limit)):
            return Found(found, all_words=operator == "AND")
    return Found((), all_words=True)


def _passages_with(connection: sa.Connection, term: Term) -> int:
    """Return in how many passages the rarest word of a term stands; the beginning of a word is taken for a rare one."""
    words = term.words[:-1] if term.prefix else term.words
    known = sa.text(f"SELECT doc FROM {schema.VOCABULARY} WHERE term = :word")  # noqa: S608
    return min((connection.scalar(known, {"word": word}) or 0 for word in words), default=0)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A question to the index and its values."""

    sql: str
    values: Mapping[str, str]


def _ranked(terms: tuple[Term, ...], telling: tuple[Term, ...], operator: str) -> _Ranked:
    """Return how to find the passages with the terms (all, or some of them), ranked by those that tell passages apart.

    Ranking visits every passage that holds a term: a term that is everywhere costs most and says least.
    """
    match = f"FROM {schema.SHADOW} WHERE {schema.SHADOW} MATCH"
    everything = _expression(terms, operator)
    if not telling:
        return _Ranked(f"SELECT rowid AS passage, 0.0 AS rank {match} :all LIMIT :limit", {"all": everything})
    best = "ORDER BY rank LIMIT :limit"
    chosen = _expression(telling, operator)
    if operator == "OR" or len(telling) == len(terms):
        return _Ranked(f"SELECT rowid AS passage, rank {match} :telling {best}", {"telling": chosen})
    within = f"+rowid IN (SELECT rowid {match} :all)"  # the plus keeps SQLite from ranking anew for each row
    return _Ranked(
        f"SELECT rowid AS passage, rank {match} :telling AND {within} {best}", {"telling": chosen, "all": everything}
    )


def _expression(terms: tuple[Term, ...], operator: str) -> str:
    return f" {operator} ".join(f'"{" ".join(term.words)}"{"*" if term.prefix else ""}' for term in terms)


def _hits(connection: sa.Connection, ranked: _Ranked, terms: tuple[Term, ...], limit: int) -> Iterator[Hit]:
    query = sa.text(
        'SELECT found.rank, passage.start, passage."end", passage.steps, text.corrections, source.name, source.digest, '  # noqa: S608
        'substr(text.content, passage.start + 1, passage."end" - passage.start) AS quote '
        f"FROM ({ranked.sql}) AS found JOIN passage ON passage.id = found.passage "
        "JOIN text ON text.id = passage.text JOIN source ON source.digest = text.source "
        "ORDER BY found.rank, source.name, source.digest, passage.start"
    )
    for row in connection.execute(query, {**ranked.values, "limit": limit}).mappings():
        locator: Locator = rows.locator_from(row)
        passage = Passage((locator.span,), row["quote"])
        yield Hit(
            citation=Citation(
                source=row["digest"],
                name=row["name"],
                locator=locator.label,
                passage=passage,
                boxes=page_boxes((locator,), rows.corrections_from(row["corrections"]), passage),
            ),
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
