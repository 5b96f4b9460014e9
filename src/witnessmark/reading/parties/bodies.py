"""Bodies named in one text: the fullest name of "the Ministry" where just one ministry is named.

Promises: a fuller name is words of the text; where two different bodies would fit there is none.
Does not: know that two bodies are the same where the text does not say it in the same words.
"""

from __future__ import annotations

import re

from witnessmark.reading.parties.phrases import words_of

_POSSESSIVE = re.compile(r"['’]s$")
_SPACE = r"(?:[^\S\n\t]+|[^\S\n]*\n(?!\s*\n)[^\S\n]*)"
"""Within a paragraph and a cell."""
_SAME = 5
"""Letters that two words share to be forms of one: Tolmera, Tolmeran."""


class Bodies:
    """The proper names of bodies in one text, by their heads ("ministry", "court")."""

    def __init__(self, text: str, language: str) -> None:
        """Collect the names: capitals round a word for a body, with the small words between them."""
        known = words_of(language)
        self._ignored = known.small | known.determiners | {"republic", "république", "república"}
        self._heads = known.organisations
        self._by_head: dict[str, dict[str, frozenset[str]]] = {}
        if not self._heads:
            return
        small = "|".join(sorted((re.escape(word) for word in known.small), key=len, reverse=True)) or "(?!)"
        articles = "|".join(sorted((re.escape(word) for word in known.determiners), key=len, reverse=True)) or "(?!)"
        capital = rf"(?!(?i:{articles})\b)[^\W\d_a-zß-öø-ÿ][\w’'-]*"
        heads = "|".join(sorted((re.escape(word) for word in self._heads), key=len, reverse=True))
        joint = rf"(?:{_SPACE}(?:{small})\b|{_SPACE}[ld]['’])*"
        pattern = re.compile(
            rf"(?<![\w’'])(?:{capital}{_SPACE}){{0,4}}(?i:{heads})\b(?:{joint}(?:{_SPACE}|(?<=['’])){capital}){{0,4}}"
        )
        for match in pattern.finditer(text):
            self._add(re.sub(r"\s+", " ", match[0]))

    def _add(self, found: str) -> None:
        words = found.split()
        while words and words[0].lower() in self._ignored:
            words.pop(0)
        keys = self._keys(" ".join(words))
        capitals = sum(word[0].isupper() for word in words)
        head = next((word.lower() for word in words if word.lower() in self._heads), None)
        if head is None or len(keys) < 2 or capitals < (1 if words[0].islower() else 2) or words[-1].isupper():
            return
        self._by_head.setdefault(head, {}).setdefault(" ".join(words), keys)

    def _keys(self, name: str) -> frozenset[str]:
        pieces = re.findall(r"[^\W_][\w-]*", _POSSESSIVE.sub("", name.lower().replace("’s", "").replace("'s", "")))
        return frozenset(piece for piece in pieces if piece not in self._ignored and len(piece) > 1)

    def fullest(self, name: str) -> str | None:
        """Return the fullest name of the one body that ``name`` can mean: itself if none is known, None if many."""
        keys = self._keys(name)
        head = next((word for word in name.lower().split() if word in self._by_head), None)
        if head is None:
            return name
        fitting = {full: held for full, held in self._by_head[head].items() if _within(keys, held)}
        if not fitting:
            return name
        longest = max(fitting, key=lambda full: (len(fitting[full]), full))
        if all(_within(held, fitting[longest]) for held in fitting.values()):
            return longest
        return None if len(keys) == 1 else name


def _within(few: frozenset[str], many: frozenset[str]) -> bool:
    """Tell whether each word of ``few`` is, in some form, one of ``many``."""
    return all(any(_alike(word, other) for other in many) for word in few)


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= _SAME and one[:_SAME] == other[:_SAME])
