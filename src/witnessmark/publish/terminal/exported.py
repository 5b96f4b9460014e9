"""Prints what an export wrote, and what to do with it.

Promises: of a bag, what to hand over apart from it is said.
Does not: export.
"""

from __future__ import annotations

from witnessmark.publish.exporting import Exported
from witnessmark.publish.streams import one_line
from witnessmark.publish.terminal.console import counted, make_console


def print_exported(done: Exported) -> None:
    """Print what was written."""
    console = make_console()
    path = one_line(str(done.path))
    console.print(f"Wrote {path}: {counted(done.files, 'file')}, {done.bytes:,} bytes", markup=False, soft_wrap=True)
    if done.proof is None:
        return
    proof = one_line(str(done.proof))
    console.print(f"Entry {done.entry} of the log names it by its tag manifest, {done.tag_digest}", soft_wrap=True)
    console.print(f"Wrote {proof}: the proof of that entry. Send it on its own way.", markup=False, soft_wrap=True)
