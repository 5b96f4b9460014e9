"""The command line as a person and a script use it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from tests.conftest import Command
from tests.intake.containers.making import WORDS, zipped

from witnessmark.case import SETTINGS
from witnessmark.cli import KINDS, cli
from witnessmark.store import Store


def test_a_build_says_what_it_found_and_what_to_do_next(tmp_path: Path, reports: Path, command: Command) -> None:
    """The summary counts sources, texts, statements by speaker, figures and faults."""
    result = command("build", tmp_path / "case", reports)
    assert result.exit_code == 0
    for words in (
        "4  files given (4 new, 0 with known contents)",
        "4  sources sealed (4 new)",
        "3  texts read (3 now)",
        "statements",
        "figures",
        "1  fault ",
        "list",
        "dossier",
    ):
        assert words in result.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_listed_for_people_and_for_scripts(case: Path, command: Command, kind: str) -> None:
    """The same rows come on a terminal and as JSON lines."""
    rows = command.rows("list", case, kind)
    shown = command("list", case, kind)
    assert shown.exit_code == 0
    assert shown.stdout.splitlines()[-1].strip().startswith(f"{len(rows)} ")


def test_statements_carry_speaker_words_place_and_mode(case: Path, command: Command) -> None:
    """A statement's quote stands at its spans in the text of its source."""
    rows = command.rows("list", case, "statements", "--speaker", "Joram Tesk", "--source", "agency.txt")
    assert len(rows) == 1
    (row,) = rows
    assert row["content"]["quote"].startswith("“We heard the beams break")
    assert row["cue"]["quote"] == "said"
    assert row["mode"] == "asserted"
    assert row["locator"] == "paragraph 3"
    text = (case.parent / "reports" / "agency.txt").read_text(encoding="utf-8")
    assert text[slice(*row["content"]["spans"][0])] == row["content"]["quote"]


def test_figures_have_bounds_and_their_statement(case: Path, command: Command) -> None:
    """“At least 57” is 57 and open above; “more than 60” is 60 and open above."""
    found = {(row["name"], row["lo"], row["hi"], row["measure"]) for row in command.rows("list", case, "figures")}
    assert ("agency.txt", 57, None, "persons.killed") in found
    assert ("paper.html", 60, None, "persons.killed") in found


def test_questions_set_answers_of_different_sources_side_by_side(case: Path, command: Command) -> None:
    """Two answers to how many miners were killed; the copied text adds no origin."""
    rows = [row for row in command.rows("list", case, "questions") if row["measure"] == "persons.killed"]
    assert len(rows) == 1
    (row,) = rows
    assert {(answer["lo"], answer["party"]) for answer in row["answers"]} == {
        (57, "Interior Ministry"),
        (60, "Ana Velik"),
    }
    assert row["articles"] == 3
    assert row["origins"] == 2


def test_copies_name_both_sides(case: Path, command: Command) -> None:
    """The text that repeats the agency's is a copy; the paper's own text is not."""
    rows = command.rows("list", case, "copies")
    assert [{row["from_name"], row["to_name"]} for row in rows] == [{"agency.txt", "copy.txt"}]


def test_a_broken_file_costs_its_own_row(case: Path, command: Command) -> None:
    """The fault names the file, the stage and what to do; the files beside it were read."""
    rows = command.rows("list", case, "faults")
    assert [(row["name"], row["stage"]) for row in rows] == [("broken.pdf", "intake")]
    assert rows[0]["hint"]


def test_search_finds_passages_whatever_the_case(case: Path, command: Command) -> None:
    """Hits are spans of the unchanged text."""
    rows = command.rows("search", case, "BEAMS", "break")
    assert {row["name"] for row in rows} == {"agency.txt", "copy.txt"}
    row = rows[0]
    start = row["spans"][0][0]
    assert {row["quote"][first - start : end - start].lower() for first, end in row["hits"]} == {"beams", "break"}


def test_building_again_does_only_new_work(case: Path, built: Path, reports: Path, command: Command) -> None:
    """The second build seals and reads nothing, a new file alone is read after that."""
    again = command("build", case, built / "reports")
    assert "(0 new)" in again.stdout
    assert "(0 now)" in again.stdout
    (reports / "new.txt").write_text("The mayor said that 12 houses were searched.\n", encoding="utf-8")
    third = command("build", case, reports / "new.txt")
    assert "(1 new)" in third.stdout
    assert "(1 now)" in third.stdout


