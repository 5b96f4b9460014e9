"""Draws the way from articles to interests: how many of each there are, one step below the other.

Promises: an SVG that needs no script, no font, no colour and no other file, and says in words what it shows; what is
counted is a full square, what is an upper bound an open one, what is not known a broken one; beyond ``MOST`` the
squares of a step become one bar of the same kinds.
Does not: count, or guess what is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from witnessmark.publish.drawing import framed

MOST = 24
"""Squares that one step holds; beyond, a step is drawn as a bar."""

WIDTH, LEFT, ROW, TOP, SIDE, GAP = 480, 156, 34, 4, 11, 2
_ROOM = WIDTH - LEFT - 2


@dataclass(frozen=True, slots=True)
class Stage:
    """One step: what is counted, how many there are, how many of these are not known, whether it may be fewer."""

    one: str
    many: str
    count: int
    unknown: int = 0
    most: bool = False

    @property
    def words(self) -> str:
        """The step in words: ``at most 9 origins``."""
        return f"{'at most ' if self.most else ''}{self.count:,} {self.one if self.count == 1 else self.many}"

    @property
    def told(self) -> str:
        """The step in words with what is not known: ``at most 9 origins, 2 of them not known``."""
        return f"{self.words}, {self.unknown:,} of them not known" if self.unknown else self.words


def funnel(identity: str, title: str, stages: Sequence[Stage]) -> Markup:
    """Return the steps as SVG, the first on top. ``identity`` is unique on the page; ``title`` says what it shows."""
    widest = max((stage.count for stage in stages), default=0)
    bars = widest > MOST
    unit = _ROOM / widest if bars else min(_ROOM / max(1, widest), SIDE + GAP)
    rows = "".join(_row(stage, unit, bars, TOP + ROW * at) for at, stage in enumerate(stages))
    flows = "".join(
        _flow(unit * above.count, unit * below.count, TOP + ROW * at + SIDE + GAP)
        for at, (above, below) in enumerate(pairwise(stages))
    )
    described = "; ".join(stage.told for stage in stages)
    height = TOP + ROW * (len(stages) - 1) + SIDE + 3 * TOP
    return framed(identity, title, described, flows + rows, width=WIDTH, height=height, kind="funnel")


def _row(stage: Stage, unit: float, bars: bool, y: float) -> str:
    known = max(0, stage.count - stage.unknown)
    kinds = [(known, "most" if stage.most else "sure"), (stage.count - known, "unknown")]
    label = f'<text class="step" x="0" y="{y + SIDE - 0.5}">{escape(stage.words)}</text>'
    return label + "".join(_bars(kinds, unit, y) if bars else _squares(kinds, unit, y))


def _squares(kinds: Sequence[tuple[int, str]], unit: float, y: float) -> Iterator[str]:
    at = 0
    for count, kind in kinds:
        for _ in range(count):
            yield _box(LEFT + unit * at, unit - GAP, y, kind)
            at += 1


def _bars(kinds: Sequence[tuple[int, str]], unit: float, y: float) -> Iterator[str]:
    at = 0
    for count, kind in kinds:
        if count:
            yield _box(LEFT + unit * at, max(1.0, unit * count - GAP), y, kind)
        at += count


def _box(x: float, width: float, y: float, kind: str) -> str:
    return f'<rect class="{kind}" x="{x + 0.5:.1f}" y="{y + 0.5}" width="{width:.1f}" height="{SIDE}"/>'


def _flow(above: float, below: float, y: float) -> str:
    """Draw the narrowing between two steps."""
    end = y + ROW - SIDE - 2 * GAP
    return f'<path class="flow" d="M{LEFT} {y}h{above:.1f}L{LEFT + below:.1f} {end}H{LEFT}Z"/>'
