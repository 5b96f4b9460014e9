"""Chooses who a speaker is, where the encoder points to one party and the rules say another.

Promises: the encoder's words only from a measured chance on; never a possessor ("Kemal's lawyer") for the speaker.
Does not: resolve anything itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from witnessmark.nouns import Name, NameKind, Span
from witnessmark.reading.neural.pointing import Pointed
from witnessmark.reading.parties.lexicon import lexicon
from witnessmark.reading.parties.sources import Shape, read_source

SURE: Final = 0.7
"""From this chance on the words that the encoder points to go before the rules."""
_ONE = frozenset(["he", "she"])
_FIRST = frozenset(["i", "we"])
_SPEAKING = frozenset([NameKind.PERSON, NameKind.ORGANISATION])
_SOMEBODY = frozenset(["man", "woman", "boy", "girl", "person"])
_MARKS: Final = ".,;:()"
_SMALL: Final = 3
"""Letters of words such as "of" and "the"."""
_INDEFINITE = re.compile(r"(?:an?|another|one|some)\s", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)


def choose(
    text: str, source: Span, resolved: str | None, found: Pointed | None, names: Sequence[Name] = ()
) -> str | None:
    """Return who ``source`` is: ``resolved`` by the rules, ``found`` by the encoder; "he" is no place and no event,
    and "the ministry" no person.

    "I" and "we" outside quotations are whoever wrote the text, and not who was named last.
    """
    if resolved is None and text[source.start : source.end].lower() in _FIRST:
        return None
    if text[source.start : source.end].lower() in _ONE:
        if found and found.words and _is_thing([n for n in names if n.passage.spans[0].overlaps(found.words)]):
            found = None
        if resolved and _is_thing([name for name in names if name.passage.quote == resolved]):
            resolved = None
        if resolved:
            return resolved
    elif _SOMEBODY.intersection(text[source.start : source.end].lower().split()[:3]) and found and found.words:
        named = [name for name in names if name.passage.spans[0].overlaps(found.words)]
        if named and all(name.kind is NameKind.ORGANISATION for name in named):
            found = None
    elif resolved and found and found.words and not source.holds(found.words):
        named = [name for name in names if name.passage.spans[0].overlaps(found.words)]
        of_person = bool(named) and all(name.kind is NameKind.PERSON for name in named)
        if of_person and _is_another_one(text, source, resolved, found.words):
            found = None
    return _party(text, source, resolved, found)


def _is_another_one(text: str, source: Span, resolved: str, person: Span) -> bool:
    """Tell whether a person who stands elsewhere cannot be ``source``, by what its words are.

    A body is none; nor is the relative of one, a second one with the same role ("a friend"), or the holder of an office
    of whom the text does not say who it is: a wrong name under somebody's words harms more than none.
    """
    quote, name = text[source.start : source.end], text[person.start : person.end]
    phrase = read_source(quote)
    if phrase.shape is Shape.BODY or resolved.startswith((f"{name}'s ", f"{name}’s ")):
        return True
    if phrase.shape is not Shape.ROLE or any(word[0].isupper() for word in resolved.split()):
        return False
    new = _INDEFINITE.match(quote) is not None and person.start < source.start
    return new or phrase.head in lexicon().persons["offices"]


def _is_thing(named: Sequence[Name]) -> bool:
    return bool(named) and not any(name.kind in _SPEAKING for name in named)


def _party(text: str, source: Span, resolved: str | None, pointed: Pointed | None) -> str | None:
    """Return the words that the encoder points to where it is sure, else what the rules say.

    The rules are kept where they know more of the same name, or where the words are but a part of the source.
    """
    if pointed is None or pointed.chance < SURE:
        return resolved
    if pointed.words is None:
        return resolved if resolved and " of " in resolved else None
    words = _ARTICLE.sub("", text[pointed.words.start : pointed.words.end])
    if resolved is None:
        return words
    quote = text[source.start : source.end]
    mine, theirs = ({word.lower() for word in name.split()} for name in (words, resolved))
    said = {word.lower() for word in quote.split()}
    proper = words[0].isupper() and (" " not in words or not words.split()[-1].islower())
    if mine < theirs and not theirs <= said and (proper or quote.lower().startswith("the ")):
        return resolved
    if source.holds(pointed.words):
        kept = _is_another(text, source, pointed.words) or _is_body_of(words, resolved)
        kept = kept or (" and " in resolved and theirs < mine and not words.startswith(resolved))
        kept = kept or _is_named(words, resolved, definite=quote.lower().startswith("the "))
        return resolved if kept else words
    told = {word.lower() for word in resolved.split() if word[0].isupper() and len(word) > _SMALL}
    said = {word.strip(_MARKS) for word in said}
    return resolved if told & said and not mine & said else words


def _is_another(text: str, source: Span, words: Span) -> bool:
    """Tell whether words inside a source are somebody else than it: "Kemal's lawyer", "friends of the mayor"."""
    led, after = text[source.start : words.start].lower().split(), text[words.end : source.end].lower()
    joined = "and" in (*led, *after.split()[:1])
    return (
        joined
        or after.startswith(("'s ", "’s ", "' ", "’ "))
        or bool(lexicon().bodies["sides"].intersection(led) and "of" in led)
    )


def _is_body_of(words: str, resolved: str) -> bool:
    """Tell whether ``resolved`` is the body that the people in ``words`` speak for: "Army officials"."""
    *before, last = words.split()
    body = "United Nations" if " ".join(before) in ("U.N.", "UN") else " ".join(before)
    known = lexicon().nation(resolved) is not None or resolved in lexicon().places
    return bool(before) and last in lexicon().bodies["men"] and body == resolved and not known


def _is_named(words: str, resolved: str, *, definite: bool) -> bool:
    """Tell whether ``words`` say no more of a speaker than its name: "Taliban in Afghanistan", "Ankara" for Turkey."""
    short = definite and words.startswith(resolved) and resolved.count(" ") < 3
    after = words[len(resolved) :] if short else ""
    state = lexicon().places.get(words)
    return after.startswith((" in ", ",")) or (state is not None and state.name == resolved)
