"""The shape of a text: paragraphs, sentences and tokens, all as spans of the unchanged text.

Promises: every span lies in the text; the work grows linearly with its length, whatever the characters are.
Does not: change the text, or tell what a sentence says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sentencex

from witnessmark.nouns import Locator, Span

LONGEST_SENTENCE = 3000
"""Longer sentences are cut at white space, so that work within one sentence is bounded."""
_LONGEST_BLOCK = 8000

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}(?:-\w+)*|\w+(?:['’.\-‑\u200c\u0640]\w+)*|[^\w\s]")
_ELIDING_TOKEN = re.compile(r"\w+['’](?=\w)|\w+(?:[.\-‑]\w+)*|[^\w\s]")
"""French: "l'" and "qu'" are words of their own."""
_PARAGRAPH = re.compile(r"\S(?:.*\S)?", re.MULTILINE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_INITIAL_END = re.compile(r"(?:^|[\s(])(?:[A-Z]|Lt|Col|Gen|Maj|Sgt|Capt|Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Prof|Rev|No)\.\s*$")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or one mark of a text; ``low`` is its lower-case form with straight apostrophes."""

    start: int
    end: int
    word: str
    low: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its span and its tokens."""

    span: Span
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its span and its sentences, in order."""

    span: Span
    sentences: tuple[Sentence, ...]


def tokenise(text: str, start: int, end: int, language: str | None = None) -> tuple[Token, ...]:
    """Return the words and marks of ``text[start:end]``."""
    pattern = _ELIDING_TOKEN if language == "fr" else _TOKEN
    return tuple(
        Token(m.start(), m.end(), m[0], m[0].lower().replace("’", "'")) for m in pattern.finditer(text, start, end)
    )


def lay_out(text: str, locators: Sequence[Locator], language: str | None) -> tuple[Paragraph, ...]:
    """Split ``text`` into paragraphs (each line of each locator) and those into sentences.

    Stretches that no locator covers are split at their line ends alone, so nothing goes unread.
    """
    found: list[Paragraph] = []
    for start, end in _stretches(len(text), locators):
        for match in _PARAGRAPH.finditer(text, start, end):
            span = Span(match.start(), match.end())
            sentences = tuple(
                Sentence(piece, tokenise(text, piece.start, piece.end, language))
                for piece in _sentences(text, span, language)
            )
            found.append(Paragraph(span, sentences))
    return tuple(found)


def _stretches(length: int, locators: Iterable[Locator]) -> Iterator[tuple[int, int]]:
    """Yield the locators' spans and the gaps between them, clipped to the text."""
    at = 0
    for locator in locators:
        start, end = max(at, locator.span.start), min(length, locator.span.end)
        if start >= end:
            continue
        if at < start:
            yield at, start
        yield start, end
        at = end
    if at < length:
        yield at, length


def _sentences(text: str, paragraph: Span, language: str | None) -> Iterator[Span]:
    """Yield trimmed sentence spans; a cut after an initial or a title is undone."""
    content = _SURROGATE.sub("\ufffd", text[paragraph.start : paragraph.end])
    pieces: list[tuple[int, int]] = []
    for start, end in _boundaries(content, language or "en"):
        if pieces and _INITIAL_END.search(content[max(0, pieces[-1][1] - 8) : pieces[-1][1]]):
            start = pieces.pop()[0]
        pieces.append((start, end))
    for start, end in pieces:
        for left, right in _bounded(content, start, end):
            words = content[left:right]
            lead = len(words) - len(words.lstrip())
            if stripped := words.strip():
                begin = paragraph.start + left + lead
                yield Span(begin, begin + len(stripped))


def _boundaries(content: str, language: str) -> Iterator[tuple[int, int]]:
    """Split block by block: the splitter's work grows with the square of the quote marks that it is given."""
    for left, right in _bounded(content, 0, len(content), _LONGEST_BLOCK):
        for boundary in sentencex.get_sentence_boundaries(language, content[left:right]):
            yield left + boundary["start_index"], left + boundary["end_index"]


def _bounded(content: str, start: int, end: int, longest: int = LONGEST_SENTENCE) -> Iterator[tuple[int, int]]:
    while end - start > longest:
        cut = content.rfind(" ", start + longest // 2, start + longest)
        cut = cut + 1 if cut > 0 else start + longest
        yield start, cut
        start = cut
    yield start, end
