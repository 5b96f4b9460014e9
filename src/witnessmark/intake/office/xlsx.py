"""Reads workbooks (XLSX) from their own parts, sheet by sheet and row by row.

Promises: every cell as the sheet shows it, with its sheet, row and column; sheets, rows and columns that are hidden,
and cells that are computed, are read and said to be so; comments, text boxes and the heads of pages stand beside the
cells. Sheets are streamed: what a file declares of its size costs nothing.
Does not: compute formulas, read charts, pictures or pivot caches, or follow links to other workbooks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from witnessmark.intake.draft import Draft, Loss, RefusedError, counted
from witnessmark.intake.limits import Limits
from witnessmark.intake.markup import SAVE_AGAIN, DeclaresError, attribute, elements, name_of, tree, tree_or_loss
from witnessmark.intake.office.drawing import boxes
from witnessmark.intake.office.opc import Relation, embedded, main_part, relations
from witnessmark.intake.office.packed import Packed
from witnessmark.intake.office.properties import office_properties
from witnessmark.intake.office.sheets import LAST_COLUMN, LAST_ROW, Cell, Sheets
from witnessmark.intake.office.shown import BUILT_IN, plain_number, show

STREAMED = ("xl/worksheets/",)
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
SWITCHED_ON = ("1", "true")
PAGE_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])')
MOST_SHEETS = 1000


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of an XLSX. Raises RefusedError where it is damaged, encrypted, a bomb or has no sheets."""
    packed = Packed(data, limits, STREAMED)
    main = main_part(packed, "xl/workbook.xml")
    if main.endswith(".bin"):
        fault = "a workbook in the binary form (XLSB), which is not read yet"
        raise RefusedError(fault, "save it as XLSX and add that")
    book = tree(packed, main)
    parts = relations(packed, main)
    sheets = Sheets(limits)
    cells = _Cells(packed, parts, sheets, _is_on(book, "workbookPr", "date1904"))
    _read_sheets(packed, book, parts, cells, sheets)
    pictures = sum(1 for name in packed.names() if name.startswith(("xl/media/", "xl/charts/chart")))
    if pictures:
        told = counted(pictures, "picture or chart was", "pictures and charts were")
        sheets.lose(f"{told} not read", "look at them in the source")
    return office_properties(packed).draft(sheets.blocks(), (*sheets.losses(), *embedded(packed)))


def _read_sheets(
    packed: Packed, book: etree._Element, parts: Sequence[Relation], cells: _Cells, sheets: Sheets
) -> None:
    """Read the sheets in the workbook's order, each part once."""
    by_id = {relation.id: relation for relation in parts}
    named = [sheet for sheet in book.iter() if name_of(sheet) == "sheet"]
    seen: set[str] = set()
    for place, sheet in enumerate(named):
        name = attribute(sheet, "name")
        relation = by_id.get(_relation_id(sheet))
        if sheets.full or place >= MOST_SHEETS:
            sheets.leave(len(named) - place, name)
            return
        if relation is None or relation.part in seen or relation.kind not in ("worksheet", "chartsheet"):
            sheets.lose(f"sheet {name} has no part of its own in the file: it was not read", SAVE_AGAIN)
            continue
        seen.add(relation.part)
        sheets.open_sheet(name, attribute(sheet, "state").lower() in ("hidden", "veryhidden"))
        try:
            cells.read(relation.part)
        except DeclaresError:
            raise
        except RefusedError as refused:
            sheets.lose(f"{refused.loss.fault}: sheet {name} was not read to its end", refused.loss.hint)
        _read_beside(packed, relation.part, sheets)


