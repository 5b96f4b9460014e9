"""Electronic books (EPUB)."""

from __future__ import annotations

import pytest
from tests.intake.making import epub

from witnessmark.intake import Limits
from witnessmark.intake.draft import Draft, RefusedError
from witnessmark.intake.web.epub import read


def pairs(draft: Draft) -> list[tuple[str, str]]:
    return [(one.label, draft.content[one.span.start : one.span.end]) for one in draft.locators]


def test_pages_are_read_in_the_books_order() -> None:
    """The order of the book decides, headings name sections, and what the book says of itself is taken."""
    draft = read(
        epub({"b.xhtml": "<p>deux</p>", "a.xhtml": "<h1>Un</h1><p>été</p>"}, order=("a.xhtml", "b.xhtml")), Limits()
    )
    assert pairs(draft) == [
        ("heading Un", "Un"),
        ("section Un, paragraph 1", "été"),
        ("section Un, paragraph 2", "deux"),
    ]
    assert (draft.title, draft.author, draft.publisher, draft.published, draft.declared_language) == (
        "The book",
        "Ana Bel",
        "Lamp Press",
        "2021-08-03",
        "fr",
    )


def test_pages_that_are_missing_or_left_out_are_said() -> None:
    """Each page that is not read is a fault."""
    data = epub({"a.xhtml": "<p>one</p>", "b.xhtml": "<p>two</p>"}, order=("a.xhtml",))
    assert [loss.fault for loss in read(data, Limits()).losses] == ["1 page outside the book's order was not read"]


def test_a_locked_book_is_refused() -> None:
    """A book whose pages are encrypted is named as that."""
    locked = '<encryption><e:CipherReference xmlns:e="urn:e" URI="book/a.xhtml"/></encryption>'
    with pytest.raises(RefusedError, match="encrypted"):
        read(epub({"a.xhtml": "<p>one</p>"}, others={"META-INF/encryption.xml": locked}), Limits())


def test_a_page_without_proper_markup_is_read() -> None:
    """Pages are read as a browser would read them."""
    assert "one" in read(epub({"a.xhtml": "<p>one<p>two</div>"}), Limits()).content


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    """An older page that says what its bytes are is believed as a web page is."""
    page = '<?xml version="1.0" encoding="windows-1251"?><html><body><p>Правда</p></body></html>'
    order = '<package><manifest><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest>'
    parts: dict[str, str | bytes] = {
        "book/b.xhtml": page.encode("cp1251"),
        "book/all.opf": order + '<spine><itemref idref="b"/></spine></package>',
    }
    assert read(epub({"a.xhtml": ""}, others=parts), Limits()).content == "Правда"
