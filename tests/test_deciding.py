"""Targets of decisions and of filters that are none, several, or of another kind: each is told in one line."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from tests.conftest import Command


def _told(command: Command, *words: object) -> str:
    result = command(*words)
    assert result.exit_code == 2, result.output
    assert len(result.stderr.splitlines()) == 1
    return result.stderr


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["confirm", "FIGURE"], "this is a figure; confirm takes a statement's id"),
        (["reject", "agency.txt"], "this is a source; reject takes a statement's id"),
        (["unsure", "0"], "numbers of entries go with withdraw"),
        (["confirm", "s"], "begin so, such as s"),
        (["confirm", "x0123456789abcdef"], "there is no pair with this id; `list contradictions` shows them"),
        (["confirm", "nothing"], "there is no statement with this id; confirm takes"),
        (["grade", "STATEMENT", "B"], "a statement's grade is its credibility, a digit from 1 to 6"),
        (["grade", "agency.txt", "2"], "a source's grade is its reliability, a letter from A to F"),
        (["grade", "agency.txt", "G7"], "a grade is a letter from A to F, a digit from 1 to 6, or both"),
        (["grade", "agency.txt"], "no grade: a grade is a letter"),
        (["interest", "Nobody", "us"], "no party, publisher or agency of the case is named so"),
        (["interest", "Ana"], "interest needs the name of the interest"),
        (["relate", "Courier", "owned by Ana"], "did you mean The Velmar Courier?"),
        (["merge", "q0", "q1"], "there is no question with this id, and merge is about questions"),
        (["split", "q0"], "split needs the figures that leave it"),
        (["rename", "q0", "\n"], "what rename is given is empty"),
        (["move", "STATEMENT", "alone"], "there is no figure with this id, and move is about figures"),
        (["move", "FIGURE", "q0"], "there is no question with this id"),
        (["grade", "nothing", "B2"], "there is no such source; `list sources` shows"),
        (["withdraw", "STATEMENT"], "reject it instead"),
        (["withdraw", "4711"], "there is no such entry, the last one is 3"),
        (["withdraw", "9" * 30], "there is no such source or entry"),
        (["withdraw", ""], "withdraw what?"),
        (["grade", " ", "B2"], "grade what?"),
        (["replace-key", "agency.txt"], "replace-key takes no target"),
    ],
)
def test_a_target_of_another_kind_is_told(case: Path, command: Command, words: list[str], part: str) -> None:
    """The line says what was found and what the action takes; nothing is recorded."""
    real = {
        "FIGURE": command.rows("list", case, "figures")[0]["id"],
        "STATEMENT": command.rows("list", case, "statements")[0]["id"],
    }
    given = [real.get(word, word) for word in words]
    assert part in _told(command, "decide", case, *given, "--reason", "A reason.")
    assert not command.rows("list", case, "decisions")


def test_the_beginning_of_an_id_is_not_taken_for_it(case: Path, command: Command) -> None:
    """A person decides about a statement that is named in full; the line says which one may have been meant."""
    identity = command.rows("list", case, "statements")[0]["id"]
    said = _told(command, "decide", case, "confirm", identity[:-1], "--reason", "It is right.")
    assert f"one begins so: {identity}" in said


def test_a_source_is_one(tmp_path: Path, reports: Path, command: Command) -> None:
    """A beginning that many SHA-256 share is refused with some of them, by lists and by decisions."""
    for number in range(17):
        (reports / f"note-{number}.txt").write_text(
            f"The mayor said that {number + 3} houses were searched.\n", "utf-8"
        )
    shutil.copy(reports / "note-0.txt", reports / "same.txt")
    case = tmp_path / "case"
    assert command("build", case, reports).exit_code == 0
    digests = sorted({row["source"] for row in command.rows("list", case, "sources")})
    shared = next(first[0] for first, second in pairwise(digests) if first[0] == second[0])
    assert "begins so; give more of it: " in _told(command, "list", case, "texts", "--source", shared)
    assert "sources are named so" in _told(command, "decide", case, "grade", f"{shared}", "B2", "--reason", "x")
    assert "--source is empty" in _told(command, "list", case, "texts", "--source", "")
    assert len(command.rows("list", case, "texts", "--source", "same.txt")) == 1
    assert len(command.rows("list", case, "texts", "--source", digests[0][:20])) == 1


def test_a_missing_word_is_one_line(case: Path, command: Command) -> None:
    """The kinds of a list are named in it."""
    assert "faults" in _told(command, "list", case)
