"""Words of several sources side by side in the dossier of the example case, built as a person builds it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.conftest import Command
from tests.publish.conftest import Document, Maker

from witnessmark.case import Case
from witnessmark.nouns import Action, Related, Relation, digest_of
from witnessmark.publish import opposed, uttered
from witnessmark.publish.asked import beside
from witnessmark.publish.compose import compose
from witnessmark.publish.findings import CaseFacts
from witnessmark.publish.page import render
from witnessmark.store import Store, ask

SOURCES = Path(__file__).parents[2] / "examples" / "orrum" / "sources"
COMPARED = ("questions", "utterances", "contradictions")


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory, keys: Path) -> Path:
    """Build the example case once; nobody changes it."""
    folder = tmp_path_factory.mktemp("example")
    result = Command()("build", folder / "case", SOURCES)
    assert result.exit_code == 0, result.output
    return folder / "case"


@pytest.fixture
def own(example: Path, tmp_path: Path) -> Path:
    """A copy of the example case that a test may decide about."""
    return Path(shutil.copytree(example, tmp_path / "case"))


def _page(command: Command, case: Path, folder: Path) -> etree._Element:
    result = command("dossier", case, "-o", folder / "dossier.html")
    assert result.exit_code == 0, result.stderr
    return etree.fromstring((folder / "dossier.html").read_bytes())


def _found(root: etree._Element, path: str) -> list[etree._Element]:
    found = root.xpath(path)
    assert isinstance(found, list)
    return [item for item in found if isinstance(item, etree._Element)]


def _text(element: etree._Element) -> str:
    return " ".join("".join(str(words) for words in element.itertext()).split())


def _words(element: etree._Element) -> str:
    """Return the words of a source in an element, without the ways back between them."""
    own = element.text or ""
    for part in element:
        own += ("" if part.get("class") == "back" else _words(part)) + (part.tail or "")
    return own


def _cited(page: etree._Element, within: etree._Element) -> Iterator[tuple[etree._Element, etree._Element, str]]:
    """Yield each citation with its target in the appendix, and the SHA-256 of the source that the target stands in."""
    for link in _found(within, ".//a[@class='cite']"):
        (target,) = _found(page, f"//section[@class='appendix']//*[@id='{link.get('href', '')[1:]}']")
        (code,) = _found(target, "ancestor::section[@class='text']//code[@class='hash']")
        yield link, target, _text(code)


def test_every_new_citation_leads_to_words_in_a_source(command: Command, example: Path, tmp_path: Path) -> None:
    """What a citation leads to stands in the text of the sealed source that is named there, at that place."""
    page = _page(command, example, tmp_path)
    with Case.open(example).reading() as store, store.asking() as connection:
        texts = {text.source: ask.text_of(connection, text.source) for text in ask.texts(connection)}
    sealed = {digest_of(path.read_bytes()) for path in SOURCES.iterdir() if path.is_file()}
    for name in COMPARED:
        (section,) = _found(page, f"//section[@aria-labelledby='{name}']")
        citations = [*_cited(page, section)]
        assert citations
        for link, target, digest in citations:
            assert digest in sealed
            (paragraph,) = _found(target, "ancestor::p[@class='words']")
            text = next(text for source, text in texts.items() if source == digest)
            assert text is not None
            start = int(paragraph.get("data-start", ""))
            assert text.content[start:].startswith(_words(paragraph))
            number = re.match(r"\[(\d+)\]", _text(link))
            assert number
            (body,) = _found(page, f"//tbody[@id='source-{number[1]}']")
            assert digest in _text(body)


def test_quoted_words_are_those_that_are_cited(command: Command, example: Path, tmp_path: Path) -> None:
    """Each wording and each side of a pair is what its first citation leads to, word for word."""
    page = _page(command, example, tmp_path)
    for quote in _found(page, "//article[@class='utterance' or @class='contradiction']//blockquote"):
        link = _found(quote, "..//a[@class='cite']")[0]
        identity = link.get("href", "").removeprefix("#words-")
        (statement,) = _found(page, f"//li[@id='{identity}']/blockquote")
        assert _text(quote) == _text(statement)


def test_every_utterance_of_the_list_is_in_the_dossier(command: Command, example: Path, tmp_path: Path) -> None:
    """The same parties, the same statements, in the same order; what differs is marked where wordings differ."""
    page = _page(command, example, tmp_path)
    rows = command.rows("list", example, "utterances")
    articles = _found(page, "//article[@class='utterance']")
    assert len(articles) == len(rows) > 10
    for article, row in zip(articles, rows, strict=True):
        assert (row["party"] or "nobody is named") in _text(_found(article, "h3")[0])
        cited = {link.get("href") for link in _found(article, ".//span[@class='cited']/a[@class='cite']")}
        assert len(cited) == len(row["versions"])
        one_wording = not _found(article, ".//div[@class='pair']")
        assert one_wording != bool(_found(article, ".//b[@class='differs']"))
    (words,) = (
        [_text(mark) for mark in _found(article, ".//b[@class='differs']")]
        for article in articles
        if "inmates" in _text(article)
    )
    assert words == ["prisoners", "inmates", "in the province of Ushmel"]


def test_every_pair_of_the_list_is_in_the_dossier(command: Command, example: Path, tmp_path: Path) -> None:
    """Each contradiction of the list is counted once, and none is more than a proposal until somebody decides."""
    page = _page(command, example, tmp_path)
    rows = command.rows("list", example, "contradictions")
    articles = _found(page, "//article[@class='contradiction']")
    several = [re.search(r"stands for (\d+) pairs", _text(article)) for article in articles]
    assert sum(int(found[1]) if found else 1 for found in several) == len(rows)
    assert {_text(state) for state in _found(page, "//article[@class='contradiction']/h3/span[2]")} == {"proposed"}
    assert all(len(_found(article, ".//blockquote")) == 2 for article in articles)
    assert "Cannot both hold, as read: one denies what the other asserts" in _text(articles[0])


def test_a_decision_about_a_statement_shows_with_the_pair(command: Command, own: Path, tmp_path: Path) -> None:
    """Who confirmed a statement of a pair, and why, stands under it; the pair stays a proposal."""
    row = command.rows("list", own, "contradictions")[0]
    reason = "Read against the page."
    assert command("decide", own, "confirm", row["first"]["statement"], "--reason", reason).exit_code == 0
    article = _found(_page(command, own, tmp_path), "//article[@class='contradiction']")[0]
    (side, other) = _found(article, ".//div[@class='side']")
    assert "confirmed by A. Tester" in _text(side)
    assert reason in _text(side)
    assert "confirmed" not in _text(other)
    assert "proposed" in _text(_found(article, "h3")[0])


def test_a_pair_with_a_rejected_statement_is_set_aside_and_shown(command: Command, own: Path, tmp_path: Path) -> None:
    """It is proposed no longer; the dossier says so, with who rejected the statement and why."""
    rows = command.rows("list", own, "contradictions")
    denial = rows[0]["second"]["statement"]
    assert command("decide", own, "reject", denial, "--reason", "Not what it says.").exit_code == 0
    left = command.rows("list", own, "contradictions")
    assert all(denial not in (row["first"]["statement"], row["second"]["statement"]) for row in left)
    page = _page(command, own, tmp_path)
    aside = _found(page, "//article[@class='contradiction aside']")
    assert len(aside) == sum(denial == row["second"]["statement"] for row in rows)
    for article in aside:
        assert "set aside" in _text(_found(article, "h3")[0])
        assert "no longer proposed, since a person rejected one of the two statements" in _text(article)
        assert "rejected by A. Tester" in _text(article)
        assert "Not what it says." in _text(article)


@pytest.mark.parametrize(
    ("action", "state"), [(Action.CONFIRM, "confirmed"), (Action.REJECT, "rejected"), (Action.UNSURE, "unsure")]
)
def test_a_contradiction_that_a_person_decided_about_shows_so(
    command: Command, own: Path, tmp_path: Path, action: Action, state: str
) -> None:
    """A decision in the record about the pair itself stands with it, and leads to it; it stands for that pair alone."""
    before = command.rows("list", own, "contradictions")
    several = next(row for row in before if sum(row["second"] == other["second"] for other in before) > 1)
    done = command.rows("decide", own, action, several["id"], "--reason", "Both were read in full.", "--by", "I. Brand")
    entry = done[0]["entry"]
    (row,) = (row for row in command.rows("list", own, "contradictions") if row["id"] == several["id"])
    assert row["verdict"] == str(action)
    assert row | {"verdict": None} == several
    page = _page(command, own, tmp_path)
    (article,) = _found(page, f"//article[starts-with(@class, 'contradiction')][h3/span[2]='{state}']")
    assert f"D{entry} {'marked as unsure' if state == 'unsure' else state} by I. Brand" in _text(article)
    assert "Both were read in full." in _text(article)
    assert "stands for" not in _text(article)
    assert _found(page, f"//tr[@id='d{done[0]['entry']}']//a[@href='#{article.get('id')}']")


def test_a_question_shows_how_its_answers_stand_and_where_they_come_from(
    command: Command, example: Path, tmp_path: Path
) -> None:
    """The counts are those of the list, in the picture and in the table; every relation of the list is told once."""
    page = _page(command, example, tmp_path)
    rows = command.rows("list", example, "questions")
    articles = _found(page, "//article[@class='question']")
    assert len(articles) == len(rows)
    for article, row in zip(articles, rows, strict=True):
        described = [_text(item) for item in article.iter("desc")][-1]
        assert described.startswith(f"{row['articles']} source")
        assert f"at most {row['origins']} origin" in described
        unknown = any(path["steps"][-2]["name"] is None for path in _paths(row))
        assert ("of them not known" in described) == unknown == bool(_found(article, ".//rect[@class='unknown']"))
        ways = _found(article, ".//table[@class='stack ways']/tbody/tr")
        counts = [[_text(cell) for cell in _found(way, "td[@class='value']")] for way in ways]
        keys = ("articles", "utterances", "origins", "interests")
        assert counts == [[str(each[key]) for key in keys] for each in (*row["answers"], row)]
        cells = _found(article, ".//table[@class='stack answers']//td[@data-label='Beside']")
        for cell, answer in zip(cells, row["answers"], strict=True):
            assert bool(answer["relations"]) == bool(_found(cell, "span[@class='block']"))
            for relation in answer["relations"]:
                assert relation["relation"] != "update" or relation["why"] in _text(cell)
            for part in answer["part_of"]:
                assert f": “{part['why']}”" in _text(cell)
    for told in ("the same party gave this one later", "part of Q1 "):
        assert told in _text(page)


def _paths(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [path for answer in row["answers"] for path in answer["paths"]]


def test_relations_name_the_answers_by_their_letters() -> None:
    """Answers that stand alike are told together, runs as runs; a part and an update keep the comparison's words."""
    related = [Related(Relation.CONFLICT, at, "no number is in both intervals") for at in (0, 1, 2, 5)]
    related += [Related(Relation.AGREE, 3, "the same interval"), Related(Relation.AGREE, 4, "one lies within")]
    related += [Related(Relation.SUBSET, 6, "this one counts a part: children")]
    related += [Related(Relation.OVERLAP, 7, "the intervals have numbers in common")]
    assert [*beside(related, "abcdefgh")] == [
        "agrees with d, e",
        "overlaps h",
        "no number in common with a–c, f",
        "g: this one counts a part: children",
    ]


