"""Replies of a language model are held to their form, whatever they are."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.nouns import Mode
from witnessmark.reading.language_model.replies import MOST_STATEMENTS, Told, UnusableError, parse

ONE = {"source": "He", "cue": "said", "content": ["yes"], "mode": "asserted"}
TOLD = Told("He", "said", ("yes",), Mode.ASSERTED)


@pytest.mark.parametrize(
    "words",
    [
        json.dumps({"statements": [ONE]}),
        "```json\n" + json.dumps({"statements": [ONE]}) + "\n```",
        "<think>Who said {what}?</think>\n" + json.dumps({"statements": [ONE]}),
        json.dumps({"statements": [ONE | {"content": "yes", "surplus": 1}]}),
    ],
)
def test_a_list_of_statements_is_found(words: str) -> None:
    """Alone, in a fence, after thoughts, and with a content that is no list."""
    assert parse(words).statements == (TOLD,)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "I cannot help with that.",
        "null",
        "[]",
        "{",
        '{"statements": [',
        '{"statements": 7}',
        "{}",
        "[" * 9999 + "{}",
    ],
)
def test_what_holds_no_list_is_of_no_use(words: str) -> None:
    """Refusals in prose, cut JSON, other types."""
    with pytest.raises(UnusableError):
        parse(words)


@pytest.mark.parametrize(
    "item",
    [
        *(None, 7, [], "He said yes", {}),
        *(ONE | {"source": 7}, ONE | {"cue": []}, ONE | {"mode": "shouted"}, ONE | {"mode": ["asserted"]}),
        *(ONE | {"content": []}, ONE | {"content": [7]}, ONE | {"content": ["yes", " "]}, ONE | {"content": None}),
        *(ONE | {"content": ["yes"] * 50}, {"source": "He", "cue": "said", "mode": "asserted"}),
    ],
)
def test_an_item_of_another_form_is_counted_and_costs_no_other(item: object) -> None:
    """The statement beside it is kept."""
    found = parse(json.dumps({"statements": [item, ONE]}))
    assert found.statements == (TOLD,)
    assert found.malformed == 1


def test_a_list_without_end_is_cut_and_the_rest_counted() -> None:
    """Models that loop repeat themselves."""
    found = parse(json.dumps({"statements": [ONE] * (MOST_STATEMENTS + 5)}))
    assert len(found.statements) == MOST_STATEMENTS
    assert found.malformed == 5


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(("statements", "source", "cue", "content", "mode")), inner, max_size=5)
    ),
    max_leaves=20,
)


@given(st.text(max_size=200) | _JSON.map(json.dumps) | _JSON.map(lambda value: json.dumps({"statements": value})))
def test_any_words_are_parsed_or_refused(words: str) -> None:
    """No other error comes out."""
    try:
        found = parse(words)
    except UnusableError:
        return
    assert all(isinstance(one.mode, Mode) and one.content for one in found.statements)
