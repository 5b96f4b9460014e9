"""Rich Text documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.intake import Limits
from witnessmark.intake.draft import Draft
from witnessmark.intake.office.rtf import read

FONTS = rb"{\fonttbl{\f0\fnil Times;}{\f1\fcharset178 Arial;}{\f2\fcharset204 Arial;}{\f3\fcharset128 Gothic;}}"


def draft_of(body: bytes, head: bytes = FONTS) -> Draft:
    return read(rb"{\rtf1\ansi\ansicpg1252\deff0" + head + body + b"}", Limits())


def pairs(draft: Draft) -> list[tuple[str, str]]:
    return [(one.label, draft.content[one.span.start : one.span.end]) for one in draft.locators]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (rb"caf\'e9 \endash \ldblquote so\rdblquote", "café –“so”"),
        (rb"{\f1 \'d3\'e1\'c7\'e3}", "سلام"),
        (rb"{\f2 \'cf\'f0\'e0\'e2\'e4\'e0}", "Правда"),
        (rb"{\f3 \'8e\'96\'8e\'c0}", "事実"),
        (rb"\uc1\u1587?\u1604?\u1575?\u1605?", "سلام"),
        (rb"\uc2\u1604\'3f\'3fx", "لx"),
        (rb"\uc0\u1604x", "لx"),
        (rb"\u-10179?\u-8704?", "\U0001f600"),
        (rb"\u-10179?x", "\ufffdx"),
        (rb"a\~b\_c\-d", "a\u00a0b\u2011cd"),
        (rb"\\\{\}", "\\{}"),
        (rb"mi\zwnj ravad", "mi\u200cravad"),
        (b"split\r\n word", "split word"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt shown}}", "shown"),
        (rb"{\object{\*\objdata 00ff}{\result seen}}", "seen"),
        (rb"{\*\unknown dropped}kept{\*\bkmkstart b}", "kept"),
        (rb"{\shp{\*\shpinst\shpleft0{\sp{\sn a}{\sv b}}{\shptxt boxed\par}}}", "boxed"),
    ],
)
def test_words_are_read_as_they_are_shown(body: bytes, words: str) -> None:
    """Code pages of fonts, Unicode with its fallbacks, marks, fields and boxes give the words that a reader sees."""
    assert draft_of(body).content == words


def test_structure() -> None:
    """Headings, paragraphs, tables, notes, comments and headers are located, and deletions are counted."""
    body = (
        rb"{\stylesheet{\s0 Normal;}{\s1 heading 1;}}{\header\pard Secret\par}\pard\plain\s1 Findings\par"
        rb"\pard\plain One{\footnote\pard at the foot}\par{\deleted struck}\pard two{\*\atnauthor Ana Bel}"
        rb"{\*\annotation remarked}\par\trowd\cellx1\cellx2\pard\intbl a\cell\cell\row"
        rb"\trowd\pard\intbl c\cell d\cell\row"
        rb"\pard after{\pict 00ff}\par{\v hidden}"
    )
    draft = draft_of(body)
    assert pairs(draft) == [
        ("heading Findings", "Findings"),
        ("section Findings, paragraph 1", "One"),
        ("section Findings, paragraph 2", "two"),
        ("section Findings, table 1, row 1, cell 1", "a"),
        ("section Findings, table 1, row 2, cell 1", "c"),
        ("section Findings, table 1, row 2, cell 2", "d"),
        ("section Findings, paragraph 3", "after"),
        ("section Findings, paragraph 4", "hidden"),
        ("note page header", "Secret"),
        ("note footnote 1", "at the foot"),
        ("note comment 1 by Ana Bel", "remarked"),
    ]
    assert [loss.fault for loss in draft.losses] == [
        "1 stretch that was deleted with changes tracked is not in the text",
        "1 stretch is hidden in the document; it is in the text",
        "1 picture was not read",
    ]


def test_what_the_file_says_of_itself() -> None:
    """Title, author, company and the times of making and saving are kept as the file gives them."""
    info = (
        rb"{\info{\title The list}{\author Ana Bel}{\operator Bo Cer}{\company Lamp}{\creatim\yr2021\mo8\dy3\hr9\min5}}"
    )
    draft = draft_of(info + rb"{\*\generator Pages 1.0;}word")
    assert (draft.title, draft.author) == ("The list", "Ana Bel")
    assert draft.declared == (
        ("author", "Ana Bel"),
        ("operator", "Bo Cer"),
        ("company", "Lamp"),
        ("creatim", "2021-08-03 09:05"),
        ("generator", "Pages 1.0;"),
    )


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (rb"word{\pict\bin99999999 x", "breaks off"),
        (rb"word{\b{\i", "breaks off"),
        (rb"word}and more", "after the end"),
    ],
)
def test_a_cut_file_says_so(body: bytes, fault: str) -> None:
    """What was read stands, and the break is a fault."""
    draft = draft_of(body)
    assert draft.content.startswith("word")
    assert any(fault in loss.fault for loss in draft.losses)


@given(
    st.text(st.characters(codec="utf-16", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=30)
)
def test_any_characters_come_through_unicode(words: str) -> None:
    """Whatever is written as Unicode is read as it was written."""
    units = words.encode("utf-16-le")
    numbers = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    body = "".join(f"\\u{number}?" for number in numbers).encode()
    assert draft_of(b"[" + body + b"]").content == f"[{words}]"


@given(
    st.lists(
        st.sampled_from(
            [b"{", b"}", b"\\par", b"\\cell", b"\\row", b"\\intbl", b"\\u-10179 ", b"\\'", b"a ", b"\\*\\x", b"\\bin3 "]
        )
    )
)
def test_no_order_of_words_fails(tokens: list[bytes]) -> None:
    """Whatever the tokens and their order, a draft comes back whose places stand in its content."""
    draft = draft_of(b"".join(tokens))
    assert all(one.span.end <= len(draft.content) for one in draft.locators)