def test_an_interest_that_a_person_marked_is_in_the_funnel(command: Command, own: Path, tmp_path: Path) -> None:
    """Origins of one interest are counted as one, and the table says who marked them and why; the decision leads on."""
    before = command.rows("list", own, "questions")[0]
    for name in ("Adruvan Herald", "Ministry of the Interior"):
        result = command("decide", own, "interest", name, "the government", "--reason", "The ministry owns it.")
        assert result.exit_code == 0, result.output
    after = command.rows("list", own, "questions")[0]
    assert after["interests"] < before["interests"]
    article = _found(_page(command, own, tmp_path), "//article[@class='question']")[0]
    assert f"at most {after['interests']} interests" in _text(article)
    assert "interest the government, marked as one interest by A. Tester: The ministry owns it." in _text(article)
    assert "1 interest is marked by people" in _text(article)


def test_a_renamed_question_leads_to_the_decision_and_back(command: Command, own: Path, tmp_path: Path) -> None:
    """Who changed a question is one click away from it."""
    row = command.rows("list", own, "questions")[1]
    assert command("decide", own, "rename", row["id"], "How many, in all?", "--reason", "Plainer.").exit_code == 0
    page = _page(command, own, tmp_path)
    (article,) = (item for item in _found(page, "//article[@class='question']") if "How many, in all?" in _text(item))
    (link,) = _found(article, "p[@class='small']/a")
    assert _found(page, f"//tr[@id='{link.get('href', '')[1:]}']//a[@href='#{article.get('id')}']")


