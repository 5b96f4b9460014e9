"""Hostile containers: each costs rows in the faults, never the build; the good files in and beside them are read."""

from __future__ import annotations

import gzip
import io
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.intake.containers.making import WORDS, gzip_quine, mail, mbox, page, tarred, warc, zipped

from witnessmark.build import Done, seal
from witnessmark.case import Case
from witnessmark.intake import OPENING
from witnessmark.intake.limits import MIB
from witnessmark.unpacking import Bounds, unpack

GOOD = {"good.txt": WORDS.encode()}


def encrypted() -> bytes:
    """Return a ZIP with one member that says it is encrypted, and a good one."""
    data = bytearray(zipped({"secret.txt": b"x" * 100, **GOOD}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def overlapping() -> bytes:
    """Return a ZIP in whose table of contents 500 members share the bytes of one."""
    data = zipped({"bomb.bin": bytes(MIB), **GOOD})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x01\x02", start + 1)
    rest = data.index(b"PK\x05\x06")
    first = data[start:end]
    table = b"".join(first.replace(b"bomb.bin", f"b{n:03d}.bin".encode()) for n in range(500)) + data[end:rest]
    close = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 501, 501, len(table), start, 0)
    return data[:start] + table + close


def lying() -> bytes:
    """Return a ZIP whose member declares ten bytes and gives 40 MiB."""
    data = bytearray(zipped({"bomb.bin": bytes(40 * MIB), **GOOD}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def nested(depth: int, width: int = 1, salt: str = "") -> bytes:
    """Return archives within archives, all different, with a text in the innermost."""
    if not depth:
        return zipped({"deep.txt": f"{WORDS} It was cold. {salt}".encode()})
    return zipped({f"{salt}{copy}.zip": nested(depth - 1, width, f"{salt}{copy}") for copy in range(width)})


def odd_members() -> bytes:
    """Return a TAR of links, devices and a pipe around a good file."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (
            ("link", tarfile.SYMTYPE),
            ("hard", tarfile.LNKTYPE),
            ("disk", tarfile.BLKTYPE),
            ("tty", tarfile.CHRTYPE),
            ("pipe", tarfile.FIFOTYPE),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
        member = tarfile.TarInfo("good.txt")
        member.size = len(WORDS)
        archive.addfile(member, io.BytesIO(WORDS.encode()))
    return out.getvalue()


def deep_mail(depth: int) -> bytes:
    """Return a mail of parts within parts."""
    head = "From: a@b.example\r\nDate: Tue, 03 Aug 2021 10:00:00 +0200\r\nSubject: deep\r\n"
    opening = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n{WORDS if not n else ""}\r\n--b{n}\r\n'
        for n in range(depth)
    )
    return (head + opening + "Content-Type: text/plain\r\n\r\n" + WORDS).encode()


def wide_mail(width: int) -> bytes:
    """Return a mail with very many small parts."""
    head = 'From: a@b.example\nDate: Tue, 03 Aug 2021 10:00:00 +0200\nContent-Type: multipart/mixed; boundary="b"\n\n'
    return (head + f"--b\n\n{WORDS}\n" + "--b\nContent-Type: image/png\n\nx\n" * width + "--b--\n").encode()


Make = Callable[[], bytes]
HOSTILE: dict[str, tuple[Make, str]] = {
    "slip.zip": (lambda: zipped({"../../../etc/cron.d/x.txt": WORDS.encode(), "/etc/passwd": b"root"}), ""),
    "bomb.zip": (lambda: zipped({"bomb.bin": bytes(300 * MIB), **GOOD}), "decompression bomb"),
    "lying.zip": (lying, "damaged in the archive"),
    "overlapping.zip": (overlapping, "bytes lie over those of another"),
    "encrypted.zip": (encrypted, "secret.txt: it is encrypted"),
    "cut.zip": (lambda: zipped(GOOD)[:-30], "table of contents is damaged"),
    "empty.zip": (lambda: zipped({}), "without any file in it"),
    "doubles.zip": (
        lambda: zipped([("a.txt", WORDS.encode()), ("a.txt", b"Other words were said here.")]),
        "this name",
    ),
    "noise.zip": (lambda: b"PK\x03\x04" + random.Random(1).randbytes(5000), "table of contents is damaged"),
    "deep.zip": (lambda: nested(12), "it lies in 8 others"),
    "odd.tar": (odd_members, "a symbolic link to /etc/passwd, which is not followed"),
    "cut.tar": (lambda: tarred({"a.txt": WORDS.encode(), "b.txt": bytes(5000)})[:2500], "damaged"),
    "damaged.tar": (
        lambda: tarred({"a.txt": WORDS.encode(), "b.txt": b"x"}).replace(b"b.txt", b"c.txt", 1),
        "no file's header",
    ),
    "empty.tar": (lambda: tarred({"folder/": b""}), "without any file in it"),
    "cut.tar.gz": (
        lambda: gzip.compress(tarred({"a.txt": WORDS.encode(), "r": random.Random(4).randbytes(9000)}))[:-600],
        "damaged",
    ),
    "cut.txt.gz": (
        lambda: gzip.compress("\n".join(f"{WORDS} {n * 7919 % 10_007}" for n in range(2000)).encode())[:-500],
        "breaks off after",
    ),
    "bomb.gz": (lambda: gzip.compress(bytes(300 * MIB)), "decompression bomb"),
    "noise.gz": (lambda: b"\x1f\x8b" + random.Random(3).randbytes(3000), "damaged"),
    "mail.mbox": (lambda: mbox([mail(WORDS), b"Subject: \xff\xfe\n\n" + WORDS.encode()]), ""),
    "deep.eml": (lambda: deep_mail(10_000), "more than 50 deep"),
    "wide.eml": (lambda: wide_mail(12_000), "more than 10,000 parts"),
    "nameless.eml": (lambda: mail(WORDS, [("", "image/png", b"\x89PNG\r\n\x1a\n123")]), "it has no name"),
    "base64.eml": (
        lambda: mail(WORDS, [("a.txt", "text/plain", WORDS.encode())]).replace(b"VGhl", b"V!@#"),
        "base64 are wrong",
    ),
    "cut.eml": (lambda: mail(WORDS, [("a.txt", "text/plain", WORDS.encode())])[:-20], "has no end"),
    "long.warc": (lambda: warc([page(WORDS), page(WORDS + " So it was.")], lengthen=40), "the record declares"),
    "short.warc": (lambda: warc([page(WORDS), page(WORDS + " So it was.")], lengthen=-40), "the record declares"),
    "cut.warc": (lambda: warc([page(WORDS)] * 2)[:-60], "the record declares"),
    "cut.warc.gz": (
        lambda: gzip.compress(warc([page(WORDS)])) + gzip.compress(warc([page("Later.")]))[:-20],
        "breaks off",
    ),
    "damaged.warc.gz": (
        lambda: (
            gzip.compress(warc([page(WORDS)])) + b"\x1f\x8b\x08" + bytes(50) + gzip.compress(warc([page("Later.")]))
        ),
        "is damaged",
    ),
    "noise.warc": (lambda: b"WARC/1.0\r\n" + random.Random(9).randbytes(20_000), "no record"),
}


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """Return a folder with a good report in it."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "beside.txt").write_text("The ministry of Orrum said that six soldiers had died.")
    return folder


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_container_costs_rows_and_never_the_build(
    name: str, beside: Path, tmp_path: Path, command: Command
) -> None:
    """What is wrong is a fault of the container, with a hint; what is good in it and beside it is read; it verifies."""
    make, said = HOSTILE[name]
    (beside / name).write_bytes(make())
    case = tmp_path / "case"
    result = command("build", case, beside)
    assert result.exit_code == 0, result.output
    faults = command.rows("list", case, "faults")
    assert not said or any(said in row["fault"] for row in faults), faults
    assert all(row["fault"] and row["hint"] for row in faults)
    texts = {row["name"] for row in command.rows("list", case, "texts")}
    assert "beside.txt" in texts
    assert command("verify", case).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case", "in"]
    sources = command.rows("list", case, "sources")
    assert command("build", case, beside).exit_code == 0
    assert command.rows("list", case, "sources") == sources
    assert command.rows("list", case, "faults") == faults


GIVE_THE_GOOD = sorted(
    {"slip.zip", "bomb.zip", "lying.zip", "overlapping.zip", "encrypted.zip", "doubles.zip", "odd.tar", "cut.tar"}
    | {"damaged.tar", "cut.tar.gz", "cut.txt.gz", "mail.mbox", "wide.eml", "nameless.eml", "base64.eml", "cut.eml"}
    | {"long.warc", "short.warc", "cut.warc.gz", "damaged.warc.gz"}
)


@pytest.mark.parametrize("name", GIVE_THE_GOOD)
def test_what_is_good_in_it_is_read(name: str, beside: Path, tmp_path: Path, command: Command) -> None:
    """The words that lie whole in a hostile container are found."""
    (beside / name).write_bytes(HOSTILE[name][0]())
    case = tmp_path / "case"
    assert command("build", case, beside).exit_code == 0
    found = command.rows("search", case, "prisoners")
    assert found


def test_names_are_words_and_nothing_is_written_under_them(beside: Path, tmp_path: Path, command: Command) -> None:
    """A name that climbs out of its folder is kept as it is, and a file of that name appears nowhere."""
    (beside / "slip.zip").write_bytes(HOSTILE["slip.zip"][0]())
    case = tmp_path / "case"
    assert command("build", case, beside).exit_code == 0
    parts = {row["part"]: row["name"] for row in command.rows("list", case, "sources") if row["parent"]}
    assert parts == {"../../../etc/cron.d/x.txt": "x.txt", "/etc/passwd": "passwd"}
    assert not [*tmp_path.rglob("x.txt")]
    assert not [*tmp_path.rglob("passwd")]


def test_an_archive_that_holds_itself_ends(tmp_path: Path, beside: Path, command: Command) -> None:
    """A quine (R. Cox, 2010) is told, and opened once."""
    (beside / "r.gz").write_bytes(gzip_quine())
    case = tmp_path / "case"
    assert command("build", case, beside).exit_code == 0
    faults = [row["fault"] for row in command.rows("list", case, "faults")]
    assert any("it is the archive itself" in fault for fault in faults), faults
    assert command("verify", case).exit_code == 0


def test_many_nested_archives_are_bounded(tmp_path: Path, beside: Path, command: Command) -> None:
    """Archives of archives (42.zip) stop at the bound for all that comes out of one source; the rest is a fault."""
    (beside / "42.zip").write_bytes(nested(4, width=4))
    folder = tmp_path / "case"
    assert command("build", folder, beside / "beside.txt").exit_code == 0
    unpacked_within(Bounds(parts=200), folder, beside)
    sources = command.rows("list", folder, "sources")
    assert 150 <= len(sources) <= 202
    faults = [row["fault"] for row in command.rows("list", folder, "faults")]
    assert any("the first were taken" in fault for fault in faults)
    assert command("verify", folder).exit_code == 0


class Silent:
    """Hears how far the work is, and says nothing."""

    def begin(self, stage: str, total: int) -> None: ...
    def advance(self, steps: int = 1) -> None: ...
    def end(self) -> None: ...
    def say(self, line: str) -> None: ...


def unpacked_within(bounds: Bounds, case: Path, given: Path) -> None:
    """Seal what is in a folder and unpack it within ``bounds``."""
    with Case.open(case).writing() as (record, store):
        seal(Case.open(case), record, store, [given], Silent(), Done(), by="A. Tester")
        unpack(record, store, Silent(), by="A. Tester", bounds=bounds)


def test_very_many_members_are_bounded(tmp_path: Path, beside: Path, command: Command) -> None:
    """Of 3,000 tiny members the first 1,000 are taken, where so many are allowed, and one fault says so."""
    (beside / "many.zip").write_bytes(zipped({f"{number}.txt": str(number).encode() for number in range(3000)}))
    folder = tmp_path / "case"
    assert command("build", folder, beside / "beside.txt").exit_code == 0
    unpacked_within(Bounds(parts=1000), folder, beside)
    assert len(command.rows("list", folder, "sources")) == 1002
    faults = [row["fault"] for row in command.rows("list", folder, "faults")]
    assert faults == ["more than 1,000 files are in it, or in what it was in; the first were taken"]


def test_what_may_come_out_is_bounded_in_bytes(tmp_path: Path, beside: Path, command: Command) -> None:
    """Members beyond what one source may give are left out, one fault each, and smaller ones after them are taken."""
    noise = random.Random(8)
    (beside / "big.zip").write_bytes(
        zipped({"a.bin": noise.randbytes(3 * MIB), "b.bin": noise.randbytes(3 * MIB), "good.txt": WORDS.encode()})
    )
    folder = tmp_path / "case"
    assert command("build", folder, beside / "beside.txt").exit_code == 0
    unpacked_within(Bounds(bytes=4 * MIB, limits=OPENING), folder, beside)
    assert {row["part"] for row in command.rows("list", folder, "sources") if row["part"]} == {"a.bin", "good.txt"}


def test_checksums_of_members_are_held_against_them(tmp_path: Path, beside: Path, command: Command) -> None:
    """A member whose bytes were changed is a fault, and not sealed as if it were whole."""
    data = bytearray(zipped({"a.txt": WORDS.encode()}, method=zipfile.ZIP_STORED))
    at = data.index(b"governor")
    data[at : at + 8] = b"GOVERNOR"
    assert zlib.crc32(WORDS.encode()) != zlib.crc32(WORDS.replace("governor", "GOVERNOR").encode())
    (beside / "changed.zip").write_bytes(data)
    case = tmp_path / "case"
    assert command("build", case, beside).exit_code == 0
    assert [row["fault"] for row in command.rows("list", case, "faults")] == [
        "a.txt: it is damaged in the archive (Bad CRC-32 for file 'a.txt')"
    ]
