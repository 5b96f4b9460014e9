"""Prints what a check of a case found.

Promises: every fault is named with what can be done; a case that verifies says what was checked.
Does not: check.
"""

from __future__ import annotations

from pathlib import Path

from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from witnessmark.publish.streams import inert, one_line
from witnessmark.publish.terminal.console import counted, make_console
from witnessmark.verifying import Verdict


def print_verdict(folder: Path, verdict: Verdict) -> None:
    """Print what a check found."""
    console = make_console()
    for fault in verdict.faults:
        console.print(Styled.assemble((one_line(fault.name), "bold red"), f"  {inert(fault.fault)}"), soft_wrap=True)
        console.print(Padding(Styled(inert(fault.hint), style="dim"), (0, 0, 0, 4), expand=False))
    for note in verdict.notes:
        console.print(Styled.assemble(("note  ", "yellow"), inert(note)), soft_wrap=True)
    if verdict.faults:
        count = counted(len(verdict.faults), "fault")
        console.print(Styled(f"{one_line(str(folder))} does NOT verify: {count}.", style="bold red"))
        return
    found = verdict.record
    console.print(Styled(f"{one_line(str(folder))} verifies.", style="bold green"))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_row("record", f"{found.files:,} files, {found.bytes:,} bytes, every one as it was sealed")
    table.add_row("log", f"{counted(found.size, 'entry')}, root {found.root}")
    table.add_row("key", found.fingerprints[-1] if found.fingerprints else "")
    for stamp in found.stamps:
        tied = f", tied to the root {stamp.root}" if stamp.root else ", not tied to a trusted root"
        size = counted(stamp.size, "entry")
        table.add_row("time", inert(f"{size} by {stamp.time}, says {stamp.authority}{tied}"))
    if not found.stamps:
        table.add_row("time", "none from outside; the machine's own clock alone")
    for cosigner in found.cosigners:
        said = f"{counted(cosigner.size, 'entry')} at {cosigner.time}, says {cosigner.witness}"
        table.add_row("witness", inert(f"{said}, key {cosigner.fingerprint}"))
    standing = f"{counted(verdict.passages, 'passage')} stand in their texts, word for word"
    table.add_row("reading", standing if verdict.passages else "nothing to check")
    console.print(table)
    console.print(
        "Note root and key elsewhere: with them, anybody can tell later whether this log was rewritten.", style="dim"
    )
