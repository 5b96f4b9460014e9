"""Claims about the English word classes."""

from __future__ import annotations

from witnessmark.reading.parties.lexicon import lexicon
from witnessmark.reading.rules import load


def test_a_nation_is_found_by_name_adjective_and_place() -> None:
    """All three lead to the one nation."""
    words = lexicon()
    assert words.nation("Kenya") == words.nation("Kenyan") == words.nation("Nairobi")
    assert words.nation("Velmar") is None


def test_no_given_name_has_two_sexes() -> None:
    """A name that both bear is in neither list."""

    table = load("given_names")
    assert not set(table["male"].split()) & set(table["female"].split())


def test_titles_tell_a_sex_only_where_they_do() -> None:
    """A judge may be either."""
    words = lexicon()
    assert (words.sex_of_title("mrs"), words.sex_of_title("king"), words.sex_of_title("judge")) == (
        "female",
        "male",
        None,
    )
