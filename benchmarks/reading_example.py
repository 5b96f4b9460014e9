"""The example case as marked data: each source read as a case reads it, with the truth's quotes found in its text.

Promises: quotes of ``truth.json`` become spans of the text that intake makes, by the truth's own rules; a quote that
cannot be found is an error, never a mark left out. Does not: score, or read the sources that the truth calls faulty.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from witnessmark import intake
from witnessmark.nouns import Fault, Text, digest_of

os.environ["WITNESSMARK_TESSERACT"] = "none"  # the truth has the scanned page as one without a text
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "orrum"
Json = dict[str, Any]


@dataclass(frozen=True)
class _Visible:
    """A text with each run of white space as one space, and where each of its code points stands."""

    content: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, content: str) -> _Visible:
        kept: list[str] = []
        places: list[int] = []
        for at, character in enumerate(content):
            blank = character.isspace()
            if not (blank and kept and kept[-1] == " "):
                kept.append(" " if blank else character)
                places.append(at)
        return cls("".join(kept), tuple(places))

    def find(self, quote: str, frame: str | None = None, near: tuple[int, int] = (0, 0)) -> tuple[int, int] | None:
        """Return the quote inside its frame, or its occurrence nearest to the stretch ``near``, in this content."""
        if frame:
            begin = self.content.find(frame)
            at = self.content.find(quote, begin, begin + len(frame)) if begin >= 0 else -1
            return (at, at + len(quote)) if at >= 0 else None
        found = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(quote)}(?!\w)", self.content)]
        at = min(found, key=lambda place: max(near[0] - place - len(quote), place - near[1]), default=-1)
        return (at, at + len(quote)) if at >= 0 else None

    def span(self, found: tuple[int, int]) -> list[int]:
        """Return a stretch of this content as a span of the text."""
        return [self.places[found[0]], self.places[found[1] - 1] + 1]


def example_digest() -> str:
    """Return one digest of the truth and the sources."""
    digest = hashlib.sha256()
    for path in [EXAMPLE / "truth.json", *sorted((EXAMPLE / "sources").iterdir())]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def spellings() -> dict[str, frozenset[str]]:
    """Return every spelling of each party of the truth, in lower case."""
    truth = json.loads((EXAMPLE / "truth.json").read_text("utf-8"))
    return {each["name"]: frozenset(map(str.casefold, [each["name"], *each["spellings"]])) for each in truth["parties"]}


def marked_sources() -> Iterator[tuple[Text, Json]]:
    """Yield each readable source's text with its marks in the form of the data sets, and ``not_figures`` as spans."""
    truth = json.loads((EXAMPLE / "truth.json").read_text("utf-8"))
    for source in truth["sources"]:
        path = EXAMPLE / "sources" / source["name"]
        text = intake.extract(intake.Item(path=path, digest=digest_of(path.read_bytes()), name=path.name))
        if isinstance(text, Fault):
            if "fault" not in source:
                raise ValueError(f"{path.name} cannot be read: {text.fault}")
            continue
        yield text, _marks(text.content, source["name"], truth)


def _marks(content: str, name: str, truth: Json) -> Json:
    visible = _Visible.of(content)

    def mine(kind: str) -> list[Json]:
        return [each for each in truth[kind] if each["source"] == name]

    numbers = {each["id"]: number for number, each in enumerate(mine("statements"))}
    return {
        "text": content,
        "attributions": [_statement(visible, each, numbers) for each in mine("statements")],
        "figures": [
            {**each, "span": _sure(visible, each["quote"], each["in"]), "statement": numbers.get(each["statement"])}
            for each in mine("figures")
        ],
        "not_figures": [_sure(visible, each["quote"], each.get("in")) for each in mine("not_figures")],
        "dates": [{"span": _sure(visible, each["quote"], each.get("in")), **each} for each in mine("dates")],
    }


def _statement(visible: _Visible, mark: Json, numbers: dict[str, int]) -> Json:
    first = visible.find(mark["content"][0], mark.get("in"))
    if first is None:
        raise ValueError(f"{mark['id']}: its content does not stand in the text")
    pieces = [first]
    for piece in mark["content"][1:]:
        pieces.append(visible.find(piece, near=pieces[-1]) or first)
    parts = {key: visible.find(mark[key], near=first) if mark[key] else None for key in ("speaker", "cue")}
    return {
        "n": numbers[mark["id"]],
        "source": [visible.span(parts["speaker"])] if parts["speaker"] else [],
        "cue": [visible.span(parts["cue"])] if parts["cue"] else [],
        "content": [visible.span(piece) for piece in pieces],
        "mode": mark["mode"],
        "party": mark["party"],
        "relayed_by": numbers.get(mark["relayed_by"] or ""),
    }


def _sure(visible: _Visible, quote: str, frame: str | None) -> list[int]:
    found = visible.find(quote, frame)
    if found is None:
        raise ValueError(f"{quote!r} does not stand in the text")
    return visible.span(found)
