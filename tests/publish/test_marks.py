"""Marks of cited words in their paragraph."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from witnessmark.nouns import Digest, Passage, Span
from witnessmark.publish.findings import Mark, Paragraph, Reference, Role
from witnessmark.publish.marks import marked
from witnessmark.publish.words import LONG, Quote
from witnessmark.store.cited import Citation

WORDS = "He said that she said that it was so, and nobody asked them twice."
OFFSET = 100


def _elements(root: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at an XPath."""
    found = root.xpath(path)
    assert isinstance(found, list)
    return [item for item in found if isinstance(item, etree._Element)]


def _mark(start: int, end: int, number: int, role: Role = Role.SAID, text: str = WORDS) -> Mark:
    span = Span(OFFSET + start, OFFSET + end)
    passage = Passage((span,), text[start:end])
    citation = Citation(source=Digest("0" * 64), name="a.txt", locator="paragraph 1", passage=passage)
    reference = Reference(citation=citation, number=1, finding=f"S{number}", role=role)
    return Mark(span=span, reference=reference, first=True, last=True)


def _tree(marks: list[Mark], text: str = WORDS) -> etree._Element:
    paragraph = Paragraph(label="", start=OFFSET, words=Quote.of(text, "en"), marks=tuple(marks))
    return etree.fromstring(f"<p>{marked(paragraph)}</p>".encode())


def _words(element: etree._Element) -> str:
    """Return the words of an element without the ways back."""
    own = element.text or ""
    return own + "".join(("" if part.get("class") == "back" else _words(part)) + (part.tail or "") for part in element)


SPANS = st.tuples(st.integers(0, len(WORDS) - 1), st.integers(1, 30), st.sampled_from(list(Role)))


@given(st.lists(SPANS, max_size=8))
def test_marks_never_change_the_words(spans: list[tuple[int, int, Role]]) -> None:
    """However marks nest and cross, the paragraph reads as before, and each mark covers exactly its words."""
    marks = [
        _mark(start, min(start + length, len(WORDS)), number, role)
        for number, (start, length, role) in enumerate(spans)
    ]
    tree = _tree(marks)
    assert _words(tree) == WORDS
    for mark in marks:
        if mark.reference.role in (Role.SAID, Role.COUNT, Role.SHARED):
            assert len(_elements(tree, f"//*[@id='{mark.reference.anchor}']")) == 1
            assert len(_elements(tree, f"//a[@href='#{mark.reference.back}']")) == 1


def test_a_nested_mark_lies_inside_the_other() -> None:
    """A statement inside a statement is marked inside it, and each leads back to its own item."""
    tree = _tree([_mark(13, 36, 1), _mark(27, 36, 2)])
    (inner,) = _elements(tree, "//mark[@id='words-s1']//mark[@id='words-s2']")
    assert _words(inner) == "it was so"


def test_marks_that_cross_are_split() -> None:
    """Of two marks that cross, the second goes on after the first ends; its id stays at its begin."""
    tree = _tree([_mark(0, 12, 1), _mark(8, 20, 2)])
    assert _words(tree) == WORDS
    pieces = _elements(tree, "//mark")
    assert [_words(piece) for piece in pieces] == [WORDS[0:12], WORDS[8:12], WORDS[12:20]]
    assert [piece.get("id") for piece in pieces] == ["words-s1", "words-s2", None]


def test_a_very_long_paragraph_shows_the_cited_words_and_says_what_it_leaves_out() -> None:
    """Words far from every mark are left out with their number; marked words never are."""
    text = "a" * LONG + "the words" + "b" * LONG
    tree = _tree([_mark(LONG, LONG + 9, 1, text=text)], text)
    (mark,) = _elements(tree, "//mark")
    assert _words(mark) == "the words"
    notes = [note.text for note in _elements(tree, "//span[@class='omitted']")]
    assert notes == [f" [{LONG - 800:,} characters are not shown here] "] * 2
