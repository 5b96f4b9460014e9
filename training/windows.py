"""Items as labelled windows: what each piece and each word is to be told as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tokenizers import Tokenizer

from training.data import NAME_KINDS, NAME_SETS, Item, Mark
from witnessmark.nouns import Mode
from witnessmark.reading.neural.decoding import CONTENT, CUE, ROLES, SOURCE, begin
from witnessmark.reading.neural.pieces import CASES, LONGEST_WINDOW, Window, windows

IGNORED = -100
MODES = tuple(Mode)


@dataclass(slots=True)
class Labelled:
    """One window and its labels, all by piece; a link goes from a span's first piece to another's, or to 0."""

    item: Item
    window: Window
    tags: list[int] | None = None
    inner: list[int] | None = None
    names: list[int] | None = None
    name_head: int = 0
    content_links: list[tuple[int, int]] = field(default_factory=list)
    source_links: list[tuple[int, int]] = field(default_factory=list)
    modes: list[tuple[int, int]] = field(default_factory=list)
    nests: list[tuple[int, int]] = field(default_factory=list)
    parties: list[tuple[int, int, int]] = field(default_factory=list)
    """The first piece of a source, and of the first and the last word of its party; 0 where nobody is named."""

    @property
    def ids(self) -> list[int]:
        """The window's pieces."""
        return self.window.ids

    @property
    def rows(self) -> list[int]:
        """The rows of the case embedding: how each piece is written, by the item's guide."""
        return [self.item.guide * CASES + case for case in self.window.cases]


def labelled(items: Iterable[Item], tokenizer: Tokenizer, longest: int = LONGEST_WINDOW) -> Iterator[Labelled]:
    """Yield the windows of all items with their labels."""
    for item in items:
        for window in windows(item.text, item.paragraphs, tokenizer, longest):
            made = Labelled(item, window)
            if item.marks is not None:
                _label(made, item.marks)
                made.inner = _tags(window, item.inner)
                made.parties = [*_parties(window, item)]
            if item.name_set is not None:
                made.names = _name_tags(window, item.names)
                made.name_head = NAME_SETS.index(item.name_set)
            yield made


def joined(first: Labelled, second: Labelled) -> Labelled:
    """Return two windows of one guide as one, as the paragraphs of a longer text stand in one window."""
    shift = len(first.ids) - 1
    window = Window(
        first.window.ids + second.window.ids[1:],
        first.window.cases + second.window.cases[1:],
        first.window.words + second.window.words,
        first.window.firsts + [at + shift for at in second.window.firsts],
    )
    made = Labelled(first.item, window)
    if first.tags is not None and second.tags is not None:
        made.tags = first.tags + second.tags[1:]
    if first.inner is not None and second.inner is not None:
        made.inner = first.inner + second.inner[1:]
    for own, one, other in (
        (made.content_links, first.content_links, second.content_links),
        (made.source_links, first.source_links, second.source_links),
    ):
        own += one + [(start + shift, head + shift if head else 0) for start, head in other]
    for own, one, other in ((made.modes, first.modes, second.modes), (made.nests, first.nests, second.nests)):
        own += one + [(piece + shift, value) for piece, value in other]
    moved = [(at + shift, *(piece + shift if piece else 0 for piece in party)) for at, *party in second.parties]
    made.parties = [*first.parties, *((at, start, end) for at, start, end in moved)]
    return made


def _blank(window: Window) -> list[int]:
    labels = [IGNORED] * len(window.ids)
    for first in window.firsts:
        labels[first] = 0
    return labels


def _words(window: Window, start: int, end: int) -> list[int]:
    """Return the first pieces of the window's words in ``[start, end)``."""
    return [
        first for first, word in zip(window.firsts, window.words, strict=True) if start < word.end and word.start < end
    ]


def _tags(window: Window, marks: Iterable[Mark]) -> list[int]:
    tags = _blank(window)
    for mark in marks:
        for role, spans in zip(range(len(ROLES)), (mark.source, mark.cue, mark.content), strict=True):
            for span in spans:
                pieces = _words(window, *span)
                for number, piece in enumerate(pieces):
                    tags[piece] = begin(role) + (number > 0)
    return tags


def _label(made: Labelled, marks: Iterable[Mark]) -> None:
    tags = made.tags = _tags(made.window, marks)

    def starts(role: int, spans: Iterable[tuple[int, int]]) -> list[int]:
        firsts = [pieces[0] for span in spans if (pieces := _words(made.window, *span))]
        return [piece for piece in firsts if tags[piece] == begin(role)]

    for mark in marks:
        sources, cues, contents = (
            starts(SOURCE, mark.source),
            starts(CUE, mark.cue),
            starts(CONTENT, mark.content),
        )
        head = cues[0] if cues else sources[0] if sources else 0
        made.content_links += [(content, head) for content in contents]
        if cues and (sources or not mark.source):
            made.source_links.append((cues[0], sources[0] if sources else 0))
        anchor = cues[0] if cues else contents[0] if contents else None
        if anchor is not None and mark.mode is not None:
            made.modes.append((anchor, MODES.index(Mode(mark.mode))))
            made.nests.append((anchor, int(mark.holds)))


def _parties(window: Window, item: Item) -> Iterator[tuple[int, int, int]]:
    for at, party in item.parties:
        source = _words(window, at, at + 1)
        words = _words(window, party.start, party.end) if party else [0]
        if source and words:
            yield source[0], words[0], words[-1]


def _name_tags(window: Window, names: Iterable[tuple[int, int, str]]) -> list[int]:
    tags = _blank(window)
    for start, end, kind in names:
        if kind in NAME_KINDS:
            for number, piece in enumerate(_words(window, start, end)):
                tags[piece] = begin(NAME_KINDS.index(kind)) + (number > 0)
    return tags
