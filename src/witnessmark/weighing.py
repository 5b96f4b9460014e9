"""Finds what decisions about questions, interests and grades are about, and what is recorded of it.

Promises: the question, the figure, the outlet or the party exists before anything is recorded; what is recorded of a
question holds the ids of its figures, so that the decision finds it again after the reading has changed.
Does not: record anything, or judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa

from witnessmark.comparing.origins import name_key
from witnessmark.comparing.questions.rulings import ALONE
from witnessmark.errors import InputError
from witnessmark.nouns import Action, Question
from witnessmark.store.grading import known_names
from witnessmark.store.questions import answered, is_figure_of

MOST_FIGURES = 400
"""Ids of figures that a decision keeps of a question: enough to find it again."""

SOURCE_GRADE = re.compile(r"[A-F][1-6]?")
STATEMENT_GRADE = re.compile(r"[A-F]?[1-6]")
"""The Admiralty scale: the source's reliability A to F, the information's credibility 1 to 6."""

VALUES = {
    Action.INTEREST: "the name of the interest: `witnessmark decide CASE interest NAME INTEREST`",
    Action.RELATE: 'how and to whom: `witnessmark decide CASE relate NAME "owned by OTHER"`',
    Action.MERGE: "the question it goes to: `witnessmark decide CASE merge QUESTION QUESTION`",
    Action.SPLIT: 'the figures that leave it: `witnessmark decide CASE split QUESTION "FIGURE FIGURE"`',
    Action.RENAME: "its new words: `witnessmark decide CASE rename QUESTION WORDS`",
    Action.MOVE: f"where to: `witnessmark decide CASE move FIGURE QUESTION`, or {ALONE} for a question of its own",
}
"""What the value of an action is, for whom it is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The target and the value as they are recorded, and what is repeated of them."""

    target: str
    value: str
    subject: dict[str, str]


def require_grade(grade: str, *, of_statement: bool) -> None:
    """Raise InputError where ``grade`` is none that a source, or a statement, can have."""
    if of_statement and not STATEMENT_GRADE.fullmatch(grade):
        raise InputError(
            f"{grade or 'no grade'}: a statement's grade is its credibility, a digit from 1 to 6, such as 2 "
            "(A to F before it grades who says it, such as B2)"
        )
    if not of_statement and not SOURCE_GRADE.fullmatch(grade):
        raise InputError(
            f"{grade or 'no grade'}: a source's grade is its reliability, a letter from A to F, such as B "
            "(1 to 6 after it grades what it says, such as B2)"
        )


def weigh(connection: sa.Connection, action: Action, target: str, value: str) -> Weighed:
    """Return what a decision about a question, an outlet or a party records; raises InputError where it cannot be."""
    if action in (Action.INTEREST, Action.RELATE):
        name = _name(connection, target)
        return Weighed(target=name, value=value, subject={"name": name})
    questions = {question.id: question for question in answered(connection).questions}
    if action is Action.MOVE:
        return _moved(connection, target, value, questions)
    question = _question(questions, target, action)
    subject = {"question": question.question, "figures": _figures(question)}
    if action is Action.MERGE:
        into = _question(questions, value, action)
        if into.id == question.id:
            raise InputError(f"{value}: it cannot be merged with itself; give two ids of `list questions --json`")
        subject |= {"into": into.question, "into_figures": _figures(into)}
    elif action is Action.SPLIT:
        value = _split(question, value)
    return Weighed(target=question.id, value=value, subject=subject)


def _name(connection: sa.Connection, given: str) -> str:
    known = known_names(connection)
    key = name_key(given)
    if key in known:
        return known[key]
    near = sorted(name for other, name in known.items() if key and key in other)[:3]
    hint = f"did you mean {' or '.join(near)}?" if near else "`list parties` and `list texts` show names"
    raise InputError(f"{given}: no party, publisher or agency of the case is named so; {hint}")


def _question(questions: dict[str, Question], given: str, action: Action) -> Question:
    if given in questions:
        return questions[given]
    near = [identity for identity in questions if given and identity.startswith(given)]
    hint = f"one begins so: {near[0]}" if len(near) == 1 else "`list questions --json` shows ids"
    raise InputError(f"{given}: there is no question with this id, and {action} is about questions; {hint}")


def _figures(question: Question) -> str:
    return " ".join(sorted({figure for answer in question.answers for figure in answer.figures})[:MOST_FIGURES])


def _split(question: Question, given: str) -> str:
    wanted = [*dict.fromkeys(given.replace(",", " ").split())]
    held = {figure for answer in question.answers for figure in answer.figures}
    if missing := [figure for figure in wanted if figure not in held]:
        raise InputError(
            f"{missing[0]}: it does not answer {question.id}; `list questions --json` shows the figures that do"
        )
    if len(wanted) == len(held):
        raise InputError(f"{question.id}: these are all its figures, and none would be left")
    return " ".join(wanted)


def _moved(connection: sa.Connection, target: str, value: str, questions: dict[str, Question]) -> Weighed:
    found = is_figure_of(connection, target)
    if found is None:
        near = "numbers of entries go with withdraw" if target.isdigit() else "`list figures --json` shows ids"
        raise InputError(f"{target}: there is no figure with this id, and move is about figures; {near}")
    subject = {"source": found.citation.source, "name": found.citation.name, "quote": found.citation.passage.quote}
    subject |= {"locator": found.citation.locator, "speaker": found.party or found.speaker or ""}
    if value != ALONE:
        into = _question(questions, value, Action.MOVE)
        if any(target in answer.figures for answer in into.answers):
            raise InputError(f"{target}: it answers {value} already")
        subject |= {"into": into.question, "into_figures": _figures(into)}
    return Weighed(target=target, value=value, subject=subject)
