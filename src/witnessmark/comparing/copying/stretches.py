"""Finds the stretches of words that stand in two texts.

Promises: every stretch has the same normalised words on both sides and cannot be made longer; a word of either text
lies in at most one stretch; time grows with the length of the texts, however often they repeat themselves.
Does not: find every alignment of texts that repeat themselves, or judge what a shared stretch means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SEED = 4
"""The shortest stretch that is looked at, in words: below it, everything is shared. ``Indexed`` is made for it."""

PLACES = 8
"""How many places of one seed are tried; a phrase that a text repeats more often is found at its first ones."""


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """``length`` words that stand from word ``first`` on in one text and from word ``second`` on in the other."""

    first: int
    second: int
    length: int

    @property
    def first_end(self) -> int:
        """The word after its last one in the first text."""
        return self.first + self.length

    @property
    def second_end(self) -> int:
        """The word after its last one in the second text."""
        return self.second + self.length


Seed = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Indexed:
    """The words of a text with the places of each seed; make it once and use it against every other text."""

    words: Sequence[str]
    seeds: Sequence[Seed]
    """The seed that begins at each word but the last three."""
    places: Mapping[Seed, Sequence[int]]
    """Where each seed begins, its first ``PLACES`` places."""

    @classmethod
    def of(cls, words: Sequence[str]) -> Indexed:
        """Index the words of a text."""
        seeds = [*zip(words, words[1:], words[2:], words[3:], strict=False)]
        places: dict[Seed, list[int]] = {}
        for at, seed in enumerate(seeds):
            known = places.setdefault(seed, [])
            if len(known) < PLACES:
                known.append(at)
        return cls(words, seeds, places)


def shared_stretches(first: Indexed, second: Indexed) -> tuple[Stretch, ...]:
    """Return the stretches that the words ``first`` and ``second`` share, in the order of the first.

    Longest first: where two stretches claim the same word, the longer keeps it and the other keeps what is left.
    """
    found = _matches(first, second)
    found.sort(key=lambda stretch: (-stretch.length, stretch.first, stretch.second))
    taken_first = bytearray(len(first.words))
    taken_second = bytearray(len(second.words))
    kept: list[Stretch] = []
    for stretch in found:
        for part in _free_parts(stretch, taken_first, taken_second):
            taken_first[part.first : part.first + part.length] = b"\x01" * part.length
            taken_second[part.second : part.second + part.length] = b"\x01" * part.length
            kept.append(part)
    return tuple(sorted(kept))


def _matches(first: Indexed, second: Indexed) -> list[Stretch]:
    """Return maximal matches: at each uncovered word of ``second``, the longest among the places of its seed."""
    found: list[Stretch] = []
    at = diagonal = 0
    places, seeds = first.places, second.seeds
    while at < len(seeds):
        candidates = places.get(seeds[at])
        if candidates is None:
            at += 1
            continue
        best = max(
            (_extend(first.words, second.words, place, at) for place in candidates),
            key=lambda stretch: (stretch.length, -abs(stretch.first - stretch.second - diagonal), -stretch.first),
        )
        found.append(best)
        diagonal = best.first - best.second
        at = best.second + best.length
    return found


def _extend(first: Sequence[str], second: Sequence[str], place: int, at: int) -> Stretch:
    """Return the match that begins with the seed at ``place`` and ``at``, as long as the words agree to the right."""
    length = SEED
    limit = min(len(first) - place, len(second) - at)
    while length < limit and first[place + length] == second[at + length]:
        length += 1
    return Stretch(place, at, length)


def _free_parts(stretch: Stretch, taken_first: bytearray, taken_second: bytearray) -> list[Stretch]:
    """Cut from ``stretch`` the parts of at least ``SEED`` words that no other stretch has on either side."""
    parts: list[Stretch] = []
    run = 0
    for step in range(stretch.length + 1):
        free = step < stretch.length and not (taken_first[stretch.first + step] or taken_second[stretch.second + step])
        if free:
            run += 1
            continue
        if run >= SEED:
            parts.append(Stretch(stretch.first + step - run, stretch.second + step - run, run))
        run = 0
    return parts
