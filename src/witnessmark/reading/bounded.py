"""Reads the beginning of a text that is too long to be read whole.

Promises: a text of up to ``MOST_CHARACTERS`` is read as it is; of a longer one, what stands before its last place (a
paragraph, a row) that ends within them, and a fault says how much was left. Spans are those of the whole text.
Does not: leave anything out of the text itself: it is kept whole, and words are found in all of it.

Memory grows with every word that is read, to about 300 bytes for each character of a text full of dates: this bound
keeps what one file of 60 MB of words takes under 1 GB, and its time to minutes.
"""

from __future__ import annotations

from dataclasses import replace

from witnessmark.nouns import Fault, Reading, Span, Text
from witnessmark.reading.reader import Reader

MOST_CHARACTERS = 3_000_000
"""About a thousand pages."""
HINT = "split the file and add the parts, if the rest matters; a search finds words in all of it"


def read_bounded(reader: Reader, text: Text, most: int = MOST_CHARACTERS) -> Reading:
    """Return the reading of a text, or of as much of it as is read; then with the fault that says so."""
    if len(text.content) <= most:
        return reader.read(text)
    beginning = _beginning(text, most)
    found = reader.read(beginning)
    read, whole = len(beginning.content), len(text.content)
    fault = (
        f"the text has {whole:,} characters, and statements, figures, dates and names were looked for in the first "
        f"{read:,} of them"
    )
    return replace(
        found, faults=(*found.faults, Fault(source=text.source, name="", stage="reading", fault=fault, hint=HINT))
    )


def _beginning(text: Text, most: int) -> Text:
    """Return a text that ends with the last place that ends within ``most`` characters.

    Where the next place is far longer than what is before it, it ends within that one, between two words.
    """
    places = text.locators
    count = sum(1 for locator in places if locator.span.end <= most)
    kept = list(places[:count])
    if count < len(places) and (not kept or kept[-1].span.end < most // 2):
        span = places[count].span
        if span.start < most:
            end = text.content.rfind(" ", span.start + 1, most)
            kept.append(replace(places[count], span=Span(span.start, end if end > span.start else most)))
    end = kept[-1].span.end if kept else most
    return replace(text, content=text.content[:end], locators=tuple(kept))
