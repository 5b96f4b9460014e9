"""Prints rows of a list that are too long for a table, each as a block of lines.

Promises: who speaks, the words and their place are told apart by where they stand, not by colour alone.
Does not: ask the store, or count the rows.
"""

from __future__ import annotations

from textwrap import shorten

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from witnessmark.comparing import differences
from witnessmark.publish.rows import Json
from witnessmark.publish.streams import inert, one_line
from witnessmark.publish.terminal.console import counted, plain

SHORT = 120
"""Characters of what was said where a list is about something else."""


def _print_statement(console: Console, row: Json) -> None:
    speaker = row["speaker"]
    party = speaker["party"] if speaker else None
    words = str((speaker["quote"] or party) if speaker else "(nobody named)")
    heading = Styled.assemble((inert(words), "bold"))
    if party and party.casefold() not in words.casefold():
        heading.append_text(Styled.assemble(" = ", inert(party)))
    cue = inert(row["cue"]["quote"]) if row["cue"] else ""
    heading.append_text(Styled.assemble("  ", (cue, "italic"), f"  [{row['mode']}]"))
    if row["grade"]:
        heading.append_text(Styled(f"  graded {row['grade']}", style="yellow"))
    heading.append_text(_verdict(row))
    console.print(heading)
    console.print(Padding(plain(row["content"]["quote"]), (0, 0, 0, 4), expand=False))
    _print_place(console, row, f"{row['id']}  score {row['score']:.2f}")


def _verdict(row: Json) -> Styled:
    words = {"confirm": "  confirmed", "reject": "  rejected", "unsure": "  unsure"}
    return Styled(words.get(row["verdict"], ""), style="yellow")


def _print_figure(console: Console, row: Json) -> None:
    words = Styled.assemble((inert(row["quote"]), "bold"), " ", inert(row["counted"] or ""))
    words.append(f"   {interval(row)}   {row['measure']}", style="cyan")
    console.print(words)
    console.print(Padding(Styled(_voice(row)), (0, 0, 0, 4), expand=False))
    _print_place(console, row, row["id"])


def _voice(row: Json) -> str:
    """Say who gives a figure: a party, the speaker's own words where no party is known, or the document."""
    if row["party"]:
        return f"according to {inert(row['party'])}"
    if row["speaker"]:
        return f"according to “{inert(row['speaker'])}”"
    return "according to somebody unnamed" if row["statement"] else "in the document's own voice"


def _print_place(console: Console, row: Json, rest: str) -> None:
    place = f"{one_line(row['name'])}, {one_line(row['locator'])}   {row['source'][:12]}   {rest}"
    console.print(Padding(Styled(place, style="dim"), (0, 0, 1, 4), expand=False))


def _print_question(console: Console, row: Json) -> None:
    about = "; ".join(str(row[key]) for key in ("event", "place", "period") if row[key])
    console.print(Styled.assemble((one_line(row["question"]), "bold"), f"   {one_line(about)}" if about else ""))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 4))
    table.add_column(justify="right", style="cyan")
    table.add_column(overflow="fold")
    table.add_column()
    for answer in row["answers"]:
        who = _voice(answer | {"statement": answer["statements"]})
        table.add_row(interval(answer), Styled(who), counted(answer["articles"], "source"))
    console.print(table)
    sources, utterances = counted(row["articles"], "source"), counted(row["utterances"], "utterance")
    sums = f"{sources}, {utterances}, at most {counted(row['origins'], 'origin')}"
    if row["interests"] != row["origins"]:
        sums += f" of {counted(row['interests'], 'interest')}"
    if row["origins_if_reworded"] < row["origins"]:
        sums += f", perhaps fewer: {counted(row['reworded'], 'text')} may be reworded or translated"
    sums += f"   {row['id']}"
    console.print(Padding(Styled(sums, style="dim"), (0, 0, 1, 4), expand=False))


def _print_dated(console: Console, row: Json) -> None:
    about = "about " if row["approximate"] else ""
    first, last = row["first"], row["last"]
    days = (
        about + (first if first == last else f"{first or '…'} to {last or '…'}") if first or last else "in no calendar"
    )
    console.print(Styled.assemble((one_line(row["value"]), "bold"), (f"   {days}", "cyan")))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 4))
    table.add_column(overflow="fold")
    table.add_column(style="dim", overflow="fold")
    for words in row["words"]:
        place = f"{one_line(words['name'])}, {one_line(words['locator'])}"
        said = f"\n{shorten(inert(words['said']), SHORT, placeholder=' …')}" if words["said"] else ""
        table.add_row(Styled.assemble((inert(words["quote"]), "bold"), f"   {_voice(words)}", (said, "italic")), place)
    console.print(Padding(table, (0, 0, 1, 0), expand=False))


def _print_contradiction(console: Console, row: Json) -> None:
    console.print(
        Styled.assemble((f"{row['kind']}   ", "bold"), inert(row["why"]), (f"   {row['id']}", "dim"), _verdict(row))
    )
    for side in (row["first"], row["second"]):
        who = inert(side["party"] or side["speaker"] or "(nobody named)")
        console.print(Padding(Styled.assemble((who, "cyan"), f"  [{side['mode']}]"), (0, 0, 0, 4), expand=False))
        console.print(Padding(plain(side["quote"]), (0, 0, 0, 8), expand=False))
        place = f"{one_line(side['name'])}, {one_line(side['locator'])}   {side['statement']}"
        console.print(Padding(Styled(place, style="dim"), (0, 0, 0, 8), expand=False))
    console.print()


def _print_utterance(console: Console, row: Json) -> None:
    """Print the wordings of an utterance, each with what it has that the first has not, and what it leaves out."""
    heading = Styled.assemble((inert(row["party"] or "(nobody named)"), "bold"))
    if row["said"]:
        heading.append(f"   said {inert(row['said'])}", style="cyan")
    console.print(heading)
    first = row["versions"][0]["quote"]
    for version in row["versions"]:
        quote = version["quote"]
        missing, own = differences(first, quote)
        words = Styled()
        at = 0
        for span in own:
            words.append(inert(quote[at : span.start])).append(inert(quote[span.start : span.end]), style="underline")
            at = span.end
        words.append(inert(quote[at:]))
        console.print(Padding(words, (0, 0, 0, 4), expand=False))
        for what, text, spans in (("not in the first", quote, own), ("the first has", first, missing)):
            if spans:
                said = " … ".join(inert(" ".join(text[span.start : span.end].split())) for span in spans)
                console.print(Padding(Styled(f"{what}: {said}", style="yellow"), (0, 0, 0, 6), expand=False))
        place = f"{version['statement']}  {one_line(version['name'])}  {version['language'] or ''}".rstrip()
        console.print(Padding(Styled(place, style="dim"), (0, 0, 0, 4), expand=False))


BLOCKS = {
    "statements": _print_statement,
    "figures": _print_figure,
    "questions": _print_question,
    "timeline": _print_dated,
    "utterances": _print_utterance,
    "contradictions": _print_contradiction,
}


def interval(row: Json) -> str:
    """Write the bounds of a figure: ``30,000 or more``, ``170 to 190``, ``about 33,700``."""
    lo, hi = (None if row[key] is None else f"{row[key]:,}" for key in ("lo", "hi"))
    about = "about " if row["approximate"] else ""
    if lo is None:
        return f"{about}up to {hi}" if hi is not None else "a number too large to be read"
    if hi is None:
        return f"{about}{lo} or more"
    return f"{about}{lo}" if lo == hi else f"{about}{lo} to {hi}"
