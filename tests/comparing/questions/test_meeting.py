"""Which figures answer one question: places, periods, events, parts and what decisions make of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from witnessmark.comparing import FigureInCase, in_case
from witnessmark.comparing.origins import Article, Ledger
from witnessmark.comparing.questions.grouping import group, grouped
from witnessmark.comparing.questions.rulings import ALONE, Ruling
from witnessmark.nouns import Action, Digest, Edtf, Figure, Number, Passage, Question, Relation, Span, digest_of


def figure(
    lo: Number | None,
    hi: Number | None = None,
    *,
    counted: str = "people",
    place: str | None = None,
    period: str | None = None,
    event: str | None = None,
    measure: str = "persons.killed",
) -> Figure:
    """Return a figure; without ``hi`` it is one number."""
    return Figure(
        passage=Passage((Span(0, 1),), "n"),
        lo=lo,
        hi=lo if hi is None else hi,
        counted=counted,
        measure=measure,
        place=place,
        period=Edtf(period) if period else None,
        event=event,
    )


def placed(of: Figure, source: str, party: str | None = None) -> FigureInCase:
    """Return a figure of ``source``; its id is made of both."""
    found = in_case(
        of,
        source=Digest(source),
        statement=f"s-{source}-{of.lo}" if party else None,
        speaker=party,
        party=party,
        said="they died",
        id=f"f-{source}-{of.lo}-{of.counted}",
        wanted=True,
    )
    assert found is not None
    return found


def numbers(question: Question) -> list[Number | None]:
    """Return the lower ends of the answers."""
    return sorted((answer.lo for answer in question.answers), key=str)


def test_place_and_period_make_one_question_whatever_the_noun() -> None:
    """Prisoners, dead and (in Persian) persons of one place and time are set side by side."""
    told = [
        placed(figure(57, counted="prisoners", place="Osteva Prison", period="1997-22"), "a"),
        placed(figure(60, counted="dead", place="Osteva", period="1997"), "b"),
        placed(figure(64, counted="نفر", place="Osteva", period="1997-22"), "c"),
    ]
    (question,) = group(told)
    assert numbers(question) == [57, 60, 64]
    assert question.why


def test_another_place_or_period_is_another_question_and_says_so() -> None:
    """Figures of two towns do not meet; each question names the other one and why it is apart."""
    told = [
        placed(figure(lo, place=place, period="1997"), source)
        for lo, place, source in ((57, "Osteva", "a"), (60, "Osteva", "b"), (11, "Velmar", "c"), (12, "Velmar", "d"))
    ]
    one, other = group(told)
    assert one.apart[0].id == other.id
    assert "another place" in one.apart[0].why


def test_a_figure_that_names_less_joins_the_only_question_that_fits() -> None:
    """With one town there is no doubt; with two, it stays apart: nothing is guessed."""
    vague = placed(figure(33, counted="miners", period="1997"), "c")
    towns = [placed(figure(57, counted="miners", place=place, period="1997"), place) for place in ("Osteva", "Velmar")]
    (question,) = group([towns[0], vague])
    assert numbers(question) == [33, 57]
    assert any("it names no place, and only this question fits" in why for why in question.why)
    assert group([*towns, vague]) == ()


def test_events_of_one_year_and_kind_are_one() -> None:
    """ "The 1988 massacre" and "the killings of 1988" are one event; another year is another."""
    told = [
        placed(figure(300, event="1988 massacre", period="1988"), "a"),
        placed(figure(337, event="killings of 1988", period="1988"), "b"),
        placed(figure(12, event="1989 massacre", period="1989"), "c"),
    ]
    (question,) = group(told)
    assert numbers(question) == [300, 337]


def test_a_part_of_all_stands_beside_the_whole_as_a_subset() -> None:
    """The twelve women among the dead, and the dead of one month, count a part of what is asked."""
    told = [
        placed(figure(131, place="Osteva", period="1997"), "a"),
        placed(figure(12, counted="women", place="Osteva", period="1997"), "b"),
        placed(figure(40, place="Osteva", period="1997-08"), "c"),
    ]
    (question,) = group(told)
    subsets = [one for answer in question.answers for one in answer.relations if one.relation is Relation.SUBSET]
    assert len(subsets) >= 2
    assert any("woman" in one.why for one in subsets)


def test_answers_agree_overlap_and_conflict_as_intervals() -> None:
    """Approximate figures reach a tenth further; an open end has no end."""
    about = replace(figure(33_700), approximate=True)
    told = [
        (figure(30_000, 40_000), "a"),
        (about, "b"),
        (figure(35_000, 50_000), "c"),
        (figure(10), "d"),
        (figure(10), "e"),
    ]
    scene = {"place": "Osteva", "period": Edtf("1988")}
    (question,) = group([placed(replace(of, **scene), source) for of, source in told])  # type: ignore[arg-type]
    at = {answer.lo: number for number, answer in enumerate(question.answers)}
    found = {
        (answer.lo, question.answers[one.answer].lo): one.relation
        for answer in question.answers
        for one in answer.relations
    }
    assert len(at) == 4
    assert {found.get((33_700, 30_000)), found.get((30_000, 33_700))} == {None, Relation.AGREE}
    assert {found.get((35_000, 30_000)), found.get((30_000, 35_000))} == {None, Relation.OVERLAP}
    assert {found.get((10, 30_000)), found.get((30_000, 10))} == {None, Relation.CONFLICT}


def test_a_later_figure_of_the_same_party_is_an_update() -> None:
    """Where the dates of publication tell the order, the change of a party's figure is no conflict with itself."""
    told = [
        placed(figure(lo, place="Osteva", period="1997"), source, "Mine Office")
        for lo, source in ((60, "a"), (64, "b"))
    ]
    days = {"a": "1998-01-02", "b": "1998-03-04"}
    articles = [Article(source=Digest(name), name=name, published=Edtf(day)) for name, day in days.items()]
    (question,) = group(told, Ledger.of(articles, {}))
    (related,) = question.answers[1].relations
    assert related.relation is Relation.UPDATE
    (unknown,) = group(told)[0].answers[1].relations
    assert unknown.relation is Relation.CONFLICT


