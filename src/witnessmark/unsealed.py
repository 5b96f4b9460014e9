"""Keeps the files that could not be sealed: ``unsealed.jsonl`` in the case folder, one fault a line.

Promises: what could not be sealed stays named, whatever becomes of the reading, until its path is given again and it is
sealed or gone; each path is named once. The file is replaced whole.
Does not: prove anything: what was never sealed has no entry in the record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from witnessmark.errors import InputError
from witnessmark.nouns import Fault
from witnessmark.record import durable

FILE: Final = "unsealed.jsonl"
_KEPT: Final = ("name", "fault", "hint")


def load(folder: Path) -> list[Fault]:
    """Return the faults that are kept in a case folder; raises InputError where a line is none."""
    path = folder / FILE
    if not path.exists():
        return []
    faults = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            row = json.loads(line)
            kept = {name: str(row[name]) for name in _KEPT}
            faults.append(Fault(source=None, stage="seal", **kept))
        except (ValueError, TypeError, KeyError) as error:
            raise InputError(
                f"{path}: line {number} is not a fault; restore the file, or delete it and give the paths again"
            ) from error
    return faults


def renew(folder: Path, faults: Iterable[Fault], tried: Iterable[str]) -> list[Fault]:
    """Replace what is kept of the paths ``tried``, and of all that lay under them; return what is kept now.

    Raises InputError where it cannot be written.
    """
    before = load(folder)
    roots = tuple(tried)
    inside = tuple(root.rstrip("/") + "/" for root in roots)
    now = {fault.name: fault for fault in before if fault.name not in roots and not fault.name.startswith(inside)}
    now |= {fault.name: fault for fault in faults}
    kept = [now[name] for name in sorted(now)]
    if kept != before:
        rows = ({name: getattr(fault, name) for name in _KEPT} for fault in kept)
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        with durable.explained(folder):
            durable.write(folder / FILE, lines.encode(), folder)
    return kept
