"""Hostile pictures: each costs one fault with its reason, whatever it claims to be."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.faults.hostile.pictures import HOSTILE

from witnessmark.intake import Item, Limits, extract
from witnessmark.nouns import Fault, digest_of

LIMITS = Limits(cpu_seconds=20, wall_seconds=60.0)


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_one_fault(name: str, tmp_path: Path) -> None:
    """No picture takes the program down or its time, and the fault says what it is."""
    check(name, tmp_path)


@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_one_fault_to_the_recogniser_too(name: str, tmp_path: Path) -> None:
    """What opens but cannot be decoded is a fault when its pages are read."""
    check(name, tmp_path)


def check(name: str, tmp_path: Path) -> None:
    data, said = HOSTILE[name]
    path = tmp_path / "bytes"
    path.write_bytes(data)
    result = extract(Item(digest_of(data), name, path), LIMITS)
    assert isinstance(result, Fault)
    assert said in result.fault
    assert result.hint


def test_a_fault_is_the_same_in_every_run(tmp_path: Path) -> None:
    """No address of an object of this run stands in it."""
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    found = extract(Item(digest_of(path.read_bytes()), "a.png", path))
    assert isinstance(found, Fault)
    assert "0x" not in found.fault
