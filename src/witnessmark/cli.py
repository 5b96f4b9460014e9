"""The command line: each command parses, calls and prints.

Promises: what the reference page on commands says; a fault is one line that says what and how to mend it, never a
traceback. What a command needs is imported when it runs, so that help comes at once.
Does not: hold any logic of the work.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from witnessmark import __version__
from witnessmark.errors import InputError, WitnessmarkError
from witnessmark.publish import streams

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

FORMS = ("bag", "ftm", "csv")

ACTIONS = (
    "confirm",
    "reject",
    "unsure",
    "note",
    "grade",
    "interest",
    "relate",
    "merge",
    "split",
    "rename",
    "correct",
    "move",
    "withdraw",
    "replace-key",
)

NO, WRONG, STOPPED = 1, 2, 130
"""Exit statuses: the answer is no; the call or the input is wrong; stopped by the person."""

CASE = click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON Lines for scripts.")
LIMIT = click.IntRange(min=1, max=10**9)
BY = click.option("--by", metavar="NAME", help="Who acts; otherwise $WITNESSMARK_BY or the account's name.")


class _PrintingError(Exception):
    """The output could not be printed; click would end with status 1, which says "no"."""


class OneLineFaults(click.Group):
    """A group of commands whose faults end in one line and an exit status."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Take the words of the call apart."""
        with _printing():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        with _printing():
            return super().invoke(ctx)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run the command line and exit; a closed terminal or a system that shuts down stops it like Ctrl-C."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:  # under nohup it is ignored, and stays so
                signal.signal(number, signal.default_int_handler)
        run = super().main
        sys.exit(_run(lambda: run(args, prog_name, complete_var, standalone_mode=False, **extra)))


@contextmanager
def _printing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.filename == streams.STANDARD_OUTPUT:
            raise _PrintingError from error
        raise


def _run(command: Callable[[], Any]) -> int | str | None:
    """Run a command and return its exit status, with every fault told in one line."""
    status: int | str | None = 0
    try:
        status = _status_of(command)
        sys.stdout.flush()
    except (_PrintingError, OSError) as error:
        cause = error.__cause__ or error
        streams.give_up()
        if isinstance(cause, BrokenPipeError):
            return status  # who reads our output has seen enough
        why = cause.strerror if isinstance(cause, OSError) else cause
        _tell(
            f"{streams.STANDARD_OUTPUT}: cannot be written to ({why}); what the command recorded is kept. "
            "Make room, or send the output elsewhere"
        )
        return WRONG
    return status


def _status_of(command: Callable[[], Any]) -> int | str | None:
    try:
        command()
    except SystemExit as asked:
        return asked.code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return WRONG
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "witnessmark"
        return _tell(f"{' '.join(error.format_message().split())} (see `{where} --help`)")
    except (click.Abort, KeyboardInterrupt):
        _tell("stopped")
        return STOPPED
    except WitnessmarkError as error:
        return _tell(str(error))
    except OSError as error:
        return _tell(f"{error.filename or 'a file'}: {error.strerror or error}")
    except MemoryError:
        return _tell("there is not enough memory; close other programs, or take fewer and smaller files at a time")
    except _PrintingError:
        raise
    except Exception as error:  # a defect of ours: the record is append-only and whole, and the person gets one line
        if os.environ.get("WITNESSMARK_DEBUG"):
            raise
        return _tell(
            f"an error of the program ({type(error).__name__}: {error}); the record is safe. "
            "Set WITNESSMARK_DEBUG=1 and run it again to see where"
        )
    return 0


def _tell(message: str) -> int:
    """Say in one line what is wrong, and return the status that goes with it."""
    click.echo(f"witnessmark: {streams.one_line(message)}", err=True)
    return WRONG


@click.group(cls=OneLineFaults, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="witnessmark", message="%(prog)s %(version)s")
def cli() -> None:
    """Turn a folder of reports into a sealed case file.

    The sources are sealed so that a court can trust them, and every statement, figure and date is kept in its exact
    words with its place in a source.
    """