@pytest.fixture
def thousands(maker: Maker) -> Store:
    """A store with over 5,000 utterances, each in two texts, and with denials of some of them."""
    for part in range(56):
        numbers = range(100 * part, 100 * part + 100)
        for quay in ("north", "south"):
            paragraphs = [
                f"Witness {at} said that boat b{at}x had left the {quay} quay {at} hours late." for at in numbers
            ]
            document = Document(f"{part:03}-{quay}.txt", tuple(paragraphs))
            for at in numbers:
                content = f"boat b{at}x had left the {quay} quay {at} hours late"
                document.say(content, f"Witness {at} ", "said", party=f"Witness {at}")
            maker.add(document)
    return maker.store


def test_thousands_of_utterances_make_no_endless_section(thousands: Store, facts: CaseFacts) -> None:
    """The section holds as many as it says, and says how many are left."""
    with thousands.asking() as connection:
        dossier = compose(connection, facts)
    assert dossier.utterances.total >= 5000
    written = render(dossier)
    page = etree.fromstring(written.encode())
    (section,) = _found(page, "//section[@aria-labelledby='utterances']")
    assert len(_found(section, "article")) == uttered.MOST
    left = dossier.utterances.total - uttered.MOST
    assert _text(section).endswith(f"and {left:,} more utterances, in witnessmark list CASE utterances")
    assert len(etree.tostring(section)) < 200_000
    assert len(_found(page, "//article[starts-with(@class, 'contradiction')]")) <= opposed.MOST


