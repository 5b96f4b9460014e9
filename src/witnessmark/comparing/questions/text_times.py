"""Tells what time a text tells of: the year before its own that it is about, or the day on which it was published.

Promises: a year is told only where the text names it far more often than others; the result depends on the text's
title, its dates and its date of publication alone.
Does not: date a figure, or guess where the text does not tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from witnessmark.nouns import Edtf

LEAST_NAMED = 2
"""How often a text names the year that it is about."""

TITLE = 3
"""A year in the title counts as much as so many in the text."""

_YEAR = re.compile(r"(?<!\d)(1[3-9]\d\d|20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The time that a text tells of, for figures whose words name none."""

    year: str = ""
    """The year before its own that it is about, where it names one far more often than others."""
    published: Edtf | None = None


def years_named(dates: Iterable[Edtf], title: str | None, published: Edtf | None) -> Counter[str]:
    """Return how often a text names each year before its own; where its own is not known, each year."""
    own = _own_year(published)
    past = Counter(year for value in dates if (year := _single_year(value)) and (not own or year < own))
    past.update({year: TITLE for year in _YEAR.findall(title or "") if not own or year < own})
    return past


def in_order(past: Mapping[str, int]) -> tuple[str, ...]:
    """Return the years, the most named first."""
    return tuple(sorted(past, key=lambda year: (-past[year], year)))


def year_about(past: Mapping[str, int], years: Sequence[str]) -> str:
    """Return the year that a text is about: named more than once, and twice as often as any other."""
    if not years or past[years[0]] < LEAST_NAMED:
        return ""
    return years[0] if len(years) == 1 or past[years[0]] >= 2 * past[years[1]] else ""


def _own_year(published: Edtf | None) -> str:
    return published[:4] if published and published[:4].isdigit() else ""


def _single_year(value: str) -> str:
    """Return the year that a date lies in; "" where it is open, several years or none."""
    years = {part[:4] for part in value.split("/")}
    year = years.pop()
    return year if not years and len(year) == 4 and year.isdigit() else ""
