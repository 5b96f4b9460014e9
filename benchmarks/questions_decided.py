"""Lets a person's decisions make the example's questions those of its truth, and counts the decisions.

Prints one table: how many answers of the truth stand in their question as proposed, how many moves of figures it takes
until all do, how many then do, and whether a reading that is deleted and built again from the record gives the same
questions. Ends with 1 where an answer is left over, or the rebuilt questions differ.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from case import Silent
from questions import Json, given, row
from reading_example import EXAMPLE
from witnessmark import build
from witnessmark.case import Case
from witnessmark.comparing.questions.keys import question_id
from witnessmark.deciding import Act, decide
from witnessmark.nouns import Action, Question
from witnessmark.publish import rows
from witnessmark.store import ask
from witnessmark.store.cited import CitedFigure
from witnessmark.store.questions import questions

Wanted = tuple[int, Json, str]
"""The number of a question of the truth, one of its answers, and a source that gives it."""


def figures_for(wanted: Wanted, figures: Sequence[CitedFigure]) -> list[CitedFigure]:
    """Return our figures with the interval of a truth's answer in one of its sources, those of persons first."""
    _, answer, source = wanted
    found = [
        item
        for item in figures
        if item.citation.name == source and (item.figure.lo, item.figure.hi) == (answer.get("lo"), answer.get("hi"))
    ]
    return sorted(found, key=lambda item: (not item.figure.measure.startswith("persons."), item.id))


def answered(asked: Sequence[Question]) -> dict[str, str]:
    """Return the question that each figure answers, both by their ids."""
    return {figure: question.id for question in asked for answer in question.answers for figure in answer.figures}


def homes(wanted: Sequence[Wanted], figures: Sequence[CitedFigure], asked: Sequence[Question]) -> dict[int, str]:
    """Return the proposed question that holds most answers of each question of the truth; no two have one."""
    held = answered(asked)
    counts = Counter((one[0], held[item.id]) for one in wanted for item in figures_for(one, figures) if item.id in held)
    found: dict[int, str] = {}
    for (number, question), _ in counts.most_common():
        if number not in found and question not in found.values():
            found[number] = question
    return found


def moves(
    wanted: Sequence[Wanted], figures: Sequence[CitedFigure], held: dict[str, str], home: dict[int, str]
) -> list[tuple[str, str]]:
    """Return which figure is to be moved to which question."""
    made: list[tuple[str, str]] = []
    for one in wanted:
        fitting = figures_for(one, figures)
        if not fitting or any(held.get(item.id) == home.get(one[0], "") for item in fitting):
            continue
        figure = fitting[0].id
        into = home.setdefault(one[0], question_id(f"alone: {figure}"))
        made.append((figure, "alone" if into == question_id(f"alone: {figure}") else into))
        held[figure] = into
    return made


def standing(
    wanted: Sequence[Wanted], figures: Sequence[CitedFigure], held: dict[str, str], home: dict[int, str]
) -> int:
    """Count the answers of the truth that stand in their question."""
    return sum(any(held.get(item.id) == home.get(one[0]) for item in figures_for(one, figures)) for one in wanted)


def main() -> int:
    """Print the table."""
    truth: Json = json.loads((EXAMPLE / "truth.json").read_text("utf-8"))
    wanted = [*given(truth)]
    with tempfile.TemporaryDirectory() as folder:
        case = Case.create(Path(folder) / "case")
        build.build(case, [EXAMPLE / "sources"], Silent())
        with case.reading() as store, store.asking() as connection:
            figures, asked = [*ask.figures(connection)], questions(connection)
        held = answered(asked)
        home = homes(wanted, figures, asked)
        row(
            "answers of the truth in their question, as proposed",
            f"{standing(wanted, figures, held, home)} of {len(wanted)}",
        )
        made = moves(wanted, figures, held, home)
        for figure, into in made:
            decide(case, Act(action=Action.MOVE, target=figure, value=into, reason="as the example's truth has it"))
        row("decisions of a person, each the move of a figure", f"{len(made)}")
        before = _asked(case)
        left = len(wanted) - standing(wanted, figures, answered(before), home)
        row("answers in their question after that", f"{len(wanted) - left} of {len(wanted)}")
        for path in case.folder.glob("reading*"):
            path.unlink()
        build.build(case, [], Silent())
        same = [rows.question(one) for one in _asked(case)] == [rows.question(one) for one in before]
        row("the same after the reading was deleted and built again", "yes" if same else "no")
    return int(left > 0 or not same)


def _asked(case: Case) -> Sequence[Question]:
    with case.reading() as store, store.asking() as connection:
        return questions(connection)


if __name__ == "__main__":
    sys.exit(main())
