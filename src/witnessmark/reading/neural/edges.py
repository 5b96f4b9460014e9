"""Sets the edges of what the encoder tagged right, by what its words alone tell.

Promises: whole words of the text, in order; a source and a content never grow over one another or over the cue; a
content with a word that carries something is kept.
Does not: find anything that the encoder did not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from witnessmark.nouns import Span
from witnessmark.reading.parties.mentions import quoted_stretches
from witnessmark.reading.rules import load

_LISTS = load("en")["edges"]
_TRAILING: Final = frozenset(_LISTS["trailing"].split())
_EMPTY: Final = frozenset(_LISTS["empty"].split())
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_THAT = re.compile(rf"that\s+(?!(?:{'|'.join(_LISTS['verbs'].split())})\b)", re.IGNORECASE)
_CUT_CLAUSE = re.compile(r",?\s+(?:who|which)\s+\w+$")


def source_edges(text: str, source: Span) -> Span:
    """Take words off the end that lead on to something else: "Nasser Kanani, a spokesman for the ministry, on"."""
    end = source.end
    while True:
        words = [*_WORD.finditer(text, source.start, end)]
        if len(words) < 2 or words[-1][0] not in _TRAILING:
            cut = _CUT_CLAUSE.search(text[source.start : end])
            return Span(source.start, source.start + cut.start() if cut and cut.start() else end)
        end = source.start + len(text[source.start : words[-1].start()].rstrip())


def content_edges(text: str, content: Sequence[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """Close holes inside one quotation, where neither source nor cue, the ``others``, stands in them."""
    if len(content) < 2:
        return _without_that(text, content, others)
    first, last = content[0].start, content[-1].end
    quoted = [(first + start, first + end) for start, end in quoted_stretches(text[first:last])]
    starts = [start for start, _ in quoted]
    kept = [content[0]]
    for span in content[1:]:
        if span.start == kept[-1].end:  # nothing stands between them
            kept[-1] = Span(kept[-1].start, span.end)
            continue
        hole = Span(kept[-1].end, span.start)
        at = bisect_right(starts, hole.start) - 1
        inside = at >= 0 and quoted[at][0] < hole.start and span.end <= quoted[at][1]
        if inside and not any(hole.overlaps(other) for other in others):
            kept[-1] = Span(kept[-1].start, span.end)
        else:
            kept.append(span)
    return _without_that(text, kept, others)


def _without_that(text: str, content: Sequence[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """Take a leading "that" off, right after the cue; before a verb it is what is spoken of."""
    first, *rest = content
    that = _THAT.match(text, first.start, first.end)
    if that and that.end() < first.end and any(text[other.end : first.start].isspace() for other in others):
        return Span(that.end(), first.end), *rest
    return tuple(content)


def says_something(text: str, content: Sequence[Span], source: Span | None) -> bool:
    """Tell whether a content has a word that carries something, or stands in quotation marks.

    Words of nobody that break off ("an official by the") say nothing either.
    """
    words = [word[0].lower() for span in content for word in _WORD.finditer(text, span.start, span.end)]
    quoted = text[content[0].start] in "\"“”‘'«„"
    broken = source is None and bool(words) and words[-1] in _TRAILING
    return bool(words) and (quoted or not (broken or _EMPTY.issuperset(words)))
