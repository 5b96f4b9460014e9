"""The page on commands: everything that exists is on it, and nothing else."""

from __future__ import annotations

import re

import click
import pytest
from tests.docs.shown import DOCS, ROOT

from witnessmark.cli import ACTIONS, KINDS, NO, STOPPED, WRONG, cli

PAGE = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


COMMANDS = {
    f"{name} {below}".strip(): part
    for name, command in cli.commands.items()
    for below, part in (command.commands.items() if isinstance(command, click.Group) else [("", command)])
}
"""Every command by its words; one that only holds others is not one."""


def usage(name: str, command: click.Command) -> str:
    """Return how a command is called: its name and its arguments."""
    context = click.Context(command, info_name=name)
    pieces = [piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]"]
    return " ".join(["witnessmark", name, *pieces])


def options(command: click.Command) -> set[str]:
    """Return the options of a command as the page writes them."""
    found = set()
    for option in command.params:
        if isinstance(option, click.Option):
            words = ", ".join(sorted(option.opts, key=len))
            found.add(words if option.is_flag else f"{words} {option.metavar}")
    return found


def rows(section: str, heading: str) -> list[str]:
    """Return the first cells of the table whose header begins with ``heading``."""
    table = re.search(rf"^\| {heading} \|.*\n\|[-| ]+\|\n((?:\|.*\n?)+)", section, re.MULTILINE)
    if table is None:
        return []
    return [line.split("|")[1].strip().strip("`") for line in table[1].splitlines()]


def test_every_command_has_its_section_and_no_other_has() -> None:
    """The sections that begin with ``witnessmark`` are the commands with their arguments."""
    shown = {title.strip("`") for title in SECTIONS if title.startswith("`witnessmark")}
    assert shown == {usage(name, command) for name, command in COMMANDS.items()}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_in_the_table_of_its_command(name: str) -> None:
    """An option that is new, renamed or gone shows here."""
    command = COMMANDS[name]
    section = SECTIONS[f"`{usage(name, command)}`"]
    shown = rows(section, "option")
    assert len(shown) == len(set(shown))
    assert set(shown) == options(command)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_explains_itself(name: str) -> None:
    """``--help`` leaves nothing out."""
    command = COMMANDS[name]
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_kinds_and_actions_are_listed() -> None:
    """The tables name each kind of list with its filters and each action of a decision."""
    assert rows(SECTIONS["`witnessmark list CASE KIND`"], "kind") == [*KINDS]
    actions = rows(SECTIONS["`witnessmark decide CASE ACTION [TARGET] [VALUE]`"], "action")
    assert {action.split()[0] for action in actions} == set(ACTIONS)


def test_the_filters_of_each_kind_are_those_that_it_takes() -> None:
    """Beside each kind stand its filters."""
    from witnessmark.publish.lists import FILTERS

    section = SECTIONS["`witnessmark list CASE KIND`"]
    for kind in KINDS:
        (row,) = re.findall(rf"^\| `{kind}` \|.*$", section, re.MULTILINE)
        assert set(re.findall(r"`--(\w+)`", row)) == set(FILTERS[kind])


def test_exit_statuses_are_those_of_the_program() -> None:
    """Four numbers, each with its meaning."""
    assert rows(SECTIONS["Exit status"], "status") == [*map(str, (0, NO, WRONG, STOPPED))]


def test_environment_variables_are_those_that_the_program_reads() -> None:
    """No variable is read that the page does not name, and none is named that is not read."""
    read = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"WITNESSMARK_[A-Z]+", path.read_text(encoding="utf-8"))
    }
    assert set(rows(SECTIONS["Environment"], "variable")) == read
