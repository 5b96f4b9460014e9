"""Reads workbooks of the OpenDocument format (ODS), row by row.

Promises: every cell in the words that the sheet shows, which the file holds beside each value; sheets, rows and
columns that are hidden, and cells that are computed, are read and said to be so; comments and text boxes stand beside
the cells. Rows and cells that the file says to repeat are repeated as far as a text may grow.
Does not: compute formulas, read charts or pictures, or show what tracked changes replaced.
"""

from __future__ import annotations

from lxml import etree

from witnessmark.intake.draft import Draft, RefusedError, counted
from witnessmark.intake.limits import Limits
from witnessmark.intake.markup import SAVE_AGAIN, DeclaresError, attribute, elements, name_of
from witnessmark.intake.office.opendocument import opened, repeated, words_of
from witnessmark.intake.office.properties import opendocument_properties
from witnessmark.intake.office.sheets import LAST_COLUMN, LAST_ROW, Cell, Sheets, letters

HIDING = ("collapse", "filter")
VALUES = ("string-value", "date-value", "time-value", "boolean-value", "value")
ELEMENTS = ("style", "table", "table-column", "table-row", "shapes", "tracked-changes")


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of an ODS. Raises RefusedError where it is damaged, encrypted, a bomb or declares entities."""
    packed, losses = opened(data, limits, ("content.xml",))
    sheets = Sheets(limits)
    reader = _Reader(sheets)
    try:
        for begins, element in elements(packed, "content.xml", ELEMENTS, ("table",)):
            reader.take(begins, element)
            if sheets.full:
                break
    except RefusedError as refused:
        if not reader.tables or isinstance(refused, DeclaresError):
            raise
        sheets.lose(f"{refused.loss.fault}: the workbook was not read to its end", refused.loss.hint)
    return opendocument_properties(packed).draft(sheets.blocks(), (*sheets.losses(), *losses))


class _Reader:
    """Takes the elements of a workbook as they come."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._row = self._column = 0
        self._hidden_styles: set[str] = set()
        self.tables = 0

    def take(self, begins: bool, element: etree._Element) -> None:
        """Take the beginning of a sheet, or one of its complete elements."""
        name = name_of(element)
        if name == "table":
            if begins:
                self.tables += 1
                self._row = self._column = 0
                self._sheets.open_sheet(
                    attribute(element, "name"), attribute(element, "style-name") in self._hidden_styles
                )
        elif name == "style":
            if any(attribute(one, "display") == "false" for one in element):
                self._hidden_styles.add(attribute(element, "name"))
        elif name == "tracked-changes":
            if len(element):
                changes = counted(len(element), "tracked change: what it", "tracked changes: what they")
                self._sheets.lose(f"{changes} replaced is not in the text", "open the source with changes shown")
        elif self.tables:
            self._take_part(name, element)

    def _take_part(self, name: str, element: etree._Element) -> None:
        if name == "table-column":
            count = repeated(element, "number-columns-repeated", LAST_COLUMN)
            if attribute(element, "visibility") in HIDING:
                self._sheets.hide_columns(self._column + 1, self._column + count)
            self._column += count
        elif name == "shapes":
            words = "\n".join(words_of(one) for one in element.iter() if name_of(one) == "p")
            self._sheets.note("text box", words)
        elif name == "table-row":
            self._take_row(element)

    def _take_row(self, element: etree._Element) -> None:
        count = repeated(element, "number-rows-repeated", LAST_ROW)
        cells = self._cells(element)
        if cells:
            hidden = attribute(element, "visibility") in HIDING
            for number in range(self._row + 1, min(self._row + count, LAST_ROW) + 1):
                self._sheets.add(number, cells, hidden)
                if self._sheets.full:
                    break
            if self._row + count > LAST_ROW:
                self._sheets.lose(f"rows beyond {LAST_ROW:,} were not read", SAVE_AGAIN)
        self._row = min(self._row + count, LAST_ROW)

    def _cells(self, row: etree._Element) -> list[Cell]:
        cells: list[Cell] = []
        column = 0
        for cell in row:
            if name_of(cell) not in ("table-cell", "covered-table-cell"):
                continue
            count = repeated(cell, "number-columns-repeated", LAST_COLUMN)
            words, mark = self._words(cell, column + 1)
            if words:
                cells += [(at, words, mark) for at in range(column + 1, min(column + count, LAST_COLUMN) + 1)]
            column += count
            if column >= LAST_COLUMN:
                break
        return cells

    def _words(self, cell: etree._Element, column: int) -> tuple[str, str]:
        """Return what a cell shows, and ``formula`` where it is computed; note what is attached to it."""
        shown: list[str] = []
        place = f"{letters(column)}{self._row + 1}"
        for child in cell:
            name = name_of(child)
            if name == "p":
                shown.append(words_of(child))
            elif name == "annotation":
                author = next((one.text for one in child if name_of(one) == "creator"), None)
                words = "\n".join(words_of(one) for one in child if name_of(one) == "p")
                self._sheets.note(f"comment on {place}" + (f" by {author}" if author else ""), words)
            elif name:
                self._sheets.note(
                    f"text box at {place}", "\n".join(words_of(one) for one in child.iter() if name_of(one) == "p")
                )
        words = "\n".join(shown)
        if not words.strip():
            words = next((found for found in (attribute(cell, name) for name in VALUES) if found), "")
        formula = attribute(cell, "formula")
        if not formula:
            return words, ""
        computed = formula.partition("=")[2] or formula
        self._sheets.note_formula(place, computed)
        return words or f"={computed}", "formula"
