"""Stretches of words that stand in two texts."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from witnessmark.comparing.copying.stretches import SEED, Indexed, Stretch
from witnessmark.comparing.copying.stretches import shared_stretches as shared_by_index

LETTERS = st.lists(st.sampled_from("abcd"), max_size=120)


def shared_stretches(first: Sequence[str], second: Sequence[str]) -> tuple[Stretch, ...]:
    """Index both sides and return what they share."""
    return shared_by_index(Indexed.of(first), Indexed.of(second))


@given(LETTERS, LETTERS)
def test_stretches_hold_the_same_words_and_claim_each_word_once(first: list[str], second: list[str]) -> None:
    """Both sides of a stretch are equal, none is shorter than a seed, and no word is counted twice."""
    stretches = shared_stretches(first, second)
    used_first: set[int] = set()
    used_second: set[int] = set()
    for stretch in stretches:
        here = range(stretch.first, stretch.first + stretch.length)
        there = range(stretch.second, stretch.second + stretch.length)
        assert stretch.length >= SEED
        assert [first[at] for at in here] == [second[at] for at in there]
        assert used_first.isdisjoint(here)
        assert used_second.isdisjoint(there)
        used_first.update(here)
        used_second.update(there)
    assert list(stretches) == sorted(stretches)


@given(st.lists(st.integers(), min_size=SEED, unique=True))
def test_a_text_is_one_stretch_of_itself(numbers: list[int]) -> None:
    """Nothing of two equal texts is left out."""
    words = [str(number) for number in numbers]
    assert shared_stretches(words, words) == (Stretch(0, 0, len(words)),)


def test_reordered_stretches_are_found() -> None:
    """A stretch counts wherever it stands in the other text."""
    one, two = [f"one{number}" for number in range(10)], [f"two{number}" for number in range(8)]
    assert shared_stretches(one + two, [*two, "between", *one]) == (Stretch(0, 9, 10), Stretch(10, 0, 8))


def test_texts_that_repeat_themselves_end_in_good_time() -> None:
    """A word said a hundred thousand times has ten thousand million alignments; none of them is waited for."""
    words = ["a"] * 100_000
    assert shared_stretches(words, words) == (Stretch(0, 0, 100_000),)
    assert shared_stretches(words, (["a"] * 99 + ["b"]) * 1000)
