"""What the faults of office documents have in common, whatever the format: how many things were not read, or not seen.

Promises: one wording for one thing, in the singular for one.
Does not: know any format.
"""

from __future__ import annotations

from witnessmark.intake.draft import Loss, counted

TRACKED = ("deleted", "inserted")
"""The kinds of changes that a document tracks."""


def tracked_changes(kind: str, count: int, by: str, hint: str) -> Loss:
    """Say how many stretches were ``deleted`` or ``inserted`` with changes tracked; ``by`` are the words for who."""
    tracked = f"{kind} with changes tracked{by}"
    if kind == "deleted":
        told = counted(count, f"stretch that was {tracked} is", f"stretches that were {tracked} are")
        return Loss(f"{told} not in the text", hint)
    told = counted(count, f"stretch was {tracked}; it is", f"stretches were {tracked}; they are")
    return Loss(f"{told} in the text", hint)


def unread(thing: str, count: int) -> Loss:
    """Say how many of a ``thing`` (in the singular: ``picture``) were not read."""
    return Loss(counted(count, f"{thing} was not read", f"{thing}s were not read"), "look at them in the source")


def hidden_stretches(count: int) -> Loss:
    """Say how many stretches of words are hidden in a document."""
    told = counted(count, "stretch is hidden in the document; it is", "stretches are hidden in the document; they are")
    return Loss(f"{told} in the text", "see why")
