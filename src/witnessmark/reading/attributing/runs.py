"""Runs of tokens with their quotations: what the readers of several languages share.

Promises: a quotation is passed over as one; places are token numbers of the run.
Does not: know any language.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from witnessmark.reading.attributing.drafts import Draft
from witnessmark.reading.attributing.quotations import Quotation
from witnessmark.reading.layout import Token

DEEPEST = 3
"""How often an attribution may stand inside another."""


class Run:
    """One run of tokens, and the drafts found in it so far."""

    def __init__(self, tokens: Sequence[Token], quotations: Sequence[Quotation]) -> None:
        self.tokens = tokens
        self.drafts: list[Draft] = []
        self.skip = [0] * len(tokens)
        """For each token of a quotation the first one after it; 0 elsewhere."""
        starts = [token.start for token in tokens]
        for quotation in quotations:
            first, last = bisect_left(starts, quotation.span.start), bisect_left(starts, quotation.span.end)
            self.skip[first:last] = [last] * (last - first)

    def _begins_quotation(self, at: int) -> bool:
        return at == 0 or self.skip[at - 1] != self.skip[at]

    def _is_stop(self, at: int) -> bool:
        return at + 1 >= len(self.tokens) or self.tokens[at + 1].start > self.tokens[at].end

    def _chars(self, start: int, end: int) -> tuple[int, int]:
        return self.tokens[start].start, self.tokens[end - 1].end
