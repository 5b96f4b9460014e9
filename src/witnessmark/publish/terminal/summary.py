"""Prints what a build did, what the case holds after it, and what to look at next.

Promises: what was left out and what could not be done is counted.
Does not: build.
"""

from __future__ import annotations

from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from witnessmark.build import Done
from witnessmark.case import Case
from witnessmark.publish.terminal.console import as_typed, counted, make_console, named, noun_for, print_next
from witnessmark.store import ask

SPEAKERS_SHOWN = 8


def print_summary(case: Case, done: Done, before: int = 0) -> None:
    """Print what a build took in, what the case holds after it, and what to look at next.

    ``before`` is how many entries the log had when the build began: what is numbered from there is new.
    """
    console, folder = make_console(), as_typed(case.folder)
    with case.reading() as store, store.asking() as connection:
        count = ask.counts(connection)
        new, taken_out = ask.sources_since(connection, before)
        speakers = ask.most_heard(connection, SPEAKERS_SHOWN)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="bold")
    table.add_column()
    if given := done.sealed + done.known:
        known = max(0, given - new)
        table.add_row(f"{given:,}", f"{noun_for(given, 'file')} given ({new:,} new, {known:,} with known contents)")
    out = f", {taken_out:,} of them taken out of others" if taken_out else ""
    table.add_row(f"{count.sources:,}", f"{noun_for(count.sources, 'source')} sealed ({new + taken_out:,} new{out})")
    table.add_row(f"{count.texts:,}", f"{noun_for(count.texts, 'text')} read ({done.read - len(done.unread):,} now)")
    table.add_row(f"{count.statements:,}", noun_for(count.statements, "statement"))
    for party, times in speakers:
        table.add_row("", Styled.assemble(f"{times:>6,}  ", named(party)))
    if count.without_party:
        table.add_row("", Styled(f"{count.without_party:>6,}  whose speaker is not named or not resolved", style="dim"))
    table.add_row(f"{count.figures:,}", noun_for(count.figures, "figure"))
    table.add_row(f"{count.copies:,}", noun_for(count.copies, "copy"))
    table.add_row(
        Styled(f"{count.faults:,}", style="bold red" if count.faults else "bold"), noun_for(count.faults, "fault")
    )
    console.print(Padding(table, (1, 0, 0, 0), expand=False))
    if done.litter:
        console.print(
            f"Left out: {counted(done.litter, 'file')} of the kind that file managers leave in folders.", style="dim"
        )
    if count.faults:
        print_next(console, f"list {folder} faults", "what could not be done, and how to mend it")
    print_next(console, f"list {folder} statements", "who said what, in the exact words")
    print_next(console, f"list {folder} questions", "figures of different sources side by side")
    print_next(console, f"dossier {folder} -o dossier.html", "all of it on a page to print")
