"""What other tools find: texts in as JSON Lines on standard input, their numbers out, one line a text.

    python benchmarks/figures_others.py SYSTEM < texts.jsonl > found.jsonl

Promises: SYSTEM is ``recognizers-text`` or ``quantulum3``; each line in has ``text`` and ``lang``, each line out a list
of ``[start, end, lo, hi, approximate]``; exit status 3 where the tool is not installed in this interpreter.
Does not: import anything of ours, so that it runs in any environment that holds the tool.
"""

from __future__ import annotations

import importlib
import json
import logging
import math
import sys
from collections.abc import Callable
from typing import Any

Found = list[tuple[int, int, float | None, float | None, bool]]
CULTURES = {"en": "en-us", "fr": "fr-fr", "es": "es-es", "de": "de-de", "sv": "sv-se", "ar": "ar-eg"}


def recognizers(text: str, lang: str) -> Found:
    """Return the numbers of recognizers-text; its number ranges are not in the Python package."""
    number = importlib.import_module("recognizers_number")
    found: Found = []
    for each in number.recognize_number(text, CULTURES[lang], fallback_to_default_culture=False):
        value = _number(each.resolution.get("value"))
        if value is not None:
            found.append((each.start, each.end + 1, value, value, False))
    return sorted(found, key=lambda each: each[:2])


def quantulum(text: str, lang: str) -> Found:
    """Return the quantities of quantulum3, which has English alone; its uncertainty makes an interval."""
    if lang != "en":
        return []
    parser = importlib.import_module("quantulum3.parser")
    found: Found = []
    for each in parser.parse(text):
        spread = each.uncertainty or 0.0
        found.append((*each.span, each.value - spread, each.value + spread, bool(spread)))
    return found


def _number(written: Any) -> float | None:
    try:
        value = float(str(written).replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


SYSTEMS: dict[str, tuple[str, Callable[[str, str], Found]]] = {
    "recognizers-text": ("recognizers_number", recognizers),
    "quantulum3": ("quantulum3", quantulum),
}


def main() -> int:
    """Read, run, write."""
    logging.disable(logging.CRITICAL)
    module, find = SYSTEMS[sys.argv[1]]
    try:
        importlib.import_module(module)
    except ImportError:
        return 3
    for line in sys.stdin:
        row = json.loads(line)
        try:
            found = find(row["text"], row["lang"])
        except Exception:  # a tool that falls over a text has found nothing in it
            found = []
        print(json.dumps(found), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
