"""The data sets as items: a text, the stretches of it to read, and what a careful reader marked in them.

Promises: every mark is a span of the item's text; the order is that of the files. Nothing is written.
Does not: cut windows, or know of tensors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from witnessmark.nouns import Span
from witnessmark.reading.layout import lay_out

POLNEAR, OURS = range(2)
"""The guides: each has rows of the case embedding and a head of its own."""

NAME_SETS = ("re3d", "gum", "wikigold", "gmb")
"""Each names set has a head of its own: their guides clash."""
NAME_KINDS = ("PER", "ORG", "LOC", "OTHER")
_GMB_SHARE = 2000
"""Documents of the machine-made set that are taken: more would drown the marked ones."""

Spans = tuple[tuple[int, int], ...]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Mark:
    """One statement as marked."""

    source: Spans
    cue: Spans
    content: Spans
    mode: str | None = None
    holds: bool = False
    """Another statement stands inside its content."""


@dataclass(frozen=True)
class Item:
    """A text and what stands in it; ``paragraphs`` are the sentences to read, ``marks`` None where only names are."""

    id: str
    text: str
    paragraphs: tuple[tuple[Span, ...], ...]
    guide: int
    marks: tuple[Mark, ...] | None = None
    inner: tuple[Mark, ...] = field(default=())
    """Statements one level inside those of ``marks``."""
    names: tuple[tuple[int, int, str], ...] = ()
    name_set: str | None = None
    parties: tuple[tuple[int, Span | None], ...] = ()
    """Where a source begins, and the words of the text that say who it is; None where nothing does."""


def rows(path: Path) -> list[Row]:
    """Return the objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def paragraphs_of(text: str) -> tuple[tuple[Span, ...], ...]:
    """Return a text's sentences by paragraph, as the reader sees them."""
    return tuple(tuple(sentence.span for sentence in paragraph.sentences) for paragraph in lay_out(text, (), "en"))


def polnear(path: Path) -> Iterator[Item]:
    """Yield the articles of PolNeAR; stretches that its annotators discarded are not read."""
    for row in rows(path):
        discarded = [tuple(pair) for pair in row.get("discard") or ()]
        paragraphs = tuple(
            paragraph
            for paragraph in paragraphs_of(row["text"])
            if not any(start < paragraph[-1].end and paragraph[0].start < end for start, end in discarded)
        )
        yield Item(row["id"], row["text"], paragraphs, POLNEAR, tuple(map(_mark, row["attributions"])))


def ours(path: Path, *, inside: bool = True) -> Iterator[Item]:
    """Yield paragraphs marked by our guide; with ``inside``, each content again as an item of its own."""
    for row in rows(path):
        marks: dict[int, Row] = {mark["n"]: mark for mark in row["attributions"] if mark["content"]}
        below: dict[int, list[Row]] = {number: [] for number in marks}
        top = []
        for mark in marks.values():
            (below[mark["relayed_by"]] if mark["relayed_by"] in marks else top).append(mark)
        outer = tuple(_mark(mark, holds=bool(below[mark["n"]])) for mark in top)
        inner = tuple(_mark(mark, holds=bool(below[mark["n"]])) for one in top for mark in below[one["n"]])
        told = tuple(_party(row["text"], mark) for mark in marks.values() if mark["source"])
        parties = tuple(one for one in told if one is not None)
        yield Item(row["id"], row["text"], paragraphs_of(row["text"]), OURS, outer, inner, parties=parties)
        if inside:
            for number, mark in marks.items():
                found = tuple(_mark(one, holds=bool(below[one["n"]])) for one in below[number])
                stretch = tuple(Span(*pair) for pair in mark["content"])
                yield Item(f"{row['id']}/{number}", row["text"], (stretch,), OURS, found)


def _mark(row: Row, *, holds: bool = False) -> Mark:
    def spans(role: str) -> Spans:
        return tuple((int(start), int(end)) for start, end in row[role] or ())

    return Mark(spans("source"), spans("cue"), spans("content"), row.get("mode"), holds)


def _party(text: str, row: Row) -> tuple[int, Span | None] | None:
    """Return where the words of a party stand: in the source, else last before it, else first after it.

    None where the text does not have them in this form.
    """
    start, end = row["source"][0][0], row["source"][-1][1]
    if row["party"] is None:
        return start, None
    words = re.compile(rf"(?<!\w){re.escape(row['party'])}(?!\w)", re.IGNORECASE)
    found = [Span(*match.span()) for match in words.finditer(text)]
    inside = [span for span in found if start <= span.start and span.end <= end]
    before = [span for span in found if span.end <= start]
    best = inside[0] if inside else before[-1] if before else found[0] if found else None
    return None if best is None else (start, best)


def names(folder: Path, split: str) -> Iterator[Item]:
    """Yield the names sets; items whose licence forbids commercial use are left out."""
    for name_set in NAME_SETS:
        found = [row for row in rows(folder / f"ner_{name_set}.{split}.jsonl") if "NC" not in str(row.get("licence"))]
        for row in found[:_GMB_SHARE] if name_set == "gmb" else found:
            marked = tuple((int(one["start"]), int(one["end"]), str(one["type"])) for one in row["entities"])
            yield Item(row["id"], row["text"], paragraphs_of(row["text"]), OURS, None, names=marked, name_set=name_set)


def is_kept_aside(name: str, parts: int) -> bool:
    """Tell whether a written paragraph is measured and never trained on: one in so many, by its number."""
    return int(name.split("/")[0].rsplit("-", 1)[1]) % parts == 0
