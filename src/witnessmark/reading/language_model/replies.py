"""Replies: what a language model answered, taken apart and held to its form.

Promises: any string gives statements in words or an ``UnusableError``; what is not of the form is counted.
Does not: trust a word of it; ``locating`` looks for each in the text.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from witnessmark.errors import WitnessmarkError
from witnessmark.nouns import Mode

MOST_STATEMENTS: Final = 200
"""More than these in one paragraph are no reading of it; the rest is counted as refused."""
_MOST_PIECES: Final = 12
_THOUGHT: Final = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
"""Some models write down what they consider before they answer."""


class UnusableError(WitnessmarkError):
    """A reply holds no list of statements: the words of the message say what it holds."""


@dataclass(frozen=True, slots=True)
class Told:
    """One statement in the words that the model gives; none of them has been found in the text yet."""

    source: str | None
    cue: str | None
    content: tuple[str, ...]
    mode: Mode


@dataclass(frozen=True, slots=True)
class Reply:
    """The statements of one reply, and how many items of it were none."""

    statements: tuple[Told, ...]
    malformed: int = 0


def parse(words: str) -> Reply:
    """Return the statements in a reply; raises UnusableError where it holds no list of them."""
    found = _object(_THOUGHT.sub("", words))
    items = found.get("statements")
    if not isinstance(items, list):
        raise UnusableError("it has no list of statements")
    told = [_told(item) for item in items[:MOST_STATEMENTS]]
    kept = tuple(one for one in told if one is not None)
    return Reply(kept, malformed=len(items) - len(kept))


def _object(words: str) -> dict[str, Any]:
    """Return the JSON object in ``words``, also one between other words or in a fence of back ticks."""
    first, last = words.find("{"), words.rfind("}")
    if first < 0:
        raise UnusableError("it is not JSON")
    try:
        found = json.loads(words[first : last + 1])
    except (ValueError, RecursionError) as error:
        raise UnusableError("it is not JSON, or cut off") from error
    if not isinstance(found, dict):
        raise UnusableError("it is not a JSON object")
    return found


def _told(item: object) -> Told | None:
    """Return the statement in an item, or None where a part is missing or of another type."""
    if not isinstance(item, dict):
        return None
    source, cue, content, mode = (item.get(key) for key in ("source", "cue", "content", "mode"))
    if isinstance(content, str):
        content = [content]
    if not isinstance(source, str | None) or not isinstance(cue, str | None) or mode not in list(Mode):
        return None
    if not isinstance(content, list) or not 0 < len(content) <= _MOST_PIECES:
        return None
    pieces = tuple(piece for piece in content if isinstance(piece, str) and piece.strip())
    if len(pieces) != len(content):
        return None
    return Told(_or_none(source), _or_none(cue), pieces, Mode(mode))


def _or_none(words: str | None) -> str | None:
    return words if words and words.strip() else None
