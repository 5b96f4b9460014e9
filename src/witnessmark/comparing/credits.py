"""Reads whom an article credits for its words: the agency of a dateline, a by-line, or a line at its end.

Promises: a credit is words of the text or of its by-line, returned with them; the same text gives the same credits.
Does not: take a mention of an agency in the running text for a credit (that is a statement's speaker).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

VERSION = "credits/1"

HEAD, TAIL = 2000, 400
"""Code points at a text's beginning and end where credits stand."""

_NAME = r"[^\W\d_][\w.&’'\- ]{0,40}?"
_DATELINE = re.compile(rf"^.{{0,120}}\((?P<name>{_NAME})\)\s*[-–—]", re.MULTILINE)
"""``TOWN, Country, March 17 (Agency) -`` at the beginning of a line."""
_CLOSING = re.compile(
    rf"(?:^|[\s.”\"])(?:\((?P<inside>{_NAME})\)|(?:©|Source:|Quelle:|Agencies:)\s*(?P<after>{_NAME}))[\s.]*\Z"
)
_BY_LINE = re.compile(r"\s*(?:,|;|/|\||&|\band\b|\bet\b|\bund\b|\bwith\b|\boch\b|\by\b)\s*")
_REPORTERS = re.compile(r"\b(?:reporting|editing|edited|written|translated|story|photo)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency and the words that name it."""

    agency: str
    words: str


@cache
def _data() -> Mapping[str, Any]:
    with (files("witnessmark.comparing") / "data" / "agencies.toml").open("rb") as stream:
        data: Mapping[str, Any] = tomllib.load(stream)
    return data


@cache
def _agencies() -> Mapping[str, str]:
    known: dict[str, list[str]] = _data()["agencies"]
    return {name.casefold(): agency for agency, names in known.items() for name in (agency, *names)}


def agency_of(words: str) -> str | None:
    """Return the agency that ``words`` name, where it is one of the data file."""
    return _agencies().get(" ".join(words.split()).casefold())


def telling_author(author: str | None) -> str | None:
    """Return the author that a file declares, where that says more than which program or machine wrote it."""
    name = " ".join((author or "").split())
    return name if name and name.casefold() not in _data()["no_authors"] else None


def filed_by(head: str) -> str | None:
    """Return the name in the dateline of a text that begins with ``head``: whoever it is, it filed the text."""
    for match in _DATELINE.finditer(head[:HEAD]):
        name = " ".join(match["name"].split())
        if name[0].isupper() and not _REPORTERS.search(name):
            return agency_of(name) or name
    return None


def credit_of(head: str, tail: str, author: str | None, agencies: Iterable[str]) -> Credit | None:
    """Return whom a text credits, or None.

    ``head`` and ``tail`` are its first and last words, ``author`` its by-line, ``agencies`` those that file texts of
    the case: a by-line is searched for them and for those of the data file.
    """
    known = {name.casefold(): name for name in agencies}
    if (filed := filed_by(head)) is not None:
        return Credit(filed, f"({filed})")
    for words in _BY_LINE.split(author or ""):
        agency = agency_of(words) or known.get(words.strip().casefold())
        if agency is not None:
            return Credit(agency, author or "")
    if (closing := _CLOSING.search(tail[-TAIL:])) is not None:
        words = closing["inside"] or closing["after"]
        agency = agency_of(words) or known.get(words.strip().casefold())
        if agency is not None:
            return Credit(agency, closing[0].strip())
    return None
