"""Files out of TAR archives and packed files."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import tarfile
from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.containers.making import WORDS, tarred

Take = Callable[..., Any]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_members_come_out_whatever_packs_them(mode: str, take: Take) -> None:
    """A packed TAR archive is opened in one step."""
    found = take(tarred({"reports/": b"", "reports/a.txt": WORDS.encode(), "/b.txt": b""}, mode))
    assert found.parts == {"reports/a.txt": WORDS.encode(), "/b.txt": b""}
    assert found.names == {"reports/a.txt": "a.txt", "/b.txt": "b.txt"}
    assert found.losses == []


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_what_lies_after_the_end_is_told(pack: Callable[[bytes], bytes], take: Take) -> None:
    """Two archives in one file: the first is taken, and where the other begins is said; padding is no fault."""
    first = tarred({"a.txt": WORDS.encode()})
    found = take(pack(first + tarred({"b.txt": b"x"})))
    assert [*found.parts] == ["a.txt"]
    assert found.losses == [
        f"there are further bytes after the end of the archive, from byte {len(first):,} on: none was taken"
    ]
    assert take(pack(first + bytes(3 << 20))).losses == []


def test_names_that_are_not_utf8(take: Take) -> None:
    """What cannot be read of a name is U+FFFD, and told."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT, encoding="latin-1") as archive:
        archive.addfile(tarfile.TarInfo("Vélmora.txt"))
    found = take(out.getvalue())
    assert [*found.parts] == ["V\ufffdlmora.txt"]
    assert "not UTF-8" in found.losses[0]


def test_a_sparse_file_is_bounded(take: Take) -> None:
    """A file of holes that says it is huge is a fault, not a full disk."""
    member = tarfile.TarInfo("holes.bin")
    member.size = 8 << 40
    found = take(member.tobuf(tarfile.GNU_FORMAT) + bytes(1024))
    assert found.parts == {}
    assert "too large unpacked" in found.losses[0]


@pytest.mark.parametrize(
    ("pack", "name", "inner"),
    [
        (gzip.compress, "letter.txt.gz", "letter.txt"),
        (bz2.compress, "letter.txt.bz2", "letter.txt"),
        (lzma.compress, "letter.txt.xz", "letter.txt"),
        (gzip.compress, "letter", "letter"),
    ],
)
def test_a_lone_file_keeps_its_name(pack: Callable[[bytes], bytes], name: str, inner: str, take: Take) -> None:
    """It is called as the packed file is, without the ending."""
    found = take(pack(WORDS.encode()), name)
    assert found.parts == {inner: WORDS.encode()}


def test_the_name_within_a_gzip_file(take: Take) -> None:
    """The name that the packed file keeps is the one that counts."""
    out = io.BytesIO()
    with gzip.GzipFile("letter from Sud.txt", "wb", fileobj=out) as packed:
        packed.write(WORDS.encode())
    assert take(out.getvalue(), "x.gz").parts == {"letter from Sud.txt": WORDS.encode()}


def test_zstandard_is_unpacked_or_told(take: Take) -> None:
    """Python's standard library unpacks it from 3.14 on; before, one fault says so."""
    found = take(b"\x28\xb5\x2f\xfd\x04\x00\x09\x00\x00a\xff\xff\xff\xff", "a.txt.zst")
    assert found.losses
    if sys.version_info < (3, 14):
        assert "cannot unpack" in found.losses[0]
