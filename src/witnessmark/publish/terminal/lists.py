"""Prints the rows of a list: as a table, or block by block where words are long.

Promises: rows are laid out to be read, in the width that there is; how many there are is said, those that were not
asked for too.
Does not: ask the store (``publish.lists`` does).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text as Styled

from witnessmark.publish.rows import Json
from witnessmark.publish.terminal.blocks import BLOCKS
from witnessmark.publish.terminal.console import SINGULAR, counted, make_console, named, plain
from witnessmark.publish.terminal.decisions import about_what

_COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "sources": (
        ("name", "name"),
        ("bytes", "bytes"),
        ("media_type", "type"),
        ("acquired_at", "acquired"),
        ("part", "lay in"),
        ("parts", "holds"),
        ("grade", "grade"),
        ("source", "SHA-256"),
    ),
    "texts": (
        ("name", "name"),
        ("language", "lang"),
        ("published", "published"),
        ("publisher", "publisher"),
        ("title", "title"),
        ("characters", "chars"),
    ),
    "dates": (
        ("value", "date"),
        ("quote", "words"),
        ("name", "source"),
        ("locator", "place"),
        ("anchor", "counted from"),
    ),
    "parties": (
        ("party", "party"),
        ("kind", "kind"),
        ("statements", "statements"),
        ("spellings", "spellings"),
        ("roles", "named as"),
    ),
    "places": (
        ("place", "place"),
        ("mentions", "mentions"),
        ("sources", "sources"),
        ("means", "means"),
        ("why", "why"),
    ),
    "copies": (
        ("from_name", "from"),
        ("to_name", "to"),
        ("direction", "direction"),
        ("share_from", "of the first"),
        ("share_to", "of the second"),
        ("kind", "kind"),
    ),
    "decisions": (
        ("entry", "entry"),
        ("action", "action"),
        ("about", "about"),
        ("value", "value"),
        ("reason", "reason"),
        ("decided_by", "by"),
        ("decided_at", "at"),
        ("withdrawn_by", "withdrawn by"),
    ),
    "faults": (("name", "source"), ("stage", "stage"), ("fault", "fault"), ("hint", "what to do")),
}

_RIGHT = frozenset(
    {"bytes", "parts", "characters", "statements", "mentions", "sources", "share_from", "share_to", "entry"}
)

_WHOLE = frozenset({"name", "from_name", "to_name", "acquired_at", "decided_at"})
"""Columns that are not broken where they can be helped."""

_SELDOM = frozenset({"grade", "part", "parts"})
"""Columns that are left out where no row has anything in them."""

_SAID = frozenset({"quote", "reason", "value", "fault", "hint", "about", "why"})
"""Columns that may hold several lines of words."""

WIDEST_NAME = 40


def print_list(kind: str, found: Iterable[Json], limit: int | None = None) -> None:
    """Print the rows of a list, or the first ``limit`` of them with how many there are."""
    console, count = make_console(), 0
    left = iter(found)
    first = islice(left, limit)
    if kind in BLOCKS:
        for row in first:
            BLOCKS[kind](console, row)
            count += 1
    else:
        rows = [*first]
        count = len(rows)
        if rows:
            console.print(_table(kind, rows))
    more = sum(1 for _ in left)
    all_ = counted(count + more, SINGULAR.get(kind, kind[:-1]))
    console.print(f"{count:,} of {all_}" if more else all_, style="dim")


def _table(kind: str, rows: Sequence[Json]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    columns = [(key, title) for key, title in _COLUMNS[kind] if key not in _SELDOM or any(row.get(key) for row in rows)]
    for key, title in columns:
        longest = max(cell_len(_cell(key, row).plain) for row in rows) if key in _WHOLE else None
        width = min(longest, WIDEST_NAME) if longest else None
        table.add_column(title, justify="right" if key in _RIGHT else "left", overflow="fold", min_width=width)
    for row in rows:
        table.add_row(*(_cell(key, row) for key, _ in columns))
    return table


def _cell(key: str, row: Json) -> Styled:
    value: Any = row.get(key)
    if key == "about":
        value = about_what(row) + (f" (changes nothing now: {row['gone']})" if row["gone"] else "")
    elif key == "means" and value:
        where = "" if value["latitude"] is None else f", {value['latitude']:.2f} {value['longitude']:.2f}"
        value = f"{value['name']} ({value['country']}{where})"
    elif key == "source":
        value = f"{value[:16]}…"
    elif isinstance(value, list):
        value = "; ".join(value)
    elif key == "name" and row.get("withdrawn"):
        value = f"{value} (withdrawn)"
    elif key.startswith("share_"):
        value = f"{value:.0%}"
    elif key == "part" and value:
        value = f"{value} of {row['parent_name']}"
    elif key == "parts" and not value:
        value = None
    elif isinstance(value, int):
        value = str(value) if key == "entry" else f"{value:,}"
    return plain("" if value is None else value) if key in _SAID else named("" if value is None else value)
