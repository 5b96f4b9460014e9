"""Tells what the figures of one text take from the words around them: the whole that a figure is a part of, and the
place and time that hold for it because the text named them before.

Promises: what a figure's own sentence says of it stands; every taking has its reason in words; a place or time is taken
only where the text points back to it, goes on counting the same, or has just one; the work grows with the text.
Does not: change the reading, carry from one text to another, or take the place where a text was filed.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

from witnessmark.comparing.counted import asked_as, fold, fold_event, fold_place, is_act, is_general
from witnessmark.comparing.questions.meeting import is_wide, same_period
from witnessmark.comparing.questions.text_times import Scope, in_order, year_about, years_named
from witnessmark.nouns import Edtf, Figure, Span

WINDOW = 120
"""Code points on either side of a figure in which its words are looked for."""

FAR = 1200
"""Code points between two figures of one paragraph; in longer ones, what was counted is forgotten."""

BACK = 6
"""Figures before one among which its whole is looked for."""

_ENDS = re.compile(r"[.!?؟۔](?=[\s\"”’»)])")
_CLAUSE_ENDS = re.compile(r"[.!?;:,،؛؟۔\"“”«»()]")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Kind:
    beside: re.Pattern[str]
    after: re.Pattern[str]
    points: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Words:
    version: str
    part_before: re.Pattern[str]
    part_after: re.Pattern[str]
    part_between: re.Pattern[str]
    part_place: re.Pattern[str]
    supposing: re.Pattern[str]
    changes: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    kinds: tuple[_Kind, ...]


def _any(alternatives: Iterable[str]) -> str:
    ordered = sorted(set(alternatives), key=lambda words: (-len(words), words))
    return "(?:" + "|".join(re.escape(words).replace(r"\ ", r"\s+") for words in ordered) + ")"


@cache
def words() -> _Words:
    """Return the data file ``data/scenes.toml``; what each part means is said there."""
    with (files("witnessmark.comparing") / "data" / "scenes.toml").open("rb") as stream:
        data = tomllib.load(stream)
    before, whole = _any(data["pointing"]["before"]), _any(data["pointing"]["whole"])
    kinds = tuple(
        _Kind(
            re.compile(rf"\b{_any(kind['beside'])}\s+(?:of\s+|de\s+|d['’]|von\s+)?$", re.IGNORECASE),
            re.compile(rf"^\s+{_any(kind['beside'])}\b", re.IGNORECASE),
            re.compile(rf"\b{before}\s+(?:{whole}\s+)?{_any(kind['points'])}\b(?!\s+(?:of|de|von)\b)", re.IGNORECASE),
        )
        for kind in data["kinds"]
    )
    return _Words(
        version=data["version"],
        part_before=re.compile(rf"\b{_any(data['part_before'])}\W*$", re.IGNORECASE),
        part_after=re.compile(rf"^\s+{_any(data['part_after'])}\b", re.IGNORECASE),
        part_between=re.compile(rf"\s+(?:\w+\s+)?{_any(data['part_between'])}\s+", re.IGNORECASE),
        part_place=re.compile(rf"\W*{_any(data['part_after'])}?\s*{_any(data['part_place'])}\s+", re.IGNORECASE),
        supposing=re.compile(
            rf"^\W*(?:(?:and|but|et|mais|und|aber|och|men|y|pero)\s+)?{_any(data['supposing'])}\b|\b{_any(data['unsure'])}\b",
            re.IGNORECASE,
        ),
        changes=tuple(
            (
                re.compile(rf"\b{re.escape(before)}\s+$", re.IGNORECASE),
                re.compile(rf"\s+{re.escape(to)}\s+", re.IGNORECASE),
            )
            for before, to in data["changes"]
        ),
        kinds=kinds,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A figure as it stands in its text."""

    id: str
    figure: Figure
    locator: str = ""
    """The paragraph that it stands in."""
    voice: str = ""
    """Who says it; "" in the document's own voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All of one text that figures may take from."""

    content: str
    title: str | None = None
    published: Edtf | None = None
    places: Sequence[tuple[Span, str]] = ()
    """Names of places, in order."""
    dates: Sequence[Edtf] = ()
    """Values of the text's dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A figure with what it takes from its text."""

    figure: Figure
    carried: str = ""
    """What was taken, in words."""
    part_of: str | None = None
    """The id of the figure that it counts a part of."""
    part: str = ""
    """The words that say so."""
    years: tuple[str, ...] = ()
    """The years before its own that the text names, the one that it names most first."""
    scope: Scope | None = None
    """What is known of the time that the text tells of; None where the text was not looked at."""
    until: str | None = None
    """The id of the figure that its text says it was changed to: "rose from 14 to 22"."""
    supposed: bool = False
    """Whether its clause supposes it and nobody says that it is so: "if 500 had been killed"."""


