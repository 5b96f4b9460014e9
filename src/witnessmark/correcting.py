"""Finds the stretch of a text that a person corrects.

Promises: the words to be replaced stand in the text exactly once, or once at the place that is named, within one place
of the source and outside other corrections; otherwise nothing is recorded, and the line says how to name them.
Does not: change a text; the next build does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from witnessmark.errors import InputError
from witnessmark.intake.corrections import original_span, within_one
from witnessmark.nouns import Digest, Passage, Span, Text
from witnessmark.store import ask, pending

MOST_SHOWN = 5


def subject_of(
    connection: sa.Connection, source: Digest, name: str, *, was: str, now: str, place: str | None
) -> dict[str, str]:
    """Return what a decision says of the stretch ``was`` of a text that is to read ``now``; raises InputError.

    ``place`` is a locator in words, such as ``page 3, line 12``, or its beginning.
    """
    text = ask.text_of(connection, source)
    if text is None:
        raise InputError(f"{name}: there is no text of it to correct; `list faults` says why")
    if not was.strip() or not now.strip():
        raise InputError("the words to be replaced, and those in their place, hold at least one letter or digit")
    if was == now:
        raise InputError("the words are the same as before")
    span = _only(text, name, [*_places(text, was, place)], was, place)
    if not within_one(text.locators, span):
        raise InputError(f"“{was}” stands in two places of {name}; correct the words of each by themselves")
    before = next((one for one in text.corrections if one.span.overlaps(span)), None)
    if before is not None:
        raise InputError(f"entry {before.entry} has corrected these words; withdraw it first")
    original = original_span(text.corrections, span)
    for one in pending.corrections(connection).get(source, ()):
        if one.span.overlaps(original):
            raise InputError(f"entry {one.entry} has corrected these words; withdraw it first")
    locator = text.locate(Passage.of(text.content, span))
    return {
        "source": source,
        "name": name,
        "locator": locator,
        "was": was,
        "start": str(original.start),
        "extractor": text.extractor,
    }


def _places(text: Text, was: str, place: str | None) -> Iterator[Span]:
    at = text.content.find(was)
    while at >= 0:
        span = Span(at, at + len(was))
        if place is None or _begins(text.locate(Passage.of(text.content, span)), place):
            yield span
        at = text.content.find(was, at + 1)


def _begins(label: str, place: str) -> bool:
    return f"{label}, ".startswith(f"{place.strip().rstrip(',')}, ")


def _only(text: Text, name: str, found: Sequence[Span], was: str, place: str | None) -> Span:
    where = f"{name}, {place}" if place else name
    if not found:
        raise InputError(f"“{was}” does not stand in {where}; copy the words as `witnessmark search` shows them")
    if len(found) > 1:
        labels = list(dict.fromkeys(text.locate(Passage.of(text.content, span)) for span in found))
        if len(labels) == 1:
            raise InputError(f"“{was}” stands {len(found):,} times in {name}, {labels[0]}; give more of the words")
        shown = "; ".join(labels[:MOST_SHOWN]) + ("; …" if len(labels) > MOST_SHOWN else "")
        raise InputError(f"“{was}” stands {len(found):,} times in {where}; name one place with --place: {shown}")
    return found[0]
