"""The rule files: words of each language as data, loaded once and named by their digest.

Promises: the same files give the same rules; ``rules_digest`` changes with any byte of them or of this room's code.
Does not: read anything but the package's own data folder.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

LANGUAGES = ("ar", "de", "en", "es", "fa", "fr", "sv")
"""The languages that rules exist for; any other text is read with the English ones."""


@cache
def _bytes_of(name: str) -> bytes:
    return (resources.files("witnessmark.reading") / "data" / name).read_bytes()


def _parts(folder: Traversable, at: str = "") -> Iterator[tuple[str, Traversable]]:
    for part in folder.iterdir():
        if part.is_dir():
            yield from _parts(part, f"{at}{part.name}/")
        elif part.name.endswith((".py", ".toml")):
            yield f"{at}{part.name}", part


@cache
def rules_digest() -> str:
    """Return twelve hexadecimal digits that name all of this room's code and rule files."""
    parts = dict(_parts(resources.files("witnessmark.reading")))
    digest = hashlib.sha256()
    for name in sorted(parts):
        data = parts[name].read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:12]


@cache
def load(name: str) -> Mapping[str, Any]:
    """Return the parsed rule file ``name`` (``en``, ``measures``)."""
    parsed: Mapping[str, Any] = tomllib.loads(_bytes_of(f"{name}.toml").decode("utf-8"))
    return parsed


def known(language: str | None) -> str:
    """Return ``language`` if there are rules for it, else ``en``."""
    code = (language or "en").lower().partition("-")[0]
    return code if code in LANGUAGES else "en"


def words(table: Mapping[str, Any], key: str) -> frozenset[str]:
    """Return the words of ``table[key]``: one string of words, or a list of phrases."""
    value = table.get(key, "")
    return frozenset(value.split() if isinstance(value, str) else value)
