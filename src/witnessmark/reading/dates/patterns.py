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
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from witnessmark.reading.dates.words import SHAPES, Lexeme, Lexicon, fold

_MOST_KNOWN = 20_000
"""Rows of symbols that are remembered before it begins anew."""


class Match(NamedTuple):
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
    items: tuple[tuple[str, bool], ...]
    """The symbols of each of its items, and whether it may be missing."""
    slots: tuple[tuple[str, ...], ...]
    """For each slot its own name, or the classes of which the one found names it."""


@dataclass(frozen=True, slots=True)
class _State:
    """Where a row of symbols may stand in the patterns."""

    places: frozenset[tuple[int, int]]
    """Patterns by number, and the number of the item that may come next."""
    done: frozenset[int]
    """The patterns that a beginning of the row fulfils."""
    following: dict[str, _State | None] = field(default_factory=dict)
    """The states after each symbol that was met here; None where no pattern goes on."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a row of symbols is: the kind of the pattern, its length, and the name and place of each slot."""

    kind: str
    size: int
    slots: tuple[tuple[str, int], ...]


class Patterns:
    """All patterns of a language, read side by side, one symbol after the other."""

    def __init__(self, lexicon: Lexicon, kinds: Mapping[str, Sequence[str]]) -> None:
        self._patterns: list[_Pattern] = []
        self._classes = {symbol: classes for classes, symbol in lexicon.symbols.items()}
        self.needed: dict[str, list[list[list[str]]]] = {}
        """For each kind the classes of the items that its rows cannot do without."""
        for kind, rows in kinds.items():
            for row in rows:
                self._add(lexicon, kind, row)
        self._states: dict[tuple[frozenset[tuple[int, int]], frozenset[int]], _State] = {}
        self._found: dict[str, _Shape] = {}
        self._start, _ = self._closed((number, 0) for number in range(len(self._patterns)))
        firsts = {symbol for number, at in self._start for symbol in self._patterns[number].items[at][0]}
        firsts -= set(lexicon.holders(["=,"]))
        self._firsts = re.compile(f"[{''.join(sorted(firsts))}]")
        self._after_first: dict[str, _State | None] = {}

    def _add(self, lexicon: Lexicon, kind: str, row: str) -> None:
        regex = ""
        items: list[tuple[str, bool]] = []
        slots: list[tuple[str, ...]] = []
        needed: list[list[str]] = []
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
            items.append((symbols, may))
            if not may:
                needed.append(names)
        self._patterns.append(_Pattern(kind, re.compile(regex), tuple(items), tuple(slots)))
        self.needed.setdefault(kind, []).append(needed)

    def find(self, lexemes: Sequence[Lexeme]) -> list[Match]:
        """Return the longest patterns of a row of lexemes from left to right, without overlaps."""
        row = "".join([lexeme.symbol for lexeme in lexemes])
        found: list[Match] = []
        begins = self._firsts.search(row)
        while begins is not None:
            at = begins.start()
            shape = self._longest(row, at)
            after = at + 1
            if shape is not None:
                after = at + shape.size
                slots = {name: lexemes[at + place] for name, place in shape.slots}
                found.append(Match(shape.kind, at, after, slots))
            begins = self._firsts.search(row, after)
        return found

    def _longest(self, row: str, at: int) -> _Shape | None:
        """Return what the longest pattern that begins at ``at`` makes of the row, the first of equals."""
        state = self._after(None, row[at])
        end = at + 1
        while state is not None and end < len(row):
            following = self._after(state, row[end])
            if following is None:
                break
            state = following
            end += 1
        if state is None or not state.done:
            return None
        symbols = row[at:end]
        shape = self._found.get(symbols)
        if shape is None:
            if len(self._found) > _MOST_KNOWN:
                self._found.clear()
            shape = self._found[symbols] = self._shape(symbols, sorted(state.done))
        return shape

    def _after(self, state: _State | None, symbol: str) -> _State | None:
        known = self._after_first if state is None else state.following
        if symbol in known:
            return known[symbol]
        places, done = (self._start, frozenset[int]()) if state is None else (state.places, state.done)
        following, ended = self._closed(
            (number, at + 1) for number, at in places if symbol in self._patterns[number].items[at][0]
        )
        key = following, done | ended
        found = self._states.setdefault(key, _State(*key)) if following or ended else None
        known[symbol] = found
        return found

    def _closed(self, places: Iterable[tuple[int, int]]) -> tuple[frozenset[tuple[int, int]], frozenset[int]]:
        """Return the places with those behind items that may be missing, and the patterns that are at their end."""
        closed, ended = set(), set()
        for number, at in places:
            items = self._patterns[number].items
            while at < len(items):
                closed.add((number, at))
                if not items[at][1]:
                    break
                at += 1
            else:
                ended.add(number)
        return frozenset(closed), frozenset(ended)

    def _shape(self, symbols: str, numbers: Iterable[int]) -> _Shape:
        best: tuple[re.Match[str], _Pattern] | None = None
        for pattern in (self._patterns[number] for number in numbers):
            match = pattern.regex.match(symbols)
            if match and (best is None or match.end() > best[0].end()):
                best = match, pattern
        if best is None:
            raise ValueError(f"no pattern reads {symbols!r}, which one ends in")
        match, pattern = best
        spans = ((names, match.start(number)) for number, names in enumerate(pattern.slots, 1))
        slots = tuple((self._named(names, symbols[place]), place) for names, place in spans if place >= 0)
        return _Shape(pattern.kind, match.end(), slots)

    def _named(self, names: tuple[str, ...], symbol: str) -> str:
        """Return the name of a slot: its own, or the first of its classes that the word in it is in."""
        return next((name for name in names if name in self._classes[symbol]), names[0])


_QUOTE = "'"


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
