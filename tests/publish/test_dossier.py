"""The dossier of a whole case: what it says, that it leads back, and that it is refused where it cannot."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from lxml import etree

from witnessmark.errors import CitationError, InputError
from witnessmark.nouns import Digest
from witnessmark.publish.compose import compose
from witnessmark.publish.contents import Dossier
from witnessmark.publish.dossier import write_dossier
from witnessmark.publish.findings import CaseFacts, Reference
from witnessmark.publish.page import render
from witnessmark.store import Store, ask, schema


def _elements(root: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at an XPath."""
    found = root.xpath(path)
    assert isinstance(found, list)
    return [item for item in found if isinstance(item, etree._Element)]


def _values(root: etree._Element, path: str) -> list[str]:
    """Return the attribute values at an XPath."""
    found = root.xpath(path)
    assert isinstance(found, list)
    return [item for item in found if isinstance(item, str)]


@pytest.fixture
def dossier(made: Store, facts: CaseFacts) -> Dossier:
    """The dossier of the made-up case."""
    with made.asking() as connection:
        return compose(connection, facts)


@pytest.fixture
def page(dossier: Dossier) -> etree._Element:
    """The page, parsed as strictly as XML is."""
    return etree.fromstring(render(dossier).encode())


def _references(dossier: Dossier) -> list[Reference]:
    groups = (*dossier.parties, *dossier.unresolved)
    statements = [*(item for group in groups for item in group.statements), *dossier.rejected]
    return [
        *(reference for item in statements for reference in item.references),
        *(reference for item in dossier.figures for reference in item.references),
        *(reference for item in dossier.families for reference in item.references),
    ]


def _words(element: etree._Element) -> str:
    """Return an element's words, with shown codes turned back and ways back left out."""
    if element.get("data-code"):
        return chr(int(element.get("data-code", ""), 16))
    own = element.text or ""
    for part in element:
        own += ("" if part.get("class") == "back" else _words(part)) + (part.tail or "")
    return own


def _text(element: etree._Element) -> str:
    return " ".join("".join(str(words) for words in element.itertext()).split())


def test_every_link_has_a_target_and_every_id_is_one(page: etree._Element) -> None:
    """No link leads nowhere, and no two things have one name."""
    ids = _values(page, "//@id")
    assert len(ids) == len(set(ids))
    inner = [href for href in _values(page, "//a/@href") if href.startswith("#")]
    assert inner
    assert {href[1:] for href in inner} <= set(ids)
    assert len(inner) == len(_elements(page, "//a"))


def test_every_citation_leads_to_its_words_and_back(page: etree._Element) -> None:
    """A citation's target lies in the appendix, and from there a link leads to the item that cites it."""
    citations = _elements(page, "//a[@class='cite']")
    assert citations
    for citation in citations:
        (target,) = _elements(page, f"//section[@class='appendix']//*[@id='{citation.get('href', '')[1:]}']")
        item = re.sub(r"-\d+$", "", citation.get("href", "").removeprefix("#words-"))
        assert _elements(target, f"ancestor::p[1]//a[@class='back'][@href='#{item}']")
        assert _elements(page, f"//*[@id='{item}']")


def test_the_words_shown_are_those_of_the_text(dossier: Dossier, page: etree._Element, made: Store) -> None:
    """Each cited paragraph and each quoted content stands in its text, character by character."""
    with made.asking() as connection:
        texts = {source.digest: ask.text_of(connection, source.digest) for source in dossier.sources}
    whole = {source.number: text.content for source in dossier.sources if (text := texts[source.digest])}
    for cited in dossier.passages:
        for paragraph in cited.paragraphs:
            assert whole[cited.source.number][paragraph.start :].startswith(paragraph.words.words)
            (element,) = _elements(page, f"//*[@id='text-{cited.source.number}-{paragraph.start}']/p[@class='words']")
            shown = _words(element)
            if "characters are not shown here" not in shown:
                assert shown == paragraph.words.words
    for group in (*dossier.parties, *dossier.unresolved):
        for item in group.statements:
            (quoted,) = _elements(page, f"//*[@id='{item.number.lower()}']/blockquote")
            assert _words(quoted) == item.references[0].passage.quote == item.content.words


