"""Composes what a dossier says of questions: the answers, how they stand to each other, and where each comes from.

Promises: every answer cites the figures that give it; what makes an origin one, or leaves it unknown, is said as the
comparison says it; an origin that is not known stays so.
Does not: group, compare or follow anything itself (``comparing`` does), or draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, islice

from witnessmark.comparing import question_text
from witnessmark.errors import CitationError
from witnessmark.nouns import Answer, Digest, Path, Question, Related, Relation, Step, StepKind
from witnessmark.publish.compared import AnswerFinding, QuestionFinding, Some, Way
from witnessmark.publish.findings import FigureFinding
from witnessmark.publish.numbering import Numbering
from witnessmark.store.cited import CitedFigure

MOST_WAYS = 6
"""Ways from sources to an origin that are told of one answer."""
MOST_SOURCES = 12
"""Sources of one way that are named."""

Figures = Sequence[tuple[FigureFinding, CitedFigure]]


def asked(questions: Iterable[Question], figures: Figures, numbering: Numbering) -> Iterator[QuestionFinding]:
    """Yield the questions in their order; ``numbering`` learns their numbers.

    Raises CitationError where no figure of the reading gives an answer.
    """
    by_id = {item.id: (finding, item) for finding, item in figures}
    rejected: dict[str, list[FigureFinding]] = {}
    for finding, item in figures:
        if finding.rejected and (key := question_text(item.figure)) is not None:
            rejected.setdefault(key, []).append(finding)
    asked_ = [*questions]
    numbering.others.update((question.id, f"Q{number}") for number, question in enumerate(asked_, 1))
    for number, question in enumerate(asked_, 1):
        given = (by_id[figure][1] for answer in question.answers for figure in answer.figures)
        keys = {question.key, *(question_text(item.figure) for item in given)}
        paths = [path for answer in question.answers for path in answer.paths]
        yield QuestionFinding(
            number=f"Q{number}",
            question=question.question,
            measure=question.measure,
            answers=tuple(_answers(question, by_id, numbering)),
            rejected=tuple(finding for key in sorted(filter(None, keys)) for finding in rejected.get(key, ())),
            articles=question.articles,
            utterances=question.utterances,
            origins=question.origins,
            origins_unknown=len({path.origin for path in paths if _last(path, StepKind.ORIGIN).name is None}),
            reworded=question.reworded if question.origins_if_reworded < question.origins else 0,
            interests=question.interests,
            interests_marked=len({path.interest for path in paths if _last(path, StepKind.INTEREST).name}),
            decisions=tuple(f"D{entry}" for entry in question.decisions),
        )


def _answers(
    question: Question, by_id: Mapping[str, tuple[FigureFinding, CitedFigure]], numbering: Numbering
) -> Iterator[AnswerFinding]:
    letters = [*islice(_letters(), len(question.answers))]
    for letter, answer in zip(letters, question.answers, strict=True):
        yield AnswerFinding(
            letter=letter,
            answer=answer,
            figures=_giving(answer, by_id, question.question),
            beside=(*beside(answer.relations, letters), *_wholes(answer, numbering)),
            ways=_ways(answer.paths, numbering),
        )


def _giving(
    answer: Answer, figures: Mapping[str, tuple[FigureFinding, CitedFigure]], question: str
) -> tuple[FigureFinding, ...]:
    """Return the figures that give an answer; raises CitationError where there is none."""
    found = tuple(
        sorted(
            (figures[identity][0] for identity in answer.figures if identity in figures),
            key=lambda finding: int(finding.number.removeprefix("F")),
        )
    )
    if not found:
        raise CitationError(
            f"{question} An answer of {answer.party or answer.speaker or 'a document'} cannot be cited: "
            "no figure of the reading gives it; run `witnessmark build` on the case"
        )
    return found


def _letters() -> Iterator[str]:
    """Yield a, b, ... z, aa, ab, ..."""
    for number in count():
        letters = ""
        while number >= 0:
            letters = chr(ord("a") + number % 26) + letters
            number = number // 26 - 1
        yield letters


_BESIDE = {
    Relation.AGREE: "agrees with {}",
    Relation.OVERLAP: "overlaps {}",
    Relation.CONFLICT: "no number in common with {}",
    Relation.SUBSET: "{}: {why}",
    Relation.UPDATE: "{}: {why}",
}
"""How an answer stands to others, in words; of a part and of an update, the comparison's own reason says which is
which."""


def beside(related: Sequence[Related], letters: Sequence[str]) -> Iterator[str]:
    """Yield in words how an answer stands to others, those to whom it stands alike together: ``agrees with a–c, f``."""
    for relation, words in _BESIDE.items():
        alike: dict[str, list[int]] = {}
        for one in related:
            if one.relation is relation:
                alike.setdefault(one.why if "{why}" in words else "", []).append(one.answer)
        for why, answers in alike.items():
            yield words.format(", ".join(_runs(sorted(answers), letters)), why=why)


def _wholes(answer: Answer, numbering: Numbering) -> Iterator[str]:
    """Yield in words what an answer counts a part of: ``part of Q1 c: “104 of them”``."""
    for part in answer.part_of:
        if question := numbering.others.get(part.question):
            letter = next(islice(_letters(), part.answer, None))
            yield f"part of {question} {letter}: “{part.why}”"


def _runs(places: Sequence[int], letters: Sequence[str]) -> Iterator[str]:
    """Yield the letters at some places in order, three and more that follow each other as one run."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    for run in runs:
        if len(run) > 2:
            yield f"{letters[run[0]]}–{letters[run[-1]]}"
        else:
            yield from (letters[place] for place in run)


def _ways(paths: Sequence[Path], numbering: Numbering) -> Some[Way]:
    """Return where figures come from, those from one place for one reason together; the most frequent first."""
    found: dict[tuple[str, str, Step, Step], list[Digest]] = {}
    for path in paths:
        key = path.origin, path.interest, _last(path, StepKind.ORIGIN), _last(path, StepKind.INTEREST)
        found.setdefault(key, []).append(path.source)
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    ways = [_way(origin, interest, sources, numbering) for (_, _, origin, interest), sources in ordered[:MOST_WAYS]]
    return Some(tuple(ways), len(ordered))


def _way(origin: Step, interest: Step, sources: Sequence[Digest], numbering: Numbering) -> Way:
    numbers = sorted({numbering.sources[source].number for source in sources if source in numbering.sources})
    return Way(
        origin=origin.name,
        why=origin.why,
        interest=interest.name,
        interest_why=interest.why,
        sources=Some.of(numbers, MOST_SOURCES),
    )


def _last(path: Path, kind: StepKind) -> Step:
    """Return the last station of a kind; a path has one of each kind at least."""
    return next(step for step in reversed(path.steps) if step.kind is kind)
