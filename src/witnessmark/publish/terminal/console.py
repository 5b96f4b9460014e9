"""How words of sources are put on a terminal, and how this program speaks of numbers and of itself.

Promises: text of sources cannot steer the terminal (control characters are shown, not sent); what does not go to a
terminal is laid out in a fixed width.
Does not: decide what is shown.
"""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text as Styled

from witnessmark.publish.streams import inert, one_line

NAME = "witnessmark"

WIDTH_OF_A_FILE = 120


def plain(value: object) -> Styled:
    """Return words of a source as inert text: no markup, and control characters made visible."""
    return Styled(inert(str(value)))


def named(value: object) -> Styled:
    """Return a name, a place or another word of one line as inert text that stays on its line."""
    return Styled(one_line(str(value)))


class _Console(Console):
    """A console that leaves it to the command line what a reader who has seen enough means."""

    def on_broken_pipe(self) -> None:
        """Raise the BrokenPipeError that is being handled."""
        raise


def make_console() -> Console:
    """Return a console on standard output, in the width of the terminal or in that of a file."""
    console = _Console(highlight=False)
    return console if console.is_terminal else _Console(highlight=False, width=WIDTH_OF_A_FILE)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: ``7 copies``."""
    return f"{number:,} {noun_for(number, noun)}"


def noun_for(number: int, noun: str) -> str:
    """Return the noun as it stands beside a number."""
    return noun if number == 1 else _PLURAL.get(noun, noun + "s")


_PLURAL = {"copy": "copies", "entry": "entries", "party": "parties"}

SINGULAR = {plural: noun for noun, plural in _PLURAL.items()} | {"timeline": "moment"}


def print_next(console: Console, command: str, purpose: str) -> None:
    """Print a command of this program that one may want to run next, and what for."""
    console.print(Styled.assemble((f"{_program()} {command}", "bold cyan"), f"   {purpose}"), soft_wrap=True)


def as_typed(folder: Path) -> str:
    """Return a folder as it is typed in a command."""
    return one_line(shlex.quote(str(folder)))


def _program() -> str:
    """Return how this program is called here: its name where that is enough, else the path that was typed."""
    typed = sys.argv[0]
    named = shutil.which(NAME)
    if Path(typed).name != NAME or (named and Path(named).resolve() == Path(typed).resolve()):
        return NAME
    return typed
