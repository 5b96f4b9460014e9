"""Search by meaning, as a person and a script use it."""

from __future__ import annotations

import fcntl
import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.conftest import Command

from witnessmark import meaning
from witnessmark.case import LOCK, READING, Case
from witnessmark.cli import KINDS
from witnessmark.reading.neural.vectors import shipped_sentences
from witnessmark.store import Store, schema
from witnessmark.store import store as opening

PARAPHRASE = "we listened to the timber crack, and afterwards it was quiet"
FRENCH = "Les familles ont attendu toute la nuit devant la mine.\n\nLe ministère n’a rien voulu dire.\n"
NUMBERS = "The list of those whom we have counted so far at the gate of the mine:\n\n57\n\n60\n"


class Counted:
    """A progress that keeps its numbers, and stops the work after so many steps."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.total = self.done = 0
        self._stop_after = stop_after

    def begin(self, stage: str, total: int) -> None:
        """Note the number of steps."""
        self.total = total

    def advance(self, steps: int = 1) -> None:
        """Count steps, and stop as Ctrl-C does."""
        self.done += steps
        if self._stop_after is not None and self.done >= self._stop_after:
            raise KeyboardInterrupt

    def end(self) -> None:
        """Do nothing."""


def filled(case: Path) -> Counted:
    """Make what is missing and return what was done."""
    progress = Counted()
    meaning.fill(Case.open(case), progress)
    return progress


def models(case: Path) -> set[str]:
    """Return the models that the vectors are of."""
    with Store.open(case / READING) as store, store.asking() as connection:
        return {*connection.scalars(sa.select(schema.vector.c.model))}


def test_a_paraphrase_finds_its_passage(case: Path, command: Command) -> None:
    """The words are not there; the meaning is, in both texts that tell it, and each row says how it was found."""
    rows = command.rows("search", case, PARAPHRASE, "--like", "--limit", 3)
    by_meaning = [row for row in rows if row["found"] == "meaning"]
    assert len(by_meaning) == 3
    assert {row["name"] for row in by_meaning[:2]} == {"agency.txt", "copy.txt"}
    assert all("beams break" in row["quote"] for row in by_meaning[:2])
    assert by_meaning[0]["score"] == by_meaning[1]["score"] > by_meaning[2]["score"]
    assert all(row["hits"] == [] for row in by_meaning)


def test_passages_with_the_words_come_first_under_their_own_heading(case: Path, command: Command) -> None:
    """The limit holds for each; a passage found both ways is shown once."""
    rows = command.rows("search", case, "beams", "--like", "--limit", 1)
    assert [row["found"] for row in rows] == ["words", "meaning"]
    shown = command("search", case, "beams", "--like", "--limit", 2).stdout
    words, _, alike = shown.partition("By meaning")
    assert words.startswith("By words")
    assert words.count("beams break") == 2
    assert alike.count("(shown above)") == 2
    assert "beams break" not in alike


def test_the_ordinary_search_is_as_before(case: Path, command: Command) -> None:
    """It has no heading and no further field, and makes no vectors."""
    assert "found" not in command.rows("search", case, "beams")[0]
    assert "By words" not in command("search", case, "beams").stdout
    assert models(case) == set()


@pytest.mark.parametrize("query", ["زندان", "1997", "mine " * 3000, "a\ud800b", "x' OR 1=1 --"])
@pytest.mark.parametrize("how", [[], ["--json"]])
def test_anything_that_is_typed_is_a_query(case: Path, command: Command, query: str, how: list[str]) -> None:
    """Where the model reads none of it, a line says so."""
    result = command("search", case, query, "--like", *how)
    assert result.exit_code == 0
    understood = any(letter.isascii() and letter.isalpha() for letter in query)
    assert ("no word in Latin letters" in result.stderr) != understood


@pytest.mark.parametrize("query", ["", " ", "🔥", '"', "*", '""'])
@pytest.mark.parametrize("how", [[], ["--json"], ["--like"], ["--like", "--json"]])
def test_a_query_without_a_word_is_refused(case: Path, command: Command, query: str, how: list[str]) -> None:
    """Nothing can be found by it, and "0 passages" would seem to say something of the case."""
    result = command("search", case, query, *how)
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.endswith("give letters or digits to look for")


def test_cells_of_a_word_or_two_are_left_out_and_counted(tmp_path: Path, case: Path, command: Command) -> None:
    """Such as "F" and "M": the vector of a letter is near to anything short."""
    more = tmp_path / "more"
    more.mkdir()
    rows = "".join(f"<tr><td>{name}</td><td>{sex}</td></tr>" for name, sex in (("Ada Malin", "F"), ("Joram Tesk", "M")))
    words = "<p>The families of the miners have written down all whom they were able to count.</p>"
    (more / "list.html").write_text(
        f'<html lang="en"><body><article>{words * 3}<table>{rows}</table></article></body></html>', encoding="utf-8"
    )
    assert command("build", case, more).exit_code == 0
    result = command("search", case, "woman", "--like", "--json")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert found
    assert all(len(row["quote"].split()) > 2 for row in found)
    assert "having fewer than three words: " in result.stderr


@pytest.mark.parametrize("how", [[], ["--like"]])
def test_where_nothing_is_read_yet_the_build_is_named(tmp_path: Path, command: Command, how: list[str]) -> None:
    """While another process makes the case, whether its reading is there or not; otherwise nothing is found."""
    case = Case.create(tmp_path / "new").folder
    for _ in range(2):
        with (case / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            result = command("search", case, "beams", *how)
        assert result.exit_code == 2
        (line,) = result.stderr.splitlines()
        assert "another process is building this case, and nothing is read yet" in line
        Store.open(case / READING, create=True).close()
    assert command("search", case, "beams", *how).exit_code == 0


def test_what_it_does_not_look_at_is_counted_and_the_reason_said(tmp_path: Path, case: Path, command: Command) -> None:
    """Passages in other languages by language, and those without words."""
    more = tmp_path / "more"
    more.mkdir()
    (more / "families.txt").write_text(FRENCH, encoding="utf-8")
    (more / "count.txt").write_text(NUMBERS, encoding="utf-8")
    assert command("build", case, more).exit_code == 0
    result = command("search", case, "families waited", "--like")
    assert "reads English alone: 2 passages in texts of another language (fr 2)." in result.stderr
    assert "having fewer than three words: 2 passages." in result.stderr
    assert all(row["name"] != "families.txt" for row in command.rows("search", case, "families waited", "--like"))


def test_vectors_are_made_once_and_for_new_passages_alone(tmp_path: Path, case: Path, command: Command) -> None:
    """The first search makes them, the second none, and after a build those of the new text."""
    first = filled(case)
    assert first.done == first.total > 5
    assert filled(case).total == 0
    new = tmp_path / "new.txt"
    new.write_text("The archive of the mine was opened.\n\nNobody had read its lists before.\n", encoding="utf-8")
    assert command("build", case, new).exit_code == 0
    assert filled(case).total == 2


def test_what_was_stopped_goes_on_where_it_was(case: Path, command: Command) -> None:
    """What is done is kept, and the end is the same as of a filling that nobody stopped."""
    stopped = Counted(stop_after=1)
    with pytest.raises(KeyboardInterrupt):
        meaning.fill(Case.open(case), stopped)
    rest = filled(case)
    assert 0 < rest.total < stopped.total
    assert rest.total == stopped.total - stopped.done
    assert filled(case).total == 0
    stopped_rows = command.rows("search", case, PARAPHRASE, "--like")
    with Store.open(case / READING) as store, store.writing() as connection:
        connection.execute(sa.delete(schema.vector))
    assert command.rows("search", case, PARAPHRASE, "--like") == stopped_rows


def test_vectors_of_another_model_are_made_anew(case: Path) -> None:
    """No two models are ever mixed."""
    first = filled(case)
    with Store.open(case / READING) as store, store.writing() as connection:
        connection.execute(sa.update(schema.vector).values(model="an older one"))
    assert filled(case).total == first.total
    assert models(case) == {shipped_sentences().digest}


def test_lists_and_the_check_of_the_case_are_not_touched(case: Path, command: Command) -> None:
    """With vectors the case verifies, and every list is what it was."""
    before = [command("list", case, kind, "--json").stdout for kind in KINDS]
    assert filled(case).done
    assert [command("list", case, kind, "--json").stdout for kind in KINDS] == before
    assert command("verify", case).exit_code == 0


def test_a_rebuilt_reading_gives_the_same_answers(case: Path, command: Command) -> None:
    """Vectors are derived: what is deleted comes again."""
    before = command("search", case, PARAPHRASE, "--like", "--json").stdout
    for path in case.glob(f"{READING}*"):
        path.unlink()
    assert command("build", case).exit_code == 0
    assert command("search", case, PARAPHRASE, "--like", "--json").stdout == before


def test_a_case_that_is_being_built_is_told(case: Path, command: Command) -> None:
    """Where vectors are missing, one line says who is at work; where none is, nothing needs to be written."""
    with (case / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = command("search", case, "beams", "--like")
        assert result.exit_code == 2
        (line,) = result.stderr.splitlines()
        assert "another process is writing to this case" in line
        assert "search without --like" in line
    filled(case)
    with (case / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert command("search", case, "beams", "--like").exit_code == 0


def test_a_case_that_can_only_be_read_is_told(case: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a disc it works if it was made ready before; otherwise one line says what to do."""
    with monkeypatch.context() as patch:
        patch.setattr(opening, "_can_be_written", lambda path: False)
        result = command("search", case, "beams", "--like")
        assert result.exit_code == 2
        (line,) = result.stderr.splitlines()
        assert "nothing can be written there" in line
    filled(case)
    monkeypatch.setattr(opening, "_can_be_written", lambda path: False)
    assert command("search", case, "beams", "--like").exit_code == 0


def test_a_case_without_a_reading_is_told(case: Path, command: Command) -> None:
    """Nothing is made."""
    for path in case.glob(f"{READING}*"):
        path.unlink()
    result = command("search", case, "beams", "--like")
    assert result.exit_code == 2
    assert "there is no reading yet" in result.stderr
    assert not (case / READING).exists()
