"""Word pieces: what the encoder sees of a text, as windows of whole paragraphs.

Promises: every word of a window knows its span in the unchanged text; work is linear in the text's length; the same
text gives the same windows. Training and reading share this file, so that a model reads what it was trained on.
Does not: run a model, or lose a word; a word that the vocabulary cannot spell becomes one unknown piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tokenizers import Tokenizer

from witnessmark.nouns import Span

LONGEST_WINDOW: Final = 256
"""Pieces in one window, its marks included."""
_PIECES_OF_A_WORD: Final = 16
"""More pieces of one word (an address, a hash) tell nothing more."""
OPENING, CLOSING = 101, 102
"""BERT's [CLS] and [SEP]."""

NO_CASE, LOWER, TITLE, UPPER, DIGITS, MIXED = range(6)
CASES: Final = 6
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word or mark of a text with its pieces; ``case`` is how it is written."""

    start: int
    end: int
    ids: tuple[int, ...]
    case: int


@dataclass(slots=True)
class Window:
    """What the encoder reads at once: pieces, how their words are written, and where each word begins.

    ``words[i]`` begins at piece ``firsts[i]``.
    """

    ids: list[int] = field(default_factory=lambda: [OPENING])
    cases: list[int] = field(default_factory=lambda: [NO_CASE])
    words: list[Word] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)

    def add(self, words: Iterable[Word]) -> None:
        """Append words."""
        for word in words:
            self.firsts.append(len(self.ids))
            self.words.append(word)
            self.ids.extend(word.ids)
            self.cases.extend([word.case] * len(word.ids))

    def close(self) -> None:
        """End a paragraph."""
        self.ids.append(CLOSING)
        self.cases.append(NO_CASE)


def case_of(word: str) -> int:
    """Return how a word is written: lower, Title, UPPER, digits, or anything else."""
    if word.isdigit():
        return DIGITS
    if not word.isalpha():
        return MIXED
    if word.islower():
        return LOWER
    if word.isupper() and len(word) > 1:
        return UPPER
    return TITLE if word[0].isupper() else MIXED


def words_of(text: str, span: Span, tokenizer: Tokenizer) -> list[Word]:
    """Return the words of ``text`` in ``span``; white space and control characters belong to none."""
    content = _SURROGATE.sub("\ufffd", text[span.start : span.end])
    encoding = tokenizer.encode(content, add_special_tokens=False)
    words: list[Word] = []
    ids: list[int] = []
    last: int | None = None
    start = end = 0

    def finish() -> None:
        if ids and start < end:
            case = case_of(content[start:end])
            words.append(Word(span.start + start, span.start + end, tuple(ids[:_PIECES_OF_A_WORD]), case))

    for piece, (left, right), number in zip(encoding.ids, encoding.offsets, encoding.word_ids, strict=True):
        if number != last:
            finish()
            ids, start, end, last = [], left, right, number
        ids.append(piece)
        end = max(end, right)
    finish()
    return words


def windows(
    text: str, paragraphs: Iterable[Sequence[Span]], tokenizer: Tokenizer, longest: int = LONGEST_WINDOW
) -> Iterator[Window]:
    """Yield the windows of ``text``; each paragraph is the spans of its sentences, in order.

    Paragraphs are kept whole where they fit into a window, sentences where they do not.
    """
    window = Window()
    for paragraph in paragraphs:
        sentences = [words_of(text, span, tokenizer) for span in paragraph]
        size = sum(len(word.ids) for sentence in sentences for word in sentence)
        if not size:
            continue
        for part in [sentences] if size <= longest - 2 else _parts(sentences, longest - 2):
            length = sum(len(word.ids) for sentence in part for word in sentence)
            if window.words and len(window.ids) + length + 1 > longest:
                yield window
                window = Window()
            for sentence in part:
                window.add(sentence)
            window.close()
    if window.words:
        yield window


def _parts(sentences: Iterable[list[Word]], room: int) -> Iterator[list[list[Word]]]:
    """Cut a paragraph that is longer than a window between sentences, or inside one that is longer by itself."""
    part: list[list[Word]] = []
    size = 0
    for sentence in _cut(sentences, room):
        length = sum(len(word.ids) for word in sentence)
        if part and size + length > room:
            yield part
            part, size = [], 0
        part.append(sentence)
        size += length
    if part:
        yield part


def _cut(sentences: Iterable[list[Word]], room: int) -> Iterator[list[Word]]:
    for sentence in sentences:
        piece: list[Word] = []
        size = 0
        for word in sentence:
            if size + len(word.ids) > room:
                yield piece
                piece, size = [], 0
            piece.append(word)
            size += len(word.ids)
        if piece:
            yield piece