@dataclass(slots=True)
class _Held:
    """A figure while its text is gone through."""

    standing: Standing
    figure: Figure
    told: list[str] = field(default_factory=list)
    part_of: int | None = None
    part: str = ""
    own_noun: bool = True

    @property
    def start(self) -> int:
        return self.figure.passage.start

    @property
    def end(self) -> int:
        return self.figure.passage.end


def place_all(figures: Sequence[Standing], scene: Scene) -> list[Placed]:
    """Return the figures of one text, in the order given, with what they take from it."""
    held = [_Held(one, one.figure) for one in figures]
    ordered = sorted(held, key=lambda one: (one.start, one.end))
    for at, one in enumerate(ordered):
        following = ordered[at + 1] if at + 1 < len(ordered) else None
        _find_whole(ordered, at, following, scene)
        one.own_noun = _has_own_noun(one, scene.content)
    _point_back(ordered, scene)
    _look_beside(ordered, scene)
    _go_on(ordered, scene.content)
    _share_paragraphs(ordered)
    _share_time(ordered)
    _follow_wholes(ordered)
    until = _changes(ordered, scene.content)
    past = years_named(scene.dates, scene.title, scene.published)
    years = in_order(past)
    scope = Scope(year=year_about(past, years), published=scene.published)
    return [
        Placed(
            figure=one.figure,
            carried="; ".join(one.told),
            part_of=None if one.part_of is None else ordered[one.part_of].standing.id,
            part=one.part,
            years=years,
            scope=scope,
            until=until.get(one.standing.id),
            supposed=_is_supposed(one, scene.content),
        )
        for one in held
    ]


def _is_supposed(one: _Held, content: str) -> bool:
    before = content[max(0, one.start - WINDOW) : one.start]
    clause = _CLAUSE_ENDS.split(before)[-1]
    return bool(words().supposing.search(clause))


def _take(
    one: _Held, why: str, *, place: str | None = None, period: str | None = None, event: str | None = None
) -> None:
    """Give a figure what it does not name itself."""
    taken = [
        (what, value)
        for what, value, mine in (
            ("place", place, one.figure.place),
            ("period", period, one.figure.period),
            ("event", event, one.figure.event),
        )
        if value and not mine
    ]
    if not taken:
        return
    new = dict(taken)
    one.figure = replace(
        one.figure,
        place=one.figure.place or new.get("place"),
        period=one.figure.period or (Edtf(new["period"]) if "period" in new else None),
        event=one.figure.event or new.get("event"),
    )
    one.told.append(f"{' and '.join(f'{what} {value}' for what, value in taken)} {why}")


# ------------------------------------------------------------------------------------------------------ parts


def _is_people(figure: Figure) -> bool:
    return figure.measure.startswith("persons.")


def _size(figure: Figure) -> float:
    """Return the largest number that a figure surely reaches."""
    ends = [end for end in (figure.hi, figure.lo) if end is not None]
    return float(min(max(ends), 10**30)) if ends else 0.0


