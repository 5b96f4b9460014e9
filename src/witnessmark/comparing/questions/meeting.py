"""Tells which figures answer one question, and why.

Promises: figures with the same measure, event, place and period meet; where a figure names less than others do, it
joins them only if there is one question that it can belong to; every meeting has its reason in words; the result
depends on the figures' keys alone, not on their order; the work grows with the number of different keys, not with its
square.
Does not: know that one place lies in another, or decide between two questions that a figure could belong to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from witnessmark.comparing.counted import asked_as, is_act, is_bare, is_general, is_people, part_of_all
from witnessmark.comparing.questions.keys import QuestionKey

MOST_LOOKED_AT = 64
"""Questions that one key is compared with; one that could belong to more belongs to none for sure."""

_ANY, _GENERAL = "*", "general"
_SEASONS = range(21, 42)


@dataclass(frozen=True, slots=True)
class Meeting:
    """The question that a key was taken to, and why; ``narrower`` says that it counts a part of it."""

    question: QuestionKey
    why: str
    narrower: bool = False


@dataclass(slots=True)
class _Cluster:
    """Keys that answer one question; the widest one of them names it."""

    key: QuestionKey
    place: str
    event: str
    period: str
    scope: str
    members: dict[QuestionKey, str] = field(default_factory=dict)


def meet(keys: Mapping[QuestionKey, Iterable[str]]) -> dict[QuestionKey, Meeting]:
    """Return for each key the question that it belongs to; each comes with the telling numbers of its figures."""
    index = _Index()
    for key in sorted(keys, key=_order):
        found = index.find(key)
        if found is None:
            index.add(key, keys[key])
        else:
            index.join(key, keys[key], *found)
    return index.meetings()


def narrower(keys: Iterable[QuestionKey]) -> dict[QuestionKey, tuple[QuestionKey, str]]:
    """Return for each question the one of ``keys`` that it is a part of, if there is one, and why."""
    known = {
        (_topic(key), key.place, key.event, key.period, key.scope): key
        for key in sorted(keys, key=_order, reverse=True)
    }
    found: dict[QuestionKey, tuple[QuestionKey, str]] = {}
    for key in known.values():
        measure, part = _topic(key)
        for (wider_part, period), why in _wider(part, key.period).items():
            wider = known.get(((measure, wider_part), key.place, key.event, period, key.scope))
            if wider is None or wider == key or wider.number or not (key.place or key.event) or key.scope[:1] == "?":
                continue
            if wider_part == part or is_general(wider.counted):
                found[key] = wider, why
                break
    return found


def _wider(part: tuple[str, ...], period: str) -> dict[tuple[tuple[str, ...], str], str]:
    """Return what is one step wider than a part of all in a period, with the reason in words."""
    wider: dict[tuple[tuple[str, ...], str], str] = {}
    periods = [*_wider_periods(period)]
    for each in periods:
        wider[part, each] = f"{period} lies in {each}"
    if part and part[0] != _WORDS:
        for each in (period, *periods):
            wider.setdefault(((), each), f"{' '.join(part)}: a part of all")
    return wider


def _wider_periods(period: str) -> Iterable[str]:
    """Yield the periods that ``period`` lies in, the nearest first: 1997-08-05 lies in 1997-08, 1997-22 and 1997."""
    if "/" in period or len(period) < 7:
        return
    if len(period) == 10:
        yield period[:7]
    year, month = period[:4], period[5:7]
    if month.isdigit() and 3 <= int(month) <= 11:
        yield f"{year}-{21 + (int(month) - 3) // 3}"
    yield year


def why_apart(one: QuestionKey, other: QuestionKey) -> str | None:
    """Say in words why two questions about the same measure are two, or None where they are about other things."""
    if asked_as(one.measure) != asked_as(other.measure):
        return None
    for what, mine, theirs in (
        ("place", one.place, other.place),
        ("event", one.event, other.event),
        ("period", one.period, other.period),
    ):
        if mine and theirs and not (same_period(mine, theirs) if what == "period" else mine == theirs):
            return f"another {what}: {mine} here, {theirs} there"
    if _topic(one)[1] != _topic(other)[1]:
        return f"others are counted: {' '.join(one.counted)} here, {' '.join(other.counted)} there"
    if one.number or other.number:
        return "too little is said of who is counted: such figures meet only where they are the same"
    if one.scope and other.scope and one.scope != other.scope:
        return "no time is named, and their texts tell of different times, or do not say"
    for what, mine, theirs in (("place", one.place, other.place), ("period", one.period, other.period)):
        if bool(mine) != bool(theirs):
            return f"one names no {what}, and could belong to several questions"
    return f"other words for what is counted: {' '.join(one.counted)} here, {' '.join(other.counted)} there"


_WORDS = "="


def _topic(key: QuestionKey) -> tuple[str, tuple[str, ...]]:
    """Return what must be the same in all keys of one question: measure, and which part of all is counted."""
    measure = asked_as(key.measure)
    if is_act(key.measure):
        return measure, part_of_all(key.counted)
    if is_people(key.measure) and is_general(key.counted):
        return measure, (_WORDS, _GENERAL, *part_of_all(key.counted))
    return measure, (_WORDS, *key.counted)


def _is_located(key: QuestionKey) -> bool:
    """Tell whether place and time tell which happening is meant, so that the counted words need not be the same."""
    return bool(key.event or (key.place and key.period))


def _order(key: QuestionKey) -> tuple[object, ...]:
    """Take first what is known best, of these the widest period, and last what is known by its number alone."""
    known = bool(key.event) + bool(key.place) + bool(key.period)
    return bool(key.number), not _is_located(key), -known, len(key.period), key


def _year(period: str) -> str:
    return period if "/" in period else period[:4]


def same_period(one: str, other: str) -> bool:
    """Tell whether two periods may be names of one: a year and a season of it are, a year and a month of it are not."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) == 4 and len(long) == 7 and long.startswith(short) and int(long[5:]) in _SEASONS


