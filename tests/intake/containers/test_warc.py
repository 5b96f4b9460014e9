"""Captured pages out of web archives."""

from __future__ import annotations

import base64
import gzip
import hashlib
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.containers.making import WORDS, answer, page, record, warc

Take = Callable[..., Any]

PAGE = page(WORDS)
ADDRESS = "https://sud.example/news/twelve?lang=en"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_page_knows_its_address_and_when_it_was_captured(pack: Callable[[bytes], bytes], take: Take) -> None:
    """The part's place says the record and the time; its address is where it came from."""
    found = take(pack(record("response", ADDRESS, answer(PAGE))), "a.warc")
    (part,) = found.parts
    assert part == "record 1, captured 2021-08-03T10:00:00Z"
    assert (found.parts[part], found.names[part], found.addresses[part]) == (PAGE, "twelve.html", ADDRESS)
    assert found.losses == []


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE), "Transfer-Encoding: chunked\r\n"),
        (
            b"9;x=y\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (PAGE[:9], len(PAGE) - 9, PAGE[9:]),
            "Transfer-Encoding: chunked\r\n",
        ),
        (gzip.compress(PAGE), "Content-Encoding: gzip\r\n"),
        (zlib.compress(PAGE), "Content-Encoding: deflate\r\n"),
        (zlib.compress(PAGE)[2:-4], "Content-Encoding: deflate\r\n"),
        (PAGE, "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
    ],
)
def test_the_wrapping_of_the_transfer_is_undone(body: bytes, headers: str, take: Take) -> None:
    """Chunks and compression are undone, and their absence is borne, as archivers undo them and keep the headers."""
    found = take(record("response", ADDRESS, answer(body, headers=headers)))
    assert [*found.parts.values()] == [PAGE]
    assert found.losses == []


def test_what_breaks_off_is_taken_and_told(take: Take) -> None:
    """Half of a packed page is half of a page."""
    noisy = page(hashlib.sha512(b"x").hexdigest() * 30 + base64.b64encode(bytes(range(256)) * 9).decode())
    found = take(record("response", ADDRESS, answer(gzip.compress(noisy)[:-60], headers="Content-Encoding: gzip\r\n")))
    assert noisy.startswith(next(iter(found.parts.values())))
    assert "breaks off" in found.losses[0]


def test_what_is_no_page_is_counted(take: Take) -> None:
    """Scripts, errors and repeats stay in the archive; how many is told."""
    data = (
        record("warcinfo", "", b"software: none\r\n")
        + record("request", ADDRESS, b"GET / HTTP/1.1\r\n\r\n")
        + record("response", ADDRESS, answer(PAGE))
        + record("response", ADDRESS, answer(b"var a", "text/javascript")) * 3
        + record("response", ADDRESS, answer(b"gone", status="404 Not Found"))
        + record("revisit", ADDRESS, answer(b""))
        + record("resource", "urn:pageinfo:x", b"{}", headers="Content-Type: application/json\r\n")
        + record("resource", "urn:view:x", b"\x89PNG", headers="Content-Type: image/png\r\n")
    )
    found = take(data)
    assert [*found.parts.values()] == [PAGE, b"\x89PNG"]
    assert [loss.split("; ")[0] for loss in found.losses] == [
        "records of the web archive that are answers that gave no page (redirections, errors): 1",
        "records of the web archive that are no pages or pictures (scripts, styles, data): 4",
        "records of the web archive that repeat a page that was captured before: 1",
    ]


def test_an_archive_without_a_page_is_told(take: Take) -> None:
    """An archive that gives nothing says so."""
    assert take(warc([])).losses == ["a web archive without any page in it"]


def test_digests_in_the_records_are_checked(take: Take) -> None:
    """A record whose bytes are not those of its own digest is told; a right one is not."""
    content = answer(PAGE)
    right = base64.b32encode(hashlib.sha1(content).digest()).decode()  # noqa: S324
    assert take(record("response", ADDRESS, content, headers=f"WARC-Block-Digest: sha1:{right}\r\n")).losses == []
    wrong = take(record("response", ADDRESS, content, headers=f"WARC-Block-Digest: sha1:{'A' * 32}\r\n"))
    assert "not those of the digest" in wrong.losses[0]
    assert len(wrong.parts) == 1


@pytest.mark.parametrize("lengthen", [-60, -1, 1, 5, 200])
def test_records_after_a_wrong_length_are_found(lengthen: int, take: Take) -> None:
    """A record that declares too much or too little ends where the next begins, and both pages come out whole."""
    later = page("The army denied that anybody was killed in Sud.")
    found = take(warc([PAGE, later], lengthen=lengthen))
    assert [*found.parts.values()] == [PAGE, later]
    assert len(found.losses) == 1
    assert "the record declares" in found.losses[0]


def test_members_after_a_damaged_one_are_found(take: Take) -> None:
    """Each record is a packed member; one that is damaged costs itself alone."""
    members = [gzip.compress(record("response", f"{ADDRESS}/{n}", answer(page(f"{WORDS} {n}")))) for n in range(5)]
    members[2] = members[2][:40] + b"\xff" * 40 + members[2][80:]
    found = take(b"".join(members))
    assert [body for body in found.parts.values() if body in [page(f"{WORDS} {n}") for n in (0, 1, 3, 4)]]
    assert any("is damaged" in loss for loss in found.losses)
    assert sum(body == page(f"{WORDS} {n}") for body in found.parts.values() for n in (0, 1, 3, 4)) == 4
