"""Points from a source to the words of the text that say who it is, as the encoder learned it.

Promises: the words stand in the window that the source stands in; the chance is that of the encoder.
Does not: write a name that the text does not have ("Iraqi" for "in Iraq"): that is for the rules of ``parties``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from witnessmark.nouns import Span
from witnessmark.reading.neural.attributions import Seen
from witnessmark.reading.neural.decoding import softmax

LONGEST_NAME: Final = 12
"""Words in a party's name."""
FIRST, FIRST_KEY, LAST, LAST_KEY = range(4)


@dataclass(frozen=True, slots=True)
class Pointed:
    """The words that name a party, or None where nobody is named; ``chance`` is from 0 to 1."""

    words: Span | None
    chance: float


class Pointer:
    """Answers for the sources of one text."""

    def __init__(self, seen: Sequence[Seen]) -> None:
        self._seen = seen
        self._starts = [one.window.words[0].start for one in seen]

    def at(self, source: Span) -> Pointed | None:
        """Return whom the source that begins here points to; None where no window holds it."""
        number = bisect_right(self._starts, source.start) - 1
        if number < 0:
            return None
        window, parties = self._seen[number].window, self._seen[number].outputs.parties
        word = bisect_right([each.start for each in window.words], source.start) - 1
        if window.words[word].end <= source.start:
            return None
        among = [0, *window.firsts]
        scale = np.sqrt(np.float32(parties.shape[-1]))
        here = window.firsts[word]
        first = softmax(parties[among, FIRST_KEY] @ parties[here, FIRST] / scale)
        last = softmax(parties[among, LAST_KEY] @ parties[here, LAST] / scale)
        best = Pointed(None, float(first[0] * last[0]))
        for start in np.argsort(first[1:])[::-1][:5]:
            ends = last[start + 1 : start + 1 + LONGEST_NAME]
            length = int(ends.argmax())
            chance = float(first[start + 1] * ends[length])
            if chance > best.chance:
                span = Span(window.words[start].start, window.words[start + length].end)
                best = Pointed(span, chance)
        return best
