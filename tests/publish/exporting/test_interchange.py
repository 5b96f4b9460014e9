"""FollowTheMoney entities: valid by the published model, and every note leads to its passage."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Command

from witnessmark.publish.exporting.interchange import FILE

MODEL: dict[str, Any] = json.loads(Path(__file__).with_name("ftm_model.json").read_text(encoding="utf-8"))
SCHEMATA: dict[str, Any] = MODEL["schemata"]

Entity = dict[str, Any]


@pytest.fixture(scope="module")
def entities(rich: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Entity]:
    """Export the entities of the case once."""
    folder = tmp_path_factory.mktemp("ftm") / "ftm"
    assert Command()("export", rich, folder, "--as", "ftm").exit_code == 0
    assert [path.name for path in folder.iterdir()] == [FILE]
    return [json.loads(line) for line in (folder / FILE).read_bytes().splitlines()]


def fits(kind: str, value: str) -> bool:
    """Tell whether a value is one that a type of the model takes."""
    match kind:
        case "checksum":
            return bool(re.fullmatch("[0-9a-f]{40}", value))
        case "number":
            return value.isdecimal()
        case "language":
            return bool(re.fullmatch("[a-z]{3}", value))
        case "date":
            datetime.fromisoformat(value if len(value) > 7 else f"{value}-01-01"[:10])
            return "+" not in value
        case "mimetype":
            return bool(re.fullmatch(r"[\w.+-]+/[\w.+-]+", value))
        case _:
            return bool(value.strip())


def test_every_entity_is_valid_by_the_published_model(entities: list[Entity]) -> None:
    """Known schema, required properties, known properties, fitting values, references of the right range."""
    kinds = {entity["id"]: entity["schema"] for entity in entities}
    assert len(kinds) == len(entities)
    assert {*kinds.values()} >= {"HyperText", "PlainText", "Note", "Mention", "Person"}
    for entity in entities:
        schema = SCHEMATA[entity["schema"]]
        assert {*schema["required"]} <= entity["properties"].keys(), entity
        for name, values in entity["properties"].items():
            kind, _, wanted = schema["properties"][name].partition(":")
            assert values, name
            assert len(values) == len({*values}), name
            for value in values:
                assert len(value) <= MODEL["longest"][kind], (name, value)
                assert fits(kind, value), (name, value)
                if kind == "entity":
                    assert wanted in SCHEMATA[kinds[value]]["is"], (name, kinds[value])


def test_each_source_that_stands_is_a_document(entities: list[Entity], rich: Path, command: Command) -> None:
    """With its name, its size, its text, and the digests of its bytes; withdrawn ones are left out."""
    rows = command.rows("list", rich, "sources")
    documents = {entity["id"]: entity["properties"] for entity in entities if "fileName" in entity["properties"]}
    assert documents.keys() == {f"source-{row['source']}" for row in rows if not row["withdrawn"]}
    for row in rows:
        if row["withdrawn"]:
            continue
        properties = documents[f"source-{row['source']}"]
        data = (rich / "record" / "blobs" / row["source"][:2] / row["source"]).read_bytes()
        assert row["name"] in properties["fileName"]
        assert properties["contentHash"] == [hashlib.sha1(data, usedforsecurity=False).hexdigest()]
        assert properties["fileSize"] == [str(len(data))]
        assert f"SHA-256: {row['source']}" in properties["notes"]


def test_each_statement_and_figure_is_a_note_with_its_passage(
    entities: list[Entity], rich: Path, command: Command
) -> None:
    """The reference says source, spans and quote; the quote stands there."""
    notes = {entity["id"]: entity["properties"] for entity in entities if entity["schema"] == "Note"}
    texts = {entity["id"]: "".join(entity["properties"].get("bodyText", [])) for entity in entities}
    statements, figures = command.rows("list", rich, "statements"), command.rows("list", rich, "figures")
    assert len(notes) == len(statements) + len(figures)
    for row in statements:
        note = notes[f"statement-{row['id']}"]
        assert note["description"] == [row["content"]["quote"]]
        assert row["mode"] in note["keywords"]
        assert note["proof"] == [f"source-{row['source']}"]
    for properties in notes.values():
        (reference,) = map(json.loads, properties["notes"])
        text = texts[f"source-{reference['source']}"]
        assert " … ".join(text[start:end] for start, end in reference["spans"]) == reference["quote"]


def test_each_party_is_an_entity_that_its_documents_mention(
    entities: list[Entity], rich: Path, command: Command
) -> None:
    """A person is a person; who is neither person nor body is a legal entity, which says neither."""
    parties = {row["party"]: row["kind"] for row in command.rows("list", rich, "parties")}
    found = {entity["properties"]["name"][0]: entity for entity in entities if entity["id"].startswith("party-")}
    assert found.keys() == parties.keys()
    assert found["Ana Velik"]["schema"] == "Person"
    mentioned = {
        one for entity in entities if entity["schema"] == "Mention" for one in entity["properties"]["resolved"]
    }
    assert mentioned == {entity["id"] for entity in found.values()}
