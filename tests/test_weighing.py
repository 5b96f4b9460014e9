"""Decisions about questions, interests and grades, from the command line and through a rebuild."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.conftest import Command

REASON = ("--reason", "Read again in the original.")


def test_decisions_about_questions_survive_a_rebuild(case: Path, command: Command) -> None:
    """The reading is deleted and made anew: the renamed question, its moved figure and its entries are as they were."""
    question = command.rows("list", case, "questions")[0]
    figure = question["answers"][0]["figures"][0]
    command.rows("decide", case, "rename", question["id"], "How many died at Osteva?", *REASON)
    command.rows("decide", case, "move", figure, "alone", *REASON)
    before = command.rows("list", case, "questions")
    assert {row["question"] for row in before} >= {"How many died at Osteva?"}
    for part in case.glob("reading.db*"):
        part.unlink()
    assert command("build", case).exit_code == 0
    assert command.rows("list", case, "questions") == before
    assert command("verify", case).exit_code == 0


def test_a_withdrawn_decision_gives_the_question_back(case: Path, command: Command) -> None:
    """What a split parted is together again."""
    before = command.rows("list", case, "questions")
    question = before[0]
    figure = question["answers"][0]["figures"][0]
    (made,) = command.rows("decide", case, "split", question["id"], figure, *REASON)
    assert command.rows("list", case, "questions") != before
    command.rows("decide", case, "withdraw", made["entry"], *REASON)
    assert command.rows("list", case, "questions") == before


def test_a_decision_whose_figures_are_gone_is_listed_as_such(case: Path, command: Command) -> None:
    """Its source was withdrawn: the decision stays in the list, and says why it changes nothing."""
    row = next(one for one in command.rows("list", case, "figures") if one["name"] == "paper.html")
    command.rows("decide", case, "move", row["id"], "alone", *REASON)
    assert command.rows("list", case, "decisions")[0]["gone"] is None
    command.rows("decide", case, "withdraw", "paper.html", *REASON)
    gone = command.rows("list", case, "decisions")[0]["gone"]
    assert gone == f"the figure {row['id']} is not in the reading now"
    assert "(changes" in command("list", case, "decisions").stdout


def test_marked_interests_show_in_paths_and_counts(case: Path, command: Command) -> None:
    """Two origins that a person marks as one interest are counted so, with the person's words."""
    names = sorted({row["origin"] for one in questions(case, command) for row in one["answers"] if row["origin"]})
    assert len(names) >= 2
    for name in names:
        command.rows("decide", case, "interest", name, "the state", *REASON)
    for one in questions(case, command):
        named = {answer["origin"] for answer in one["answers"]} - {None}
        assert one["interests"] == one["origins"] - len(named) + bool(named)
        for path in (path for answer in one["answers"] if answer["origin"] for path in answer["paths"]):
            assert path["steps"][-1]["name"] == "the state"
            assert path["steps"][-1]["why"].startswith("marked as one interest by A. Tester: Read again")
    parties = {row["party"]: row["interest"] for row in command.rows("list", case, "parties")}
    assert {parties[name] for name in names if name in parties} == {"the state"}


def questions(case: Path, command: Command) -> list[dict[str, Any]]:
    """Return the rows of the questions."""
    return command.rows("list", case, "questions")


def test_grades_and_relations_are_shown_and_taken_back(case: Path, command: Command) -> None:
    """A source has a letter, a statement a digit; relations add up; the newest grade counts."""
    statement = command.rows("list", case, "statements")[0]["id"]
    assert command.rows("list", case, "statements")[0]["grade"] is None
    command.rows("decide", case, "grade", statement, "5", *REASON)
    command.rows("decide", case, "grade", statement, "B2", *REASON)
    command.rows("decide", case, "grade", "paper.html", "C", *REASON)
    for words in ("owned by the mine", "edited by a former minister"):
        command.rows("decide", case, "relate", "Velmar Courier", words, *REASON)
    assert command.rows("list", case, "statements")[0]["grade"] == "B2"
    (source,) = command.rows("list", case, "sources", "--source", "paper.html")
    assert source["grade"] == "C"
    assert source["relations"] == ["owned by the mine", "edited by a former minister"]
    command.rows("decide", case, "withdraw", command.rows("list", case, "decisions")[1]["entry"], *REASON)
    assert command.rows("list", case, "statements")[0]["grade"] == "5"
    assert "graded 5" in command("list", case, "statements").stdout


def test_contradictions_name_both_statements(case: Path, command: Command, tmp_path: Path) -> None:
    """A denial and what it denies stand side by side, each with its place."""
    report = tmp_path / "union.txt"
    report.write_text("The Miners Union said that the shaft had been closed by inspectors in 2018.\n", encoding="utf-8")
    assert command("build", case, report).exit_code == 0
    rows = command.rows("list", case, "contradictions")
    assert any({row["first"]["name"], row["second"]["name"]} == {"union.txt", "agency.txt"} for row in rows)
    assert command("list", case, "contradictions").exit_code == 0
