"""Word documents."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from witnessmark.intake import Limits
from witnessmark.intake.draft import RefusedError
from witnessmark.intake.office.docx import read

MakeDocx = Callable[..., bytes]


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*runs: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


STYLES = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
INNER = f"<w:tbl>{row(paragraph(run('inner')))}</w:tbl>"
BOX = (
    '<mc:AlternateContent xmlns:mc="mc"><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice>'
    "<mc:Fallback><w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent>"
).format(paragraph(run("boxed")))
BODY = "".join(
    [
        paragraph(run("Findings"), style="H"),
        paragraph(run("The governor "), run("said"), "<w:r><w:tab/><w:t>so</w:t><w:br/><w:t>twice.</w:t></w:r>"),
        paragraph(
            run("Kept "),
            f"<w:ins>{run('added ')}</w:ins>",
            "<w:del><w:r><w:delText>struck</w:delText></w:r></w:del>",
            run("words"),
        ),
        f"<w:tbl>{row(paragraph(run('a')), paragraph(run('b')))}{row(INNER, paragraph(run('d')))}</w:tbl>",
        paragraph(f"<w:r>{BOX}</w:r>"),
        f"<w:sdt><w:sdtContent>{paragraph(run('controlled'))}</w:sdtContent></w:sdt>",
        paragraph("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"),
        paragraph("<w:r><w:instrText>PAGE</w:instrText></w:r>"),
    ]
)
OTHERS = {
    "styles": STYLES,
    "footnotes": '<w:footnote w:type="separator"><w:p/></w:footnote>'
    f"<w:footnote>{paragraph(run('at the foot'))}</w:footnote>",
    "comments": f'<w:comment w:author="Ana Bel">{paragraph(run("remarked"))}</w:comment>',
    "header": paragraph(run("Secret")),
}


def test_everything_is_read_in_order(make_docx: MakeDocx) -> None:
    """Headings, tables in tables, text boxes, content controls, notes, comments and headers are read, once each."""
    draft = read(make_docx(BODY, OTHERS), Limits())
    assert [(one.label, draft.content[one.span.start : one.span.end]) for one in draft.locators] == [
        ("heading Findings", "Findings"),
        ("section Findings, paragraph 1", "The governor said\tso\ntwice."),
        ("section Findings, paragraph 2", "Kept added words"),
        ("section Findings, table 1, row 1, cell 1", "a"),
        ("section Findings, table 1, row 1, cell 2", "b"),
        ("section Findings, table 2, row 1, cell 1", "inner"),
        ("section Findings, table 1, row 2, cell 2", "d"),
        ("section Findings, paragraph 3", "boxed"),
        ("section Findings, paragraph 4", "controlled"),
        ("section Findings, paragraph 5", "hidden"),
        ("note footnote 1", "at the foot"),
        ("note comment 1 by Ana Bel", "remarked"),
        ("note page header", "Secret"),
    ]


def test_what_is_struck_out_or_hidden_is_said(make_docx: MakeDocx) -> None:
    """Tracked deletions are not in the text and counted; hidden words are in it and counted."""
    faults = [loss.fault for loss in read(make_docx(BODY, OTHERS), Limits()).losses]
    assert any(fault.startswith("1 stretch that was deleted") for fault in faults)
    assert any(fault.startswith("1 stretch is hidden") for fault in faults)


def test_facts(make_docx: MakeDocx) -> None:
    """Title and author come from the properties; a file's dates are no date of publication."""
    draft = read(make_docx(BODY, core="<dc:title>Report</dc:title><dc:creator>Ana Bel</dc:creator>"), Limits())
    assert (draft.title, draft.author, draft.published) == ("Report", "Ana Bel", None)


def test_declared_entities_are_refused(make_docx: MakeDocx) -> None:
    """A part with a document type is refused before any of its entities is used."""
    with pytest.raises(RefusedError, match="declares entities"):
        read(make_docx(BODY, prolog="<!DOCTYPE w [<!ENTITY x 'y'>]>"), Limits())


def test_a_lying_container_is_refused(make_docx: MakeDocx) -> None:
    """Sizes are counted before and while a part is unpacked."""
    data = make_docx(paragraph(run("a" * 1_000_000)))
    with pytest.raises(RefusedError, match="would unpack to"):
        read(data, Limits(unpacked_bytes=500_000))


def test_who_changed_what_is_said(make_docx: MakeDocx) -> None:
    """Tracked changes name their authors; insertions are in the text and counted."""
    change = '<w:{0} w:author="{1}"><w:r><w:{2}>word </w:{2}></w:r></w:{0}>'
    body = paragraph(change.format("ins", "Ana Bel", "t"), change.format("del", "Bo Cer", "delText"), run("stays"))
    draft = read(make_docx(body), Limits())
    assert draft.content == "word stays"
    assert [loss.fault for loss in draft.losses] == [
        "1 stretch that was deleted with changes tracked (by Bo Cer) is not in the text",
        "1 stretch was inserted with changes tracked (by Ana Bel); it is in the text",
    ]


def test_what_the_file_says_of_itself_is_kept(make_docx: MakeDocx) -> None:
    """Properties beyond the title stand under the names that the file gives them."""
    core = "<dc:title>Report</dc:title><dc:creator>Ana Bel</dc:creator><lastModifiedBy>Bo Cer</lastModifiedBy>"
    draft = read(make_docx(BODY, core=core), Limits())
    assert draft.declared == (("creator", "Ana Bel"), ("lastModifiedBy", "Bo Cer"))


def test_a_broken_note_costs_the_notes(make_docx: MakeDocx) -> None:
    """The running text is read where a part beside it is broken, and the part is named."""
    draft = read(make_docx(BODY, {"footnotes": "<w:broken"}, core="<broken"), Limits())
    assert draft.content.startswith("Findings")
    assert [loss.fault for loss in draft.losses if "no proper XML" in loss.fault]
    assert draft.declared == ()
