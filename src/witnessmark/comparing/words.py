"""Cuts a text into the words that are compared.

Promises: every word points into the unchanged text; two spellings that differ only in case, accents, letter and digit
forms, apostrophes or hyphens give the same normalised word; the result depends on the text alone.
Does not: know any language's grammar. In scripts that leave no space between words, each character is a word.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from witnessmark.nouns import Span

DOUBLE_MARKS = '"“”„‟«»″＂❝❞'
APOSTROPHES = "'’ʼ‘`´＇"


def _marks() -> str:
    """Return every combining mark of the scripts in use: they belong to words, and ``\\w`` leaves them out."""
    blocks = (range(0x0300, 0x1B00), range(0x1DC0, 0x1E00), range(0x20D0, 0x2100), range(0xA800, 0xAC00))
    return "".join(
        chr(point) for block in blocks for point in block if unicodedata.category(chr(point)) in {"Mn", "Mc"}
    )


_JOINERS = "\u00ad\u200c\u200d\u2060"  # soft hyphen, zero-width joiners: inside words, never part of their spelling
_MARKS = re.escape(_marks())
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTERS = rf"(?:(?![{_UNSPACED}])[^\W_][{_MARKS}{_JOINERS}]*)+"
_WORD = re.compile(rf"[{_UNSPACED}][{_MARKS}]*|{_LETTERS}(?:[{APOSTROPHES}]{_LETTERS})*")

_DROPPED = re.compile(rf"[{APOSTROPHES}{_JOINERS}\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_LETTER_FORMS = str.maketrans("يىكةøłđ" + "۰۱۲۳۴۵۶۷۸۹" + "٠١٢٣٤٥٦٧٨٩", "ییکهold" + "0123456789" * 2)

_BREAK = re.compile(r"\n\s*\n")
_QUOTATION = re.compile(
    rf"(?P<single>(?<!\w)[‘'](?=\w)[^\n{DOUBLE_MARKS}]{{1,600}}?[.,!?…][’'](?!\w))|(?P<double>[{DOUBLE_MARKS}])"
)
_CLOSED_BY = {"„": "“”", "‟": "”", "“": "”", "”": "”", "«": "»", "»": "«", "❝": "❞"}
"""What ends a quotation that each mark opened; a mark that is not here ends with itself."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text: as they are compared, where they stand, and whether they stand in quotation marks.

    The four tuples have one item a word.
    """

    normal: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    quoted: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.normal)

    def span(self, first: int, last: int) -> Span:
        """Return the stretch of the text from word ``first`` up to, not including, word ``last``."""
        return Span(self.starts[first], self.ends[last - 1])


def words_of(content: str, paragraphs: Sequence[int] | None = None) -> Words:
    """Return the words of ``content`` in order.

    ``paragraphs`` are the places where paragraphs start, in order; without them, blank lines part paragraphs.
    """
    found = [match.span() for match in _WORD.finditer(content)]
    starts = tuple(start for start, _ in found)
    ends = tuple(end for _, end in found)
    normal = tuple(normalise(content[start:end]) for start, end in found)
    if paragraphs is None:
        paragraphs = [match.end() for match in _BREAK.finditer(content)]
    return Words(normal, starts, ends, _quoted(content, starts, paragraphs))


@lru_cache(maxsize=65_536)
def normalise(word: str) -> str:
    """Return ``word`` as it is compared: NFKD, case folded, without accents, vowel points, apostrophes or joiners."""
    if word.isascii() and word.isalnum():
        return word.lower()
    folded = unicodedata.normalize("NFKD", word).casefold()
    folded = _DROPPED.sub("", unicodedata.normalize("NFKD", folded))
    return unicodedata.normalize("NFKC", folded.translate(_LETTER_FORMS)) or word


def _quoted(content: str, starts: Sequence[int], paragraphs: Sequence[int]) -> tuple[bool, ...]:
    """Tell for each word whether it stands in a quotation."""
    flags = [False] * len(starts)
    bounds = [0, *(place for place in paragraphs if 0 < place < len(content)), len(content)]
    for first, last in pairwise(bounds):
        for opened, closed in _quotations(content, first, last):
            for at in range(bisect_left(starts, opened), bisect_left(starts, closed)):
                flags[at] = True
    return tuple(flags)


def _quotations(content: str, first: int, last: int) -> list[tuple[int, int]]:
    """Return the quotations of the paragraph ``[first, last)``.

    One that is not closed ends with its paragraph: newspapers open each paragraph of a long quotation anew and close
    only the last. Words in single marks count where they end in punctuation; else every possessive would count.
    """
    found: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for match in _QUOTATION.finditer(content, first, last):
        mark = match[0]
        if match["single"]:
            if opened is None:
                found.append(match.span())
        elif opened is None:
            opened = match.end(), mark
        elif mark in _CLOSED_BY.get(opened[1], opened[1]):
            found.append((opened[0], match.start()))
            opened = None
    if opened is not None:
        found.append((opened[0], last))
    return found
