"""Hostile containers: each costs rows in the faults, never the build; the good files in and beside them are read."""

from __future__ import annotations

import random
import zipfile
import zlib
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.faults.hostile.containers import HOSTILE, nested
from tests.intake.containers.making import WORDS, gzip_quine, zipped

from witnessmark.build import Done, seal
from witnessmark.case import Case
from witnessmark.intake import OPENING
from witnessmark.intake.limits import MIB
from witnessmark.unpacking import Bounds, unpack


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


def test_a_nameless_attachment_gets_an_ending_without_asking_the_machine(
    tmp_path: Path, beside: Path, command: Command
) -> None:
    """What endings belong to media types is known without a file, for none can be opened behind the fence."""
    (beside / "nameless.eml").write_bytes(HOSTILE["nameless.eml"][0]())
    case = tmp_path / "case"
    assert command("build", case, beside).exit_code == 0
    assert not [row for row in command.rows("list", case, "faults") if "Permission" in row["fault"]]
    assert any(row["name"].endswith(".png") for row in command.rows("list", case, "sources") if row["parent"])
