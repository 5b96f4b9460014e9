"""Workbooks (XLSX)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.making import RELATIONS, SHEET, related, rows, xlsx, zipped

from witnessmark.intake import Limits
from witnessmark.intake.draft import LONGEST_LOSS, Draft, Loss, RefusedError
from witnessmark.intake.fencing.wire import unpack
from witnessmark.intake.fencing.work import read_file
from witnessmark.intake.office.xlsx import read

LIST = rows(["Dead of Velmora"], ["name", "place", "killed"], ["Ana Bel", "Sud", 3], ["Bo Cer", "", 1200])


def labels(draft: Draft) -> dict[str, str]:
    return {draft.content[one.span.start : one.span.end]: one.label for one in draft.locators}


def faults(draft: Draft) -> str:
    return "\n".join(loss.fault for loss in draft.losses)


def test_cells_are_located_as_the_sheet_counts_them() -> None:
    """A cell has its sheet, its row's number and its column's letters, with the column's name where there is one."""
    draft = read(xlsx({"Killed": LIST}), Limits())
    assert draft.content == "Killed\n\nDead of Velmora\nname\tplace\tkilled\nAna Bel\tSud\t3\nBo Cer\t1200"
    found = labels(draft)
    assert found["Dead of Velmora"] == "sheet Killed, row 1, cell A"
    assert found["killed"] == "sheet Killed, row 2 (header), cell killed, part C"
    assert found["Sud"] == "sheet Killed, row 3, cell place, part B"
    assert found["1200"] == "sheet Killed, row 4, cell killed, part C"


def test_strings_formats_and_kinds_of_value() -> None:
    """Strings in pieces, without reading aids; numbers and dates by their formats; truth values and errors in words."""
    cells = (
        '<row r="7"><c r="B7" t="s"><v>0</v></c><c r="C7" s="1"><v>1234.5</v></c><c r="AB7" s="2"><v>44411</v></c>'
        '<c r="AC7" t="b"><v>1</v></c><c r="AD7" t="e"><v>#N/A</v></c><c r="AE7" t="d"><v>2021-08-03</v></c></row>'
    )
    strings = ['<r><t>زن </t></r><r><t xml:space="preserve">آزادی</t></r><rPh><t>aid</t></rPh>']
    data = xlsx({"S": f"<sheetData>{cells}</sheetData>"}, strings=strings, formats=["#,##0.00", "d/m/yyyy"])
    found = labels(read(data, Limits()))
    assert found == {
        "S": "sheet S, heading S",
        "زن آزادی": "sheet S, row 7, cell B",
        "1,234.50": "sheet S, row 7, cell C",
        "3/8/2021": "sheet S, row 7, cell AB",
        "TRUE": "sheet S, row 7, cell AC",
        "#N/A": "sheet S, row 7, cell AD",
        "2021-08-03": "sheet S, row 7, cell AE",
    }


def test_what_is_hidden_or_computed_is_read_and_said() -> None:
    """Hidden sheets, rows and columns, and formulas, are marked in the locator and named in the faults."""
    inner = (
        '<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="2" hidden="1">'
        '<c r="A2"><f>SUM(C1:C9)</f><v>7</v></c><c r="B2"><v>8</v></c><c r="C2"><f>NOW()</f></c></row></sheetData>'
    )
    draft = read(xlsx({"Seen": rows(["word"]), "Kept": inner}, states={"Kept": "veryHidden"}), Limits())
    found = labels(draft)
    assert found["7"] == "sheet Kept (hidden), row 2 (hidden), cell A, part formula"
    assert found["8"] == "sheet Kept (hidden), row 2 (hidden), cell B, part hidden"
    assert found["=NOW()"] == "sheet Kept (hidden), row 2 (hidden), cell C, part formula"
    told = faults(draft)
    assert "1 sheet is hidden" in told
    assert "1 row of sheet Kept is hidden" in told
    assert "columns of sheet Kept are hidden; what stands in them is in the text: B" in told
    assert "2 cells hold formulas" in told
    assert "Kept A2 =SUM(C1:C9)" in told


def test_what_stands_beside_the_cells() -> None:
    """Comments, old and threaded, text boxes and the heads of pages are notes of their sheet."""
    comments = (
        f"<comments {SHEET}><authors><author>Ana Bel</author></authors><commentList>"
        '<comment ref="A1" authorId="0"><text><r><t>who says so?</t></r></text></comment>'
        '<comment ref="B1" authorId="0"><text><t>[thread]</t></text></comment></commentList></comments>'
    )
    threaded = (
        '<ThreadedComments><threadedComment ref="B1" personId="p"><text>see page 3</text></threadedComment>'
        "</ThreadedComments>"
    )
    drawing = (
        '<wsDr xmlns:a="urn:a"><sp><txBody><a:p><a:r><a:t>Only for the archive</a:t></a:r></a:p></txBody></sp></wsDr>'
    )
    others = {
        "xl/worksheets/_rels/sheet1.xml.rels": related(
            ("comments", "../comments1.xml"), ("threadedComment", "../t.xml"), ("drawing", "../d.xml")
        ),
        "xl/comments1.xml": comments,
        "xl/t.xml": threaded,
        "xl/d.xml": drawing,
        "xl/persons/person.xml": '<personList><person id="p" displayName="Bo Cer"/></personList>',
    }
    inner = rows(["a", "b"]) + '<headerFooter><oddHeader>&amp;C&amp;"Arial"Lamp Archive</oddHeader></headerFooter>'
    found = labels(read(xlsx({"S": inner}, others=others), Limits()))
    assert found["who says so?"] == "sheet S, note comment on A1 by Ana Bel"
    assert found["see page 3"] == "sheet S, note comment on B1 by Bo Cer"
    assert found["Only for the archive"] == "sheet S, note text box"
    assert found["Lamp Archive"] == "sheet S, note page header"
    assert "[thread]" not in found


