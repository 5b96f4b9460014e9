"""Picking an article's blocks out of a page's."""

from __future__ import annotations

from witnessmark.intake.draft import Block
from witnessmark.intake.web.article import pick

FIRST = "The governor said that forty prisoners had been moved."
SECOND = "Families deny it: nobody has been seen since the spring."


def place(words: str, kind: str = "paragraph") -> Block:
    return Block(words, (("section", "Menu"), (kind, words if kind == "heading" else "7")))


PAGE = [
    place("Menu", "heading"),
    place("Home"),
    place("Velmora: forty moved"),
    place("Velmora: forty moved", "heading"),
    place(FIRST),
    place("Photo: Agency Sud"),
    place("Advertisement"),
    place(SECOND),
    place(SECOND),
    place("Home"),
]


def test_the_pages_own_blocks_are_picked() -> None:
    """Headline, article, captions and repetitions are kept in the page's order; the rest is left; places count anew."""
    picked = pick(PAGE, frozenset({5}), f"{FIRST} {SECOND}", "Velmora: forty moved | Courier")
    assert [block.words for block in picked] == ["Velmora: forty moved", FIRST, "Photo: Agency Sud", SECOND, SECOND]
    assert picked[0].steps[-1] == ("heading", "Velmora: forty moved")
    assert picked[1].steps == (("paragraph", "1"),)
    assert picked[4].steps == (("paragraph", "4"),)


def test_an_article_that_the_page_does_not_have_is_not_picked() -> None:
    """Where the blocks do not make up the article, nothing is picked rather than half of it."""
    assert pick(PAGE, frozenset(), f"{FIRST} and other words that stand nowhere on the page at all", None) == []


def test_a_block_is_whole_where_the_finder_dropped_words() -> None:
    """Words that the finder lost within a block stand in the text: the page decides."""
    dated = place("On 12 May three more were taken from the camp.")
    picked = pick(
        [*PAGE[:5], dated, *PAGE[7:]], frozenset(), f"{FIRST} On three more were taken from the camp. {SECOND}", None
    )
    assert dated.words in [block.words for block in picked]
