"""The made-up case of Orrum: what ``truth.json`` says of it stands in its files, read by simple means of their own."""

from __future__ import annotations

import csv
import importlib.util
import io
import itertools
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import lxml.etree
import pypdfium2
import pytest

from witnessmark.nouns import Mode

CASE = Path(__file__).resolve().parents[2] / "examples" / "orrum"
TRUTH: dict[str, Any] = json.loads((CASE / "truth.json").read_text(encoding="utf-8"))
SOURCES: dict[str, dict[str, Any]] = {source["name"]: source for source in TRUTH["sources"]}
READABLE = sorted(name for name, source in SOURCES.items() if "fault" not in source)
POPULATION: dict[str, Any] = TRUTH["population"]
PERSONS: dict[str, dict[str, str]] = {person["id"]: person for person in POPULATION["persons"]}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MEASURES = re.compile(
    r"persons\.(killed|injured|detained|abducted|missing|displaced|executed|protesting|other)"
    r"|sites|events|votes|money|time|sentence|share|distance|other"
)


@cache
def visible(name: str) -> str:
    """Return the visible text of a source, each run of white space as one space."""
    data = (CASE / "sources" / name).read_bytes()
    return re.sub(r"\s+", " ", "\n".join(_pieces(data, SOURCES[name]))).strip()


def _pieces(data: bytes, source: dict[str, Any]) -> Iterator[str]:
    kind = source["media_type"]
    if kind == "text/html":
        page = lxml.etree.fromstring(data, lxml.etree.HTMLParser(encoding=source["encoding"]))
        lxml.etree.strip_elements(page, "script", "style", with_tail=False)
        yield " ".join("".join(map(str, block.itertext())) for block in page.iter("h1", "h2", "p", "figcaption"))
    elif kind == "application/pdf":
        document = pypdfium2.PdfDocument(data)
        for page in document:
            yield page.get_textpage().get_text_bounded()
        document.close()
    elif kind.startswith("text/"):
        yield data.decode(source["encoding"])
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in ("word/document.xml", "word/footnotes.xml"):
                for paragraph in lxml.etree.fromstring(package.read(part)).iter(WORD + "p"):
                    yield "".join(run.text or "" for run in paragraph.iter(WORD + "t"))


def marks(kind: str, name: str) -> list[dict[str, Any]]:
    """Return the truth's marks of one kind in one source."""
    return [mark for mark in TRUTH[kind] if mark["source"] == name]