def test_files_and_sources_are_counted_apart(tmp_path: Path, reports: Path, command: Command) -> None:
    """The same contents under another name are a file that was given, and no new source."""
    shutil.copy(reports / "agency.txt", reports / "again.txt")
    first = command("build", tmp_path / "case", reports)
    assert "5  files given (4 new, 1 with known contents)" in first.stdout
    assert "4  sources sealed (4 new)" in first.stdout
    shutil.copy(reports / "agency.txt", reports / "once more.txt")
    again = command("build", tmp_path / "case", reports)
    assert "6  files given (0 new, 6 with known contents)" in again.stdout
    assert "4  sources sealed (0 new)" in again.stdout
    assert "files given" not in command("build", tmp_path / "case").stdout


def test_sources_taken_out_of_others_are_counted_apart(tmp_path: Path, command: Command) -> None:
    """A container is one file that was given; what is taken out of it are sources, and no files that were known."""
    given = tmp_path / "post.zip"
    given.write_bytes(zipped({"a.txt": WORDS.encode(), "b.txt": WORDS[:40].encode()}))
    first = command("build", tmp_path / "case", given)
    assert "1  file given (1 new, 0 with known contents)" in first.stdout
    assert "3  sources sealed (3 new, 2 of them taken out of others)" in first.stdout
    again = command("build", tmp_path / "case", given)
    assert "1  file given (0 new, 1 with known contents)" in again.stdout
    assert "3  sources sealed (0 new)" in again.stdout


def test_rows_that_are_left_out_are_counted(case: Path, command: Command) -> None:
    """``--limit`` says how many there are, in tables as in blocks; scripts get so many rows and nothing else."""
    for kind in ("sources", "statements"):
        count = len(command.rows("list", case, kind))
        assert command("list", case, kind, "--limit", 2).stdout.splitlines()[-1].strip() == f"2 of {count} {kind}"
        assert command("list", case, kind, "--limit", count).stdout.splitlines()[-1].strip() == f"{count} {kind}"
        assert len(command.rows("list", case, kind, "--limit", 2)) == 2


def test_decisions_are_recorded_shown_and_withdrawn(case: Path, command: Command) -> None:
    """A rejected statement keeps its place with its verdict; a withdrawal takes the verdict back."""
    statement = command.rows("list", case, "statements")[0]["id"]
    (made,) = command.rows("decide", case, "reject", statement, "--reason", "The speaker is another.")
    verdicts = {row["id"]: row["verdict"] for row in command.rows("list", case, "statements")}
    assert verdicts[statement] == "reject"
    command.rows("decide", case, "withdraw", made["entry"], "--reason", "It was right.")
    verdicts = {row["id"]: row["verdict"] for row in command.rows("list", case, "statements")}
    assert verdicts[statement] is None
    assert [row["action"] for row in command.rows("list", case, "decisions")] == ["reject", "withdraw"]
    assert command("verify", case).exit_code == 0


def test_sources_are_graded_noted_and_withdrawn(case: Path, command: Command) -> None:
    """A withdrawn source leaves the reading, not the record."""
    command.rows("decide", case, "grade", "paper.html", "B2", "--reason", "Its archive is complete.")
    command.rows("decide", case, "note", "paper.html", "Bought at the kiosk in Velmar.")
    command.rows("decide", case, "withdraw", "copy.txt", "--reason", "Sealed by mistake.")
    assert {row["name"] for row in command.rows("list", case, "texts")} == {"agency.txt", "paper.html"}
    assert {row["name"] for row in command.rows("list", case, "sources") if row["withdrawn"]} == {"copy.txt"}
    assert command("verify", case).exit_code == 0


def test_a_new_key_signs_from_then_on(case: Path, command: Command) -> None:
    """Both checkpoints are kept, and the case verifies."""
    assert command("decide", case, "replace-key", "--reason", "A new machine.").exit_code == 0
    assert command("verify", case).exit_code == 0


def test_a_changed_byte_is_named(case: Path, command: Command) -> None:
    """Verify says no, and which file."""
    blob = next(path for path in sorted((case / "record").rglob("*")) if path.is_file() and "blobs" in path.parts)
    blob.chmod(0o644)
    blob.write_bytes(b"X" + blob.read_bytes()[1:])
    result = command("verify", case)
    assert result.exit_code == 1
    assert str(blob.relative_to(case)) in result.stdout


