"""Tesseract's answer, taken apart without belief."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from witnessmark.intake.ocr.tsv import bearing_of, lines_of

GOOD = "\n".join(
    [
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
        "4\t1\t1\t1\t1\t0\t0\t0\t50\t10\t-1\t",
        "5\t1\t1\t1\t1\t1\t0\t0\t20\t10\t90\tForty",
        "5\t1\t1\t1\t1\t2\t25\t0\t20\t10\t60\tmen",
        "5\t1\t2\t1\t1\t1\t0\t20\t20\t10\t95.5\tdied.",
    ]
)


def test_lines_and_columns() -> None:
    """Words go to lines, lines to blocks; a line's confidence is that of its characters."""
    first, second = lines_of(GOOD.encode(), 100, 100)
    assert (first.text, first.block, first.box) == ("Forty men", 0, (0, 0, 45, 10))
    assert first.confidence == (90 * 5 + 60 * 3) / 8
    assert (second.text, second.block) == ("died.", 1)


def test_what_does_not_hold_together_is_left_out() -> None:
    """A word outside the picture, without a place or with a confidence that is none is no word."""
    for bad in ("95\t20\t20\t10\t90", "0\t0\t0\t10\t90", "a\t0\t1\t1\t90", "0\t0\t9\t9\t900", "0\t0\t9\t9\tnan"):
        assert lines_of(f"5\t1\t1\t1\t1\t1\t{bad}\tx".encode(), 100, 100) == []


@given(st.binary(max_size=300))
def test_garbage_is_no_text(data: bytes) -> None:
    """Whatever the program says, nothing is raised."""
    assert isinstance(lines_of(data, 100, 100), list)
    assert bearing_of(data) is None


def test_how_a_page_lies() -> None:
    """Orientation and script come with how sure they are."""
    said = b"Page number: 0\nRotate: 90\nOrientation confidence: 9.5\nScript: Arabic\nScript confidence: 2.1\n"
    bearing = bearing_of(said)
    assert bearing is not None
    assert (bearing.turn, bearing.turn_confidence, bearing.script) == (90, 9.5, "Arabic")
    assert bearing_of(said.replace(b"90", b"45")) is None
