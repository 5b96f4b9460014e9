"""Texts and presentations of the OpenDocument format (ODT, ODP)."""

from __future__ import annotations

import pytest
from tests.intake.making import OPEN, opendocument

from witnessmark.intake import Limits
from witnessmark.intake.draft import Draft, RefusedError
from witnessmark.intake.office.odp import read as read_show
from witnessmark.intake.office.odt import read


def p(words: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def pairs(draft: Draft) -> list[tuple[str, str]]:
    return [(one.label, draft.content[one.span.start : one.span.end]) for one in draft.locators]


def change(kind: str, author: str, words: str = "") -> str:
    info = f"<office:change-info><dc:creator>{author}</dc:creator></office:change-info>"
    return f"<text:changed-region><text:{kind}>{info}{words}</text:{kind}></text:changed-region>"


CHANGES = f"{change('deletion', 'Ana Bel', p('struck'))}{change('insertion', 'Bo Cer')}"
SPOKEN = (
    "Le gouverneur <text:span>a dit</text:span><text:s text:c='2'/>«\n  oui »<text:tab/>deux<text:line-break/>fois."
)
ENDNOTE = (
    "<text:note text:note-class='endnote'><text:note-citation>1</text:note-citation>"
    f"<text:note-body>{p('at the end')}</text:note-body></text:note>"
)
COMMENT = f"<office:annotation><dc:creator>Bo Cer</dc:creator>{p('remarked')}</office:annotation>"
ITEMS = "".join(f"<text:list-item>{p(words)}</text:list-item>" for words in ("first", "second"))
CELLS = "".join(f"<table:table-cell>{p(words)}</table:table-cell>" for words in "ab")
BOX = f"<draw:frame><draw:text-box>{p('boxed')}</draw:text-box></draw:frame>"
BODY = (
    f"<text:tracked-changes>{CHANGES}</text:tracked-changes><text:h>Constatations</text:h>{p(SPOKEN)}"
    f"{p(f'Noted{ENDNOTE} here{COMMENT}.')}<text:list>{ITEMS}</text:list>"
    f"<table:table><table:table-row>{CELLS}</table:table-row></table:table>"
    f"{p(f'{BOX}<draw:frame><draw:image/></draw:frame>')}{p('<text:span text:style-name=`gone`>hidden</text:span>')}"
).replace("`", "'")
STYLES = '<style:style style:name="gone"><style:text-properties text:display="none"/></style:style>'
MARGINS = (
    f"<office:document-styles {OPEN}><office:master-styles><style:master-page>"
    f"<style:header>{p('Secret')}</style:header>"
    f"<style:header-left>{p('Secret')}</style:header-left><style:footer>{p('Lamp Archive')}</style:footer>"
    "</style:master-page></office:master-styles></office:document-styles>"
)


def test_everything_is_read_in_order() -> None:
    """Headings, lists, tables, boxes, notes, comments, headers and footers are read, once each."""
    draft = read(opendocument("text", BODY, styles=STYLES, others={"styles.xml": MARGINS}), Limits())
    assert pairs(draft) == [
        ("heading Constatations", "Constatations"),
        ("section Constatations, paragraph 1", "Le gouverneur a dit  « oui »\tdeux\nfois."),
        ("section Constatations, paragraph 2", "Noted here."),
        ("section Constatations, paragraph 3", "first"),
        ("section Constatations, paragraph 4", "second"),
        ("section Constatations, table 1, row 1, cell 1", "a"),
        ("section Constatations, table 1, row 1, cell 2", "b"),
        ("section Constatations, paragraph 5", "boxed"),
        ("section Constatations, paragraph 6", "hidden"),
        ("note endnote 1", "at the end"),
        ("note comment 1 by Bo Cer", "remarked"),
        ("note page header", "Secret"),
        ("note page footer", "Lamp Archive"),
    ]
    assert [loss.fault for loss in draft.losses] == [
        "1 stretch that was deleted with changes tracked (by Ana Bel) is not in the text",
        "1 stretch was inserted with changes tracked (by Bo Cer); it is in the text",
        "1 stretch is hidden in the document; it is in the text",
        "1 picture was not read",
    ]


def test_what_the_file_says_of_itself() -> None:
    """Title and author are taken; the rest is kept as the file names it."""
    draft = read(opendocument("text", p("word")), Limits())
    assert (draft.title, draft.author) == ("The list", "Ana Bel")
    assert draft.declared == (
        ("initial-creator", "Ana Bel"),
        ("creator", "Bo Cer"),
        ("generator", "Pages of Velmora"),
    )


def test_a_password_is_named() -> None:
    """An encrypted document is refused with what to do."""
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    with pytest.raises(RefusedError, match="encrypted"):
        read(opendocument("text", p("word"), others={"META-INF/manifest.xml": manifest}), Limits())


@pytest.mark.parametrize("element", ["text:section", "text:span"])
def test_nesting_without_end_is_refused(element: str) -> None:
    """No tree is followed deeper than documents go."""
    inner = f"<{element}>" * 150 + "word" + f"</{element}>" * 150
    with pytest.raises(RefusedError, match="nested too deeply"):
        read(opendocument("text", p(inner) if element == "text:span" else inner), Limits())


def test_slides() -> None:
    """Titles, boxes and notes are located by their slide; a hidden slide is marked."""
    frame = "<draw:frame presentation:class='{}'><draw:text-box>{}</draw:text-box></draw:frame>"
    body = (
        f"<draw:page>{frame.format('title', p('Findings'))}{frame.format('outline', p('forty'))}"
        f"<presentation:notes>{frame.format('notes', p('say it slowly'))}</presentation:notes></draw:page>"
        f"<draw:page draw:style-name='off'>{frame.format('outline', p('kept back'))}</draw:page>"
    )
    styles = (
        '<style:style style:name="off"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    draft = read_show(opendocument("presentation", body, styles=styles), Limits())
    assert pairs(draft) == [
        ("slide 1, heading Findings", "Findings"),
        ("slide 1, paragraph 1", "forty"),
        ("slide 1, note speaker's notes", "say it slowly"),
        ("slide 2 (hidden), paragraph 1", "kept back"),
    ]
    assert draft.losses[0].fault == "1 slide is hidden; it is in the text: 2"
