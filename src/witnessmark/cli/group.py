"""The group of all commands: what they share, and how each ends.

Promises: a fault is one line that says what and how to mend it, never a traceback; the exit status says yes, no, wrong
or stopped.
Does not: hold a command; each joins the group where it stands.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from witnessmark import __version__
from witnessmark.errors import WitnessmarkError
from witnessmark.publish import streams

NO, WRONG, STOPPED = 1, 2, 130
"""Exit statuses: the answer is no; the call or the input is wrong; stopped by the person."""

FILE = click.Path(path_type=Path)
CASE = click.argument("folder", metavar="CASE", type=FILE)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON Lines for scripts.")
BY = click.option("--by", metavar="NAME", help="Who acts; otherwise $WITNESSMARK_BY or the account's name.")


def print_rows(rows: Iterable[dict[str, Any]]) -> None:
    """Print rows as JSON Lines."""
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


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
        tell(
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
        return tell(f"{' '.join(error.format_message().split())} (see `{where} --help`)")
    except (click.Abort, KeyboardInterrupt):
        tell("stopped")
        return STOPPED
    except WitnessmarkError as error:
        return tell(str(error))
    except OSError as error:
        return tell(f"{error.filename or 'a file'}: {error.strerror or error}")
    except MemoryError:
        return tell("there is not enough memory; close other programs, or take fewer and smaller files at a time")
    except _PrintingError:
        raise
    except Exception as error:  # a defect of ours: the record is append-only and whole, and the person gets one line
        if os.environ.get("WITNESSMARK_DEBUG"):
            raise
        return tell(
            f"an error of the program ({type(error).__name__}: {error}); the record is safe. "
            "Set WITNESSMARK_DEBUG=1 and run it again to see where"
        )
    return 0


def tell(message: str) -> int:
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


def warn_of_keys() -> None:
    from witnessmark.case import exposed_keys

    for path in exposed_keys():
        tell(f"{path}: other accounts may read this signing key; `chmod 600` it, and replace it if they may have")


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
