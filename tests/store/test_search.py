"""Searching passages."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.conftest import Put

from witnessmark.nouns import Locator, Span
from witnessmark.store import Store
from witnessmark.store import search as module
from witnessmark.store.search import Found, search, terms_of

TEXTS = {
    "well.txt": "The well was closed. Nobody was told why the well had been closed.",
    "mine.txt": "At Osteva the mine was closed by the inspectors in 2018, and opened again.",
    "persian.txt": "در زندان ۱۲ نفر بودند و می‌گفتند که كتاب‌ها را بردند.",
    "french.txt": "Les familles ont été reçues à l’hôtel de ville, où l'été fut long.",
}


@pytest.fixture
def filled(store: Store, put: Put) -> Store:
    """Put the texts into the store."""
    for name, content in TEXTS.items():
        put(name, content)
    return store


def _find(store: Store, query: str) -> Found:
    with store.asking() as connection:
        return search(connection, query)


def _names(store: Store, query: str) -> list[str]:
    return [hit.citation.name for hit in _find(store, query).hits]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("closed", ["well.txt", "mine.txt"]),
        ("CLOSED mine", ["mine.txt"]),
        ('"was closed"', ["well.txt", "mine.txt"]),
        ('"closed the"', []),
        ("inspect*", ["mine.txt"]),
        ("recues", ["french.txt"]),
        ("ete", ["french.txt"]),
        ("12", ["persian.txt"]),
        ("کتابها", ["persian.txt"]),
        ("میگفتند", ["persian.txt"]),
        ("absent", []),
        ("", []),
        ("*", []),
        ('"', []),
        ("NOT AND OR NEAR(", ["mine.txt"]),  # they are words: one has "and"
    ],
)
def test_words_find_their_passages(filled: Store, query: str, names: list[str]) -> None:
    """All the words must be there; quotes keep them in a row; a star stands for any ending."""
    assert sorted(_names(filled, query)) == sorted(names)


def test_hits_are_spans_of_the_unchanged_text(filled: Store) -> None:
    """They cover the words as they stand, with accents, joiners and their own letters."""
    (hit,) = _find(filled, "کتابها").hits
    assert [TEXTS["persian.txt"][span.start : span.end] for span in hit.hits] == ["كتاب‌ها"]
    (hit,) = _find(filled, "ete").hits
    assert {TEXTS["french.txt"][span.start : span.end] for span in hit.hits} == {"été"}


def test_where_no_passage_has_all_words_those_with_some_are_shown(filled: Store) -> None:
    """The answer says so."""
    found = _find(filled, "mine familles")
    assert not found.all_words
    assert {hit.citation.name for hit in found.hits} == {"mine.txt", "french.txt"}


def test_the_place_of_a_passage_is_kept(store: Store, put: Put) -> None:
    """A hit in the second paragraph points there."""
    content = "One well.\n\nTwo graves."
    locators = [Locator(Span(0, 9), (("paragraph", "1"),)), Locator(Span(11, 22), (("page", "4"), ("paragraph", "2")))]
    put("two.txt", content, locators=locators)
    (hit,) = _find(store, "graves").hits
    assert hit.citation.locator == "page 4, paragraph 2"
    assert content[hit.hits[0].start : hit.hits[0].end] == "graves"


def test_words_that_are_everywhere_are_asked_for_but_not_ranked_by(
    store: Store, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same passages are found, whether a word counts as common or not."""
    for number in range(12):
        put(f"{number}.txt", f"The road to house {number} was {'closed' if number % 3 else 'open'}.")
    queries = ("closed", "road closed", "house 4 closed", "road 7", "nowhere road", "the was road")
    before = [sorted(_names(store, query)) for query in queries]
    monkeypatch.setattr(module, "COMMON", 5)
    after = [sorted(_names(store, query)) for query in queries]
    assert after[:4] == before[:4]
    assert after[5] == before[5]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=40))
def test_anything_that_is_typed_is_a_query(filled: Store, query: str) -> None:
    """No input is an error of syntax, and each hit stands in its passage."""
    for hit in _find(filled, query).hits:
        whole = hit.citation.passage.spans[0]
        assert all(whole.holds(span) for span in hit.hits)


@given(st.text(max_size=40))
def test_terms_hold_words_alone(query: str) -> None:
    """What is asked of the index holds no character that means something to it."""
    assert all(word.isalnum() or "_" in word for term in terms_of(query) for word in term.words)
