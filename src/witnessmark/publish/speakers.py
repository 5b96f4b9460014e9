"""Groups statements by who made them.

Promises: every statement of the reading is in exactly one place: with its party, with those whose speaker is not
resolved, with those where nobody is named, or with the rejected; parties come by how much they say, then by name.
Does not: resolve a speaker; the reader and people do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from witnessmark.nouns import Action, Passage
from witnessmark.publish.findings import PartyFinding, Reference, Relayer, Role, StatementFinding
from witnessmark.publish.numbering import Numbering
from witnessmark.publish.words import Quote
from witnessmark.store import ask
from witnessmark.store.cited import Citation, CitedStatement, Party

NOT_RESOLVED = "Speakers who are not resolved to a party"
NOBODY_NAMED = "No speaker named: the document’s own voice"
_TOLD = {NOT_RESOLVED: "by speakers who are not resolved to a party", NOBODY_NAMED: "where nobody is named"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """All statements of a dossier."""

    parties: tuple[PartyFinding, ...]
    unresolved: tuple[PartyFinding, ...]
    rejected: tuple[StatementFinding, ...]

    @property
    def all(self) -> Iterator[StatementFinding]:
        """Every statement, rejected ones too."""
        for group in (*self.parties, *self.unresolved):
            yield from group.statements
        yield from self.rejected


def spoken_of(connection: sa.Connection, numbering: Numbering) -> Spoken:
    """Return every statement by its speaker; ``numbering`` learns the statements' numbers."""
    items = {item.id: item for item in ask.statements(connection)}
    rejected = [item for item in items.values() if item.verdict == Action.REJECT]
    groups = _groups(item for item in items.values() if item.verdict != Action.REJECT)
    for position, item in enumerate([*(item for _, group in groups for item in group), *rejected], 1):
        numbering.statements[item.id] = f"S{position}"
    known = {party.party.casefold(): party for party in ask.parties(connection)}

    def findings(group: Iterable[CitedStatement]) -> tuple[StatementFinding, ...]:
        return tuple(_finding(item, items, numbering) for item in group)

    parties: list[PartyFinding] = []
    unresolved: list[PartyFinding] = []
    for number, (heading, group) in enumerate(groups, 1):
        named = known.get(heading.casefold()) if group[0].statement.party else None
        finding = _party(f"speaker-{number}", heading, named, findings(group))
        (parties if named else unresolved).append(finding)
    return Spoken(parties=tuple(parties), unresolved=tuple(unresolved), rejected=findings(rejected))


def _groups(items: Iterable[CitedStatement]) -> list[tuple[str, list[CitedStatement]]]:
    """Return the parties with their statements, then those that are not resolved, then those where nobody is named."""
    parties: dict[str, list[CitedStatement]] = {}
    unresolved: list[CitedStatement] = []
    nobody: list[CitedStatement] = []
    for item in items:
        party = item.statement.party
        if party is not None:
            parties.setdefault(party.casefold(), []).append(item)
        else:
            (nobody if item.statement.speaker is None else unresolved).append(item)
    named = [(min(str(item.statement.party) for item in group), group) for group in parties.values()]
    named.sort(key=lambda pair: (-len(pair[1]), pair[0].casefold(), pair[0]))
    rest = [(heading, group) for heading, group in ((NOT_RESOLVED, unresolved), (NOBODY_NAMED, nobody)) if group]
    return named + rest


def _party(anchor: str, heading: str, party: Party | None, statements: tuple[StatementFinding, ...]) -> PartyFinding:
    others = (*party.spellings, *party.roles) if party else ()
    return PartyFinding(
        anchor=anchor,
        heading=heading,
        told=_TOLD.get(heading, "by this party"),
        kind=party.kind if party and party.kind != "other" else None,
        named=tuple({words.casefold(): words for words in others if words.casefold() != heading.casefold()}.values()),
        statements=statements,
    )


def _finding(item: CitedStatement, items: Mapping[str, CitedStatement], numbering: Numbering) -> StatementFinding:
    number = numbering.statements[item.id]
    said = item.statement
    language = numbering.language(item.citation.source)
    speaker = said.speaker.passage if said.speaker else None

    def quote(passage: Passage | None) -> Quote | None:
        return None if passage is None else Quote.of(passage.quote, language)

    return StatementFinding(
        number=number,
        id=item.id,
        references=_references(item.citation, (said.content, speaker, said.cue), number, numbering),
        source=item.citation.name,
        party=said.party,
        continued=said.speaker is not None and speaker is None,
        speaker=quote(speaker),
        cue=quote(said.cue),
        content=Quote.of(said.content.quote, language),
        mode=str(said.mode),
        score=said.score,
        relayed_by=tuple(_relayer(identity, items, numbering) for identity in item.relayed_by),
        decisions=numbering.verdicts.get(item.id, ()),
        rejected=item.verdict == Action.REJECT,
    )


def _references(
    content: Citation, passages: Sequence[Passage | None], number: str, numbering: Numbering
) -> tuple[Reference, ...]:
    roles = (Role.SAID, Role.SPEAKER, Role.CUE)
    return tuple(
        numbering.reference(
            Citation(source=content.source, name=content.name, locator=content.locator, passage=passage)
            if role is Role.SAID
            else Citation(source=content.source, name=content.name, locator="", passage=passage),
            number,
            role,
        )
        for role, passage in zip(roles, passages, strict=True)
        if passage is not None
    )


def _relayer(identity: str, items: Mapping[str, CitedStatement], numbering: Numbering) -> Relayer:
    item = items.get(identity)
    if item is None:
        return Relayer(finding=None, speaker=None)
    words = item.statement.party or (
        item.statement.speaker.passage.quote if item.statement.speaker and item.statement.speaker.passage else None
    )
    speaker = None if words is None else Quote.of(words, numbering.language(item.citation.source))
    return Relayer(finding=numbering.statements[identity], speaker=speaker)
