"""Takes the place of a figure that names none from the same figure elsewhere in the case.

Promises: a place is taken only from figures that all name one and the same; they are of the same party, or the number
is so particular, and both texts about the same year, that it is no chance; what was taken is said in words; the result
does not depend on the order of the figures.
Does not: put figures together that differ, or take anything from round or small numbers of others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from witnessmark.comparing import origins
from witnessmark.comparing.counted import asked_as, fold, is_act, is_general, is_people, part_of_all
from witnessmark.comparing.origins import is_named
from witnessmark.comparing.questions.figures_in_case import FigureInCase
from witnessmark.comparing.questions.keys import QuestionKey
from witnessmark.comparing.questions.meeting import is_wide, same_period
from witnessmark.nouns import Edtf, Number

LEAST = 21
"""Smaller numbers are too common to tell that two texts speak of the same."""

PARTICULAR = 100
"""Of smaller numbers, both texts must be most about the same year; of others, one need only name it."""

LARGE = 100
"""A party that gives the same number of so many twice speaks of the same, be it as round as it may."""

MOST_COMPARED = 32
"""Different places and times of one number; one with more tells nothing."""

_Sign = tuple[object, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Spot:
    """What a figure with a place says of where and when."""

    place: str
    event: str
    period: str
    measure: str
    year: str
    """What its text is most about."""


def alike_placed(figures: Sequence[FigureInCase]) -> list[FigureInCase]:
    """Return the figures; those that name no place have that of the same figure elsewhere, if all of those agree."""
    told: dict[_Sign, set[_Spot]] = defaultdict(set)
    for figure in figures:
        if figure.key is not None and figure.key.place and is_act(figure.measure):
            spot = _spot(figure, figure.key)
            for sign, _ in _signs(figure):
                if len(told[sign]) <= MOST_COMPARED:
                    told[sign].add(spot)
    return [_placed(figure, told) for figure in figures]


def _spot(figure: FigureInCase, key: QuestionKey) -> _Spot:
    return _Spot(key.place, key.event, key.period, figure.measure, (figure.years or ("",))[0])


def _signs(figure: FigureInCase) -> Iterator[tuple[_Sign, str]]:
    """Yield by what the same figure is known elsewhere, with that in words: the surest first."""
    part = part_of_all(fold(figure.counted))
    ends = sorted({end for end in (figure.lo, figure.hi) if end is not None})
    if not ends or (figure.approximate and not figure.party):
        return
    if figure.party and is_named(figure.party) and (figure.telling or ends[0] >= LARGE):
        who = origins.name_key(figure.party)
        yield ("party", who, *ends, part), f"from {figure.party}, who names it with the same figure elsewhere"
    if figure.telling and not figure.approximate and ends[-1] >= LEAST and (len(ends) > 1 or _is_odd(ends[0])):
        yield ("number", *ends, part), "from the same figure in another text about the same year"


def _is_odd(end: Number) -> bool:
    """Tell a number that nobody rounds to: 64, 131, not 150."""
    return bool(end % 10)


def _placed(figure: FigureInCase, told: dict[_Sign, set[_Spot]]) -> FigureInCase:
    if (figure.key is not None and (figure.key.place or figure.key.event)) or not is_people(figure.measure):
        return figure
    vague = not is_act(figure.measure)
    if vague and not (figure.measure == "persons.other" and is_general(fold(figure.counted))):
        return figure
    for sign, why in _signs(figure):
        spots = [spot for spot in told.get(sign, ()) if _fits(figure, spot, by_number=sign[0] == "number")]
        if spots and len(told[sign]) <= MOST_COMPARED and len({spot.place for spot in spots}) == 1:
            return _taken(figure, sorted(spots), why)
    return figure


def _fits(figure: FigureInCase, spot: _Spot, *, by_number: bool) -> bool:
    if is_act(figure.measure) and asked_as(figure.measure) != asked_as(spot.measure):
        return False
    mine, theirs = figure.period or "", spot.period
    if mine and theirs:
        return same_period(mine, theirs) or (by_number and is_wide(mine) and is_wide(theirs) and mine[:4] == theirs[:4])
    if not by_number:
        return True
    year = (theirs or spot.year)[:4]
    ends = [end for end in (figure.lo, figure.hi) if end is not None]
    named = [mine[:4]] if mine else figure.years if max(ends) >= PARTICULAR else figure.years[:1]
    return bool(year) and year in named


def _taken(figure: FigureInCase, spots: Sequence[_Spot], why: str) -> FigureInCase:
    spot = spots[0]
    periods = {one.period for one in spots if one.period}
    period = figure.period or (Edtf(min(periods, key=lambda value: (len(value), value))) if _agree(periods) else None)
    measure = figure.measure if is_act(figure.measure) else spot.measure
    what = f"place {spot.place}" + ("" if measure == figure.measure else f" and measure {measure}")
    key = QuestionKey(
        measure, fold(figure.counted), spot.place, figure.key.event if figure.key else "", period or "", ""
    )
    return replace(
        figure,
        key=key,
        measure=measure,
        period=period,
        carried=f"{figure.carried}; {what} {why}" if figure.carried else f"{what} {why}",
    )


def _agree(periods: Iterable[str]) -> bool:
    ordered = sorted(periods, key=lambda value: (len(value), value))
    return bool(ordered) and all(same_period(ordered[0], other) for other in ordered)
