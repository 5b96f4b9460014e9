"""Files out of ZIP archives and WACZ."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.containers.making import WORDS, page, tarred, warc, zipped

Take = Callable[..., Any]


def test_members_come_out_in_order_under_their_names(take: Take) -> None:
    """Folders are parted by slashes, however they were written, and are no files themselves."""
    found = take(zipped({"b.txt": b"B", "reports/": b"", "reports/a.txt": b"A", "tables\\c.csv": b"C"}))
    assert found.media_type == "application/zip"
    assert found.parts == {"b.txt": b"B", "reports/a.txt": b"A", "tables/c.csv": b"C"}
    assert found.names == {"b.txt": "b.txt", "reports/a.txt": "a.txt", "tables/c.csv": "c.csv"}
    assert found.losses == []


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_method_of_the_standard_library(method: int, take: Take) -> None:
    """Stored, deflated, bzip2 and LZMA members give their bytes."""
    assert take(zipped({"a.txt": WORDS.encode() * 99}, method)).parts == {"a.txt": WORDS.encode() * 99}


@pytest.mark.parametrize("root", ["word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"])
def test_documents_are_no_archives(root: str, take: Take) -> None:
    """A DOCX, XLSX or PPTX is a document; but one that lies in an archive, even unpacked, is a part."""
    document = zipped({"[Content_Types].xml": b"<Types/>", root: b"<x/>"})
    assert take(document).media_type is None
    inside = take(zipped({"one.docx": document, f"folder/{root}": b"<x/>"}, zipfile.ZIP_STORED))
    assert [*inside.parts] == ["one.docx", f"folder/{root}"]


def test_open_document_and_books_are_no_archives(take: Take) -> None:
    """Their first member says what they are."""
    for kind in (b"application/vnd.oasis.opendocument.text", b"application/epub+zip"):
        assert take(zipped({"mimetype": kind, "content.xml": b"<x/>"}, zipfile.ZIP_STORED)).media_type is None


def test_names_in_other_encodings(take: Take) -> None:
    """UTF-8 without the flag is read as UTF-8; what is neither is shown as cp437, and said to be doubtful."""
    data = zipped({"aaaaaaa.txt": b"x"})
    found = take(data.replace(b"aaaaaaa", "Véla¹".encode()[:7]))
    assert [*found.parts] == ["Véla¹.txt"]
    assert found.losses == []
    strange = take(data.replace(b"aaaaaaa", b"V\xe9lmora"))
    assert [*strange.parts] == ["VΘlmora.txt"]
    assert "unknown encoding" in strange.losses[0]


def test_members_of_one_name_are_all_taken(take: Take) -> None:
    """Both come out, and the double name is told."""
    found = take(zipped([("a.txt", b"one"), ("a.txt", b"two")]))
    assert found.losses == ["a.txt: 2 files in the archive have this name"]


def test_many_faults_of_a_kind_are_counted(take: Take) -> None:
    """Of a thousand encrypted members, the first are named and the others counted."""
    data = bytearray(zipped({f"{number}.txt": b"x" for number in range(1000)}))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    losses = take(bytes(data)).losses
    assert len(losses) == 21
    assert losses[-1] == "980 more of its files: it is encrypted"


def wacz(captured: bytes, said: str | None = None) -> bytes:
    """Return a WACZ with one web archive in it; ``said`` is the SHA-256 that it declares."""
    digest = hashlib.sha256(captured).hexdigest()
    resources = [{"path": "archive/data.warc.gz", "hash": f"sha256:{said or digest}", "bytes": len(captured)}]
    return zipped(
        {
            "archive/data.warc.gz": captured,
            "indexes/index.cdx": b"sud)/ 2021",
            "pages/pages.jsonl": b"{}",
            "datapackage.json": json.dumps({"profile": "data-package", "resources": resources}).encode(),
        }
    )


def test_of_a_wacz_what_was_captured_comes_out(take: Take) -> None:
    """The web archives in it are taken and held against the declared hashes; tables for replay stay in it."""
    captured = warc([page(WORDS)])
    found = take(wacz(captured))
    assert found.parts == {"archive/data.warc.gz": captured}
    assert found.losses == []


def test_a_wrong_hash_in_a_wacz_is_told(take: Take) -> None:
    """What a WACZ declares of its files is checked, not believed; the file is taken all the same."""
    captured = warc([page(WORDS)])
    found = take(wacz(captured, "0" * 64))
    assert found.parts == {"archive/data.warc.gz": captured}
    assert found.losses == ["archive/data.warc.gz: its SHA-256 is not the one that the web archive declares for it"]


def test_a_wacz_whose_list_cannot_be_read(take: Take) -> None:
    """Its files come out, and that nothing was checked is told."""
    found = take(zipped({"archive/data.warc": warc([page(WORDS)]), "datapackage.json": b"[broken"}))
    assert [*found.parts] == ["archive/data.warc"]
    assert "cannot be read" in found.losses[0]


def test_bytes_behind_an_archive_are_told(take: Take) -> None:
    """What is hidden behind the end of an archive is counted, however much it is; padding is not."""
    data = zipped({"a.txt": b"A"})
    for hidden in (b"x" * 20, b"x" * 300_000):
        found = take(data + hidden)
        assert found.parts == {"a.txt": b"A"}
        assert found.losses == [
            f"{len(hidden):,} bytes stand behind the end of the archive: what they are was not read"
        ]
    assert take(data + b"\0" * 40).losses == []


def test_the_comment_of_an_archive_is_told(take: Take) -> None:
    """Its words are nowhere else."""
    out = io.BytesIO(zipped({"a.txt": b"A"}))
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"Packed for Velmora PK\x05\x06 and more than an end is long"
    found = take(out.getvalue() + b"tail")
    assert found.parts == {"a.txt": b"A"}
    assert found.losses[0].startswith("4 bytes stand behind the end of the archive")
    assert "a comment, which is in no text: Packed for Velmora" in found.losses[1]


@pytest.mark.parametrize(
    "first", [b"#!/bin/sh\nexec unzip $0\n", b"MZ\x90\0" + b"program\0" * 900, b"\x7fELF" + b"\0" * 9000]
)
def test_an_archive_that_unpacks_itself_gives_its_files(first: bytes, take: Take) -> None:
    """A program or a text that an archive follows is an archive, and what stands before it is counted."""
    found = take(first + zipped({"a.txt": b"A"}), "it.exe")
    assert found.media_type == "application/zip"
    assert found.parts == {"a.txt": b"A"}
    assert found.losses == [
        f"{len(first):,} bytes stand before the first file of the archive: what they are was not read"
    ]


def test_words_that_begin_as_archives_do_are_words(take: Take) -> None:
    """PK may be the first letters of a name, and a text may speak of the marks of an archive."""
    assert take(b"PKK fighters left the town, the mayor said.", "it.txt").media_type is None
    assert take(b"The end is marked PK\x05\x06 and nothing else. ......................", "it.txt").media_type is None


def test_very_many_ends_cost_little(take: Take) -> None:
    """A file of marks alone is none, and is given up."""
    assert take(b"words " + b"PK\x05\x06" * 500_000, "it.txt").media_type is None
    assert "damaged" in take(b"PK\x03\x04" + b"PK\x05\x06" * 500_000).losses[0]


def test_what_a_system_keeps_beside_files_is_counted(take: Take) -> None:
    """One line for all of them; a file of words that is called so is taken."""
    double = b"\x00\x05\x16\x07" + b"\0" * 90
    members = {
        "a.txt": b"A",
        "__MACOSX/._a.txt": double,
        "b/._b.txt": double,
        "b/.DS_Store": b"x",
        "Thumbs.db": b"x",
        "._notes.txt": b"Words.",
        "__MACOSX/c.txt": b"C",
    }
    for packed in (zipped(members), tarred(members), tarred(members, "w:gz")):
        found = take(packed)
        assert found.parts == {"a.txt": b"A", "._notes.txt": b"Words.", "__MACOSX/c.txt": b"C"}
        assert found.losses == [
            "4 files that a system keeps beside others (__MACOSX/._a.txt, b/._b.txt, b/.DS_Store, …) were not taken out"
        ]
    assert take(zipped({"a.txt": b"A", "desktop.ini": b"x"})).losses == [
        "1 file that a system keeps beside others (desktop.ini) was not taken out"
    ]
