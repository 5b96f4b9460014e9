"""Hashes that archivers declare, held against the sealed files, from the command line."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Command
from tests.intake.archived.making_archived import FILES, Media, archive, hashed, page, token
from tests.record.forged import Wish

from witnessmark.case import Case
from witnessmark.declared_hashes import Tally, tally

PICTURE, PACKED = FILES
KINDS = ["SHA-256", "SHA3-512"]


def faults(command: Command, case: Path, stage: str = "hashes") -> list[tuple[str, str]]:
    """Return name and words of the faults of a stage."""
    return [(row["name"], row["fault"]) for row in command.rows("list", case, "faults") if row["stage"] == stage]


def counted(case: Path) -> Tally:
    """Return how many hashes were declared and confirmed."""
    with Case.open(case).reading() as store:
        return tally(store)


def text_of(command: Command, case: Path, name: str) -> dict[str, Any]:
    """Return the facts of a text."""
    return next(row for row in command.rows("list", case, "texts") if row["name"] == name)


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("algorithm", KINDS)
@pytest.mark.parametrize("newer", [False, True])
def test_a_whole_folder_has_no_fault(
    tmp_path: Path, command: Command, algorithm: str, newer: bool, apart: bool
) -> None:
    """Page, list and stamp fit the files, whatever hash was taken and wherever each file lies."""
    paths = archive(tmp_path / "given", algorithm=algorithm, newer=newer, apart=apart)
    case = tmp_path / "case"
    assert command("build", case, tmp_path / "given").exit_code == 0
    assert faults(command, case) == []
    assert counted(case) == Tally(declared=4, confirmed=4, stamps=1, tied=1)
    declared = dict(text_of(command, case, paths["page"].name)["declared"])
    assert declared["url"] == "https://social.example/@anabel/posts/7731"
    stamp = dict(text_of(command, case, paths["stamp"].name)["declared"])
    assert stamp["authority"] == "Port Selm Time"
    verified = command("verify", case)
    assert verified.exit_code == 0
    assert "hashes that archivers declared: 4, of sealed files: 4" in verified.output
    assert "time stamps among the sources: 1, over sealed files: 1" in verified.output


@pytest.mark.parametrize("algorithm", KINDS)
def test_a_file_that_is_missing_is_a_fault_until_it_comes(tmp_path: Path, command: Command, algorithm: str) -> None:
    """Of the page and of the list; adding the file later mends both, without a word about how."""
    paths = archive(tmp_path / "given", algorithm=algorithm)
    kept = shutil.move(paths[PICTURE], tmp_path / "kept")
    case = tmp_path / "case"
    assert command("build", case, tmp_path / "given").exit_code == 0
    told = faults(command, case)
    assert [name for name, _ in told] == [paths["list"].name, paths["page"].name]
    assert told[0][1].startswith("line 1: no sealed file has the hash that is declared")
    assert f"{PICTURE}: no sealed file has the hash" in told[1][1]
    assert command("verify", case).exit_code == 0
    paths[PICTURE].write_bytes(Path(kept).read_bytes())
    assert command("build", case, tmp_path / "given").exit_code == 0
    assert faults(command, case) == []


@pytest.mark.parametrize("algorithm", KINDS)
def test_a_file_that_was_changed_is_told_from_one_that_is_missing(
    tmp_path: Path, command: Command, algorithm: str
) -> None:
    """It has the name that the page gives, and another hash."""
    paths = archive(tmp_path / "given", algorithm=algorithm)
    paths[PICTURE].write_bytes(b"another picture")
    case = tmp_path / "case"
    assert command("build", case, tmp_path / "given").exit_code == 0
    told = dict(faults(command, case))
    assert "the file of this name has another hash than is declared" in told[paths["page"].name]
    assert told[paths["page"].name].endswith("it was changed")


def test_a_file_of_the_same_name_elsewhere_was_not_changed(tmp_path: Path, command: Command) -> None:
    """Names such as video.mp4 stand for many files: one in a strange folder says nothing of this one."""
    given = tmp_path / "given"
    for name, data in (("one", b"first"), ("two", b"second")):
        (given / name).mkdir(parents=True)
        media = Media("video.mp4", "video/mp4", {"hash": hashed(data)})
        (given / name / "page.html").write_bytes(page([media], url=f"https://social.example/{name}"))
    (given / "two" / "video.mp4").write_bytes(b"second")
    case = tmp_path / "case"
    assert command("build", case, given).exit_code == 0
    assert [fault for _, fault in faults(command, case)] == [
        f"video.mp4: no sealed file has the hash that is declared (SHA-256 {hashed(b'first')[8:24]}…)"
    ]


@pytest.mark.parametrize("algorithm", KINDS)
def test_a_renamed_file_is_found_by_its_bytes(tmp_path: Path, command: Command, algorithm: str) -> None:
    """What lies in the page's folder is looked at whatever it is called."""
    paths = archive(tmp_path / "given", algorithm=algorithm)
    paths[PICTURE].rename(paths[PICTURE].with_name("exhibit 12.jpg"))
    case = tmp_path / "case"
    assert command("build", case, tmp_path / "given").exit_code == 0
    assert faults(command, case) == []


