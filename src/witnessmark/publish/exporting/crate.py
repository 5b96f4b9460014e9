"""The metadata of a bag's payload: RO-Crate 1.2, with where everything came from in terms of PROV.

Promises: every file of the payload is a part of the root; each acquisition, each extraction, each reader, each decision
and the export itself is an action with what it used and made, and with who, when and which tool as far as these are
known; the same case gives the same bytes. JSON-LD as flattened and compacted as the specification asks for.
Does not: say when a text was extracted or read, which the reading does not keep, or hold the graph in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa

from witnessmark.publish.exporting.folder import Written
from witnessmark.publish.findings import CaseFacts
from witnessmark.publish.rows import Json
from witnessmark.record.blobs import relative_path
from witnessmark.store import ask
from witnessmark.store.cited import Acquired

NAME = "ro-crate-metadata.json"
CONTEXT = [
    "https://w3id.org/ro/crate/1.2/context",
    {"prov": "http://www.w3.org/ns/prov#", "sha256": "http://schema.org/sha256"},
]
SPECIFICATION = "https://w3id.org/ro/crate/1.2"
RECORD, READING = "record/", "reading/"

_PERSON = ["Person", "prov:Person"]
_TOOL = ["SoftwareApplication", "prov:SoftwareAgent"]
_MADE = ["CreateAction", "prov:Activity"]
_JUDGED = ["AssessAction", "prov:Activity"]
_RIGHTS = {
    "@id": "#rights",
    "@type": "CreativeWork",
    "name": "Rights are with the authors of the sources",
    "description": "The sources belong to those who made them. This copy is evidence: it is kept and passed on to "
    "document and to prosecute crimes, and no licence to publish it is given.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporting:
    """What is said of an export itself: by whom, why, and the case at that moment."""

    facts: CaseFacts
    by: str
    reason: str


@dataclass(slots=True)
class _Agents:
    """People and tools, each of which becomes one entity."""

    known: dict[tuple[str, str], Json] = field(default_factory=dict)

    def person(self, name: str) -> Json:
        return self._link("person", name, {"@type": _PERSON, "name": name})

    def tool(self, words: str) -> Json:
        name, _, version = words.partition(" ")
        facts = {"@type": _TOOL, "name": words, "version": version or words, "alternateName": name}
        return self._link("tool", words, facts)

    def _link(self, kind: str, name: str, facts: Json) -> Json:
        number = len(self.known) + 1
        found = self.known.setdefault((kind, name), {"@id": f"#{kind}-{number}", **facts})
        return {"@id": found["@id"]}


def metadata(connection: sa.Connection, about: Exporting, files: Iterable[Written]) -> Iterator[bytes]:
    """Yield the bytes of the metadata file; ``files`` are those of the payload, their paths relative to it."""
    opening = json.dumps({"@context": CONTEXT}, ensure_ascii=False)[:-1]
    yield f'{opening}, "@graph": [\n'.encode()
    before = ""
    for entity in _graph(connection, about, [*files]):
        words = json.dumps(entity, ensure_ascii=False).encode("utf-8", "backslashreplace")
        yield before.encode() + words
        before = ",\n"
    yield b"\n]}\n"


def _graph(connection: sa.Connection, about: Exporting, files: list[Written]) -> Iterator[Json]:
    agents = _Agents()
    export = _export(about, agents)
    acquired: dict[str, list[Acquired]] = {}
    for item in ask.acquired(connection):
        acquired.setdefault(item.source.digest, []).append(item)
    yield {
        "@id": NAME,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": SPECIFICATION},
    }
    yield _root(about, files)
    yield _RIGHTS
    yield from _folders(files)
    for written in files:
        yield _file(written, acquired)
    for items in acquired.values():
        yield from (_acquisition(item, agents) for item in items)
    yield from _extractions(connection, agents)
    yield from _readers(connection, agents)
    for recorded in ask.decisions(connection):
        act = recorded.decision
        yield {
            "@id": f"#entry-{recorded.entry}",
            "@type": _JUDGED,
            "name": f"Entry {recorded.entry}: {act.action} {act.target}" + (f" {act.value}" if act.value else ""),
            "description": act.reason,
            "agent": agents.person(act.decided_by),
            "instrument": agents.tool(act.tool),
            "endTime": act.decided_at,
            "object": _file_of(act.target) if act.target in acquired else {"@id": RECORD},
        }
    yield export
    yield from agents.known.values()


def _root(about: Exporting, files: list[Written]) -> Json:
    facts = about.facts
    parts = [RECORD, READING, *(one.path for one in files if "/" not in one.path)]
    return {
        "@id": "./",
        "@type": ["Dataset", "prov:Entity"],
        "name": facts.name,
        "description": f"The case “{facts.name}”: its sealed sources and the log of all that was sealed and decided "
        f"({RECORD}), and what was read in them ({READING}), as they were when the log had {facts.size} entries. "
        "Everything in it is somebody's statement.",
        "datePublished": facts.made_at,
        "dateCreated": facts.created,
        "identifier": facts.checkpoint.split("\n", 1)[0],
        "license": {"@id": _RIGHTS["@id"]},
        "hasPart": [{"@id": part} for part in parts],
        "mentions": {"@id": "#export"},
    }


def _folders(files: list[Written]) -> Iterator[Json]:
    said = {
        RECORD: ("The record", "Sealed bytes, the log, its checkpoints and the public keys; verify_case.py checks it."),
        READING: ("The reading", "What was read in the sources, as JSON Lines: derived, and can be made again."),
    }
    for path, (name, description) in said.items():
        yield {
            "@id": path,
            "@type": "Dataset",
            "name": name,
            "description": description,
            "hasPart": [{"@id": one.path} for one in files if one.path.startswith(path)],
        }


def _file(written: Written, acquired: dict[str, list[Acquired]]) -> Json:
    found: Json = {
        "@id": written.path,
        "@type": ["File", "prov:Entity"],
        "contentSize": str(written.size),
        "sha256": written.digest,
    }
    digest = written.path[-64:]
    if written.path == RECORD + relative_path(digest) and digest in acquired:
        items = acquired[digest]
        names = [*dict.fromkeys(item.source.custody.name for item in items)]
        found |= {"name": names[0]} | ({"alternateName": names[1:]} if names[1:] else {})
        found |= {"encodingFormat": items[0].media_type} if items[0].media_type else {}
        parents = [*dict.fromkeys(one for item in items if (one := item.source.custody.parent) is not None)]
        found |= {"isPartOf": [_file_of(parent) for parent in parents]} if parents else {}
        found |= {"creativeWorkStatus": "withdrawn"} if all(item.withdrawn for item in items) else {}
    else:
        found |= {"name": written.path} | _FORMATS.get(written.path.rpartition(".")[2], {})
    return found


_FORMATS: dict[str, Json] = {
    "jsonl": {"encodingFormat": "application/jsonl"},
    "csv": {"encodingFormat": "text/csv"},
    "vkey": {"encodingFormat": "text/plain"},
}


def _file_of(digest: str) -> Json:
    return {"@id": RECORD + relative_path(digest)}


def _acquisition(item: Acquired, agents: _Agents) -> Json:
    custody = item.source.custody
    where = f"{custody.part} of {custody.parent}" if custody.parent else custody.acquired_from
    return {
        "@id": f"#entry-{item.source.index}",
        "@type": _MADE,
        "name": f"Entry {item.source.index}: sealed {custody.name}",
        "description": f"Acquired from {where}; the time is of the {custody.clock}.",
        "agent": agents.person(custody.acquired_by),
        "instrument": agents.tool(custody.tool),
        "endTime": custody.acquired_at,
        "result": _file_of(item.source.digest),
    } | ({"object": _file_of(custody.parent)} if custody.parent else {})


def _extractions(connection: sa.Connection, agents: _Agents) -> Iterator[Json]:
    for facts in ask.texts(connection):
        yield {
            "@id": f"#text-{facts.source}",
            "@type": _MADE,
            "name": f"Extracted the text of {facts.name}",
            "description": f"{facts.characters} characters; the SHA-256 of the text is {facts.digest}.",
            "instrument": agents.tool(facts.extractor),
            "object": _file_of(facts.source),
            "result": {"@id": f"{READING}contents.jsonl"},
        }


def _readers(connection: sa.Connection, agents: _Agents) -> Iterator[Json]:
    for number, reader in enumerate(ask.readers(connection), 1):
        yield {
            "@id": f"#reader-{number}",
            "@type": _MADE,
            "name": "Read statements, figures, dates and names in the texts",
            "instrument": agents.tool(reader),
            "object": {"@id": f"{READING}contents.jsonl"},
            "result": [{"@id": f"{READING}{kind}.jsonl"} for kind in ("statements", "figures", "dates")],
        }


def _export(about: Exporting, agents: _Agents) -> Json:
    return {
        "@id": "#export",
        "@type": _MADE,
        "name": "Exported the case as a bag",
        "description": about.reason,
        "agent": agents.person(about.by),
        "instrument": agents.tool(about.facts.version),
        "endTime": about.facts.made_at,
        "object": {"@id": RECORD},
        "result": {"@id": "./"},
    }