def _find_whole(ordered: Sequence[_Held], at: int, following: _Held | None, scene: Scene) -> None:
    """Mark a figure that counts a part of another one of its paragraph."""
    one = ordered[at]
    if not _is_people(one.figure):
        return
    known, content = words(), scene.content
    if following is not None and one.standing.locator == following.standing.locator and _is_people(following.figure):
        between = content[one.end : following.start] if following.start - one.end < WINDOW else ""
        if known.part_between.fullmatch(between) and _size(one.figure) <= _size(following.figure):
            one.part_of, one.part = at + 1, " ".join((content[one.start : following.end]).split())
            return
    before = known.part_before.search(content, max(0, one.start - WINDOW), one.start)
    after = known.part_after.search(content[one.end : one.end + WINDOW])
    if not before and not after:
        return
    for other in range(at - 1, max(-1, at - 1 - BACK), -1):
        whole = ordered[other]
        if one.standing.locator != whole.standing.locator or one.start - whole.end > FAR:
            return
        if _is_people(whole.figure) and whole.part_of is None and _size(one.figure) <= _size(whole.figure):
            one.part_of = other
            said = (
                (before[0] + content[one.start : one.end])
                if before
                else content[one.start : one.end + (after.end() if after else 0)]
            )
            one.part = " ".join(said.split())
            return


