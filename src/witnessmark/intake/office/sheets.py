"""Gathers the rows of a workbook's sheets and lays them out as tables are: cells parted by tabs, rows by line ends.

Promises: every cell that has words stands in the text once, located by its sheet, the row's number in the sheet and
the column's letters, or its name and its letters where the sheet has a row of names; what is hidden or computed is
marked in the locator. Memory grows with the words that are kept, never with the size that a sheet declares; where a
workbook holds more than a text may, it is cut at a row and the row is named.
Does not: know any format, or convert any value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from witnessmark.intake.draft import MOST_LOCATORS, Block, Loss, Steps, counted
from witnessmark.intake.limits import Limits
from witnessmark.intake.texts.table import TRIAL_ROWS, header_of

Cell = tuple[int, str, str]
"""A cell's column (from 1), its words, and what is to be known of it: ``formula``, or nothing."""

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
"""What spreadsheets have; files that hold more are cut there."""
MOST_CELLS = 5_000_000
"""More cells than this are not read: a laptop would take minutes over them."""
SHARE_OF_OUTPUT = 0.6
"""Of what may come back from the fence, the words may take this share; their places take the rest."""
TITLE_ROWS = 6
"""A row of column names may stand below so many rows of one cell, which are titles."""
MOST_NAMED = 5
HIDDEN = " (hidden)"


