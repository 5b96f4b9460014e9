"""The page on lists: the keys that it explains are exactly the keys that are printed."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.docs.shown import DOCS, ROOT, Desk

from witnessmark.cli import KINDS, cli

PAGE = (DOCS / "reference" / "lists.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## `(.+?)`.*?\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="module")
def decided(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the example case in which each kind of target has been decided about."""
    case = tmp_path_factory.mktemp("decided") / "demo"
    shutil.copytree(desk.folder / "demo", case)
    statement = printed(desk, "list", case, "statements", "--limit", 1)[0]["id"]
    source = "2023-03-17-ferrow-verdict-1.txt"
    printed(desk, "decide", case, "confirm", statement, "--reason", "Read again in the original.")
    printed(desk, "decide", case, "grade", source, "B2", "--reason", "Its archive is complete.")
    printed(desk, "decide", case, "withdraw", source, "--reason", "Sealed by mistake.")
    wrong = ("correct", "2016-03-02-testimony-korresh.txt", "53 women in", "--was", "58 women in")
    printed(desk, "decide", case, *wrong, "--reason", "The recording has it.")
    built = CliRunner().invoke(cli, ["build", str(case)], env={"WITNESSMARK_KEYS": str(desk.folder / "keys")})
    assert built.exit_code == 0, built.output
    return case


def printed(desk: Desk, *words: object, status: int = 0) -> list[dict[str, Any]]:
    """Run the command with ``--json`` and return the rows that it prints."""
    keys = {"WITNESSMARK_KEYS": str(desk.folder / "keys")}
    done = CliRunner().invoke(cli, [*map(str, words), "--json"], prog_name="witnessmark", env=keys)
    assert done.exit_code == status, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def keys(value: Any, path: str = "") -> Iterator[str]:
    """Yield the paths of all keys in a row: ``speaker``, ``speaker.party``, ``answers[].lo``."""
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{path}.{key}" if path else key
            yield here
            yield from keys(inner, here)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner, f"{path}[]")


def explained(kind: str) -> list[str]:
    """Return the keys in the table of a section."""
    rows = re.findall(r"^\| (`.+?) \|", SECTIONS[kind], re.MULTILINE)
    return [key for row in rows for key in re.findall(r"`([^`]+)`", row)]


def test_every_kind_of_list_has_a_section() -> None:
    """Each kind, and what ``search``, ``read`` and ``verify`` print."""
    assert set(SECTIONS) == {*KINDS, "search", "read", "verify"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_keys_of_a_list_are_those_on_the_page(kind: str, desk: Desk, decided: Path) -> None:
    """Each key that a row of the example case has is explained, and no other."""
    found = {key for row in printed(desk, "list", decided, kind) for key in keys(row)}
    if kind == "decisions":  # what a subject repeats depends on its target; the page says so in words
        found = {key for key in found if not key.startswith("subject.")}
    if kind == "texts":  # what a file says of itself goes by the file's own names for it
        found = {key for key in found if not key.startswith("declared.")}
    shown = explained(kind)
    assert len(shown) == len(set(shown))
    assert set(shown) == found


def test_the_keys_of_a_passage_that_was_found_are_those_on_the_page(desk: Desk, decided: Path) -> None:
    """``search --json`` prints what the page says; which way a passage was found is told with ``--like`` alone."""
    found = {key for row in printed(desk, "search", decided, "lorry") for key in keys(row)}
    assert {*explained("search")} - {"found"} == found
    both = {key for row in printed(desk, "search", decided, "lorry", "--like") for key in keys(row)}
    assert {*explained("search")} == both


def test_the_keys_of_a_reading_are_those_on_the_page(desk: Desk, decided: Path) -> None:
    """``read --json`` prints what the page says."""
    name = ROOT / "examples" / "orrum" / "sources" / "2018-09-21-ferrow-orrum-remains.html"
    found = {key for row in printed(desk, "read", name) for key in keys(row)}
    assert set(explained("read")) == found


def test_the_keys_of_what_verify_finds_are_those_on_the_page(desk: Desk, decided: Path) -> None:
    """``verify --json`` prints a line for each fault, and one with what was checked."""
    extra = decided / "record" / "extra"
    extra.write_text("not in the log", encoding="utf-8")
    rows = printed(desk, "verify", decided, status=1)
    extra.unlink()
    inner = {key for key in explained("verify") if key.startswith(("stamps[].", "witnesses[]."))}  # there are none here
    assert {*explained("verify")} - inner == {key for row in rows for key in keys(row)}
    assert [row.get("verifies") for row in rows] == [None, False]
    (whole,) = printed(desk, "verify", decided)
    assert whole["verifies"]
    assert whole["passages"] > 0
