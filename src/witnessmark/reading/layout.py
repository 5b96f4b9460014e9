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
_VOWELLED_TOKEN = re.compile(
    r"[\w\u064b-\u065f\u0670]+(?:['’.\-‑\u200c\u0640][\w\u064b-\u065f\u0670]+)*|[^\w\s\u064b-\u065f\u0670]"
)
"""Arabic and Persian: the vowel marks belong to their words."""
_PARAGRAPH = re.compile(r"\S(?:.*\S)?", re.MULTILINE)
_OPENS_ITEM = re.compile(r"(?:[-–—•*·]|\(?\w{1,3}[.)])\s|[^\W\d_][\w .]{0,30}:\s")
"""A list's next item, or the next turn of a transcript."""
_NARROWEST, _WIDEST = 45, 130
"""Code points in the longest of lines that a page's width has cut."""
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
    pattern = _ELIDING_TOKEN if language == "fr" else _VOWELLED_TOKEN if language in ("ar", "fa") else _TOKEN
    return tuple(
        Token(m.start(), m.end(), m[0], m[0].lower().replace("’", "'")) for m in pattern.finditer(text, start, end)
    )


def lay_out(text: str, locators: Sequence[Locator], language: str | None) -> tuple[Paragraph, ...]:
    """Split ``text`` into paragraphs (each line of each locator, wrapped lines joined) and those into sentences.

    Lines of a page that was read from a picture have a locator each, and are joined as wrapped lines are. Stretches
    that no locator covers are split at their line ends alone, so nothing goes unread.
    """
    found: list[Paragraph] = []
    for start, end in _blocks(text, locators):
        for span in _unwrapped(text, start, end):
            sentences = tuple(
                Sentence(piece, tokenise(text, piece.start, piece.end, language))
                for piece in _sentences(text, span, language)
            )
            found.append(Paragraph(span, sentences))
    return tuple(found)


def _unwrapped(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the lines of ``text[start:end]``, those that a page's width has cut joined again."""
    lines = [match.span() for match in _PARAGRAPH.finditer(text, start, end)]
    longest = max((right - left for left, right in lines), default=0)
    wrapped = _NARROWEST <= longest <= _WIDEST
    at = 0
    while at < len(lines):
        left, right = lines[at]
        at += 1
        while wrapped and at < len(lines) and _goes_on(text, lines[at - 1], lines[at], longest):
            right = lines[at][1]
            at += 1
        yield Span(left, right)


def _goes_on(text: str, line: tuple[int, int], following: tuple[int, int], longest: int) -> bool:
    """Tell whether a line is full and the next one, right below it, begins nothing new."""
    full = (line[1] - line[0]) * 10 > longest * 7
    below = text.count("\n", line[1], following[0]) == 1
    return full and below and not _OPENS_ITEM.match(text, *following)


def _blocks(text: str, locators: Sequence[Locator]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text, those of lines of one page that lie right below each other as one."""
    pages = {(one.span.start, one.span.end): one.steps[0] for one in locators if _is_line(one)}
    at = 0, 0
    page: tuple[str, str] | None = None
    for stretch in _stretches(len(text), locators):
        if text[slice(*stretch)].isspace():
            continue
        its_page = pages.get(stretch)
        if page is not None and page == its_page and text[at[1] : stretch[0]] in ("", "\n"):
            at = at[0], stretch[1]
            continue
        if at[1] > at[0]:
            yield at
        at, page = stretch, its_page
    if at[1] > at[0]:
        yield at


def _is_line(locator: Locator) -> bool:
    return [kind for kind, _ in locator.steps[:2]] == ["page", "line"]


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
