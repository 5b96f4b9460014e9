"""Quotations: where quoted words begin and end in one paragraph, in every style of mark.

Promises: spans with their marks, in order, none inside another; a mark never closed runs to the paragraph's end.
Does not: tell a quotation from a term in marks, or who speaks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from witnessmark.nouns import Span

_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", "‚": "‘’", "‹": "›", "「": "」"}
_MARK = re.compile(r"[“”„«»‘’‚‹›「」\"]|(?<!\w)'(?=\w)|(?<=[.,!?\w])'(?!\w)")
_DASH = re.compile(r"[–—−-]\s+(?=\S)")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words with their marks; ``closed`` is false where the closing mark is missing."""

    span: Span
    words: int
    closed: bool = True

    @property
    def long(self) -> bool:
        """Tell whether it is more than a term in marks."""
        return self.words > 3


def find_quotations(text: str, paragraph: Span, *, dashes: bool = False) -> list[Quotation]:
    """Return the quotations of ``paragraph``; with ``dashes`` a paragraph that opens with a dash is one of dialogue."""
    found: list[Quotation] = []
    opened: int | None = None
    closers = ""
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        mark, at = match[0], match.start()
        if opened is None:
            if _opens(text, at, mark, paragraph):
                opened, closers = at, _PAIRS.get(mark, mark)
        elif mark in closers and _closes(text, at, mark, paragraph):
            found.append(_quotation(text, opened, at + 1))
            opened = None
    if opened is not None and text[opened] not in "'‘’":
        unclosed = _quotation(text, opened, paragraph.end, closed=False)
        found += [unclosed] if unclosed.long else []
    if dashes and not found and (dash := _DASH.match(text, paragraph.start, paragraph.end)):
        found.append(_quotation(text, dash.end(), paragraph.end, closed=False))
    return found


def _quotation(text: str, start: int, end: int, *, closed: bool = True) -> Quotation:
    return Quotation(Span(start, end), len(_WORD.findall(text, start, min(end, start + 400))), closed)


def _opens(text: str, at: int, mark: str, paragraph: Span) -> bool:
    """Tell whether a mark can open: marks that look alike open only before a word and not after one."""
    if mark in "”’›」":
        return False
    after = text[at + 1] if at + 1 < paragraph.end else " "
    before = text[at - 1] if at > paragraph.start else " "
    if mark in "\"'‘":
        return not after.isspace() and not before.isalnum()
    return not (mark == "»" and (after.isspace() or before.isalnum()))


def _closes(text: str, at: int, mark: str, paragraph: Span) -> bool:
    if mark not in "\"'’":
        return True
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return not after.isalnum()