def test_a_dossier_is_written(case: Path, command: Command, tmp_path: Path) -> None:
    """The page stands by itself."""
    assert command("dossier", case, "-o", tmp_path / "dossier.html").exit_code == 0
    assert "Joram Tesk" in (tmp_path / "dossier.html").read_text(encoding="utf-8")


def test_lines_are_read_without_a_case(tmp_path: Path, command: Command) -> None:
    """One line comes out for each line that goes in; a bad line is named and left out."""
    lines = tmp_path / "lines.jsonl"
    lines.write_text(
        '{"id": 1, "text": "“The road is closed,” said Ana Velik."}\nnot JSON\n{"id": 3, "text": ""}\n',
        encoding="utf-8",
    )
    result = command("read", "--jsonl", lines)
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == [1, 3]
    (found,) = rows[0]["attributions"]
    assert rows[0]["text"][slice(*found["source"][0])] == "Ana Velik"


@pytest.mark.parametrize(
    "line",
    [
        "[1, 2]",
        '"text"',
        '{"id": 1}',
        '{"id": 1, "text": 7}',
        '{"id": 1, "text": "x", "language": 5}',
        '{"id": 1, "text": "x", "published": "yesterday"}',
        "{",
    ],
)
def test_an_odd_line_is_named_and_the_next_is_read(line: str) -> None:
    """Each costs itself alone."""
    result = CliRunner().invoke(cli, ["read", "--jsonl"], input=f'{line}\n{{"id": "next", "text": "It rained."}}\n')
    assert result.exit_code == 2
    assert "line 1" in result.stderr
    assert [json.loads(row)["id"] for row in result.stdout.splitlines()] == ["next"]


def test_lines_come_from_standard_input() -> None:
    """Without a file, the lines are taken from standard input."""
    result = CliRunner().invoke(cli, ["read", "--jsonl"], input='{"id": "a", "text": "Officials said that 12 died."}\n')
    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == "a"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["build", "CASE", "no-such-folder"], "no-such-folder"),
        (["list", "no-case", "sources"], "no such case"),
        (["list", "CASE", "nonsense"], "nonsense"),
        (["list", "CASE", "sources", "--mode", "denied"], "--mode does not go with"),
        (["list", "CASE", "statements", "--mode", "shouted"], "there is no such mode"),
        (["decide", "CASE", "confirm", "s0", "--reason", "x"], "no statement with this id"),
        (["decide", "CASE", "confirm", "s0"], "needs a reason"),
        (["decide", "CASE", "grade", "agency.txt", "Z9", "--reason", "x"], "Z9"),
        (["decide", "CASE", "withdraw", "999", "--reason", "x"], "no such entry"),
        (["list", "CASE", "sources", "--limit", "9" * 30], "--limit"),
        (["search", "CASE", "beams", "--limit", "9" * 30], "--limit"),
        (["dossier", "CASE", "-o", "dossier.odt"], ".html"),
        (["read"], "name a FILE"),
        (["read", "no-such-file.txt"], "no-such-file.txt"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_a_wrong_call_is_one_line_and_status_two(case: Path, command: Command, words: list[str], part: str) -> None:
    """The line says what and how to mend it; there is no traceback."""
    result = command(*(str(case) if word == "CASE" else word for word in words))
    assert result.exit_code == 2
    assert part in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_missing_path_does_not_keep_the_others_out(tmp_path: Path, reports: Path, command: Command) -> None:
    """What is there is built, the missing path is named, and the status says so."""
    result = command("build", tmp_path / "case", reports / "agency.txt", tmp_path / "gone.txt")
    assert result.exit_code == 2
    assert "gone.txt" in result.stderr
    assert len(command.rows("list", tmp_path / "case", "texts")) == 1


def test_a_case_of_a_newer_version_is_refused(case: Path, command: Command) -> None:
    """The line says that a newer version is needed."""
    path = case / SETTINGS
    path.write_text(path.read_text(encoding="utf-8").replace("format = 1", "format = 2"), encoding="utf-8")
    result = command("list", case, "sources")
    assert result.exit_code == 2
    assert "newer version" in result.stderr


def test_a_damaged_reading_is_told_with_the_way_to_mend_it(case: Path, command: Command, reports: Path) -> None:
    """Deleting it and building again is enough; the record is whole."""
    before = command.rows("list", case, "statements")
    for path in case.glob("reading.db*"):
        path.write_bytes(b"not a database at all, and long enough to be looked at" * 100)
    result = command("list", case, "statements")
    assert result.exit_code == 2
    assert "delete reading.db" in result.stderr
    for path in case.glob("reading.db*"):
        path.unlink()
    assert command("build", case).exit_code == 0
    assert command.rows("list", case, "statements") == before


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        ("UPDATE text SET declared = char(0, 0)", "texts"),
        ("UPDATE statement SET mode = 'heard'", "statements"),
        ("UPDATE figure SET spans = '[[1,2,3]]'", "figures"),
        ("UPDATE passage SET steps = '{}' || steps", "statements"),
    ],
)
def test_rows_that_a_disk_has_damaged_are_told(case: Path, command: Command, damage: str, kind: str) -> None:
    """A page of the file that was lost leaves a database that opens, with rows in it that nobody wrote."""
    with closing(sqlite3.connect(case / "reading.db")) as connection:
        connection.execute(damage)
        connection.commit()
    for words in (("list", case, kind, "--json"), ("verify", case)):
        result = command(*words)
        assert result.exit_code
        assert "delete reading.db" in " ".join((result.stdout + result.stderr).split())


