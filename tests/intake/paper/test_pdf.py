"""PDF files with a text layer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from witnessmark.intake import Limits
from witnessmark.intake.draft import RefusedError, Unread
from witnessmark.intake.paper.pdf import read

MakePdf = Callable[..., bytes]


def lines(*printed: tuple[int, int, str]) -> str:
    """Return drawing operators that print words at places."""
    return "".join(f"BT /F 12 Tf {x} {y} Td ({words}) Tj ET\n" for x, y, words in printed)


FIRST = lines(
    (50, 350, "The governor said that forty prison-"),
    (50, 336, "ers had died, and that well-"),
    (50, 322, "known names were among them."),
    (50, 290, "Families deny it. The prisoners were alive."),
)


def test_pages_and_paragraphs(make_pdf: MakePdf) -> None:
    """Every page is read in order; the page stands in the locator, and gaps part paragraphs."""
    draft = read(make_pdf(FIRST, lines((50, 350, "Second page."))), Limits())
    places = [(one.label, draft.content[one.span.start : one.span.end][:12]) for one in draft.locators]
    assert places == [
        ("page 1, paragraph 1", "The governor"),
        ("page 1, paragraph 2", "Families den"),
        ("page 2, paragraph 1", "Second page."),
    ]


def test_broken_words_are_joined_only_as_the_document_writes_them(make_pdf: MakePdf) -> None:
    """A hyphen at a line's end goes where the whole word stands elsewhere, and stays where it does not."""
    content = read(make_pdf(FIRST), Limits()).content
    assert "forty prisoners had died" in content
    assert "well-known names" in content


def test_pages_without_text_are_named(make_pdf: MakePdf) -> None:
    """A page without text is a fault that names it; the others are read."""
    draft = read(make_pdf(FIRST, "", "", lines((50, 350, "Last."))), Limits())
    assert draft.losses[0].fault == "2 pages: each has no text: 2, 3"
    assert "Last." in draft.content


PICTURE = "q 300 0 0 300 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q "


def test_a_scan_is_to_be_recognised(make_pdf: MakePdf) -> None:
    """The pages of a PDF of pictures alone are named, for their pictures to be read."""
    draft = read(make_pdf(PICTURE, PICTURE), Limits())
    assert draft.unread == (Unread(1, "picture"), Unread(2, "picture"))
    assert draft.content == ""


def test_layers_that_may_hold_too_little(make_pdf: MakePdf) -> None:
    """A layer over a picture, and one without any words of a language, are kept and named; a good one is not."""
    broken = lines(*((20, 380 - 14 * row, "wkh jryhuqru vdlg wkdw iruwb sulvrqhuv kdg glhg") for row in range(4)))
    draft = read(make_pdf(FIRST, PICTURE + FIRST, broken), Limits())
    assert draft.unread == (Unread(2, "covered", 4), Unread(3, "broken", 4))
    assert draft.content.count("forty prisoners") == 2
    assert "wkh jryhuqru" in draft.content


def test_facts(make_pdf: MakePdf) -> None:
    """The title is taken; the day the file was made is not taken for a date of publication."""
    draft = read(make_pdf(FIRST, title="Report on Velmora"), Limits())
    assert draft.title == "Report on Velmora"
    assert draft.published is None
    assert draft.encoding is None


def test_one_line_in_pieces_is_one_line(make_pdf: MakePdf) -> None:
    """Words that were printed apart on one line stand on one line, in order."""
    draft = read(make_pdf(lines((50, 350, "Killed:"), (200, 350, "57"), (50, 336, "Wounded: none"))), Limits())
    assert draft.content.split() == ["Killed:", "57", "Wounded:", "none"]


def test_damage_is_refused() -> None:
    """What is no PDF behind its mark is refused with a reason."""
    with pytest.raises(RefusedError, match="damaged"):
        read(b"%PDF-1.7 and nothing else", Limits())


def test_what_the_file_says_of_itself_is_kept(make_pdf: MakePdf) -> None:
    """The facts that a PDF declares stand under its own names for them, as it writes them."""
    assert dict(read(make_pdf(FIRST), Limits()).declared) == {"CreationDate": "D:20210803120000Z"}
