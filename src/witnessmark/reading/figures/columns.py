"""Columns: what the name of a table's column says of a number that fills its cell.

Promises: a number alone in a cell counts only where its column names persons, events or sites that are counted
("bodies", "détenus", "graves"); an age, an entry number or a code never does.
Does not: read cells of more than a number, which are read as sentences are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from witnessmark.nouns import Locator, Span
from witnessmark.reading.figures.measures import noun_classes, verb_classes

_COUNTED = ("persons.", "events", "sites")
_ROW = frozenset(["sheet", "table", "row", "slide", "page"])
_WORD = re.compile(r"[^\W\d_][^\W_]*")


@dataclass(frozen=True, slots=True)
class Column:
    """The name of the column that a cell stands in, and the class of what it counts (None: nothing)."""

    name: str
    measure: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: where it stands, the name of its column (empty: none), and what tells its row from others."""

    span: Span
    column: str
    row: tuple[tuple[str, str], ...]


class Cells:
    """The cells of one text's tables, by where they start."""

    def __init__(self, text: str, locators: Sequence[Locator]) -> None:
        """Take each cell's column name from its locator, or from the first row of its table."""
        self._cells: dict[int, Cell] = {}
        heads: dict[tuple[str, str], str] = {}
        for locator in locators:
            steps = dict(locator.steps)
            cell = steps.get("cell")
            if cell is None:
                continue
            name = cell
            if cell.isdigit():
                key = steps.get("table", ""), cell
                if steps.get("row") in ("1", "header"):
                    heads[key] = text[locator.span.start : locator.span.end]
                name = heads.get(key, "")
            row = tuple(step for step in locator.steps if step[0] in _ROW)
            self._cells[locator.span.start] = Cell(locator.span, name, row)

    def rows(self) -> list[list[Cell]]:
        """Return the cells of each row, in the order of the text."""
        return [[*cells] for _, cells in groupby(self._cells.values(), key=lambda cell: cell.row)]

    def column_of(self, text: str, filled: Span) -> Column | None:
        """Return the column of the cell that ``filled`` fills but for white space, or None where it fills none."""
        held = self._cells.get(filled.start)
        if held is None or text[filled.end : held.span.end].strip():
            return None
        return Column(held.column, class_of_column(held.column))


NO_CELLS = Cells("", ())
"""Those of a text without tables."""


def class_of_column(name: str) -> str | None:
    """Return the class that a column's name gives to its numbers, by its last telling word."""
    nouns, verbs = noun_classes(), verb_classes()
    for word in reversed(_WORD.findall(name.replace("_", " ").lower())):
        found = nouns.get(word) or verbs.get(word)
        if found is not None:
            return found if found.startswith(_COUNTED) else None
    return None