def test_a_name_that_is_not_utf_8_costs_nobody_anything(tmp_path: Path, reports: Path, command: Command) -> None:
    """The file is sealed and read under a name in which its odd bytes are shown."""
    odd = os.fsdecode(b"n\xffame.txt")
    (reports / odd).write_text("The mayor said that 12 houses were searched.\n", encoding="utf-8")
    assert command("build", tmp_path / "case", reports).exit_code == 0
    assert "n\\xffame.txt" in {row["name"] for row in command.rows("list", tmp_path / "case", "texts")}


def test_a_case_never_seals_itself_another_case_or_keys(
    case: Path, reports: Path, command: Command, keys: Path, tmp_path: Path
) -> None:
    """However the folder is named: from above, from within, through a link, by a way round."""
    before = len(command.rows("list", case, "sources"))
    (tmp_path / "link").symlink_to(case)
    for path in (case, case / "record", tmp_path / "reports" / ".." / "case", tmp_path / "link", keys):
        command("build", case, path)
        assert len(command.rows("list", case, "sources")) == before, path
    shutil.copytree(case, reports / "old-case")
    command("build", case, reports)
    names = {row["name"] for row in command.rows("list", case, "sources")}
    assert not names & {"case.toml", "reading.db", "checkpoint"}


def test_a_file_has_one_name_however_it_is_given(case: Path, reports: Path, command: Command) -> None:
    """A way round through another folder is the same path."""
    command("build", case, reports)
    before = len(command.rows("list", case, "sources"))
    command("build", case, reports / ".." / "reports")
    assert len(command.rows("list", case, "sources")) == before


def test_a_withdrawn_source_stays_withdrawn(case: Path, reports: Path, command: Command) -> None:
    """Building the same folder again does not bring it back, nor does a new reading."""
    command.rows("decide", case, "withdraw", "paper.html", "--reason", "A person in it is at risk.")
    command("build", case, reports)
    assert "paper.html" not in {row["name"] for row in command.rows("list", case, "texts")}
    for path in case.glob("reading.db*"):
        path.unlink()
    assert command("build", case).exit_code == 0
    assert "paper.html" not in {row["name"] for row in command.rows("list", case, "texts")}
    assert "paper.html (withdrawn)" in command("list", case, "sources").stdout


def test_a_source_that_was_withdrawn_by_mistake_comes_back(case: Path, reports: Path, command: Command) -> None:
    """Withdrawing the withdrawal lets it stand again: the next build reads it as before, and so does a new reading."""
    before = {kind: command.rows("list", case, kind) for kind in ("texts", "statements", "figures", "copies")}
    (made,) = command.rows("decide", case, "withdraw", "copy.txt", "--reason", "Sealed by mistake.")
    again = command("decide", case, "withdraw", "copy.txt", "--reason", "Sealed by mistake.")
    assert f"withdraw entry {made['entry']}" in again.stderr
    back = command("decide", case, "withdraw", made["entry"], "--reason", "It belongs here after all.")
    assert "the withdrawal of copy.txt" in back.stdout
    assert f"build {case}" in back.stdout
    assert command("verify", case).exit_code == 0
    for leftover in ("nothing", "reading.db*"):
        for file in case.glob(leftover):
            file.unlink()
        assert command("build", case, reports).exit_code == 0
        assert {kind: command.rows("list", case, kind) for kind in before} == before
        assert not any(row["withdrawn"] for row in command.rows("list", case, "sources"))
        assert command("verify", case).exit_code == 0


