"""Tables: every key has its column, nothing acts, and the exact words come back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import Command
from tests.docs.shown import ROOT

from witnessmark.publish.exporting.folder import whole
from witnessmark.publish.exporting.read import KINDS
from witnessmark.publish.exporting.tables import Table, tables, words_of, write_table

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ACTS = "=+-@\t\r\n＝＋－＠"


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a table as RFC 4180 says."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file, strict=True)]


def back(row: dict[str, str], value: Any, path: str = "") -> Any:
    """Return the value that a JSON row has, from the cells of a row, by the rules of the README alone."""
    if isinstance(value, dict) and path not in row:
        return {key: back(row, one, f"{path}.{key}" if path else key) for key, one in value.items()}
    if path not in row:
        assert not any(cell for column, cell in row.items() if column.startswith(f"{path}.")), path
        return None
    cell = row[path]
    if isinstance(value, str):
        return words_of(cell)
    return None if not cell else json.loads(cell)


@pytest.fixture(scope="module")
def written(rich: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Export the tables of the case once."""
    folder = tmp_path_factory.mktemp("tables") / "csv"
    assert Command()("export", rich, folder, "--as", "csv").exit_code == 0
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_of_a_list_comes_back_from_its_table(kind: str, rich: Path, written: Path, command: Command) -> None:
    """All keys and all values, words exactly; lists that have a table of their own from there."""
    table, rows = tables()[kind], command.rows("list", rich, kind)
    found = rows_of(written / table.file)
    assert len(found) == len(rows)
    parts = {key: rows_of(written / child.file) for key, child in table.children.items()}
    for number, (row, listed) in enumerate(zip(found, rows, strict=True), 1):
        apart = {key: listed.pop(key) for key in parts}
        assert back(row, listed) == listed
        for key, items in apart.items():
            mine = [one for one in parts[key] if one["row"] == str(number)]
            assert [one["position"] for one in mine] == [str(position) for position in range(len(items))]
            assert [back(one, item) for one, item in zip(mine, items, strict=True)] == items


def test_no_cell_of_words_acts(written: Path) -> None:
    """No cell begins as a formula does, unless it is a number."""
    guarded = 0
    for path in written.glob("*.csv"):
        for row in rows_of(path):
            for cell in row.values():
                if cell[:1] in ACTS and cell:
                    assert isinstance(json.loads(cell), float), cell
                guarded += cell.startswith("'=")
    assert guarded >= 3


def test_the_bytes_are_those_that_excel_reads(written: Path) -> None:
    """A byte order mark, and CR LF at the end of each line."""
    for path in written.glob("*.csv"):
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")


def test_the_readme_explains_every_column_of_every_table(written: Path) -> None:
    """Each file has its heading, and each of its columns a line."""
    words = (written / "README.txt").read_text(encoding="utf-8")
    for path in written.glob("*.csv"):
        section = words.split(f"\n{path.name}\n---", 1)[1].split("\n---", 1)[0]
        with path.open(encoding="utf-8-sig", newline="") as file:
            for column in next(csv.reader(file)):
                assert f"\n  {column} " in section, (path.name, column)


def test_every_kind_of_list_has_its_table() -> None:
    """One that is added to the lists needs its columns."""
    assert {*KINDS} <= tables().keys()


def test_the_columns_are_the_keys_of_the_reference_page() -> None:
    """A key that is new on the page of lists, or gone from it, shows here."""
    import re

    page = (ROOT / "docs" / "reference" / "lists.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `(.+?)`.*?\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    for kind in KINDS:
        explained = {
            key
            for row in re.findall(r"^\| (`.+?) \|", sections[kind], re.MULTILINE)
            for key in re.findall(r"`(.+?)`", row)
        }
        table = tables()[kind]
        columns = {*table.columns, *table.children}
        columns |= {f"{key}[].{column}" for key, child in table.children.items() for column in child.columns}
        columns |= {column.split(".")[0] for column in table.columns if "." in column}
        missing = {key for key in explained - columns if not any(f"{one}[]" in key for one in columns)}
        assert not missing, (kind, missing)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    rows=st.lists(st.tuples(WORDS | st.sampled_from([*ACTS, "", "'", "=1+1", "'=1"]), st.none() | WORDS), max_size=6)
)
def test_any_words_come_back(rows: list[tuple[str, str | None]], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever they hold: quotes, line ends, marks; nothing is told from an empty text."""
    table = Table("any", "Any words.", {"first": "", "inner.second": ""}, {})
    path = tmp_path_factory.mktemp("any") / "out"
    with whole(path) as folder:
        write_table(folder, table, ({"first": first, "inner": {"second": second}} for first, second in rows))
    text = (path / "any.csv").read_bytes().decode("utf-8-sig")
    cells = [*csv.reader(io.StringIO(text, newline=""), strict=True)][1:]
    assert [(words_of(first), words_of(second)) for first, second in cells] == rows
    assert not any(cell[:1] in ACTS and cell for row in cells for cell in row)


def test_a_key_without_a_column_is_refused(tmp_path: Path) -> None:
    """A table drops nothing: what has no place stops the export, and nothing is left."""
    table = Table("some", "Some.", {"known": "", "inner.known": ""}, {})
    for row in ({"known": 1, "inner": {"known": 1}, "new": 2}, {"known": 1, "inner": {"known": 1, "new": 2}}):
        with pytest.raises(ValueError, match=r"no column for .*new"), whole(tmp_path / "out") as folder:
            write_table(folder, table, [row])
        assert not [*tmp_path.iterdir()]
