"""Keeps measured values from falling: floors by section in ``floors.json``, each with the digest of its data.

Promises: other sections are left as they are; floors are rounded down.
Does not: measure anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from witnessmark.nouns import Digest

FLOORS = Path(__file__).with_name("floors.json")


def below(section: str, measured: Mapping[str, float], digest: Digest) -> list[str]:
    """Return what falls short of the floors of a section, in words."""
    floors: Mapping[str, Any] = _sections().get(section, {})
    if floors.get("data") != digest:
        return ["the data is not what the floors were measured on: set them anew with --set-floors REASON"]
    return [
        f"{name}: {measured.get(name, 0.0):.3f} is below its floor {floor:.3f}"
        for name, floor in floors["floors"].items()
        if measured.get(name, 0.0) < floor
    ]


def write_floors(section: str, measured: Mapping[str, float], digest: Digest, reason: str) -> None:
    """Write the measured values as the floors of a section, with the reason."""
    sections = _sections()
    floors = {name: int(value * 1000) / 1000 for name, value in measured.items()}
    sections[section] = {"data": digest, "reason": reason, "floors": floors}
    FLOORS.write_text(json.dumps(sections, indent=1) + "\n", "utf-8")


def _sections() -> dict[str, Any]:
    return json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
