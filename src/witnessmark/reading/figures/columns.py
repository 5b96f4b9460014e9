"""Columns: what the name of a table's column says of a number that fills its cell.

Promises: a number alone in a cell counts only where its column names persons, events or sites that are counted
("bodies", "détenus", "graves"); an age, an entry number or a code never does.
Does not: read cells of more than a number, which are read as sentences are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from witnessmark.nouns import Locator, Span
from witnessmark.reading.figures.measures import noun_classes, verb_classes

_COUNTED = ("persons.", "events", "sites")
_WORD = re.compile(r"[^\W\d_][^\W_]*")


@dataclass(frozen=True, slots=True)
class Column:
    """The name of the column that a cell stands in, and the class of what it counts (None: nothing)."""

    name: str
    measure: str | None


class Cells:
    """The cells of one text's tables, by where they start."""

    def __init__(self, text: str, locators: Sequence[Locator]) -> None:
        """Take each cell's column name from its locator, or from the first row of its table."""
        self._cells: dict[int, tuple[Span, str]] = {}
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
            self._cells[locator.span.start] = (locator.span, name)

    def column_of(self, text: str, filled: Span) -> Column | None:
        """Return the column of the cell that ``filled`` fills but for white space, or None where it fills none."""
        held = self._cells.get(filled.start)
        if held is None or text[filled.end : held[0].end].strip():
            return None
        return Column(held[1], class_of_column(held[1]))


def class_of_column(name: str) -> str | None:
    """Return the class that a column's name gives to its numbers, by its last telling word."""
    nouns, verbs = noun_classes(), verb_classes()
    for word in reversed(_WORD.findall(name.replace("_", " ").lower())):
        found = nouns.get(word) or verbs.get(word)
        if found is not None:
            return found if found.startswith(_COUNTED) else None
    return None
