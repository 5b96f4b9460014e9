"""Exports as a whole: refusals, sameness, and what the command says."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.conftest import Command

from witnessmark.case import Case
from witnessmark.errors import BusyError
from witnessmark.publish.exporting import FORMS, Order, export
from witnessmark.record import Moment

MOMENT = Moment("2031-04-05T14:03:09+02:00", "system clock, synchronised")


class Silent:
    """Is told how far an export is, and says nothing."""

    def begin(self, stage: str, total: int) -> None:
        """Begin a stage."""

    def advance(self, steps: int = 1) -> None:
        """Count steps."""

    def end(self) -> None:
        """End the stage."""


def order(form: str, path: Path) -> Order:
    """Return an order with a fixed time."""
    return Order(form=form, path=path, by="Ada Quell", reason="For the court.", moment=MOMENT, tool="witnessmark 0.1.0")


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_case_gives_the_same_bytes(form: str, rich: Path, tmp_path: Path) -> None:
    """Two copies of one case, exported at the same time of the clock."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        shutil.copytree(rich, tmp_path / name / "case")
        export(Case.open(tmp_path / name / "case"), order(form, tmp_path / name / "out"), Silent())
    assert contents(tmp_path / "one" / "out") == contents(tmp_path / "two" / "out")
    proofs = [path.read_bytes() for path in sorted(tmp_path.glob("*/*.tlog-proof"))]
    assert proofs == ([proofs[0]] * 2 if form == "bag" else [])


@pytest.mark.parametrize("form", FORMS)
def test_a_damaged_record_is_not_exported(form: str, case: Path, tmp_path: Path, command: Command) -> None:
    """One changed byte of a sealed file, and nothing is written; the log says nothing of an export."""
    blob = next(path for path in sorted((case / "record" / "blobs").rglob("*")) if path.is_file())
    blob.chmod(0o644)
    blob.write_bytes(blob.read_bytes()[:-1] + b"\x00")
    result = command("export", case, tmp_path / "out", "--as", form)
    assert result.exit_code == 2
    assert blob.name in result.output
    assert "it was changed" in result.output
    assert not (tmp_path / "out").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith((".out", "out"))]
    assert not [row for row in command.rows("list", case, "decisions") if row["action"] == "export"]


@pytest.mark.parametrize("form", FORMS)
def test_a_citation_that_does_not_resolve_is_not_exported(
    form: str, case: Path, tmp_path: Path, command: Command
) -> None:
    """As with a dossier: nothing is written, and one line says which words do not stand where."""
    with Case.open(case).reading() as store, store.writing() as connection:
        connection.execute(sa.text("UPDATE figure SET quote = 'at least 58' WHERE quote LIKE '%57%'"))
    result = command("export", case, tmp_path / "out", "--as", form)
    assert result.exit_code == 2
    assert "at least 58" in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--as", "bag"], "is there already"),
        (["--as", "csv"], "is there already"),
        (["--as", "pdf"], "'pdf' is not one of"),
        ([], "--as"),
        (["--as", "csv", "--reason", "Why not."], "--reason goes with --as bag"),
        (["--as", "bag", "--reason", " "], "--reason is empty"),
    ],
)
def test_a_wrong_call_is_one_line(case: Path, tmp_path: Path, command: Command, words: list[str], part: str) -> None:
    """It says what and how to mend it, with status 2."""
    (tmp_path / "taken").mkdir()
    result = command("export", case, tmp_path / "taken", *words)
    assert result.exit_code == 2
    assert part in result.output
    assert len(result.output.splitlines()) == 1


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_exported_into_the_record(form: str, case: Path, command: Command) -> None:
    """Whatever lay there would be a fault of the record."""
    result = command("export", case, case / "record" / "out", "--as", form)
    assert result.exit_code == 2
    assert "lies in the record" in result.output
    assert command("verify", case).exit_code == 0


def test_without_the_key_no_bag_is_made(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bag is an entry of the log, which the key signs; tables need no key."""
    monkeypatch.setenv("WITNESSMARK_KEYS", str(tmp_path / "nothing"))
    command = Command()
    result = command("export", case, tmp_path / "out", "--as", "bag")
    assert result.exit_code == 2
    assert "WITNESSMARK_KEYS" in result.output
    assert command("export", case, tmp_path / "csv", "--as", "csv").exit_code == 0


def test_one_writer_at_a_time(case: Path, tmp_path: Path) -> None:
    """A bag is one state of the case: it waits for nobody and lets nobody in between."""
    opened = Case.open(case)
    with opened.writing(), pytest.raises(BusyError):
        export(opened, order("bag", tmp_path / "out"), Silent())
    assert not (tmp_path / "out").exists()


def test_a_case_without_a_reading_is_told_to_be_built(case: Path, tmp_path: Path, command: Command) -> None:
    """An export never makes an empty reading look like one."""
    for path in case.glob("reading.db*"):
        path.unlink()
    for form in FORMS:
        result = command("export", case, tmp_path / form, "--as", form)
        assert result.exit_code == 2
        assert "build" in result.output
        assert not (tmp_path / form).exists()


def test_names_with_every_character_are_exported(tmp_path: Path, command: Command) -> None:
    """Names are words in tables; files in a bag are named by digests, so that no manifest needs an escape."""
    reports = tmp_path / "reports"
    reports.mkdir()
    for name in (b"a\nb.txt", b"\xff.txt", b"-rf.txt", "\u202egnp.txt".encode(), b"\\x.txt", b"%0a.txt"):
        Path(os.fsdecode(bytes(reports) + b"/" + name)).write_text(f"Joram Tesk said that {len(name)} came.")
    assert command("build", tmp_path / "case", reports).exit_code == 0
    for form in FORMS:
        assert command("export", tmp_path / "case", tmp_path / form, "--as", form).exit_code == 0
    listed = (tmp_path / "bag" / "manifest-sha256.txt").read_text(encoding="ascii")
    assert all(len(line.split()) == 2 for line in listed.splitlines())
    assert command("verify", tmp_path / "case", "--bag", tmp_path / "bag").exit_code == 0


def test_a_killed_export_leaves_no_bag_that_the_log_does_not_know(case: Path, tmp_path: Path, command: Command) -> None:
    """After each kill the case verifies; a bag that has its name is one that the case knows."""
    chance = random.Random(11)
    for number in range(8):
        out = tmp_path / f"out-{number}"
        process = subprocess.Popen(
            [sys.executable, "-m", "witnessmark", "export", str(case), str(out), "--as", "bag"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.5, 2.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert command("verify", case).exit_code == 0
        if out.exists():
            assert command("verify", case, "--bag", out).exit_code == 0
    assert command("export", case, tmp_path / "last", "--as", "bag").exit_code == 0
    assert command("verify", case, "--bag", tmp_path / "last").exit_code == 0
