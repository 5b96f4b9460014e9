"""What the phrases of a text mean: EDTF values, against the publication date and the dates told before.

Promises: a date that says its year is read from its words alone; a relative one only against the publication date
(``anchored``) or the nearest date of the text; what cannot be settled, or is no date, gives None.
Does not: change a date because its weekday is another.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from witnessmark.reading.dates import points, relative, values
from witnessmark.reading.dates.context import Context
from witnessmark.reading.dates.patterns import Match
from witnessmark.reading.dates.phrases import Away, Between, Bound, Leaf, Node, Shaped
from witnessmark.reading.dates.points import of_month, year_like
from witnessmark.reading.dates.values import When

_READERS = {**points.READERS, **relative.READERS}


def resolve(node: Node, context: Context) -> When | None:
    """Return the value of a phrase, or None."""
    if isinstance(node, Leaf):
        return of_point(node.match, context)
    if isinstance(node, Shaped):
        inner = resolve(node.inner, context)
        return inner and _shaped(node.shape, inner, context)
    if isinstance(node, Between):
        return _between(node, context)
    if isinstance(node, Away):
        return _away(node, context)
    return _bound(node, context)


def is_weak(node: Node) -> bool:
    """Tell whether a phrase is a bare year or month, which is a date only where words around it say so."""
    return isinstance(node, Leaf) and node.match.kind == "date" and node.match.slots.keys() in ({"year"}, {"month"})


def says_year(node: Node) -> bool:
    """Tell whether a phrase needs nothing but its words."""
    if isinstance(node, Leaf):
        return bool(node.match.slots.keys() & {"year", "yy", "numeric"}) or node.match.kind == "decade"
    if isinstance(node, Between):
        return says_year(node.last)
    return says_year(node.inner)


def _between(node: Between, context: Context) -> When | None:
    last = resolve(node.last, context)
    if says_year(node.first) and _slots(node.last).keys() and all(n.startswith("context_") for n in _slots(node.last)):
        last = resolve(node.last, replace(context, told=resolve(node.first, context)))
    if last is None or last.first is None:
        return None
    bare = replace(context, told_year=None, coming=lambda: None)
    if not says_year(node.first) and isinstance(_core(node.first), Leaf):
        match = _core(node.first).match
        if match.kind == "weekday":
            first = resolve(node.first, replace(context, anchor=last.first, ahead=False))
            first = first and replace(first, anchored=last.anchored)
        elif match.kind in ("date", "monthday") and "month" in match.slots:
            first = _shape_of(node.first, _in_year(match, last, context), context)
        else:
            first = resolve(node.first, replace(bare, told=last) if match.kind == "monthday" else context)
    else:
        first = resolve(node.first, context)
        if (
            first
            and first.first
            and not says_year(node.last)
            and "month" in _slots(node.last)
            and "this" not in _slots(node.last)
        ):
            last = _after(node.last, first, context) or last
    if first is None:
        return None
    return values.joined(_plain(node.first, first), _plain(node.last, last))


def _away(node: Away, context: Context) -> When | None:
    """Return the time so far from another, as exact as both: a day for days, a month for months."""
    from_ = resolve(node.inner, context)
    if from_ is None:
        return None
    edge = from_.first if node.sign < 0 else from_.last
    if edge is None or not 0 < node.count < 1000:
        return None
    moved = values.shifted(edge, node.unit, node.sign * node.count)
    if moved is None:
        return None
    coarse = node.unit if node.unit in ("month", "year", "decade") else "day"
    unit = from_.unit if from_.unit in ("month", "year") and coarse in ("day", "month") else coarse
    found = values.of_unit(moved, unit)
    return found and replace(found, anchored=from_.anchored)


def _plain(node: Node, value: When) -> When:
    """Return the month alone for the middle of one at an interval's end."""
    if isinstance(node, Shaped) and node.shape == "mid" and value.edtf.endswith("~"):
        return replace(value, edtf=value.edtf[:-1])
    return value


def _core(node: Node) -> Any:
    while isinstance(node, Shaped | Bound | Away):
        node = node.inner
    return node


def _slots(node: Node) -> Any:
    core = _core(node)
    return core.match.slots if isinstance(core, Leaf) else {}


def _shape_of(node: Node, value: When | None, context: Context) -> When | None:
    if value is None or not isinstance(node, Shaped):
        return value
    inner = _shape_of(node.inner, value, context)
    return inner and _shaped(node.shape, inner, context)


def _in_year(match: Match, last: When, context: Context) -> When | None:
    """Return the last such day or month before ``last``."""
    if last.last is None:
        return None
    month = match.slots["month"].values["month"]
    year = year_like(last.last, month)
    for each in (year, year - 1):
        found = of_month(match, each, month)
        if found and found.first and found.first <= last.last:
            return replace(found, anchored=last.anchored)
    return None


def _after(node: Node, first: When, context: Context) -> When | None:
    """Return the first such day or month after ``first``."""
    if first.first is None:
        return None
    match = _core(node).match
    month = match.slots["month"].values["month"]
    year = year_like(first.first, month)
    for each in (year, year + 1):
        found = of_month(match, each, month)
        if found and found.first and found.first > first.first:
            return _shape_of(node, replace(found, anchored=first.anchored), context)
    return None


def _bound(node: Bound, context: Context) -> When | None:
    if node.kind in ("since", "after"):
        context = replace(context, ahead=False)
    else:
        weekday = isinstance(_core(node.inner), Leaf) and _core(node.inner).match.kind == "weekday"
        context = replace(context, ahead=weekday or context.ahead, nearest=not context.ahead)
    value = resolve(node.inner, context)
    if value is None:
        return None
    ending = isinstance(node.inner, Shaped) and node.inner.shape == "end"
    if (node.kind in ("before", "by_before") and ending) or node.kind in ("by", "until"):
        if ending:
            value = replace(value, edtf=value.edtf.rstrip("~"))
        return values.up_to(value)
    if node.kind in ("before", "by_before"):
        return values.before(value)
    return values.after(value) if node.kind == "after" else values.onward(value)


def _shaped(shape: str, value: When, context: Context) -> When | None:
    if shape == "about":
        return values.near(value)
    if shape in ("night", "early", "late"):
        return value
    if value.first is None or value.last is None:
        return value
    if shape == "into":
        night = values.of_span(values.shifted(value.first, "day", -1), value.first)
        return night and replace(night, anchored=value.anchored)
    if value.unit not in ("month", "year", "week"):
        return value
    if shape == "end" and not (value.unit == "year" and value.edtf.isdigit() and not value.anchored):
        found = values.of_day(value.last)
    elif shape == "last days" and value.unit == "month":
        found = values.of_span(value.first + timedelta(20), value.last)
        return found and replace(found, anchored=value.anchored)
    elif shape == "mid" and value.unit == "year" and value.edtf.isdigit():
        found = values.of_month(int(value.edtf), 6)
    elif shape == "mid" and context.grammar.mid_day and value.unit == "month":
        found = values.of_day(value.first + timedelta(14))
    elif shape == "mid":
        found = value
    else:
        return value
    return found and values.near(replace(found, anchored=value.anchored))


def of_point(match: Match, context: Context) -> When | None:
    """Return the value of one pattern's match."""
    slots = {name: lexeme.values for name, lexeme in match.slots.items()}
    return _READERS[match.kind](slots, context, match)
