"""The form in which counted words are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.comparing.counted import fold, is_asked, is_bare, is_specific, qualifier


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("political prisoners", "Political Prisoner"),
        ("the mass graves", "mass grave"),
        ("of the bodies", "body"),
        ("women and children", "woman and child"),
        ("prisonniers politiques", "les prisonniers politiques"),
        ("churches", "church"),
        ("court  sessions", "court\nsession"),
    ],
)
def test_words_of_one_thing_have_one_form(one: str, other: str) -> None:
    """Case, number, articles and white space do not matter."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("inmates", "prisoners"), ("prisoners", "political prisoners"), ("mass graves", "graves")]
)
def test_modifiers_and_synonyms_are_kept_apart(one: str, other: str) -> None:
    """Nothing is put together that two careful readers might keep apart."""
    assert fold(one) != fold(other)


@given(st.text(max_size=40))
def test_folding_takes_any_words(counted: str) -> None:
    """Whatever the words, they fold to words without white space."""
    assert all(word and word == word.strip() for word in fold(counted))


def test_bare_words_are_known_in_either_number() -> None:
    """A bare word says nothing of whom is meant; with a modifier it does."""
    assert is_bare(fold("people"))
    assert is_bare(fold("the other men"))
    assert not is_bare(fold("political prisoners"))
    assert not is_bare(fold("salt miners"))


def test_a_head_needs_a_telling_modifier_or_an_act_to_be_specific() -> None:
    """Heads alone, empty modifiers and vague measures do not say which persons or things are meant."""
    assert is_specific("persons.detained", fold("political prisoners"))
    assert is_specific("sites.graves", fold("mass graves"))
    assert is_specific("persons.killed", fold("prisoners"))
    assert not is_specific("persons.detained", fold("prisoners"))
    assert not is_specific("persons.detained", fold("former prisoners"))
    assert not is_specific("persons.other", fold("aid workers"))
    assert not is_specific("persons.killed", fold("other people"))


def test_measures_that_are_not_asked_take_those_below_them_along() -> None:
    """Lengths of time and sums of money answer no question by their counted words."""
    assert not is_asked("time")
    assert not is_asked("money.ransom")
    assert is_asked("timeless")
    assert is_asked("sites.graves")


@pytest.mark.parametrize(
    ("measure", "counted", "expected"),
    [
        ("persons.killed", "political prisoners", "killed"),
        ("persons.killed.shot", "political prisoners", "killed"),
        ("persons.killed", "deaths of prisoners", None),
        ("persons.executed", "hangings", None),
        ("persons.detained", "salt miners", "detained"),
        ("sites.graves", "mass graves", None),
    ],
)
def test_a_measure_is_said_where_the_words_do_not_say_it(measure: str, counted: str, expected: str | None) -> None:
    """The question names what happened, once."""
    assert qualifier(measure, fold(counted)) == expected
