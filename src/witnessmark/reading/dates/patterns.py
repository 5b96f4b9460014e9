"""Patterns of dates over the symbols of words, compiled from the rule files.

A pattern is a row of items parted by spaces. An item is a class of words (``month``), a word (``of``) or several of
them with bars (``dom|ordinal``), with a question mark where it may be missing. An item of classes is a slot: what
stood there is handed on under the first one's name; ``last=weekday`` names the slot itself. A word that is also the
name of a class stands in quotation marks.

Promises: the longest pattern at a place wins, the first of equals; patterns have no loops, so matching is linear.
Does not: give dates; ``points`` and ``phrases`` do.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from witnessmark.reading.dates.words import Lexeme, Lexicon, fold


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern where it stands: its kind, and the lexeme in each of its slots."""

    kind: str
    first: int
    end: int
    """Positions of its lexemes."""
    slots: Mapping[str, Lexeme]


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    regex: re.Pattern[str]
    slots: tuple[tuple[str, ...], ...]
    """For each slot its own name, or the classes of which the one found names it."""


class Patterns:
    """All patterns of a language, by the symbol that they may begin with."""

    def __init__(self, lexicon: Lexicon, kinds: Mapping[str, Sequence[str]]) -> None:
        self._by_first: dict[str, list[_Pattern]] = {}
        for kind, rows in kinds.items():
            for row in rows:
                self._add(lexicon, kind, row)

    def _add(self, lexicon: Lexicon, kind: str, row: str) -> None:
        regex, firsts, open_ = "", "", True
        slots: list[tuple[str, ...]] = []
        for written in row.split():
            slot, names, may = _item(written, lexicon.classes)
            symbols = lexicon.holders(names)
            if not symbols:
                raise ValueError(f"no word is {written} in {row}")
            held = f"[{symbols}]"
            if slot:
                slots.append((slot,) if slot != names[0] else tuple(names))
                held = f"({held})"
            regex += held + ("?" if may else "")
            if open_:
                firsts += symbols
                open_ = may
        pattern = _Pattern(kind, re.compile(regex), tuple(slots))
        commas = lexicon.holders(["=,"])
        for symbol in dict.fromkeys(symbol for symbol in firsts if symbol not in commas):
            self._by_first.setdefault(symbol, []).append(pattern)

    def find(self, lexemes: Sequence[Lexeme]) -> list[Match]:
        """Return the longest patterns of a row of lexemes from left to right, without overlaps."""
        row = "".join([lexeme.symbol for lexeme in lexemes])
        found: list[Match] = []
        at, end = 0, len(row)
        by_first = self._by_first
        while at < end:
            best: tuple[re.Match[str], _Pattern] | None = None
            for pattern in by_first.get(row[at], ()):
                match = pattern.regex.match(row, at)
                if match and (best is None or match.end() > best[0].end()):
                    best = match, pattern
            if best is None:
                at += 1
                continue
            match, pattern = best
            spans = ((names, match.start(number)) for number, names in enumerate(pattern.slots, 1))
            slots = {_named(names, lexemes[place]): lexemes[place] for names, place in spans if place >= 0}
            found.append(Match(pattern.kind, at, match.end(), slots))
            at = match.end()
        return found


_QUOTE = "'"
SHAPES = frozenset({"dom", "ordinal", "count", "yy", "year", "numeric"})
"""Classes of digits, which a language may add words to."""


def _named(names: tuple[str, ...], lexeme: Lexeme) -> str:
    return names[0] if len(names) == 1 else next((name for name in names if name in lexeme.values), names[0])


def literals(kinds: Mapping[str, Sequence[str]], classes: Collection[str]) -> dict[str, dict[str, None]]:
    """Return a class for each word that patterns name themselves, with that word alone."""
    items = (_item(written, classes) for rows in kinds.values() for row in rows for written in row.split())
    names = {name for _, held, _ in items for name in held if name.startswith("=")}
    return {name: {name[1:]: None} for name in sorted(names)}


def _item(written: str, classes: Collection[str]) -> tuple[str, list[str], bool]:
    """Return an item's slot ("" for none), its classes (``=of`` is that of a word), and whether it may be missing."""
    may = written.endswith("?")
    slot, mark, held = written.removesuffix("?").rpartition("=")
    names = [
        name if name in classes or name in SHAPES else f"={fold(name.strip(_QUOTE) or name)}"
        for name in held.split("|")
    ]
    return (slot if mark else "" if names[0].startswith("=") else names[0]), names, may