def test_marked_words_are_the_cited_words(dossier: Dossier, page: etree._Element) -> None:
    """What a citation leads to is what it quotes."""
    for reference in _references(dossier):
        if reference.role in ("said", "count", "shared"):
            (mark,) = _elements(page, f"//*[@id='{reference.anchor}']")
            assert _words(mark) == reference.passage.quote


def test_nothing_is_loaded_and_nothing_runs(page: etree._Element) -> None:
    """The page holds no script, no handler and no address that a browser would fetch, and forbids all of them."""
    names = {element.tag for element in page.iter() if isinstance(element.tag, str)}
    assert not names & {"script", "img", "iframe", "object", "embed", "video", "audio", "form", "base"}
    assert [link.get("href") for link in page.iter("link")] == ["data:,"]
    assert not _values(page, "//@src | //@style | //@*[starts-with(name(), 'on')]")
    (style,) = page.iter("style")
    assert not re.search(r"url\(|@import|https?:", style.text or "")
    (policy,) = _values(page, "//meta[@http-equiv='Content-Security-Policy']/@content")
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy


def test_hostile_words_are_inert_and_visible(dossier: Dossier) -> None:
    """Markup in a source is shown as text; characters that act are shown by their codes."""
    written = render(dossier)
    assert "&lt;/style&gt;&lt;script&gt;alert(" in written
    assert "&lt;b&gt;Nobody&lt;/b&gt;" in written
    assert "onclick=&#34;alert(2)" in written
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069\ufeff\ufffe]", written)
    assert 'data-code="202e">U+202E</span>' in written


def test_words_are_set_in_their_language_and_direction(page: etree._Element) -> None:
    """Persian words run from right to left and say that they are Persian; a name among them does not turn the line."""
    quoted = [element for element in page.iter("blockquote") if "رودخانه" in _words(element)]
    assert [(element.get("lang"), element.get("dir")) for element in quoted] == [("fa", "rtl")]
    paragraphs = [element for element in _elements(page, "//p[@class='words']") if "رودخانه" in _words(element)]
    assert [(element.get("lang"), element.get("dir")) for element in paragraphs] == [("fa", "rtl")]
    assert {element.get("dir") for element in page.iter("bdi")} <= {"ltr", "rtl"}


def test_every_statement_has_its_place(dossier: Dossier, made: Store) -> None:
    """Each statement is listed once: with its party, among those not resolved or unnamed, or with the rejected."""
    groups = (*dossier.parties, *dossier.unresolved)
    listed = [item.id for group in groups for item in group.statements] + [item.id for item in dossier.rejected]
    with made.asking() as connection:
        assert sorted(listed) == sorted(item.id for item in ask.statements(connection))
    assert dossier.parties[0].heading == "Oda Ferrin"
    assert [item.continued for item in dossier.parties[0].statements] == [False, True]
    assert [group.heading for group in dossier.unresolved] == [
        "Speakers who are not resolved to a party",
        "No speaker named: the document’s own voice",
    ]


def test_a_rejected_statement_is_apart_and_its_figure_marked(dossier: Dossier, page: etree._Element) -> None:
    """A rejection moves a statement, shows who decided it and why, and takes its figure out of the answers."""
    (rejected,) = dossier.rejected
    (item,) = _elements(page, f"//section[@aria-labelledby='rejected']//li[@id='{rejected.number.lower()}']")
    assert "rejected by I. Brand" in _text(item)
    assert "The clerk is not the speaker." in _text(item)
    assert "relayed by" in _text(item)
    (figure,) = (figure for figure in dossier.figures if figure.rejected)
    (question,) = dossier.questions
    assert question.rejected == (figure,)
    assert figure not in [given for answer in question.answers for given in answer.figures]


def test_answers_stand_side_by_side_with_their_figures(dossier: Dossier, page: etree._Element) -> None:
    """Each answer cites the figures that give it; the picture has a row for each answer."""
    (question,) = dossier.questions
    assert sorted((item.answer.lo, item.answer.hi) for item in question.answers if item.answer.hi) == [
        (12, 12),
        (33, 33),
        (40, 40),
    ]
    assert all(item.figures for item in question.answers)
    (article,) = _elements(page, "//article[@class='question']")
    rows = _elements(article, ".//table[@class='stack answers']/tbody/tr")
    assert len(rows) == len(_elements(article, ".//svg/text[@class='letter']")) == 4