def _read_beside(packed: Packed, part: str, sheets: Sheets) -> None:
    """Read what stands beside a sheet's cells: comments and text boxes."""
    losses: list[Loss] = []
    threaded: set[str] = set()
    found = relations(packed, part)
    people = _people(packed, losses) if any(relation.kind == "threadedComment" for relation in found) else {}
    for relation in sorted(found, key=lambda one: one.kind != "threadedComment"):
        if relation.kind not in ("comments", "threadedComment", "drawing"):
            continue
        root = tree_or_loss(packed, relation.part, losses)
        if root is None:
            continue
        if relation.kind == "drawing":
            for words in boxes(root):
                sheets.note("text box", words)
        else:
            for place, author, words in _comments(root, people):
                if relation.kind == "threadedComment":
                    threaded.add(place)
                elif place in threaded:
                    continue  # the same comment, kept again for programs that know no threads
                sheets.note(f"comment on {place}" + (f" by {author}" if author else ""), words)
    for loss in losses:
        sheets.lose(loss.fault, loss.hint)


def _people(packed: Packed, losses: list[Loss]) -> dict[str, str]:
    """Return the names of those who comment in threads, by their ids."""
    part = "xl/persons/person.xml"
    root = tree_or_loss(packed, part, losses) if part in packed else None
    return {} if root is None else {attribute(one, "id"): attribute(one, "displayName") for one in root}