@cli.command()
@CASE
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(readable=False, path_type=Path))
@click.option("--name", metavar="WORDS", help="The name of a new case; otherwise its folder's.")
@BY
@click.option("--retry", is_flag=True, help="Try again what could not be read before.")
def build(folder: Path, paths: tuple[Path, ...], name: str | None, by: str | None, retry: bool) -> None:
    """Seal, read and compare what is new under PATH.

    Makes the case if there is none. Run it again at any time: only new work is done.
    """
    from witnessmark import build as steps
    from witnessmark.case import SETTINGS, Case, who_acts
    from witnessmark.intake import is_reduced
    from witnessmark.publish import terminal

    steps.require_some(paths)
    by = who_acts(by)
    if (folder / SETTINGS).exists():
        case = Case.open(folder)
    elif not paths:
        raise InputError(f"{folder}: there is no such case; make one with `witnessmark build {folder} PATH...`")
    else:
        case = Case.create(folder, name=name)
    before = case.entries
    try:
        with terminal.progress() as progress:
            done = steps.build(case, paths, progress, by=by, retry=retry)
    except KeyboardInterrupt:
        click.echo("Stopped. All that was done is kept; run the same command to go on.", err=True)
        raise SystemExit(STOPPED) from None
    terminal.print_summary(case, done, before)
    if done.read and is_reduced():
        click.echo("Files were read in a reduced fence: bubblewrap is missing, or not permitted here.", err=True)
    _warn_of_keys()
    if missing := steps.missing_paths(paths):
        raise InputError(f"{missing[0]}: there is no such file or folder; the rest was built. Check the path")


@cli.command("list")
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
        _print_rows(islice(found, limit)) if as_json else terminal.print_list(kind, found, limit)


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


@cli.command()
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
        _print_rows(map(rows.hit, found.hits)) if as_json else terminal.print_hits(found.hits)


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
            _print_rows(rows.hit(hit) | {"found": "words"} for hit in found.hits)
            _print_rows(rows.hit(hit) | {"found": "meaning"} for hit in alike.hits)
        else:
            terminal.print_both(found.hits, alike.hits)


def _tell_of_lost_words(found: Found) -> None:
    if found.hits and not found.all_words:
        click.echo("No passage has all the words; these have some of them.", err=True)


@cli.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
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
            _tell(str(outcome))
        elif jsonl or as_json:
            _print_rows([outcome])
        else:
            terminal.print_reading(outcome)
    if bad:
        raise SystemExit(WRONG)


@cli.command()
@CASE
@click.argument("action", metavar="ACTION", type=click.Choice(ACTIONS))
@click.argument("target", required=False)
@click.argument("value", required=False)
@click.option("--reason", metavar="WORDS", help="Why; every decision but a note needs one.")
@click.option("--was", metavar="WORDS", help="With correct: the words of the text that are replaced.")
@click.option("--place", metavar="PLACE", help="With correct: where they stand, such as 'page 3, line 12'.")
@BY
@AS_JSON
def decide(
    folder: Path,
    action: str,
    target: str | None,
    value: str | None,
    reason: str | None,
    was: str | None,
    place: str | None,
    by: str | None,
    as_json: bool,
) -> None:
    """Record a decision.

    \b
    confirm | reject | unsure STATEMENT   whether the statement is read right
    confirm | reject | unsure PAIR        whether two statements contradict each other
    note STATEMENT|PAIR|SOURCE WORDS      a note
    grade SOURCE|STATEMENT GRADE          a source's reliability A-F, a statement's credibility 1-6,
                                          or both, such as B2
    interest NAME INTEREST                an outlet or a party serves an interest: all that serve
                                          one interest count as one
    relate NAME RELATION                  how an outlet or a party is related to another, in words
    merge QUESTION QUESTION               the first question is the second one
    split QUESTION FIGURES                these figures answer a question of their own
    rename QUESTION WORDS                 how a question is put
    move FIGURE QUESTION|alone            a figure answers this question, or one of its own
    correct SOURCE WORDS --was WORDS      these words stand in the source, where its text has others;
                                          the next build reads the text so
    withdraw ENTRY|SOURCE                 take back a decision or a source; it stays in the record,
                                          and withdrawing the withdrawal's ENTRY gives it back
    replace-key                           sign with a new key from now on
    """
    from witnessmark.case import Case
    from witnessmark.deciding import Act
    from witnessmark.deciding import decide as record_decision
    from witnessmark.nouns import Action
    from witnessmark.publish import rows, terminal
    from witnessmark.record.entries import with_bytes_shown

    about = target and with_bytes_shown(target)
    act = Act(action=Action(action), target=about, value=value, reason=reason, by=by, was=was, place=place)
    for recorded in record_decision(Case.open(folder), act):
        row = rows.decision(recorded)
        _print_rows([row]) if as_json else terminal.print_decision(folder, row)
    _warn_of_keys()


