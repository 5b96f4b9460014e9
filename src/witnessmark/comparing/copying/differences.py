"""Marks how two wordings differ, word by word.

Promises: the spans lie in the unchanged wordings, in order; words that differ in case, accents or letter forms alone
are the same.
Does not: say which wording is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from witnessmark.comparing.words import Words, words_of
from witnessmark.nouns import Span

MOST_WORDS = 400
"""Of longer wordings, what comes after so many words is not looked at."""


def differences(one: str, other: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the stretches of each wording that the other does not have at their place."""
    words = words_of(one), words_of(other)
    matcher = SequenceMatcher(None, words[0].normal[:MOST_WORDS], words[1].normal[:MOST_WORDS], autojunk=False)
    changed = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return (
        _spans(words[0], [(first, last) for _, first, last, _, _ in changed]),
        _spans(words[1], [(first, last) for _, _, _, first, last in changed]),
    )


def _spans(words: Words, stretches: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(words.span(first, last) for first, last in stretches if last > first)