def test_properties_are_declared() -> None:
    """Who made the file, with what and for whom is kept as the file says it; its days are no date of publication."""
    draft = read(xlsx({"S": LIST}), Limits())
    assert (draft.title, draft.author, draft.published) == ("The list", "Ana Bel", None)
    assert draft.declared == (
        ("creator", "Ana Bel"),
        ("lastModifiedBy", "Bo Cer"),
        ("created", "2021-08-03T12:00:00Z"),
        ("Application", "Sheets of Velmora"),
        ("Company", "Lamp Archive"),
    )


def test_a_broken_sheet_costs_what_is_broken() -> None:
    """The rows above the break and the other sheets are read, and the break is said."""
    broken = rows(["one"], ["two"]).replace("</sheetData>", '<row r="3"><c r="A3"><v>3</row>')
    draft = read(xlsx({"First": broken, "Second": rows(["three"])}), Limits())
    assert [word for word in ("one", "two", "three") if word in draft.content] == ["one", "two", "three"]
    assert "sheet First was not read to its end" in faults(draft)


def test_a_workbook_is_cut_where_the_text_is_full() -> None:
    """What finds no room is not read, and the sheet and row are named; later sheets are counted."""
    many = rows(*[[f"word {number}"] for number in range(1000)])
    draft = read(xlsx({"One": many, "Two": many}), Limits(output_bytes=10_000))
    assert draft.content.endswith("word 677")
    told = faults(draft)
    assert "cut at sheet One, row 679" in told
    assert "1 sheet, Two, was not read" in told


def test_what_a_sheet_declares_costs_nothing() -> None:
    """Sizes that a sheet declares are not believed; places that no sheet has are not read, and said."""
    inner = (
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        '<row r="9999999"><c r="A1"><v>2</v></c></row></sheetData>'
    )
    draft = read(xlsx({"S": inner}), Limits())
    assert labels(draft)["1"] == "sheet S, row 1048576, cell XFD"
    assert "rows beyond 1,048,576 were not read" in faults(draft)


def test_missing_words_are_said() -> None:
    """A cell that refers to a string that the workbook does not hold is counted."""
    draft = read(xlsx({"S": '<sheetData><row><c t="s"><v>9</v></c><c><v>1</v></c></row></sheetData>'}), Limits())
    assert "1 cell refers to words that the workbook does not hold" in faults(draft)


@pytest.mark.parametrize(
    ("part", "xml", "fault"),
    [
        ("xl/workbook.xml", "<broken", "no proper XML"),
        ("xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><workbook/>", "declares entities"),
    ],
)
def test_a_broken_workbook_is_refused(part: str, xml: str, fault: str) -> None:
    """Without its list of sheets a workbook cannot be read."""
    with pytest.raises(RefusedError, match=fault):
        read(xlsx({"S": LIST}, others={part: xml}), Limits())


def test_the_binary_form_is_refused() -> None:
    """XLSB is named, with what to do."""
    parts = {"_rels/.rels": related(("officeDocument", "xl/workbook.bin")), "xl/workbook.bin": "x"}
    with pytest.raises(RefusedError, match="binary form"):
        read(zipped(parts), Limits())


def test_sheets_that_share_a_part_are_read_once() -> None:
    """A loop among the parts costs one reading."""
    others = {"xl/_rels/workbook.xml.rels": related(*[("worksheet", "worksheets/sheet1.xml")] * 3)}
    draft = read(xlsx({"A": rows(["once"]), "B": "", "C": ""}, others=others), Limits())
    assert draft.content.count("once") == 1
    assert "sheet B has no part of its own" in faults(draft)


def test_strict_namespaces_are_read() -> None:
    """The format has two sets of names for the same things."""
    data = xlsx(
        {"S": ""}, others={"xl/worksheets/sheet1.xml": f'<w xmlns="http://purl.oclc.org/x">{rows(["word"])}</w>'}
    )
    assert "word" in read(data, Limits()).content
    assert RELATIONS


CELLS = st.text(alphabet="abc ژ1.,é", max_size=6).map(str.strip)


@settings(max_examples=50)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=8))
def test_every_cell_is_found_at_its_place(table: list[list[str]]) -> None:
    """Every cell with words stands in the text unchanged, at the locator that names its row and column."""
    draft = read(xlsx({"S": rows(*table)}), Limits())
    found = {}
    for one in draft.locators[1:]:
        steps = dict(one.steps)
        column = steps.get("part") or steps["cell"]
        found[steps["row"].split()[0], column] = draft.content[one.span.start : one.span.end]
    expected = {
        (str(row), chr(64 + column)): words
        for row, cells in enumerate(table, 1)
        for column, words in enumerate(cells, 1)
        if words
    }
    assert found == expected


def test_a_name_without_end_costs_no_more_than_its_sheet() -> None:
    """A refusal that names a sheet of 100,000 letters is cut before it leaves the fence, which bears no such line."""
    answer = unpack(read_file(xlsx({"S" * 100_000: "<x>"}), "a.xlsx", Limits()))
    assert isinstance(answer.outcome, Loss)
    assert len(answer.outcome.fault) <= LONGEST_LOSS