@pytest.mark.parametrize("algorithm", KINDS)
def test_a_packed_folder_is_held_to_its_hashes_too(tmp_path: Path, command: Command, algorithm: str) -> None:
    """What lies in a ZIP has a folder as well."""
    archive(tmp_path / "given", algorithm=algorithm)
    (tmp_path / "post").mkdir()
    with zipfile.ZipFile(tmp_path / "post" / "sent.zip", "w") as packed:
        for path in sorted((tmp_path / "given").rglob("*")):
            packed.write(path, path.relative_to(tmp_path / "given"))
    case = tmp_path / "case"
    assert command("build", case, tmp_path / "post").exit_code == 0
    assert faults(command, case) == []
    assert counted(case) == Tally(declared=4, confirmed=4, stamps=1, tied=1)


@pytest.mark.parametrize("algorithm", KINDS)
def test_the_order_makes_no_difference(tmp_path: Path, command: Command, algorithm: str) -> None:
    """File by file, forwards and backwards, and built anew from the record: the same lists."""
    paths = archive(tmp_path / "given", algorithm=algorithm)
    paths[PACKED].write_bytes(b"no longer what it was")
    kinds = ("texts", "faults")
    orders = {"forwards": [*paths.values()], "backwards": [*reversed(paths.values())]}
    seen = []
    for name, order in orders.items():
        case = tmp_path / name
        for path in order:
            assert command("build", case, path).exit_code == 0
        seen.append([command.rows("list", case, kind) for kind in kinds])
    for path in (tmp_path / "forwards").glob("reading.db*"):
        path.unlink()
    assert command("build", tmp_path / "forwards").exit_code == 0
    assert seen[0] == seen[1] == [command.rows("list", tmp_path / "forwards", kind) for kind in kinds]
    assert len(seen[0][1]) > 2


@pytest.mark.parametrize("newer", [False, True])
def test_a_stamp_over_a_changed_list_is_a_fault(tmp_path: Path, command: Command, newer: bool) -> None:
    """The list is beside it, and is not what was stamped; with no list, it stamps nothing that is here."""
    paths = archive(tmp_path / "given", newer=newer)
    paths["list"].write_bytes(hashed(FILES[PICTURE]).partition(":")[2].encode())
    case = tmp_path / "case"
    assert command("build", case, tmp_path / "given").exit_code == 0
    told = dict(faults(command, case))
    assert told[paths["stamp"].name].startswith("it stamps other bytes than those of the list of hashes beside it")
    paths["list"].unlink()
    assert command("build", tmp_path / "other", tmp_path / "given").exit_code == 0
    told = dict(faults(command, tmp_path / "other"))
    assert told[paths["stamp"].name].startswith("it stamps no file that is sealed here")


WRONG = {
    "another key": (Wish(wrong_key=True), "its signature is wrong"),
    "changed": (Wish(other_content=True), "what its signature covers is not what it says"),
    "no certificate": (Wish(bring=False), "the certificate of its signer did not come with it"),
    "another use": (Wish(usages=()), "is not for time stamps"),
}


@pytest.mark.parametrize("wish", WRONG)
def test_an_unsound_stamp_is_a_fault(tmp_path: Path, command: Command, wish: str) -> None:
    """It stamps the file, and proves nothing: who made it says so."""
    given = tmp_path / "given"
    given.mkdir()
    (given / "report.txt").write_bytes(b"The mayor of Lorn said that two houses had burned.")
    (given / "report.tsr").write_bytes(token((given / "report.txt").read_bytes(), bare=False, wish=WRONG[wish][0]))
    case = tmp_path / "case"
    assert command("build", case, given).exit_code == 0
    assert faults(command, case) == []
    assert WRONG[wish][1] in faults(command, case, "intake")[0][1]
    assert command("verify", case).exit_code == 0


def test_a_stamp_over_any_sealed_file_is_known(tmp_path: Path, command: Command) -> None:
    """Not only over an archiver's list."""
    given = tmp_path / "given"
    given.mkdir()
    (given / "report.txt").write_bytes(b"The mayor of Lorn said that two houses had burned.")
    for number, sha512 in enumerate((False, True)):
        (given / f"{number}.tsr").write_bytes(token((given / "report.txt").read_bytes(), sha512=sha512, bare=False))
    case = tmp_path / "case"
    assert command("build", case, given).exit_code == 0
    assert command.rows("list", case, "faults") == []
    assert counted(case) == Tally(stamps=2, tied=2)


def test_many_hashes_without_files_are_named_and_counted(tmp_path: Path, command: Command) -> None:
    """A page alone, whose album lies elsewhere, does not fill the list of faults."""
    given = tmp_path / "given"
    given.mkdir()
    media = [Media(f"{n}.jpg", values={"hash": hashed(b"%d" % n)}) for n in range(50)]
    (given / "album.html").write_bytes(page(media))
    case = tmp_path / "case"
    assert command("build", case, given).exit_code == 0
    told = faults(command, case)
    assert len(told) == 21
    assert any("30 more of its hashes are those of no sealed file" in fault for _, fault in told)


def test_a_page_that_is_withdrawn_claims_nothing(tmp_path: Path, command: Command) -> None:
    """Its faults go with it, at once or at the next build."""
    paths = archive(tmp_path / "given", algorithm="SHA3-512")
    for name in ("list", "stamp", PICTURE):
        paths[name].unlink()
    case = tmp_path / "case"
    assert command("build", case, tmp_path / "given").exit_code == 0
    assert len(faults(command, case)) == 1
    source = text_of(command, case, paths["page"].name)["source"]
    assert command("decide", case, "withdraw", source, "--reason", "Not of this case.").exit_code == 0
    assert command("build", case).exit_code == 0
    assert faults(command, case) == []
    assert counted(case) == Tally()
