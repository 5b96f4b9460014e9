"""Numbers and dates as a sheet shows them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.intake.office.shown import moment_of, plain_number, show


@pytest.mark.parametrize(
    ("raw", "code", "shown"),
    [
        ("3", "General", "3"),
        ("1234567890123", "General", "1234567890123"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E+3", "General", "1000"),
        ("12", '0" people"', "12 people"),
        ("1234567.5", "#,##0", "1,234,568"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("-1234.5", "#,##0.00;(#,##0.00)", "(1,234.50)"),
        ("-5", "0", "-5"),
        ("0", '0;-0;"none"', "none"),
        ("0.125", "0.0%", "12.5%"),
        ("12000", "#,##0,", "12"),
        ("1234.5", "[$€-407] #,##0.00", "€ 1,234.50"),
        ("1234.5", "[Red]0.0", "1234.5"),
        ("5", "0.##", "5."),
        ("12345", "0.00E+00", "1.23E+04"),
        ("60123", "000000", "060123"),
        ("123456789", "000-00-0000", "123-45-6789"),
        ("44411", "yyyy-mm-dd", "2021-08-03"),
        ("44411", "dd/mm/yyyy", "03/08/2021"),
        ("44411", "d\\.m\\.yy", "3.8.21"),
        ("44411", "d mmmm yyyy", "3 August 2021"),
        ("44411", "[$-809]dddd, d mmm yyyy", "Tuesday, 3 Aug 2021"),
        ("44411", "[$-429]d mmmm yyyy", "2021-08-03"),
        ("44411", "[$-F800]dddd, mmmm dd, yyyy", "2021-08-03"),
        ("44411", "[$-6060429]yyyy/mm/dd", "2021-08-03"),
        ("44411.75", "yyyy-mm-dd hh:mm", "2021-08-03 18:00"),
        ("0.5", "h:mm AM/PM", "12:00 PM"),
        ("0.0625", "h:mm:ss", "1:30:00"),
        ("1.5", "[h]:mm", "36:00"),
        ("60", "yyyy-mm-dd", "1900-02-28"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
    ],
)
def test_what_a_format_shows(raw: str, code: str, shown: str) -> None:
    """A value is shown as its number format says, and dates that settings decide as ISO 8601."""
    assert show(raw, code) == shown


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("0.25", "# ?/?"),
        ("3", "[>2]0.0;0"),
        ("3", ";;;"),
        ("3", '"secret"'),
        ("3", "0.0.0"),
        ("9999999999", "yyyy-mm-dd"),
        ("-3", "yyyy-mm-dd"),
        ("3", "0" * 1000),
        ("NaN", "0"),
        ("1E+999", "0.00"),
        ("three", "0.00"),
        ("3", "@@\\"),
        ("44411", "ggge"),
    ],
)
def test_what_is_not_known_stands_as_it_is(raw: str, code: str) -> None:
    """Where a format cannot be followed, or hides the value, the value stands as the file has it."""
    assert show(raw, code) == raw or code == "ggge"


def test_the_other_beginning_of_time() -> None:
    """Workbooks that count days from 1904 show the same day by another number."""
    assert show("42949", "yyyy-mm-dd", from_1904=True) == "2021-08-03"
    assert moment_of(42949, from_1904=True) == moment_of(44411)


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_thousands_keep_every_digit(number: int) -> None:
    """Grouping changes no digit."""
    assert show(str(number), "#,##0").replace(",", "") == str(number)
    assert plain_number(str(number)) == str(number)


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=4, allow_nan=False))
def test_rounding_is_that_of_sheets(number: Decimal) -> None:
    """Two decimals are rounded half away from zero."""
    expected = number.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert Decimal(show(str(number), "0.00")) == expected


@given(st.text(alphabet='0#?.,%E+-;"\\[]$@ymdhs/_* ABGenral', max_size=30), st.floats(allow_nan=True))
def test_no_format_fails(code: str, value: float) -> None:
    """Whatever the format and the value, something is shown."""
    assert show(repr(value), code)