def is_wide(period: str) -> bool:
    """Tell whether a period is a year or a season."""
    return len(period) == 4 or (len(period) == 7 and int(period[5:]) in _SEASONS)


class _Index:
    """The questions so far, found by what a key has in common with them."""

    def __init__(self) -> None:
        self._clusters: list[_Cluster] = []
        self._at: dict[tuple[object, ...], dict[int, None]] = defaultdict(dict)

    def meetings(self) -> dict[QuestionKey, Meeting]:
        """Return where each key went."""
        return {key: Meeting(cluster.key, why) for cluster in self._clusters for key, why in cluster.members.items()}

    def add(self, key: QuestionKey, numbers: Iterable[str]) -> None:
        """Begin a question."""
        cluster = _Cluster(key, key.place, key.event, key.period, key.scope)
        cluster.members[key] = _said(key)
        self._clusters.append(cluster)
        self._enter(len(self._clusters) - 1, key, numbers)

    def join(self, key: QuestionKey, numbers: Iterable[str], at: int, why: str) -> None:
        """Add a key to a question, which from now on has what it names as well."""
        cluster = self._clusters[at]
        cluster.members[key] = why
        cluster.place = cluster.place or key.place
        cluster.event = cluster.event or key.event
        cluster.period = cluster.period or key.period
        cluster.scope = cluster.scope or key.scope
        self._enter(at, key, numbers)

    def _enter(self, at: int, key: QuestionKey, numbers: Iterable[str]) -> None:
        cluster = self._clusters[at]
        general = [_GENERAL] if is_general(key.counted) else []
        for who in (_ANY, key.counted, *general, *((_WORDS, number) for number in numbers)):
            for place in {cluster.place, _ANY}:
                for time in {_year(cluster.period) or cluster.scope, _ANY}:
                    self._at[_topic(key), who, place, time][at] = None

    def find(self, key: QuestionKey) -> tuple[int, str] | None:
        """Return the one question that ``key`` can belong to, and why; None where there is none, or several."""
        who: object = _who(key)
        if not _is_located(key) and not key.number and is_bare(key.counted) and not (key.place or key.period):
            return None
        places = (key.place, "") if key.place else (_ANY,)
        times = _times(key)
        fitting: dict[int, None] = {}
        looked = 0
        for place in places:
            for time in times:
                for at in self._at.get((_topic(key), who, place, time), ()):
                    looked += 1
                    if looked > MOST_LOOKED_AT:
                        return None
                    if self._fits(key, self._clusters[at]):
                        fitting[at] = None
        if len(fitting) > 1 and key.place:
            named = {at: None for at in fitting if self._clusters[at].place == key.place}
            fitting = named or fitting
        if len(fitting) > 1 and (widest := self._widest(fitting)) is not None:
            fitting = {widest: None}
        if len(fitting) > 1:
            fitting = {at: None for at in fitting if self._is_as_vague(key, self._clusters[at])}
        if len(fitting) != 1:
            return None
        (at,) = fitting
        return at, _reason(key, self._clusters[at])

    def _fits(self, key: QuestionKey, cluster: _Cluster) -> bool:
        if key.scope.startswith("?") and not (key.place and cluster.place):
            return False
        if key.scope and key.place and not cluster.place:
            return False  # of all that happened there in those days, it need not be this
        if key.place and cluster.place and key.place != cluster.place:
            return False
        if key.event and cluster.event and key.event != cluster.event:
            return False
        if key.period and cluster.period:
            return same_period(key.period, cluster.period)
        return _same_scope(key, cluster)

    def _widest(self, fitting: Iterable[int]) -> int | None:
        """Return the one of several questions that all others are about a part of, by their time alone."""
        clusters = [(at, self._clusters[at]) for at in fitting]
        if (
            len({cluster.place for _, cluster in clusters}) > 1
            or len({one.event for _, one in clusters if one.event}) > 1
        ):
            return None
        at, widest = min(clusters, key=lambda pair: (len(pair[1].period), pair[0]))
        others = [cluster.period for other, cluster in clusters if other != at]
        held = all(widest.period in {*_wider_periods(other)} for other in others)
        return at if widest.period and held else None

    def _is_as_vague(self, key: QuestionKey, cluster: _Cluster) -> bool:
        return (bool(key.place), bool(key.event), bool(key.period)) == (
            bool(cluster.place),
            bool(cluster.event),
            bool(cluster.period),
        )


