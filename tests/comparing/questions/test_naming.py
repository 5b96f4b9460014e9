"""One name for the spellings of a place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.comparing.questions.naming import one_name, skeleton, sound


def test_the_gazetteer_knows_names_in_several_scripts() -> None:
    """Tehran, Teheran and تهران are one town; Iran and Oran sound alike and are two places."""
    named = one_name(["tehran", "teheran", "تهران", "iran", "oran"])
    assert named["tehran"] == named["teheran"] == named["تهران"]
    assert named["iran"] != named["oran"]


def test_places_that_no_gazetteer_has_are_known_by_their_sound() -> None:
    """French and English spellings, and another script; not another place."""
    named = one_name(["velmushar", "velmouchar", "ولموشر", "dolmetrak"])
    assert named["velmushar"] == named["velmouchar"] == "velmushar"
    assert named["dolmetrak"] == "dolmetrak"


def test_a_script_without_vowels_is_joined_where_one_name_alone_fits() -> None:
    """Where two names have its consonants, it is neither."""
    assert one_name(["dolmerask", "دلمرسک"])["دلمرسک"] == "dolmerask"
    assert one_name(["dolmerask", "dalmorisk", "دلمرسک"])["دلمرسک"] == "دلمرسک"


@settings(deadline=None, max_examples=12)
@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_names_have_one_name_whatever_their_order(names: list[str]) -> None:
    """Each is given a name, and the order makes no difference."""
    given_names = [" ".join(name.split()) for name in names]
    assert set(one_name(given_names)) == set(given_names)
    assert one_name(given_names) == one_name(given_names[::-1])
    assert all(isinstance(skeleton(sound(name)), str) for name in given_names)
