"""Figures side by side, and the counts of whom they come from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.comparing import FigureInCase, group, in_case, key_of, question_text
from witnessmark.nouns import Digest, Edtf, Figure, Number, Passage, Question, Span


def figure(
    lo: Number | None = 211,
    hi: Number | None = 211,
    counted: str | None = "salt miners",
    measure: str = "persons.killed",
    place: str | None = None,
    period: str | None = None,
) -> Figure:
    """Return a figure of its own voice."""
    return Figure(
        passage=Passage((Span(0, 1),), "n"),
        lo=lo,
        hi=hi,
        counted=counted,
        measure=measure,
        place=place,
        period=Edtf(period) if period else None,
    )


def given_by(
    source: str,
    party: str | None = None,
    *,
    speaker: str | None = None,
    said: str = "they were killed",
    family: str | None = None,
    of: Figure | None = None,
) -> FigureInCase:
    """Return a figure as it stands in ``source``, in a statement of ``party`` or in the document's own voice."""
    spoken = party is not None or speaker is not None
    found = in_case(
        of or figure(),
        source=Digest(source),
        family=Digest(family) if family else None,
        statement=f"{source}-{party}-{speaker}" if spoken else None,
        speaker=speaker or party,
        party=party,
        said=said if spoken else None,
    )
    assert found is not None
    return found


def only(*figures: FigureInCase) -> Question:
    """Return the one question that the figures answer."""
    (question,) = group(figures)
    return question


def test_the_same_counted_words_are_one_question() -> None:
    """Articles, number and case of the counted words do not part two figures."""
    one, other = key_of(figure(counted="the Salt Miners")), key_of(figure(counted="salt miner"))
    assert one is not None
    assert one == other


@pytest.mark.parametrize(
    "other",
    [
        figure(counted="miners"),
        figure(measure="persons.detained"),
        figure(place="Halden"),
        figure(period="1974"),
        replace(figure(), event="the winter march"),
    ],
)
def test_anything_that_differs_is_another_question(other: Figure) -> None:
    """Measure, counted words, place, period and event each part two figures."""
    assert key_of(other) != key_of(figure())
    assert question_text(other) != question_text(figure())


@pytest.mark.parametrize(
    "without",
    [
        figure(counted="months", measure="time"),
        figure(counted="years", measure="sentence"),
        figure(counted="crowns", measure="money"),
        figure(counted=None),
        figure(counted="the"),
        figure(20, 20, counted="people"),
        figure(1200, 1200, counted="other people"),
        figure(2, 2, counted="prisoners", measure="persons.detained"),
        figure(2000, None, counted="prisoners", measure="persons.detained"),
        replace(figure(131, 131, counted="people"), approximate=True),
    ],
)
def test_what_other_documents_cannot_answer_is_no_question(without: Figure) -> None:
    """Lengths of time, nothing counted, or people of whom nothing is known."""
    assert key_of(without) is None
    assert question_text(without) is None
    told = [in_case(without, source=Digest(source)) for source in "ab"]
    assert group([one for one in told if one is not None]) == ()


@pytest.mark.parametrize(
    ("counted", "measure", "lo"),
    [("prisoners", "persons.detained", 64), ("people", "persons.killed", 131), ("court sessions", "events", 92)],
)
def test_words_that_are_not_specific_meet_where_the_figure_is_the_same(counted: str, measure: str, lo: int) -> None:
    """Prisoners of a ward and prisoners of a country are not set against each other, two times 64 prisoners are."""
    same, bound = figure(lo, lo, counted, measure), figure(lo, None, counted, measure)
    other = figure(lo + 1, lo + 1, counted, measure)
    question = only(*(given_by(source, of=of) for source, of in (("a", same), ("b", bound), ("c", other))))
    assert [(answer.lo, answer.hi) for answer in question.answers] == [(lo, lo), (lo, None)]
    assert question.question.endswith(f", where the figure is {lo}?")


def test_heads_with_an_act_are_set_side_by_side() -> None:
    """Eleven inmates killed, according to one, and 131 according to another: the same question, two answers."""
    one, other = figure(11, 11, "inmates", "persons.killed"), figure(131, None, "inmates", "persons.killed")
    question = only(given_by("a", of=one), given_by("b", of=other))
    assert question.question == "How many inmates (killed)?"
    assert [(answer.lo, answer.hi) for answer in question.answers] == [(11, 11), (131, None)]


def test_a_range_is_known_by_both_its_ends() -> None:
    """Between 80 and 100 is a figure of its own."""
    ranged = figure(80, 100, "prisoners", "persons.detained")
    assert only(given_by("a", of=ranged), given_by("b", of=ranged)).question == (
        "How many prisoners, where the figure is 80 to 100?"
    )


def test_bare_words_with_a_place_or_a_period_are_a_question() -> None:
    """The people who were killed in one town in one winter are some people."""
    assert key_of(figure(counted="people", place="Halden")) is not None
    assert key_of(figure(counted="people", period="1974")) is not None


def test_a_question_asserts_nothing_and_names_what_is_counted() -> None:
    """The words are those most often used; the measure is said where the words do not say it."""
    question = only(given_by("a"), given_by("b"), given_by("c", of=figure(counted="Salt miners")))
    assert question.question == "How many salt miners (killed)?"
    placed = figure(place="Halden", period="1974")
    assert only(given_by("a", of=placed), given_by("b", of=placed)).question == (
        "How many salt miners (killed; Halden; 1974)?"
    )


