"""Finds the words that a language model gives as a statement in the text that it was given.

Promises: a statement comes out only where each of its words stands in the stretch, letter by letter but for white
space, quotation marks and dashes; its spans are those of the unchanged text. What is not found is refused and counted.
Does not: judge whether the model understood what it read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from unicodedata import combining

from witnessmark.nouns import Span
from witnessmark.reading.attributing.drafts import Draft
from witnessmark.reading.language_model.replies import Told

SCORE: Final = 0.6
"""Of every statement that a model gives: a constant, for no share of right ones was measured."""
_MOST_PLACES: Final = 64
_NEAR: Final = 120
"""Code points within which a speaker or cue beside the content is preferred to one inside it."""
_MARKS: Final = str.maketrans(
    dict.fromkeys("“”„‟«»‹›″＂", '"') | dict.fromkeys("‘’‚‛′ʼ`´", "'") | dict.fromkeys("‐‑‒–—―−", "-")
)
_SEPARATORS: Final = ".,'’٫٬"
_OPENING: Final = "\"“„«»‘‚'‹「"
_EDGE: Final = " \t\r\n\u00a0,;:"
_WORD: Final = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Located:
    """The drafts of one stretch in the order of the text, and how many statements were refused."""

    drafts: tuple[Draft, ...]
    missing: int
    """Their words do not stand in the text."""
    nameless: int
    """They name neither speaker nor cue, and no quotation goes on."""


@dataclass(slots=True)
class _Stretch:
    """One stretch of a text with its folded form; ``at`` leads from a folded code point back to the text's."""

    text: str
    span: Span
    folded: str = ""
    at: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        pieces = []
        for match in re.finditer(r"\s+|\S", self.text[self.span.start : self.span.end]):
            pieces.append(" " if match[0].isspace() else match[0].translate(_MARKS))
            self.at.append(self.span.start + match.start())
        self.folded = "".join(pieces)
        self.at.append(self.span.end)

    def places(self, words: str) -> list[Span]:
        """Return where ``words`` stand: as they are, or else but for white space, quotation marks and dashes."""
        words = words.strip()
        exact = _finds(self.text, words, self.span.start, self.span.end)
        if exact:
            return exact
        folded = " ".join(words.translate(_MARKS).split())
        found = _finds(self.folded, folded, 0, len(self.folded))
        return [Span(self.at[span.start], self.at[span.end - 1] + 1) for span in found]


def look_up(text: str, stretch: Span, told: Sequence[Told], before: Draft | None = None) -> Located:
    """Return the statements whose words stand in ``stretch``; a quotation without a speaker goes on from ``before``."""
    within = _Stretch(text, stretch)
    used: dict[Told, int] = {}
    found: list[Draft] = []
    for one in told:
        draft = _draft(within, one, used.get(one, 0))
        if draft is not None:
            used[one] = used.get(one, 0) + 1
            found.append(draft)
    found.sort(key=lambda draft: (draft.start, -draft.content[-1][1]))
    _nest(found)
    kept = _spoken(text, found, before)
    return Located(tuple(kept), missing=len(told) - len(found), nameless=len(found) - len(kept))


def _finds(within: str, words: str, start: int, end: int) -> list[Span]:
    """Return the places of ``words`` that do not cut a word in two, up to a number."""
    found: list[Span] = []
    at = within.find(words, start, end) if words else -1
    while at >= 0 and len(found) < _MOST_PLACES:
        last = at + len(words)
        if not (_joins(within, at, start, end) or _joins(within, last, start, end)):
            found.append(Span(at, last))
        at = within.find(words, at + 1, end)
    return found


def _joins(within: str, at: int, start: int, end: int) -> bool:
    """Tell whether a word, a number or a letter runs over ``at``.

    Only words of scripts with capitals count: others write particles, or all words, together.
    """
    if not start < at < end:
        return False
    left, right = within[at - 1], within[at]
    if combining(right) or (_cased(left) and _cased(right)):
        return True
    return _in_number(within, at, start, end)


def _in_number(within: str, at: int, start: int, end: int) -> bool:
    """Tell whether a number runs over ``at``: between two digits, or a digit and a separator with a digit after it."""
    left, right = within[at - 1], within[at]
    if left.isdigit() and right.isdigit():
        return True
    before = within[at - 2] if at - 2 >= start else ""
    after = within[at + 1] if at + 1 < end else ""
    opens = left.isdigit() and right in _SEPARATORS and after.isdigit()
    return opens or (before.isdigit() and left in _SEPARATORS and right.isdigit())


