"""The number words of one language as patterns and tables, built once from its rule file.

Promises: one pattern finds every number word and run of digits, in work linear in the text; ``kind_of`` tells from a
token alone whether a number may begin at it, in it, or not. Does not: put numbers together; ``numbers`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, product
from operator import attrgetter
from typing import Any

from witnessmark.nouns import Number
from witnessmark.reading.layout import Token
from witnessmark.reading.rules import load

_DIGIT_RUN = r"\d+(?:[.,٬٫'’\u00a0\u202f]\d+)*(?:[eE][+-]?\d+(?!\w)|k(?!\w))?(?:\s?[½¼¾⅓⅔]| \d/\d(?![\d/]))?|[½¼¾⅓⅔]"
_SPACED_RUN = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?"
_MOST_KNOWN = 100_000
"""Tokens of texts that are remembered before it begins anew."""
AT, WITHIN = 1, 2
_LOW = attrgetter("low")
_FIRST_WORD = re.compile(r"\w*")
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"[\u064b-\u0652]+$")
_SPACED_LANGUAGES = ("ar", "de", "en", "es", "fr", "sv")


@dataclass(frozen=True, slots=True)
class NumberWords:
    """What the rule file of one language says of numbers."""

    pattern: re.Pattern[str]
    units: dict[str, int]
    hundreds: dict[str, int]
    scales: dict[str, int]
    joiner: re.Pattern[str]
    readings: dict[str, tuple[tuple[str, Number], ...]]
    """What kinds of part a word may be, and the value of each."""
    compound: tuple[str, str] | None
    """The words for hundred and thousand of which one-word numbers are made."""
    rounded_digits: re.Pattern[str] | None
    and_parts: dict[str, float]
    """What may follow a whole number and "and": two and a half."""
    reversed_tens: bool
    decimal: str
    begins: re.Pattern[str]
    """Finds the first word of any number, or its digits."""
    own_starts: bool
    """Whether a number in words begins where its first word does (not behind an Arabic prefix)."""
    known: dict[str, int] = field(default_factory=dict)

    def kinds(self, tokens: Iterable[Token]) -> list[int]:
        """Return for each token whether a number may begin at it (``AT``), in it (``WITHIN``), or not (0)."""
        known = self.known
        try:
            return [*map(known.__getitem__, map(_LOW, tokens))]
        except KeyError:
            if len(known) > _MOST_KNOWN:
                known.clear()
            return [self._kind(token.low) for token in tokens]

    def _kind(self, low: str) -> int:
        kind = self.known.get(low)
        if kind is None:
            at = self.begins.search(low)
            kind = 0 if at is None else AT if self.own_starts and low.isalpha() else WITHIN
            self.known[low] = kind
        return kind


def plain_form(written: str) -> str:
    """Return ``written`` in lower case with single spaces, straight apostrophes and no final vowel marks."""
    low = written.lower()
    if low.isascii() and low.isalpha():
        return low
    return _MARKS.sub("", _SPACE.sub(" ", low.replace("’", "'")))


@cache
def number_words(language: str) -> NumberWords:
    """Return the number words of a language that rules exist for, built once."""
    table: dict[str, Any] = dict(load(language)["numbers"])
    units = dict(table["units"])
    hundreds = dict(table.get("hundreds", {}))
    compound = table.get("compound")
    if compound:
        units.update(_compounds(compound, units))
    scales = dict(table.get("scales", {}))
    kinds = {key: dict(table.get(key, {})) for key in ("rounded", "fixed", "shares", "vague")}
    readings: dict[str, list[tuple[str, Number]]] = {}
    for kind, words in (
        ("rounded", kinds["rounded"]),
        ("fixed", kinds["fixed"] | _duals(table)),
        ("share", kinds["shares"] | _fractions(table)),
        ("vague", kinds["vague"]),
        ("unit", units),
        ("hundred", hundreds),
        ("scale", scales),
    ):
        for word, value in words.items():
            readings.setdefault(plain_form(word), []).append((kind, value))
    return NumberWords(
        _pattern(table, language, readings, units),
        units,
        hundreds,
        scales,
        re.compile(table.get("joiner", r"\s+and\s+")),
        {word: tuple(found) for word, found in readings.items()},
        (compound["hundred"], compound["thousand"]) if compound else None,
        re.compile(table["rounded_digits"]) if "rounded_digits" in table else None,
        dict(table.get("and_parts", {})),
        bool(table.get("reversed_tens", False)),
        table["decimal"],
        _begins(table, readings),
        language not in ("ar", "fa"),
    )


def _pattern(table: dict[str, Any], language: str, phrases: Iterable[str], units: dict[str, int]) -> re.Pattern[str]:
    """Return one pattern that finds every word and run of digits; its work is linear in the text."""
    spaced = f"{_SPACED_RUN}|" if language in _SPACED_LANGUAGES else ""
    attached = rf"|(?<=(?<!\w){table['prefix']})" if "prefix" in table else ""
    marks = r"[\u064b-\u0652]*" if language in ("ar", "fa") else ""
    made = ""
    if "compound" in table:
        below = any_of(word for word, value in units.items() if 0 < value < 100)
        hundred, thousand = table["compound"]["hundred"], table["compound"]["thousand"]
        hundreds = rf"(?:{below})?{hundred}(?:und)?(?:{below})?"
        made = rf"|(?:{hundreds}|{below})?{thousand}(?:und)?(?:{hundreds}|{below})?|{hundreds}"
    about = rf"{table['rounded_digits']}|" if "rounded_digits" in table else ""
    return re.compile(
        rf"(?:(?<!\w){attached})(?:{about}(?:{any_of(phrases)}{made}){marks})(?!\w)"
        rf"|(?<![\d.,])(?:{spaced}{_DIGIT_RUN})|(?<![\w.,])\.\d+",
        re.IGNORECASE,
    )


def _begins(table: dict[str, Any], phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds in a lower-case token what a number may begin with.

    A word that is made of others may begin with any; U+0307 is left of a capital that has no lower case of one letter.
    """
    attached = rf"|(?<=(?<!\w){table['prefix']})" if "prefix" in table else ""
    firsts = any_of({first[0] for phrase in phrases if (first := _FIRST_WORD.match(phrase)) and first[0]})
    made = rf"|{table['compound']['hundred']}|{table['compound']['thousand']}" if "compound" in table else ""
    return re.compile(rf"(?:(?<!\w){attached})(?:{firsts})(?!\w)|[\d½¼¾⅓⅔\u0307]{made}", re.IGNORECASE)