def test_one_answer_of_one_article_is_not_listed() -> None:
    """Nothing stands beside it, however often the article repeats it."""
    assert group([given_by("a"), given_by("a")]) == ()
    assert group([]) == ()


def test_two_answers_in_one_article_are_a_question() -> None:
    """Police and organisers differ in one report."""
    question = only(given_by("a", "Warden Office"), given_by("a", "Miners Union", of=figure(300, None)))
    assert [(answer.lo, answer.hi, answer.party) for answer in question.answers] == [
        (211, 211, "Warden Office"),
        (300, None, "Miners Union"),
    ]
    assert (question.articles, question.origins) == (1, 2)


def test_a_party_quoted_in_many_articles_is_one_origin_and_one_utterance() -> None:
    """Ten outlets that quote one party corroborate nothing."""
    question = only(*(given_by(source, "Miners Union") for source in "abc"))
    (answer,) = question.answers
    assert (answer.articles, answer.utterances, answer.origin) == (3, 1, "Miners Union")
    assert (question.articles, question.utterances, question.origins) == (3, 1, 1)
    assert len(answer.statements) == 3


def test_other_words_of_one_party_are_another_utterance_of_one_origin() -> None:
    """Saying it twice does not make two of the sayer."""
    question = only(given_by("a", "Miners Union"), given_by("b", "Miners Union", said="all of them died"))
    assert (question.utterances, question.origins) == (2, 1)


def test_copies_are_one_origin() -> None:
    """Outlets that carry one agency text are one origin, and say it once."""
    question = only(given_by("a", family="a"), given_by("b", family="a"), given_by("c", family="c"))
    assert (question.articles, question.utterances, question.origins) == (3, 2, 2)


def test_a_body_without_a_name_is_not_taken_for_one_body() -> None:
    """The "police" of two reports may be two forces: they count as two origins at most, within copies as one."""
    question = only(given_by("a", "police"), given_by("b", "police"))
    assert (question.utterances, question.origins) == (2, 2)
    assert question.answers[0].origin is None
    assert only(given_by("a", "police", family="a"), given_by("b", "police", family="a")).origins == 1


def test_a_party_in_a_script_without_capitals_is_named() -> None:
    """Capital letters are no measure where there are none."""
    assert only(given_by("a", "عفو بین‌الملل"), given_by("b", "عفو بین‌الملل")).origins == 1


def test_two_who_are_called_he_are_two_answers() -> None:
    """A speaker whom nobody resolved may be anybody."""
    question = only(given_by("a", speaker="he"), given_by("b", speaker="he"))
    assert len(question.answers) == 2
    assert question.origins == 2


def test_documents_own_voices_are_one_answer_of_as_many_origins() -> None:
    """Equal figures in the documents' own voices stand in one line, with no statement and no origin known."""
    question = only(given_by("a"), given_by("b"))
    (answer,) = question.answers
    assert (answer.statements, answer.origin, answer.articles, question.origins) == ((), None, 2, 2)


def test_a_statement_without_a_speaker_is_no_document_s_own_voice() -> None:
    """ "It is said that" and the document itself are two answers: the one has a statement, the other has none."""
    unnamed = in_case(figure(), source=Digest("b"), statement="s1", said="they were killed")
    assert unnamed is not None
    assert {answer.statements for answer in only(given_by("a"), unnamed).answers} == {(), ("s1",)}


def test_bounds_and_approximations_are_answers_of_their_own() -> None:
    """More than 211, about 211 and 211 are three things to say; open ends come in order."""
    question = only(
        given_by("a", of=figure(211, None)),
        given_by("b", of=replace(figure(), approximate=True)),
        given_by("c"),
        given_by("d", of=figure(None, 211)),
    )
    shown = [(answer.lo, answer.hi, answer.approximate) for answer in question.answers]
    assert shown == [(None, 211, False), (211, 211, False), (211, 211, True), (211, None, False)]


FIGURES = st.builds(
    lambda source, party, said, lo, counted, family: given_by(
        source, party, said=said, family=min(source, family) if family else None, of=figure(lo, lo, counted)
    ),
    st.sampled_from("abcdef"),
    st.sampled_from([None, "Miners Union", "police"]),
    st.sampled_from(["they were killed", "all of them died"]),
    st.sampled_from([1, 211, 300]),
    st.sampled_from(["salt miners", "the Salt Miners", "rock climbers"]),
    st.sampled_from([None, "a"]),
)


@given(st.lists(FIGURES, max_size=25).flatmap(lambda figures: st.tuples(st.just(figures), st.permutations(figures))))
def test_the_order_of_figures_does_not_matter(both: tuple[list[FigureInCase], list[FigureInCase]]) -> None:
    """The same figures in any order make the same questions."""
    figures, shuffled = both
    assert group(figures) == group(shuffled)


@given(st.lists(FIGURES, max_size=25))
def test_counts_are_bounds(figures: list[FigureInCase]) -> None:
    """Nothing is counted beyond what is there, and every statement stands under its question once."""
    for question in group(figures):
        assert 1 <= question.origins <= question.utterances <= len(figures)
        assert question.articles <= len({item.source for item in figures})
        assert sum(answer.articles for answer in question.answers) >= question.articles
        assert sum(answer.utterances for answer in question.answers) >= question.utterances
        statements = [statement for answer in question.answers for statement in answer.statements]
        assert set(statements) == {
            item.statement for item in figures if item.statement and item.key and item.key.text == question.key
        }
