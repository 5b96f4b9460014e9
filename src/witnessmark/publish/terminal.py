"""What a person sees on a terminal.

Promises: rows are laid out to be read, in the width that there is; text of sources cannot steer the terminal (control
characters are shown, not sent); progress goes to standard error.
Does not: decide what is shown.
"""

from __future__ import annotations

import shlex
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from textwrap import shorten
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress
from rich.table import Table
from rich.text import Text as Styled

from ..build import Done
from ..case import Case
from ..comparing import differences
from ..meaning import Alike
from ..nouns import Action
from ..record.keys import parse_vkey
from ..store import ask
from ..store.search import Hit
from ..verifying import Verdict
from .rows import Json
from .streams import inert, one_line

NAME = "witnessmark"
SECONDS_BETWEEN_LINES = 60.0
SPEAKERS_SHOWN = 8


def plain(value: object) -> Styled:
    """Return words of a source as inert text: no markup, and control characters made visible."""
    return Styled(inert(str(value)))


def named(value: object) -> Styled:
    """Return a name, a place or another word of one line as inert text that stays on its line."""
    return Styled(one_line(str(value)))


WIDTH_OF_A_FILE = 120


class _Console(Console):
    """A console that leaves it to the command line what a reader who has seen enough means."""

    def on_broken_pipe(self) -> None:
        """Raise the BrokenPipeError that is being handled."""
        raise


def _console() -> Console:
    console = _Console(highlight=False)
    return console if console.is_terminal else _Console(highlight=False, width=WIDTH_OF_A_FILE)


# -------------------------------------------------------------------------------------------------------- progress


class _Lines:
    """Says how far a stage is: a line at its end, and one a minute."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._stage, self._done, self._total, self._said = "", 0, 0, 0.0

    def begin(self, stage: str, total: int) -> None:
        self._stage, self._done, self._total, self._said = stage, 0, total, time.monotonic()

    def advance(self, steps: int = 1) -> None:
        self._done += steps
        if time.monotonic() - self._said >= SECONDS_BETWEEN_LINES:
            self._say()

    def end(self) -> None:
        if self._total:
            self._say()

    def say(self, line: str) -> None:
        self._console.print(plain(line), soft_wrap=True)

    def _say(self) -> None:
        self._said = time.monotonic()
        self._console.print(f"{self._stage}: {self._done:,} of {self._total:,}")


class _Bar:
    """Draws a bar a stage."""

    def __init__(self, bar: RichProgress) -> None:
        self._bar = bar
        self._task = bar.add_task("", visible=False)

    def begin(self, stage: str, total: int) -> None:
        self._task = self._bar.add_task(stage, total=total, visible=total > 0)

    def advance(self, steps: int = 1) -> None:
        self._bar.advance(self._task, steps)

    def end(self) -> None:
        self._bar.refresh()

    def say(self, line: str) -> None:
        self._bar.console.print(plain(line), soft_wrap=True)


@contextmanager
def progress() -> Iterator[_Bar | _Lines]:
    """Show progress on standard error: bars on a terminal, else a line a minute."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with RichProgress(*columns, console=console) as bar:
        yield _Bar(bar)


# --------------------------------------------------------------------------------------------------------- summary


def print_summary(case: Case, done: Done, before: int = 0) -> None:
    """Print what a build took in, what the case holds after it, and what to look at next.

    ``before`` is how many entries the log had when the build began: what is numbered from there is new.
    """
    console, folder = _console(), _typed(case.folder)
    with case.reading() as store, store.asking() as connection:
        count = ask.counts(connection)
        new = ask.sources_since(connection, before)
        speakers = ask.most_heard(connection, SPEAKERS_SHOWN)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="bold")
    table.add_column()
    if given := done.sealed + done.known:
        known = max(0, given - new)
        table.add_row(f"{given:,}", f"{_noun(given, 'file')} given ({new:,} new, {known:,} with known contents)")
    table.add_row(f"{count.sources:,}", f"{_noun(count.sources, 'source')} sealed ({new:,} new)")
    table.add_row(f"{count.texts:,}", f"{_noun(count.texts, 'text')} read ({done.read - len(done.unread):,} now)")
    table.add_row(f"{count.statements:,}", _noun(count.statements, "statement"))
    for party, times in speakers:
        table.add_row("", Styled.assemble(f"{times:>6,}  ", named(party)))
    if count.without_party:
        table.add_row("", Styled(f"{count.without_party:>6,}  whose speaker is not named or not resolved", style="dim"))
    table.add_row(f"{count.figures:,}", _noun(count.figures, "figure"))
    table.add_row(f"{count.copies:,}", _noun(count.copies, "copy"))
    table.add_row(
        Styled(f"{count.faults:,}", style="bold red" if count.faults else "bold"), _noun(count.faults, "fault")
    )
    console.print(Padding(table, (1, 0, 0, 0), expand=False))
    if done.litter:
        console.print(
            f"Left out: {_counted(done.litter, 'file')} of the kind that file managers leave in folders.", style="dim"
        )
    if count.faults:
        _print_next(console, f"list {folder} faults", "what could not be done, and how to mend it")
    _print_next(console, f"list {folder} statements", "who said what, in the exact words")
    _print_next(console, f"list {folder} questions", "figures of different sources side by side")
    _print_next(console, f"dossier {folder} -o dossier.html", "all of it on a page to print")


