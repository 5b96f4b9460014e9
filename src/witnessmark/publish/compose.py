"""Composes a dossier from the reading: findings in the order in which they are read, each with its references.

Promises: numbers depend on the material alone; every item of the reading has its place, rejected ones apart; each
citation has been resolved again when this returns (law 2: exact words or nothing).
Does not: judge any item, or write the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa

from witnessmark.nouns import Action, Digest
from witnessmark.publish.appendix import cited_texts
from witnessmark.publish.asked import asked
from witnessmark.publish.contents import Dossier
from witnessmark.publish.copied import copied
from witnessmark.publish.dated import moments
from witnessmark.publish.findings import (
    CaseFacts,
    DecisionFinding,
    FaultFinding,
    FigureFinding,
    Role,
    SourceFinding,
    Verdict,
)
from witnessmark.publish.numbering import Numbering
from witnessmark.publish.opposed import opposed
from witnessmark.publish.placed import placed
from witnessmark.publish.speakers import spoken_of
from witnessmark.publish.uttered import uttered
from witnessmark.publish.words import Quote
from witnessmark.store import ask
from witnessmark.store.cited import Acquired, CitedFigure, Recorded, TextFacts
from witnessmark.store.contradictions import contradicting, set_aside
from witnessmark.store.questions import questions
from witnessmark.store.utterances import utterances


def compose(connection: sa.Connection, facts: CaseFacts) -> Dossier:
    """Return the dossier of the reading behind ``connection``.

    Raises CitationError naming the first citation that does not resolve.
    """
    recorded = tuple(ask.decisions(connection))
    verdicts = _verdicts(recorded)
    sources = _sources(connection, verdicts)
    numbering = Numbering(sources, verdicts)
    spoken = spoken_of(connection, numbering)
    figures = _figures(connection, numbering)
    sides = tuple(asked(questions(connection), figures, numbering))
    statements = {statement.id: statement for statement in spoken.all}
    alike = utterances(connection)
    pairs = opposed(contradicting(connection), set_aside(connection), alike, statements, numbering)
    dates = tuple(moments(connection, numbering))
    where = tuple(placed(connection, numbering))
    families = tuple(copied(connection, numbering))
    references = [
        *(reference for statement in spoken.all for reference in statement.references),
        *(reference for figure, _ in figures for reference in figure.references),
        *(words.reference for moment in dates for words in moment.words),
        *(reference for place in where for reference in place.references),
        *(reference for family in families for reference in family.references),
    ]
    return Dossier(
        facts=facts,
        readers=tuple(ask.readers(connection)),
        sources=tuple(sources.values()),
        parties=spoken.parties,
        unresolved=spoken.unresolved,
        rejected=spoken.rejected,
        figures=tuple(figure for figure, _ in figures),
        questions=sides,
        utterances=uttered(alike, statements),
        contradictions=pairs,
        moments=dates,
        places=where,
        families=families,
        decisions=tuple(_decisions(recorded, numbering)),
        faults=tuple(_faults(connection, sources)),
        passages=tuple(cited_texts(connection, sources, references)),
    )


def _verdicts(recorded: Sequence[Recorded]) -> dict[str, tuple[Verdict, ...]]:
    """Return the standing decisions about each target, oldest first; of verdicts and of grades the newest alone."""
    found: dict[str, dict[str, Verdict]] = {}
    for item in recorded:
        act = item.decision
        if item.withdrawn_by is not None or act.action in (Action.WITHDRAW, Action.REPLACE_KEY, Action.EXPORT):
            continue
        number = decision_number(item)
        replaced = {Action.NOTE: number, Action.GRADE: "grade"}.get(act.action, "verdict")
        about = found.setdefault(act.target, {})
        about.pop(replaced, None)
        about[replaced] = Verdict(
            decision=number,
            action=str(act.action),
            value=act.value,
            reason=act.reason,
            decided_by=act.decided_by,
            decided_at=act.decided_at,
        )
    return {target: tuple(about.values()) for target, about in found.items()}


def decision_number(item: Recorded) -> str:
    """Return the number of a decision in the dossier: that of its log entry."""
    return f"D{item.entry}"


def _sources(connection: sa.Connection, verdicts: Mapping[str, tuple[Verdict, ...]]) -> dict[Digest, SourceFinding]:
    """Return every source, numbered by name; the same bytes acquired twice are one source."""
    acquired: dict[Digest, list[Acquired]] = {}
    for item in ask.acquired(connection):
        acquired.setdefault(item.source.digest, []).append(item)
    texts: dict[Digest, TextFacts] = {text.source: text for text in ask.texts(connection)}
    return {
        digest: SourceFinding(
            number=number,
            digest=digest,
            acquired=tuple(items),
            text=texts.get(digest),
            decisions=verdicts.get(digest, ()),
        )
        for number, (digest, items) in enumerate(acquired.items(), 1)
    }


def _figures(connection: sa.Connection, numbering: Numbering) -> list[tuple[FigureFinding, CitedFigure]]:
    found = []
    for number, item in enumerate(ask.figures(connection), 1):
        language = numbering.language(item.citation.source)
        counted = item.figure.counted
        finding = FigureFinding(
            number=f"F{number}",
            references=(numbering.reference(item.citation, f"F{number}", Role.COUNT),),
            quote=Quote.of(item.citation.passage.quote, language),
            counted=None if counted is None else Quote.of(counted, language),
            figure=item.figure,
            speaker=item.party or item.speaker,
            statement=numbering.statements.get(item.statement or ""),
            source=item.citation.name,
            rejected=item.verdict == Action.REJECT,
        )
        numbering.others[item.id] = finding.number
        found.append((finding, item))
    return found


def _decisions(recorded: Sequence[Recorded], numbering: Numbering) -> Iterator[DecisionFinding]:
    for item in recorded:
        yield DecisionFinding(
            number=decision_number(item),
            recorded=item,
            about=numbering.about(item.decision.action, item.decision.target),
            withdrawn_by=None if item.withdrawn_by is None else f"D{item.withdrawn_by}",
        )


def _faults(connection: sa.Connection, sources: Mapping[Digest, SourceFinding]) -> Iterator[FaultFinding]:
    for fault in ask.faults(connection):
        source = sources.get(fault.source) if fault.source else None
        yield FaultFinding(fault=fault, source=source.number if source else None)
