"""What of a speaker's words may stand in a party's name: letters, digits, spaces and the punctuation of names.

Promises: a name that holds nothing else comes back as it is; what acts on whoever reads it (control characters, changes
of direction) or is no part of a name (emoji, signs of a list) is left out, and the words around it stay apart.
Does not: judge whether the words name anyone.
"""

from __future__ import annotations

import re
import unicodedata

_MIGHT_BE_ODD = re.compile(r"[^\w .,'’‘“”\"&/():;!?@#%$+–—-]", re.ASCII)
"""What is worth a closer look: most names hold none of it."""
_KEPT = frozenset("LMNP")
_KEPT_SIGNS = frozenset("+$€£")
_NO_PUNCTUATION = frozenset("*\\{}[]¶§†‡•‣⁂")
_JOINERS = re.compile(r"(?<=[^\W\d_])[\u200c\u200d](?=[^\W\d_])")
_VARIATIONS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_INVISIBLE = frozenset(["Cf", "Cc"])


def name_alone(words: str) -> str:
    """Return ``words`` without what is no part of a name, each white space one space; empty where nothing is left."""
    if _MIGHT_BE_ODD.search(words) is None:
        return words
    joiners = {match.start() for match in _JOINERS.finditer(words)}
    kept = "".join(character if at in joiners else _instead_of(character) for at, character in enumerate(words))
    words_ = [word for word in kept.split() if not all(map(_is_mark, word))]
    return " ".join(words_) if any(character.isalnum() for character in kept) else ""


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _instead_of(character: str) -> str:
    """Return a character of a name, nothing for an invisible one, and a space for any other."""
    category = unicodedata.category(character)
    if character in _NO_PUNCTUATION or _VARIATIONS.match(character):
        return " "
    if category[0] in _KEPT or character in _KEPT_SIGNS:
        return character
    return "" if category in _INVISIBLE and not character.isspace() else " "
