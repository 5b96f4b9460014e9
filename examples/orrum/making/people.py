"""The population of the case and the three lists drawn from it, from a seed and a table of counts.

Promises: the same persons, lists and links on every machine and Python (only ``Random.random`` is used, whose
sequence Python guarantees). Does not: read or write files.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")

LISTS = ("families", "archive", "cemetery")


@dataclass(frozen=True, slots=True)
class Person:
    """One human being of the population; ``relatives`` and ``fame`` decide how visible he or she is to a list."""

    id: str
    given: str
    family: str
    father: str
    sex: str
    born: str
    village: str
    place: str
    died: str
    relatives: float
    fame: float


@dataclass(frozen=True, slots=True)
class VictimList:
    """A list as its keeper wrote it: the CSV, and the person whom each row (from 1, below the header) is about."""

    name: str
    content: str
    persons: tuple[str, ...]


class Draw:
    """Chance from one seed, by ``Random.random`` alone."""

    def __init__(self, seed: int | str) -> None:
        self._random = Random(seed)  # noqa: S311 -- made-up people, not a secret

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def number(self, low: int, high: int) -> int:
        return low + int(self._random.random() * (high - low + 1))

    def one(self, items: Sequence[T]) -> T:
        return items[int(self._random.random() * len(items))]

    def weighted(self, weights: Sequence[float], count: int) -> list[int]:
        """Draw ``count`` positions without replacement, each with a chance that grows with its weight."""
        keys = [(-math.log(1.0 - self._random.random()) / weight, i) for i, weight in enumerate(weights)]
        return sorted(i for _, i in sorted(keys)[:count])


def make_population(plan: Mapping[str, Any]) -> tuple[Person, ...]:
    """Return every person of the plan, in the order of place, night and number."""
    draw = Draw(int(plan["seed"]))
    waiting = list(plan["named"])
    people: list[Person] = []
    for place, nights in plan["nights"].items():
        for died, count, women in nights:
            for i in range(count):
                sex = "F" if i < women else "M"
                fits = [n for n in waiting if (n["place"], n["died"], n["sex"]) == (place, died, sex)]
                fact = fits[0] if fits else _someone(draw, plan["names"], people, sex, place)
                if fits:
                    waiting.remove(fits[0])
                people.append(_person(f"P{len(people) + 1:03d}", fact, sex, place, died, draw, named=bool(fits)))
    if waiting:
        raise ValueError(f"no night has room for {waiting[0]['given']} {waiting[0]['family']}: see [nights]")
    return tuple(people)


def _person(id_: str, fact: Mapping[str, str], sex: str, place: str, died: str, draw: Draw, *, named: bool) -> Person:
    relatives, fame = draw.number(0, 100) / 100, draw.number(0, 100) / 100
    if named:
        relatives = fame = 3.0
    return Person(
        id_,
        fact["given"],
        fact["family"],
        fact["father"],
        sex,
        fact["born"],
        fact["village"],
        place,
        died,
        relatives,
        fame,
    )


def _someone(draw: Draw, names: Mapping[str, str], people: Sequence[Person], sex: str, place: str) -> dict[str, str]:
    """Make up a person, now and then the brother or sister of one who is there already."""
    born = date(1997 - draw.number(18, 61), draw.number(1, 12), draw.number(1, 28)).isoformat()
    kin = [p for p in people if p.place == place]
    if kin and draw.chance(0.12):
        other = draw.one(kin)
        family, father, village = other.family, other.father, other.village
    else:
        family, father = draw.one(names["families"].split()), draw.one(names["men"].split())
        village = draw.one(names["villages"].split(","))
    taken = {(p.given, p.family, p.father) for p in people}
    pool = names["women" if sex == "F" else "men"].split()
    given = next(g for g in iter(lambda: draw.one(pool), None) if (g, family, father) not in taken)
    return {"given": given, "family": family, "father": father, "born": born, "village": village}


# --------------------------------------------------------------------------------------------------- the lists


def make_list(name: str, plan: Mapping[str, Any], people: Sequence[Person]) -> VictimList:
    """Draw one list from the population and write it as its keeper would, errors and double entries included."""
    wanted = plan["lists"][name]
    draw = Draw(f"{plan['seed']}-{name}")
    chosen: list[Person] = []
    for place in plan["nights"]:
        for sex, count in zip(("M", "F"), wanted[place], strict=True):
            pool = [p for p in people if (p.place, p.sex) == (place, sex)]
            weights = [math.exp(wanted["families"] * p.relatives + wanted["fame"] * p.fame) for p in pool]
            chosen += [pool[i] for i in draw.weighted(weights, count)]
    twice = [chosen[i] for i in draw.weighted([1.0] * len(chosen), wanted["twice"])]
    entries = [(p, False) for p in chosen] + [(p, True) for p in twice]
    header, order, write = _KEEPERS[name]
    rows = sorted(((write(p, draw, again), p) for p, again in entries), key=lambda row: order(row[0], row[1]))
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(header)
    for number, (row, _) in enumerate(rows, start=1):
        sheet.writerow([str(number) if cell == "#" else cell for cell in row])
    return VictimList(name, out.getvalue(), tuple(p.id for _, p in rows))


_FOLK = (("sh", "ch"), ("v", "w"), ("k", "c"), ("rr", "r"), ("ll", "l"), ("ei", "ai"), ("sv", "sw"))
_LEARNED = (("k", "q"), ("sh", "š"), ("j", "y"), ("v", "w"), ("ss", "s"), ("a", "â"))
_CLERK = (("v", "u"), ("rn", "m"), ("l", "t"), ("o", "a"), ("e", "c"), ("k", "h"))


def _respell(word: str, draw: Draw, rules: Sequence[tuple[str, str]], probability: float) -> str:
    """Apply at most one rule of spelling to a name, behind its first letter."""
    if not draw.chance(probability):
        return word
    fits = [(old, new) for old, new in rules if old in word[1:]]
    if not fits:
        return word
    old, new = draw.one(fits)
    return word[0] + word[1:].replace(old, new, 1)


def _family_row(p: Person, draw: Draw, again: bool) -> list[str]:
    worse = 0.8 if again else 0.3
    full = f"{_respell(p.given, draw, _FOLK, worse)} {_respell(p.family, draw, _FOLK, worse)}"
    age = 1997 - int(p.born[:4])
    age += draw.one((-2, -1, 1, 2)) if draw.chance(0.2) else 0
    month = date.fromisoformat(p.died).strftime("%B")
    when = draw.one((f"{month} 1997", f"{month} 1997", f"night of {int(p.died[8:])} {month} 1997", "summer 1997", ""))
    seen = p.place if draw.chance(0.85) else draw.one(("", "prison", "taken from home"))
    told = draw.one(
        ("mother", "father", "brother", "sister", "wife" if p.sex == "M" else "husband", "cousin", "neighbour")
    )
    return [
        "#",
        full,
        p.father if draw.chance(0.75) else "",
        p.village,
        str(age) if draw.chance(0.8) else "",
        seen,
        when,
        told,
    ]


def _archive_row(p: Person, draw: Draw, again: bool) -> list[str]:
    worse = 0.9 if again else 0.35
    family, given = (_respell(word, draw, _LEARNED, worse) for word in (p.family, p.given))
    born = p.born if draw.chance(0.55) else p.born[:4] if draw.chance(0.6) else ""
    died = p.died if draw.chance(0.6) else p.died[:7] if draw.chance(0.7) else "1997-22"
    father = _respell(p.father, draw, _LEARNED, 0.2) if draw.chance(0.6) else ""
    remark = "double entry, kept" if again else ""
    return ["#", family, given, father, p.sex, born, p.place, died, str(draw.number(2, 6)), remark]


def _cemetery_row(p: Person, draw: Draw, again: bool) -> list[str]:
    buried = date.fromisoformat(p.died) + timedelta(days=1)
    nameless = draw.chance(0.16) and not again
    name = f"{_respell(p.family, draw, _CLERK, 0.4)} {_respell(p.given, draw, _CLERK, 0.4)}".upper()
    if nameless:
        name = "UNKNOWN " + ("WOMAN" if p.sex == "F" else "MAN")
    elif draw.chance(0.1):
        name = f"{name.split()[0]} {p.given[0]}."
    year = (
        "" if nameless or draw.chance(0.35) else str(int(p.born[:4]) + (draw.one((-1, 1)) if draw.chance(0.15) else 0))
    )
    sent = {"Dalmere Prison": "P. D.", "Kesswan barracks": "K. B."}[p.place]
    remark = draw.one(("", "", "", "no priest", "lime", "far field")) if not again else "see above"
    return ["#", buried.strftime("%d.%m.%Y"), name, year, sent, remark]


_Order = Callable[[list[str], Person], tuple[str, ...]]
_KEEPERS: Mapping[str, tuple[list[str], _Order, Callable[[Person, Draw, bool], list[str]]]] = {
    "families": (
        ["no", "full_name", "father", "village", "age_in_1997", "last_seen", "when", "reported_by"],
        lambda row, person: (person.village, row[1], row[7], person.id),
        _family_row,
    ),
    "archive": (
        [
            "entry",
            "family_name",
            "given_name",
            "father_name",
            "sex",
            "birth_date",
            "place",
            "death_date",
            "sources",
            "remark",
        ],
        lambda row, person: (row[1], row[2], person.id, row[9]),
        _archive_row,
    ),
    "cemetery": (
        ["line", "buried_on", "name", "born", "sent_from", "remark"],
        lambda row, person: (person.died, str(row[5] == "see above"), row[2], person.id),
        _cemetery_row,
    ),
}


def capture_table(lists: Sequence[VictimList], people: Sequence[Person]) -> dict[str, int]:
    """Return how many persons each combination of lists holds, keyed by a 0/1 digit for each list in order."""
    table: dict[str, int] = {}
    for person in people:
        key = "".join(str(int(person.id in victims.persons)) for victims in lists)
        table[key] = table.get(key, 0) + 1
    return dict(sorted(table.items()))
