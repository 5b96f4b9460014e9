"""Copies in a dossier: families of texts, each text beside the one it shares most with, and every pair counted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree
from tests.conftest import Command

WIRE = (
    "The gate of the lower camp was shut at nine, and the trucks left by the river road with their lamps covered. "
    "A clerk wrote the names into a ledger that was later found in the office of the harbour master. "
    "Nobody was told where the column would halt, and the guards had orders to speak to no one on the way."
)
PAGE = (
    '<!doctype html><html lang="en"><head><title>{title}</title>'
    '<meta property="article:published_time" content="2031-03-{day:02d}T08:00:00+00:00"></head>'
    "<body><article><h1>{title}</h1><p>{words}</p><p>{own}</p></article></body></html>"
)


def _own(number: int) -> str:
    return f"The paper of district {number} adds that the ferry number {number} did not run and the quay stayed dark."


def _written(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        page = PAGE.format(title=f"District {number}", day=number + 1, words=WIRE, own=_own(number))
        (folder / f"paper-{number:02d}.html").write_text(page, encoding="utf-8")
    for number in (1, 2):
        words = "Ana Velik said that the bakery on the north quay had closed before the winter and sold all its ovens."
        (folder / f"two-{number}.txt").write_text(f"{words}\n\n{_own(number + 50)}\n", encoding="utf-8")
    return folder


def _dossier(command: Command, folder: Path, count: int) -> tuple[etree._Element, list[dict[str, object]]]:
    case = folder / "case"
    assert command("build", case, _written(folder / "papers", count)).exit_code == 0
    result = command("dossier", case, "-o", folder / "dossier.html")
    assert result.exit_code == 0, result.stderr
    return etree.fromstring((folder / "dossier.html").read_bytes()), command.rows("list", case, "copies")


def _found(root: etree._Element, path: str) -> list[etree._Element]:
    found = root.xpath(path)
    assert isinstance(found, list)
    return [item for item in found if isinstance(item, etree._Element)]


def _text(element: etree._Element) -> str:
    return " ".join("".join(str(words) for words in element.itertext()).split())


def test_a_family_names_all_its_texts_and_counts_all_its_pairs(tmp_path: Path, command: Command) -> None:
    """Six papers that print one report are fifteen pairs, of which five tie them together, from the earliest."""
    page, rows = _dossier(command, tmp_path, 6)
    assert len(rows) == 16
    (family,) = _found(page, "//article[@class='family']")
    assert _text(_found(family, "h3")[0]) == "C1 6 texts that share words, in 15 pairs"
    members = [_text(item) for item in _found(family, "ul[@class='members']/li")]
    assert members == [f"[{number + 1}] paper-{number:02d}.html shares words with 5" for number in range(6)]
    assert "5 pairs tie all of these texts together, and are shown here; 10 further pairs" in _text(family)
    headings = [_text(item) for item in _found(family, "article[@class='copy']/h4")]
    assert [words.split()[0] for words in headings] == [f"C1.{number}" for number in range(1, 6)]
    assert all("takes words of" in words and words.endswith("paper-00.html") for words in headings)


def test_two_texts_are_a_pair_of_their_own(tmp_path: Path, command: Command) -> None:
    """They stand under the family's number, with the words of both sides."""
    page, _ = _dossier(command, tmp_path, 2)
    pairs = _found(page, "//section/article[@class='copy']")
    assert [item.get("id") for item in pairs] == ["c1", "c2"]
    assert not _found(page, "//article[@class='family']")


def test_every_copy_that_is_shown_leads_to_its_words_and_back(tmp_path: Path, command: Command) -> None:
    """The numbers of copies within a family are places in the document as well."""
    page, _ = _dossier(command, tmp_path, 4)
    ids = {element.get("id") for element in _found(page, "//*[@id]")}
    cited = _found(page, "//article[@class='copy']//a[@class='cite']")
    assert len(cited) == 2 * len(_found(page, "//div[@class='pair']")) > 0
    for link in cited:
        target = link.get("href", "")[1:]
        assert target in ids
        item = re.sub(r"-\d+$", "", target.removeprefix("words-"))
        assert item in ids
        assert _found(page, f"//*[@id='{target}']/ancestor::section[1]//a[@class='back'][@href='#{item}']")


@pytest.mark.parametrize("count", [5, 10, 20])
def test_the_page_grows_with_texts_and_not_with_pairs(tmp_path: Path, command: Command, count: int) -> None:
    """Twice the papers are four times the pairs, and twice the copies that are shown."""
    page, rows = _dossier(command, tmp_path, count)
    assert len(rows) == count * (count - 1) / 2 + 1
    assert len(_found(page, "//article[@class='copy']")) == count
    assert "in 2 families" in _text(_found(page, "//table[@class='summary']")[0])