def test_sources_are_listed_with_their_hashes_and_grades(dossier: Dossier, page: etree._Element) -> None:
    """Every source has its SHA-256 in full; a withdrawn one, one without a text and a standing grade are shown."""
    for source in dossier.sources:
        (body,) = _elements(page, f"//tbody[@id='source-{source.number}']")
        assert source.digest in _text(body)
        assert ("withdrawn" in _text(body)) == source.withdrawn
    courier, herald = dossier.sources[0], dossier.sources[1]
    assert [verdict.value for verdict in courier.decisions] == ["B2"]
    assert herald.decisions == ()
    assert [source.name for source in dossier.sources if source.withdrawn] == ["06-letter.txt"]
    (fault,) = dossier.faults
    assert "no text was found on 3 pages" in _text(_elements(page, "//section[@aria-labelledby='faults']")[0])
    assert fault.source == 5


def test_copies_show_the_words_of_both_sides(dossier: Dossier, page: etree._Element) -> None:
    """Shared words stand beside each other, each with its own citation."""
    ((copy,),) = (family.copies for family in dossier.families)
    (pair,) = _elements(page, "//article[@class='copy']//div[@class='pair']")
    first, second = pair.iter("blockquote")
    assert _words(first) == _words(second) == copy.shared[0].origin_words.words
    assert "[1] 01-courier.txt takes words of [2] 02-herald.html" in _text(
        _elements(page, "//article[@class='copy']")[0]
    )


def test_the_seal_is_on_the_page(page: etree._Element, facts: CaseFacts) -> None:
    """Who checks the document finds the root hash, the key, the checkpoint and the commands."""
    words = _text(page)
    assert facts.root in words
    assert facts.fingerprint in words
    assert "witnessmark verify CASE" in words
    assert "python3 verify_case.py CASE" in words
    (checkpoint,) = _elements(page, "//figure[@class='checkpoint']//code")
    assert checkpoint.text == facts.checkpoint


