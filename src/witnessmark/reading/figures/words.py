"""The words around a number, by language: bounds, approximations, ranges, identifiers, as patterns built once.

Promises: the rule files decide; the same files give the same patterns, each linear in what it is searched in.
Does not: look at any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from witnessmark.reading.number_words import any_of
from witnessmark.reading.rules import load, words


@dataclass(frozen=True, slots=True)
class Rules:
    """The figure words of one language as patterns and sets."""

    language: str
    lead: re.Pattern[str]
    """Bound and approximation words that end right before a number."""
    lead_ends: frozenset[str]
    """The last words of those: without one of them there is no bound."""
    kinds: dict[str, str]
    """What each of them does: lower, upper, about, lower_about, upper_about."""
    trail: re.Pattern[str]
    trail_kinds: dict[str, str]
    between: re.Pattern[str]
    range: re.Pattern[str]
    perhaps: re.Pattern[str]
    """What joins two guesses: "four, maybe five"."""
    share_of: re.Pattern[str]
    """What makes two numbers one share: "one in five"."""
    change: re.Pattern[str]
    moved: re.Pattern[str]
    """A verb of change right before a number: "fell $2 to $79"."""
    identifier: re.Pattern[str]
    ordinal: re.Pattern[str]
    clock: re.Pattern[str]
    clock_before: re.Pattern[str]
    year_before: frozenset[str]
    stop: frozenset[str]
    one: frozenset[str]
    ones: frozenset[str]
    aged: re.Pattern[str]
    same: frozenset[str]
    """Words that count again what was counted: "of them"."""
    numbers: frozenset[str]
    """Nouns before what is counted: "the number of"."""
    street: re.Pattern[str]
    unsure: frozenset[str]
    """Number words that mean something else, unless a counted noun follows."""
    drops: tuple[tuple[re.Pattern[str], frozenset[str]], ...]
    """Words before a bound that make it none, and those bounds: "the toll [up to] 94", "the truth [about] eight"."""
    twins: frozenset[str]
    """Words for two or three that count only before an event: "twin bombings"."""
    parts_of: re.Pattern[str]
    """What follows a fraction that is a part of one unit: "half an hour"."""
    percent: re.Pattern[str]
    """Words for percent that hold a number word: "por ciento"."""
    percent_ends: frozenset[str]
    """The last letters of those."""
    percent_after: re.Pattern[str]
    duals: bool
    """What is counted may stand before its number, and one or two in the noun itself."""


_KINDS = ("lower", "upper", "about", "lower_about", "upper_about")
_TRAILS = ("lower", "upper", "about", "lower_about", "and_some")
_SPACE = re.compile(r"\s+")
_LONGEST_LEAD = 48
_OPENING = ' \n\t\u00a0\u202f“”„»"«‘'
_NUMERO = r"[A-Z]{1,3}[-\s]?|(?i:no|nr|n[°º]|№)\.?\s*"


@cache
def rules_of(language: str) -> Rules:
    """Return the figure words of ``language``, built once."""
    table: dict[str, Any] = dict(load(language)["figures"])
    prefixed = "prefix" in load(language)["numbers"]  # Arabic "and" is written onto the number after it
    kinds = {squeeze(word): kind for kind in _KINDS for word in table.get(kind, ())}
    trail = {squeeze(word): kind for kind in _TRAILS for word in table.get(f"after_{kind}", ())}
    glued = [word for word in trail if not word[0].isalnum()]
    changes, origin = _tree(words(table, "change")), _tree(table.get("from", ()))
    leads = [word for word in kinds if not word.endswith("'")]
    elided = [word for word in kinds if word.endswith("'")]
    noun = r"(?:\s+\w+)?" if table.get("trail_noun") else ""
    return Rules(
        language=language,
        lead=re.compile(rf"(?:^|(?<![\w-]))(?:({_tree(leads)})\s+|({_tree(elided)})\s*)[“”„»\"«‘]?$", re.IGNORECASE),
        lead_ends=frozenset(word.split(" ")[-1] for word in kinds),
        kinds=kinds,
        trail=re.compile(
            rf"{noun}\s+({_tree(w for w in trail if w not in glued)})(?!\w|\s+than\b)|\s?({_tree(glued)})(?!\w)",
            re.IGNORECASE,
        ),
        trail_kinds=trail,
        between=re.compile(rf"(?<!\w)(?:{_tree(table.get('between', ()))})\s+", re.IGNORECASE),
        range=re.compile(rf"\s?[-–—‑]\s?|\s+(?:{_tree(table.get('range', ()))})\s+" + (r"|\s+و" if prefixed else "")),
        perhaps=re.compile(rf",?\s+(?:{_tree(table.get('perhaps', ()))})\s+", re.IGNORECASE),
        share_of=re.compile(rf"\s+(?:{_tree(table.get('share_of', ()))})\s+", re.IGNORECASE),
        change=re.compile(rf"\b(?:{changes})\b[^.;]*\b(?:{origin})\s+$"),
        moved=re.compile(rf"\b(?:{changes})\s+$"),
        identifier=re.compile(rf"(?<!\w)(?i:{_tree(words(table, 'identifiers'))})\.?\s*(?:{_NUMERO})?$"),
        ordinal=re.compile(rf"(?:{table.get('ordinal_after', '(?!)')})(?!\w)", re.IGNORECASE),
        clock=re.compile(
            rf"[.:]?\d*\s?(?:{_tree(table.get('time_after', ()))})(?!\w)|[.:]\d\d(?!\d)|{table.get('clock', '(?!)')}",
            re.IGNORECASE,
        ),
        clock_before=re.compile(rf"(?<!\w)(?:{table.get('clock_before', '(?!)')})$", re.IGNORECASE),
        year_before=words(table, "year_before"),
        stop=words(table, "stop"),
        one=words(table, "one"),
        ones=frozenset(table.get("ones", ("one",))),
        aged=re.compile(rf"(?<!\w)(?:{_tree(table.get('aged', ()))})\s+$", re.IGNORECASE),
        same=words(table, "same"),
        numbers=words(table, "numbers"),
        street=re.compile(rf"(?:,?\s*|(?:\s[^\W\d_]\w+){{1,2}}\s)(?i:{_tree(table.get('street', ()))})\b"),
        unsure=frozenset(table.get("unsure", ())),
        drops=tuple(
            (re.compile(rf"(?:{before})\s+$", re.IGNORECASE), frozenset(bounds.split("|")))
            for bounds, before in table.get("drops", {}).items()
        ),
        twins=words(table, "twins"),
        parts_of=re.compile(rf"\s?(?:{table.get('parts_of', '(?!)')})\b", re.IGNORECASE),
        percent=re.compile(rf"(?:{_tree(table.get('percent', ()))})$", re.IGNORECASE),
        percent_ends=frozenset(word[-1].lower() for word in table.get("percent", ())),
        percent_after=re.compile(rf"\s?(?:{_tree(table.get('percent', ()))})(?!\w)", re.IGNORECASE),
        duals=bool(table.get("duals", False)),
    )


def lead_before(text: str, start: int, end: int, grammar: Rules) -> re.Match[str] | None:
    """Return the bound words that end at ``end`` of ``text[start:end]``, their words as group 1 or 2."""
    words = text[max(start, end - _LONGEST_LEAD) : end].rstrip(_OPENING)
    last = words[max(map(words.rfind, " \n\u00a0\u202f(")) + 1 :].lower().replace("’", "'").lstrip(_OPENING)
    return grammar.lead.search(text, max(start, end - _LONGEST_LEAD), end) if last in grammar.lead_ends else None


def squeeze(phrase: str) -> str:
    """Return ``phrase`` in lower case with single spaces and straight apostrophes."""
    return _SPACE.sub(" ", phrase.lower()).replace("’", "'")


def _tree(phrases: Iterable[str]) -> str:
    """Return a pattern of any of the phrases, longest first; one that never matches where there are none."""
    return any_of(phrases) or "(?!)"
