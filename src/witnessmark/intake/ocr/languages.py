"""The languages that are recognised in pictures, and what tells words from none.

Promises: all of it comes from ``languages.toml``; the same words always get the same answer.
Does not: know whether a pack is installed; ``program`` does.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("languages.toml")
TOKEN = re.compile(r"\w+(?:['’]\w+)*")
VOWELS = frozenset("aeiouyæøœıəw")
ENOUGH_WORDS = 20
"""A page with fewer words is not judged by them."""
FEW_COMMON, MANY_ODD, MANY_UNLIKELY, MOST_UNLIKELY, FEW_VOWELS = 0.02, 0.10, 0.25, 0.45, 0.22


@dataclass(frozen=True, slots=True)
class Pack:
    """A language that Tesseract reads where its pack is installed."""

    code: str
    language: str
    script: str
    package: str


@cache
def packs() -> tuple[Pack, ...]:
    """Return the languages that are recognised, in the order in which a script's are tried."""
    return tuple(Pack(**row) for row in _table()["packs"])


@cache
def _table() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads(DATA.read_text("utf-8"))


@cache
def _common() -> frozenset[str]:
    words: dict[str, str] = tomllib.loads(DATA.read_text("utf-8"))["words"]
    return frozenset(word for line in words.values() for word in line.split())


def share_of_common(words: str) -> float:
    """Return which share (0 to 1) of the words of a text are among the short words that every language has."""
    tokens = [token.lower() for token in TOKEN.findall(words)]
    return sum(token in _common() for token in tokens) / max(1, len(tokens))


def looks_broken(words: str) -> bool:
    """Tell whether a text layer is no text: signs without meaning, or words that are none in any language.

    A table of names or numbers is not broken, nor is a language that the table does not know.
    """
    inked = [character for character in words if not character.isspace()]
    odd = sum(
        unicodedata.category(character) in ("Co", "Cn", "Cc", "Cs") or character == "\ufffd" for character in inked
    )
    if odd > MANY_ODD * max(1, len(inked)) and odd > 3:
        return True
    tokens = words.split()
    if len(tokens) < ENOUGH_WORDS:
        return False
    latin = [token for token in tokens if any("A" <= character <= "ɏ" for character in token)]
    unlikely = sum(map(_is_unlikely, latin)) / len(tokens)
    if share_of_common(words) >= FEW_COMMON:
        return unlikely > MOST_UNLIKELY
    return unlikely > MANY_UNLIKELY or _has_few_vowels(latin)


def _has_few_vowels(latin: list[str]) -> bool:
    """Tell whether Latin letters stand for others: no language has so few vowels among them."""
    plain = unicodedata.normalize("NFD", "".join(latin).lower())
    letters = [letter for letter in plain if "a" <= letter <= "z"]
    return len(letters) > 60 and sum(letter in "aeiouy" for letter in letters) < FEW_VOWELS * len(letters)


def _is_unlikely(token: str) -> bool:
    """Tell whether a token in Latin letters looks unlike a word: no vowel, or signs and capitals in its midst."""
    core = token.strip("\"'()[]{}.,;:!?“”‘’„«»-–—…*/")
    letters = [character for character in core if character.isalpha()]
    if len(core) < 4 or not letters:
        return False
    plain = unicodedata.normalize("NFD", core.lower())
    if core.isalpha() and not VOWELS & set(plain):
        return True
    inner = core[1:-1]
    signs = sum(not character.isalnum() and character not in "-'’./@_&" for character in inner)
    digits = sum(character.isdigit() for character in core)
    mixed = core[0].islower() and any(character.isupper() for character in inner)
    return signs > 0 or mixed or (0 < digits < len(letters) and core[0].isalpha() and not core[-1].isdigit())
