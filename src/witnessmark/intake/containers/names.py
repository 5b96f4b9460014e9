"""Names of files in containers, which are words and never paths.

Promises: the last part of a name, however folders are parted; never empty, ``.`` or ``..``.
Does not: make a name unique.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

NAMELESS = "without a name"


def last_of(name: str) -> str:
    """Return a name without its folders: ``march.txt`` of ``reports/march.txt``."""
    parts = [part for part in re.split(r"[/\\]", name) if part.strip() not in ("", ".", "..")]
    return parts[-1] if parts else NAMELESS


def of_address(address: str, ending: str) -> str:
    """Return a name for what an address gave: its last step, or its host, with ``ending``."""
    try:
        split = urlsplit(address)
        steps = [step for step in unquote(split.path).split("/") if step.strip() not in ("", ".", "..")]
        name = steps[-1] if steps else split.hostname or NAMELESS
    except ValueError:
        name = NAMELESS
    name = name[-200:]
    return name if not ending or name.lower().endswith((ending, ".htm", ".xhtml")) else name + ending