def test_a_decision_that_was_withdrawn_by_mistake_stands_again(case: Path, command: Command) -> None:
    """The verdict holds again, after a rebuild too, and can be withdrawn again."""
    identity = command.rows("list", case, "statements")[0]["id"]
    (made,) = command.rows("decide", case, "reject", identity, "--reason", "Misread.")
    (gone,) = command.rows("decide", case, "withdraw", made["entry"], "--reason", "It was right.")
    command.rows("decide", case, "withdraw", gone["entry"], "--reason", "It was not.")
    for leftover in ("nothing", "reading.db*"):
        for file in case.glob(leftover):
            file.unlink()
        command("build", case)
        assert command.rows("list", case, "statements")[0]["verdict"] == "reject"
        marks = [row["withdrawn_by"] for row in command.rows("list", case, "decisions")]
        assert marks == [None, gone["entry"] + 1, None]
    (last,) = command.rows("decide", case, "withdraw", made["entry"], "--reason", "Enough.")
    assert command.rows("list", case, "decisions")[0]["withdrawn_by"] == last["entry"]
    assert command.rows("list", case, "statements")[0]["verdict"] is None


def test_a_reading_is_rebuilt_without_the_key(
    case: Path, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague who has the record and no key makes the same reading."""
    before = command.rows("list", case, "statements")
    monkeypatch.setenv("WITNESSMARK_KEYS", str(tmp_path / "no-keys"))
    for path in case.glob("reading.db*"):
        path.unlink()
    assert command("build", case).exit_code == 0
    assert command.rows("list", case, "statements") == before


def test_a_missing_row_of_the_reading_is_a_fault(case: Path, command: Command) -> None:
    """A reading that does not know an entry of the record does not verify."""
    with Store.open(case / "reading.db") as store, store.writing() as connection:
        connection.execute(sa.text("DELETE FROM acquisition WHERE entry = 0"))
    result = command("verify", case)
    assert result.exit_code == 1
    assert "log entry 0" in result.stdout


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ("UPDATE statement SET mode = 'denied' WHERE mode = 'asserted'", "agency.txt was altered"),
        ("UPDATE statement SET party = 'The Company'", "agency.txt was altered"),
        ("UPDATE statement SET score = 0.01", "paper.html was altered"),
        ("UPDATE figure SET lo = '5', hi = '7'", "agency.txt was altered"),
        ("UPDATE figure SET measure = 'sites.graves'", "agency.txt was altered"),
        ("UPDATE date SET value = '1999'", "paper.html was altered"),
        ("UPDATE name SET kind = 'other'", "paper.html was altered"),
        ('UPDATE passage SET steps = \'[["page", "9"]]\'', "copy.txt was altered"),
        ("UPDATE text SET published = '1999-01-01'", "paper.html was altered"),
        ("UPDATE text SET imprint = NULL", "paper.html was altered"),
        ("DELETE FROM statement WHERE mode = 'denied'", "copy.txt was altered"),
        ("DELETE FROM figure", "paper.html was altered"),
        ("DELETE FROM date", "paper.html was altered"),
        ("DELETE FROM text WHERE source IN (SELECT digest FROM source WHERE name = 'copy.txt')", "copy.txt is gone"),
        ("DELETE FROM fault", "broken.pdf is gone"),
        ("UPDATE source SET name = 'other.txt' WHERE name = 'copy.txt'", "copy.txt is not what the record holds"),
        ("UPDATE source SET withdrawn = 1 WHERE name = 'copy.txt'", "copy.txt is not what the record holds"),
        ("DELETE FROM source WHERE name = 'broken.pdf'", "broken.pdf is not what the record holds"),
        ("UPDATE decision SET withdrawn_by = 4", "entry 4 is withdrawn was altered"),
    ],
)
def test_an_edit_of_the_reading_is_found(case: Path, command: Command, edit: str, words: str) -> None:
    """Whatever is changed in what was read, or deleted, is named with its source, and with the way to make it again."""
    command.rows("decide", case, "note", "agency.txt", "Received by post.")
    with Store.open(case / "reading.db") as store, store.writing() as connection:
        assert connection.execute(sa.text(edit)).rowcount
    result = command("verify", case)
    assert result.exit_code == 1, result.stdout
    assert words in result.stdout
    assert "makes it again from the record" in result.stdout
    for path in case.glob("reading.db*"):
        path.unlink()
    assert command("build", case).exit_code == 0
    assert command("verify", case).exit_code == 0


def test_a_pipe_in_the_place_of_a_file_does_not_hold_verify_up(case: Path, command: Command) -> None:
    """It is named, like any other change."""
    (case / "record" / "log" / "checkpoint").unlink()
    os.mkfifo(case / "record" / "log" / "checkpoint")
    result = command("verify", case)
    assert result.exit_code == 1
    assert "record/log/checkpoint" in result.stdout


def test_output_that_nobody_reads_to_its_end_is_no_failure(case: Path) -> None:
    """``| head -1`` ends with status 0."""
    words = f"{sys.executable} -m witnessmark list {case} statements --json | head -c 1; echo ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", words], capture_output=True, text=True, check=True)
    assert result.stdout.endswith("0\n")
    assert not result.stderr


def test_a_link_that_leads_to_itself_is_a_fault(reports: Path, tmp_path: Path, command: Command) -> None:
    """Named by itself or found in a folder, it costs its own row; the rest is built."""
    (reports / "self.txt").symlink_to("self.txt")
    case = tmp_path / "linked"
    assert command("build", case, reports / "self.txt", reports).exit_code == 0
    assert any(
        "link" in row["fault"] for row in command.rows("list", case, "faults") if row["name"].endswith("self.txt")
    )
    assert command.rows("list", case, "texts")


def test_what_could_not_be_sealed_stays_named(case: Path, reports: Path, command: Command) -> None:
    """Though the reading is made again from the record; each path once, and no longer when its folder is clean."""
    (reports / "gone.txt").symlink_to(reports / "nothing")
    assert command("build", case, reports).exit_code == 0
    assert command("build", case, reports, reports / "gone.txt").exit_code == 0
    before = [row for row in command.rows("list", case, "faults") if row["stage"] == "seal"]
    assert [Path(row["name"]).name for row in before] == ["gone.txt"]
    for path in case.glob("reading.db*"):
        path.unlink()
    assert command("build", case).exit_code == 0
    assert [row for row in command.rows("list", case, "faults") if row["stage"] == "seal"] == before
    (reports / "gone.txt").unlink()
    assert command("build", case, reports).exit_code == 0
    assert not [row for row in command.rows("list", case, "faults") if row["stage"] == "seal"]


def test_a_damaged_list_of_the_unsealed_is_named(case: Path, command: Command) -> None:
    """The message names the file, its line, and the way on; it is never passed over."""
    (case / "unsealed.jsonl").write_text("[]\n", encoding="utf-8")
    result = command("build", case)
    assert result.exit_code != 0
    assert "unsealed.jsonl: line 1" in result.output


def test_a_number_too_large_to_be_read_answers_nothing(tmp_path: Path, command: Command) -> None:
    """It is listed as what it is, and no question is made of it."""
    folder = tmp_path / "told"
    folder.mkdir()
    for name in ("mayor", "doctor"):
        told = f"The {name} said that 1e400 people were killed in Kedaria on 1 May 2019."
        (folder / f"{name}.txt").write_text(told, encoding="utf-8")
    assert command("build", tmp_path / "case", folder).exit_code == 0
    assert not command.rows("list", tmp_path / "case", "questions")
    assert "a number too large to be read" in command("list", tmp_path / "case", "figures").output


def test_a_figure_that_is_denied_answers_nothing(tmp_path: Path, command: Command) -> None:
    """Who denies a number does not give it."""
    folder = tmp_path / "told"
    folder.mkdir()
    for name, words in (("mayor", "said"), ("doctor", "said"), ("army", "denied")):
        told = f"The {name} {words} that 14 people were killed in Kedaria on 1 May 2019."
        (folder / f"{name}.txt").write_text(told, encoding="utf-8")
    assert command("build", tmp_path / "case", folder).exit_code == 0
    (row,) = command.rows("list", tmp_path / "case", "questions")
    assert {answer["party"] for answer in row["answers"]} == {"mayor", "doctor"}
