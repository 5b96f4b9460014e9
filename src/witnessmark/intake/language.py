"""Tells the language of a text.

Promises: the same text always gets the same answer; None where the text is too short or the answer unsure.
Does not: find several languages in one text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol, cast

from witnessmark.intake.draft import NotLoadedError

ENOUGH_LETTERS = 24
SURE = 0.80
MOST_CHARACTERS = 20_000
"""How much of a text is looked at: its beginning, which is enough."""


class Identifier(Protocol):
    """What py3langid offers."""

    def classify(self, instance: str) -> tuple[str, float]:
        """Return the likeliest language of a text and its probability."""


def language_of(content: str) -> str | None:
    """Return the ISO 639-1 code of the language that ``content`` is in, or None where it cannot be told."""
    sample = content[:MOST_CHARACTERS]
    if sum(character.isalpha() for character in sample) < ENOUGH_LETTERS:
        return None
    language, probability = identifier().classify(sample)
    return language if probability >= SURE else None


@lru_cache(maxsize=1)
def identifier() -> Identifier:
    """Return py3langid's identifier. Loading it takes half a second and 75 MB, once a process, and a temporary file.

    Raises NotLoadedError behind the fence, where no file can be written, unless it was loaded before.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        return cast(Identifier, LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True))
    except OSError:
        raise NotLoadedError from None
