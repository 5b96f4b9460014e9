"""The commands that a page shows: found, run in one shell, and set beside what the page says they print.

Promises: every ``console`` block of a page is run as it stands, in the order of the page; what differs from run to run
(times, keys, identities, versions, the folder) is made alike on both sides, all else must be the same.
Does not: change a page (``renew`` does).

A page may hold files: a block after ``<!-- file: NAME -->`` is written under that name before what follows is run. A
command that is meant to fail ends in ``; echo "exit status $?"``, which shows its status. Lines that begin with ``> ``
go on with the command before.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
WITNESSMARK = Path(sys.executable).parent / "witnessmark"
HOME = "/home/ada"
"""What pages show in place of the folder that they are run in."""

_FENCE = re.compile(r"^( *)(`{3,})(\w*)\s*$")
_FILE = re.compile(r"^<!-- file: (\S+) -->$")
_MARK = "\x1e"
_ALIKE = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:[\d:]+([+-]\d\d:\d\d)?"), "TIME"),
    (re.compile(r"\b\d{0,2}\+\d\d:\d\d\b"), "ZONE"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "IDENTITY"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "DIGEST"),
    (re.compile(r"\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}"), "+KEY"),
    (re.compile(r"IDENTITY [A-Za-z0-9+/]{91}="), "IDENTITY SIGNATURE"),
    (re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}="), "ROOT"),
    (re.compile(r"files?, [\d,]+ bytes"), "files, N bytes"),
    (re.compile(r"\"bytes\": \d+, \"entries\""), '"bytes": N, "entries"'),
    (re.compile(r"system clock, (not synchronised|synchronised|synchronisation unknown)"), "CLOCK"),
    (re.compile(r"\brules/[0-9a-f]{12}\b"), "rules/N"),
    (re.compile(r"\b([a-z][a-z0-9-]*)[/ ]\d+(\.\d+)+\b"), r"\1/N"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a page, or one file of it, with the lines of output that the page shows under the command."""

    words: str
    """The command, or the content of the file."""
    file: str | None = None
    output: tuple[str, ...] = ()
    at: int = 0
    """Index of the line of the page on which the output begins."""
    indent: str = ""
    """White space before each line, where the block stands in a list."""


def pages() -> list[Path]:
    """Return every page of the project, in order."""
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md")), *sorted((ROOT / "examples").glob("*/README.md"))]


def name_of(page: Path) -> str:
    """Return how a page is called in the names of tests."""
    return page.relative_to(ROOT).as_posix()


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its white space, its first line and the line after its last."""

    language: str
    indent: str
    start: int
    end: int


def blocks_of(lines: Sequence[str]) -> Iterator[Block]:
    """Yield the fenced blocks of a page."""
    opened: tuple[str, str, str, int] | None = None
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if match is None:
            continue
        if opened is None:
            opened = (match[1], match[2], match[3], number + 1)
        elif match[2] == opened[1] and not match[3]:
            yield Block(opened[2], opened[0], opened[3], number)
            opened = None


def steps_of(lines: Sequence[str]) -> list[Step]:
    """Return what a page shows, in order."""
    steps: list[Step] = []
    for block in blocks_of(lines):
        inside = [line.removeprefix(block.indent) for line in lines[block.start : block.end]]
        named = _FILE.match(lines[block.start - 2]) if block.start >= 2 else None
        if named:
            steps.append(Step("\n".join(inside) + "\n", file=named[1]))
        elif block.language == "console":
            steps.extend(_commands(inside, block))
    return steps


def _commands(lines: Sequence[str], block: Block) -> Iterator[Step]:
    at = 0
    while at < len(lines):
        if not lines[at].startswith("$ "):
            raise ValueError(f"line {block.start + at + 1}: a console block begins with a command")
        words = [lines[at][2:]]
        at += 1
        while at < len(lines) and lines[at].startswith("> "):
            words.append(lines[at][2:])
            at += 1
        begin = at
        while at < len(lines) and not lines[at].startswith("$ "):
            at += 1
        yield Step("\n".join(words), output=tuple(lines[begin:at]), at=block.start + begin, indent=block.indent)


def run(steps: Sequence[Step], folder: Path) -> list[list[str]]:
    """Run the steps in ``folder`` and return the lines that each printed; raises AssertionError where one fails."""
    script = "".join(map(_script, steps))
    done = subprocess.run(
        ["bash"],
        input=script,
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    printed = []
    parts = done.stdout.split(_MARK)
    assert len(parts) == 2 * len(steps) + 1, f"the shell ended early:\n{done.stdout}"
    for step, part, status in zip(steps, parts[:-1:2], parts[1::2], strict=True):
        assert status == "0", f"{step.words}\nends with status {status}:\n{part}"
        printed.append(tidy(part.replace(str(folder), HOME)))
    return printed


def _script(step: Step) -> str:
    if step.file is not None:
        words = f"cat > {step.file} <<'THE_END_OF_THE_FILE'\n{step.words}THE_END_OF_THE_FILE"
    else:
        words = step.words
    return f"{words}\nprintf '{_MARK}%d{_MARK}' $?\n"


def environment(folder: Path) -> dict[str, str]:
    """Return the environment that the commands of a page are run in."""
    return {
        "PATH": f"{WITNESSMARK.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "WITNESSMARK_KEYS": str(folder / "keys"),
        "WITNESSMARK_BY": "Ada Quell",
        "WITNESSMARK_TESSERACT": "none",  # pages show the same on every machine
    }


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder in which pages are run, one after the other, each from the same beginning.

    It is one folder for all, because a case remembers the paths that its sources came from.
    """

    folder: Path

    @property
    def home(self) -> Path:
        """The folder that commands run in."""
        return self.folder / "home"

    @classmethod
    def build(cls, folder: Path) -> Desk:
        """Build what every page starts from: the case that ``make demo`` makes, and its keys."""
        desk = cls(folder)
        desk._furnish()
        run([Step('witnessmark build demo examples/orrum/sources --name "The example case"')], desk.home)
        for name in ("demo", "keys"):
            shutil.copytree(desk.home / name, folder / name)
        return desk

    def clear(self) -> Path:
        """Return the home folder as every page finds it."""
        shutil.rmtree(self.home)
        self._furnish()
        for name in ("demo", "keys"):
            shutil.copytree(self.folder / name, self.home / name)
        return self.home

    def _furnish(self) -> None:
        self.home.mkdir()
        for name in ("examples", "src"):
            (self.home / name).symlink_to(ROOT / name)


def tidy(text: str) -> list[str]:
    """Return the lines of an output without white space at their ends, and without empty ones around them."""
    lines = [line.rstrip() for line in text.splitlines()]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return lines


def alike(line: str) -> str:
    """Return a line with what differs from run to run made the same."""
    for pattern, word in _ALIKE:
        line = pattern.sub(word, line)
    return " ".join(line.split())