def _changes(ordered: Sequence[_Held], content: str) -> dict[str, str]:
    """Return for each figure that was the number until another one was the id of that one."""
    found: dict[str, str] = {}
    for one, following in pairwise(ordered):
        if not 0 < following.start - one.end < WINDOW // 10 or one.figure.measure != following.figure.measure:
            continue
        before, between = content[max(0, one.start - WINDOW // 10) : one.start], content[one.end : following.start]
        if any(lead.search(before) and to.fullmatch(between) for lead, to in words().changes):
            found[one.standing.id] = following.standing.id
    return found


def _follow_wholes(ordered: Sequence[_Held]) -> None:
    """Give a part the place, time and event of its whole, as far as it names none of its own."""
    for one in ordered:
        if one.part_of is not None and is_act(one.figure.measure):
            whole = ordered[one.part_of].figure
            _take(one, "from what it is a part of", place=whole.place, period=whole.period, event=whole.event)


# ------------------------------------------------------------------------------------------------------ places


def _has_own_noun(one: _Held, content: str) -> bool:
    """Tell whether what is counted stands beside the figure, and is not taken from a figure before."""
    if not one.figure.counted:
        return False
    first = one.figure.counted.split()[0]
    around = content[one.end : one.end + WINDOW // 3] + " " + content[max(0, one.start - WINDOW // 3) : one.start]
    return first in around


def _point_back(ordered: Sequence[_Held], scene: Scene) -> None:
    """Give a figure the place that "across the province" after it points back to, or that a part is said to be from."""
    known = words()
    starts = [span.start for span, _ in scene.places]
    for at, one in enumerate(ordered):
        if one.figure.place or not is_act(one.figure.measure):
            continue
        limit = min(one.end + WINDOW, ordered[at + 1].start if at + 1 < len(ordered) else len(scene.content))
        after = scene.content[one.end : limit]
        if one.part_of is not None and (lead := known.part_place.match(scene.content, one.end)):
            named = bisect_left(starts, lead.end())
            if named < len(starts) and starts[named] == lead.end():
                _take(one, "which stands beside it", place=scene.places[named][1])
                continue
        end = _ENDS.search(after)
        after = after[: end.start()] if end else after
        for kind in known.kinds:
            pointing = kind.points.search(after)
            if pointing and (place := _last_of_kind(scene, starts, one.start, kind)):
                _take(one, f"named before, which “{' '.join(pointing[0].split())}” points to", place=place)
                break


def _look_beside(ordered: Sequence[_Held], scene: Scene) -> None:
    """Give a figure the one place that its own clause names after it: "14 people died when soldiers took Kedaria"."""
    starts = [span.start for span, _ in scene.places]
    for at, one in enumerate(ordered):
        if one.figure.place or not is_act(one.figure.measure):
            continue
        limit = min(one.end + WINDOW, ordered[at + 1].start if at + 1 < len(ordered) else len(scene.content))
        end = _CLAUSE_ENDS.search(scene.content, one.end, limit)
        first, last = bisect_left(starts, one.end), bisect_left(starts, end.start() if end else limit)
        named = {name for _, name in scene.places[first:last]}
        if len(named) == 1:
            _take(one, "which its own clause names", place=named.pop())


def _last_of_kind(scene: Scene, starts: Sequence[int], before: int, kind: _Kind) -> str | None:
    """Return the last place before a position that is of a kind: "the province of Ushmel", "Ushmel Province"."""
    last = bisect_right(starts, before)
    for at in range(last - 1, max(-1, last - 1 - 40), -1):
        span, name = scene.places[at]
        own = " " + name
        if (
            kind.after.search(own[own.rfind(" ") :])
            or kind.after.match(scene.content[span.end : span.end + 40])
            or kind.beside.search(scene.content[max(0, span.start - 40) : span.start])
        ):
            return name
    return None


def _go_on(ordered: Sequence[_Held], content: str) -> None:
    """Let a figure that goes on counting what the one before counted have its place and time."""
    last: _Held | None = None
    for one in ordered:
        if not is_act(one.figure.measure) or one.part_of is not None:
            continue
        goes_on = (
            last is not None
            and not one.own_noun
            and one.standing.locator == last.standing.locator
            and one.start - last.end < FAR
            and asked_as(one.figure.measure) == asked_as(last.figure.measure)
            and (_is_scope(last.figure) or not _ENDS.search(content, last.end, one.start))
        )
        if goes_on and last is not None and one.figure.counted == last.figure.counted:
            why = f"from “{last.figure.passage.quote}” before it, which counts the same {last.figure.counted}"
            _take(one, why, place=last.figure.place, period=last.figure.period, event=last.figure.event)
        last = one


def _is_scope(figure: Figure) -> bool:
    """Tell whether what a figure names may hold for others: a day or a month is that of one happening."""
    return figure.period is None or is_wide(figure.period)


def _share_paragraphs(ordered: Sequence[_Held]) -> None:
    """Let the first place that a paragraph's figures name hold for what others say after it, where it is the only one.

    One who gives several figures counts several things; another one's figure, of people in general, answers the first.
    """
    paragraphs: dict[tuple[str, str], list[_Held]] = {}
    for one in ordered:
        answers = one.figure.place or is_general(fold(one.figure.counted or ""))
        if is_act(one.figure.measure) and one.part_of is None and one.standing.locator and answers:
            key = one.standing.locator, asked_as(one.figure.measure)
            paragraphs.setdefault(key, []).append(one)
    for group in paragraphs.values():
        if len({fold_place(one.figure.place) for one in group if one.figure.place}) != 1:
            continue
        first = next(at for at, one in enumerate(group) if one.figure.place)
        if not _is_scope(group[first].figure):
            continue
        for one in group[first + 1 :]:
            if one.start - group[first].end < FAR and one.standing.voice != group[first].standing.voice:
                _take(
                    one,
                    "from the figures of others before it in its paragraph, which name no other",
                    place=group[first].figure.place,
                )


# ------------------------------------------------------------------------------------------------------ time


def _share_time(ordered: Sequence[_Held]) -> None:
    """Carry the time of a text's first figure to others of the same measure, where it is a year or a season."""
    by_measure: dict[str, list[_Held]] = {}
    for one in ordered:
        if is_act(one.figure.measure):
            by_measure.setdefault(asked_as(one.figure.measure), []).append(one)
    why = "from other figures of its text, which name no other"
    for group in by_measure.values():
        named = {one.figure.period for one in group if one.figure.period}
        first = group[0].figure.period
        period = first if first and is_wide(first) and all(same_period(first, other) for other in named) else None
        events = {fold_event(one.figure.event): one.figure.event for one in group if one.figure.event}
        event = min(filter(None, events.values())) if len(events) == 1 else None
        for one in group:
            if period and one.part_of is None:
                _take(one, why, period=period)
            if event and one.figure.period and one.figure.period[:4] in event:
                _take(one, why, event=event)