def _print_next(console: Console, command: str, purpose: str) -> None:
    console.print(Styled.assemble((f"{_program()} {command}", "bold cyan"), f"   {purpose}"), soft_wrap=True)


def _typed(folder: Path) -> str:
    """Return a folder as it is typed in a command."""
    return one_line(shlex.quote(str(folder)))


def _program() -> str:
    """Return how this program is called here: its name where that is enough, else the path that was typed."""
    typed = sys.argv[0]
    named = shutil.which(NAME)
    if Path(typed).name != NAME or (named and Path(named).resolve() == Path(typed).resolve()):
        return NAME
    return typed


# ----------------------------------------------------------------------------------------------------------- lists

_COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "sources": (
        ("name", "name"),
        ("bytes", "bytes"),
        ("media_type", "type"),
        ("acquired_at", "acquired"),
        ("grade", "grade"),
        ("source", "SHA-256"),
    ),
    "texts": (
        ("name", "name"),
        ("language", "lang"),
        ("published", "published"),
        ("publisher", "publisher"),
        ("title", "title"),
        ("characters", "chars"),
    ),
    "dates": (
        ("value", "date"),
        ("quote", "words"),
        ("name", "source"),
        ("locator", "place"),
        ("anchor", "counted from"),
    ),
    "parties": (
        ("party", "party"),
        ("kind", "kind"),
        ("statements", "statements"),
        ("spellings", "spellings"),
        ("roles", "named as"),
    ),
    "places": (
        ("place", "place"),
        ("mentions", "mentions"),
        ("sources", "sources"),
        ("means", "means"),
        ("why", "why"),
    ),
    "copies": (
        ("from_name", "from"),
        ("to_name", "to"),
        ("direction", "direction"),
        ("share_from", "of the first"),
        ("share_to", "of the second"),
        ("kind", "kind"),
    ),
    "decisions": (
        ("entry", "entry"),
        ("action", "action"),
        ("about", "about"),
        ("value", "value"),
        ("reason", "reason"),
        ("decided_by", "by"),
        ("decided_at", "at"),
        ("withdrawn_by", "withdrawn by"),
    ),
    "faults": (("name", "source"), ("stage", "stage"), ("fault", "fault"), ("hint", "what to do")),
}
_RIGHT = frozenset({"bytes", "characters", "statements", "mentions", "sources", "share_from", "share_to", "entry"})


_WHOLE = frozenset({"name", "from_name", "to_name", "acquired_at", "decided_at"})
"""Columns that are not broken where they can be helped."""

_SELDOM = frozenset({"grade"})
"""Columns that are left out where no row has anything in them."""

_SAID = frozenset({"quote", "reason", "value", "fault", "hint", "about", "why"})
"""Columns that may hold several lines of words."""

WIDEST_NAME = 40

SHORT = 120
"""Characters of what was said where a list is about something else."""


def print_list(kind: str, found: Iterable[Json], limit: int | None = None) -> None:
    """Print the rows of a list, or the first ``limit`` of them with how many there are."""
    console, count = _console(), 0
    left = iter(found)
    first = islice(left, limit)
    if kind in _BLOCKS:
        for row in first:
            _BLOCKS[kind](console, row)
            count += 1
    else:
        rows = [*first]
        count = len(rows)
        if rows:
            console.print(_table(kind, rows))
    more = sum(1 for _ in left)
    all_ = _counted(count + more, _SINGULAR.get(kind, kind[:-1]))
    console.print(f"{count:,} of {all_}" if more else all_, style="dim")