def test_a_number_that_a_text_says_was_changed_is_no_conflict_with_what_it_became() -> None:
    """ "Rose from 14 to 22" gives two answers in one text; which one is later is said."""
    old, new = (replace(placed(figure(lo, place="Osteva", period="1997"), "a"), id=f"f{lo}") for lo in (14, 22))
    (question,) = group([replace(old, until="f22"), new])
    (related,) = question.answers[1].relations
    assert related.relation is Relation.UPDATE
    assert "this one is later" in related.why
    (unknown,) = group([old, new])[0].answers[1].relations
    assert unknown.relation is Relation.CONFLICT


def test_a_party_that_repeats_its_figure_elsewhere_brings_the_place_along() -> None:
    """The same telling figure of the same party is about the same place, unless it names two."""
    told = [
        placed(figure(131, place="Osteva", period="1997"), "a", "Mine Office"),
        placed(figure(131, period="1997"), "b", "The Mine Office"),
        placed(figure(131, period="1997"), "c", "Miners Union"),
    ]
    question = group(told)[0]
    assert {path.source for answer in question.answers for path in answer.paths} >= {"a", "b"}
    assert any("names it with the same figure elsewhere" in why for why in question.why)


def test_huge_figures_and_long_tables_are_taken_as_they_are() -> None:
    """Figures beyond any count, and thousands in one text, give questions and no fault."""
    told = [placed(replace(figure(10**400 + at), counted=f"miners of shaft {at % 7}"), "a") for at in range(3000)] + [
        placed(figure(float("inf")), "b"),
        placed(replace(figure(10**400), approximate=True), "c", "Mine Office"),
    ]
    questions = group(told)
    assert len(questions) == 7
    assert sum(len(question.answers) for question in questions) == 3000


# ------------------------------------------------------------------------------------------------------- decisions


