"""Composes what a dossier says of contradictions: pairs of statements that cannot both hold, and what became of them.

Promises: pairs of the same two utterances stand together, and how many they are is said; a pair that a person has
decided about stands alone; pairs that rest on a rejected statement come last and say so; what is left out for its
length is counted.
Does not: propose a pair (``comparing`` does), or say which of the two holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from witnessmark.publish.compared import ContradictionFinding, Side, Some
from witnessmark.publish.findings import StatementFinding
from witnessmark.publish.numbering import Numbering
from witnessmark.store.contradictions import CitedContradiction
from witnessmark.store.utterances import CitedUtterance

MOST = 120
"""Contradictions that a dossier shows."""
MOST_AGAIN = 8
"""Statements of one utterance that it cites beside the one that is shown."""

_Key = tuple[str, ...]


def opposed(
    proposed: Iterable[CitedContradiction],
    set_aside: Iterable[CitedContradiction],
    utterances: Iterable[CitedUtterance],
    statements: Mapping[str, StatementFinding],
    numbering: Numbering,
) -> Some[ContradictionFinding]:
    """Return the contradictions; ``numbering`` learns their numbers, ``statements`` are all of the dossier's by id."""
    said_in = {version.statement: str(at) for at, item in enumerate(utterances) for version in item.versions}
    groups: dict[_Key, list[CitedContradiction]] = {}
    for withdrawn, item in chain(((False, item) for item in proposed), ((True, item) for item in set_aside)):
        groups.setdefault(_key(item, withdrawn, said_in, numbering), []).append(item)
    found = []
    for number, ((state, *_), items) in enumerate([*groups.items()][:MOST], 1):
        name = f"X{number}"
        numbering.others.update((item.contradiction.id, name) for item in items)
        found.append(_contradiction(name, items, state == _SET_ASIDE, statements, numbering))
    return Some(tuple(found), len(groups))


_SET_ASIDE = "set aside"


def _key(item: CitedContradiction, withdrawn: bool, said_in: Mapping[str, str], numbering: Numbering) -> _Key:
    """Return what is equal for pairs that stand together."""
    found = item.contradiction
    if withdrawn:
        return _SET_ASIDE, found.id
    if found.id in numbering.verdicts:
        return "decided", found.id
    return "proposed", found.kind, said_in.get(found.first, found.first), said_in.get(found.second, found.second)


def _contradiction(
    number: str,
    items: Sequence[CitedContradiction],
    withdrawn: bool,
    statements: Mapping[str, StatementFinding],
    numbering: Numbering,
) -> ContradictionFinding:
    nearest = items[0].contradiction
    return ContradictionFinding(
        number=number,
        kind=nearest.kind,
        why=nearest.why,
        first=_side([item.contradiction.first for item in items], statements),
        second=_side([item.contradiction.second for item in items], statements),
        pairs=len(items),
        decisions=numbering.verdicts.get(nearest.id, ()),
        withdrawn=withdrawn,
    )


def _side(ids: Iterable[str], statements: Mapping[str, StatementFinding]) -> Side:
    shown, *again = dict.fromkeys(ids)
    return Side(statement=statements[shown], again=Some.of([statements[one] for one in again], MOST_AGAIN))