def _warn_of_keys() -> None:
    from witnessmark.case import exposed_keys

    for path in exposed_keys():
        _tell(f"{path}: other accounts may read this signing key; `chmod 600` it, and replace it if they may have")


@cli.command()
@CASE
@click.option("--checkpoint", metavar="FILE", type=click.Path(path_type=Path), help="A checkpoint kept from earlier.")
@click.option("--bag", metavar="DIR", type=click.Path(path_type=Path), help="A bag: is it one that this case exported?")
@AS_JSON
def verify(folder: Path, checkpoint: Path | None, bag: Path | None, as_json: bool) -> None:
    """Check every sealed byte, the log, and the words of the reading.

    Checks the signatures as well, and that every passage stands in its text. Exit status 1 means that the case does
    not verify; each fault is named.
    """
    from witnessmark.case import Case
    from witnessmark.publish import rows, terminal, verdicts
    from witnessmark.verifying import verify as check

    verdict = check(Case.open(folder), checkpoint, bag)
    try:
        if as_json:
            _print_rows([*map(rows.fault, verdict.faults), verdicts.verdict(verdict)])
        else:
            terminal.print_verdict(folder, verdict)
    finally:
        if verdict.faults:
            raise SystemExit(NO)  # whether or not the answer could be printed


FILE = click.Path(path_type=Path)


@cli.command()
@CASE
@click.option("--authority", "addresses", metavar="URL", multiple=True, help="Ask this one; may be given again.")
@click.option("--trust", metavar="FILE", type=FILE, multiple=True, help="Trust this root certificate (PEM or DER).")
@click.option("--request", metavar="FILE", type=FILE, help="Write a request here, for a machine with the network.")
@click.option("--response", metavar="FILE", type=FILE, multiple=True, help="Take the answer to such a request.")
def stamp(
    folder: Path, addresses: tuple[str, ...], trust: tuple[Path, ...], request: Path | None, response: tuple[Path, ...]
) -> None:
    """Have the checkpoint stamped by time-stamping authorities (RFC 3161).

    Asks those that --authority or case.toml names, and nobody else: each gets a digest and a random number. With
    --trust, --request or --response alone, nobody is asked.
    """
    from witnessmark import stamping
    from witnessmark.case import Case
    from witnessmark.publish import terminal

    case = Case.open(folder)
    asked = () if not addresses and (trust or request or response) else stamping.authorities_of(case, addresses)
    for path in trust:
        terminal.print_trusted(stamping.trust(case, path))
    if request is not None:
        terminal.print_request(request, stamping.write_request(case, request))
    for path in response:
        terminal.print_stamp(stamping.take_response(case, path))
    wrong = False
    for authority in asked:
        click.echo(f"Sending the digest of the checkpoint to {authority.address}", err=True)
        for outcome in stamping.stamp(case, [authority]):
            terminal.print_outcome(outcome)
            if outcome.problem:
                wrong = True
    if wrong:
        raise SystemExit(WRONG)


@cli.group()
def witness() -> None:
    """Have a partner sign that the log has only grown.

    You export a checkpoint, the partner signs it, you import what comes back; people carry the files.
    """


