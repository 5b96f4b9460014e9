"""The cut-outs of a dossier: which lines are shown, what is marked on them, and what is said where one is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from tests.intake.ocr.conftest import drawn, saved

from witnessmark.nouns import Digest, PageBox, Passage, Span, digest_of
from witnessmark.publish.cutouts import CutOuts, Most, cut_outs, strip
from witnessmark.publish.findings import (
    CitedText,
    Mark,
    PageMark,
    Paragraph,
    Pictured,
    Reference,
    Role,
    SourceFinding,
)
from witnessmark.publish.words import Quote
from witnessmark.store.cited import Citation

NAME = 'a <scan> & "more"\u202e.png'


def cited(data: bytes, *lines: tuple[int, Role], number: int = 1) -> CitedText:
    """Return a source with a line for each page and role that is given."""
    digest = digest_of(data)
    paragraphs = []
    for at, (page, role) in enumerate(lines):
        box = PageBox(page, 80, 150, 600, 205)
        span = Span(100 * at, 100 * at + 4)
        citation = Citation(source=digest, name=NAME, locator="", passage=Passage((span,), "Sarn"))
        reference = Reference(citation=citation, number=number, finding=f"S{at}", role=role)
        paragraphs.append(
            Paragraph(
                label=f"page {page}, line {at + 1}",
                start=100 * at,
                words=Quote.of("Sarn", "en"),
                marks=(Mark(span=span, reference=reference, first=True, last=True),),
                pictured=Pictured(line=box, high=48, marks=(PageMark(PageBox(page, 200, 150, 300, 205), role),)),
            )
        )
    source = SourceFinding(number=number, digest=digest, acquired=(), text=None, decisions=())
    return CitedText(source=source, paragraphs=tuple(paragraphs))


@pytest.fixture
def scan(tmp_path: Path) -> tuple[bytes, Path]:
    """A picture of one page, and where its bytes lie."""
    data = saved(drawn())
    path = tmp_path / "sealed"
    path.write_bytes(data)
    return data, path


def test_a_line_is_shown_with_its_words_marked(scan: tuple[bytes, Path]) -> None:
    """The picture needs nothing else, says what it shows, and its marks lie inside it; names are inert in it."""
    data, path = scan
    text = cited(data, (1, Role.SAID), (1, Role.SPEAKER))
    cuts = cut_outs([text], lambda _: path)
    assert (len(cuts.shown), cuts.left, cuts.failed) == (2, 0, {})
    for paragraph in text.paragraphs:
        written = strip(cuts, 1, NAME, paragraph)
        assert "\u202e" not in written
        picture = etree.fromstring(written)
        width, height = map(float, picture.get("viewBox", "").split()[2:])
        title, described, image, mark = picture
        assert title.text == f'{paragraph.label} of a <scan> & "more"U+202E.png, as the page shows it'
        assert picture.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
        assert image.get("href", "").startswith("data:image/png;base64,")
        left, top, wide, high = (float(mark.get(key, "")) for key in ("x", "y", "width", "height"))
        assert 0 <= left < left + wide <= width
        assert 0 <= top < top + high <= height
        assert mark.get("class") == paragraph.marks[0].reference.role
        assert float(mark.get("fill-opacity", "")) < 1, "no mark hides a word, where there is no style sheet either"
        assert float(picture.get("width", "")) <= width


def test_lines_of_statements_come_first_and_the_others_are_counted(scan: tuple[bytes, Path]) -> None:
    """Beyond the limit of lines, of pages or of bytes, what is left out is counted."""
    data, path = scan
    text = cited(data, (1, Role.NAMED), (1, Role.SAID), (1, Role.SHARED), (1, Role.COUNT))
    cuts = cut_outs([text], lambda _: path, Most(lines=2))
    assert (sorted(cuts.shown), cuts.left) == ([(1, 100), (1, 300)], 2)
    other = cited(data, (1, Role.SAID), number=2)
    for most in (Most(pages=1), Most(size=1)):
        cuts = cut_outs([text, other], lambda _: path, most)
        assert (len(cuts.shown), cuts.left) == (4, 1)


def test_a_page_that_cannot_be_rendered_costs_its_own_lines_alone(scan: tuple[bytes, Path], tmp_path: Path) -> None:
    """The reason stands in the place of the cut-out; the other source is shown."""
    data, path = scan
    gone = cited(b"\x89PNG and no more", (1, Role.SAID), number=2)
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x89PNG and no more")
    text = cited(data, (1, Role.SAID))

    def where(source: Digest) -> Path:
        return path if source == text.source.digest else broken

    cuts = cut_outs([text, gone], where)
    assert ([*cuts.shown], [*cuts.failed]) == ([(1, 0)], [(2, 0)])
    told = strip(cuts, 2, NAME, gone.paragraphs[0])
    assert "cannot be shown: the picture is damaged" in told
    etree.fromstring(told)


def test_what_was_not_read_from_a_picture_has_none() -> None:
    """Other paragraphs ask for no file at all."""
    text = cited(b"x", (1, Role.SAID))
    plain = Paragraph(label="paragraph 1", start=0, words=Quote.of("Sarn", "en"), marks=())
    found = cut_outs([CitedText(source=text.source, paragraphs=(plain,))], lambda source: Path("nowhere") / source)
    assert found == CutOuts()
    assert strip(found, 1, NAME, plain) == ""
