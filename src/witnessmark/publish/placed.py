"""Collects the places that the texts name for the dossier.

Promises: every name of a place is here, with its first mention in each source.
Does not: look a place up, or draw.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import sqlalchemy as sa

from witnessmark.nouns import Digest, NameKind
from witnessmark.publish.findings import PlaceFinding, Role
from witnessmark.publish.numbering import Numbering
from witnessmark.store import ask
from witnessmark.store.cited import Citation
from witnessmark.store.places import places


def placed(connection: sa.Connection, numbering: Numbering) -> Iterator[PlaceFinding]:
    """Yield the places, the most mentioned first."""
    first: defaultdict[str, dict[Digest, Citation]] = defaultdict(dict)
    for item in ask.names(connection):
        if item.name.kind is NameKind.PLACE:
            first[item.citation.passage.quote].setdefault(item.citation.source, item.citation)
    for number, located in enumerate(places(connection), 1):
        name = f"P{number}"
        cited = first[located.place.name].values()
        references = (numbering.reference(one, name, Role.NAMED, part) for part, one in enumerate(cited))
        yield PlaceFinding(number=name, located=located, references=tuple(references))