def test_headings_and_tables_can_be_heard(page: etree._Element) -> None:
    """Headings never skip a level; every table has a caption and headers with a scope; sections have names."""
    levels = [int(str(element.tag)[1]) for element in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in page.iter("table"):
        assert table.find("caption") is not None
        assert all(header.get("scope") for header in table.iter("th"))
    assert all(section.get("aria-labelledby") in _values(page, "//@id") for section in page.iter("section"))


def test_the_same_case_makes_the_same_bytes(made: Store, facts: CaseFacts, tmp_path: Path) -> None:
    """Nothing but the reading and the facts decides the bytes."""
    paths = [tmp_path / "one.html", tmp_path / "two.html"]
    for path in paths:
        with made.asking() as connection:
            write_dossier(connection, facts, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_hostile_case_name_stays_words(made: Store, facts: CaseFacts) -> None:
    """A name that tries to end the title, the style sheet or an attribute does not."""
    name = '"}</style></title><script>alert(1)</script>\u202e\\'
    with made.asking() as connection:
        written = render(compose(connection, replace(facts, name=name)))
    assert "<script" not in written
    assert etree.fromstring(written.encode()).findtext("head/title") == name.replace("\u202e", "U+202E") + ": dossier"


def test_an_empty_case_has_a_dossier(store: Store, facts: CaseFacts) -> None:
    """Where there is nothing, each section says so."""
    with store.asking() as connection:
        page = etree.fromstring(render(compose(connection, facts)).encode())
    assert len(_elements(page, "//p[@class='none']")) == 13


@pytest.mark.parametrize(
    "change",
    [
        sa.update(schema.statement).where(schema.statement.c.position == 0).values(content="Other words"),
        sa.update(schema.figure).where(schema.figure.c.quote == "at least 40").values(spans="[[0,11]]"),
        sa.update(schema.figure).where(schema.figure.c.quote == "at least 40").values(spans="[[90000,90011]]"),
        sa.update(schema.statement).where(schema.statement.c.speaker == "Teo Varga").values(speaker="Teo Varda"),
        sa.update(schema.copy).values(passages="[[[0,10],[90000,90010]]]"),
        sa.update(schema.text).values(content=schema.text.c.content + " added"),
        sa.update(schema.text).values(content=sa.func.replace(schema.text.c.content, "nobody", "anyone")),
        sa.update(schema.source).where(schema.source.c.name == "02-herald.html").values(withdrawn=True),
        sa.delete(schema.acquisition).where(schema.acquisition.c.name == "02-herald.html"),
    ],
    ids=["content", "span", "beyond", "speaker", "copy", "added", "replaced", "withdrawn", "unsealed"],
)
def test_a_citation_that_does_not_resolve_refuses_the_dossier(
    made: Store, facts: CaseFacts, tmp_path: Path, change: sa.Executable
) -> None:
    """One changed passage, text or source is named, and neither a new file nor a part of one is left."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "old.html").write_text("old")
    with made.writing() as connection:
        connection.execute(change)
    with made.asking() as connection:
        for name in ("new.html", "old.html"):
            with pytest.raises(CitationError, match=r"\.(html|txt) \([0-9a-f]{12}\)"):
                write_dossier(connection, facts, folder / name)
    assert [path.name for path in folder.iterdir()] == ["old.html"]
    assert (folder / "old.html").read_text() == "old"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("dossier.pdf", r"the ending \.pdf; a dossier can be written as \.html"),
        ("dossier", "no ending"),
        ("missing/dossier.html", "no such folder"),
        ("folder.html", "is a folder"),
    ],
)
def test_a_path_that_cannot_be_written_says_why(
    made: Store, facts: CaseFacts, tmp_path: Path, name: str, message: str
) -> None:
    """What can be written now, and what is wrong with the path, is said before any work is done."""
    (tmp_path / "folder.html").mkdir()
    with made.asking() as connection, pytest.raises(InputError, match=message):
        write_dossier(connection, facts, tmp_path / name)


def test_another_language_is_refused(made: Store, facts: CaseFacts, tmp_path: Path) -> None:
    """The dossier's own words exist in the languages that the message names."""
    with made.asking() as connection, pytest.raises(InputError, match="can be written in en"):
        write_dossier(connection, replace(facts, language="fa"), tmp_path / "d.html")


def test_an_unknown_source_is_no_source(dossier: Dossier) -> None:
    """Every reference carries the number of its source."""
    numbers = {source.digest: source.number for source in dossier.sources}
    assert all(numbers[Digest(item.citation.source)] == item.number for item in _references(dossier))


def test_a_case_of_thousands_of_statements_is_written_whole(crowd: Store, facts: CaseFacts, tmp_path: Path) -> None:
    """Every one of a few thousand statements and figures is on the page, and every link has its target."""
    path = tmp_path / "many.html"
    with crowd.asking() as connection:
        dossier = write_dossier(connection, facts, path)
    assert dossier.statements == len(dossier.figures) == 2000
    written = path.read_text(encoding="utf-8")
    ids = re.findall(r' id="([^"]+)"', written)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r' href="#([^"]+)"', written)) <= set(ids)
    assert len([identity for identity in ids if identity.startswith("words-s")]) == 2000


def test_the_reference_page_shows_real_bytes(dossier: Dossier, made: Store, facts: CaseFacts, tmp_path: Path) -> None:
    """Every line of the page's excerpts stands in the dossier of the made-up case, and its message is given."""
    reference = (Path(__file__).parents[2] / "docs" / "reference" / "dossier.md").read_text(encoding="utf-8")
    written = render(dossier)
    for excerpt in re.findall(r"```html\n(.*?)```", reference, re.DOTALL):
        for line in excerpt.splitlines():
            assert line in written
    with made.writing() as connection:
        connection.execute(
            sa.update(schema.statement)
            .where(schema.statement.c.content.startswith("We counted"))
            .values(content="Other words")
        )
    with made.asking() as connection, pytest.raises(CitationError) as refused:
        write_dossier(connection, facts, tmp_path / "dossier.html")
    assert f"witnessmark: {refused.value}\n" in reference
