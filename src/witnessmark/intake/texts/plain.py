"""Reads plain text.

Promises: the content is the file's characters unchanged, but for line ends (LF) and a byte order mark; a paragraph is
what blank lines part, or each line where lines are too long to be one wrapped paragraph.
A text that is a list of hashes declares them.
Does not: find titles, headings or tables in plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from witnessmark.intake.archived.hash_lists import beyond, hashes_in
from witnessmark.intake.draft import Draft
from witnessmark.intake.limits import Limits
from witnessmark.intake.texts.characters import decode
from witnessmark.nouns import Locator, Span

PARTED = re.compile(r"\n[^\S\n]*(?=\n)")
LONGEST_WRAPPED = 100
"""A line longer than this was not wrapped to fit a page: it is a paragraph of its own."""


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of a plain text file. Raises RefusedError where they are no text."""
    decoded = decode(data)
    spans = paragraphs(decoded.content)
    locators = tuple(Locator(span, (("paragraph", str(number)),)) for number, span in enumerate(spans, 1))
    hashes = hashes_in(decoded.content)
    return Draft(
        content=decoded.content,
        locators=locators,
        encoding=decoded.encoding,
        declared=hashes,
        losses=decoded.losses + beyond(hashes),
    )


def paragraphs(content: str) -> Iterator[Span]:
    """Yield the span of each paragraph, without the white space around it."""
    start = 0
    for end in (*(match.start() for match in PARTED.finditer(content)), len(content)):
        yield from _within(content, start, end)
        start = end
    # nothing is left over: the last end is the content's


def _within(content: str, start: int, end: int) -> Iterator[Span]:
    """Yield the stretch between two blank lines as one paragraph, or as its lines where they are long."""
    block = content[start:end]
    lines = block.split("\n")
    if max(map(len, lines)) <= LONGEST_WRAPPED:
        lines = [block]
    for line in lines:
        words = line.strip()
        if words:
            first = start + line.index(words[0])
            yield Span(first, first + len(words))
        start += len(line) + 1
