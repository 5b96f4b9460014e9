"""Chooses which pairs of texts are worth aligning, from fingerprints that a store can index.

Promises: the fingerprints of a text depend on its words alone and are the same in every process; two texts that share
a run of ``WORDS + WINDOW - 1`` words share a fingerprint; the pairs chosen are a function of all fingerprints
together, not of the order in which texts came; their number grows with the number of texts, not with its square.
Does not: say that anything is a copy.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..nouns import Digest, Span, Text
from .words import Words, words_of

VERSION = "fingerprints/2"
"""Names everything that decides the keys: kept keys of another version must be made anew."""

WORDS = 6
"""Words in one block. Shorter ones are common phrases; longer ones are broken by every small edit."""

WINDOW = 12
"""Of this many neighbouring blocks one is kept (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003)."""

LEAST_SHARED = 2
"""Keys that two texts must share: one alone is mostly a common phrase."""

MEETING = 33
"""Up to so many texts with one key, everyone meets everyone."""

REACH = 4
"""How many neighbours on either side a key ties a text to where more hold it, of all in the order of their digests.

A standing paragraph of ten thousand texts costs a fixed number of pairs a text, and an agency text that thousands
copied is still one connected family.
"""

_MODULUS = (1 << 61) - 1
_FACTOR = 0x1B873593_5BD1E995 % _MODULUS
_FACTOR_OUT = pow(_FACTOR, WORDS, _MODULUS)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One block of words of a text: its key (0 to 2^61 - 2), where it stands, and how many words it has."""

    key: int
    span: Span
    words: int


def fingerprints(text: Text) -> tuple[Fingerprint, ...]:
    """Return the fingerprints of ``text`` in its order: about one for each six or seven words, no key twice.

    A text of fewer than ``WORDS`` words has none: so little can be anybody's words.
    """
    words = words_of(text.content)
    keys = _block_keys(words)
    chosen: dict[int, int] = {}
    for block in _winnow(keys):
        chosen.setdefault(keys[block], block)
    for block in sorted(range(len(keys)), key=lambda block: (keys[block], block)):
        if len(chosen) >= LEAST_SHARED:
            break
        chosen.setdefault(keys[block], block)
    ordered = sorted(chosen.items(), key=lambda item: item[1])
    return tuple(Fingerprint(key, words.span(block, block + WORDS), WORDS) for key, block in ordered)


def partners(of: Digest, holders: Mapping[int, Sequence[Digest]]) -> tuple[Digest, ...]:
    """Return the sources whose texts are worth aligning with that of ``of``, sorted.

    ``holders`` has, for each key of the text, the sorted digests of all sources that hold it, ``of`` among them. The
    relation is symmetric: ``b`` is a partner of ``a`` exactly when ``a`` is one of ``b``.
    """
    shared: Counter[Digest] = Counter()
    for all_holders in holders.values():
        shared.update(_neighbours(of, all_holders))
    return tuple(sorted(digest for digest, count in shared.items() if count >= LEAST_SHARED))


def _neighbours(of: Digest, holders: Sequence[Digest]) -> list[Digest]:
    """Return all other holders or, where they are many, those within ``REACH`` of ``of`` on the ring of holders."""
    if len(holders) <= MEETING:
        return [holder for holder in holders if holder != of]
    at = _position(of, holders)
    return [holders[(at + step) % len(holders)] for step in range(-REACH, REACH + 1) if step]


def _position(of: Digest, holders: Sequence[Digest]) -> int:
    at = bisect_left(holders, of)
    if at == len(holders) or holders[at] != of:
        raise ValueError(f"{of} is not among the sorted holders of its own key")
    return at


@lru_cache(maxsize=65_536)
def _word_key(normal: str) -> int:
    digest = hashlib.blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % _MODULUS


def _block_keys(words: Words) -> list[int]:
    """Return one key for each run of ``WORDS`` words (a rolling polynomial, Karp and Rabin 1987), then mixed."""
    numbers = [_word_key(normal) for normal in words.normal]
    if len(numbers) < WORDS:
        return []
    rolling = 0
    for number in numbers[:WORDS]:
        rolling = (rolling * _FACTOR + number) % _MODULUS
    keys = [_mixed(rolling)]
    for gone, come in zip(numbers, numbers[WORDS:], strict=False):
        rolling = (rolling * _FACTOR + come - gone * _FACTOR_OUT) % _MODULUS
        keys.append(_mixed(rolling))
    return keys


def _mixed(key: int) -> int:
    """Spread ``key``, so that which block of a window is smallest does not follow its last word."""
    key ^= key >> 29
    return key * 0x1D8E4E27C47D124F % _MODULUS


def _winnow(keys: Sequence[int]) -> list[int]:
    """Return the place of the smallest key of each window, the rightmost of equal ones, each place once."""
    chosen: list[int] = []
    smallest = -1
    for end in range(WINDOW, len(keys) + 1):
        first = end - WINDOW
        if smallest < first:
            smallest = min(range(first, end), key=lambda place: (keys[place], -place))
            chosen.append(smallest)
        elif keys[end - 1] <= keys[smallest]:
            smallest = end - 1
            chosen.append(smallest)
    return chosen
