"""The date grammar of one language, put together from its rule file.

Promises: built once a language; a rule file that names an unknown class or word fails when it is loaded, not later.
Does not: hold any word of its own. What a rule file may hold is told at the head of ``data/dates/en.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from witnessmark.reading.dates.patterns import Patterns, literals
from witnessmark.reading.dates.stretches import Stretches, seeds_of
from witnessmark.reading.dates.words import Lexicon, split
from witnessmark.reading.rules import load, words

_COMMON = (
    *("link", "the", "and", "to", "from", "between", "owner", "count", "never"),
    *("year_lead", "month_lead", "day_lead"),
)
"""Classes of words that most sentences hold."""
_RARE = ("unit", "month", "weekday", "season", "feast")
"""Classes of words that few sentences hold, whatever else they mean."""
_OPENERS = (
    *("before", "after", "since", "until", "by", "by_before", "between", "from", "count"),
    *("about", "part", "night", "into", "the"),
)
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words, patterns and customs of one language."""

    lexicon: Lexicon
    patterns: Patterns
    calendar: str
    """The calendar of years below 1500 and of relative months and years."""
    week: int
    """The weekday that weeks begin with (0 Monday)."""
    month_first: bool
    """Whether 3/4/2022 would be in March; both are read only where one cannot be."""
    capitals: bool
    """Whether the names of months and weekdays begin with a capital."""
    mid_day: bool
    """Whether the middle of a month is its fifteenth day."""
    free_years: bool
    """Whether a year may stand where nothing leads to it."""
    until: bool
    """Whether "until" makes a bound."""
    future: re.Pattern[str]
    """What tells that a sentence speaks of what is to come."""
    issued: re.Pattern[str]
    """What stands before a text's own date: "Published:"."""
    stretches: Stretches
    openers: frozenset[str]
    """The symbols of what a phrase may begin with, but for a point of time."""


@cache
def grammar_of(language: str) -> Grammar:
    """Return the grammar of a language that rules exist for."""
    table = load(f"dates/{language}")
    classes = _classes(language, table)
    patterns: Mapping[str, list[str]] = table["patterns"]
    own = {kind: list(rows) for kind, rows in patterns.items()}
    own.setdefault("relative", []).extend(name for name in classes if name.startswith(("anchored_", "context_")))
    lexicon = Lexicon({**classes, **literals(own, classes)}, attached=language == "ar")
    found = Patterns(lexicon, own)
    customs = table.get("customs", {})
    return Grammar(
        lexicon=lexicon,
        patterns=found,
        calendar=customs.get("calendar", "gregorian"),
        week=customs.get("week", 0),
        month_first=customs.get("month_first", False),
        capitals=customs.get("capitals", False),
        mid_day=customs.get("mid_day", False),
        free_years=customs.get("free_years", False),
        until=customs.get("until", True),
        future=_pattern(customs.get("future")),
        issued=_pattern(customs.get("issued")),
        stretches=_stretches(language, lexicon, found.needed),
        openers=frozenset(lexicon.holders(_OPENERS)),
    )


def _stretches(language: str, lexicon: Lexicon, needed: Mapping[str, list[list[list[str]]]]) -> Stretches:

    def words_of(names: Iterable[str]) -> frozenset[str]:
        return frozenset(word for name in names for phrase in lexicon.classes.get(name, ()) for word in split(phrase))

    stop = words(load(language)["figures"], "stop")
    named = words_of(name for name in lexicon.classes if name.startswith("="))
    common = (stop | named | words_of(_COMMON)) - words_of(_RARE)
    rows = [row for kind in needed for row in needed[kind]]
    seeds = seeds_of(rows, lexicon.classes, common)
    weekdays = words_of(name for row in needed.get("weekday", ()) for item in row for name in item)
    return Stretches(lexicon, seeds, weekdays & seeds, language)


def _classes(language: str, table: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    general = load(language)
    classes: dict[str, dict[str, Any]] = {
        "month": dict(general["dates"]["months"]),
        "weekday": dict(general["dates"]["weekdays"]),
        "count": {word: number for word, number in general["numbers"]["units"].items() if 0 < number <= 100},
    }
    for name, members in table["words"].items():
        held = members if isinstance(members, dict) else dict.fromkeys(members)
        classes.setdefault(name, {}).update(held)
    for source in ("anchored", "context"):
        for unit, members in table.get(source, {}).items():
            classes[f"{source}_{unit}"] = {phrase: (source, unit, shift) for phrase, shift in members.items()}
    for name, endings in table.get("compounds", {}).items():
        stems = dict(general["dates"]["weekdays"]) if name == "weekday" else dict(classes[name])
        classes[name].update({stem + ending: value for stem, value in stems.items() for ending in endings})
    return {name: members for name, members in classes.items() if members}


def _pattern(written: str | None) -> re.Pattern[str]:
    return re.compile(written, re.IGNORECASE) if written else _NEVER
