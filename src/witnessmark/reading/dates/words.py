"""The words that dates are made of: a paragraph as a row of symbols, one for each word that the rule files know.

Promises: work linear in the length of the text; every lexeme lies in it. A run of other words is one ``BREAK``.
Does not: tell what the words mean together; ``patterns`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from witnessmark.reading.numbers import DIGITS, mixes_scripts

BREAK = "\ue000"
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0640"
_TOKEN = re.compile(
    rf"[^\W\d_]++(?:[{_MARKS}]++[^\W\d_]*+)*+"
    rf"|\d{{1,4}}([-/.])\d{{1,2}}\1\d{{1,4}}(?![\d%]|\1\d)|\d{{4}}[-/]\d\d(?![\d/-])|\d+(?:[.,:/٫٬'’]\d+)+"
    r"|\d{1,2}(?:st|nd|rd|th|er|re|[ºª])(?![^\W_])|\d+"
    r"|[^\w\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]|_",
    re.IGNORECASE,
)
_NOTHING: Mapping[str, Any] = {}
_MOST_KNOWN = 100_000
"""Words of texts that a lexicon remembers, known or not, before it begins anew."""
_FOLD = str.maketrans("يكىأإٱۀؤ’ʼ", "یکیاااهو''")
_STRIP = re.compile(f"[{_MARKS}]")
_DIGITS = re.compile(r"\d+")
_NO_NUMBER = "00000"
"""What stands for digits of two scripts: no day, no month and no year."""
_ORDINAL_DIGITS = re.compile(r"(\d{1,2})(?:\D{1,2})$")
SHAPES = frozenset({"dom", "ordinal", "count", "yy", "year", "numeric"})
"""Classes of digits, which a language may add words to."""
PREFIXES = ("و", "ف", "ب", "ل", "وب", "ول", "ک")
"""Arabic words that are written as one with the word after them."""
_AND = "و"
"""The one of them that joins two dates."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word is: its symbol, and its value in each of its classes."""

    symbol: str
    values: Mapping[str, Any]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]] = field(default_factory=dict)
    """The phrases that begin with it, by their second word: their further words, the longest first."""
    skip: int = 0
    """How many code points before it in the same word do not belong to it."""


class Lexeme(NamedTuple):
    """One word or phrase of a text that the rules know, or a run of others (``values`` empty)."""

    start: int
    end: int
    symbol: str
    values: Mapping[str, Any]
    capital: bool = False


