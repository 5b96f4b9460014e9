"""The entries' part of verifying: each is well-formed, canonical, and goes with those before it.

Promises: says what the sound entries name (bytes, keys, withdrawals); each entry that cannot be used is itself named.
Does not: look at the bytes that they name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from witnessmark.errors import NewerFormatError
from witnessmark.nouns import Action, Decision, Digest, Entry, Source
from witnessmark.record import entries, tiles
from witnessmark.record.findings import Findings
from witnessmark.record.merkle import TILE_WIDTH
from witnessmark.record.verify_keys import Replacement, replacement_of
from witnessmark.record.verify_tree import Tree, sound_entries


@dataclass(slots=True)
class Named:
    """What the entries name."""

    sizes: dict[Digest, int] = field(default_factory=dict)
    replacements: list[Replacement] = field(default_factory=list)
    withdrawn: set[int] = field(default_factory=set)
    withdrawals: dict[int, int] = field(default_factory=dict)
    """What each withdrawal withdraws; withdrawing it gives that back."""
    final: set[int] = field(default_factory=set)
    """Entries that cannot be withdrawn: withdrawals of a withdrawal, replacements of the key, and exports."""
    orphans: dict[int, Digest] = field(default_factory=dict)
    """Entries that name a parent which no sound entry before them seals."""
    unread: int = 0
    """How many entries cannot be used, so that what they name is not known."""


def check_entries(findings: Findings, tree: Tree) -> Named:
    """Read all entries whose hash is in the tree and return what they name."""
    named = Named()
    for index, payload in sound_entries(findings, tree):
        if payload is None:
            named.unread += 1
            continue
        try:
            if seal := entries.plain_seal(payload):
                _take_seal(named, index, *seal)
            else:
                _take(named, entries.decode(index, payload, strict=True))
        except (ValueError, NewerFormatError) as error:
            named.unread += 1
            findings.add(_bundle_of(tree, index), f"entry {index} cannot be used: {error}")
    _name_orphans(findings, tree, named)
    return named


def _name_orphans(findings: Findings, tree: Tree, named: Named) -> None:
    """Name the entries whose parent is not sealed; where entries cannot be read, it may be one of those."""
    if named.unread:
        if named.orphans:
            findings.notes.append(
                f"{len(named.orphans)} entries name a parent that may be sealed by one of those that cannot be read"
            )
        return
    for index, parent in named.orphans.items():
        findings.add(_bundle_of(tree, index), f"entry {index} names a parent that no earlier entry seals ({parent})")


def _bundle_of(tree: Tree, index: int) -> str:
    number = index // TILE_WIDTH
    return tiles.Tile(None, number, min(TILE_WIDTH, tree.size - number * TILE_WIDTH)).path


def _take(named: Named, entry: Entry) -> None:
    """Take an entry into account; raises ValueError where it does not go with those before it."""
    match entry.fact:
        case Source(digest=digest, size=size, custody=custody):
            _take_seal(named, entry.index, digest, size, custody.parent)
        case Decision(action=Action.REPLACE_KEY) as decision:
            named.final.add(entry.index)
            named.replacements.append(replacement_of(entry.index, decision))
        case Decision(action=Action.EXPORT):
            named.final.add(entry.index)
        case Decision(action=Action.WITHDRAW, target=target):
            _take_withdrawal(named, entry.index, target)


def _take_withdrawal(named: Named, index: int, target: str) -> None:
    named.final.add(index)  # until it is found sound
    if not entries.INDEX.fullmatch(target) or int(target) >= index:
        raise ValueError(f"it withdraws {target!r}, which is no earlier entry")
    number = int(target)
    if number in named.withdrawn or number in named.final:
        raise ValueError(f"it withdraws entry {target}, which cannot be withdrawn, or not again")
    named.withdrawn.add(number)
    if number in named.withdrawals:
        named.withdrawn.discard(named.withdrawals[number])
    else:
        named.withdrawals[index] = number
        named.final.discard(index)


def _take_seal(named: Named, index: int, digest: Digest, size: int, parent: Digest | None) -> None:
    if parent is not None and parent not in named.sizes:
        named.orphans[index] = parent
    if named.sizes.setdefault(digest, size) != size:
        raise ValueError("an earlier entry gives the same bytes another size")
