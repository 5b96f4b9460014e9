"""Reads tables in text files (CSV, TSV).

Promises: every cell's words unchanged, cells parted by tabs and rows by line ends; the delimiter is found by reading,
the header is recognised where it differs from what is below it; each cell is located by its row and its column's name.
Rows count from 1 below the header.
Does not: convert numbers or dates, or fill or drop anything.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from witnessmark.intake.draft import MOST_LOCATORS, Block, Draft, Loss, RefusedError, Steps, counted, join
from witnessmark.intake.limits import Limits
from witnessmark.intake.texts.characters import decode

DELIMITERS = ",;\t|"
TRIAL_ROWS = 50
TRIAL_CHARACTERS = 65_536
NUMERIC = re.compile(r"[\s$€£]*[-+]?\d[\d\s.,:/%-]*(?:T[\d:.+Z-]+)?$")
LONGEST_NAME = 60

Rows = list[list[str]]


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of a CSV or TSV file. Raises RefusedError where they are no text."""
    decoded = decode(data)
    csv.field_size_limit(limits.input_bytes)
    delimiter = _delimiter(decoded.content)
    try:
        rows: Rows = list(csv.reader(io.StringIO(decoded.content, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise RefusedError(
            f"the table cannot be read: {error}", "open it in a spreadsheet and save it as CSV again"
        ) from None
    losses = decoded.losses + _raggedness(rows)
    header = header_of(rows)
    if sum(map(len, rows)) > MOST_LOCATORS:
        blocks = _by_row(rows, header)
        fault = "the table has too many cells to locate each; its rows are located"
        losses += (Loss(fault, "cut the table into smaller files where exact cells matter"),)
    else:
        blocks = _by_cell(rows, header)
    content, locators = join(blocks)
    return Draft(content=content, locators=locators, encoding=decoded.encoding, losses=losses)


def _delimiter(content: str) -> str:
    """Return the delimiter that parts most rows into one and the same number of cells, more than one."""
    trial = content[:TRIAL_CHARACTERS]
    if len(content) > TRIAL_CHARACTERS and "\n" in trial:
        trial = trial[: trial.rindex("\n")]  # the last line may be cut in two
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            rows = [
                row
                for row in islice(csv.reader(io.StringIO(trial, newline=""), delimiter=delimiter), TRIAL_ROWS)
                if row
            ]
        except csv.Error:
            continue
        widths = Counter(map(len, rows))
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
        score = count / len(rows) + min(width, 50) / 1000 if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def header_of(rows: Rows) -> list[str] | None:
    """Return the first row where it names columns: words all different, none a number, unlike the cells below."""
    if len(rows) < 2:
        return None
    names = [cell.strip() for cell in rows[0]]
    if not all(names) or len(set(names)) < len(names) or any(NUMERIC.match(name) for name in names):
        return None
    if any(len(name) > LONGEST_NAME for name in names):
        return None
    below = [[cell.strip() for cell in column] for column in _columns(rows[1 : TRIAL_ROWS + 1], len(names))]
    numeric = any(cells and sum(bool(NUMERIC.match(cell)) for cell in cells) * 2 > len(cells) for cells in below)
    repeated = any(name in cells for name, cells in zip(names, below, strict=True))
    plain = all(re.fullmatch(r"[\w\s().,/#%'’-]+", name) for name in names)
    return names if numeric or (plain and not repeated and len(names) > 1) else None


def _columns(rows: Sequence[Sequence[str]], width: int) -> Iterator[list[str]]:
    for column in range(width):
        yield [row[column] for row in rows if column < len(row) and row[column].strip()]


def _raggedness(rows: Rows) -> tuple[Loss, ...]:
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    if len(widths) < 2:
        return ()
    usual = widths.most_common(1)[0][0]
    odd = [number for number, row in enumerate(rows, 1) if len(row) != usual and any(cell.strip() for cell in row)]
    named = ", ".join(map(str, odd[:10])) + (" and more" if len(odd) > 10 else "")
    rows_ = counted(len(odd), "row does", "rows do")
    fault = f"{rows_} not have {counted(usual, 'cell', 'cells')} (counting from the top: {named})"
    return (Loss(fault, "their cells may stand under the wrong column: check these rows in the file"),)


def _by_cell(rows: Rows, header: list[str] | None) -> Iterator[Block]:
    for number, row in _numbered(rows, header):
        fresh = True
        for column, cell in enumerate(row):
            if cell.strip():
                name = header[column] if header and column < len(header) else str(column + 1)
                steps: Steps = (("row", number), ("cell", name))
                yield Block(cell, steps, "\n" if fresh else "\t")
                fresh = False


def _by_row(rows: Rows, header: list[str] | None) -> Iterator[Block]:
    for number, row in _numbered(rows, header):
        yield Block("\t".join(cell for cell in row if cell.strip()), (("row", number),), "\n")


def _numbered(rows: Rows, header: list[str] | None) -> Iterator[tuple[str, list[str]]]:
    body = rows
    if header:
        yield "header", rows[0]
        body = rows[1:]
    yield from ((str(number), row) for number, row in enumerate(body, 1))
