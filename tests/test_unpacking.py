"""Files that hold files, from the command line: each part is a source that knows its parent."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.faults.test_hostile_containers import unpacked_within
from tests.intake.containers.making import WORDS, mail, mbox, page, tarred, warc, zipped
from tests.intake.containers.making_msg import msg

from witnessmark.case import Case, keys_folder
from witnessmark.errors import InputError
from witnessmark.nouns import Custody, Digest
from witnessmark.record import Record, verify
from witnessmark.unpacking import Bounds

INNER = "The ministry of Orrum said that nine soldiers had died."


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """Return a folder with a container of every kind, and one report that lies in one of them too."""
    folder = tmp_path / "given"
    folder.mkdir()
    packed = zipped({"reports/inner.txt": INNER.encode(), "inner.eml": mail("The army denied it.", subject="Denial")})
    files = {
        "report.txt": WORDS.encode(),
        "letter.eml": mail(
            "See the files.",
            [("list.csv", "text/csv", b"name,killed\nAna,3\n"), ("pack.zip", "application/zip", packed)],
        ),
        "letter.msg": msg(
            "Moved", "The mayor said that it was so.", [("note.txt", b"The mayor of Sud said that two died.")]
        ),
        "folder.tar.gz": tarred(
            {"a/report.txt": WORDS.encode(), "b.txt": b"Police said that one man was shot."}, "w:gz"
        ),
        "lone.txt.gz": gzip.compress(b"The court freed six men, officials said."),
        "box.mbox": mbox([mail(f"The guard said that {n} men left.", subject=f"letter {n}") for n in ("five", "six")]),
        "pages.warc": warc([page("The police of Sud said that three people were killed.")]),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def lying(rows: list[dict[str, object]]) -> set[tuple[object, object, object]]:
    """Return name, part and parent's name of every part."""
    return {(row["name"], row["part"], row["parent_name"]) for row in rows if row["parent"]}


def test_every_part_is_a_source_that_knows_where_it_lay(given: Path, tmp_path: Path, command: Command) -> None:
    """Parts of parts too; a report that was given as well is one source with two acquisitions."""
    case = tmp_path / "case"
    result = command("build", case, given)
    assert result.exit_code == 0, result.output
    rows = command.rows("list", case, "sources")
    assert lying(rows) == {
        ("list.csv", "attachment 1", "letter.eml"),
        ("pack.zip", "attachment 2", "letter.eml"),
        ("inner.txt", "reports/inner.txt", "pack.zip"),
        ("inner.eml", "inner.eml", "pack.zip"),
        ("note.txt", "attachment 1", "letter.msg"),
        ("report.txt", "a/report.txt", "folder.tar.gz"),
        ("b.txt", "b.txt", "folder.tar.gz"),
        ("lone.txt", "lone.txt", "lone.txt.gz"),
        ("message 1.eml", "message 1", "box.mbox"),
        ("message 2.eml", "message 2", "box.mbox"),
        ("0.html", "record 2, captured 2021-08-03T10:00:00Z", "pages.warc"),
    }
    by_name = {row["name"]: row for row in rows if row["parent"]}
    inner = by_name["inner.txt"]
    assert inner["acquired_from"] == f"{given}/letter.eml!/attachment 2!/reports/inner.txt"
    assert by_name["0.html"]["acquired_from"] == "https://sud.example/news/0"
    assert inner["parent"] == by_name["pack.zip"]["source"]
    reports = [row for row in rows if row["name"] == "report.txt"]
    assert len({row["source"] for row in reports}) == 1
    assert len(reports) == 2
    kinds = {row["name"]: row["media_type"] for row in rows if row["parts"]}
    assert kinds == {
        "letter.eml": "message/rfc822",
        "letter.msg": "application/vnd.ms-outlook",
        "pack.zip": "application/zip",
        "folder.tar.gz": "application/gzip",
        "lone.txt.gz": "application/gzip",
        "box.mbox": "application/mbox",
        "pages.warc": "application/warc",
    }
    assert command.rows("list", case, "faults") == []
    texts = {row["name"] for row in command.rows("list", case, "texts")}
    assert {"letter.eml", "letter.msg", "list.csv", "inner.txt", "inner.eml", "note.txt", "b.txt", "0.html"} <= texts
    assert not texts & {"pack.zip", "folder.tar.gz", "lone.txt.gz", "box.mbox", "pages.warc"}
    assert command("verify", case).exit_code == 0


