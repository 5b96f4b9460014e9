"""Composes what a dossier says of copies: families of texts that share words, each text tied in by its closest copy.

Promises: every text of a copy is in one family, with how many texts of it share its words; as many copies are shown as
tie all of a family together, each with the words of both sides; how many there are besides is said.
Does not: resolve the citations (``appendix`` does), or say who wrote the words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from witnessmark.comparing import families
from witnessmark.errors import CitationError
from witnessmark.nouns import Copy, Digest, Passage, Span, Text
from witnessmark.publish.compared import CopyFinding, FamilyFinding, Member, SharedWords
from witnessmark.publish.findings import Role, SourceFinding
from witnessmark.publish.numbering import Numbering
from witnessmark.publish.words import Quote
from witnessmark.store import ask
from witnessmark.store.cited import Citation, CitedCopy

_Pair = tuple[Digest, Digest]

_UNDATED = "~"
"""Comes after every date."""


@dataclass(frozen=True, slots=True, order=True)
class _Tie:
    """A copy that may tie a family together; the closest come first, then those that are known to be earlier."""

    apart: float
    undirected: bool
    published: str
    pair: _Pair


def copied(connection: sa.Connection, numbering: Numbering) -> Iterator[FamilyFinding]:
    """Yield the families in the order of their first sources; raises CitationError where words cannot be cited."""
    ties = [_tie(_sealed(item, numbering).copy, numbering.sources) for item in ask.copies(connection)]
    family_of = families(item.copy for item in ask.copies(connection))
    chosen = _chosen(ties)
    shown: dict[Digest, list[CitedCopy]] = {}
    for item in ask.copies(connection):
        if (item.copy.origin, item.copy.taken) in chosen:
            shown.setdefault(family_of[item.copy.origin], []).append(item)
    partners = Counter(digest for tie in ties for digest in tie.pair)
    pairs = Counter(family_of[tie.pair[0]] for tie in ties)
    members: dict[Digest, list[SourceFinding]] = {}
    for source in numbering.sources.values():
        if source.digest in family_of:
            members.setdefault(family_of[source.digest], []).append(source)
    for number, (family, sources) in enumerate(members.items(), 1):
        name = f"C{number}"
        yield FamilyFinding(
            number=name,
            members=tuple(Member(source=source, partners=partners[source.digest]) for source in sources),
            pairs=pairs[family],
            copies=tuple(_copies(connection, numbering, shown[family], name)),
        )


def _sealed(item: CitedCopy, numbering: Numbering) -> CitedCopy:
    for digest, name in ((item.copy.origin, item.origin_name), (item.copy.taken, item.taken_name)):
        if digest not in numbering.sources:
            raise CitationError(
                f"{name} ({digest[:12]}): its shared words cannot be cited: its source is not sealed; "
                "run `witnessmark build` on the case"
            )
    return item


def _tie(copy: Copy, sources: Mapping[Digest, SourceFinding]) -> _Tie:
    text = sources[copy.origin].text
    return _Tie(
        apart=1 - round((copy.share_origin + copy.share_taken) / 2, 1),
        undirected=not copy.direction_known,
        published=text.published if text and text.published else _UNDATED,
        pair=(copy.origin, copy.taken),
    )


def _chosen(ties: Iterable[_Tie]) -> frozenset[_Pair]:
    """Return the pairs that tie all families together, one fewer than a family has texts (Kruskal's algorithm)."""
    joined: dict[Digest, Digest] = {}

    def root(digest: Digest) -> Digest:
        while (above := joined.setdefault(digest, digest)) != digest:
            joined[digest] = joined[above]
            digest = above
        return digest

    chosen = set()
    for tie in sorted(ties):
        one, other = map(root, tie.pair)
        if one != other:
            joined[other] = one
            chosen.add(tie.pair)
    return frozenset(chosen)


def _copies(
    connection: sa.Connection, numbering: Numbering, items: Sequence[CitedCopy], family: str
) -> Iterator[CopyFinding]:
    for number, item in enumerate(items, 1):
        copy = item.copy
        name = family if len(items) == 1 else f"{family}.{number}"
        yield CopyFinding(
            number=name,
            origin=numbering.sources[copy.origin],
            taken=numbering.sources[copy.taken],
            kind=str(copy.kind),
            direction_known=copy.direction_known,
            share_origin=copy.share_origin,
            share_taken=copy.share_taken,
            shared=tuple(_shared(connection, numbering, item, name)),
        )


def _shared(connection: sa.Connection, numbering: Numbering, item: CitedCopy, finding: str) -> Iterator[SharedWords]:
    copy = item.copy
    ends = []
    for digest, name in ((copy.origin, item.origin_name), (copy.taken, item.taken_name)):
        text = ask.text_of(connection, digest)
        if text is None:
            raise CitationError(f"{name} ({digest[:12]}): its shared words cannot be cited: its source has no text")
        ends.append((name, text))
    for part, shared in enumerate(copy.passages):
        first, second = (
            numbering.reference(_citation(name, text, span), finding, Role.SHARED, 2 * part + side)
            for side, ((name, text), span) in enumerate(zip(ends, (shared.origin, shared.taken), strict=True), 1)
        )
        yield SharedWords(
            origin=first,
            taken=second,
            origin_words=Quote.of(first.passage.quote, ends[0][1].language),
            taken_words=Quote.of(second.passage.quote, ends[1][1].language),
        )


def _citation(name: str, text: Text, span: Span) -> Citation:
    try:
        passage = Passage.of(text.content, span)
    except ValueError as error:
        raise CitationError(
            f"{name} ({text.source[:12]}): shared words at {span.start}-{span.end} cannot be cited: {error}; "
            "delete the case's reading.db and run `witnessmark build`"
        ) from error
    return Citation(source=text.source, name=name, locator=text.locate(passage), passage=passage)
