"""Names by simple means: capitalised runs, sorted by the words beside them. Precision before recall.

Promises: each name is a span; a kind is given only by a cue in the data or in the run itself.
Does not: read scripts without capitals, or know any name by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from witnessmark.nouns import Name, NameKind, Passage, Span
from witnessmark.reading.layout import Paragraph, Token
from witnessmark.reading.rules import load, words

_ARTICLES = frozenset(["the", "a", "an", "le", "la", "les", "l'", "el", "los", "las", "den", "det"])
"""What stands before a body or a thing, and not before a person."""
_ACRONYM = re.compile(r"[A-Z][A-Z/&-]{1,9}$")


def find_names(text: str, paragraphs: Sequence[Paragraph], language: str) -> tuple[Name, ...]:
    """Return the names of ``text`` in order; nothing where the language's rules have no names."""
    table = load(language).get("names", {})
    if not table.get("capitals", True):
        return ()
    sets = {key: words(table, key) for key in ("titles", "organisation", "place", "place_before", "not_names", "small")}
    inside: Counter[str] = Counter()
    found: list[Name] = []
    for paragraph in paragraphs:
        for sentence in paragraph.sentences:
            for at, token in enumerate(sentence.tokens):
                if at and token.word[0].isupper():
                    inside[token.word] += 1
    for paragraph in paragraphs:
        for sentence in paragraph.sentences:
            found += _of_sentence(text, sentence.tokens, sets, inside)
    return tuple(found)


def _of_sentence(
    text: str, tokens: Sequence[Token], sets: dict[str, frozenset[str]], inside: Counter[str]
) -> list[Name]:
    found = []
    at = 0
    while at < len(tokens):
        end = _run_end(tokens, at, sets)
        if end == at:
            at += 1
            continue
        start = at
        while start < end and tokens[start].low in sets["not_names"] | sets["titles"] | {"."}:
            start += 1
        if start < end and (start or inside[tokens[start].word] or end - start > 1):
            kind = _kind(tokens, at, start, end, sets)
            if kind is not None:
                last = tokens[end - 1]
                stop = last.end - 2 if last.low.endswith("'s") and len(last.word) > 3 else last.end
                passage = Passage.of(text, Span(tokens[start].start, stop))
                found.append(Name(passage=passage, kind=kind))
        at = end
    return found


def _run_end(tokens: Sequence[Token], at: int, sets: dict[str, frozenset[str]]) -> int:
    """Return the end of the run of capitalised words from ``at``, with the small words inside it."""
    end = at
    while end < len(tokens) and end - at < 9:
        word = tokens[end].word
        follows = end > at and end + 1 < len(tokens)
        small = follows and word in sets["small"] and tokens[end + 1].word[0].isupper()
        dotted = word == "." and end > at and tokens[end - 1].low in sets["titles"]
        if word[0].isupper() or small or dotted:
            end += 1
        else:
            break
    return end


def _kind(
    tokens: Sequence[Token], before: int, start: int, end: int, sets: dict[str, frozenset[str]]
) -> NameKind | None:
    lows = [tokens[n].low.removesuffix("'s") for n in range(start, end)]
    titled = start > before and tokens[start - 1].low.rstrip(".") in sets["titles"] | {"."}
    if any(low in sets["organisation"] for low in lows):
        return NameKind.ORGANISATION
    if titled:
        return NameKind.PERSON
    if end - start == 1 and _ACRONYM.match(tokens[start].word):
        bracketed = before > 0 and tokens[before - 1].word == "("
        return NameKind.ORGANISATION if bracketed or len(tokens[start].word) > 2 else None
    if any(low in sets["place"] for low in lows):
        return NameKind.PLACE
    if before > 0 and tokens[before - 1].low in sets["place_before"]:
        return NameKind.PLACE
    last = lows[-1]
    if _ACRONYM.match(tokens[start].word) or last.endswith(("ians", "ers", "ists", "ions", "anis")) or "war" in lows:
        return None
    small = any(low in sets["small"] for low in lows)
    article = before > 0 and tokens[before - 1].low in _ARTICLES
    return NameKind.PERSON if 2 <= end - start <= 3 and not small and not article and start == before else None