def _times(key: QuestionKey) -> tuple[str, ...]:
    """Return the times under which questions may be found that a key can belong to."""
    if key.period:
        return _year(key.period), key.period[:4], ""
    if key.scope:
        return key.scope, key.scope[1:5] if key.scope.startswith("@") else key.scope
    return (_ANY,)


def _same_scope(key: QuestionKey, cluster: _Cluster) -> bool:
    """Tell whether a key and a question of which at least one names no time may be about the same one."""
    if key.scope and cluster.scope:
        return key.scope == cluster.scope
    scope, period = (key.scope, cluster.period) if key.scope else (cluster.scope, key.period)
    if not scope:
        return True
    if not period:
        return False
    return period.startswith(scope[1:8]) if scope.startswith("@") else period[:4] == scope


def _who(key: QuestionKey) -> object:
    """Return what of the counted words a question must have in common with a key."""
    if _is_located(key):
        return _ANY
    if key.number:
        return _WORDS, key.number
    return _GENERAL if key.place and is_general(key.counted) else key.counted


def _said(key: QuestionKey) -> str:
    """Say what figures of one key have in common."""
    if key.number:
        return f"the same figure, {key.number}, for the same words: {' '.join(key.counted)}"
    named = [("event", key.event), ("place", key.place), ("period", key.period)]
    same = ", ".join(f"{what} {value}" for what, value in named if value)
    return f"the same measure, {asked_as(key.measure)}, of {' '.join(key.counted)}" + (f"; {same}" if same else "")


def _reason(key: QuestionKey, cluster: _Cluster) -> str:
    """Say why a key belongs to a question that others began."""
    said = _said(key)
    parts = (
        ("event", key.event, cluster.event),
        ("place", key.place, cluster.place),
        ("period", key.period, cluster.period),
    )
    missing = [what for what, mine, theirs in parts if theirs and not mine]
    if key.scope and cluster.scope == key.scope and not key.scope.startswith("?"):
        told = f"texts of the days from {key.scope[1:]} on" if key.scope.startswith("@") else f"texts about {key.scope}"
        said = f"{said}; in {told}"
    if missing:
        return f"{said}; it names no {' and no '.join(missing)}, and only this question fits"
    return said