def any_of(phrases: Iterable[str]) -> str:
    """Return a pattern of any of ``phrases``, the longest first, written as a tree so that a miss costs little."""
    return _branch(sorted(set(phrases), key=lambda phrase: [*map(ord, phrase)]))


def _branch(phrases: list[str]) -> str:
    ends = "" in phrases
    branches = []
    for letter, group in groupby((phrase for phrase in phrases if phrase), key=lambda phrase: phrase[0]):
        branches.append(_LETTERS.get(letter, re.escape(letter)) + _branch([phrase[1:] for phrase in group]))
    if not branches:
        return ""
    return branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)}){'?' if ends else ''}"


_LETTERS = {" ": r"\s+", "'": "['’]"}


def _fractions(table: dict[str, Any]) -> dict[str, Number]:
    """Return the fractions whose parts the rules name, in percent: "five eighths", "one-third"."""
    many = [(word, value) for word, value in table["units"].items() if 0 < value < 10]
    return {
        f"{word}{mark}{part}{'s' if value > 1 else ''}": round(100 * value / whole, 2)
        for part, whole in table.get("denominators", {}).items()
        for word, value in many
        if value < whole
        for mark in (" ", "-")
    }


def _duals(table: dict[str, Any]) -> dict[str, int]:
    """Return the Arabic duals of the nouns that the rules name: "two lorries" is one word."""
    made: dict[str, int] = {}
    for key, endings in (("duals", ("ان", "ين")), ("duals_subject", ("ان",))):
        for noun in table.get(key, "").split():
            stem = noun[:-1] + "ت" if noun.endswith("ة") else noun
            made |= {stem + ending: 2 for ending in endings}
    return made


def _compounds(rule: dict[str, Any], units: dict[str, int]) -> dict[str, int]:
    """Build the one-word numbers of German and Swedish below a hundred from their parts."""
    tens = {word: value for word, value in units.items() if 20 <= value < 100}
    ones = {**{word: value for word, value in units.items() if 0 < value < 10}, **rule.get("ones", {})}
    return {
        one + rule["link"] + ten if rule["ones_first"] else ten + one: ten_value + one_value
        for (one, one_value), (ten, ten_value) in product(ones.items(), tens.items())
    }