def shingles(name: str) -> set[tuple[str, ...]]:
    """Return every run of six words of a source."""
    words = re.findall(r"\w+", visible(name).casefold())
    return set(zip(*(words[i:] for i in range(6)), strict=False))


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a victim list."""
    with (CASE / "lists" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --------------------------------------------------------------------------------------------------- the sources


def test_truth_names_every_source_and_no_other() -> None:
    """Each file of the case is described, in name order, and no description lacks its file."""
    files = [path.name for path in sorted((CASE / "sources").iterdir())]
    assert [source["name"] for source in TRUTH["sources"]] == files
    assert len(files) >= 18


def test_the_case_is_small() -> None:
    """A clone of the project is not made heavy by its example."""
    assert sum(path.stat().st_size for path in CASE.rglob("*") if path.is_file()) < 2_000_000


@pytest.mark.parametrize("name", READABLE)
def test_statements_stand_in_their_source(name: str) -> None:
    """Speaker, cue and content are exact words of the visible text, and the content can be found without doubt."""
    text = visible(name)
    for statement in marks("statements", name):
        assert all(words in text for words in statement["content"]), statement
        assert statement["speaker"] is None or statement["speaker"] in text, statement
        assert statement["cue"] is None or statement["cue"] in text, statement
        assert text.count(statement.get("in", statement["content"][0])) >= 1, statement
        Mode(statement["mode"])


@pytest.mark.parametrize("name", READABLE)
def test_figures_and_dates_stand_in_their_source(name: str) -> None:
    """Each quote of a figure, a number that is none, or a date stands in the visible text, inside its frame."""
    text = visible(name)
    for mark in marks("figures", name) + marks("not_figures", name) + marks("dates", name):
        frame = mark.get("in", mark["quote"])
        assert frame in text, mark
        assert frame.count(mark["quote"]) == 1, mark


def test_there_is_enough_to_measure_with() -> None:
    """The truth holds statements in every mode, relays, and figures open on either side."""
    statements, figures = TRUTH["statements"], TRUTH["figures"]
    assert len(statements) >= 60
    assert len(figures) >= 40
    assert {s["mode"] for s in statements} == {str(mode) for mode in Mode}
    assert any(s["relayed_by"] for s in statements)
    assert any(f["lo"] is None for f in figures)
    assert any(f["hi"] is None for f in figures)
    assert {SOURCES[s["source"]]["language"] for s in statements} == {"en", "fr", "fa"}


def test_figures_are_intervals_of_known_measures() -> None:
    """No figure is empty, upside down or of a measure that the guide does not know."""
    ids = {s["id"] for s in TRUTH["statements"]} | {None}
    for figure in TRUTH["figures"]:
        lo, hi = figure["lo"], figure["hi"]
        assert lo is not None or hi is not None, figure
        assert lo is None or hi is None or lo <= hi, figure
        assert MEASURES.fullmatch(figure["measure"]), figure
        assert figure["statement"] in ids, figure


def test_a_figure_lies_in_the_statement_that_it_names() -> None:
    """The innermost statement's content, cue or speaker holds the figure's quote."""
    by_id = {s["id"]: s for s in TRUTH["statements"]}
    for figure in TRUTH["figures"]:
        if figure["statement"]:
            statement = by_id[figure["statement"]]
            words = [*statement["content"], statement["cue"] or ""]
            assert any(figure["quote"] in stretch for stretch in words), figure


def test_relays_stay_inside_one_source() -> None:
    """A relay points to another statement of the same source."""
    by_id = {s["id"]: s for s in TRUTH["statements"]}
    for statement in TRUTH["statements"]:
        if outer := statement["relayed_by"]:
            assert by_id[outer]["source"] == statement["source"]
            assert outer != statement["id"]


def test_dates_are_edtf() -> None:
    """Dates are days, months, seasons, years or intervals of these."""
    point = r"\d{4}(-\d\d(-\d\d)?)?"
    for mark in TRUTH["dates"]:
        assert re.fullmatch(f"{point}(/{point})?", mark["value"]), mark


def test_spellings_occur() -> None:
    """Every spelling of a party or a place that the truth lists stands in some source."""
    texts = [visible(name) for name in READABLE]
    for noun in TRUTH["parties"] + TRUTH["places"]:
        for spelling in noun["spellings"]:
            assert any(spelling in text for text in texts), spelling


def test_faulty_sources_are_faulty() -> None:
    """One file has pages and no text, one is no longer an archive; both are listed as faults."""
    scan, damaged = (fault["name"] for fault in TRUTH["faults"])
    assert {scan, damaged} == {name for name, source in SOURCES.items() if "fault" in source}
    assert visible(scan) == ""
    assert not zipfile.is_zipfile(CASE / "sources" / damaged)


# --------------------------------------------------------------------------------------------------- across sources


def share(first: str, second: str) -> float:
    """Return how much of the shorter source's runs of six words stand in the other."""
    one, other = shingles(first), shingles(second)
    return len(one & other) / min(len(one), len(other))


def test_copies_hold_what_they_took() -> None:
    """A copy is not older than its origin, shares a good part of its words, and holds the passage that is named."""
    for copy in TRUTH["copies"]:
        origin, taken = copy["from"], copy["to"]
        assert SOURCES[origin]["published"] <= SOURCES[taken]["published"]
        if copy["kind"] == "copy":
            assert copy["passage"] in visible(origin)
            assert copy["passage"] in visible(taken)
            assert share(origin, taken) > 0.25, copy


def test_no_copy_is_left_out() -> None:
    """Two sources that share a good part of their words descend from one origin, and no others do."""
    together = [{family["origin"], *family["articles"]} for family in TRUTH["families"]]
    for first, second in itertools.combinations(READABLE, 2):
        if share(first, second) > 0.25:
            assert any({first, second} <= family for family in together), (first, second)
    for pair in TRUTH["not_copies"]:
        assert share(*pair["sources"]) < 0.25, pair
        assert not any(set(pair["sources"]) <= family for family in together), pair


