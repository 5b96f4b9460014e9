"""Older Office files and files behind a password."""

from __future__ import annotations

import pytest

from witnessmark.intake import Limits
from witnessmark.intake.draft import RefusedError
from witnessmark.intake.office.ole import read

HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def holding(stream: str) -> bytes:
    """Return the beginning of such a file, with one entry of its folder."""
    name = (stream + "\0").encode("utf-16-le")
    return HEAD.ljust(512, b"\0") + name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + bytes(62)


@pytest.mark.parametrize(
    ("data", "fault", "hint"),
    [
        (holding("WordDocument"), r"older format \(DOC\)", "DOCX"),
        (holding("PowerPoint Document"), r"older format \(PPT\)", "PPTX"),
        (holding("EncryptedPackage"), "behind a password", "without its password"),
        (HEAD, "an older Office file", "DOCX or PDF"),
        (HEAD + b"x" + "WordDocument\0".encode("utf-16-le") * 1000, "an older Office file", "DOCX or PDF"),
    ],
)
def test_each_kind_is_named(data: bytes, fault: str, hint: str) -> None:
    """The fault says which older format it is, or that there is a password, and the hint what to do."""
    with pytest.raises(RefusedError, match=fault) as refused:
        read(data, Limits())
    assert hint in refused.value.loss.hint
