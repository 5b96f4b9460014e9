"""Follows copies to families: the sources whose texts come, copy by copy, from one another.

Promises: the families and their names depend on the copies alone, not on their order.
Does not: say which member of a family wrote the words; a family is one origin at most, whoever that is.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..nouns import Copy, Digest


def families(copies: Iterable[Copy]) -> dict[Digest, Digest]:
    """Return for each source that stands in a copy the member that names its family: the one with the smallest digest.

    A source that is not a key is a family of its own.
    """
    parents: dict[Digest, Digest] = {}
    for copy in copies:
        one, other = sorted((_root(parents, copy.origin), _root(parents, copy.taken)))
        parents[other] = one
    return {digest: _root(parents, digest) for digest in sorted(parents)}


def _root(parents: dict[Digest, Digest], digest: Digest) -> Digest:
    """Return the smallest member known of the family, and shorten the way there (union-find with path halving)."""
    parents.setdefault(digest, digest)
    while parents[digest] != digest:
        parents[digest] = parents[parents[digest]]
        digest = parents[digest]
    return digest