def _cased(letter: str) -> bool:
    return letter.lower() != letter.upper()


def _draft(within: _Stretch, told: Told, earlier: int) -> Draft | None:
    """Return one statement with its parts in the places that lie closest together, or None where one is missing.

    ``earlier`` counts the same statements that were found before: the words may stand in the text again.
    """
    named = [words for words in (told.source, told.cue) if words is not None]
    options = [within.places(words) for words in (*told.content, *named)]
    if not all(options):
        return None
    order = sorted(
        range(len(options)), key=lambda part: (len(options[part]), options[part][0].start - options[part][0].end)
    )
    chosen: dict[int, Span] = {}
    for part in order:
        places = options[part]
        chosen[part] = _nearest(places, [*chosen.values()]) if chosen else places[min(earlier, len(places) - 1)]
    parts = iter([chosen[part] for part in range(len(told.content), len(options))])
    source = next(parts) if told.source is not None else None
    cue = next(parts) if told.cue is not None else None
    if source and cue and source.overlaps(cue):
        return None
    content = _without(within.text, [chosen[part] for part in range(len(told.content))], [source, cue])
    if not content:
        return None
    return Draft(content, told.mode, SCORE, _pair(source), _pair(cue))


def _nearest(places: Sequence[Span], chosen: Sequence[Span]) -> Span:
    """Return the place closest to those chosen; one that overlaps none of them is preferred if it is near."""
    hull = Span(min(span.start for span in chosen), max(span.end for span in chosen))
    free = [place for place in places if not any(place.overlaps(other) for other in chosen)]
    near = [place for place in free if _gap(place, hull) <= _NEAR]
    return min(near or places, key=lambda place: (_gap(place, hull), place.start))


def _gap(one: Span, other: Span) -> int:
    return max(0, one.start - other.end, other.start - one.end)


def _without(text: str, pieces: Iterable[Span], cut: Iterable[Span | None]) -> list[tuple[int, int]]:
    """Return the pieces in order without the stretches of ``cut``; what is left has words and is trimmed."""
    left = sorted((piece.start, piece.end) for piece in pieces)
    for hole in cut:
        if hole is not None:
            left = [part for start, end in left for part in _parted(start, end, hole)]
    merged: list[tuple[int, int]] = []
    for start, end in left:
        start, end = _trimmed(text, start, end)
        if start < end and _WORD.search(text, start, end) and not (merged and end <= merged[-1][1]):
            merged.append((max(start, merged[-1][1]) if merged else start, end))
    return merged


def _parted(start: int, end: int, hole: Span) -> list[tuple[int, int]]:
    if hole.end <= start or end <= hole.start:
        return [(start, end)]
    return [part for part in ((start, hole.start), (hole.end, end)) if part[0] < part[1]]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _pair(span: Span | None) -> tuple[int, int] | None:
    return (span.start, span.end) if span else None


def _nest(drafts: Sequence[Draft]) -> None:
    """Give each draft the smallest other one whose content holds its speaker or cue and its content."""
    for draft in drafts:
        parts = [part for part in (draft.source, draft.cue, *draft.content) if part]
        if draft.source or draft.cue:
            holding = [other for other in drafts if other is not draft and _holds(other, parts)]
            draft.outer = min(holding, key=lambda other: sum(e - s for s, e in other.content), default=None)


def _holds(outer: Draft, parts: Iterable[tuple[int, int]]) -> bool:
    return all(any(start <= part[0] and part[1] <= end for start, end in outer.content) for part in parts)


def _spoken(text: str, drafts: Iterable[Draft], before: Draft | None) -> list[Draft]:
    """Return the drafts that somebody says: with a speaker or cue, or a quotation that goes on from the one before."""
    kept: list[Draft] = []
    for draft in drafts:
        if not draft.source and not draft.cue:
            if before is None or text[draft.content[0][0]] not in _OPENING:
                continue
            draft.source, draft.continued = before.source, True
        elif draft.source and draft.outer is None:
            before = draft
        kept.append(draft)
    return kept
