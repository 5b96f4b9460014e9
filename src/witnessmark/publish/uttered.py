"""Composes what a dossier says of utterances: the same words of one party, wording by wording.

Promises: those that most sources carry come first; wordings that differ in punctuation, case or letter forms alone are
one; every wording leads to its words through its statements; what is left out for its length is counted.
Does not: decide what is one utterance (``comparing`` does), or mark the differences (``wordings`` does).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from witnessmark.comparing.words import words_of
from witnessmark.publish.compared import Some, Telling, UtteranceFinding
from witnessmark.publish.findings import StatementFinding
from witnessmark.store.utterances import CitedUtterance, Version

MOST = 120
"""Utterances that a dossier shows."""
MOST_TELLINGS = 8
"""Wordings of one utterance that it shows."""
MOST_STATEMENTS = 8
"""Statements of one wording that it cites."""


def uttered(found: Sequence[CitedUtterance], statements: Mapping[str, StatementFinding]) -> Some[UtteranceFinding]:
    """Return the utterances ``found``; ``statements`` are all of the dossier's by their ids."""
    shown = tuple(_utterance(number, item, statements) for number, item in enumerate(found[:MOST], 1))
    return Some(shown, len(found))


def _utterance(number: int, item: CitedUtterance, statements: Mapping[str, StatementFinding]) -> UtteranceFinding:
    wordings = [*_wordings(item.versions)]
    language = item.versions[0].language
    tellings = tuple(_telling(versions, statements, language) for versions in wordings[:MOST_TELLINGS])
    return UtteranceFinding(
        number=f"U{number}",
        party=item.party,
        said=item.said,
        statements=len(item.versions),
        sources=len({version.source for version in item.versions}),
        tellings=Some(tellings, len(wordings)),
    )


def _wordings(versions: Sequence[Version]) -> Iterator[list[Version]]:
    """Yield versions of the same words together, in the order in which each wording comes first."""
    found: dict[tuple[str | None, tuple[str, ...]], list[Version]] = {}
    for version in versions:
        found.setdefault((version.language, words_of(version.quote).normal), []).append(version)
    yield from found.values()


def _telling(versions: Sequence[Version], statements: Mapping[str, StatementFinding], language: str | None) -> Telling:
    cited = [statements[version.statement] for version in versions[:MOST_STATEMENTS]]
    return Telling(
        words=cited[0].content,
        statements=Some(tuple(cited), len(versions)),
        published=versions[0].published,
        another_language=versions[0].language != language,
    )
