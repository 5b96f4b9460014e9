"""Reads workbooks in the older format (XLS), by xlrd.

Promises: every cell as the sheet shows it, with its sheet, row and column, as ``xlsx`` does; sheets, rows and columns
that are hidden are read and said to be so, and so are cells that hold formulas; comments stand beside the cells.
Does not: read the formulas themselves (xlrd, which passes them over, has only their values), text boxes, charts,
pictures or page headers.
"""

from __future__ import annotations

import io
import struct

import xlrd

from witnessmark.intake.draft import Draft, RefusedError, join
from witnessmark.intake.limits import Limits
from witnessmark.intake.office.sheets import Cell, Sheets, letters
from witnessmark.intake.office.shown import show

DAMAGED = (
    *(xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, AssertionError, LookupError, ValueError, TypeError),
    *(AttributeError, ArithmeticError, OSError),
)
"""What xlrd raises where a file is not as it should be."""
RECORD = struct.Struct("<HH")
"""What a record begins with, its kind and its length; and, of a cell, its row and column."""
BEGINS, ENDS, FORMULAS = (0x0809, 0x0409, 0x0209, 0x0009), 0x000A, (0x0006, 0x0206, 0x0406)
"""The kinds of records that begin and end a sheet, or a chart in it, and that hold a formula."""


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of an XLS. Raises RefusedError where it is damaged or needs a password."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=True, logfile=io.StringIO())
    except DAMAGED as error:
        if "ncrypted" in str(error):
            fault, hint = "the workbook is encrypted", "save a copy without its password and add that"
        else:
            fault = f"the workbook is damaged: {_shown(error)}"
            hint = "save it as XLSX in a program that can open it, or obtain another copy"
        raise RefusedError(fault, hint) from None
    sheets = Sheets(limits)
    for place, name in enumerate(book.sheet_names()):
        if sheets.full:
            sheets.leave(book.nsheets - place, name)
            break
        sheets.open_sheet(name, False)
        try:
            sheet = book.sheet_by_index(place)
            _read_sheet(book, sheet, sheets, _formulas(book, place))
        except DAMAGED as error:
            fault = f"sheet {name} is damaged ({_shown(error)}): it was not read to its end"
            sheets.lose(fault, "save it as XLSX in a program that can open it, or obtain another copy")
        finally:
            book.unload_sheet(place)
    content, locators = join(sheets.blocks())
    author = str(book.user_name or "").strip()
    declared = (("user_name", author),) if author else ()
    return Draft(content=content, locators=locators, declared=declared, losses=sheets.losses())


def _formulas(book: xlrd.Book, place: int) -> frozenset[tuple[int, int]]:
    """Return row and column, from 0, of the cells of a sheet that hold formulas, by the kinds of its records.

    xlrd reads these records for their values and forgets that they were formulas ([MS-XLS] 2.4.127).
    """
    data, at, depth = memoryview(book.mem), book._sh_abs_posn[place], 0
    found: set[tuple[int, int]] = set()
    while at + RECORD.size <= len(data):
        kind, length = RECORD.unpack_from(data, at)
        if kind in BEGINS:
            depth += 1
        elif kind == ENDS:
            depth -= 1
        elif depth == 1 and kind in FORMULAS and length >= RECORD.size and at + 2 * RECORD.size <= len(data):
            found.add(RECORD.unpack_from(data, at + RECORD.size))
        if depth <= 0:
            break
        at += RECORD.size + length
    return frozenset(found)


def _read_sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet, sheets: Sheets, formulas: frozenset[tuple[int, int]]) -> None:
    """Read one sheet: its hidden columns first, then its rows, then its comments."""
    sheets.mark_hidden(sheet.visibility != 0)
    for column, facts in sheet.colinfo_map.items():
        if facts.hidden:
            sheets.hide_columns(column + 1, column + 1)
    for row in range(sheet.nrows):
        cells: list[Cell] = []
        for column, cell in enumerate(sheet.row(row)):
            words = _words(book, cell)
            computed = (row, column) in formulas
            if computed:
                sheets.note_formula(f"{letters(column + 1)}{row + 1}", "")
            if words:
                cells.append((column + 1, words, "formula" if computed else ""))
        facts = sheet.rowinfo_map.get(row)
        sheets.add(row + 1, cells, bool(facts and facts.hidden))
        if sheets.full:
            return
    for (row, column), note in sorted(sheet.cell_note_map.items()):
        label = f"comment on {letters(column + 1)}{row + 1}" + (f" by {note.author}" if note.author else "")
        sheets.note(label, str(note.text))


def _words(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    """Return what a cell shows."""
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
    if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return ""
    value = float(cell.value)
    raw = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return show(raw, _code(book, cell), book.datemode == 1)


def _code(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    """Return the number format of a cell; the formats that a machine's settings decide are those of ISO 8601."""
    key = book.xf_list[cell.xf_index].format_key if 0 <= (cell.xf_index or 0) < len(book.xf_list) else 0
    if key in SETTLED:
        return SETTLED[key]
    known = book.format_map.get(key)
    return str(known.format_str) if known else "General"


SETTLED = {14: "yyyy-mm-dd", 22: "yyyy-mm-dd hh:mm"}


def _shown(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
