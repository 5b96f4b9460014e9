"""Figures that take their place from the same figure elsewhere, parts, utterances, and the time that texts tell of."""

from __future__ import annotations

import pytest

from witnessmark.comparing import FigureInCase, in_case
from witnessmark.comparing.questions.grouping import group
from witnessmark.comparing.questions.text_times import Scope
from witnessmark.nouns import Digest, Edtf, Figure, Number, Passage, Question, Relation, Span


def told(
    source: str,
    lo: Number,
    hi: Number | None = None,
    *,
    party: str | None = None,
    place: str | None = None,
    period: str | None = None,
    measure: str = "persons.killed",
    counted: str = "people",
    years: tuple[str, ...] = (),
    scope: Scope | None = None,
    part_of: str | None = None,
    said_once: str = "",
) -> FigureInCase:
    """Return a figure of ``source``; its id is made of source and number."""
    figure = Figure(
        passage=Passage((Span(0, 1),), "n"),
        lo=lo,
        hi=lo if hi is None else hi,
        counted=counted,
        measure=measure,
        place=place,
        period=Edtf(period) if period else None,
    )
    made = in_case(
        figure,
        source=Digest(source),
        statement=f"s-{source}-{lo}" if party else None,
        speaker=party,
        party=party,
        said=f"words of {source}",
        id=f"f-{source}-{lo}",
        years=years,
        scope=scope,
        part_of=part_of,
        part="of whom" if part_of else "",
        said_once=said_once,
        said_in=2 if said_once else 1,
        wanted=True,
    )
    assert made is not None
    return made


def numbers(questions: tuple[Question, ...]) -> list[list[Number | None]]:
    """Return the lower ends of the answers of each question."""
    return [sorted((answer.lo for answer in question.answers), key=str) for question in questions]


OSTEVA = told("a", 131, place="Osteva", period="1997-22", party="Union Archive")


def test_a_particular_number_meets_the_same_one_of_a_text_about_the_same_year() -> None:
    """131 names, in a text that tells of 1997, are the 131 dead of 1997; in a text that does not, they are not."""
    names = told("b", 131, measure="persons.other", counted="names", years=("1997",))
    (question,) = group([OSTEVA, names])
    assert question.measure == "persons.killed"
    assert any("the same figure in another text" in why for why in question.why)
    assert group([OSTEVA, told("b", 131, measure="persons.other", counted="names", years=("2009",))]) == ()


@pytest.mark.parametrize("number", [12, 150, 600])
def test_small_and_round_numbers_of_others_tell_nothing(number: int) -> None:
    """They are too common; the same party's 600 is the same 600."""
    where = told("a", number, place="Osteva", period="1997", party="Salt League")
    assert group([where, told("b", number, years=("1997",), counted="miners")]) == ()
    same = told("b", number, party="banned Salt League", counted="miners")
    assert len(group([where, same])) == (number >= 12)


def test_a_number_of_two_places_is_of_neither() -> None:
    """What could be said of two places is not taken for either."""
    velmar = told("b", 131, place="Velmar", period="1997")
    assert group([OSTEVA, velmar, told("c", 131, years=("1997",), measure="persons.other", counted="names")]) == ()


def test_without_a_time_figures_meet_in_texts_of_the_same_year_or_days_alone() -> None:
    """Two attacks on one town, years apart, are two questions; a text of which nothing is known meets no other."""

    def met(one: Scope, other: Scope) -> bool:
        return bool(group([told("a", 7, place="Velmar", scope=one), told("b", 9, place="Velmar", scope=other)]))

    def day(published: str) -> Scope:
        return Scope(published=Edtf(published))

    assert met(Scope(year="1997"), Scope(year="1997"))
    assert not met(Scope(year="1997"), Scope(year="1998"))
    assert met(day("2021-11-30"), day("2021-12-02"))
    assert not met(day("2021-11-08"), day("2021-12-02"))
    assert not met(Scope(), Scope())
    assert not met(Scope(), Scope(year="1997"))


def test_a_part_says_which_answer_it_is_a_part_of_and_conflicts_with_none_of_its_question() -> None:
    """ "131, of whom 12 were buried there": the 12 is a subset of the 131, not another answer beside it."""
    part = told("a", 12, place="Osteva", period="1997-22", part_of="f-a-131", party="Union Archive")
    (question,) = group([OSTEVA, part, told("b", 140, place="Osteva", period="1997-22")])
    at = {answer.lo: number for number, answer in enumerate(question.answers)}
    (whole,) = question.answers[at[12]].part_of
    assert (whole.question, whole.answer, whole.why) == (question.id, at[131], "of whom")
    relations = {
        frozenset([number, one.answer]): one.relation
        for number, answer in enumerate(question.answers)
        for one in answer.relations
    }
    assert relations[frozenset([at[12], at[131]])] is Relation.SUBSET
    assert relations[frozenset([at[12], at[140]])] is Relation.SUBSET
    assert relations[frozenset([at[131], at[140]])] is Relation.CONFLICT


def test_a_part_of_another_question_names_that_question() -> None:
    """The dead of one prison are a part of those of the province, which another question asks for."""
    prison = [
        told("a", 104, place="Sael", period="1997", part_of="f-a-131"),
        told("b", 64, place="Sael", period="1997"),
    ]
    questions = group([OSTEVA, told("b", 140, place="Osteva", period="1997"), *prison])
    by_place = {question.place: question for question in questions}
    (part,) = [one for answer in by_place["Sael"].answers for one in answer.part_of]
    assert part.question == by_place["Osteva"].id


def test_the_same_words_in_several_texts_are_one_utterance() -> None:
    """Whatever the wording that each text prints, the party said it once; its path says so."""
    where = {"place": "Osteva", "period": "1997", "party": "Miners Union", "said_once": "s-a-64"}
    (question,) = group([told(source, 64, **where) for source in "abc"])  # type: ignore[arg-type]
    assert (question.articles, question.utterances, question.origins) == (3, 1, 1)
    steps = [step.why for answer in question.answers for path in answer.paths for step in path.steps]
    assert any("one utterance" in why for why in steps)
