"""Vectors of passages: the same for the same words, near for a like meaning, none where there are no words."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.reading.neural.encoder import FOLDER, TOKENIZER
from witnessmark.reading.neural.vectors import MODEL, WIDTH, SentenceEncoder, Vector, shipped_sentences

PASSAGES = (
    "The guards took the prisoners away at night, and none of them came back.",
    "Inmates were led off after dark by the wardens and were never seen again.",
    "The apple harvest was better this year than last, farmers in the valley say.",
)


def vector(passage: str) -> Vector:
    """Return the vector of a passage that has one."""
    found = shipped_sentences().vector(passage)
    assert found is not None
    return found


def test_what_was_embedded_before_makes_no_difference() -> None:
    """Backwards, forwards and by another encoder of the same files, each passage has the same vector to the bit."""
    forwards = [vector(passage).tobytes() for passage in PASSAGES]
    backwards = [vector(passage).tobytes() for passage in reversed(PASSAGES)]
    other = SentenceEncoder()
    assert forwards == backwards[::-1]
    assert [made.tobytes() for passage in PASSAGES if (made := other.vector(passage)) is not None] == forwards


def test_a_paraphrase_is_nearer_than_an_unrelated_passage() -> None:
    """Though it shares hardly a word."""
    said, again, apples = map(vector, PASSAGES)
    assert said @ again > 0.5
    assert said @ apples < 0.2


@pytest.mark.parametrize("passage", ["", " \n\t", "🔥🕯️", "1997 – 43,5 %", "…", "زندان دالمره", "監獄"])
def test_what_holds_no_latin_letter_has_no_vector(passage: str) -> None:
    """Nothing, signs, numbers and other scripts mean nothing to a model of English."""
    assert shipped_sentences().vector(passage) is None


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_string_has_a_vector_of_length_one_or_none(passage: str) -> None:
    """Whatever is typed or read."""
    found = shipped_sentences().vector(passage)
    if found is not None:
        assert found.shape == (WIDTH,)
        assert abs(float(np.linalg.norm(found)) - 1) < 1e-5


def test_half_a_pair_of_surrogates_is_taken() -> None:
    """As names of files may hold them."""
    assert shipped_sentences().vector("a\ud800b") is not None


def test_every_part_of_a_long_passage_counts() -> None:
    """The end of a passage of several windows draws its vector, as far as it has a share in it."""
    prison, apples = PASSAGES[0] + " ", PASSAGES[2] + " "
    mostly, evenly = vector(prison * 40), vector(prison * 20 + apples * 20)
    assert mostly @ vector(prison) > 0.5
    assert evenly @ vector(apples) > mostly @ vector(apples) + 0.2


def test_the_digest_names_the_model_and_the_tokenizer(tmp_path: Path) -> None:
    """Another file of either is another digest."""
    digests = set()
    for changed in (None, MODEL, TOKENIZER):
        folder = tmp_path / str(changed)
        folder.mkdir()
        for name in (MODEL, TOKENIZER):
            shutil.copyfile(FOLDER / name, folder / name)
            if name == changed:
                with (folder / name).open("ab") as end:
                    end.write(b" ")
        digests.add(SentenceEncoder(folder).digest)
    assert len(digests) == 3
    assert shipped_sentences().digest in digests


@pytest.mark.parametrize(
    "passage", ["F", "M", "Ada Malin", "57 killed, 12 hurt", "don’t know", "1997 – 43,5 %", "x زندان دالمره"]
)
def test_a_passage_of_one_or_two_words_has_no_vector(passage: str) -> None:
    """A query of as many has one."""
    assert shipped_sentences().vector_of_passage(passage) is None
    assert shipped_sentences().vector_of_passage(PASSAGES[0]) is not None
