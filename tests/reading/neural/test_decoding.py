"""The best legal tags, and what belongs to what."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from witnessmark.reading.neural.decoding import (
    CONTENT,
    CUE,
    SOURCE,
    TAGS,
    Floats,
    Links,
    assemble,
    begin,
    spans_of,
    viterbi,
)

LOGITS = arrays.arrays(np.float32, st.tuples(st.integers(0, 5), st.just(5)), elements=st.floats(-4, 4, width=32))


def legal(tags: tuple[int, ...]) -> bool:
    """Tell whether each inside follows its own beginning or inside."""
    before = (0, *tags)
    return all(tag % 2 or not tag or before[at] in (tag - 1, tag) for at, tag in enumerate(tags))


@given(LOGITS)
@settings(max_examples=100, deadline=None)
def test_viterbi_finds_the_best_of_all_legal_sequences(logits: Floats) -> None:
    """Against every sequence tried one by one."""
    count = len(logits)
    found = viterbi(logits)
    assert legal(tuple(found))
    best = max(
        (
            sum(float(logits[at, tag]) for at, tag in enumerate(tags))
            for tags in product(range(5), repeat=count)
            if legal(tags)
        ),
    )
    assert abs(sum(float(logits[at, tag]) for at, tag in enumerate(found)) - best) < 1e-3


def tagged(*tags: int) -> Floats:
    """Return logits that leave no doubt about the tags."""
    logits = np.full((len(tags), TAGS), -9, np.float32)
    logits[range(len(tags)), tags] = 9
    return logits


def linked(count: int, content: dict[int, int], source: dict[int, int]) -> Links:
    """Return links that leave no doubt; -1 stands for nothing."""
    made = Links(np.full((count, count + 1), -9, np.float32), np.full((count, count + 1), -9, np.float32))
    for links, pairs in ((made.content, content), (made.source, source)):
        for start, head in pairs.items():
            links[start, head] = 9
    return made


def test_one_source_may_have_two_cues() -> None:
    """In "Malin denied A and said B" both statements are hers."""
    tags = tagged(begin(SOURCE), begin(CUE), begin(CONTENT), 0, begin(CUE), begin(CONTENT))
    first, second = assemble(tags, linked(6, {2: 1, 5: 4}, {1: 0, 4: 0}))
    assert first.source is not None
    assert first.source == second.source
    assert [one.first for one in (*first.contents, *second.contents)] == [2, 5]


def test_two_sources_are_never_merged() -> None:
    """In "officials put A, while television reported B" each content keeps its own source."""
    tags = tagged(begin(SOURCE), begin(CUE), begin(CONTENT), begin(SOURCE), begin(CUE), begin(CONTENT))
    first, second = assemble(tags, linked(6, {2: 1, 5: 4}, {1: 0, 4: 3}))
    assert first.source is not None
    assert second.source is not None
    assert (first.source.first, second.source.first) == (0, 3)


def test_a_content_in_two_stretches_is_one_statement() -> None:
    """In "'A,' he said, 'B'" both stretches are one content."""
    tags = tagged(begin(CONTENT), begin(SOURCE), begin(CUE), begin(CONTENT), begin(CONTENT) + 1)
    (found,) = assemble(tags, linked(5, {0: 2, 3: 2}, {2: 1}))
    assert [(one.first, one.last) for one in found.contents] == [(0, 1), (3, 5)]
    assert 0.9 < found.score <= 1


def test_a_quotation_that_goes_on_has_neither_source_nor_cue() -> None:
    """A content that belongs to nothing is a statement of its own."""
    (found,) = assemble(tagged(begin(CONTENT)), linked(1, {0: -1}, {}))
    assert found.source is None
    assert found.cue is None


def test_spans_end_where_the_next_begins() -> None:
    """Two spans of one role may stand side by side."""
    tags = [begin(CUE), begin(CUE) + 1, begin(CUE), 0]
    found = spans_of(tags, np.full((4, TAGS), 0.5, np.float32))
    assert [(one.first, one.last) for one in found] == [(0, 2), (2, 3)]
