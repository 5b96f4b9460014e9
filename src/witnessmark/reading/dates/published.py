"""The date of publication that a text states itself, where its file declares none.

Promises: a date that says its year, in the first lines or the last: after words such as "Published:", in a dateline
("ORRUM, 12 March 2021 (Agency) -"), in a line of its own, with a time of day or a place at most, or at the end of the
caption of a picture.
Does not: take a date that the running text tells for its own, or guess a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from witnessmark.nouns import Date, Edtf, Passage, Span
from witnessmark.reading.dates.context import Context
from witnessmark.reading.dates.grammar import Grammar
from witnessmark.reading.dates.phrases import Leaf, Phrase
from witnessmark.reading.dates.resolving import says_year
from witnessmark.reading.dates.rows import Row
from witnessmark.reading.dates.values import When

_FIRST, _LAST = 12, 3
"""How many paragraphs at the beginning and at the end are looked at."""
_FARTHEST = 2000
"""How far into the text the first lines may reach."""
_PLACE_BEFORE = re.compile(
    r"^[\W_]*(?:[^\W\d_]{2,30}(?:[ '’.-]{1,2}[^\W\d_]{1,30}){0,3}(?:\s*\([^)]{2,30}\))?,\s*){1,2}"
    r"(?:le |den |el |am |on )?$"
)
_AGENCY_AFTER = re.compile(r"\s*\)?\s*(?:\([^()\n]{2,40}\)|\[[^\]\n]{2,40}\]|[-–—:]|\.(?=\s+\W*[^\W\d_a-z])|$)")
_CAPTION_BEFORE = re.compile(r"\s[-–—|(\[]\s*$")
_CAPTION_AFTER = re.compile(r"\s*[)\]]?\s*(?:[([][^()\[\]\n]{2,60}[)\]]|[-–—|/][^.\n]{2,60})?\s*")
"""A caption ends with its date, behind a dash or in brackets, and at most the name of who took the picture."""
_PLACE_NEAR = re.compile(r"[^\W\d_a-z][^\W\d_]+,\s*$")
_HOUR = re.compile(
    r"(?:\b(?:at|à|um|kl|a las|ساعت|الساعة)\b\.?\s*)?\d{1,2}(?:[:.h]\d\d)+"
    r"\s*(?:[ap]\.?m\b\.?|uhr\b)?(?:\s*(?:[A-Z]{2,4}\b|\+\d\d:?\d\d))?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_REST = 45


def stated_date(text: str, rows: Sequence[Row], grammar: Grammar) -> Date | None:
    """Return the date of publication that the text states with its words, or None."""
    best: tuple[int, Date] | None = None
    for row, opening in _edges(rows):
        for phrase in row.phrases[:8]:
            if not says_year(phrase.node):
                continue
            value = row.value(phrase, Context(grammar, None))
            if value is None or value.unit not in ("day", "month") or "/" in value.edtf or "~" in value.edtf:
                continue
            rank = _rank(text, row.span(phrase), value, phrase, grammar, opening=opening)
            if rank is not None and (best is None or rank < best[0]):
                best = rank, Date(passage=Passage.of(text, row.span(phrase)), value=Edtf(value.edtf))
    return best[1] if best else None


def _edges(rows: Sequence[Row]) -> Iterator[tuple[Row, bool]]:
    first = [row for row in rows[:_FIRST] if row.start < _FARTHEST]
    yield from ((row, True) for row in first)
    yield from ((row, False) for row in rows[max(len(first), len(rows) - _LAST) :])


def _rank(text: str, span: Span, value: When, phrase: Phrase, grammar: Grammar, *, opening: bool) -> int | None:
    """Return how sure the words around a date make it the text's own, 0 the surest, or None."""
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    before, after = text[start : span.start][-200:], text[span.end : end if end >= 0 else None][:200]
    if grammar.issued.search(before) and isinstance(phrase.node, Leaf):
        return 0
    rest = _HOUR.sub(" ", f"{before} {after}")
    if not _WORD.search(rest):
        return 1
    if value.unit != "day":
        return None
    if opening and len(before) < 80 and _PLACE_BEFORE.match(before) and _AGENCY_AFTER.match(after):
        return 1
    if opening and _CAPTION_BEFORE.search(before) and _CAPTION_AFTER.fullmatch(after):
        return 3
    short = len(rest.strip()) <= _LONGEST_REST and len(before) + len(after) < 120
    if short and (len(_WORD.findall(rest)) <= 1 or _PLACE_NEAR.search(before)):
        return 2
    return None
