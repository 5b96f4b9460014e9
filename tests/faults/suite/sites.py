"""Names the places of the program that sync: the line of its caller that asks for it, as it stands in the source.

Promises: two lines that ask for a sync are two places, and so are the sync of a file and that of its folder.
Does not: tell apart the threads of a pool, which have no caller: theirs is the line that the pool runs.
"""

from __future__ import annotations

import linecache
import sys
from pathlib import Path
from types import FrameType

import witnessmark

DATABASE_FILE, DATABASE_FOLDER = "reading.db", "reading.db's folder"
_PACKAGE = str(Path(witnessmark.__file__).parent)
_MEANS = {"durable.py"}
"""Files that sync for others: the place is the first line outside them."""


def here(kind: str) -> str:
    """Return the place that asks for a sync of ``kind`` (file or folder) just now."""
    if kind in (DATABASE_FILE, DATABASE_FOLDER):
        return kind
    ours: list[FrameType] = []
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename.startswith(_PACKAGE):
            ours.append(frame)
        frame = frame.f_back
    asks = next((one for one in ours if Path(one.f_code.co_filename).name not in _MEANS), None)
    if asks is None:  # a thread of a pool
        return f"{kind}: a pool's {ours[0].f_code.co_name}" if ours else kind
    file = Path(asks.f_code.co_filename)
    line = linecache.getline(str(file), asks.f_lineno).strip()
    return f"{kind}: {file.stem}.{asks.f_code.co_name}: {line}"
