"""Lists as tables that a spreadsheet opens: CSV in UTF-8 (RFC 4180), one file for each kind of list.

Promises: every key of every row has its column, or is in a column as JSON; no cell of words acts as a formula; the
exact words can be had back (``words_of``), and nothing is told apart from an empty text.
Does not: hold more than a row in memory, or format values.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from witnessmark.publish.exporting.folder import Folder, Written
from witnessmark.publish.rows import Json

MARK = "'"
"""Stands before words that a spreadsheet could take for a formula, before this mark itself, and for an empty text."""

_ACTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", MARK)
_BOM = "\ufeff"
_ROOM = 1 << 18
ROW, POSITION = "row", "position"
_PLACED = {
    ROW: "The row of the list in whose table it stands, counted from 1 below the header.",
    POSITION: "Its place in that row, counted from 0.",
}


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of one file: the way to each value in a row, and what it is."""

    name: str
    about: str
    columns: Mapping[str, str]
    children: Mapping[str, Table]
    """Lists in a row that have tables of their own, by their keys."""

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.name}.csv"


@cache
def tables() -> Mapping[str, Table]:
    """Return the tables by the kinds of their lists, as ``data/columns.toml`` says."""
    text = resources.files("witnessmark.publish").joinpath("data", "columns.toml").read_text(encoding="utf-8")
    return {name: _table(name, given) for name, given in tomllib.loads(text).items()}


def _table(name: str, given: Mapping[str, Any]) -> Table:
    children = {
        key: Table(f"{name}-{key}", one["about"], _PLACED | one["columns"], {})
        for key, one in given.get("children", {}).items()
    }
    return Table(name, given["about"], given["columns"], children)


def write_table(folder: Folder, table: Table, rows: Iterable[Json], under: str = "") -> list[Written]:
    """Write a table, and those of its children, into the folder; return what was written, the table first.

    Raises ValueError where a row has a key that no column is for: a table never drops anything.
    """
    parts = [table, *table.children.values()]
    spools = [folder.begin(under + part.file) for part in parts]
    try:
        writers = [_Lines(spool.write, part) for spool, part in zip(spools, parts, strict=True)]
        for number, row in enumerate(rows, 1):
            writers[0].write(row, apart=table.children.keys())
            for key, writer in zip(table.children, writers[1:], strict=True):
                for position, item in enumerate(row[key]):
                    writer.write({ROW: number, POSITION: position, **item})
        for writer in writers:
            writer.flush()
    finally:
        written = [spool.end() for spool in spools]
    return written


class _Lines:
    """The lines of one table, handed on in pieces."""

    def __init__(self, write: Any, table: Table) -> None:
        self._write = write
        self._table = table
        self._paths = [column.split(".") for column in table.columns]
        self._text = io.StringIO(newline="")
        self._csv = csv.writer(self._text, lineterminator="\r\n")
        self._text.write(_BOM)
        self._csv.writerow(table.columns)

    def write(self, row: Json, apart: Iterable[str] = ()) -> None:
        self._csv.writerow([_cell(_at(row, path)) for path in self._paths])
        if unknown := [*_unknown(row, self._table.columns.keys() | {*apart})]:
            raise ValueError(f"{self._table.file} has no column for {', '.join(unknown)}: add one to columns.toml")
        if self._text.tell() > _ROOM:
            self.flush()

    def flush(self) -> None:
        self._write(self._text.getvalue().encode("utf-8", "backslashreplace"))
        self._text.seek(0)
        self._text.truncate()


def _at(row: Json, path: list[str]) -> object:
    value: Any = row
    for key in path:
        value = value[key] if value is not None else None
    return value


def _unknown(row: Json, columns: Iterable[str], path: str = "") -> Iterator[str]:
    """Yield the keys of a row that no column is for."""
    known = {*columns}
    inner = {column.split(".")[0] for column in known if "." in column}
    for key, value in row.items():
        if key in known:
            continue
        if key not in inner:
            yield path + key
        elif isinstance(value, dict):
            below = {column.partition(".")[2] for column in known if column.startswith(f"{key}.")}
            yield from _unknown(value, below, f"{path}{key}.")


def _cell(value: object) -> str:
    """Return a value as it stands in a cell: words guarded, nothing as nothing, all else as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return MARK + value if not value or value.startswith(_ACTS) else value
    return json.dumps(value, ensure_ascii=False)


def words_of(cell: str) -> str | None:
    """Return the words that a cell of words holds; None where it holds nothing."""
    return None if not cell else cell.removeprefix(MARK)


def readme(names: Iterable[str], opening: Iterable[str]) -> str:
    """Return the README.txt of tables: what they are, how cells are written, and what each column is."""
    lines = [*opening, *_CONVENTIONS]
    for name in names:
        for part in (tables()[name], *tables()[name].children.values()):
            lines += ["", part.file, "-" * len(part.file), part.about, ""]
            width = max(map(len, part.columns))
            lines += [f"  {column:<{width}}  {about}" for column, about in part.columns.items()]
    return "\n".join(lines) + "\n"


_CONVENTIONS = """
How the tables are written
--------------------------
CSV (RFC 4180) in UTF-8 with a byte order mark; lines end in CR LF; the first line holds the names of the columns.

- An empty cell says that there is nothing, or that it is not known.
- Words stand as they are. Where they begin with one of  = + - @  (or with the wide form of one, a tab, a line end or an
  apostrophe), an apostrophe stands before them, so that no spreadsheet takes them for a formula; an apostrophe alone is
  an empty text. To have the exact words: where a cell of words begins with an apostrophe, take that one away.
- Numbers, true and false stand without quotes. Lists, and objects that have no columns of their own, stand as JSON;
  numbers in a cell are never words, and so never guarded: a cell of one begins with a digit or a minus.
- A column such as speaker.quote is the key "quote" of the object "speaker". A list inside a row that has a table of its
  own stands there, with the number of the row and its place in it.
- Spans are pairs [start, end) in code points of the unchanged text, counted from 0. A quote with several spans has its
  pieces joined by " … ".
- source is the SHA-256 of the sealed bytes. Dates are in EDTF (ISO 8601-2): 1997-22 is the summer of 1997.
- A spreadsheet shows at most 32,767 characters of a cell, and may show numbers rounded; the file holds all.
""".splitlines()
