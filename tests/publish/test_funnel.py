"""The picture of the way from sources to interests."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from witnessmark.publish.funnel import MOST, WIDTH, Stage, funnel

STAGES = st.lists(
    st.builds(Stage, st.just("<source>"), st.just("sources & more"), st.integers(0, 10**7), st.integers(0, 5)),
    max_size=5,
)


def _rects(root: etree._Element, kind: str = "") -> list[etree._Element]:
    return [item for item in root.iter("rect") if item.get("class") == kind or not kind]


@given(STAGES)
def test_a_funnel_is_well_formed_and_inside_its_frame(stages: list[Stage]) -> None:
    """However many there are, the picture stays small and in its frame."""
    root = etree.fromstring(funnel("f", "<title>", stages).encode())
    assert root.findtext("title") == "<title>"
    assert len(_rects(root)) <= MOST * max(1, len(stages))
    for box in _rects(root):
        left, width = float(box.get("x", "")), float(box.get("width", ""))
        assert left >= 0
        assert width > 0
        assert left + width <= WIDTH


def test_each_is_a_square_of_its_kind() -> None:
    """What is counted, what is an upper bound and what is not known are told apart by shape, and said in words."""
    stages = [
        Stage("source", "sources", 4),
        Stage("utterance", "utterances", 1),
        Stage("origin", "origins", 3, 1, most=True),
        Stage("interest", "interests", 0, most=True),
    ]
    root = etree.fromstring(funnel("f", "From sources to interests", stages).encode())
    assert [len(_rects(root, kind)) for kind in ("sure", "most", "unknown")] == [5, 2, 1]
    assert root.findtext("desc") == (
        "4 sources; 1 utterance; at most 3 origins, 1 of them not known; at most 0 interests"
    )
    assert [item.text for item in root.iter("text")] == [
        "4 sources",
        "1 utterance",
        "at most 3 origins",
        "at most 0 interests",
    ]


def test_many_are_a_bar() -> None:
    """Beyond what can be counted by eye, a step is one bar, and its unknown part another."""
    stages = [Stage("source", "sources", MOST + 1), Stage("origin", "origins", MOST, 2, most=True)]
    root = etree.fromstring(funnel("f", "t", stages).encode())
    assert [item.get("class") for item in _rects(root)] == ["sure", "most", "unknown"]
