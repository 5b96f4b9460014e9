"""Knows under which keys exports keep a post's text, its author and its date: ``post_keys.toml``.

Promises: the table is read once, when the program starts; a key is known however it is written (``createdAt``).
Does not: guess from values; a key that is not in the table plays no role.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files

FIRST, LAST = 788_918_400, 4_102_444_800
"""Seconds from 1995 to 2100: a whole number under a key of dates is a time if it lies between, in seconds or in
thousandths, millionths or thousand-millionths of them."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The keys that play each role, squeezed, in the order in which they are tried."""

    text: tuple[str, ...]
    author: tuple[str, ...]
    date: tuple[str, ...]
    id: tuple[str, ...]
    address: tuple[str, ...]
    lists: Mapping[str, int]

    def find(self, keys: tuple[str, ...], paths: Sequence[str], beside: str = "") -> str | None:
        """Return the path of the first of ``keys`` among ``paths``; None where there is none.

        Where the path of a post's text is given, keys in the same object are looked at too. Where none is, the key
        may lie in any object that is not too deep.
        """
        by_key: dict[str, str] = {}
        by_last: dict[str, str] = {}
        for path in paths:
            key = squeezed(NUMBERED.sub("", path))
            if path != beside and key.count(".") < DEEPEST:
                by_key.setdefault(key, path)
                by_last.setdefault(key.rpartition(".")[2], path)
        folder = squeezed(NUMBERED.sub("", beside)).rpartition(".")[0]
        for key in keys:
            found = by_key.get(key) or (by_key.get(f"{folder}.{key}") if folder else None)
            if found is not None:
                return found
        return None if beside else next((by_last[key] for key in keys if key in by_last), None)


NUMBERED = re.compile(r"\.\d+(?=\.|$)")
"""A place in a list, within a path of keys."""
DEEPEST = 4
"""A post's own text lies no deeper than this many keys."""


@lru_cache(maxsize=4096)
def squeezed(path: str) -> str:
    """Return a path of keys in small letters, each key without anything but letters and digits."""
    return ".".join(re.sub(r"[\W_]+", "", key) for key in path.lower().split("."))


@lru_cache(maxsize=1)
def roles_of() -> Roles:
    """Return the table of keys."""
    table = tomllib.loads(files(__package__).joinpath("post_keys.toml").read_text("utf-8"))
    roles = {name: tuple(squeezed(key) for key in table[name]) for name in ("text", "author", "date", "id", "address")}
    return Roles(**roles, lists={squeezed(key): place for place, key in enumerate(table["lists"])})


def moment(words: str) -> str:
    """Return a time counted in seconds since 1970 as a date (UTC); anything else as it is."""
    if not re.fullmatch(r"\d{9,19}(?:\.\d+)?", words):
        return words
    whole = int(words.partition(".")[0])
    for unit in (1, 1_000, 1_000_000, 1_000_000_000):
        if FIRST <= whole // unit < LAST:
            return datetime.fromtimestamp(whole // unit, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return words


roles_of()
