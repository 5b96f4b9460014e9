"""Prints a decision as it was recorded, and says in one line what a decision is about.

Promises: a decision that asks for a further step says which.
Does not: record anything.
"""

from __future__ import annotations

from pathlib import Path

from rich.text import Text as Styled

from witnessmark.nouns import Action
from witnessmark.publish.rows import Json
from witnessmark.publish.streams import inert, one_line
from witnessmark.publish.terminal.console import as_typed, counted, make_console, plain, print_next
from witnessmark.record.keys import parse_vkey


def print_decision(folder: Path, row: Json) -> None:
    """Print a decision as it was recorded, and what it asks for next."""
    console = make_console()
    if row["action"] == Action.REPLACE_KEY:
        console.print(Styled.assemble(f"Entry {row['entry']}: ", ("replace-key", "bold")))
        console.print(f"The new key's fingerprint is {parse_vkey(row['value']).fingerprint}; note it elsewhere.")
        return
    value = f" {row['value']}" if row["value"] else ""
    about = plain(about_what(row))
    console.print(Styled.assemble(f"Entry {row['entry']}: ", (inert(f"{row['action']}{value}"), "bold"), "  ", about))
    if row["action"] == Action.CORRECT:
        print_next(console, f"build {as_typed(folder)}", "reads the text again with these words")
    if _gives_back(row) and row["subject"].get("source"):
        print_next(console, f"build {as_typed(folder)}", "reads the source again, which stands again")


def about_what(row: Json) -> str:
    """Say what a decision is about: the words, the file, or the number of the entry."""
    subject: Json = row["subject"]
    if _gives_back(row):
        withdrawn = subject.get("name", subject["target"])
        return one_line(f"{row['target']}, the withdrawal of {withdrawn}{_with_parts(row)}")
    if row["action"] == Action.WITHDRAW and subject.get("parts"):
        return one_line(f"{subject.get('name', row['target'])}{_with_parts(row)}")
    if words := subject.get("question"):
        return inert(f"{words} = {subject['into']}" if subject.get("into") else words)
    if row["action"] == Action.CORRECT or "was" in subject:
        return one_line(f"for “{subject['was']}” in {subject['name']}, {subject['locator']}")
    if words := subject.get("first quote"):
        return inert(f"“{words}” and “{subject['second quote']}”")
    return inert(subject["quote"]) if subject.get("quote") else one_line(str(subject.get("name") or row["target"]))


def _with_parts(row: Json) -> str:
    """Say how many sources went, or came back, with the one that a withdrawal is about."""
    parts = row["subject"].get("parts", "")
    if not (parts.isascii() and parts.isdigit()):
        return ""
    of = "of " if _gives_back(row) else ""
    return f", and {of}{counted(int(parts), 'source')} taken out of it"


def _gives_back(row: Json) -> bool:
    """Tell whether a decision withdraws a withdrawal."""
    return bool(row["action"] == Action.WITHDRAW and row["subject"].get("action") == Action.WITHDRAW)
