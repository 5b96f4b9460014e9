"""Cuts the lines that a dossier cites out of the pictures that they were read from, and draws them with their marks.

Promises: what is shown comes from the sealed bytes and is not drawn over: marks lie above it. Lines that hold what
somebody said, or a figure, come before others where not all can be shown; how many are left out is counted. A page
that cannot be rendered costs its own cut-outs, and why is said in their place.
Does not: say whether a line was read rightly; that is for whoever compares.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from statistics import median

from markupsafe import Markup

from witnessmark.intake.draft import Loss
from witnessmark.intake.fencing.fence import FenceError
from witnessmark.intake.ocr.cutting import CutOut, Wanted, cut_out
from witnessmark.nouns import Digest
from witnessmark.publish.drawing import framed
from witnessmark.publish.findings import CitedText, Paragraph, Pictured, Role
from witnessmark.publish.words import plain, shown

Place = tuple[int, int]
"""The number of a source in the dossier, and where a paragraph begins in its text."""
Sealed = Callable[[Digest], Path]
"""Says where the sealed bytes of a source lie."""

SHOWN = 18
"""A word is shown so many pixels of the screen high at the most."""
SHADE, UNDER = "#f5c400", "#8a6d12"
"""The colours of marks where a viewer leaves the style sheet out: they must never hide a word."""
_WHOLE = frozenset({Role.SAID, Role.COUNT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """How much one dossier shows of the pages that it cites."""

    lines: int = 1_000
    pages: int = 250
    """Each takes up to a second to render."""
    size: int = 20 << 20
    """What the files of all cut-outs may come to, in bytes; those of the page that reaches it are still shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOuts:
    """The cut-outs of a dossier by the places of their lines."""

    shown: Mapping[Place, CutOut] = field(default_factory=dict)
    failed: Mapping[Place, Loss] = field(default_factory=dict)
    left: int = 0
    """How many lines that were read from pictures stand without one because there are too many."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    source: Digest
    start: int
    pictured: Pictured

    @property
    def place(self) -> Place:
        return self.number, self.start

    @property
    def page(self) -> tuple[int, Digest, int]:
        return self.number, self.source, self.pictured.line.page


def cut_outs(passages: Iterable[CitedText], sealed: Sealed, most: Most = Most()) -> CutOuts:
    """Return the cut-outs of the lines of ``passages`` that were read from pictures; ``most`` are shown."""
    lines = [*_lines(passages)]
    chosen = _chosen(lines, most)
    shown: dict[Place, CutOut] = {}
    failed: dict[Place, Loss] = {}
    left = len(lines) - len(chosen)
    size = 0
    broken: Loss | None = None
    for (_, source, page), group in groupby(chosen, key=lambda line: line.page):
        these = [*group]
        if size >= most.size:
            left += len(these)
            continue
        try:
            cut = broken or _cut(sealed(source), source, page, these)
        except FenceError as error:
            cut = broken = Loss(str(error), "")  # it would not start for the next page either
        if isinstance(cut, Loss):
            failed |= dict.fromkeys((line.place for line in these), cut)
            continue
        shown |= zip((line.place for line in these), cut, strict=True)
        size += sum(len(one.data) for one in cut)
    return CutOuts(shown=shown, failed=failed, left=left)


def _lines(passages: Iterable[CitedText]) -> Iterator[_Line]:
    for cited in passages:
        for paragraph in cited.paragraphs:
            if paragraph.pictured is not None:
                yield _Line(cited.source.number, cited.source.digest, paragraph.start, paragraph.pictured)


def _chosen(lines: Sequence[_Line], most: Most) -> list[_Line]:
    """Return as many lines as may be shown, in their order: those with statements and figures before others."""
    ranked = sorted(lines, key=lambda line: not any(mark.role in _WHOLE for mark in line.pictured.marks))
    pages: set[tuple[int, Digest, int]] = set()
    kept: set[Place] = set()
    for line in ranked:
        if len(kept) < most.lines and (line.page in pages or len(pages) < most.pages):
            pages.add(line.page)
            kept.add(line.place)
    return sorted((line for line in lines if line.place in kept), key=lambda line: (*line.page, line.start))


def _cut(path: Path, source: Digest, page: int, lines: Sequence[_Line]) -> tuple[CutOut, ...] | Loss:
    high = round(median(line.pictured.high for line in lines))  # one scale for a page
    return cut_out(path, source, page, [Wanted(line.pictured.line, high) for line in lines])


def strip(cuts: CutOuts, number: int, name: str, paragraph: Paragraph) -> Markup:
    """Return the cut-out of a paragraph as a picture with its cited words marked, or why there is none, or nothing."""
    lost = cuts.failed.get((number, paragraph.start))
    if lost is not None:
        return Markup('<p class="small">Its place on the page cannot be shown: {}.</p>').format(shown(lost.fault))
    cut = cuts.shown.get((number, paragraph.start))
    if cut is None or paragraph.pictured is None:
        return Markup("")
    image = (
        f'<image href="data:{cut.media_type};base64,{base64.b64encode(cut.data).decode()}" '
        f'width="{cut.width}" height="{cut.height}"/>'
    )
    return framed(
        f"strip-{number}-{paragraph.start}",
        plain(f"{paragraph.label} of {name}, as the page shows it"),
        "A cut-out of the page’s picture; the cited words are marked.",
        image + "".join(_marks(cut, paragraph.pictured)),
        width=cut.width,
        height=cut.height,
        kind="strip",
        shown=min(1.0, SHOWN / cut.high) * cut.width,
    )


def _marks(cut: CutOut, pictured: Pictured) -> Iterator[str]:
    """Yield the marks of each role: a shade over words that somebody said and over figures, a line under others."""
    for mark in pictured.marks:
        left, top, width, height = cut.place(mark.box)
        shade = mark.role in _WHOLE
        if not shade:
            top, height = top + height + 1, 2
        yield (
            f'<rect class="{mark.role}" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" '
            f'fill="{SHADE if shade else UNDER}" fill-opacity="{0.3 if shade else 0.8}"/>'
        )