def test_many_wordings_and_many_texts_of_one_utterance_are_cut(maker: Maker, facts: CaseFacts) -> None:
    """Of one utterance in many texts some are shown, and how many are left is said."""
    last = ["early", "late", "soon", "then", "again", "outside", "quickly", "slowly", "quietly", "loudly"]
    for number in range(40):
        ending = last[number // 4] if number % 4 == 0 else "at night"
        words = f"the old gate of the lower camp by the river was shut by two guards with a chain {ending}"
        document = Document(f"{number:02}.txt", (f"Oda Ferrin said {words}.", f"Page {number}."))
        document.say(words, "Oda Ferrin", "said", party="Oda Ferrin")
        maker.add(document)
    with maker.store.asking() as connection:
        dossier = compose(connection, facts)
    (item,) = dossier.utterances.items
    assert item.statements == item.sources == 40
    assert len(item.tellings.items) == uttered.MOST_TELLINGS < item.tellings.total
    section = _found(etree.fromstring(render(dossier).encode()), "//section[@aria-labelledby='utterances']")[0]
    assert f"and {item.tellings.left} more wordings, in witnessmark list CASE utterances" in _text(section)
    assert "more statements" in _text(section)


def test_an_empty_case_says_so_in_one_line(store: Store, facts: CaseFacts) -> None:
    """A section without findings has a heading and one sentence."""
    with store.asking() as connection:
        page = etree.fromstring(render(compose(connection, replace(facts, size=0))).encode())
    for name in COMPARED:
        (section,) = _found(page, f"//section[@aria-labelledby='{name}']")
        assert [item.tag for item in section] == ["h2", "p"]
