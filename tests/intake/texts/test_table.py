"""Tables in text files."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.intake import Limits
from witnessmark.intake.texts.table import read


def labels(data: str) -> dict[str, str]:
    draft = read(data.encode(), Limits())
    return {draft.content[one.span.start : one.span.end]: one.label for one in draft.locators}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_header(delimiter: str) -> None:
    """The delimiter is found, the header names the columns, and rows count from 1 below it."""
    out = io.StringIO()
    rows = [["name", "place", "killed"], ["Ana Bel", "Velmora, Sud", "3"], ["Bo; Cer", "Nord", "1,200"]]
    csv.writer(out, delimiter=delimiter).writerows(rows)
    found = labels(out.getvalue())
    assert found["killed"] == "row header, cell killed"
    assert found["Velmora, Sud"] == "row 1, cell place"
    assert found["1,200"] == "row 2, cell killed"


def test_without_header() -> None:
    """Where the first row is like the others, columns have numbers."""
    assert labels("1,Ana\n2,Bo\n")["Bo"] == "row 2, cell 2"


def test_content_keeps_cells_apart() -> None:
    """Cells are parted by tabs and rows by line ends; empty cells are left out; line ends in a cell stay."""
    draft = read(b'name,note\nAna,"first\nsecond"\nBo,\n', Limits())
    assert draft.content == "name\tnote\nAna\tfirst\nsecond\nBo"


def test_ragged_rows_are_named() -> None:
    """Rows with another number of cells are a fault that names them."""
    draft = read(b"a,b\n1,2\n3\n4,5\n", Limits())
    assert draft.losses[0].fault == "1 row does not have 2 cells (counting from the top: 3)"


@given(
    st.lists(st.lists(st.text(alphabet="ab1 ,\"'\n\t;é", max_size=8), min_size=2, max_size=5), min_size=1, max_size=8)
)
def test_every_cell_is_found(rows: list[list[str]]) -> None:
    """Every cell with words stands in the text unchanged."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    draft = read(out.getvalue().encode(), Limits())
    for parsed in csv.reader(io.StringIO(out.getvalue(), newline="")):
        for cell in parsed:
            for piece in cell.replace(",", " ").replace(";", " ").replace('"', " ").split():
                assert piece in draft.content
