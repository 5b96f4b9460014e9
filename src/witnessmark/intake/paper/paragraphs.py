"""Parts printed lines into paragraphs, and joins words that a line's end breaks; for layers and for pictures of text.

Promises: lines stay in order, each in one paragraph. A broken word is joined only to a form that stands elsewhere in
the same document; otherwise it keeps its printed hyphen.
Does not: tell columns apart; lines come in reading order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from witnessmark.intake.paper.printed import BROKEN, Line

WORDS = re.compile(r"\w+(?:[-\u2010]\w+)*")
PARAGRAPH_GAP = 1.35
"""Lines further apart than this many times the page's usual pitch belong to different paragraphs."""
INDENT = 1.0
"""A line that starts this many line heights further in begins a paragraph."""


def paragraphs_of(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Part lines into paragraphs by the gaps between them, their indents and changes of size."""
    pitches = [above.bottom - line.bottom for above, line in pairwise(lines)]
    usual = median([pitch for pitch in pitches if pitch > 1] or [0.0])
    paragraph: list[Line] = []
    above: Line | None = None
    for line in lines:
        if above is not None and _begins(line, above, usual):
            yield paragraph
            paragraph = []
        paragraph.append(line)
        above = line
    if paragraph:
        yield paragraph


def _begins(line: Line, above: Line, usual: float) -> bool:
    """Tell whether ``line`` begins a paragraph."""
    if usual <= 0 or above.words.endswith(BROKEN):
        return False
    pitch = above.bottom - line.bottom
    if pitch < -usual:  # up to the next column: a paragraph may go on there, unless the words say that it ended
        return above.words.endswith((".", "!", "?", "»", "”", "؟"))
    larger = max(line.height, above.height) > 1.2 * min(line.height, above.height) > 0
    return pitch > PARAGRAPH_GAP * usual or larger or 4 * line.height > line.left - above.left > INDENT * line.height


def known_words(lines: Iterable[str]) -> Counter[str]:
    """Count the words that stand whole in the lines of a document, in small letters."""
    known: Counter[str] = Counter()
    for line in lines:
        known.update(word.lower() for word in WORDS.findall(line) if BROKEN not in word)
    return known


def keeps_hyphen(first: str, second: str, known: Counter[str]) -> bool:
    """Tell whether the halves of a broken word are parted by a hyphen where the document writes the word elsewhere."""
    whole, hyphened = f"{first}{second}", f"{first}-{second}"
    return known[whole.lower()] <= known[hyphened.lower()]
