"""Hostile office documents, workbooks, posts and subtitles: each is one fault, or a text that says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.faults.hostile.office import GIVE_A_TEXT, GIVE_NO_TEXT, WORDS, wide_sheet

from witnessmark.intake import Item, Limits, extract
from witnessmark.intake.limits import MIB
from witnessmark.nouns import Fault, Text, digest_of

LIMITS = Limits(cpu_seconds=20, wall_seconds=60.0, memory_bytes=768 * MIB)


def seal(folder: Path, name: str, data: bytes) -> Item:
    digest = digest_of(data)
    path = folder / digest
    path.write_bytes(data)
    return Item(digest, name, path)


@pytest.mark.parametrize("name", list(GIVE_NO_TEXT))
def test_a_file_without_text_is_one_fault(name: str, tmp_path: Path) -> None:
    """No crash and no silence: the fault says what it is, and the hint what to do."""
    result = extract(seal(tmp_path, name, GIVE_NO_TEXT[name]()), LIMITS)
    assert isinstance(result, Fault)
    assert result.name == name
    assert result.fault
    assert result.hint
    assert "lollol" not in result.fault


@pytest.mark.parametrize("name", list(GIVE_A_TEXT))
def test_a_strange_file_is_read_and_says_what_is_strange(name: str, tmp_path: Path) -> None:
    """What can be read is read, and what is amiss is named."""
    text = extract(seal(tmp_path, name, GIVE_A_TEXT[name]()), LIMITS)
    assert isinstance(text, Text), text
    assert WORDS in text.content
    assert text.faults
    assert "root:" not in text.content


def test_a_sheet_without_end_is_cut(tmp_path: Path) -> None:
    """Millions of cells fill what a text may hold; the row where it was cut is named."""
    text = extract(seal(tmp_path, "wide.xlsx", wide_sheet()), LIMITS.__class__(cpu_seconds=40, output_bytes=2 * MIB))
    assert isinstance(text, Text)
    assert any("the workbook is cut at sheet S, row " in fault.fault for fault in text.faults)
    assert len(text.content) < 2 * MIB
