"""What a build has yet to do."""

from __future__ import annotations

import random
from itertools import combinations

import sqlalchemy as sa
from tests.store.conftest import Put

from witnessmark.comparing import MEETING, VERSION, partners
from witnessmark.nouns import Digest
from witnessmark.store import Store, ask, pending, write

TEXTS = 90
KEYS = (1, 2, 3, 4)


def _partners(connection: sa.Connection, number: int) -> tuple[Digest, ...]:
    hoods = pending.neighbourhoods(connection, number)
    digest = ask.text_numbered(connection, number).source
    return partners(digest, {key: hood.holders for key, hood in hoods.items()})


def _pairs(connection: sa.Connection, numbers: list[int]) -> set[frozenset[Digest]]:
    return {
        frozenset((ask.text_numbered(connection, number).source, other))
        for number in numbers
        for other in _partners(connection, number)
    }


def test_neighbours_in_the_store_are_those_of_all_holders(store: Store, put: Put) -> None:
    """The bounded question to the tables gives the partners that a look at every holder gives."""
    chance = random.Random(3)
    held = {put(f"{at}.txt", keys=chosen): chosen for at in range(TEXTS) if (chosen := chance.sample(KEYS, 3))}
    holders = {key: sorted(digest for digest, own in held.items() if key in own) for key in KEYS}
    assert max(map(len, holders.values())) > MEETING
    with store.asking() as connection:
        for digest, number in pending.numbers_of(connection, held).items():
            assert _partners(connection, number) == partners(digest, {key: holders[key] for key in held[digest]})


def test_a_growing_case_asks_again_only_where_neighbours_moved(store: Store, put: Put) -> None:
    """Pairs kept from before and pairs found for what is unsettled are together those of a case built at once."""
    chance = random.Random(5)
    kept: set[frozenset[Digest]] = set()
    for batch in range(9):
        for at in range(TEXTS // 9):
            put(f"{batch}-{at}.txt", keys=chance.sample(KEYS, 2))
        with store.writing() as connection:
            waiting = pending.uncompared(connection, VERSION)
            for number in [*waiting]:
                hoods = pending.neighbourhoods(connection, number).values()
                waiting += write.unsettle(connection, hoods, but=waiting)
            again = {ask.text_numbered(connection, number).source for number in waiting}
            kept = {pair for pair in kept if not pair & again} | _pairs(connection, waiting)
            write.put_copies(connection, dict.fromkeys(waiting, ()), VERSION)
    with store.asking() as connection:
        everything = pending.numbers_of(connection, [facts.source for facts in ask.texts(connection)])
        assert kept == _pairs(connection, [*everything.values()])
    assert len(kept) < len([*combinations(everything, 2)])
