"""Keeps the SHA-256 of a model's files beside them, so that the package finds what was damaged."""

from __future__ import annotations

from pathlib import Path

from witnessmark.nouns import digest_of
from witnessmark.reading.neural.sums import SUMS, sums_in


def note(folder: Path, *names: str) -> None:
    """Write the sums of ``names`` into the folder's ``SHA256SUMS``, beside those of its other files."""
    sums = {**(sums_in(folder) or {}), **{name: digest_of((folder / name).read_bytes()) for name in names}}
    lines = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
    (folder / SUMS).write_text(lines, encoding="utf-8")
