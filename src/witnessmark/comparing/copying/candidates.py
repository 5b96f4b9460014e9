"""Chooses which pairs of texts are worth aligning, from fingerprints that a store can index.

Promises: the fingerprints of a text depend on its words alone and are the same in every process; two texts that share
a run of ``WORDS + WINDOW - 1`` words share a fingerprint; the pairs chosen are a function of all fingerprints
together, not of the order in which texts came; their number grows with the number of texts, not with its square.
Does not: say that anything is a copy.

There are two kinds of keys. Even ones are of blocks of words. Odd ones are of two names or figures that stand near
each other, and find texts that tell the same in other words or in another language.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from witnessmark.comparing import telling
from witnessmark.comparing.telling import Telling, telling_words
from witnessmark.comparing.words import Words, words_of
from witnessmark.nouns import Digest, Span, Text

VERSION = f"fingerprints/3 telling/{telling.vocabulary().version}"
"""Names everything that decides the keys: kept keys of another version must be made anew."""

WORDS = 6
"""Words in one block. Shorter ones are common phrases; longer ones are broken by every small edit."""

WINDOW = 12
"""Of this many neighbouring blocks one is kept (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003)."""

NEAR = 3
"""A name or figure makes a key with each of so many that follow it."""

ONE_IN = 3
"""Of the keys of names and figures, one in so many is kept, chosen by the key."""

LEAST_SHARED = 2
"""Keys of words that two texts must share: one alone is mostly a common phrase."""

LEAST_SHARED_TELLING = 3
"""Keys of names and figures that two texts must share: one or two are what any two reports of one event share."""

MEETING = 33
"""Up to so many texts with one key, everyone meets everyone."""

REACH = 4
"""How many neighbours on either side a key ties a text to where more hold it, of all in the order of their digests.

A standing paragraph of ten thousand texts costs a fixed number of pairs a text, and an agency text that thousands
copied is still one connected family. A key of names and figures that so many hold ties nobody: they are the case's own
who and where.
"""

CROWDED_SHARE = 0.2
"""Two texts that share hardly any words but those that many hold are aligned where these are this share of the smaller
text's fingerprints: a footer of a thousand texts is not worth aligning them.
"""

_FACTOR = 0x9E3779B97F4A7C15
_MIX = 0xD6E8FEB86659FD93
_EVEN = (1 << 63) - 2
_Numbers = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A block of words of a text, or two names or figures near each other: its key (0 to 2^63 - 1) and its place."""

    key: int
    span: Span

    @property
    def telling(self) -> bool:
        """Whether it is of names and figures."""
        return is_telling(self.key)


def is_telling(key: int) -> bool:
    """Tell whether a key is of names and figures, not of a block of words."""
    return bool(key & 1)


def fingerprints(text: Text) -> tuple[Fingerprint, ...]:
    """Return the fingerprints of ``text``, no key twice: one for each six or seven words, and those of its names.

    A text of fewer than ``WORDS`` words has none of words: so little can be anybody's words.
    """
    words = words_of(text.content)
    keys = _block_keys(words)
    chosen: dict[int, int] = {}
    for block in _winnow(keys).tolist():
        chosen.setdefault(int(keys[block]), block)
    if len(chosen) < LEAST_SHARED:
        for block in np.argsort(keys, kind="stable").tolist()[: LEAST_SHARED + WINDOW]:
            if len(chosen) < LEAST_SHARED:
                chosen.setdefault(int(keys[block]), block)
    ordered = sorted(chosen.items(), key=lambda item: item[1])
    blocks = [Fingerprint(key, words.span(block, block + WORDS)) for key, block in ordered]
    return (*blocks, *_telling_marks(words, telling_words(text.content, words, text.language)))


def _telling_marks(words: Words, found: Telling) -> list[Fingerprint]:
    """Return the marks of two different names or figures that follow each other closely, in either order."""
    chosen: dict[int, Span] = {}
    for at, one in enumerate(found.keys):
        for after in range(at + 1, min(at + 1 + NEAR, len(found))):
            other = found.keys[after]
            key = _pair_key(one, other) if one < other else _pair_key(other, one)
            if one != other and key % ONE_IN == 0:
                chosen.setdefault(key << 1 | 1, words.span(found.words[at][0], found.words[after][1] + 1))
    return [Fingerprint(key, span) for key, span in chosen.items()]


def partners(
    of: Digest, holders: Mapping[int, Sequence[Digest]], sizes: Mapping[Digest, int] | None = None
) -> tuple[Digest, ...]:
    """Return the sources whose texts are worth aligning with that of ``of``, sorted.

    ``holders`` has, for each key of the text, the sorted digests of all sources that hold it, ``of`` among them.
    ``sizes`` has, for ``of`` and every holder of a key that more than ``MEETING`` hold, how many keys of words it has;
    without it, no text is too large for what it shares. The relation is symmetric: ``b`` is a partner of ``a`` exactly
    when ``a`` is one of ``b``.
    """
    rare: Counter[Digest] = Counter()
    crowded: Counter[Digest] = Counter()
    told: Counter[Digest] = Counter()
    for key, all_holders in holders.items():
        many = len(all_holders) > MEETING
        if not is_telling(key):
            (crowded if many else rare).update(_neighbours(of, all_holders))
        elif not many:
            told.update(holder for holder in all_holders if holder != of)
    found = {digest for digest, count in rare.items() if count >= LEAST_SHARED}
    found.update(digest for digest, count in told.items() if count >= LEAST_SHARED_TELLING)
    for digest, count in crowded.items():
        shared = count + rare[digest]
        least = CROWDED_SHARE * min(sizes[of], sizes[digest]) if sizes else 0
        if shared >= max(LEAST_SHARED, least):
            found.add(digest)
    return tuple(sorted(found))


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
    return int.from_bytes(digest, "big")


@lru_cache(maxsize=65_536)
def _pair_key(one: str, other: str) -> int:
    return _word_key(f"{one}\n{other}") >> 2


def _block_keys(words: Words) -> _Numbers:
    """Return one even key below 2^63 for each run of ``WORDS`` words: a polynomial of their hashes, then mixed."""
    numbers = np.fromiter(map(_word_key, words.normal), np.uint64, len(words))
    blocks = max(0, len(numbers) - WORDS + 1)
    keys = np.zeros(blocks, np.uint64)
    for step in range(WORDS):
        keys *= np.uint64(_FACTOR)  # wraps at 2^64, as is meant
        keys += numbers[step : step + blocks]
    for _ in range(2):  # so that which block of a window is smallest does not follow its last word
        keys ^= keys >> np.uint64(32)
        keys *= np.uint64(_MIX)
    return (keys >> np.uint64(1)) & np.uint64(_EVEN)


def _winnow(keys: _Numbers) -> NDArray[np.int64]:
    """Return the place of the smallest key of each window, the rightmost of equal ones, each place once, in order."""
    if len(keys) < WINDOW:
        return np.zeros(0, np.int64)
    backwards = sliding_window_view(keys, WINDOW)[:, ::-1]
    places = np.arange(WINDOW - 1, len(keys)) - np.argmin(backwards, axis=1)
    return np.unique(places)
