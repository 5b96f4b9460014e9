"""Runs every benchmark, one after the other: ``python benchmarks``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARKS = (
    *("sealing", "export", "unpacking", "intake", "formats", "hostile", "ocr", "case", "reading", "figures", "dates"),
    *("dates_figures_speed", "parties", "copies", "copies_growth", "utterances", "questions", "questions_decided"),
    *("questions_growth", "meaning", "durability"),
)


def main() -> int:
    """Run them all; return 1 where one did not reach its floor."""
    folder = Path(__file__).parent
    failed = []
    for name in BENCHMARKS:
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, str(folder / f"{name}.py")], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nBelow their floors or failed: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