def _comments(root: etree._Element, people: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield the place, the author and the words of each comment."""
    authors = [one.text or "" for one in root.iter() if name_of(one) == "author"]
    for comment in root.iter():
        if name_of(comment) == "comment":
            number = attribute(comment, "authorId")
            known = number.isdigit() and len(number) < 9 and int(number) < len(authors)
            yield attribute(comment, "ref"), authors[int(number)] if known else "", _rich_words(comment)
        elif name_of(comment) == "threadedComment":
            yield attribute(comment, "ref"), people.get(attribute(comment, "personId"), ""), _words(comment, "text")


class _Cells:
    """Reads the cells of sheets: their words, as the workbook's strings and formats make them."""

    def __init__(self, packed: Packed, parts: Sequence[Relation], sheets: Sheets, from_1904: bool) -> None:
        self._packed, self._sheets, self._from_1904 = packed, sheets, from_1904
        by_kind = {relation.kind: relation.part for relation in parts}
        self._strings: list[str] = []
        self._formats: list[str] = []
        self._columns: dict[str, int] = {}
        self._names: dict[object, str] = {}
        if "sharedStrings" in by_kind:
            try:
                for _, element in elements(packed, by_kind["sharedStrings"], ("si",)):
                    self._strings.append(_rich_words(element))
            except DeclaresError:
                raise
            except RefusedError as refused:
                sheets.lose(f"{refused.loss.fault}: words of cells are missing", refused.loss.hint)
        losses: list[Loss] = []
        styles = tree_or_loss(packed, by_kind["styles"], losses) if "styles" in by_kind else None
        if styles is not None:
            self._formats = _formats(styles)
        for loss in losses:
            sheets.lose(f"{loss.fault}: numbers and dates stand as the file has them", loss.hint)

    def read(self, part: str) -> None:
        """Read one sheet, until the text is full. Raises RefusedError where it breaks off."""
        row = 0
        missing = 0
        for _, element in elements(self._packed, part, ("col", "row", "oddHeader", "oddFooter")):
            name = name_of(element)
            if name == "row":
                given = element.get("r", "")
                row = int(given) if given.isdigit() and 0 < len(given) < 8 else row + 1
                if row > LAST_ROW:
                    self._sheets.lose(f"rows beyond {LAST_ROW:,} were not read", SAVE_AGAIN)
                    break
                cells, lost = self._row(element, row)
                missing += lost
                self._sheets.add(row, cells, element.get("hidden") in SWITCHED_ON)
                if self._sheets.full:
                    break
            elif name == "col":
                if element.get("hidden") in SWITCHED_ON:
                    first, last = element.get("min", ""), element.get("max", "")
                    if first.isdigit() and last.isdigit() and len(first) < 8 and len(last) < 8:
                        self._sheets.hide_columns(int(first), int(last))
            else:
                self._sheets.note(f"page {name[3:].lower()}", PAGE_CODES.sub(" ", element.text or ""))
        if missing:
            held = "to words that the workbook does not hold;"
            told = counted(missing, f"cell refers {held} it is", f"cells refer {held} they are")
            self._sheets.lose(f"{told} not in the text", SAVE_AGAIN)

    def _row(self, row: etree._Element, number: int) -> tuple[list[Cell], int]:
        """Return the cells of a row that have words, and how many refer to words that are missing."""
        cells: list[Cell] = []
        missing = column = 0
        names = self._names
        for cell in row:
            place = cell.get("r")
            column = self._column(place) if place else column + 1
            if not 0 < column <= LAST_COLUMN:
                missing += 1
                continue
            raw = formula = None
            words = ""
            for child in cell:
                name = names.get(child.tag) or names.setdefault(child.tag, name_of(child))
                if name == "v":
                    raw = child.text
                elif name == "f":
                    formula = child.text or ""
                elif name == "is":
                    words = _rich_words(child)
            if raw:
                found = self._value(cell, raw)
                if found is None:
                    missing += 1
                    continue
                words = found
            if formula is not None:
                self._sheets.note_formula(f"{place or f'row {number}'}", formula)
                cells.append((column, words or f"={formula}", "formula"))
            elif words:
                cells.append((column, words, ""))
        return cells, missing

    def _value(self, cell: etree._Element, raw: str) -> str | None:
        """Return what a cell shows for its value; None where it refers to a string that is not there."""
        kind = cell.get("t", "n")
        if kind == "n" and raw.isdigit() and cell.get("s") is None:
            return raw
        if kind == "s":
            raw = raw.strip()
            known = raw.isdigit() and len(raw) < 10 and int(raw) < len(self._strings)
            return self._strings[int(raw)] if known else None
        if kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        if kind != "n":
            return raw
        style = cell.get("s", "0")
        known = style.isdigit() and len(style) < 7 and int(style) < len(self._formats)
        code = self._formats[int(style)] if known else "General"
        if code == "General":
            try:
                return plain_number(raw)
            except ValueError:
                return raw
        return show(raw, code, self._from_1904)

    def _column(self, place: str) -> int:
        """Return the number of the column of ``AB12``; 0 where it names none."""
        name = place.rstrip("0123456789")
        known = self._columns.get(name)
        if known is None:
            known = 0
            if re.fullmatch("[A-Z]{1,3}", name):
                for letter in name:
                    known = known * 26 + ord(letter) - 64
            if len(self._columns) < LAST_COLUMN:
                self._columns[name] = known
        return known


def _formats(styles: etree._Element) -> list[str]:
    """Return the number format of each cell style, by the style's number."""
    own: dict[str, str] = {}
    found: list[str] = []
    for group in styles:
        for style in group:
            if name_of(group) == "numFmts":
                own[attribute(style, "numFmtId")] = attribute(style, "formatCode")
            elif name_of(group) == "cellXfs":
                number = attribute(style, "numFmtId")
                standing = int(number) if number.isdigit() and len(number) < 7 else 0
                found.append(own.get(number) or BUILT_IN.get(standing, "General"))
    return found


def _rich_words(element: etree._Element) -> str:
    """Return the words of a string, without the reading aids that stand above them in Japanese."""
    pieces: list[str] = []
    for child in element:
        name = name_of(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name in ("r", "text"):
            pieces.append(_rich_words(child))
    return "".join(pieces)


def _words(element: etree._Element, name: str) -> str:
    return "".join(child.text or "" for child in element if name_of(child) == name)


def _relation_id(sheet: etree._Element) -> str:
    """Return the id of a sheet's relation: the attribute ``id`` that has a namespace."""
    return next((str(value) for key, value in sheet.items() if str(key).endswith("}id")), "")


def _is_on(book: etree._Element, element: str, switch: str) -> bool:
    return any(name_of(one) == element and attribute(one, switch) in SWITCHED_ON for one in book)