@dataclass(slots=True)
class _Sheet:
    """What was gathered of one sheet; ``rows`` hold their number, whether they are hidden, and cells or words."""

    name: str
    hidden: bool
    hidden_columns: bytearray
    rows: list[tuple[int, bool, tuple[Cell, ...] | str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    header: dict[int, str] = field(default_factory=dict)
    header_row: int = 0
    hidden_rows: int = 0


class Sheets:
    """Takes the rows of one sheet after the other; ``blocks`` gives what came of them."""

    def __init__(self, limits: Limits) -> None:
        """Begin a workbook."""
        self._sheets: list[_Sheet] = []
        self._room = int(limits.output_bytes * SHARE_OF_OUTPUT)
        self._cells = 0
        self._flat = False
        self._formulas = 0
        self._formulas_named: list[str] = []
        self._losses: list[Loss] = []
        self.full = False
        """Whether the text is as large as it may be: nothing more is taken."""

    def open_sheet(self, name: str, hidden: bool) -> None:
        """Begin a sheet."""
        self._sheets.append(_Sheet(" ".join(name.split())[:80] or "without a name", hidden, bytearray(LAST_COLUMN + 1)))

    def mark_hidden(self, hidden: bool) -> None:
        """Say whether the current sheet is hidden, where that is known only after it was opened."""
        self._sheets[-1].hidden = hidden

    def hide_columns(self, first: int, last: int) -> None:
        """Mark columns of the current sheet as hidden."""
        first, last = max(first, 1), min(last, LAST_COLUMN)
        if first <= last:
            self._sheets[-1].hidden_columns[first : last + 1] = b"\x01" * (last + 1 - first)

    def add(self, number: int, cells: Sequence[Cell], hidden: bool = False) -> None:
        """Add a row with its number in the sheet; its cells have words, in the sheet's order.

        A row that finds no room is not taken: the workbook is cut there.
        """
        if not cells or self.full:
            return
        words = _flat(cells)
        size = 1 + (len(words) if words.isascii() else len(words.encode("utf-8", "replace")))
        sheet = self._sheets[-1]
        self._room -= size
        self._cells += len(cells)
        if self._room < 0 or self._cells > MOST_CELLS:
            self.full = True
            fault = f"the workbook is cut at sheet {sheet.name}, row {number}: what follows is not in the text"
            self._losses.append(Loss(fault, "it is larger than one text may be: save its parts as files of their own"))
            return
        if not self._flat and self._cells > MOST_LOCATORS:
            self._flatten()
        sheet.hidden_rows += hidden
        sheet.rows.append((number, hidden, words if self._flat else tuple(cells)))

    def note_formula(self, place: str, formula: str) -> None:
        """Count a cell that holds a formula."""
        self._formulas += 1
        if len(self._formulas_named) < MOST_NAMED:
            named = f"{self._sheets[-1].name} {place}"
            self._formulas_named.append(f"{named} ={formula[:80]}" if formula else named)

    def note(self, label: str, words: str) -> None:
        """Add what stands beside the current sheet's cells: a comment, a text box, the head of its pages."""
        self._room -= len(words.encode("utf-8", "replace"))
        if words.strip() and self._room > 0:
            self._sheets[-1].notes.append((label, words))

    def leave(self, count: int, name: str) -> None:
        """Say that so many sheets, the first of them of this name, are not read."""
        told = counted(count, f"sheet, {name}, was not read", f"sheets, from {name} on, were not read")
        self.lose(told, "save them as files of their own")

    def lose(self, fault: str, hint: str) -> None:
        """Say that something of the workbook did not come into the text."""
        self._losses.append(Loss(fault, hint))

    def losses(self) -> tuple[Loss, ...]:
        """Say what is hidden, computed, cut or lost."""
        found = list(self._losses)
        hidden = [sheet.name for sheet in self._sheets if sheet.hidden and (sheet.rows or sheet.notes)]
        if hidden:
            where = "hidden in the workbook;"
            told = counted(len(hidden), f"sheet is {where} it is", f"sheets are {where} they are")
            found.append(Loss(f"{told} in the text: {', '.join(hidden[:10])}", "see why"))
        for sheet in self._sheets:
            if sheet.hidden_rows:
                of = f"of sheet {sheet.name}"
                told = counted(sheet.hidden_rows, f"row {of} is hidden; it is", f"rows {of} are hidden; they are")
                found.append(Loss(f"{told} in the text", "see why: a filter hides rows, and so does a person"))
            columns = [letters(at) for at, hides in enumerate(sheet.hidden_columns) if hides]
            if columns and len(columns) < LAST_COLUMN // 2 and sheet.rows:
                named = ", ".join(columns[:10]) + (" and more" if len(columns) > 10 else "")
                fault = f"columns of sheet {sheet.name} are hidden; what stands in them is in the text: {named}"
                found.append(Loss(fault, "see why"))
        if self._formulas:
            named = "; ".join(self._formulas_named) + (" and more" if self._formulas > MOST_NAMED else "")
            cells = counted(self._formulas, "cell holds a formula", "cells hold formulas")
            saved = "value that was saved with it" if self._formulas == 1 else "values that were saved with them"
            fault = f"{cells}; the text has the {saved}: {named}"
            hint = "where none was saved the formula stands itself: open the source to see what it counts"
            found.append(Loss(fault, hint))
        if self._flat:
            fault = "the workbook has too many cells to locate each; its rows are located"
            found.append(Loss(fault, "cut it into smaller files where exact cells matter"))
        return tuple(found)

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of all sheets: the sheet's name as its heading, its rows, what stands beside them."""
        rows = sum(len(sheet.rows) for sheet in self._sheets)
        group = max(1, -(-rows // MOST_LOCATORS))
        for sheet in self._sheets:
            if not sheet.rows and not sheet.notes:
                continue
            label = sheet.name + (HIDDEN if sheet.hidden else "")
            yield Block(sheet.name, (("sheet", label), ("heading", sheet.name)))
            if self._flat:
                yield from _by_row(sheet, label, group)
            else:
                _find_header(sheet)
                yield from _by_cell(sheet, label)
            for place, words in sheet.notes:
                yield Block(words, (("sheet", label), ("note", place)))

    def _flatten(self) -> None:
        """Keep rows as words alone: there are too many cells to locate each."""
        self._flat = True
        for sheet in self._sheets:
            sheet.rows = [
                (number, hidden, cells if isinstance(cells, str) else _flat(cells))
                for number, hidden, cells in sheet.rows
            ]


def letters(column: int) -> str:
    """Return what a spreadsheet calls its ``column`` (from 1): ``A``, ``AB``."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _flat(cells: Sequence[Cell]) -> str:
    return "\t".join(words for _, words, _ in cells)


def _find_header(sheet: _Sheet) -> None:
    """Find the row that names the columns: the first of several cells, below titles at the most."""
    rows = sheet.rows[: TRIAL_ROWS + TITLE_ROWS]
    trial = [(number, cells) for number, _, cells in rows if not isinstance(cells, str)]
    for place, (number, cells) in enumerate(trial[:TITLE_ROWS]):
        if len(cells) < 2:
            continue
        columns = [column for column, _, _ in cells]
        if columns != list(range(columns[0], columns[0] + len(columns))):
            return
        below = [{column: words for column, words, _ in row} for _, row in trial[place:]]
        names = header_of([[row.get(column, "") for column in columns] for row in below])
        if names:
            sheet.header = {column: " ".join(name.split()) for column, name in zip(columns, names, strict=True)}
            sheet.header_row = number
        return


def _by_cell(sheet: _Sheet, label: str) -> Iterator[Block]:
    first = True
    for number, hidden, cells in sheet.rows:
        assert not isinstance(cells, str)  # noqa: S101  (rows are words alone only where the workbook is flat)
        row = f"{number} (header)" if number == sheet.header_row else f"{number}{HIDDEN if hidden else ''}"
        gap = "\n\n" if first else "\n"
        first = False
        for column, words, mark in cells:
            if words.strip():
                steps: Steps = (("sheet", label), ("row", row), *_cell_steps(sheet, number, column, mark))
                yield Block(words, steps, gap)
                gap = "\t"


def _cell_steps(sheet: _Sheet, row: int, column: int, mark: str) -> Steps:
    """Return the cell's own steps: its column's name or letters; the letters beside a name, and what is to be known."""
    name = sheet.header.get(column, "") if row >= sheet.header_row else ""
    known = [letters(column)] if name else []
    known += ["hidden"] if sheet.hidden_columns[column] else []
    known += [mark] if mark else []
    cell: Steps = (("cell", name or letters(column)),)
    return (*cell, ("part", ", ".join(known))) if known else cell


def _by_row(sheet: _Sheet, label: str, group: int) -> Iterator[Block]:
    for at in range(0, len(sheet.rows), group):
        rows = sheet.rows[at : at + group]
        first, last = rows[0][0], rows[-1][0]
        place = str(first) if first == last else f"{first} to {last}"
        words = "\n".join(cells if isinstance(cells, str) else _flat(cells) for _, _, cells in rows)
        yield Block(words, (("sheet", label), ("row", place)), "\n" if at else "\n\n")
