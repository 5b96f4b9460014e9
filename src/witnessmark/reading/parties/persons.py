"""Persons named in one text: full names by their surnames, titles that only one bears, and their sex where it is told.

Promises: a full name is words of the text; where two persons share a surname or a title there is none.
Does not: guess a sex from a given name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from witnessmark.nouns import Name, NameKind
from witnessmark.reading.parties.phrases import words_of

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w’'-]*"


class Persons:
    """The personal names of one text."""

    def __init__(self, text: str, language: str, names: Sequence[Name]) -> None:
        """Collect the names that stand in ``names`` as persons, and those after a title."""
        known = words_of(language)
        self._full: dict[str, set[str]] = {}
        self._titled: dict[str, set[str]] = {}
        self._sex: dict[str, set[str]] = {}
        for name in names:
            if name.kind is NameKind.PERSON and " " in (quote := re.sub(r"\s+", " ", name.passage.quote)):
                self.add(quote)
        titles = "|".join(sorted((re.escape(word) for word in known.titles), key=len, reverse=True)) or "(?!)"
        name_ = rf"{_CAPITAL}(?:\s+(?:(?:al|bin|ibn|van|von|de|del|der)\s+)?{_CAPITAL}){{0,2}}"
        pattern = re.compile(rf"(?<![\w-])(?i:({titles}))\.?,?\s+({name_})")
        for match in pattern.finditer(text):
            words = [word for word in match[2].split() if word.lower().rstrip(".") not in known.titles]
            lows = {word.lower() for word in words}
            if not words or lows & (known.organisations | known.determiners | known.times | known.openers):
                continue
            name_found, title = re.sub(r"['’]s$", "", " ".join(words)), match[1].lower()
            if len(words) > 1:
                self.add(name_found)
            self._titled.setdefault(title, set()).add(name_found)
            for sex, marks in (("male", known.male), ("female", known.female)):
                if title in marks:
                    self._sex.setdefault(words[-1].lower(), set()).add(sex)

    def add(self, name: str) -> None:
        """Remember a full name under each of its endings."""
        parts = name.split()
        for at in range(1, len(parts)):
            self._full.setdefault(" ".join(parts[at:]), set()).add(name)

    def fullest(self, name: str) -> str:
        """Return the one longer name of the text that ends with ``name``, else ``name``."""
        longer = self._full.get(name, set())
        kept = {each for each in longer if not any(other != each and other.endswith(f" {each}") for other in longer)}
        return next(iter(kept)) if len(kept) == 1 else name

    def bearer(self, title: str) -> str | None:
        """Return the one person of the text who bears ``title``."""
        full = {self.fullest(name) for name in self._titled.get(title, set())}
        return next(iter(full)) if len(full) == 1 else None

    def sex_of(self, name: str) -> str | None:
        """Return ``male`` or ``female`` where titles of the text tell, and agree."""
        told = self._sex.get(name.split()[-1].lower(), set())
        return next(iter(told)) if len(told) == 1 else None

    def tell(self, name: str, sex: str) -> None:
        """Remember the sex of a person."""
        self._sex.setdefault(name.split()[-1].lower(), set()).add(sex)
