"""What others do to find copies, to stand in one table with ours: overlap of 3-grams, and MinHash (datasketch, rensa).

Promises: they get the same words as ours, and the threshold that is best for them on the very pairs they are scored on.
Does not: show where the words are; neither tells a quotation, a form or a standing paragraph from a copy.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from witnessmark.comparing.words import words_of
from witnessmark.nouns import Text

GRAM = 3
PERMUTATIONS = 128

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Scored:
    """How alike a method finds each pair (0 to 1), and the seconds that it took."""

    pairs: Mapping[Pair, float]
    seconds: float


def grams(text: Text) -> set[str]:
    """Return the 3-grams of a text's words."""
    words = words_of(text.content).normal
    return {" ".join(words[at : at + GRAM]) for at in range(len(words) - GRAM + 1)}


def overlap(texts: Mapping[str, Text], pairs: Iterable[Pair]) -> Scored:
    """Score pairs by the share of the shorter text's 3-grams that stand in the other."""
    start = time.perf_counter()
    sets = {name: grams(text) for name, text in texts.items()}
    found = {}
    for pair in pairs:
        one, other = (sets[name] for name in pair)
        found[pair] = len(one & other) / max(1, min(len(one), len(other)))
    return Scored(found, time.perf_counter() - start)


def datasketch(texts: Mapping[str, Text], pairs: Iterable[Pair]) -> Scored | None:
    """Score pairs by the similarity that datasketch's MinHash estimates; None where it is not installed."""
    module = _module("datasketch")
    if module is None:
        return None

    def signature(text: Text) -> Any:
        made = module.MinHash(num_perm=PERMUTATIONS)
        made.update_batch([gram.encode() for gram in grams(text)])
        return made

    return _estimated(texts, pairs, signature)


def rensa(texts: Mapping[str, Text], pairs: Iterable[Pair]) -> Scored | None:
    """Score pairs by the similarity that rensa's MinHash estimates; None where it is not installed."""
    module = _module("rensa")
    if module is None:
        return None

    def signature(text: Text) -> Any:
        made = module.RMinHash(num_perm=PERMUTATIONS, seed=1)
        made.update(sorted(grams(text)))
        return made

    return _estimated(texts, pairs, signature)


def _estimated(texts: Mapping[str, Text], pairs: Iterable[Pair], signature: Callable[[Text], Any]) -> Scored:
    start = time.perf_counter()
    signatures = {name: signature(text) for name, text in texts.items()}
    found = {}
    for pair in pairs:
        one, other = pair
        found[pair] = float(signatures[one].jaccard(signatures[other]))
    return Scored(found, time.perf_counter() - start)


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def at_its_best(scored: Scored, right: set[Pair], left_out: set[Pair]) -> tuple[float, set[Pair]]:
    """Return the threshold with the best F1 for the pairs that are ``right``, and the pairs that reach it.

    Pairs ``left_out`` count neither way.
    """
    ranked = sorted(scored.pairs.items(), key=lambda item: -item[1])
    best, best_f1, hits, called = 1.0, 0.0, 0, 0
    for number, (pair, score) in enumerate(ranked):
        if pair not in left_out:
            called += 1
            hits += pair in right
        if number + 1 < len(ranked) and ranked[number + 1][1] == score:
            continue
        f1 = 2 * hits / max(1, called + len(right))
        if f1 > best_f1 and score > 0:
            best, best_f1 = score, f1
    return best, {pair for pair, score in scored.pairs.items() if score >= best}


def all_pairs(texts: Mapping[str, Text]) -> list[Pair]:
    """Return every pair of names."""
    return [frozenset(pair) for pair in combinations(texts, 2)]
