"""Presentations (PPTX)."""

from __future__ import annotations

import pytest
from tests.intake.making import SHOW, pptx, related, shape, slide

from witnessmark.intake import Limits
from witnessmark.intake.draft import Draft, RefusedError
from witnessmark.intake.office.pptx import read

TABLE = (
    "<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>killed</a:t></a:r></a:p>"
    "</a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>12</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>"
    "</a:graphicData></a:graphic></p:graphicFrame>"
)


def pairs(draft: Draft) -> list[tuple[str, str]]:
    return [(one.label, draft.content[one.span.start : one.span.end]) for one in draft.locators]


def test_slides_notes_comments_and_tables() -> None:
    """Everything on a slide is read, then its comments, then what its speaker was to say."""
    comments = f'<p:cmLst {SHOW}><p:cm authorId="0"><p:text>who says so?</p:text></p:cm></p:cmLst>'
    data = pptx(
        [
            slide(
                shape("Findings", kind="ctrTitle"),
                f"<p:grpSp>{shape('قال الحاكم ذلك', 'second')}</p:grpSp>",
                TABLE,
                shape("7", kind="sldNum"),
                "<p:pic/>",
            ),
            slide(shape("after")),
        ],
        others={
            "ppt/slides/_rels/s1.xml.rels": related(("notesSlide", "../n.xml"), ("comments", "../c.xml")),
            "ppt/n.xml": slide(shape("say it slowly"), shape("1", kind="sldNum")),
            "ppt/c.xml": comments,
            "ppt/commentAuthors.xml": f'<p:cmAuthorLst {SHOW}><p:cmAuthor id="0" name="Bo Cer"/></p:cmAuthorLst>',
        },
    )
    draft = read(data, Limits())
    assert pairs(draft) == [
        ("slide 1, heading Findings", "Findings"),
        ("slide 1, paragraph 1", "قال الحاكم ذلك"),
        ("slide 1, paragraph 2", "second"),
        ("slide 1, table 1, row 1, cell 1", "killed"),
        ("slide 1, table 1, row 1, cell 2", "12"),
        ("slide 1, note comment by Bo Cer", "who says so?"),
        ("slide 1, note speaker's notes", "say it slowly"),
        ("slide 2, paragraph 1", "after"),
    ]
    assert [loss.fault for loss in draft.losses] == ["1 picture was not read"]
    assert (draft.title, draft.author) == ("The list", "Ana Bel")


def test_a_broken_slide_costs_that_slide() -> None:
    """The rest goes on, and the fault names the slide."""
    draft = read(pptx([slide(shape("one")), "<broken", slide(shape("three"))]), Limits())
    assert [label for label, _ in pairs(draft)] == ["slide 1, paragraph 1", "slide 3, paragraph 1"]
    assert draft.losses[0].fault.startswith("slide 2: the part ppt/slides/s2.xml is no proper XML")


def test_hidden_slides_are_read_and_said() -> None:
    """A slide that is not shown is marked."""
    draft = read(pptx([slide(shape("one"), show='show="0"')]), Limits())
    assert pairs(draft) == [("slide 1 (hidden), paragraph 1", "one")]
    assert draft.losses[0].fault == "1 slide is hidden; it is in the text: 1"


def test_loops_among_slides_end() -> None:
    """A slide that is listed twice, or refers to itself as its notes, is read once for each role."""
    again = {
        "ppt/_rels/presentation.xml.rels": related(("slide", "slides/s1.xml"), ("slide", "slides/s1.xml")),
        "ppt/slides/_rels/s1.xml.rels": related(("slide", "s1.xml"), ("notesSlide", "s1.xml")),
    }
    draft = read(pptx([slide(shape("one"))] * 2, others=again), Limits())
    assert draft.content.count("one") == 2
    assert draft.losses[0].fault.startswith("slide 2 has no part of its own")


def test_declared_entities_are_refused() -> None:
    """A slide with a document type is no accident: the presentation is refused."""
    with pytest.raises(RefusedError, match="declares entities"):
        read(pptx(["<!DOCTYPE a [<!ENTITY x 'y'>]>" + slide(shape("one"))]), Limits())


def test_nesting_without_end_is_refused() -> None:
    """Groups in groups go to a depth and no further."""
    with pytest.raises(RefusedError, match="nested"):
        read(pptx([slide("<p:grpSp>" * 150 + shape("one") + "</p:grpSp>" * 150)]), Limits())
