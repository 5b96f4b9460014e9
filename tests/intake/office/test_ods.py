"""Workbooks (ODS)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.making import opendocument

from witnessmark.intake import Limits
from witnessmark.intake.draft import Draft
from witnessmark.intake.office.ods import read


def cell(*lines: str, more: str = "", inner: str = "") -> str:
    return f"<table:table-cell {more}>{''.join(f'<text:p>{line}</text:p>' for line in lines)}{inner}</table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def sheet(name: str, *inner: str, more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{"".join(inner)}</table:table>'


def draft_of(*sheets: str, styles: str = "", limits: Limits = Limits()) -> Draft:  # noqa: B008  (frozen)
    return read(opendocument("spreadsheet", "".join(sheets), styles=styles), limits)


def labels(draft: Draft) -> dict[str, str]:
    return {draft.content[one.span.start : one.span.end]: one.label for one in draft.locators}


def test_cells_stand_as_the_sheet_shows_them() -> None:
    """The shown words are read, not the value behind them; only a cell without words gives its value."""
    draft = draft_of(
        sheet(
            "الضحايا",
            row(cell("الاسم"), cell("killed")),
            row(cell("آنا"), cell("1,200", more='office:value="1200"')),
            row(cell("first", "second<text:s text:c='2'/>line"), cell(more='office:date-value="2021-08-03"')),
        )
    )
    found = labels(draft)
    assert found["آنا"] == "sheet الضحايا, row 2, cell الاسم, part A"
    assert found["1,200"] == "sheet الضحايا, row 2, cell killed, part B"
    assert found["first\nsecond  line"] == "sheet الضحايا, row 3, cell الاسم, part A"
    assert found["2021-08-03"] == "sheet الضحايا, row 3, cell killed, part B"


def test_what_repeats_is_repeated_and_what_is_empty_is_not() -> None:
    """Three rows that are alike are three entries of a list; a million empty ones are none."""
    draft = draft_of(
        sheet(
            "S",
            row(cell("unknown man", more='table:number-columns-repeated="2"'), more='table:number-rows-repeated="3"'),
            row(cell(more='table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048000"'),
        )
    )
    assert draft.content.count("unknown man") == 6
    assert draft.locators[-1].label == "sheet S, row 3, cell B"


def test_what_is_hidden_or_computed_is_said() -> None:
    """Hidden sheets, rows and columns, formulas and comments are read and marked."""
    styles = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    note = "<office:annotation><dc:creator>Ana Bel</dc:creator><text:p>who says so?</text:p></office:annotation>"
    draft = draft_of(
        sheet("Seen", row(cell("one"))),
        sheet(
            "Kept",
            '<table:table-column table:visibility="collapse" table:number-columns-repeated="1"/>',
            row(
                cell("two", inner=note),
                cell("3", more='table:formula="of:=SUM([.A1])"'),
                more='table:visibility="filter"',
            ),
            more='table:style-name="h"',
        ),
        styles=styles,
    )
    found = labels(draft)
    assert found["two"] == "sheet Kept (hidden), row 1 (hidden), cell A, part hidden"
    assert found["3"] == "sheet Kept (hidden), row 1 (hidden), cell B, part formula"
    assert found["who says so?"] == "sheet Kept (hidden), note comment on A1 by Ana Bel"
    told = "\n".join(loss.fault for loss in draft.losses)
    assert "1 sheet is hidden" in told
    assert "1 row of sheet Kept is hidden" in told
    assert "Kept B1 =SUM([.A1])" in told


def test_a_broken_workbook_keeps_what_came_before() -> None:
    """Rows above a break are read, and the break is said."""
    broken = opendocument("spreadsheet", sheet("S", row(cell("one")), "<broken"))
    draft = read(broken, Limits())
    assert "one" in draft.content
    assert any("not read to its end" in loss.fault for loss in draft.losses)


def test_rows_that_repeat_are_cut_where_the_text_is_full() -> None:
    """A row that repeats for ever fills the text and no more."""
    draft = draft_of(
        sheet("S", row(cell("x" * 50), more='table:number-rows-repeated="1048576"')),
        limits=Limits(output_bytes=100_000),
    )
    assert len(draft.content) < 100_000
    assert any("the workbook is cut at sheet S, row" in loss.fault for loss in draft.losses)


COUNTS = st.integers(min_value=1, max_value=4)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(COUNTS, st.lists(st.tuples(COUNTS, st.sampled_from(["", "a", "b"])), min_size=1, max_size=4)))
)
def test_repetition_counts_places(table: list[tuple[int, list[tuple[int, str]]]]) -> None:
    """Every place is counted as the sheet counts it, however rows and cells are repeated."""
    expected: dict[tuple[str, str], str] = {}
    inner, at = [], 0
    for times, cells in table:
        inner.append(
            row(
                *(
                    cell(*([words] if words else []), more=f'table:number-columns-repeated="{count}"')
                    for count, words in cells
                ),
                more=f'table:number-rows-repeated="{times}"',
            )
        )
        flat = [words for count, words in cells for _ in range(count)]
        for number in range(at + 1, at + times + 1):
            expected |= {(str(number), chr(65 + place)): words for place, words in enumerate(flat) if words}
        at += times
    draft = draft_of(sheet("S", *inner))
    found = {}
    for one in draft.locators[1:]:
        steps = dict(one.steps)
        column = steps.get("part") or steps["cell"]
        found[steps["row"].split()[0], column] = draft.content[one.span.start : one.span.end]
    assert found == expected
