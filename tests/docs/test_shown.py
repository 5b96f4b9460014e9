"""The commands that the pages show do what the pages say."""

from __future__ import annotations

import pytest
from tests.docs.shown import Desk, alike, name_of, pages, run, steps_of, tidy

SHOWN = {name_of(page): steps for page in pages() if (steps := steps_of(page.read_text(encoding="utf-8").splitlines()))}


@pytest.mark.parametrize("page", sorted(SHOWN))
def test_every_command_of_a_page_prints_what_the_page_shows(page: str, desk: Desk) -> None:
    """Run in order in a fresh folder, each command succeeds and prints the lines under it.

    Where the outputs have changed with good reason: ``python -m tests.docs.renew``, then read the page again.
    """
    for step, printed in zip(SHOWN[page], run(SHOWN[page], desk.clear()), strict=True):
        if step.file is None:
            shown = tidy("\n".join(step.output))
            assert [*map(alike, printed)] == [*map(alike, shown)], f"{page}: $ {step.words}"


def test_a_console_block_must_begin_with_a_command() -> None:
    """Output without its command would never be checked."""
    with pytest.raises(ValueError, match="begins with a command"):
        steps_of(["```console", "23 sources", "```"])


def test_files_and_commands_come_in_the_order_of_the_page() -> None:
    """A block that is marked as a file is written, a console block is cut at its commands."""
    page = ["<!-- file: a.txt -->", "```text", "One", "```", "```console", "$ cat a.txt", "One", "$ cat \\", "> a.txt"]
    steps = steps_of([*page, "One", "```", "```sh", "never run", "```"])
    assert [(step.file, step.words, step.output) for step in steps] == [
        ("a.txt", "One\n", ()),
        (None, "cat a.txt", ("One",)),
        (None, "cat \\\na.txt", ("One",)),
    ]
