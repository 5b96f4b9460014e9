"""Spellings: one key for the Latin spellings of a Persian or Arabic name, and parties joined by it across texts.

Promises: the key depends on the name alone; names that differ in a consonant, or in a vowel that writers keep apart
("Hassan", "Hossein"), have different keys; every spelling is kept. Works on names in Latin letters.
Does not: join a surname alone with a full name, or names whose roles tell of two persons: those stay apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MARKS = re.compile(r"['’‘`ʿʾʼ´-]")
_ARTICLE = re.compile(r"^(?:al|el|ul|ol|ash|esh|as|es|ar|er|ad|ed|an|en|at|az)[-'’](?=\w{2})", re.IGNORECASE)
_SERVANT = re.compile(r"\babd(?:[aeou]l?|[aeou](?:r(?=r)|s(?=s)))?[- ]*(?:[aeu]l[- ])?(?=[a-z]{3})")
_DROPPED = frozenset(
    [
        "al",
        "el",
        "bin",
        "ibn",
        "ben",
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "general",
        "colonel",
        "ayatollah",
        "hojatoleslam",
        "sheikh",
        "sheik",
        "sayyed",
        "judge",
        "president",
        "minister",
        "prime",
        "foreign",
        "the",
        "haj",
        "hajji",
    ]
)
_LETTERS = (
    ("kh", "x"),
    ("gh", "q"),
    ("sh", "$"),
    ("ch", "c"),
    ("zh", "j"),
    ("dj", "j"),
    ("dh", "z"),
    ("th", "s"),
    ("ph", "f"),
    ("ck", "k"),
    ("w", "v"),
)
_VOWELS = (
    (re.compile(r"(?<=.)(?:a+|e(?=[iy]))y?[iy]+$|(?<=.)a+ei$"), "AI"),
    (re.compile(r"(?<=.)(?:ou|oo|uu|o|u)"), "u"),
    (re.compile(r"(?<=.)[ae]?y(?=[aeiou])"), "y"),
    (re.compile(r"(?<=.)(?:aei|ae+i|[ae]?ee|[ae]?ii|[ae]+i|[ae]+y|ie|i|y$|y(?=[^aeiou]))"), "i"),
    (re.compile(r"(?<=y)i(?=[^aeiou])"), ""),
    (re.compile(r"(?<=.)[ae]+h?$"), ""),
    (re.compile(r"(?<=.)[ae]+"), ""),
)
_FIRST = {"a": "a", "e": "i", "i": "i", "o": "u", "u": "u"}
_DOUBLE = re.compile(r"([^aeiou])\1+")


def spelling_key(name: str) -> str:
    """Return the key that spellings of one name share: "Noury" and "Nouri", "Kanani", "Kanaani" and "Kan'ani".

    Titles, articles and "bin" are left out; words stay in their order. "" where no letters of a name are left.
    """
    low = unicodedata.normalize("NFKD", name.casefold())
    low = "".join(character for character in low if not unicodedata.combining(character))
    low = re.sub(r"['’]s\b", "", low)
    words = [_ARTICLE.sub("", word) for word in re.split(r"[\s,]+", low)]
    low = _SERVANT.sub("abd", " ".join(words))
    keys = (_word_key(re.sub(r"[^a-z]", "", _MARKS.sub("", word))) for word in low.split() if word not in _DROPPED)
    return " ".join(key for key in keys if key)


def _word_key(word: str) -> str:
    if len(word) < 2 or word in _DROPPED:
        return ""
    for letters, sound in _LETTERS:
        word = word.replace(letters, sound)
    word = re.sub(r"yussuf|yusuf", "yusef", re.sub(r"[ou]+", lambda match: "u", word)) if word[0] == "y" else word
    word = _DOUBLE.sub(r"\1", word)
    first = re.match(r"[aeiou]+", word)
    if first:
        word = _FIRST[first[0][0]] + word[first.end() :]
    for pattern, sound in _VOWELS:
        word = pattern.sub(sound, word)
    return word.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """One party with all the spellings of its name and all its roles, each in the order of first use."""

    key: str
    spellings: tuple[str, ...]
    roles: tuple[str, ...]
    members: tuple[int, ...]
    """Positions in what was given."""


def join_spellings(named: Sequence[tuple[str, Iterable[str]]]) -> tuple[Spelled, ...]:
    """Join names with their roles into parties: the same key, and roles that share one or are told for one alone.

    Names of one word are joined only where they share a role: a bare surname is no evidence across texts.
    """
    parties: list[tuple[str, list[str], list[str], list[int]]] = []
    by_key: dict[str, list[int]] = {}
    for position, (name, roles_) in enumerate(named):
        key, roles = spelling_key(name) or name.casefold(), list(dict.fromkeys(roles_))
        full = " " in key
        for number in by_key.setdefault(key, []):
            _, spellings, known, members = parties[number]
            shared = bool(set(known) & set(roles))
            if shared or (full and not (known and roles)):
                spellings += [name] if name not in spellings else []
                known += [role for role in roles if role not in known]
                members.append(position)
                break
        else:
            by_key[key].append(len(parties))
            parties.append((key, [name], roles, [position]))
    return tuple(
        Spelled(key=key, spellings=tuple(spellings), roles=tuple(roles), members=tuple(members))
        for key, spellings, roles, members in parties
    )
