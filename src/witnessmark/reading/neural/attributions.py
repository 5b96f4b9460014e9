"""Attributions: the spans of who said what that the encoder finds in a text, nested ones included.

Promises: spans are whole words of the text, in its order; a statement inside a content is found by reading the content
by itself, and names the one that relays it. Deterministic: one window a call, in the order of the text.
Does not: name parties, or know rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from tokenizers import Tokenizer

from witnessmark.nouns import Mode, Span
from witnessmark.reading.neural.decoding import NEVER, Floats, Found, Links, Tagged, assemble, softmax
from witnessmark.reading.neural.edges import content_edges, says_something, source_edges
from witnessmark.reading.neural.pieces import CLOSING, Window, windows

MODES: Final = tuple(Mode)
DEEPEST: Final = 3
"""Levels of statements inside statements that are looked for."""
WORTH_READING: Final = 0.1
"""A content is read by itself where the encoder gives it this chance of holding a statement."""
LEAST_SCORE: Final = 0.4
"""What scores less is wrong more often than right, and left out with all that stands inside it."""
_LOOSE: Final = frozenset({",", ";", ":"})
"""Marks that open no words of anybody's."""
_QUOTES: Final = frozenset("\"'“”„«»‘’")
CONTENT_LINK, CONTENT_KEY, SOURCE_LINK, SOURCE_KEY = range(4)


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the encoder says of one window, by piece: T pieces.

    ``tags`` (T, TAGS) of the guide that was asked for, ``modes`` (T, 8), ``nests`` (T,), ``names`` (T, 4, NAME_TAGS),
    ``links`` and ``parties`` (T, 4, width).
    """

    tags: Floats
    modes: Floats
    nests: Floats
    names: Floats
    links: Floats
    parties: Floats


class Model(Protocol):
    """An encoder with its heads."""

    @property
    def tokenizer(self) -> Tokenizer:
        """Cut words into the pieces that the model was trained on."""
        ...

    def run(self, window: Window, guide: int) -> Outputs:
        """Return what the encoder says of one window when it follows ``guide``."""
        ...


@dataclass(slots=True)
class Attribution:
    """Who said what, as spans of the text; ``outer`` is the one whose content holds it."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    mode: Mode
    mode_score: float
    score: float
    outer: Attribution | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One window with what the encoder said of it."""

    window: Window
    outputs: Outputs


def see(text: str, paragraphs: Iterable[Sequence[Span]], model: Model, guide: int) -> Iterator[Seen]:
    """Run the encoder over the windows of ``text``, one by one."""
    for window in windows(text, paragraphs, model.tokenizer):
        yield Seen(window, model.run(window, guide))


def find_attributions(text: str, seen: Iterable[Seen], model: Model, guide: int) -> list[Attribution]:
    """Return the attributions in what was seen of ``text`` and, level by level, those inside their contents."""
    found: list[Attribution] = []
    for one in seen:
        _read(text, one, model, guide, None, 1, found)
    return found


def _read(
    text: str, seen: Seen, model: Model, guide: int, outer: Attribution | None, depth: int, into: list[Attribution]
) -> None:
    for statement in _statements(seen):
        made = _attribution(text, statement, seen, outer)
        if outer is not None and made.content == outer.content and made.source is None and made.cue is None:
            continue
        if made.score < LEAST_SCORE or _is_nobodys(text, made) or not says_something(text, made.content, made.source):
            continue
        into.append(made)
        if depth < DEEPEST and _chance(seen, statement) >= WORTH_READING:
            for inside in see(text, [made.content], model, guide):
                _read(text, inside, model, guide, made, depth + 1, into)


def _is_nobodys(text: str, made: Attribution) -> bool:
    """Tell words without source and cue that are no quotation: nothing says that anybody spoke them."""
    return made.source is None and made.cue is None and text[made.content[0].start] not in _QUOTES


def _statements(seen: Seen) -> list[Found]:
    firsts = seen.window.firsts
    links = seen.outputs.links
    width = np.sqrt(np.float32(links.shape[-1]))
    heads = [*firsts, 0]
    apart = _apart(seen.window)
    return assemble(
        seen.outputs.tags[firsts],
        Links(
            links[firsts, CONTENT_LINK] @ links[heads, CONTENT_KEY].T / width + apart,
            links[firsts, SOURCE_LINK] @ links[heads, SOURCE_KEY].T / width + apart,
        ),
    )


def _apart(window: Window) -> Floats:
    """Return what keeps words of different paragraphs from belonging together, shape (words, words + 1)."""
    paragraph = np.cumsum(np.asarray(window.ids) == CLOSING)[window.firsts]
    apart = np.zeros((len(paragraph), len(paragraph) + 1), np.float32)
    apart[:, :-1] = np.where(paragraph[:, None] == paragraph[None, :], np.float32(0), NEVER)
    return apart


def _attribution(text: str, statement: Found, seen: Seen, outer: Attribution | None) -> Attribution:
    words = seen.window.words

    def span(tagged: Tagged) -> Span:
        first = tagged.first
        while first < tagged.last - 1 and text[words[first].start : words[first].end] in _LOOSE:
            first += 1
        return Span(words[first].start, words[tagged.last - 1].end)

    chances = softmax(seen.outputs.modes[seen.window.firsts[statement.anchor]])
    best = int(chances.argmax())
    source = source_edges(text, span(statement.source)) if statement.source else None
    cue = span(statement.cue) if statement.cue else None
    others = tuple(filter(None, (source, cue)))
    return Attribution(
        source=source,
        cue=cue,
        content=content_edges(text, [span(each) for each in statement.contents], others),
        mode=MODES[best],
        mode_score=float(chances[best]),
        score=statement.score * (outer.score if outer else 1.0),
        outer=outer,
    )


def _chance(seen: Seen, statement: Found) -> float:
    value = float(seen.outputs.nests[seen.window.firsts[statement.anchor]])
    return float(1 / (1 + np.exp(-value)))
