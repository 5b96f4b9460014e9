"""Chooses the pairs of a whole case that are worth aligning, all at once.

Promises: the pairs are those that ``candidates.partners`` gives for each text by itself; memory is a few hundred bytes
a text beside the fingerprints; time grows with their number.
Does not: read a store, or align.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from witnessmark.comparing.copying.candidates import CROWDED_SHARE, LEAST_SHARED, LEAST_SHARED_TELLING, MEETING, REACH

Keys = NDArray[np.int64]
Numbers = NDArray[np.int64]

MEETINGS_AT_ONCE = 4_000_000
"""How many shared keys are looked at in one go."""

_STEPS_TO_FAMILY = 3
_TELLING = 1 << 20
_CROWDED = 1 << 40
_MASK = _TELLING - 1


def pairs(keys: Keys, texts: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield the first and second texts of all pairs worth aligning, each pair once, first below second, in order.

    ``keys`` are the fingerprints of all texts and ``texts`` who has them (0 and up, in the order of the texts'
    digests), both sorted by key and then by text, no text twice with one key.
    """
    sizes = np.bincount(texts[keys & 1 == 0], minlength=int(texts.max(initial=-1)) + 1)
    starts, ends = _groups(keys)
    shared = ends - starts > 1
    crowded_telling = (keys & 1 == 1) & (ends - starts > MEETING)
    places = np.flatnonzero(shared & ~crowded_telling)
    places = places[np.argsort(texts[places], kind="stable")]
    meetings = _meetings(places, starts, ends)
    for some in _runs(texts[places], meetings):
        yield _chosen(keys, texts, sizes, places[some], starts, ends)


def _groups(keys: Keys) -> tuple[Numbers, Numbers]:
    """Return, for each place, where the places with its key begin and end."""
    if not len(keys):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    borders = np.concatenate([[0], np.flatnonzero(np.diff(keys)) + 1, [len(keys)]])
    lengths = np.diff(borders)
    return np.repeat(borders[:-1], lengths), np.repeat(borders[1:], lengths)


def _meetings(places: Numbers, starts: Numbers, ends: Numbers) -> Numbers:
    """Return how many later texts each place meets, at most."""
    crowded = ends[places] - starts[places] > MEETING
    after = ends[places] - places - 1
    return np.where(crowded, 2 * REACH, after)


def _runs(texts: Numbers, meetings: Numbers) -> Iterator[slice]:
    """Cut the places, sorted by text, into runs with about ``MEETINGS_AT_ONCE`` meetings; no text is in two."""
    total = np.cumsum(meetings)
    start = 0
    while start < len(texts):
        before = total[start - 1] if start else 0
        end = int(np.searchsorted(total, before + MEETINGS_AT_ONCE, side="right"))
        last = texts[min(max(end, start + 1), len(texts)) - 1]
        end = int(np.searchsorted(texts, last, side="right"))
        yield slice(start, end)
        start = end


def _chosen(
    keys: Keys, texts: Numbers, sizes: Numbers, places: Numbers, starts: Numbers, ends: Numbers
) -> tuple[Numbers, Numbers]:
    """Return the pairs whose first text holds one of ``places``."""
    crowded = ends[places] - starts[places] > MEETING
    few, many = places[~crowded], places[crowded]
    after = ends[few] - few - 1
    here = np.repeat(few, after)
    there = here + 1 + _counting(after)
    weights = np.where(keys[here] & 1 == 1, _TELLING, 1)
    ringed, around = _rings(many, starts[many], ends[many])
    firsts = texts[np.concatenate([here, ringed])]
    seconds = texts[np.concatenate([there, around])]
    weights = np.concatenate([weights, np.full(len(ringed), _CROWDED)])
    if not len(firsts):
        return firsts, seconds
    pair = firsts * len(sizes) + seconds
    order = np.argsort(pair, kind="stable")
    pair = pair[order]
    begins = np.concatenate([[0], np.flatnonzero(np.diff(pair)) + 1])
    sums = np.add.reduceat(weights[order], begins)
    rare, told, near = sums & _MASK, sums // _TELLING & _MASK, sums // _CROWDED
    first, second = np.divmod(pair[begins], len(sizes))
    least = np.maximum(LEAST_SHARED, CROWDED_SHARE * np.minimum(sizes[first], sizes[second]))
    worth = (rare >= LEAST_SHARED) | (told >= LEAST_SHARED_TELLING) | ((near > 0) & (near + rare >= least))
    return first[worth], second[worth]


def _counting(lengths: Numbers) -> Numbers:
    """Return 0, 1, ... up to each of the lengths, one after the other."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)


def _rings(places: Numbers, starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """Return each place with those of its neighbours on the ring that come after it among the holders of its key."""
    here: list[Numbers] = []
    there: list[Numbers] = []
    for step in range(1, REACH + 1):
        following = places + step < ends
        here.append(places[following])
        there.append(places[following] + step)
        across = places - step < starts  # past the first holder, the ring goes on with the last ones
        here.append(places[across])
        there.append(places[across] - step + ends[across] - starts[across])
    return np.concatenate(here), np.concatenate(there)


def unsettled(keys: Keys, texts: Numbers, new: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell for each text whether its partners may be others now that the ``new`` texts are there, or it is new."""
    starts, ends = _groups(keys)
    crowded = ends - starts > MEETING
    came = new[texts]
    old = np.concatenate([[0], np.cumsum(~came)])
    turning = crowded & (old[ends] - old[starts] <= MEETING)
    moved = new.copy()
    moved[texts[turning]] = True
    places = np.flatnonzero(crowded & came & ~turning & (keys & 1 == 0))
    size = ends[places] - starts[places]
    for step in range(-REACH, REACH + 1):
        moved[texts[starts[places] + (places - starts[places] + step) % size]] = True
    return moved


def in_turns(chosen: Iterable[tuple[Numbers, Numbers]], waiting: NDArray[np.bool_]) -> Iterator[tuple[int, list[int]]]:
    """Yield each text that waits with those it is to be aligned with; each pair comes once, at the later text's turn.

    Texts that belong together mostly come one after the other.
    """
    both = [*chosen]
    first = np.concatenate([np.zeros(0, np.int64), *(some for some, _ in both)])
    second = np.concatenate([np.zeros(0, np.int64), *(some for _, some in both)])
    touched = waiting[first] | waiting[second]
    first, second = first[touched], second[touched]
    family = np.arange(len(waiting))
    for _ in range(_STEPS_TO_FAMILY):
        np.minimum.at(family, first, family[second])
        np.minimum.at(family, second, family[first])
    order = np.flatnonzero(waiting)
    order = order[np.argsort(family[order], kind="stable")]
    turn = np.full(len(waiting), -1)
    turn[order] = np.arange(len(order))
    later = np.where(turn[first] > turn[second], first, second)
    other = first + second - later
    by_turn = np.lexsort((other, turn[later]))
    bounds = np.searchsorted(turn[later][by_turn], np.arange(len(order) + 1))
    for at, text in enumerate(order.tolist()):
        yield text, other[by_turn[bounds[at] : bounds[at + 1]]].tolist()
