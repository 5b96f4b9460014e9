"""Cuts a stream of words and marks into blocks with locators, for every format that has headings, lists and tables.

Promises: words come out in the order they went in, each once; a block is a heading, a paragraph (a list's item, a
caption), a table's cell or a note. Sections are named by their heading; paragraphs and tables are counted through
the whole document, so that every label is found again.
Does not: know any format; joins no words that the format parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from witnessmark.intake.draft import Block, Steps

SPACES = re.compile(r"[ \t\r\n\f\v]+")
LONGEST_SECTION = 80
"""A heading's words name its section up to this many characters."""


@dataclass(slots=True)
class _Table:
    """Where we are in a table."""

    number: int
    row: int = 0
    cell: int = 0
    in_cell: bool = False
    fresh_row: bool = True
    """Nothing of the row has been put out yet."""
    fresh_cell: bool = True


class Flow:
    """Takes words and marks in reading order; ``blocks`` gives what came of them."""

    def __init__(self, *, collapse: bool) -> None:
        """Begin a document. ``collapse`` makes one space of any white space, as HTML does."""
        self._collapse = collapse
        self._blocks: list[Block] = []
        self._buffer: list[str] = []
        self._section: str | None = None
        self._paragraphs = 0
        self._tables_seen = 0
        self._tables: list[_Table] = []
        self._heading = False
        self._note: tuple[str, str] | None = None
        self._captions: set[int] = set()
        self._in_caption = False

    def words(self, words: str) -> None:
        """Add words to the current block."""
        if words:
            self._buffer.append(SPACES.sub(" ", words) if self._collapse else words)

    def line_break(self) -> None:
        """Break the line within the current block."""
        self._buffer.append("\n")

    def cut(self) -> None:
        """End the current block, if it has any words."""
        words = "".join(self._buffer)
        self._buffer.clear()
        if self._collapse:
            words = re.sub(r" *\n *", "\n", re.sub(" {2,}", " ", words))
        words = words.strip()
        if words:
            self._put(words)

    def open_heading(self) -> None:
        """Begin a heading."""
        self.cut()
        self._heading = True

    def close_heading(self) -> None:
        """End a heading."""
        self.cut()
        self._heading = False

    def open_caption(self) -> None:
        """Begin the caption of a picture or a table."""
        self.cut()
        self._in_caption = True

    def close_caption(self) -> None:
        """End a caption."""
        self.cut()
        self._in_caption = False

    def captions(self) -> frozenset[int]:
        """Return which of the blocks, by position, are captions."""
        return frozenset(self._captions)

    def open_table(self) -> None:
        """Begin a table; tables may stand in cells."""
        self.cut()
        self._tables_seen += 1
        self._tables.append(_Table(self._tables_seen))

    def close_table(self) -> None:
        """End the innermost table."""
        self.cut()
        if self._tables:
            self._tables.pop()

    def open_row(self) -> None:
        """Begin a row of the innermost table."""
        self.cut()
        if self._tables:
            table = self._tables[-1]
            table.row, table.cell, table.fresh_row = table.row + 1, 0, True

    def open_cell(self) -> None:
        """Begin a cell of the innermost table."""
        self.cut()
        if self._tables:
            table = self._tables[-1]
            table.row = table.row or 1
            table.cell, table.in_cell, table.fresh_cell = table.cell + 1, True, True

    def close_cell(self) -> None:
        """End a cell of the innermost table."""
        self.cut()
        if self._tables:
            self._tables[-1].in_cell = False

    def open_note(self, label: str) -> None:
        """Begin what stands outside the running text: a footnote, a comment, a page's header."""
        self.cut()
        self._note = ("note", label)

    def close_note(self) -> None:
        """End a note."""
        self.cut()
        self._note = None

    def blocks(self) -> list[Block]:
        """End the document and return its blocks."""
        self.cut()
        return self._blocks

    def _put(self, words: str) -> None:
        if self._in_caption:
            self._captions.add(len(self._blocks))
        if self._note:
            self._blocks.append(Block(words, (self._note,)))
        elif self._tables and self._tables[-1].in_cell:
            self._put_cell(words, self._tables[-1])
        elif self._heading:
            self._section = " ".join(words.split())[:LONGEST_SECTION]
            self._blocks.append(Block(words, (("heading", self._section),)))
        else:
            self._paragraphs += 1
            place: Steps = (("paragraph", str(self._paragraphs)),)
            self._blocks.append(Block(words, self._within_section(place)))

    def _put_cell(self, words: str, table: _Table) -> None:
        """Put a cell's words out: cells are parted by tabs, rows and a cell's own paragraphs by line ends."""
        gap = ("\n\n" if table.row == 1 else "\n") if table.fresh_row else "\t" if table.fresh_cell else "\n"
        table.fresh_row = table.fresh_cell = False
        place: Steps = (("table", str(table.number)), ("row", str(table.row)), ("cell", str(table.cell)))
        self._blocks.append(Block(words, self._within_section(place), gap))

    def _within_section(self, place: Steps) -> Steps:
        return ((("section", self._section),) if self._section else ()) + place
