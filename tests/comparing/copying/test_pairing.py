"""Pairs of a whole case, chosen at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from witnessmark.comparing import MEETING, partners
from witnessmark.comparing.copying import pairing
from witnessmark.nouns import Digest, digest_of

Held = Sequence[frozenset[int]]
KEYS = range(2, 12)


@st.composite
def cases(draw: st.DrawFn) -> Held:
    """Return the keys of each text of a case: some keys are held by many texts, some by few."""
    chance = draw(st.randoms(use_true_random=False))
    shares = {key: draw(st.sampled_from((0.02, 0.1, 0.4, 0.9))) for key in KEYS}
    count = draw(st.integers(0, 3 * MEETING))
    return [frozenset(key for key in KEYS if chance.random() < shares[key]) for _ in range(count)]


def arrays(held: Held) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rows = np.array(sorted((key, at) for at, keys in enumerate(held) for key in keys), np.int64).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]


def pairs(held: Held) -> set[tuple[int, int]]:
    chosen = [*pairing.pairs(*arrays(held))]
    found = [
        (one, other) for first, second in chosen for one, other in zip(first.tolist(), second.tolist(), strict=True)
    ]
    assert len(found) == len({*found})
    return {*found}


def pairs_by_text(held: Held) -> set[tuple[int, int]]:
    digests = sorted(digest_of(str(at).encode()) for at in range(len(held)))
    place = {digest: at for at, digest in enumerate(digests)}
    holders: Mapping[int, Sequence[Digest]] = {
        key: [digest for digest, keys in zip(digests, held, strict=True) if key in keys] for key in KEYS
    }
    sizes = {digest: sum(key % 2 == 0 for key in keys) for digest, keys in zip(digests, held, strict=True)}
    return {
        (min(at, place[other]), max(at, place[other]))
        for at, keys in enumerate(held)
        for other in partners(digests[at], {key: holders[key] for key in keys}, sizes)
    }


@given(cases(), st.sampled_from((1, 50, pairing.MEETINGS_AT_ONCE)))
@settings(max_examples=60, deadline=None)
def test_pairs_are_the_partners_of_each_text(held: Held, at_once: int) -> None:
    """Choosing all pairs at once, in however many runs, is the same as asking text by text."""
    usual, pairing.MEETINGS_AT_ONCE = pairing.MEETINGS_AT_ONCE, at_once
    try:
        assert pairs(held) == pairs_by_text(held)
    finally:
        pairing.MEETINGS_AT_ONCE = usual


@given(cases(), st.data())
@settings(max_examples=60, deadline=None)
def test_pairs_of_settled_texts_stay(held: Held, data: st.DataObject) -> None:
    """Between two texts that nothing unsettles, new texts change nothing."""
    new = np.array([data.draw(st.booleans()) for _ in held], np.bool_)
    moved = pairing.unsettled(*arrays(held), new)
    assert moved[new].all()
    before = pairs([frozenset() if came else keys for keys, came in zip(held, new.tolist(), strict=True)])
    kept = {pair for pair in before if not moved[[*pair]].any()}
    assert kept == {pair for pair in pairs(held) if not moved[[*pair]].any()}


@given(cases(), st.data())
@settings(max_examples=40, deadline=None)
def test_each_pair_has_one_turn(held: Held, data: st.DataObject) -> None:
    """Every text that waits has a turn, and every pair with one of them comes up once."""
    waiting = np.array([data.draw(st.booleans()) for _ in held], np.bool_)
    turns = [*pairing.in_turns(pairing.pairs(*arrays(held)), waiting)]
    assert sorted(text for text, _ in turns) == np.flatnonzero(waiting).tolist()
    seen = [(min(text, other), max(text, other)) for text, others in turns for other in others]
    assert len(seen) == len({*seen})
    assert {*seen} == {pair for pair in pairs(held) if waiting[[*pair]].any()}
