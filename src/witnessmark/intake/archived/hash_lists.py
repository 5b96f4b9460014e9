"""Knows a plain text that is a list of hashes and nothing else, such as auto-archiver's ``hashes.txt``.

Promises: one hash a line, SHA-256 (64 hexadecimal digits) or SHA3-512 (128), in the order of the lines; a text with
anything else in it is none.
Does not: tell SHA-512 from SHA3-512, which look the same: auto-archiver writes the latter.
"""

from __future__ import annotations

import re

from witnessmark.intake.draft import MOST_DECLARED, Loss

_LIST = re.compile(r"(?:(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{128})(?:\n|\Z))+")
_ALGORITHMS = {64: "SHA-256", 128: "SHA3-512"}


def hashes_in(content: str) -> tuple[tuple[str, str], ...]:
    """Return the hashes that a text is made of, as pairs that it declares (``line 3``, ``SHA-256:...``)."""
    if not _LIST.fullmatch(content.rstrip("\n")):
        return ()
    lines = content.split()
    return tuple((f"line {number}", f"{_ALGORITHMS[len(line)]}:{line.lower()}") for number, line in enumerate(lines, 1))


def beyond(hashes: tuple[tuple[str, str], ...]) -> tuple[Loss, ...]:
    """Return the loss of those that are too many to be declared."""
    if len(hashes) <= MOST_DECLARED:
        return ()
    fault = f"a list of {len(hashes):,} hashes; the first {MOST_DECLARED} alone are held against the sealed files"
    return (Loss(fault, "cut it into shorter lists where all matter"),)
