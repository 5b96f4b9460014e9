"""Containers: files that hold files. One module a kind, each with ``take_out(stream, name, spool, limits)``.

Promises: one table of kinds; what is in a file goes to the spool in the file's own order, as the bytes that lay there
(unpacked, decoded), under names that are words; each thing that is left out is a loss with a hint.
Does not: unpack what came out in turn (its caller does), follow a link, or read what the words say.
"""

from witnessmark.intake.containers.kinds import (
    KINDS,
    NAMED_DOCUMENTS,
    NOT_ONE,
    holds_only_files,
    kind_of,
    may_hold_files,
    opened_by,
    opening_versions,
    taker_of,
)

__all__ = [
    "KINDS",
    "NAMED_DOCUMENTS",
    "NOT_ONE",
    "holds_only_files",
    "kind_of",
    "may_hold_files",
    "opened_by",
    "opening_versions",
    "taker_of",
]
