"""Finds the parts of Office files (Open Packaging Conventions, ECMA-376 part 2) by what relates them.

Promises: parts that lie outside the file are left alone; a relation is followed once, so loops cost nothing.
Does not: know what any part holds.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from witnessmark.intake.draft import Loss, counted
from witnessmark.intake.markup import attribute, tree
from witnessmark.intake.office.packed import Packed


@dataclass(frozen=True, slots=True)
class Relation:
    """That one part refers to another: its ``id`` there, the last word of its kind, and the part's name."""

    id: str
    kind: str
    part: str


def main_part(packed: Packed, usual: str) -> str:
    """Return the part that holds the document itself; ``usual`` where the file does not say."""
    for relation in _relations(packed, "_rels/.rels", ""):
        if relation.kind == "officeDocument":
            return relation.part
    return usual


def relations(packed: Packed, part: str) -> tuple[Relation, ...]:
    """Return what ``part`` refers to within the file, in the file's order. Raises RefusedError where it is damaged."""
    folder, name = posixpath.split(part)
    return _relations(packed, f"{folder}/_rels/{name}.rels".lstrip("/"), folder)


def related(packed: Packed, part: str) -> dict[str, tuple[str, ...]]:
    """Return the parts that ``part`` refers to, by kind."""
    found: dict[str, tuple[str, ...]] = {}
    for relation in relations(packed, part):
        found[relation.kind] = (*found.get(relation.kind, ()), relation.part)
    return found


def embedded(packed: Packed) -> tuple[Loss, ...]:
    """Say how many files lie embedded in an Office file: they are not read with it."""
    count = sum(1 for name in packed.names() if "/embeddings/" in name)
    files = counted(count, "embedded file was", "embedded files were")
    return (Loss(f"{files} not read", "save them and add them"),) if count else ()


def _relations(packed: Packed, part: str, folder: str) -> tuple[Relation, ...]:
    if part not in packed:
        return ()
    found: list[Relation] = []
    for relation in tree(packed, part):
        target = attribute(relation, "Target")
        if attribute(relation, "TargetMode") == "External" or not target:
            continue
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if path in packed:
            kind = attribute(relation, "Type").rsplit("/", 1)[-1]
            found.append(Relation(attribute(relation, "Id"), kind, path))
    return tuple(found)
