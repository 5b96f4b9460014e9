"""Sets figures that answer the same question side by side, and counts whom the answers come from.

Promises: figures meet as ``meeting`` says and as people decide; every count says what it counts; an origin count is an
upper bound, with the path of each figure to its origin; the result does not depend on the order of the figures.
Does not: assert an answer, know synonyms, or put figures of one question together that name their place or time
differently.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from witnessmark.comparing import origins
from witnessmark.comparing.counted import asked_as, qualifier, vocabulary
from witnessmark.comparing.origins import Ledger
from witnessmark.comparing.questions import answers as intervals
from witnessmark.comparing.questions import scenes
from witnessmark.comparing.questions.answering import (
    Followed,
    answer_of,
    answer_order,
    follow_all,
    reworded,
    usual,
    utterances,
    voice,
)
from witnessmark.comparing.questions.figures_in_case import FigureInCase, in_case
from witnessmark.comparing.questions.keys import QuestionKey, folded, question_id
from witnessmark.comparing.questions.meeting import Meeting, meet, narrower, why_apart
from witnessmark.comparing.questions.naming import with_one_name
from witnessmark.comparing.questions.rulings import Ruled, Ruling, rule
from witnessmark.comparing.questions.same_figures import alike_placed
from witnessmark.comparing.questions.scopes import scoped
from witnessmark.nouns import Apart, Edtf, Part, Question

VERSION = f"questions/3 scenes/{scenes.words().version} {origins.VERSION} counted/{vocabulary().version}"
"""Names everything that decides a question: kept keys of another version must be made anew."""

MOST_REASONS = 8
"""Reasons that a question shows; the rest are counted."""

MOST_APART = 6
"""Other questions that one is set apart from by name."""

NOTHING = Ledger()
__all__ = ["VERSION", "FigureInCase", "Grouped", "group", "grouped", "in_case"]


@dataclass(frozen=True, slots=True)
class Grouped:
    """The questions, and the decisions about questions whose targets are gone, each with the reason."""

    questions: tuple[Question, ...]
    gone: Mapping[int, str]


def _differs(question: Question, draft: _Draft) -> bool:
    """Tell whether the figures of one article are several answers to one question.

    Where its words tell no time and no event, the figures of one voice are of several happenings: there must be two
    parties.
    """
    told = question.period or question.event or any(figure.scope is None for figure in draft.figures)
    return len(question.answers) > 1 if told else len({one.party for one in question.answers if one.party}) > 1


@dataclass(slots=True)
class _Draft:
    """The figures of one question before it is put into words."""

    id: str
    key: QuestionKey
    figures: list[FigureInCase] = field(default_factory=list)
    why: Counter[str] = field(default_factory=Counter)
    narrower: dict[QuestionKey, str] = field(default_factory=dict)
    """Why figures with these keys count a part of what is asked."""


def group(
    figures: Iterable[FigureInCase], ledger: Ledger = NOTHING, rulings: Sequence[Ruling] = ()
) -> tuple[Question, ...]:
    """Return the questions that several answers or several articles speak to, those of most articles first.

    A question that one article answers once is not listed, unless a decision made it: nothing stands beside it.
    """
    return grouped(figures, ledger, rulings).questions


def grouped(figures: Iterable[FigureInCase], ledger: Ledger = NOTHING, rulings: Sequence[Ruling] = ()) -> Grouped:
    """Return the questions as ``group`` does, with the decisions that could not be applied."""
    drafts, ruled = _ruled(_proposed(scoped(alike_placed(with_one_name([*figures])))), rulings)
    questions = [_question(draft, ledger, ruled) for draft in drafts]
    by_id = {draft.id: draft for draft in drafts}
    listed = [one for one in questions if one.articles > 1 or one.decisions or _differs(one, by_id[one.id])]
    listed.sort(key=lambda question: (-question.articles, question.question, question.key))
    return Grouped(_with_apart(_with_parts(listed, by_id), by_id), ruled.gone)


def _proposed(figures: Sequence[FigureInCase]) -> list[_Draft]:
    """Return the questions as they are proposed, before any decision."""
    numbers: dict[QuestionKey, set[str]] = defaultdict(set)
    for figure in figures:
        if figure.key is not None:
            numbers[figure.key].update([figure.number] if figure.number else [])
    meetings = meet(numbers)
    drafts: dict[QuestionKey | str, _Draft] = {}
    for figure in figures:
        if figure.key is None and not figure.wanted:
            continue
        if figure.key is None:
            lone = QuestionKey(figure.measure, (folded(figure.counted),), "", "", "", "")
            drafts[figure.id] = _Draft(question_id(f"alone: {figure.id}"), lone, [figure])
            continue
        _enter(drafts, figure, meetings[figure.key])
    _take_in_parts({draft.key: draft for key, draft in drafts.items() if isinstance(key, QuestionKey)}, drafts)
    return [*drafts.values()]


def _enter(drafts: dict[QuestionKey | str, _Draft], figure: FigureInCase, meeting: Meeting) -> None:
    key = meeting.question
    draft = drafts.setdefault(key, _Draft(question_id(key.text), key))
    draft.figures.append(figure)
    draft.why[meeting.why + (f"; {figure.carried}" if figure.carried else "")] += 1


def _take_in_parts(by_key: Mapping[QuestionKey, _Draft], drafts: dict[QuestionKey | str, _Draft]) -> None:
    """Let what would be a question of one answer stand beside the question that it is a part of."""
    for key, (wider, why) in sorted(narrower(by_key).items()):
        part, whole = by_key[key], by_key.get(wider)
        if whole is None or drafts.get(wider) is not whole or len({_given(figure) for figure in part.figures}) > 1:
            continue
        whole.figures += part.figures
        whole.why[f"a part of what is asked: {why}"] += len(part.figures)
        whole.narrower.update({figure.key: why for figure in part.figures if figure.key} | part.narrower)
        del drafts[key]


def _given(figure: FigureInCase) -> tuple[object, ...]:
    return figure.source, figure.lo, figure.hi, figure.approximate, voice(figure)


def _ruled(drafts: Sequence[_Draft], rulings: Sequence[Ruling]) -> tuple[list[_Draft], Ruled]:
    """Return the questions as decisions leave them."""
    if not rulings:
        return [*drafts], Ruled({})
    by_figure = {figure.id: (draft, figure) for draft in drafts for figure in draft.figures if figure.id}
    ruled = rule({identity: draft.id for identity, (draft, _) in by_figure.items()}, rulings)
    after = {draft.id: _Draft(draft.id, draft.key, [], draft.why, dict(draft.narrower)) for draft in drafts}
    for identity, question in sorted(ruled.question_of.items()):
        before, figure = by_figure[identity]
        draft = after.setdefault(question, _Draft(question, figure.key or before.key))
        draft.figures.append(figure)
        if question != before.id:
            draft.why["a person's decision put figures here"] += 1
    return [draft for draft in after.values() if draft.figures], ruled


def _question(draft: _Draft, ledger: Ledger, ruled: Ruled) -> Question:
    by_answer: dict[tuple[object, ...], list[Followed]] = defaultdict(list)
    followed = follow_all(draft.figures, ledger)
    held = frozenset(figure.id for figure in draft.figures if figure.id)
    for figure, path in followed:
        part = _narrower(figure, draft, held)
        by_answer[figure.lo, figure.hi, figure.approximate, voice(figure), part].append((figure, path))
    made = [answer_of(given, ledger, str(part) or None) for (*_, part), given in by_answer.items()]
    made.sort(key=lambda pair: answer_order(pair[0]))
    related = intervals.relations([given for _, given in made])
    answers = tuple(replace(answer, relations=found) for (answer, _), found in zip(made, related, strict=True))
    whole = [figure for figure in draft.figures if not _narrower(figure, draft, held)] or draft.figures
    place, event = usual(figure.place for figure in whole), usual(figure.event for figure in whole)
    period = usual(figure.period for figure in whole) or draft.key.period
    paths = [path for answer in answers for path in answer.paths]
    measure = draft.key.measure if len({figure.measure for figure in whole}) == 1 else asked_as(draft.key.measure)
    spoken = _in_words(
        replace(draft.key, measure=measure), usual(figure.counted for figure in whole) or "", place, event, period
    )
    return Question(
        question=ruled.words.get(draft.id) or spoken,
        measure=measure,
        event=event,
        place=place,
        period=Edtf(period) if period else None,
        answers=answers,
        articles=len({figure.source for figure in draft.figures}),
        utterances=utterances(followed),
        origins=len({path.origin for path in paths}),
        key=draft.key.text,
        id=draft.id,
        interests=len({path.interest for path in paths}),
        why=_reasons(draft.why),
        decisions=tuple(sorted(set(ruled.changed.get(draft.id, ())))),
        origins_if_reworded=len({path.loose_origin for path in paths}),
        reworded=reworded(paths, ledger),
    )


def _reasons(why: Counter[str]) -> tuple[str, ...]:
    first = sorted(why, key=lambda words: (-why[words], words))
    rest = len(first) - MOST_REASONS
    return (*first[:MOST_REASONS], *([f"and {rest:,} further reasons of the same kinds"] if rest > 0 else []))


def _narrower(figure: FigureInCase, draft: _Draft, held: frozenset[str]) -> str:
    """Say why a figure counts a part of what its question asks for; "" where it does not."""
    if figure.key in draft.narrower:
        return draft.narrower[figure.key]
    return f"“{figure.part}”" if figure.part_of is not None and figure.part_of in held else ""


def _with_parts(questions: Sequence[Question], drafts: Mapping[str, _Draft]) -> list[Question]:
    """Add to each answer the answers that their texts say it counts a part of."""
    at: dict[str, tuple[str, int]] = {}
    for question in questions:
        for number, answer in enumerate(question.answers):
            at.update(dict.fromkeys(answer.figures, (question.id, number)))
    made = []
    for question in questions:
        wholes: dict[str, set[Part]] = defaultdict(set)
        for figure in drafts[question.id].figures:
            if figure.part_of is not None and figure.part_of in at:
                wholes[figure.id].add(Part(*at[figure.part_of], figure.part))
        if wholes:
            answers = (
                replace(answer, part_of=tuple(sorted({one for figure in answer.figures for one in wholes[figure]})))
                for answer in question.answers
            )
            question = replace(question, answers=tuple(answers))
        made.append(question)
    return made


def _in_words(key: QuestionKey, counted: str, place: str | None, event: str | None, period: str) -> str:
    details = [qualifier(key.measure, key.counted), place, event, period]
    inside = "; ".join(detail for detail in details if detail)
    given = f", where the figure is {key.number}" if key.number else ""
    return f"How many {counted}{f' ({inside})' if inside else ''}{given}?"


def _with_apart(questions: Sequence[Question], drafts: Mapping[str, _Draft]) -> tuple[Question, ...]:
    """Add to each question the ones that might be thought to be the same: those about the same measure."""
    by_measure: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        by_measure[asked_as(question.measure)].append(question)
    made = []
    for question in questions:
        near = (one for one in by_measure[asked_as(question.measure)][: MOST_APART + 1] if one.id != question.id)
        apart: list[Apart] = []
        for one in near:
            why = why_apart(drafts[question.id].key, drafts[one.id].key)
            if why is not None and len(apart) < MOST_APART:
                apart.append(Apart(one.id, one.question, why))
        made.append(replace(question, apart=tuple(apart)))
    return tuple(made)
