"""Plain texts that are lists of hashes."""

from __future__ import annotations

import pytest
from tests.intake.archived.making_archived import hashed

from witnessmark.intake import Limits
from witnessmark.intake.texts.plain import read

ONE, TWO = hashed(b"one"), hashed(b"two", "SHA3-512")


def written(*hashes: str, end: str = "") -> bytes:
    """Return a list as the archiver writes it."""
    return ("\n".join(one.partition(":")[2] for one in hashes) + end).encode()


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_a_list_declares_its_hashes(end: str) -> None:
    """One a line; the text stays what it is."""
    draft = read(written(ONE, TWO, end=end), Limits())
    assert draft.declared == (("line 1", ONE), ("line 2", TWO))
    assert draft.content == written(ONE, TWO, end=end).decode()


@pytest.mark.parametrize("data", [b"", b"word", written(ONE) + b" x.jpg", written(ONE)[:-1], written(ONE) + b"\n\nAna"])
def test_any_other_text_declares_nothing(data: bytes) -> None:
    """A hash among words is somebody's words."""
    assert read(data, Limits()).declared == ()


def test_a_list_too_long_says_so() -> None:
    """The first thousand count."""
    draft = read(written(*[hashed(b"%d" % n) for n in range(1001)]), Limits())
    assert "a list of 1,001 hashes; the first 1000 alone" in draft.losses[0].fault
