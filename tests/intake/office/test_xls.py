"""Workbooks in the older format (XLS)."""

from __future__ import annotations

import pytest
from tests.intake.office.making_xls import (
    chart,
    compound,
    formula,
    hidden_column,
    hidden_row,
    label,
    number,
    record,
    xls,
)

from witnessmark.intake import Limits, sniff
from witnessmark.intake.draft import Draft, RefusedError
from witnessmark.intake.office.xls import read
from witnessmark.intake.sniffing import OLE, XLS


def labels(draft: Draft) -> dict[str, str]:
    return {draft.content[one.span.start : one.span.end]: one.label for one in draft.locators}


def test_cells_stand_as_the_sheet_shows_them() -> None:
    """Words, numbers by their formats and dates are located by sheet, row and column; what is hidden is said."""
    cells = label(0, 0, "الاسم") + label(0, 1, "day") + label(0, 2, "killed") + label(1, 0, "آنا")
    cells += number(1, 1, 44411, 1) + number(1, 2, 1200, 2) + hidden_row(2) + label(2, 0, "Bo Cer") + hidden_column(1)
    data = xls({"Killed": cells, "Kept": number(6, 3, 0.5)}, formats=["dd/mm/yyyy", "#,##0"], hidden=["Kept"])
    assert sniff(data, "a.xls") == XLS
    draft = read(data, Limits())
    found = labels(draft)
    assert found["آنا"] == "sheet Killed, row 2, cell الاسم, part A"
    assert found["03/08/2021"] == "sheet Killed, row 2, cell day, part B, hidden"
    assert found["1,200"] == "sheet Killed, row 2, cell killed, part C"
    assert found["Bo Cer"] == "sheet Killed, row 3 (hidden), cell الاسم, part A"
    assert found["0.5"] == "sheet Kept (hidden), row 7, cell D"
    told = "\n".join(loss.fault for loss in draft.losses)
    assert "1 sheet is hidden" in told
    assert "1 row of sheet Killed is hidden" in told
    assert "columns of sheet Killed are hidden; what stands in them is in the text: B" in told
    assert "formula" not in told


def test_cells_that_hold_formulas_are_told() -> None:
    """What was saved with them is read, and they are marked and named, as in the newer format."""
    first = chart(formula(0, 5, 9)) + label(0, 0, "killed") + number(1, 0, 40) + formula(2, 0, 43)
    draft = read(
        xls({"Killed": first, "Kept": number(0, 0, 7), "Sum": formula(1, 27, 0.5, 1)}, formats=["0%"]), Limits()
    )
    found = labels(draft)
    assert found["43"] == "sheet Killed, row 3, cell A, part formula"
    assert found["50%"] == "sheet Sum, row 2, cell AB, part formula"
    assert [loss.fault for loss in draft.losses] == [
        "2 cells hold formulas; the text has the values that were saved with them: Killed A3; Sum AB2"
    ]


def test_a_password_is_named() -> None:
    """An encrypted workbook is refused with what to do."""
    with pytest.raises(RefusedError, match="encrypted"):
        read(xls({"S": label(0, 0, "word")}, more=record(0x002F, bytes(6))), Limits())


@pytest.mark.parametrize("data", [compound("Workbook", b""), compound("Workbook", b"\xff" * 5000), b"\xd0\xcf\x11\xe0"])
def test_damage_is_refused(data: bytes) -> None:
    """Whatever is wrong with the file is one fault."""
    with pytest.raises(RefusedError, match="damaged"):
        read(data, Limits())


def test_a_cut_workbook_is_one_fault_or_a_text() -> None:
    """Cut anywhere, a workbook gives a text or is refused."""
    data = xls({"S": label(0, 0, "word") + number(1, 0, 3)})
    for end in range(0, len(data), 97):
        try:
            read(data[:end], Limits())
        except RefusedError:
            continue


def test_other_compound_files_are_not_taken_for_workbooks() -> None:
    """A document in the older format is no workbook."""
    assert sniff(compound("WordDocument", b"x"), "a.xls") == OLE
