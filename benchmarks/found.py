"""What a case holds of files that were added to it: their texts, what was taken out of them, and their faults.

Does not: build anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from witnessmark.case import Case
from witnessmark.nouns import Digest, Fault, Text
from witnessmark.store import ask


class Silent:
    """Hears how far the work is, and says nothing."""

    def begin(self, stage: str, total: int) -> None:
        """Begin."""

    def advance(self, steps: int = 1) -> None:
        """Go on."""

    def end(self) -> None:
        """End."""

    def say(self, line: str) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a case holds of one file."""

    text: Text | None
    part: str
    """Where in the file the text's own file is; empty where it is the file itself."""
    faults: tuple[Fault, ...]
    """Those of the file and of all that was taken out of it."""
    inside: int = 0
    """How many files were taken out of it, and out of those."""
    texts: int = 0
    """How many of all these gave a text."""


class Sources:
    """The sources of a case as it stands, by name, with what lies in them."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._parts: dict[Digest, list[tuple[Digest, str, str]]] = {}
        self._named: dict[str, Digest] = {}
        self._faults: dict[Digest, list[Fault]] = {}
        self._unsealed: list[Fault] = []
        with case.reading() as store, store.asking() as connection:
            for one in ask.acquired(connection):
                source, custody = one.source.digest, one.source.custody
                if custody.parent is None:
                    self._named[custody.name] = source
                else:
                    self._parts.setdefault(custody.parent, []).append((source, custody.name, custody.part or ""))
            for fault in ask.faults(connection):
                if fault.source is None:
                    self._unsealed.append(fault)
                else:
                    self._faults.setdefault(fault.source, []).append(fault)
            self._texts = {one.source for one in ask.texts(connection)}

    def find(self, name: str, inner: str = "") -> Found:
        """Return what came of the file of this name; its text is that of the file ``inner`` in it, where one is named.

        A file that was not sealed has the faults that say so.
        """
        outer = self._named.get(name)
        if outer is None:
            return Found(None, "", tuple(fault for fault in self._unsealed if fault.name.endswith(name)))
        below = [*self._below(outer, {outer})]
        sources = {outer, *(source for source, _, _ in below)}
        faults = tuple(fault for source in sources for fault in self._faults.get(source, ()))
        chosen = [(source, part) for source, called, part in below if called == inner] if inner else [(outer, "")]
        with self._case.reading() as store, store.asking() as connection:
            text = ask.text_of(connection, chosen[0][0]) if chosen else None
        part = chosen[0][1] if chosen else ""
        return Found(text, part, faults, len(below), len(sources & self._texts))

    def _below(self, source: Digest, seen: set[Digest]) -> Iterator[tuple[Digest, str, str]]:
        for one in self._parts.get(source, ()):
            yield one
            if one[0] not in seen:
                seen.add(one[0])
                yield from self._below(one[0], seen)