def test_people_are_told_where_a_source_lay(given: Path, tmp_path: Path, command: Command) -> None:
    """The terminal's list and the dossier say it in words."""
    case = tmp_path / "case"
    assert command("build", case, given).exit_code == 0
    assert "attachment 1 of" in command("list", case, "sources").stdout
    assert command("dossier", case, "-o", tmp_path / "d.html").exit_code == 0
    page_ = (tmp_path / "d.html").read_text(encoding="utf-8")
    assert "lay in it" in page_
    assert "reports/inner.txt" in page_


def test_a_second_build_unpacks_nothing_again(given: Path, tmp_path: Path, command: Command) -> None:
    """Neither the same paths nor none add an entry to the log, and no key is needed for nothing."""
    case = tmp_path / "case"
    assert command("build", case, given).exit_code == 0
    before = Case.open(case).entries
    for words in ((case, given), (case,)):
        result = command("build", *words)
        assert result.exit_code == 0
        assert "Unpacking" not in result.stderr
        assert Case.open(case).entries == before


def test_a_reading_is_rebuilt_without_the_key(
    given: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parts are in the record: on a machine without the key the same lists are made, and nothing is sealed."""
    case = tmp_path / "case"
    assert command("build", case, given).exit_code == 0
    before = {kind: command.rows("list", case, kind) for kind in ("sources", "texts", "statements", "faults")}
    for path in case.glob("reading.db*"):
        path.unlink()
    monkeypatch.setenv("WITNESSMARK_KEYS", str(tmp_path / "no keys"))
    result = command("build", case)
    assert result.exit_code == 0, result.output
    assert {kind: command.rows("list", case, kind) for kind in before} == before


def test_a_withdrawn_part_stays_so_and_a_withdrawn_parent_is_not_opened(
    given: Path, tmp_path: Path, command: Command
) -> None:
    """Opening its parent again does not bring a withdrawn part back; what is withdrawn is not opened."""
    case = tmp_path / "case"
    assert command("build", case, given).exit_code == 0
    for name in ("note.txt", "box.mbox"):
        assert command("decide", case, "withdraw", name, "--reason", "Sent by mistake.").exit_code == 0
    before = command.rows("list", case, "sources")
    for path in case.glob("reading.db*"):
        path.unlink()
    assert command("build", case).exit_code == 0
    after = command.rows("list", case, "sources")
    assert after == before
    gone = {"note.txt", "box.mbox", "message 1.eml", "message 2.eml"}
    assert {row["name"] for row in before if row["withdrawn"]} == gone
    assert command("verify", case).exit_code == 0


def test_a_parent_that_was_withdrawn_before_is_not_opened(tmp_path: Path, command: Command) -> None:
    """Its parts do not enter the record."""
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "a.zip").write_bytes(b"PK\x03\x04 cut")
    case = tmp_path / "case"
    assert command("build", case, folder).exit_code == 0
    assert command("decide", case, "withdraw", "a.zip", "--reason", "Sent by mistake.").exit_code == 0
    entries = Case.open(case).entries
    assert command("build", case, "--retry").exit_code == 0
    assert Case.open(case).entries == entries


def test_what_lay_too_deep_is_opened_once_it_is_given_by_itself(tmp_path: Path, command: Command) -> None:
    """A bound is not for ever: a container that was given by itself is opened, and its fault is gone."""
    folder = tmp_path / "given"
    folder.mkdir()
    inner = zipped({"a.txt": WORDS.encode()})
    (folder / "outer.zip").write_bytes(zipped({"inner.zip": inner}))
    case = tmp_path / "case"
    (folder / "b.txt").write_text(INNER)
    assert command("build", case, folder / "b.txt").exit_code == 0
    unpacked_within(Bounds(deepest=1), case, folder)
    assert "lies in 1 others" in command.rows("list", case, "faults")[0]["fault"]
    (folder / "inner.zip").write_bytes(inner)
    assert command("build", case, folder).exit_code == 0
    assert command.rows("list", case, "faults") == []
    assert {row["name"] for row in command.rows("list", case, "texts")} == {"a.txt", "b.txt"}


def custody(name: str, parent: Digest | None) -> Custody:
    return Custody(
        name=name,
        acquired_from=f"/{name}",
        acquired_at="2031-04-05T14:03:09+02:00",
        clock="system clock, synchronised",
        acquired_by="A. Tester",
        tool="witnessmark",
        parent=parent,
        part="attachment 1" if parent else None,
    )


def test_a_parent_must_be_sealed_first(tmp_path: Path) -> None:
    """The record refuses a part of what it does not hold."""
    record = Record.create(tmp_path / "record", "tests.example/parts", keys_folder())
    with pytest.raises(InputError, match="not sealed here"):
        record.seal(b"part", custody("part.txt", Digest("0" * 64)))
    parent = record.seal(b"parent", custody("parent.eml", None))
    assert record.seal(b"part", custody("part.txt", parent.digest)).custody.parent == parent.digest
    assert verify(tmp_path / "record").ok


def test_no_file_that_the_fence_writes_to_is_left(given: Path, tmp_path: Path, command: Command) -> None:
    """What parts pass through on their way has no name on disk."""
    case = tmp_path / "case"
    assert command("build", case, given).exit_code == 0
    assert [*(case / ".staging").iterdir()] == []
    assert json.dumps(sorted(path.name for path in case.iterdir()))


def standing(command: Command, case: Path) -> set[str]:
    """Return the names of the sources that are not withdrawn."""
    return {row["name"] for row in command.rows("list", case, "sources") if not row["withdrawn"]}


def texts(command: Command, case: Path) -> set[str]:
    return {row["name"] for row in command.rows("list", case, "texts")}


def test_what_came_out_of_a_source_goes_and_comes_back_with_it(given: Path, tmp_path: Path, command: Command) -> None:
    """Parts of parts too; what was given by itself stays. The reading that is made again says the same."""
    case = tmp_path / "case"
    assert command("build", case, given).exit_code == 0
    whole, read = standing(command, case), texts(command, case)
    result = command("decide", case, "withdraw", "letter.eml", "--reason", "Of another case.")
    assert "withdraw  letter.eml, and 4 sources taken out of it" in result.output
    gone = {"letter.eml", "list.csv", "pack.zip", "inner.txt", "inner.eml"}
    assert standing(command, case) == whole - gone
    assert texts(command, case) == read - gone
    assert not any(row["name"] in gone for row in command.rows("list", case, "statements"))
    (entry,) = [row["entry"] for row in command.rows("list", case, "decisions")]
    result = command("decide", case, "withdraw", "folder.tar.gz", "--reason", "Of another case.")
    assert "folder.tar.gz, and 1 source taken out of it" in result.output  # the report was given by itself, too
    assert texts(command, case) == read - gone - {"b.txt"}
    assert rebuilt(command, case) == standing_lists(command, case)
    result = command("decide", case, "withdraw", entry, "--reason", "It is of this case.")
    assert "the withdrawal of letter.eml, and of 4 sources taken out of it" in result.output
    assert command("build", case).exit_code == 0
    assert texts(command, case) == read - {"b.txt"}
    assert rebuilt(command, case) == standing_lists(command, case)
    assert command("verify", case).exit_code == 0


def standing_lists(command: Command, case: Path) -> dict[str, list[str]]:
    """Return the lists of a case, sorted."""
    return {
        kind: sorted(map(str, command.rows("list", case, kind)))
        for kind in ("sources", "texts", "statements", "faults", "decisions")
    }


def rebuilt(command: Command, case: Path) -> dict[str, list[str]]:
    """Return the lists of a case before its reading is deleted and made again, and leave the new one."""
    before = standing_lists(command, case)
    for path in case.glob("reading.db*"):
        path.unlink()
    assert command("build", case).exit_code == 0
    return before


def test_a_part_that_lies_elsewhere_stays(tmp_path: Path, command: Command) -> None:
    """It goes with the last source that it lies in, and comes back when it is given by itself."""
    case, folder = tmp_path / "case", tmp_path / "given"
    folder.mkdir()
    (folder / "one.zip").write_bytes(zipped({"a.txt": WORDS.encode(), "one.txt": b"The mayor said that it rained."}))
    (folder / "two.zip").write_bytes(zipped({"a.txt": WORDS.encode()}))
    assert command("build", case, folder).exit_code == 0
    result = command("decide", case, "withdraw", "one.zip", "--reason", "Wrong.")
    assert "one.zip, and 1 source taken out of it" in result.output
    assert texts(command, case) == {"a.txt"}
    assert command("decide", case, "withdraw", "two.zip", "--reason", "Wrong.").exit_code == 0
    assert texts(command, case) == set()
    assert command("verify", case).exit_code == 0
    (folder / "a.txt").write_bytes(WORDS.encode())
    assert command("build", case, folder).exit_code == 0
    assert texts(command, case) == {"a.txt"}
    assert command("verify", case).exit_code == 0
    assert rebuilt(command, case) == standing_lists(command, case)
