"""Tells whose words a text says it took: "HALMARN (Lanthorn) -", "told Lanthorn", "Lanthorn reported".

Promises: a credit is found by the name of the other text's publisher alone, so that no list of agencies is needed;
phrases are data.
Does not: say that a credit is honest, or which words it covers; a paper that quotes an agency's own interview once
credits it like one that took its whole text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from witnessmark.comparing.words import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditWords:
    """The data file ``data/credits.toml``; what each part means is said there."""

    version: str
    generic: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    head: int
    foot: int


@cache
def vocabulary() -> CreditWords:
    """Return the data that is shipped with the package."""
    with (files("witnessmark.comparing") / "data" / "credits.toml").open("rb") as stream:
        data = tomllib.load(stream)
    return CreditWords(
        version=data["version"],
        generic=frozenset(data["generic"].split()),
        before=frozenset(data["before"].split()),
        after=frozenset(data["after"].split()),
        head=data["head"],
        foot=data["foot"],
    )


@lru_cache(maxsize=4096)
def credited_as(publisher: str | None) -> tuple[str, ...]:
    """Return the words by which others credit a publisher; empty where its name says nothing particular."""
    if not publisher:
        return ()
    telling = [word for word in words_of(publisher).normal if word not in vocabulary().generic]
    return tuple(telling) if sum(map(len, telling)) > 1 else ()


def is_credited(words: Sequence[str], publisher: str | None) -> bool:
    """Tell whether a text of these normalised words says that ``publisher`` is where words of it come from."""
    name = credited_as(publisher)
    if not name:
        return False
    known = vocabulary()
    at = -1
    while (at := _index(words, name[0], at + 1)) >= 0:
        end = at + len(name)
        if tuple(words[at:end]) != name:
            continue
        if at < known.head or end > len(words) - known.foot:
            return True
        if words[at - 1] in known.before or (end < len(words) and words[end] in known.after):
            return True
    return False


def _index(words: Sequence[str], word: str, start: int) -> int:
    try:
        return words.index(word, start)
    except ValueError:
        return -1


def credit_order(one: tuple[Sequence[str], str | None], other: tuple[Sequence[str], str | None]) -> int:
    """Return -1 where the other text credits the publisher of the one, 1 the other way round, and 0 where it is open.

    Each text is its words and its publisher. Two texts of one publisher, or that credit each other, give no order.
    """
    if credited_as(one[1]) == credited_as(other[1]):
        return 0
    return is_credited(one[0], other[1]) - is_credited(other[0], one[1])