def _table(kind: str, rows: Sequence[Json]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    columns = [(key, title) for key, title in _COLUMNS[kind] if key not in _SELDOM or any(row.get(key) for row in rows)]
    for key, title in columns:
        longest = max(cell_len(_cell(key, row).plain) for row in rows) if key in _WHOLE else None
        width = min(longest, WIDEST_NAME) if longest else None
        table.add_column(title, justify="right" if key in _RIGHT else "left", overflow="fold", min_width=width)
    for row in rows:
        table.add_row(*(_cell(key, row) for key, _ in columns))
    return table


def _cell(key: str, row: Json) -> Styled:
    value: Any = row.get(key)
    if key == "about":
        value = _about(row) + (f" (changes nothing now: {row['gone']})" if row["gone"] else "")
    elif key == "means" and value:
        where = "" if value["latitude"] is None else f", {value['latitude']:.2f} {value['longitude']:.2f}"
        value = f"{value['name']} ({value['country']}{where})"
    elif key == "source":
        value = f"{value[:16]}…"
    elif isinstance(value, list):
        value = "; ".join(value)
    elif key == "name" and row.get("withdrawn"):
        value = f"{value} (withdrawn)"
    elif key.startswith("share_"):
        value = f"{value:.0%}"
    elif isinstance(value, int):
        value = str(value) if key == "entry" else f"{value:,}"
    return plain("" if value is None else value) if key in _SAID else named("" if value is None else value)


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
    if row["verdict"]:
        heading.append_text(
            Styled(f"  {row['verdict']}ed" if row["verdict"] != "unsure" else "  unsure", style="yellow")
        )
    console.print(heading)
    console.print(Padding(plain(row["content"]["quote"]), (0, 0, 0, 4), expand=False))
    _print_place(console, row, f"{row['id']}  score {row['score']:.2f}")


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
        table.add_row(interval(answer), Styled(who), _counted(answer["articles"], "source"))
    console.print(table)
    sources, utterances = _counted(row["articles"], "source"), _counted(row["utterances"], "utterance")
    sums = f"{sources}, {utterances}, at most {_counted(row['origins'], 'origin')}"
    if row["interests"] != row["origins"]:
        sums += f" of {_counted(row['interests'], 'interest')}"
    if row["origins_if_reworded"] < row["origins"]:
        sums += f", perhaps fewer: {_counted(row['reworded'], 'text')} may be reworded or translated"
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
    console.print(Styled.assemble((f"{row['kind']}   ", "bold"), inert(row["why"])))
    for side in (row["first"], row["second"]):
        who = inert(side["party"] or side["speaker"] or "(nobody named)")
        console.print(Padding(Styled.assemble((who, "cyan"), f"  [{side['mode']}]"), (0, 0, 0, 4), expand=False))
        console.print(Padding(plain(side["quote"]), (0, 0, 0, 8), expand=False))
        place = f"{one_line(side['name'])}, {one_line(side['locator'])}   {side['statement']}"
        console.print(Padding(Styled(place, style="dim"), (0, 0, 0, 8), expand=False))
    console.print()


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {_noun(number, noun)}"


def _noun(number: int, noun: str) -> str:
    return noun if number == 1 else _PLURAL.get(noun, noun + "s")


_PLURAL = {"copy": "copies", "entry": "entries", "party": "parties"}
_SINGULAR = {plural: noun for noun, plural in _PLURAL.items()} | {"timeline": "moment"}


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


_BLOCKS = {
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
        return f"{about}up to {hi}"
    if hi is None:
        return f"{about}{lo} or more"
    return f"{about}{lo}" if lo == hi else f"{about}{lo} to {hi}"


# ------------------------------------------------------------------------------------------------- search and others


def print_hits(hits: Sequence[Hit]) -> None:
    """Print passages with the words that were found."""
    console = _console()
    for hit in hits:
        _print_hit(console, hit)
    console.print(_counted(len(hits), "passage"), style="dim")


def print_both(by_words: Sequence[Hit], by_meaning: Sequence[Hit]) -> None:
    """Print passages that hold the words, then those that mean about the same, each with its cosine.

    A passage that stands above is not repeated: its place is.
    """
    console = _console()
    console.print("By words", style="bold underline")
    print_hits(by_words)
    console.print("\nBy meaning", style="bold underline")
    above = {hit.citation for hit in by_words}
    for hit in by_meaning:
        _print_hit(console, hit, f"   {hit.score:.2f}", again=hit.citation in above)
    console.print(_counted(len(by_meaning), "passage"), style="dim")


def _print_hit(console: Console, hit: Hit, rest: str = "", *, again: bool = False) -> None:
    cited = hit.citation
    place = f"{one_line(cited.name)}, {one_line(cited.locator)}   {cited.source[:12]}{rest}"
    console.print(Styled(place, style="dim"))
    words = Styled("(shown above)") if again else Styled(cited.passage.quote)
    for span in () if again else hit.hits:
        words.stylize("bold yellow", span.start - cited.passage.start, span.end - cited.passage.start)
    console.print(Padding(_inert(words), (0, 0, 1, 4), expand=False))


def limits_of(alike: Alike) -> Iterator[str]:
    """Yield lines that say what a search by meaning could not look at, and why."""
    if not alike.understood:
        yield "The query has no word in Latin letters: it was not looked for by meaning."
    if total := sum(alike.other_languages.values()):
        each = ", ".join(f"{language or 'not found'} {count:,}" for language, count in alike.other_languages.items())
        yield (
            f"Not looked at by meaning, which reads English alone: {_counted(total, 'passage')} "
            f"in texts of another language ({each})."
        )
    if alike.wordless:
        yield f"Not looked at by meaning, having fewer than three words: {_counted(alike.wordless, 'passage')}."


def _inert(words: Styled) -> Styled:
    """Make control characters visible without moving the styles: each becomes one character."""
    safe = "".join(character if inert(character) == character else "\ufffd" for character in words.plain)
    return Styled(safe, spans=words.spans)


def print_reading(row: Json) -> None:
    """Print what was read in one document."""
    console = _console()
    text: str = row["text"]

    def cut(spans: list[list[int]]) -> str:
        return inert(" … ".join(text[start:end] for start, end in spans))

    console.print(Styled(one_line(str(row["id"])), style="bold underline"))
    for item in row["attributions"]:
        who = cut(item["source"]) or inert(item["party"] or "(nobody named)")
        console.print(Styled.assemble((who, "bold"), "  ", (cut(item["cue"]), "italic"), f"  [{item['mode']}]"))
        console.print(Padding(Styled(cut(item["content"])), (0, 0, 0, 4), expand=False))
    for item in row["figures"]:
        console.print(Styled.assemble((interval(item), "cyan"), f"  {inert(item['counted'] or '')}  {item['measure']}"))
    for item in row["dates"]:
        console.print(Styled.assemble((item["value"], "green"), f"  {inert(item['quote'])}"))
    counts = (len(row[key]) for key in ("attributions", "figures", "dates", "names"))
    console.print("{:,} statements, {:,} figures, {:,} dates, {:,} names\n".format(*counts), style="dim")


def print_decision(folder: Path, row: Json) -> None:
    """Print a decision as it was recorded, and what it asks for next."""
    console = _console()
    if row["action"] == Action.REPLACE_KEY:
        console.print(Styled.assemble(f"Entry {row['entry']}: ", ("replace-key", "bold")))
        console.print(f"The new key's fingerprint is {parse_vkey(row['value']).fingerprint}; note it elsewhere.")
        return
    value = f" {row['value']}" if row["value"] else ""
    about = plain(_about(row))
    console.print(Styled.assemble(f"Entry {row['entry']}: ", (inert(f"{row['action']}{value}"), "bold"), "  ", about))
    if _gives_back(row) and row["subject"].get("source"):
        _print_next(console, f"build {_typed(folder)}", "reads the source again, which stands again")


def _about(row: Json) -> str:
    """Say what a decision is about: the words, the file, or the number of the entry."""
    subject: Json = row["subject"]
    if _gives_back(row):
        return one_line(f"{row['target']}, the withdrawal of {subject.get('name', subject['target'])}")
    if words := subject.get("question"):
        return inert(f"{words} = {subject['into']}" if subject.get("into") else words)
    return inert(subject["quote"]) if subject.get("quote") else one_line(str(subject.get("name") or row["target"]))


def _gives_back(row: Json) -> bool:
    """Tell whether a decision withdraws a withdrawal."""
    return bool(row["action"] == Action.WITHDRAW and row["subject"].get("action") == Action.WITHDRAW)


def print_verdict(folder: Path, verdict: Verdict) -> None:
    """Print what a check found."""
    console = _console()
    for fault in verdict.faults:
        console.print(Styled.assemble((one_line(fault.name), "bold red"), f"  {inert(fault.fault)}"), soft_wrap=True)
        console.print(Padding(Styled(inert(fault.hint), style="dim"), (0, 0, 0, 4), expand=False))
    for note in verdict.notes:
        console.print(Styled.assemble(("note  ", "yellow"), inert(note)), soft_wrap=True)
    if verdict.faults:
        count = _counted(len(verdict.faults), "fault")
        console.print(Styled(f"{one_line(str(folder))} does NOT verify: {count}.", style="bold red"))
        return
    found = verdict.record
    console.print(Styled(f"{one_line(str(folder))} verifies.", style="bold green"))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_row("record", f"{found.files:,} files, {found.bytes:,} bytes, every one as it was sealed")
    table.add_row("log", f"{_counted(found.size, 'entry')}, root {found.root}")
    table.add_row("key", found.fingerprints[-1] if found.fingerprints else "")
    standing = f"{_counted(verdict.passages, 'passage')} stand in their texts, word for word"
    table.add_row("reading", standing if verdict.passages else "nothing to check")
    console.print(table)
    console.print(
        "Note root and key elsewhere: with them, anybody can tell later whether this log was rewritten.", style="dim"
    )
