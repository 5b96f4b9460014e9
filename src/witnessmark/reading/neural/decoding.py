"""From the encoder's numbers to statements: the best legal tags, and which source, cue and content belong together.

Promises: pure arithmetic on arrays; the tags are the most likely sequence in which no span begins in its middle.
Does not: run the model, or know a word of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

ROLES: Final = ("source", "cue", "content")
SOURCE, CUE, CONTENT = range(3)
TAGS: Final = 1 + 2 * len(ROLES)
"""Nothing, and for each role its beginning (odd) and its inside (even)."""
NAME_TAGS: Final = 1 + 2 * 4
"""Nothing, and the beginning and inside of person, organisation, place, other."""
NEVER: Final = np.float32(-1e4)


def begin(role: int) -> int:
    """Return the tag with which a span of ``role`` begins."""
    return 2 * role + 1


@dataclass(frozen=True, slots=True)
class Tagged:
    """A span of words ``[first, last)`` with its role and how sure the tags are (mean probability of the role)."""

    role: int
    first: int
    last: int
    score: float


@dataclass(slots=True)
class Found:
    """One statement as spans of words; ``score`` is the product of what its parts rest on."""

    source: Tagged | None
    cue: Tagged | None
    contents: list[Tagged] = field(default_factory=list)
    score: float = 1.0

    @property
    def anchor(self) -> int:
        """The word at which the heads for mode and nesting look: the cue's first, or the content's."""
        return self.cue.first if self.cue else self.contents[0].first


@dataclass(frozen=True, slots=True)
class Links:
    """Scores of belonging: ``content[i, j]`` from word i (a content's first) to word j, ``source`` from a cue's first.

    Both have one more column than words, the last: it stands for nothing.
    """

    content: Floats
    source: Floats


def viterbi(logits: Floats) -> list[int]:
    """Return the most likely legal sequence of tags, logits of shape (words, tags): an inside follows its own kind."""
    count, tags = logits.shape
    if not count:
        return []
    legal = _legal(tags)
    score = logits[0].copy()
    score[2::2] += NEVER
    back = np.zeros((count, tags), np.int64)
    for at in range(1, count):
        ways = score[:, None] + legal
        back[at] = ways.argmax(0)
        score = ways.max(0) + logits[at]
    best = [int(score.argmax())]
    for at in range(count - 1, 0, -1):
        best.append(int(back[at, best[-1]]))
    return best[::-1]


def _legal(tags: int) -> Floats:
    legal = np.zeros((tags, tags), np.float32)
    for inside in range(2, tags, 2):
        legal[:, inside] = NEVER
        legal[[inside - 1, inside], inside] = 0
    return legal


def softmax(logits: Floats) -> Floats:
    """Return probabilities along the last axis."""
    powers: Floats = np.exp(logits - logits.max(-1, keepdims=True))
    chances: Floats = powers / powers.sum(-1, keepdims=True)
    return chances


def spans_of(tags: Sequence[int], probabilities: Floats) -> list[Tagged]:
    """Return the spans that a legal sequence of tags holds; probabilities of shape (words, tags)."""
    spans: list[Tagged] = []
    first: int | None = None
    for at in range(len(tags) + 1):
        tag = tags[at] if at < len(tags) else 0
        if first is not None and (tag == 0 or tag % 2 == 1):
            role = (tags[first] - 1) // 2
            sure = probabilities[first:at, begin(role) : begin(role) + 2].sum(-1).mean()
            spans.append(Tagged(role, first, at, float(sure)))
            first = None
        if tag % 2 == 1:
            first = at
    return spans


def assemble(tags: Floats, links: Links) -> list[Found]:
    """Return the statements of one window from tag logits (words, TAGS) and links, in the order of their contents.

    A source may serve several cues; a content belongs to one cue, to a source alone (a turn of a transcript), or to
    nothing (a quotation that goes on).
    """
    spans = spans_of(viterbi(tags), softmax(tags))
    sources = [span for span in spans if span.role == SOURCE]
    cues = [span for span in spans if span.role == CUE]
    found: dict[int, Found] = {}
    order: list[Found] = []
    for content in (span for span in spans if span.role == CONTENT):
        heads = [*cues, *sources]
        chosen, sure = _choose(links.content[content.first], heads)
        if chosen is None:
            order.append(Found(None, None, [content], content.score * sure))
            continue
        if chosen.first not in found:
            statement = Found(chosen if chosen.role == SOURCE else None, chosen if chosen.role == CUE else None)
            if chosen.role == CUE:
                statement.source, belongs = _choose(links.source[chosen.first], sources)
                statement.score = belongs * (statement.source.score if statement.source else 1.0)
            statement.score *= chosen.score
            found[chosen.first] = statement
            order.append(statement)
        found[chosen.first].contents.append(content)
        found[chosen.first].score *= content.score * sure
    return order


def _choose(scores: Floats, among: Sequence[Tagged]) -> tuple[Tagged | None, float]:
    """Return the span with the best score, or None where nothing scores best, and the probability of the choice."""
    values = np.append(scores[[span.first for span in among]], scores[-1]).astype(np.float32)
    chances = softmax(values)
    best = int(chances.argmax())
    return (among[best] if best < len(among) else None), float(chances[best])
