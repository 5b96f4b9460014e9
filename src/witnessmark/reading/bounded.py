"""Reads a text that is too long to be read at once, stretch after stretch.

Promises: a text of up to ``STRETCH`` characters is read as it is; a longer one in stretches that end with a place (a
paragraph, a row), each read by itself with the date of publication that the first one states. Spans are those of the
whole text. Reading stops where a text gives more than ``MOST_FOUND`` passages or ``MOST_CHARACTERS`` are read, and a
fault says how much was left.
Does not: leave anything out of the text itself: it is kept whole, and words are found in all of it; or say who "she" is
where the name stands in the stretch before.

Memory grows with every passage that is found: what a file of 60 MB of nothing but dates takes is kept in bounds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from witnessmark.nouns import Date, Fault, Figure, Locator, Name, Passage, Reading, Span, Statement, Text
from witnessmark.reading.reader import Reader, dated

STRETCH = 3_000_000
"""Characters that are read at once: about a thousand pages."""
MOST_CHARACTERS = 15_000_000
MOST_FOUND = 200_000
"""Statements, figures, dates and names of one text."""
HINT = "split the file and add the parts, if the rest matters; a search finds words in all of it"


@dataclass(slots=True)
class _Found:
    """What was read so far."""

    statements: list[Statement] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    dates: list[Date] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add(self, part: Reading, start: int) -> None:
        """Add what was found in a stretch that begins at ``start``."""
        before = len(self.statements)
        self.statements += (_moved_statement(one, start, before) for one in part.statements)
        for figure in part.figures:
            statement = None if figure.statement is None else figure.statement + before
            self.figures.append(replace(figure, passage=_moved(figure.passage, start), statement=statement))
        self.dates += (replace(date, passage=_moved(date.passage, start)) for date in part.dates)
        self.names += (replace(name, passage=_moved(name.passage, start)) for name in part.names)
        self.faults += part.faults

    def __len__(self) -> int:
        return len(self.statements) + len(self.figures) + len(self.dates) + len(self.names)


def read_bounded(
    reader: Reader, text: Text, stretch: int = STRETCH, most: int = MOST_CHARACTERS, most_found: int = MOST_FOUND
) -> Reading:
    """Return the reading of a text, or of as much of it as is read; then with the fault that says so."""
    if len(text.content) <= stretch:
        return reader.read(text)
    stretches = _stretches(text, stretch)
    start, part = next(stretches)
    first = reader.read(part)
    published = dated(text, first).published
    found = _Found()
    found.add(first, start)
    read = len(part.content)
    for start, part in stretches:
        if start >= most or len(found) > most_found:
            break
        found.add(reader.read(replace(part, published=published, published_in_text=False)), start)
        read = start + len(part.content)
    if text.content[read:].strip():
        found.faults.append(_left(text, read))
    return replace(
        first,
        statements=tuple(found.statements),
        figures=tuple(found.figures),
        dates=tuple(found.dates),
        names=tuple(found.names),
        faults=tuple(found.faults),
    )


def _left(text: Text, read: int) -> Fault:
    fault = (
        f"the text has {len(text.content):,} characters, and statements, figures, dates and names were looked for in "
        f"the first {read:,} of them"
    )
    return Fault(source=text.source, name="", stage="reading", fault=fault, hint=HINT)


def _stretches(text: Text, size: int) -> Iterator[tuple[int, Text]]:
    """Yield the stretches of a text, each with where it begins; its places count from there."""
    start = 0
    while start < len(text.content):
        end = _end(text, start, start + size)
        places = tuple(_places(text, start, end))
        yield start, replace(text, content=text.content[start:end], locators=places)
        start = end


def _end(text: Text, start: int, most: int) -> int:
    """Return the end of a stretch: that of its last whole place, or where that one is far longer, between two words."""
    if most >= len(text.content):
        return len(text.content)
    after = bisect_left(text.locators, most + 1, key=lambda locator: locator.span.end)
    end = text.locators[after - 1].span.end if after else 0
    if end >= (start + most) // 2:
        return end
    between = text.content.rfind(" ", (start + most) // 2, most)
    return between if between > start else most


def _places(text: Text, start: int, end: int) -> Iterator[Locator]:
    """Yield the places of a stretch, those that it cuts as far as they lie in it."""
    for at in count(bisect_left(text.locators, start + 1, key=lambda locator: locator.span.end)):
        if at == len(text.locators) or text.locators[at].span.start >= end:
            return
        span = text.locators[at].span
        inside = Span(max(span.start, start) - start, min(span.end, end) - start)
        yield replace(text.locators[at], span=inside)


def _moved(passage: Passage, by: int) -> Passage:
    return (
        replace(passage, spans=tuple(Span(span.start + by, span.end + by) for span in passage.spans)) if by else passage
    )


def _moved_statement(one: Statement, by: int, before: int) -> Statement:
    speaker = one.speaker
    if speaker is not None and speaker.passage is not None:
        speaker = replace(speaker, passage=_moved(speaker.passage, by))
    return replace(
        one,
        speaker=speaker,
        cue=one.cue and _moved(one.cue, by),
        content=_moved(one.content, by),
        relayed_by=tuple(outer + before for outer in one.relayed_by),
    )
