"""The commands that ask: of a case its lists and passages, of texts without a case their reading.

Promises: what the reference page on commands says.
Does not: hold any logic of the work.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from witnessmark.cli.group import AS_JSON, CASE, FILE, WRONG, print_rows, tell
from witnessmark.errors import InputError

if TYPE_CHECKING:
    from witnessmark.case import Case
    from witnessmark.store.cited import Filter
    from witnessmark.store.search import Found


KINDS = (
    "sources",
    "texts",
    "statements",
    "figures",
    "dates",
    "timeline",
    "parties",
    "places",
    "copies",
    "utterances",
    "questions",
    "contradictions",
    "decisions",
    "faults",
)


LIMIT = click.IntRange(min=1, max=10**9)


@click.command("list")
@CASE
@click.argument("kind", metavar="KIND", type=click.Choice(KINDS))
@AS_JSON
@click.option("--source", metavar="NAME", help="Only this source: its original name or the start of its SHA-256.")
@click.option("--speaker", metavar="WORDS", help="Statements and figures whose speaker or party holds these words.")
@click.option("--mode", metavar="MODE", help="Statements of this mode, such as denied.")
@click.option("--measure", metavar="MEASURE", help="Figures and questions of this measure and those below it.")
@click.option("--words", metavar="WORDS", help="Statements, figures and dates whose words hold these.")
@click.option("--sure", is_flag=True, help="Statements with speaker, cue and a score that is right in 95 of 100.")
@click.option("--limit", metavar="N", type=LIMIT, help="Print at most so many rows.")
def list_(folder: Path, kind: str, as_json: bool, limit: int | None, sure: bool, **filters: str | None) -> None:
    """List what is in a case.

    KIND is one of sources, texts, statements, figures, dates, timeline, parties, places, copies, utterances, questions,
    contradictions,
    decisions, faults.
    """
    from witnessmark.case import Case
    from witnessmark.publish import lists, terminal

    wanted = _filter(kind, filters, sure=sure)
    with Case.open(folder).reading() as store, store.asking() as connection:
        found = lists.list_rows(connection, kind, wanted)
        print_rows(islice(found, limit)) if as_json else terminal.print_list(kind, found, limit)


def _filter(kind: str, filters: dict[str, str | None], *, sure: bool) -> Filter:
    from witnessmark.nouns import Mode
    from witnessmark.publish import lists
    from witnessmark.record.entries import with_bytes_shown
    from witnessmark.store.cited import Filter

    given = {key: with_bytes_shown(value) for key, value in filters.items() if value is not None}
    if empty := [key for key, value in given.items() if not value.strip()]:
        raise InputError(f"--{empty[0]} is empty; give words, or leave it out")
    if unfit := [key for key in (*given, *(["sure"] if sure else [])) if key not in lists.FILTERS[kind]]:
        fit = ", ".join(f"--{key}" for key in lists.FILTERS[kind]) or "no filter"
        raise InputError(f"--{unfit[0]} does not go with `list {kind}`, which takes {fit}")
    if "mode" in given and given["mode"] not in list(Mode):
        raise InputError(f"--mode {given['mode']}: there is no such mode; the modes are {', '.join(Mode)}")
    return Filter(**given, sure=sure)


@click.command()
@CASE
@click.argument("words", nargs=-1, required=True)
@AS_JSON
@click.option("--limit", metavar="N", type=LIMIT, default=20, show_default=True, help="Passages at most.")
@click.option("--like", is_flag=True, help="Find passages by meaning as well; reads English alone.")
def search(folder: Path, words: tuple[str, ...], as_json: bool, limit: int, like: bool) -> None:
    """Find passages by their WORDS, best first.

    Case, accents and letter forms make no difference. "Words in quotes" stand in a row; begin* finds beginnings.

    With --like, passages that mean about the same come after those with the words. The first such search makes them
    ready, which takes some minutes in a large case.
    """
    from witnessmark.case import Case
    from witnessmark.publish import rows, terminal
    from witnessmark.record.entries import with_bytes_shown
    from witnessmark.store.search import require_words
    from witnessmark.store.search import search as find

    words = tuple(map(with_bytes_shown, words))
    query = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    require_words(query)
    case = Case.open(folder)
    if like:
        _search_both(case, query, as_json=as_json, limit=limit)
        return
    with case.reading() as store, store.asking() as connection:
        case.require_texts(connection)
        found = find(connection, query, limit=limit)
        _tell_of_lost_words(found)
        print_rows(map(rows.hit, found.hits)) if as_json else terminal.print_hits(found.hits)


def _search_both(case: Case, query: str, *, as_json: bool, limit: int) -> None:
    """Search by words and by meaning, and say what the latter cannot see."""
    from witnessmark import meaning
    from witnessmark.publish import rows, terminal
    from witnessmark.store.search import search as find

    with terminal.progress() as progress:
        meaning.fill(case, progress)
    with case.reading() as store, store.asking() as connection:
        found = find(connection, query, limit=limit)
        alike = meaning.find(connection, query, limit=limit)
        _tell_of_lost_words(found)
        for line in terminal.limits_of(alike):
            click.echo(line, err=True)
        if as_json:
            print_rows(rows.hit(hit) | {"found": "words"} for hit in found.hits)
            print_rows(rows.hit(hit) | {"found": "meaning"} for hit in alike.hits)
        else:
            terminal.print_both(found.hits, alike.hits)


def _tell_of_lost_words(found: Found) -> None:
    if found.hits and not found.all_words:
        click.echo("No passage has all the words; these have some of them.", err=True)


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=FILE)
@click.option(
    "--jsonl",
    is_flag=True,
    help='Take lines of {"text"} and, if there is one, "id" (from standard input without FILE).',
)
@AS_JSON
def read(files: tuple[Path, ...], jsonl: bool, as_json: bool) -> None:
    """Read documents without a case, and keep nothing.

    Prints who said what, figures, dates and names. FILE is a document of any kind that a case takes. With --jsonl it
    holds a JSON object a line, with "text" and, if known, "id", "language" and "published", and one line comes out for
    each, with the "id" of its line or null.
    """
    from witnessmark.publish import lists, terminal

    if not jsonl and not files:
        raise InputError("name a FILE to read, or pass lines with --jsonl")
    bad = 0
    for outcome in lists.read_lines(files) if jsonl else lists.read_files(files):
        if isinstance(outcome, InputError):
            bad += 1
            tell(str(outcome))
        elif jsonl or as_json:
            print_rows([outcome])
        else:
            terminal.print_reading(outcome)
    if bad:
        raise SystemExit(WRONG)