def test_every_answer_is_given_by_a_figure_of_its_source() -> None:
    """Each answer to a question, in each source that is named for it, is a marked figure with the same interval."""
    for question in TRUTH["questions"]:
        for answer in question["answers"]:
            wanted = (answer.get("lo"), answer.get("hi"), answer.get("approximate", False))
            for name in answer["sources"]:
                given = {(f["lo"], f["hi"], f["approximate"]) for f in marks("figures", name)}
                assert wanted in given, (question["question"], answer["party"], name)


def test_contradictions_point_to_statements() -> None:
    """Each side of a contradiction is a marked statement."""
    ids = {s["id"] for s in TRUTH["statements"]}
    for contradiction in TRUTH["contradictions"]:
        for side in ("asserted", "denied"):
            assert contradiction[side]
            assert {f"{place['source']}#{place['n']}" for place in contradiction[side]} <= ids


# --------------------------------------------------------------------------------------------------- the people


def test_lists_agree_with_the_population() -> None:
    """Each list has the rows and persons that the truth says, and each row is about one person of the population."""
    assert len(PERSONS) == POPULATION["size"]
    for victims in POPULATION["lists"]:
        rows = rows_of(victims["file"])
        assert len(rows) == victims["rows"] == len(victims["person_of_row"])
        assert len(set(victims["person_of_row"])) == victims["persons"]
        assert set(victims["person_of_row"]) <= set(PERSONS)


def test_rows_agree_with_their_persons() -> None:
    """What a list says of sex, place and date is true of the person, as far as it says it."""
    by_file = {victims["file"]: victims["person_of_row"] for victims in POPULATION["lists"]}
    for row, person in zip(rows_of("archive.csv"), by_file["archive.csv"], strict=True):
        about = PERSONS[person]
        assert (row["sex"], row["place"]) == (about["sex"], about["place"])
        assert row["family_name"][0] == about["family"][0]
        assert row["death_date"] == "1997-22" or about["died"].startswith(row["death_date"])
    for row, person in zip(rows_of("families.csv"), by_file["families.csv"], strict=True):
        assert row["full_name"][0] == PERSONS[person]["given"][0]
        assert row["village"] == PERSONS[person]["village"]
    for row, person in zip(rows_of("cemetery.csv"), by_file["cemetery.csv"], strict=True):
        assert row["name"].startswith(("UNKNOWN", PERSONS[person]["family"][0]))


def test_overlaps_follow_from_the_links() -> None:
    """The table of who is on which list is that of the links, and its unseen rest makes up the population."""
    lists = [set(victims["person_of_row"]) for victims in POPULATION["lists"]]
    table: dict[str, int] = {}
    for person in PERSONS:
        key = "".join(str(int(person in members)) for members in lists)
        table[key] = table.get(key, 0) + 1
    assert table == POPULATION["captures"]["persons"]
    assert POPULATION["size"] - table["000"] == POPULATION["on_some_list"]


def test_texts_say_what_the_lists_hold() -> None:
    """The figures that the documents give of the lists are those of the lists."""
    archive, families, cemetery = (
        next(v for v in POPULATION["lists"] if v["file"] == f"{name}.csv")
        for name in ("archive", "families", "cemetery")
    )
    members = [PERSONS[id_] for id_ in set(archive["person_of_row"])]
    dalmere = [person for person in members if person["place"] == "Dalmere Prison"]
    assert (len(members), sum(p["sex"] == "F" for p in members), len(dalmere)) == (131, 12, 104)
    assert (archive["rows"], families["rows"], families["persons"], cemetery["rows"]) == (134, 154, 148, 98)
    assert POPULATION["on_some_list"] == 214


# --------------------------------------------------------------------------------------------------- the making


@pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("reportlab", "PIL"))), reason="ReportLab and Pillow, development tools"
)
def test_making_the_case_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """The readable inputs make exactly the committed files."""
    command = [sys.executable, str(CASE / "make.py"), "--to", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    made = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*") if path.is_file()}
    assert len(made) == len(SOURCES) + 3 + 1
    for name, path in made.items():
        assert path.read_bytes() == (CASE / name).read_bytes(), name
