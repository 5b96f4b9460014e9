"""Writes into the pages what their commands print now: ``python -m tests.docs.renew [PAGE...]``.

Promises: a line that would be the same but for times and the like stays as it is, so that a renewal shows what changed.
Does not: check what a page says in words; read it again.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.docs.shown import Desk, Step, alike, name_of, pages, run, steps_of, tidy


def renewed(lines: list[str], steps: list[Step], printed: list[list[str]]) -> list[str]:
    """Return the lines of a page with the outputs of its steps in place."""
    lines = [*lines]
    for step, found in reversed([*zip(steps, printed, strict=True)]):
        if step.file is None:
            shown = tidy("\n".join(step.output))
            known = {alike(line): line for line in shown}
            now = [known.get(alike(line), line) for line in found]
            lines[step.at : step.at + len(step.output)] = [(step.indent + line).rstrip() for line in now]
    return lines


def main(names: list[str]) -> None:
    """Renew the pages that are named, or all."""
    wanted = {Path(name).resolve() for name in names}
    with tempfile.TemporaryDirectory() as made:
        desk = Desk.build(Path(made).resolve())
        for page in pages():
            lines = page.read_text(encoding="utf-8").splitlines()
            steps = steps_of(lines)
            if not steps or (wanted and page not in wanted):
                continue
            now = renewed(lines, steps, run(steps, desk.clear()))
            if now != lines:
                page.write_text("\n".join(now) + "\n", encoding="utf-8")
                print(f"renewed {name_of(page)}")


if __name__ == "__main__":
    main(sys.argv[1:])
