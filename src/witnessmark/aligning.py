"""Compares the texts of a case: which have words in common, and which of them are copies.

Promises: only texts that are new, or whose neighbours are others now, are compared; a run that is stopped goes on where
it was; what is found does not depend on the order in which texts came, nor on how many came at once.
Does not: read texts, or decide what a copy is (see ``comparing``).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from itertools import islice
from typing import Protocol

import numpy as np
import sqlalchemy as sa

from witnessmark import comparing
from witnessmark.comparing import TextSide
from witnessmark.comparing.copying import pairing
from witnessmark.nouns import Copy, Digest
from witnessmark.store import Store, ask, pending, write
from witnessmark.store.cited import Filter

FEW = pending.NEWCOMERS
"""So many texts are looked up one by one; for more, the pairs of the whole case are chosen at once."""

TEXTS_PER_COMMIT = 64
SIDES_KEPT = 512
"""Texts kept in memory as they are compared: copies of one text mostly come together."""

Turn = tuple[int, Sequence[int]]
"""The number of a text, and those of the texts that it is to be aligned with."""


class Steps(Protocol):
    """Is told how far the work is."""

    def begin(self, stage: str, total: int) -> None:
        """Begin a stage with so many steps."""

    def advance(self, steps: int = 1) -> None:
        """Count steps of the stage as done."""

    def end(self) -> None:
        """End the stage."""


def renew(store: Store) -> None:
    """Make anew what another version of the comparison took from the texts."""
    with store.writing() as connection:
        for number in pending.outdated(connection, comparing.VERSION):
            _renew(connection, number)


def _renew(connection: sa.Connection, number: int) -> None:
    text = ask.text_numbered(connection, number)
    figures = ask.figures(connection, Filter(source=text.source))
    questions = {item.id: comparing.question_text(item.figure) for item in figures}
    write.renew(connection, number, text.source, fingerprints=comparing.fingerprints(text), questions=questions)


def compare(store: Store, steps: Steps) -> None:
    """Look for copies between the texts that are not yet compared and all texts that share words with them."""
    with store.writing() as connection:
        waiting = pending.uncompared(connection, comparing.VERSION)
        turns = (_turns_of_many if len(waiting) > FEW else _turns_of_few)(connection, waiting)
    steps.begin("Comparing", len(turns))
    sides = _Sides()
    coming = iter(turns)
    while some := [*islice(coming, TEXTS_PER_COMMIT)]:
        with store.writing() as connection:
            compared: dict[int, list[Copy]] = {}
            for number, others in some:
                compared[number] = _aligned(connection, sides, number, others)
                steps.advance()
            write.put_copies(connection, compared, comparing.VERSION)
    steps.end()


def _turns_of_few(connection: sa.Connection, waiting: Sequence[int]) -> list[Turn]:
    """Choose the partners of each text by itself; older texts that have other neighbours now get a turn too."""
    numbers = dict.fromkeys(waiting)
    for number in waiting:
        hoods = pending.neighbourhoods(connection, number).values()
        numbers |= dict.fromkeys(write.unsettle(connection, hoods, but=numbers))
    turns: list[Turn] = []
    to_come = {*numbers}
    for number in numbers:
        to_come.discard(number)
        partners = pending.numbers_of(connection, _partners(connection, number)).values()
        turns.append((number, sorted(partner for partner in partners if partner not in to_come)))
    return turns


def _partners(connection: sa.Connection, number: int) -> Sequence[Digest]:
    hoods = pending.neighbourhoods(connection, number)
    sizes = pending.sizes_of(connection, hoods.values())
    holders = {key: hood.holders for key, hood in hoods.items()}
    return comparing.partners(ask.source_numbered(connection, number), holders, sizes) if hoods else ()


def _turns_of_many(connection: sa.Connection, waiting: Sequence[int]) -> list[Turn]:
    """Choose the pairs of the whole case at once; older texts that have other neighbours now get a turn too."""
    marks = pending.all_fingerprints(connection)
    new = np.isin(marks.numbers, np.asarray(waiting))
    moved = pairing.unsettled(marks.keys, marks.texts, new)
    write.mark_uncompared(connection, marks.numbers[moved & ~new].tolist())
    turns = pairing.in_turns(pairing.pairs(marks.keys, marks.texts), moved)
    return [(int(marks.numbers[text]), marks.numbers[others].tolist()) for text, others in turns]


def _aligned(connection: sa.Connection, sides: _Sides, number: int, others: Sequence[int]) -> list[Copy]:
    found = (comparing.align(sides.of(connection, number), sides.of(connection, other)) for other in others)
    return [copy for copy in found if copy is not None]


class _Sides:
    """The sides of the texts that were compared last: neighbours meet again and again, over many commits."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, TextSide] = OrderedDict()

    def of(self, connection: sa.Connection, number: int) -> TextSide:
        """Return the side of a text."""
        side = self._kept.get(number)
        if side is None:
            side = self._kept[number] = TextSide.of(ask.text_numbered(connection, number))
            if len(self._kept) > SIDES_KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(number)
        return side