@dataclass
class Lexicon:
    """The words of one language by what they are; ``classes`` is class -> word -> value."""

    classes: Mapping[str, Mapping[str, Any]]
    attached: bool = False
    """Whether short words are written as one with the next (Arabic)."""
    symbols: dict[frozenset[str], str] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()
    """Every word that stands in one of the phrases, folded."""

    def __post_init__(self) -> None:
        whole: dict[tuple[str, ...], dict[str, Any]] = {}
        for name, members in self.classes.items():
            for phrase, value in members.items():
                whole.setdefault(tuple(split(phrase)), {})[name] = value
        following: dict[str, dict[str, list[tuple[tuple[str, ...], Entry]]]] = {}
        for key, values in sorted(whole.items(), key=lambda item: -len(item[0])):
            if len(key) > 1:
                held = following.setdefault(key[0], {}).setdefault(key[1], [])
                held.append((key[1:], self._entry(values)))
        self._entries = {
            first: self._entry(
                whole.get((first,), {}), {second: tuple(rows) for second, rows in following.get(first, {}).items()}
            )
            for first in {key[0] for key in whole}
        }
        self.parts = frozenset(word for key in whole for word in key)
        self._known: dict[str, Entry | None] = {}
        for digits in ("7", "31", "45", "500", "2015", "1380", "7th", "2015-07-01", "2015-07", "1.5"):
            self.entry(digits)  # so that every symbol is there before the patterns are

    def _entry(
        self,
        values: Mapping[str, Any],
        phrases: Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]] | None = None,
    ) -> Entry:
        if not values:
            return Entry(BREAK, values, phrases or {})
        symbol = self.symbols.setdefault(frozenset(values), chr(0xE001 + len(self.symbols)))
        return Entry(symbol, values, phrases or {})

    def entry(self, written: str) -> Entry | None:
        """Return what a written word is, or None where no rule knows it."""
        word = fold(written)
        if word[0].isdecimal():
            return self._entry(of_digits(word))
        found = self._entries.get(word)
        if found is None and self.attached:
            for prefix in PREFIXES:
                if len(word) > len(prefix) + 1 and word.startswith(prefix):
                    inner = self._entries.get(word[len(prefix) :])
                    if inner is not None and not inner.values.keys() <= {"joint", "link"}:
                        return Entry(inner.symbol, inner.values, inner.phrases, skip=_after(written, len(prefix)))
        return found

    def holders(self, names: Iterable[str]) -> str:
        """Return the symbols of all words that are in one of the classes."""
        wanted = set(names)
        return "".join(symbol for classes, symbol in self.symbols.items() if wanted & classes)

    def lexemes(self, text: str, stretches: Iterable[tuple[int, int]]) -> list[Lexeme]:
        """Return the lexemes of the stretches of ``text``, a run of unknown words as one BREAK, and so each gap."""
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        found: list[Lexeme] = []
        for start, end in stretches:
            if found and found[-1].symbol != BREAK:
                found.append(Lexeme(start, start, BREAK, _NOTHING))
            self._read(text, start, end, found)
        return found

    def _read(self, text: str, start: int, end: int, found: list[Lexeme]) -> None:
        """Add the lexemes of one stretch to ``found``."""
        tokens = [(match[0], match.start()) for match in _TOKEN.finditer(text, start, end)]
        known = self._known
        unknown = not found or found[-1].symbol == BREAK
        at, count = 0, len(tokens)
        while at < count:
            written, where = tokens[at]
            if written in known:
                entry = known[written]
            else:
                entry = known[written] = self.entry(written)
            if entry is None:
                if not unknown:
                    found.append(Lexeme(where, where, BREAK, _NOTHING))
                    unknown = True
                at += 1
                continue
            used = 1
            if entry.phrases and at + 1 < count:
                for rest, whole in entry.phrases.get(fold(tokens[at + 1][0]), ()):
                    size = len(rest) + 1
                    if at + size <= count and all(
                        fold(tokens[at + number][0]) == rest[number - 1] for number in range(2, size)
                    ):
                        entry, used = Entry(whole.symbol, whole.values, skip=entry.skip), size
                        break
            last, begin = tokens[at + used - 1]
            dated = entry.symbol != BREAK and not (written[0].isdigit() and _glued(text, where, where + len(written)))
            if dated:
                end_at = begin + len(last)
                if entry.skip and written[0] == _AND and (joint := self._entries.get(_AND)):
                    found.append(Lexeme(where, where + 1, joint.symbol, joint.values))
                found.append(Lexeme(where + entry.skip, end_at, entry.symbol, entry.values, written[0].isupper()))
            elif not unknown:
                found.append(Lexeme(where, where, BREAK, _NOTHING))
            unknown = not dated
            at += used


def fold(word: str) -> str:
    """Return a word as the rules have it: lower case, no vowel marks, Arabic letters in one form."""
    word = word.lower()
    if word.isascii():
        return word
    word = word.translate(_FOLD)
    if word[0].isdigit():
        return _NO_NUMBER if any(map(mixes_scripts, _DIGITS.findall(word))) else word.translate(DIGITS)
    return _STRIP.sub("", word) or word


def split(phrase: str) -> list[str]:
    """Return the folded words of a phrase, cut as a text is."""
    return [fold(match[0]) for match in _TOKEN.finditer(phrase)]


def _after(written: str, letters: int) -> int:
    """Return where the first letters of a word and their vowel marks end."""
    at = 0
    while letters or (at < len(written) and _STRIP.match(written, at)):
        letters -= not _STRIP.match(written, at)
        at += 1
    return at


def _glued(text: str, start: int, end: int) -> bool:
    """Tell whether digits belong to a longer name or number: ``B-52``, ``14h``, ``30%``, ``No.7``."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if (before.isalpha() and before not in "وبلف") or before in "_$€£#@" or after in "%_$€£٪":
        return True
    if after.isalpha():
        return after.isascii() and after != "s" and text[end : end + 2] != "er"
    if before == "-" and text[max(0, start - 4) : start - 1].lower().endswith("mid"):
        return False
    return before in "-.,:/" and start > 1 and text[start - 2].isalnum() and not text[start - 2].isdigit()


def of_digits(word: str) -> dict[str, Any]:
    """Return the classes of a word that begins with a digit."""
    if word.isdecimal():
        number = int(word) if len(word) <= 4 else 0
        if len(word) == 4:
            return {"year": number} if 1300 <= number < 2200 else {"number": number}
        values: dict[str, Any] = {"count": number} if number else {"number": number}
        if len(word) <= 2:
            values["yy"] = number
            if 1 <= number <= 31:
                values["dom"] = number
        return values
    if match := _ORDINAL_DIGITS.match(word):
        number = int(match[1])
        return {"dom": number, "ordinal": number} if 1 <= number <= 31 else {"number": number}
    return {"numeric": word} if re.fullmatch(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}|\d{4}[-/]\d\d", word) else {"number": 0}
