"""Numbers what a dossier cites, so that every section names the same thing in the same way.

Promises: a source has one number throughout; a reference made here knows its source's number and its place in the
document.
Does not: resolve anything (see ``appendix``).
"""

from __future__ import annotations

from collections.abc import Mapping

from witnessmark.nouns import Action, Digest
from witnessmark.publish.findings import Link, Reference, Role, SourceFinding, Verdict
from witnessmark.store.cited import Citation


class Numbering:
    """Sources by their digests, standing decisions by their targets, and the numbers of findings by their ids."""

    def __init__(self, sources: Mapping[Digest, SourceFinding], verdicts: Mapping[str, tuple[Verdict, ...]]) -> None:
        self.sources = sources
        self.verdicts = verdicts
        self.statements: dict[str, str] = {}
        self.others: dict[str, str] = {}
        """The numbers of figures, questions and contradictions."""
        self._sealed_by = {item.source.index: source for source in sources.values() for item in source.acquired}

    def reference(self, citation: Citation, finding: str, role: Role, part: int = 0) -> Reference:
        """Return the reference of a finding to cited words."""
        source = self.sources.get(citation.source)
        return Reference(
            citation=citation, number=source.number if source else 0, finding=finding, role=role, part=part
        )

    def language(self, digest: Digest) -> str | None:
        """Return the language of a source's text, or None where it is not known."""
        source = self.sources.get(digest)
        return source.text.language if source and source.text else None

    def about(self, action: Action, target: str) -> Link | None:
        """Return the way to what a decision is about, or None where it is not in this document."""
        number = self.statements.get(target) or self.others.get(target)
        if number:
            return Link(label=number, href=f"#{number.lower()}")
        source = self.sources.get(Digest(target))
        if source is None and action is Action.WITHDRAW and target.isdecimal():
            source = self._sealed_by.get(int(target))
            if source is None:
                return Link(label=f"D{target}", href=f"#d{target}")
        return Link(label=f"[{source.number}]", href=f"#source-{source.number}") if source else None
