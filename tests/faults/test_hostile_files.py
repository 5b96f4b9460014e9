"""Hostile files: each costs one fault or gives a text that says what is wrong; the good file beside them is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.faults.hostile.files import GIVE_A_TEXT, GIVE_NO_TEXT, SECRET, WORDS, flat_page

from witnessmark.intake import Item, Limits, extract
from witnessmark.intake.limits import MIB
from witnessmark.nouns import Fault, Text, digest_of

LIMITS = Limits(cpu_seconds=20, wall_seconds=60.0, memory_bytes=768 * MIB)
SAY_NOTHING = {"outside frame.html", "line.txt", "report\n\u202etxt.exe", "../../etc/passwd", "", "entity bomb.html"}
SAY_NOTHING |= {"outside entity.html"}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Return a file that no text may show."""
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


def seal(folder: Path, name: str, data: bytes) -> Item:
    digest = digest_of(data)
    path = folder / digest
    path.write_bytes(data)
    return Item(digest, name, path)


def assert_the_next_is_read(folder: Path) -> None:
    text = extract(seal(folder, "good.txt", WORDS.encode()), LIMITS)
    assert isinstance(text, Text)
    assert (text.content, text.faults) == (WORDS, ())


@pytest.mark.parametrize("name", list(GIVE_NO_TEXT))
def test_a_file_without_text_is_one_fault(name: str, secret: Path, tmp_path: Path) -> None:
    """No crash, no leak, no silence: the fault names the file and the hint says what to do."""
    item = seal(tmp_path, name, GIVE_NO_TEXT[name](secret))
    result = extract(item, LIMITS)
    assert isinstance(result, Fault)
    assert (result.source, result.name) == (item.digest, name)
    assert result.fault
    assert result.hint
    assert SECRET not in result.fault
    assert_the_next_is_read(tmp_path)


@pytest.mark.parametrize("name", list(GIVE_A_TEXT))
def test_a_strange_file_is_read_and_says_what_is_strange(name: str, secret: Path, tmp_path: Path) -> None:
    """What can be read is read, without what lies outside the file, and what is amiss is named."""
    item = seal(tmp_path, name, GIVE_A_TEXT[name](secret))
    text = extract(item, LIMITS)
    assert isinstance(text, Text), text
    assert WORDS in text.content
    assert SECRET not in text.content
    assert "lollol" not in text.content
    assert text.faults or name in SAY_NOTHING
    assert all(fault.name == name for fault in text.faults)
    text.content.encode("utf-8")
    assert_the_next_is_read(tmp_path)


def test_an_endless_flat_page(tmp_path: Path) -> None:
    """A page of 18 MB is read whole, within its memory, and says that its article was not looked for."""
    page = flat_page()
    text = extract(seal(tmp_path, "flat.html", page), LIMITS)
    assert isinstance(text, Text)
    assert text.content.count(WORDS) == page.count(b"<p>")
    assert any("too large to find its article" in fault.fault for fault in text.faults)


def test_a_page_that_takes_too_long_is_one_fault(tmp_path: Path) -> None:
    """The limit that was hit is named."""
    row = f"<table><tr><td><p>{WORDS}</td></tr></table><ul><li>{WORDS}</ul>".encode()
    result = extract(seal(tmp_path, "slow.html", b"<html><body>" + row * 15_000), Limits(cpu_seconds=1))
    assert isinstance(result, Fault)
    assert "processor time" in result.fault
    assert_the_next_is_read(tmp_path)