@witness.command("export")
@CASE
@click.option("-o", "--output", required=True, metavar="FILE", type=FILE, help="The file to send.")
@click.option("--since", metavar="N", type=click.IntRange(min=0), help="How many entries the partner saw last.")
def witness_export(folder: Path, output: Path, since: int | None) -> None:
    """Write the checkpoint, and the proof that it grew, for a partner."""
    from witnessmark import witnessing
    from witnessmark.case import Case
    from witnessmark.publish import terminal

    terminal.print_offer(output, witnessing.export(Case.open(folder), output, since))


@witness.command("sign")
@click.argument("given", metavar="FILE", type=FILE)
@click.option("--seen", required=True, metavar="STATE", type=FILE, help="The file with what you have signed for.")
@click.option("-o", "--output", required=True, metavar="FILE", type=FILE, help="The file to send back.")
@click.option("--key", metavar="KEY", help="The log's public key, or a file with it: for a log or key that is new.")
@click.option("--as", "name", metavar="NAME", help="The name that you sign under, the first time.")
def witness_sign(given: Path, seen: Path, output: Path, key: str | None, name: str | None) -> None:
    """As a partner: check a checkpoint against what you saw before, and sign it.

    A log that was cut, or does not begin with what you signed for before, is refused.
    """
    from witnessmark import witnessing
    from witnessmark.publish import terminal

    terminal.print_signing(output, witnessing.sign(given, seen, output, key=key, name=name))


@witness.command("import")
@CASE
@click.argument("given", metavar="FILE", type=FILE)
@click.option("--key", metavar="KEY", help="The partner's public key, or a file with it: for a partner who is new.")
def witness_import(folder: Path, given: Path, key: str | None) -> None:
    """Keep what a partner has signed."""
    from witnessmark import witnessing
    from witnessmark.case import Case
    from witnessmark.publish import terminal

    terminal.print_witnessed(witnessing.take(Case.open(folder), given, key))


@cli.command()
@CASE
@click.option(
    "-o", "--output", required=True, metavar="FILE", type=click.Path(path_type=Path), help="A name that ends in .html."
)
def dossier(folder: Path, output: Path) -> None:
    """Write a dossier in which every item leads back to sealed bytes.

    It is refused where one citation does not resolve.
    """
    from witnessmark.case import Case
    from witnessmark.publish.dossier import write_dossier
    from witnessmark.publish.facts import case_facts

    case = Case.open(folder)
    with case.reading() as store, store.asking() as connection:
        write_dossier(connection, case_facts(case), output, case.path_of)
    click.echo(f"Wrote {streams.one_line(str(output))}")


@cli.command()
@CASE
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--as", "form", required=True, metavar="FORM", type=click.Choice(FORMS), help="bag, ftm or csv.")
@click.option("--reason", metavar="WORDS", help="Why, or for whom, a bag is made; kept in the log.")
@BY
def export(folder: Path, target: Path, form: str, reason: str | None, by: str | None) -> None:
    """Write the case into a new folder that others can use.

    \b
    bag   the whole record with the reading, which a stranger can verify;
          the log keeps that it was made
    ftm   FollowTheMoney entities, for Aleph and the like
    csv   one table for each kind of list, for a spreadsheet
    """
    from witnessmark.case import TOOL, Case, who_acts, words_of
    from witnessmark.publish import exporting, terminal
    from witnessmark.record import now

    if form != "bag" and (given := "--reason" if reason is not None else "--by" if by is not None else None):
        raise InputError(f"{given} goes with --as bag, whose making is recorded; leave it out")
    words = "Exported as a bag." if reason is None else words_of(reason, "--reason", lines=True)
    order = exporting.Order(form=form, path=target, by=who_acts(by), reason=words, moment=now(), tool=TOOL)
    with terminal.progress() as progress:
        done = exporting.export(Case.open(folder), order, progress)
    terminal.print_exported(done)


def _print_rows(rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    """Run the command line; who stops it twice stops it once."""
    streams.prepare()
    try:
        cli()
    except KeyboardInterrupt:  # a second stop, while the first was being told
        sys.exit(STOPPED)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