ONE, OTHER = (figure(lo, place="Osteva", period="1997") for lo in (57, 60))
APART = [placed(figure(lo, place="Velmar", period="1997"), source) for lo, source in ((11, "c"), (12, "d"))]
TOLD = [placed(ONE, "a"), placed(OTHER, "b"), *APART]


def ruling(action: Action, target: str, value: str, entry: int = 7, **figures: tuple[str, ...]) -> Ruling:
    """Return a decision."""
    return Ruling(entry=entry, action=action, target=target, value=value, **figures)


def by_place() -> tuple[Question, Question]:
    """Return the questions of the two towns as they are proposed."""
    found = {question.place: question for question in group(TOLD)}
    return found["Osteva"], found["Velmar"]


def test_questions_are_merged_renamed_split_and_figures_moved() -> None:
    """Each decision shows in the questions, with the number of its entry."""
    osteva, velmar = by_place()
    (merged,) = group(TOLD, rulings=[ruling(Action.MERGE, velmar.id, osteva.id)])
    assert (merged.id, numbers(merged), merged.decisions) == (osteva.id, [11, 12, 57, 60], (7,))
    renamed = group(TOLD, rulings=[ruling(Action.RENAME, osteva.id, "How many miners?")])
    assert {question.question for question in renamed} >= {"How many miners?"}
    split = group(TOLD, rulings=[ruling(Action.SPLIT, osteva.id, TOLD[0].id)])
    assert sorted(map(numbers, split)) == [[11, 12], [57], [60]]
    moved = group(TOLD, rulings=[ruling(Action.MOVE, TOLD[0].id, velmar.id)])
    assert sorted(map(numbers, moved)) == [[11, 12, 57], [60]]
    alone = group(TOLD, rulings=[ruling(Action.MOVE, TOLD[2].id, ALONE)])
    assert sorted(map(numbers, alone)) == [[11], [12], [57, 60]]


def test_decisions_hold_in_order() -> None:
    """What a merge brought together, a later split parts; a merge into a merged question goes where that went."""
    osteva, velmar = by_place()
    merge, split = ruling(Action.MERGE, velmar.id, osteva.id), ruling(Action.SPLIT, velmar.id, TOLD[0].id, 8)
    assert sorted(map(numbers, group(TOLD, rulings=[split, merge]))) == [[11, 12, 60], [57]]
    back = ruling(Action.MERGE, osteva.id, velmar.id, 9)
    (both,) = group(TOLD, rulings=[merge, back])
    assert numbers(both) == [11, 12, 57, 60]


def test_a_decision_finds_its_question_again_by_its_figures() -> None:
    """The question has another id once its figures are read otherwise; those recorded lead on."""
    osteva, velmar = by_place()
    kept = tuple(figure for answer in velmar.answers for figure in answer.figures)
    rename = ruling(Action.RENAME, "q-of-old", "How many at Velmar?", target_figures=kept)
    found = grouped(TOLD, rulings=[rename])
    assert {question.question for question in found.questions} >= {"How many at Velmar?"}
    assert not found.gone
    assert osteva.id in {question.id for question in found.questions}


@pytest.mark.parametrize(
    ("gone", "why"),
    [
        (ruling(Action.MERGE, "q0", "q1"), "no question q0 is there now"),
        (ruling(Action.RENAME, "q0", "words", target_figures=("f0",)), "none of its figures is in the reading"),
        (ruling(Action.MOVE, "f0", ALONE), "the figure f0 is not in the reading now"),
    ],
)
def test_a_decision_whose_target_is_gone_is_named(gone: Ruling, why: str) -> None:
    """It changes nothing, and is not lost."""
    found = grouped(TOLD, rulings=[gone])
    assert found.questions == group(TOLD)
    assert why in found.gone[7]


def test_identical_documents_are_one_origin() -> None:
    """A thousand texts that are all the same, in one family, say it once."""
    told = [replace(placed(ONE, digest_of(str(at).encode())), family=Digest("a")) for at in range(1000)]
    (question,) = group(told)
    assert (question.articles, question.utterances, question.origins) == (1000, 1, 1)
