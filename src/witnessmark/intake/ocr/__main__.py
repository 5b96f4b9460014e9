"""Prints the Debian packages that recognition misses here, on one line; nothing where it misses none."""

from __future__ import annotations

from witnessmark.intake.ocr.program import missing

if __name__ == "__main__":
    print(missing())
