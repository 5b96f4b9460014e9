"""Draws dated words on one line, the precision of each date as its length.

Promises: an SVG that needs no script, no font and no other file, and says in words what it shows; a day is a dot, a
year a bar of a year, an open end an arrow; the line is cut where nothing is dated for long, and each piece has a scale
of its own that its names tell.
Does not: leave out anything without the table beside it saying so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup, escape

from witnessmark.comparing import Moment
from witnessmark.publish.drawing import framed

MOST = 40
"""Moments that one picture holds: those that most words bear."""
WIDTH, LEFT, RIGHT, ROW, TOP, FOOT = 720, 46, 556, 20, 8, 28
_CUT, _LEAST, _LABEL = 18, 34, 56
"""Widths: of a cut in the line, of its smallest piece, of a name below it."""
_GAP, _PIECES = 400, 8
"""From so many days without an end of a date on, the line may be cut; into so many pieces at most."""
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000)
"""Months between two names below the line."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Stretch:
    """One date on the line: its number in the table, its words, its days, and how many words bear it."""

    number: str
    words: str
    moment: Moment
    times: int


def line(identity: str, title: str, stretches: Sequence[Stretch]) -> Markup:
    """Return the ``MOST`` stretches that are borne most as SVG, or nothing where there is none."""
    kept = {id(one) for one in sorted(stretches, key=lambda one: -one.times)[:MOST]}
    drawn = [one for one in stretches if id(one) in kept]
    if not drawn:
        return Markup("")
    axis = _axis([one.moment for one in drawn])
    bottom = TOP + ROW * len(drawn)
    rows = "".join(_row(axis, one, TOP + ROW * (at + 0.5)) for at, one in enumerate(drawn))
    described = "; ".join(f"{one.number}: {one.words}" for one in drawn)
    written = f"{_grid(axis, bottom)}{rows}"
    return framed(identity, title, described, written, width=WIDTH, height=bottom + FOOT, kind="wide")


@dataclass(frozen=True, slots=True)
class _Piece:
    """An uncut part of the line: its days and where it is drawn."""

    first: int
    last: int
    margin: int
    """Days left free on each side."""
    left: float
    right: float

    def place(self, day: int) -> float:
        days = self.last - self.first + 2 * self.margin
        return self.left + (self.right - self.left) * (day - self.first + self.margin) / days

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Yield places with their names: months or years, as many as there is room for."""
        first, last = date.fromordinal(self.first), date.fromordinal(self.last - 1)
        start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
        room = (self.right - self.left) / _LABEL
        step = next((each for each in _STEPS if (end - start + 1) / each <= room), 0)
        for month in range(start, end + 1) if step and room >= 2 else ():
            if month % step == 0:
                day = date(month // 12, month % 12 + 1, 1).toordinal()
                words = str(month // 12) if step >= 12 else f"{_MONTHS[month % 12]} {month // 12}"
                yield self.place(max(day, self.first)), words

    def years(self) -> str:
        """Return the years that the piece covers."""
        first, last = date.fromordinal(self.first).year, date.fromordinal(self.last - 1).year
        return str(first) if first == last else f"{first}–{last % 100:02d}"


@dataclass(frozen=True, slots=True)
class _Axis:
    pieces: tuple[_Piece, ...]

    def place(self, day: int) -> float:
        for before, piece in zip((None, *self.pieces), self.pieces, strict=False):
            if day <= piece.last:
                if day >= piece.first or before is None:
                    return round(piece.place(max(day, piece.first)), 1)
                return round(before.right + (piece.left - before.right) / 2, 1)
        return RIGHT


def _axis(moments: Sequence[Moment]) -> _Axis:
    """Cut the line at the widest gaps, and give each piece as much room as it has dates."""
    ends = sorted({day.toordinal() for each in moments for day in (each.first, each.last) if day})
    gaps = sorted(((b - a, b) for a, b in pairwise(ends) if b - a > _GAP), reverse=True)[: _PIECES - 1]
    starts = [ends[0], *sorted(begin for _, begin in gaps)]
    parts = [[day for day in ends if low <= day and (high is None or day < high)] for low, high in _ranges(starts)]
    shares = [sum(part[0] <= (_some(each)) <= part[-1] for each in moments) for part in parts]
    free = RIGHT - LEFT - _CUT * (len(parts) - 1) - _LEAST * len(parts)
    left, pieces = float(LEFT), []
    for part, share in zip(parts, shares, strict=True):
        right = left + _LEAST + free * share / max(1, sum(shares))
        margin = max(2, (part[-1] - part[0]) // 30)
        pieces.append(_Piece(part[0], part[-1] + 1, margin, left, right))
        left = right + _CUT
    return _Axis(tuple(pieces))


def _ranges(starts: Sequence[int]) -> Iterator[tuple[int, int | None]]:
    return zip(starts, [*starts[1:], None], strict=True)


def _some(moment: Moment) -> int:
    """Return a day that both ends allow."""
    return (moment.first or moment.last or date.min).toordinal()


def _grid(axis: _Axis, bottom: float) -> str:
    parts = []
    for piece in axis.pieces:
        parts.append(f'<line class="grid" x1="{piece.left:.1f}" y1="{bottom}" x2="{piece.right:.1f}" y2="{bottom}"/>')
        ticks = [*piece.ticks()]
        for x, _ in ticks:
            parts.append(f'<line class="grid" x1="{x:.1f}" y1="{TOP - 4}" x2="{x:.1f}" y2="{bottom + 4}"/>')
        for x, words in ticks or [((piece.left + piece.right) / 2, piece.years())]:
            parts.append(f'<text class="tick" x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{words}</text>')
    for piece in axis.pieces[1:]:
        x, y = piece.left - _CUT / 2, bottom
        parts.append(f'<path class="cut" d="M{x - 5:.1f} {y + 5}l4 -10M{x + 1:.1f} {y + 5}l4 -10"/>')
    return "".join(parts)


def _row(axis: _Axis, one: Stretch, y: float) -> str:
    first, last = one.moment.first, one.moment.last
    start = LEFT if first is None else axis.place(first.toordinal())
    end = RIGHT if last is None else axis.place(last.toordinal() + 1)
    loose = " about" if one.moment.approximate else ""
    parts = [f'<a href="#{one.number.lower()}"><text class="letter" x="0" y="{y + 4.5}">{one.number}</text></a>']
    if end - start < 7:
        parts.append(f'<circle class="end{loose}" cx="{round((start + end) / 2, 1)}" cy="{y}" r="3.5"/>')
    else:
        parts.append(f'<line class="bar{loose}" x1="{start}" y1="{y}" x2="{end}" y2="{y}"/>')
    for open_, tip, way in ((first is None, LEFT, -1), (last is None, RIGHT, 1)):
        if open_:
            parts.append(f'<path class="open" d="M{tip - 6 * way} {y - 4}L{tip} {y}L{tip - 6 * way} {y + 4}"/>')
    times = f" ×{one.times}" if one.times > 1 else ""
    parts.append(f'<text class="tick" x="{RIGHT + 10}" y="{y + 4.5}">{escape(one.words)}{times}</text>')
    return "".join(parts)
