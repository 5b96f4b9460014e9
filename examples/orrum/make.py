"""Make the case of Orrum from its readable inputs: ``python examples/orrum/make.py [--to FOLDER]``.

Writes ``sources/``, ``lists/`` and ``truth.json`` (over the committed ones if no folder is given); twice gives the same
bytes. Stops and says so where a mark does not stand in its text, or a text gives a number that the population does not
bear out. Needs ReportLab and Pillow, which are development tools; the package does not.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from making.documents import MEDIA_TYPES, Document, html_file, read_document, text_file
from making.pdf_file import pdf_file, scanned_page
from making.people import LISTS, Person, VictimList, capture_table, make_list, make_population
from making.word_file import word_file

HERE = Path(__file__).resolve().parent
MAKING = HERE / "making"


class InputError(Exception):
    """Something in the readable inputs does not agree; the message names it."""


def read_toml(name: str) -> dict[str, Any]:
    """Read one of the inputs in TOML."""
    return tomllib.loads((MAKING / name).read_text(encoding="utf-8"))


# --------------------------------------------------------------------------------------------------- the sources


def make_sources(documents: Iterable[Document]) -> dict[str, bytes]:
    """Return every file of ``sources/`` by its name."""
    files = {str(document.facts["file"]): _file(document) for document in documents}
    register = (MAKING / "mortuary-register.csv").read_text(encoding="utf-8")
    files["1997-09-30-mortuary-register.csv"] = register.encode()
    ledger = (MAKING / "ration-ledger.txt").read_text(encoding="utf-8").splitlines()
    files["1997-08-13-ration-ledger-folio-47.pdf"] = scanned_page(ledger, "2011-05-04")
    # A damaged file: what is left when copying to a full disk stops.
    fuel_book = word_file(read_document(MAKING / "fuel-book.txt"))
    files["2017-10-12-fuel-book-lorry-7.docx"] = fuel_book[: len(fuel_book) * 6 // 10]
    return dict(sorted(files.items()))


def _file(document: Document) -> bytes:
    form = document.facts["form"]
    if form == "html":
        return html_file(document, MAKING / "pages")
    if form == "docx":
        return word_file(document)
    if form == "pdf":
        return pdf_file(document)
    return text_file(document)


# --------------------------------------------------------------------------------------------------- the truth


def make_truth(documents: Sequence[Document], people: Sequence[Person], lists: Sequence[VictimList]) -> dict[str, Any]:
    """Return what is in the case: sources, statements, figures, dates, copies, questions, faults, population."""
    case = read_toml("case.toml")
    marks = read_toml("marks-1.toml") | read_toml("marks-2.toml")
    bodies = {str(d.facts["file"]): one_space(d.body) for d in documents}
    if strangers := sorted(set(marks) - set(bodies)):
        raise InputError(f"marks name {strangers[0]}, which no text makes: mend the marks or the text's file")
    if problems := [fault for name, found in marks.items() for fault in faults_of(name, found, bodies[name])]:
        raise InputError("\n".join(problems))
    truth = {key: case[key] for key in ("name", "about", "licence", "reading")}
    truth["sources"] = sorted([_source(d) for d in documents] + case["sources"], key=lambda s: str(s["name"]))
    truth |= {key: case[key] for key in ("parties", "places")}
    names = sorted(marks)
    truth["statements"] = [_statement(name, s) for name in names for s in marks[name].get("statements", [])]
    truth["figures"] = [_figure(name, f) for name in names for f in marks[name].get("figures", [])]
    for kind in ("not_figures", "dates"):
        truth[kind] = [{"source": name} | mark for name in names for mark in marks[name].get(kind, [])]
    truth |= {key: case[key] for key in ("copies", "families", "not_copies", "questions", "contradictions", "faults")}
    truth["population"] = _population(people, lists)
    return truth


def one_space(text: str) -> str:
    """Return the text with each run of white space as one space."""
    return re.sub(r"\s+", " ", text).strip()


def faults_of(name: str, found: Mapping[str, Any], body: str) -> Iterator[str]:
    """Yield every mark whose words do not stand in the text, or stand in it more than once."""
    statements = found.get("statements", [])
    for s in statements:
        for words in (s.get("speaker"), s.get("cue"), *s["content"]):
            if words is not None and words not in body:
                yield f"{name}: statement {s['n']}: these words are not in the text: {words}"
        frame = s.get("in", s["content"][0])
        if body.count(frame) != 1:
            yield f"{name}: statement {s['n']}: stands {body.count(frame)} times, needs a longer 'in': {frame}"
    for mark in [*found.get("figures", []), *found.get("not_figures", []), *found.get("dates", [])]:
        frame = mark.get("in", mark["quote"])
        if body.count(frame) != 1 or frame.count(mark["quote"]) != 1:
            yield f"{name}: stands {body.count(frame)} times, needs another 'in': {mark['quote']} in: {frame}"
    numbers = {s["n"] for s in statements}
    pointers = {f.get("st") for f in found.get("figures", [])} | {s.get("by") for s in statements}
    for lost in pointers - numbers - {None}:
        yield f"{name}: no statement has the number {lost}"


def _source(document: Document) -> dict[str, Any]:
    facts = document.facts
    about = {"name": facts["file"], "media_type": MEDIA_TYPES[facts["form"]]}
    keys = ("encoding", "language", "title", "author", "publisher", "published", "published_in", "kind")
    return about | {key: facts[key] for key in keys if key in facts}


def _id(name: str, number: int | None) -> str | None:
    return None if number is None else f"{name}#{number}"


def _statement(name: str, s: Mapping[str, Any]) -> dict[str, Any]:
    row = {
        "id": _id(name, s["n"]),
        "source": name,
        "speaker": s.get("speaker"),
        "cue": s.get("cue"),
        "content": s["content"],
    }
    row |= {"mode": s.get("mode", "asserted"), "party": s.get("party"), "relayed_by": _id(name, s.get("by"))}
    return row | ({"in": s["in"]} if "in" in s else {})


def _figure(name: str, f: Mapping[str, Any]) -> dict[str, Any]:
    row = {"source": name, "quote": f["quote"], "in": f.get("in", f["quote"]), "lo": f.get("lo"), "hi": f.get("hi")}
    row |= {"approximate": f.get("approx", False), "counted": f["counted"], "measure": f["measure"]}
    return row | {"statement": _id(name, f.get("st"))}


def _population(people: Sequence[Person], lists: Sequence[VictimList]) -> dict[str, Any]:
    table = capture_table(lists, people)
    fields = ("id", "given", "family", "father", "sex", "born", "village", "place", "died")
    return {
        "size": len(people),
        "women": sum(p.sex == "F" for p in people),
        "on_some_list": len(people) - table["000"],
        "lists": [
            {
                "file": f"{v.name}.csv",
                "rows": len(v.persons),
                "persons": len(set(v.persons)),
                "person_of_row": list(v.persons),
            }
            for v in lists
        ],
        "captures": {"order": [f"{v.name}.csv" for v in lists], "persons": table},
        "persons": [{key: getattr(p, key) for key in fields} for p in people],
    }


def check_numbers(documents: Sequence[Document], population: Mapping[str, Any]) -> None:
    """Raise InputError where the texts no longer say what the lists hold."""
    texts = one_space(" ".join(d.body for d in documents))
    rows = {v["file"].removesuffix(".csv"): (v["rows"], v["persons"]) for v in population["lists"]}
    (reports, named), (entries, relatives), (burials, _) = (rows[name] for name in ("archive", "families", "cemetery"))
    said = {
        f"together they hold {population['on_some_list']} different people": "20-examiner-numbers",
        f"has {reports} entries. We believe that they concern {named} persons": "05-threshold-report",
        f"{entries} inscriptions, qui concernent {relatives} personnes": "07-familles-communique",
        f"noted {burials} burials": "20-examiner-numbers",
        f"At least {population['women']} of the dead were women": "20-examiner-numbers",
    }
    for words, name in said.items():
        if words not in texts:
            raise InputError(f"texts/{name}.txt no longer agrees with population.toml; it should say: {words}")


# --------------------------------------------------------------------------------------------------- the files


def as_json(truth: Mapping[str, Any]) -> str:
    """Return the truth as JSON in which every item of a list has a line of its own."""

    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def lay(value: Any, indent: str) -> str:
        if isinstance(value, dict) and any(
            isinstance(v, list) and v and isinstance(v[0], dict) for v in value.values()
        ):
            inner = (f"{indent} {line(k)}: {lay(v, indent + ' ')}" for k, v in value.items())
            return "{\n" + ",\n".join(inner) + f"\n{indent}}}"
        if isinstance(value, list) and value and isinstance(value[0], dict):
            inner = (f"{indent} {lay(item, indent + ' ')}" for item in value)
            return "[\n" + ",\n".join(inner) + f"\n{indent}]"
        return line(value)

    return lay(truth, "") + "\n"


def make(folder: Path) -> None:
    """Write the whole case into ``folder``."""
    documents = [read_document(path) for path in sorted((MAKING / "texts").glob("*.txt"))]
    plan = read_toml("population.toml")
    people = make_population(plan)
    lists = [make_list(name, plan, people) for name in LISTS]
    truth = make_truth(documents, people, lists)
    check_numbers(documents, truth["population"])
    files = {f"sources/{name}": data for name, data in make_sources(documents).items()}
    files |= {f"lists/{victims.name}.csv": victims.content.encode() for victims in lists}
    files["truth.json"] = as_json(truth).encode()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def main() -> int:
    """Run from the command line; 2 with a line for each place where the inputs do not agree."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--to", type=Path, default=HERE, help="folder to write into (default: this case)")
    folder = parser.parse_args().to
    try:
        make(folder)
    except (InputError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
