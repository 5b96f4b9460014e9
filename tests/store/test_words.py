"""Words as search sees them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.store.words import shadow, shadow_with_offsets


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Ångström", "angstrom"),
        ("ﬁnal", "FINAL"),
        ("كتاب", "کتاب"),
        ("عليّ", "علی"),
        ("می‌روند", "میروند"),
        ("۱۳۶۷", "1367"),
        ("١٩٨٨", "1988"),
        ("STRASSE", "straße"),
        ("ＦＵＬＬ", "full"),
    ],
)
def test_spellings_that_a_person_takes_for_the_same_are_the_same(written: str, typed: str) -> None:
    """Case, accents, ligatures, Arabic and Persian letter forms, joiners and digits make no difference."""
    assert shadow(written) == shadow(typed)


@given(st.text())
def test_the_shadow_is_the_same_with_and_without_the_way_back(text: str) -> None:
    """What is indexed is what hits are looked up in, and every character leads back to one of the text."""
    folded, offsets = shadow_with_offsets(text)
    assert folded == shadow(text)
    assert len(offsets) == len(folded)
    assert all(0 <= at < len(text) for at in offsets)
    assert offsets == sorted(offsets)
