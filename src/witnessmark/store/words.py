"""Words as search sees them: a normalised shadow of a text, and the way back to the unchanged text.

Promises: case, diacritics, width, letter forms of Arabic and Persian, and digits of every script make no difference;
``shadow`` is the same whether it is made with or without the way back.
Does not: stem, translate or split words; the unchanged text is never altered.
"""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"\w+")

_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "ٱ": "ا",
        "ـ": None,
        "\u200c": None,
        "\u200d": None,
        "\u200e": None,
        "\u200f": None,
        "\u00ad": None,
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "’": "'",
        "ʼ": "'",
    }
)


def shadow(text: str) -> str:
    """Return ``text`` as the index holds it (NFKD, case-folded, without marks, one letter form, ASCII digits)."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LETTERS)
    return folded.translate(_PLAIN)


def shadow_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the shadow and, for each of its characters, the code point of ``text`` that it comes from."""
    pieces = [(shadow(character), at) for at, character in enumerate(text)]
    return "".join(piece for piece, _ in pieces), [at for piece, at in pieces for _ in piece]


class _Plain(dict[int, str]):
    """Maps a code point to what is left of it, worked out once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        left = "" if category == "Mn" else str(unicodedata.digit(character)) if category == "Nd" else character
        self[code] = left
        return left


_PLAIN = _Plain()
