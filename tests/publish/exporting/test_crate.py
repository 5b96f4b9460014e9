"""RO-Crate metadata: what the specification requires, and where everything came from."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Command

Entity = dict[str, Any]


@pytest.fixture(scope="module")
def crate(exported: Path) -> dict[str, Any]:
    """Read the metadata of the bag."""
    found: dict[str, Any] = json.loads((exported / "bag" / "data" / "ro-crate-metadata.json").read_bytes())
    return found


@pytest.fixture(scope="module")
def graph(crate: dict[str, Any]) -> dict[str, Entity]:
    """Return the entities by their ids, of which no two are alike."""
    found = {entity["@id"]: entity for entity in crate["@graph"]}
    assert len(found) == len(crate["@graph"])
    return found


def links(value: Any) -> list[str]:
    """Return the ids that an entity refers to."""
    if isinstance(value, list):
        return [one for item in value for one in links(item)]
    return [value["@id"]] if isinstance(value, dict) else []


def of_type(graph: dict[str, Entity], kind: str) -> list[Entity]:
    """Return the entities of a type."""
    return [entity for entity in graph.values() if kind in (entity["@type"], *entity["@type"])]


def test_it_has_what_ro_crate_1_2_requires(crate: dict[str, Any], graph: dict[str, Entity]) -> None:
    """The descriptor, and a root with type, name, description, date and licence (1.2, Root Data Entity)."""
    assert crate["@context"][0] == "https://w3id.org/ro/crate/1.2/context"
    descriptor, root = graph["ro-crate-metadata.json"], graph["./"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    assert "Dataset" in root["@type"]
    assert root["name"]
    assert root["description"]
    assert datetime.fromisoformat(root["datePublished"]).tzinfo is not None
    rights = graph[root["license"]["@id"]]
    assert rights["name"]
    assert rights["description"]


def test_it_is_flat_and_refers_to_nothing_that_is_not_there(graph: dict[str, Entity]) -> None:
    """Every entity stands in the graph itself, with an id and a type; every reference has its entity."""
    for entity in graph.values():
        assert entity["@type"]
        for key, value in entity.items():
            if isinstance(value, dict):
                assert [*value] == ["@id"], key
            inner = {one for one in links(value) if not one.startswith("https://")}
            assert inner <= graph.keys(), (entity["@id"], key)


def test_every_file_is_a_part_of_the_root(graph: dict[str, Entity], exported: Path) -> None:
    """All files of the payload but the metadata itself, reached by hasPart, with their sizes and digests."""
    data = exported / "bag" / "data"
    reached, waiting = set[str](), ["./"]
    while waiting:
        for one in links(graph[waiting.pop()].get("hasPart", [])):
            reached.add(one)
            waiting.append(one)
    files = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    assert {one for one in reached if not one.endswith("/")} == files - {"ro-crate-metadata.json"}
    listed = dict(
        line.split("  ")[::-1] for line in (exported / "bag" / "manifest-sha256.txt").read_text().splitlines()
    )
    for path in files - {"ro-crate-metadata.json"}:
        assert graph[path]["contentSize"] == str((data / path).stat().st_size)
        assert graph[path]["sha256"] == listed[f"data/{path}"]


def test_every_step_says_who_when_and_with_what(graph: dict[str, Entity], exported: Path, command: Command) -> None:
    """Acquisitions and decisions by their entries, extractions and readers by their versions, the export."""
    case = exported / "case"
    for row in command.rows("list", case, "sources"):
        acts = [one for one in of_type(graph, "CreateAction") if links(one["result"]) == [_file(row["source"])]]
        sealed = next(one for one in acts if one["@id"].startswith("#entry-"))
        assert graph[sealed["agent"]["@id"]]["name"] == row["acquired_by"]
        assert graph[sealed["instrument"]["@id"]]["name"] == row["tool"]
        assert sealed["endTime"] == row["acquired_at"]
        assert graph[_file(row["source"])]["name"] == row["name"]
    for row in command.rows("list", case, "decisions")[:-1]:
        act = graph[f"#entry-{row['entry']}"]
        assert act["description"] == row["reason"]
        assert graph[act["agent"]["@id"]]["name"] == row["decided_by"]
        assert act["endTime"] == row["decided_at"]
    for row in command.rows("list", case, "texts"):
        extraction = graph[f"#text-{row['source']}"]
        assert graph[extraction["instrument"]["@id"]]["name"] == row["extractor"]
        assert extraction["object"] == {"@id": _file(row["source"])}
    assert graph[graph["#reader-1"]["instrument"]["@id"]]["name"].startswith("neural/")
    export = graph["#export"]
    assert export["description"] == "For the court."
    assert graph[export["agent"]["@id"]]["name"] == "A. Tester"
    assert {one["@type"][1] for one in of_type(graph, "CreateAction")} == {"prov:Activity"}


def test_a_withdrawn_source_is_said_to_be_one(graph: dict[str, Entity], exported: Path, command: Command) -> None:
    """Its bytes are in the record; the metadata does not pass them on as if they stood."""
    for row in command.rows("list", exported / "case", "sources"):
        assert (graph[_file(row["source"])].get("creativeWorkStatus") == "withdrawn") is row["withdrawn"]


def _file(digest: str) -> str:
    return f"record/blobs/{digest[:2]}/{digest}"
