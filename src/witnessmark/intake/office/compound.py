"""Looks for streams in compound files (MS-CFB), in which the older Office formats and encrypted ones are kept.

Promises: a name that stands in the file by chance is not taken for a stream's.
Does not: read any stream, or follow the tables that say where each lies.
"""

from __future__ import annotations

ENTRY = 128
"""Bytes of one entry of the folder in such a file; the name comes first, in UTF-16, 64 bytes at the most."""


def holds(data: bytes, stream: str) -> bool:
    """Tell whether the file has a stream of this name: folder entries lie at multiples of their size."""
    name = (stream + "\0").encode("utf-16-le")
    at = data.find(name)
    while at >= 0:
        if at % ENTRY == 0 and data[at + 64 : at + 66] == len(name).to_bytes(2, "little"):
            return True
        at = data.find(name, at + 1)
    return False
