"""Draws the answers to one question as intervals on one axis.

Promises: an SVG that needs no script, no font and no other file, takes its colours from the page, says in words what
it shows, and leaves out nothing without the table beside it saying so.
Does not: weigh or combine answers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from witnessmark.nouns import Number
from witnessmark.publish.drawing import framed

MOST = 14
"""Answers that one picture holds; the table beside it has all of them."""

WIDTH, LEFT, RIGHT, ROW, TOP, FOOT = 480, 34, 352, 26, 10, 34
_LOGARITHMIC_BEYOND = 100
"""From this ratio of the largest to the smallest number on, small answers would vanish on an even axis."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer: its letter and its interval, of which either end may be open."""

    letter: str
    lo: Number | None
    hi: Number | None
    approximate: bool


@dataclass(frozen=True, slots=True)
class _Axis:
    low: float
    high: float
    logarithmic: bool

    def place(self, value: float) -> float:
        point, low, high = (math.log10(x) if self.logarithmic else x for x in (value, self.low, self.high))
        return round(LEFT + (RIGHT - LEFT) * (point - low) / (high - low), 1)

    def ticks(self) -> list[float]:
        if self.logarithmic:
            lowest, highest = round(math.log10(self.low)), round(math.log10(self.high))
            powers = range(lowest, highest + 1, max(1, math.ceil((highest - lowest) / 4)))
            return [10.0**power for power in powers]
        step = _step(self.high - self.low)
        first = math.ceil(self.low / step)
        return [step * number for number in range(first, math.floor(self.high / step) + 1)]


def number_words(value: Number) -> str:
    """Write a number with its thousands apart: ``33,700``."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"


def interval_words(lo: Number | None, hi: Number | None, *, approximate: bool) -> str:
    """Write an interval in words: ``30,000 or more``, ``170 to 190``, ``about 33,700``."""
    about = "about " if approximate else ""
    if lo is not None and hi is not None:
        first, last = number_words(lo), number_words(hi)
        return about + (first if lo == hi else f"{first} to {last}")
    if lo is not None:
        return f"{about}{number_words(lo)} or more"
    return f"{about}{number_words(hi)} or fewer" if hi is not None else "a number too large to be read"


def _interval_signs(bar: Bar) -> str:
    about = "≈ " if bar.approximate else ""
    if bar.lo is not None and bar.hi is not None:
        return about + (number_words(bar.lo) if bar.lo == bar.hi else f"{number_words(bar.lo)}–{number_words(bar.hi)}")
    return f"{about}≥ {number_words(bar.lo)}" if bar.lo is not None else f"{about}≤ {number_words(bar.hi or 0)}"


def drawable(bar: Bar) -> bool:
    """Tell whether a bar has an end that an axis can hold."""
    ends = [end for end in (bar.lo, bar.hi) if end is not None]
    return bool(ends) and all(end == 0 or 1e-6 < abs(end) < 1e15 for end in ends)


def picture(identity: str, title: str, bars: Sequence[Bar]) -> Markup:
    """Return the first ``MOST`` drawable bars as SVG, or nothing where there is none.

    ``identity`` is unique on the page; ``title`` says in words what the picture shows.
    """
    drawn = [bar for bar in bars if drawable(bar)][:MOST]
    if not drawn:
        return Markup("")
    axis = _axis([float(end) for bar in drawn for end in (bar.lo, bar.hi) if end is not None])
    bottom = TOP + ROW * len(drawn)
    rows = "".join(_row(axis, bar, TOP + ROW * (number + 0.5)) for number, bar in enumerate(drawn))
    described = "; ".join(f"{b.letter}: {interval_words(b.lo, b.hi, approximate=b.approximate)}" for b in drawn)
    note = "logarithmic scale" if axis.logarithmic else ""
    written = (
        f'{_grid(axis, bottom)}{rows}<text class="note" x="{WIDTH}" y="{bottom + 18}" text-anchor="end">{note}</text>'
    )
    return framed(identity, title, described, written, width=WIDTH, height=bottom + FOOT)


def _axis(values: Sequence[float]) -> _Axis:
    low, high = min(values), max(values)
    if low > 0 and high / low > _LOGARITHMIC_BEYOND:
        return _Axis(10.0 ** math.floor(math.log10(low)), 10.0 ** math.ceil(math.log10(high)), True)
    first, last = min(0.0, low), max(0.0, high)
    step = _step(last - first or 1.0)
    return _Axis(step * math.floor(first / step), step * (math.floor(last / step) + 1), False)


def _step(width: float) -> float:
    """Return 1, 2 or 5 times a power of ten that cuts ``width`` into at most five."""
    power = 10.0 ** math.floor(math.log10(width / 5)) if width > 0 else 1.0
    return next(power * factor for factor in (1, 2, 5, 10) if width / (power * factor) <= 5)


def _grid(axis: _Axis, bottom: float) -> str:
    parts = []
    for tick in axis.ticks():
        x = axis.place(tick)
        label = number_words(int(tick) if tick == int(tick) else float(Fraction(tick).limit_denominator(1000)))
        parts.append(
            f'<line class="grid" x1="{x}" y1="{TOP - 4}" x2="{x}" y2="{bottom + 4}"/>'
            f'<text class="tick" x="{x}" y="{bottom + 18}" text-anchor="middle">{label}</text>'
        )
    return "".join(parts)


def _row(axis: _Axis, bar: Bar, y: float) -> str:
    lo = None if bar.lo is None else axis.place(float(bar.lo))
    hi = None if bar.hi is None else axis.place(float(bar.hi))
    start, end = LEFT if lo is None else lo, RIGHT if hi is None else hi
    loose = " about" if bar.approximate else ""
    parts = [f'<text class="letter" x="0" y="{y + 5}">{bar.letter}</text>']
    if start != end:
        parts.append(f'<line class="bar{loose}" x1="{start}" y1="{y}" x2="{end}" y2="{y}"/>')
    for place, towards in ((lo, -1), (hi, 1)):
        if place is not None:
            parts.append(f'<circle class="end{loose}" cx="{place}" cy="{y}" r="5"/>')
        else:
            tip = LEFT if towards < 0 else RIGHT
            parts.append(f'<path class="open" d="M{tip - 7 * towards} {y - 5}L{tip} {y}L{tip - 7 * towards} {y + 5}"/>')
    parts.append(f'<text class="value" x="{WIDTH}" y="{y + 5}" text-anchor="end">{_interval_signs(bar)}</text>')
    return "".join(parts)
