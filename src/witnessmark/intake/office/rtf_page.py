"""Gathers the words of a Rich Text document into headings, paragraphs, tables and notes.

Promises: words come out in the order in which they went in; a table opens with its first cell and ends with the first
word outside it; notes stand after the running text, each kind counted from 1, page headers and footers once each.
Does not: know the words of the format; ``rtf`` does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from witnessmark.intake.draft import Block
from witnessmark.intake.flow import Flow


class Page:
    """Takes words and marks in the file's order; ``blocks`` gives what came of them."""

    def __init__(self) -> None:
        """Begin a document."""
        self.notes: list[tuple[str, list[str]]] = []
        """The label of each note, and its words in pieces."""
        self._flow = Flow(collapse=False)
        self._table_open = self._row_open = self._cell_open = self._heading_open = False

    def put(self, words: str, in_table: bool, heading: bool) -> None:
        """Put words into the running text, or into the table that they stand in."""
        if in_table:
            self._open_cell()
        elif self._table_open:
            self._close_table()
        if heading and not self._heading_open and not in_table:
            self._flow.open_heading()
            self._heading_open = True
        self._flow.words(words)

    def end_paragraph(self, in_table: bool) -> None:
        """End a paragraph of the running text, or of a cell."""
        if not (in_table and self._table_open):
            if self._table_open:
                self._close_table()
            self._close_heading()
        self._flow.cut()

    def end_cell(self) -> None:
        """End a cell, which may be empty."""
        self._open_cell()
        self._flow.close_cell()
        self._cell_open = False

    def end_row(self) -> None:
        """End a row, if one is open."""
        if self._row_open:
            self._flow.cut()
            self._row_open = self._cell_open = False

    def blocks(self) -> list[Block]:
        """End the document and return its blocks, notes last."""
        self._close_heading()
        if self._table_open:
            self._close_table()
        for label, words in self._numbered():
            self._flow.open_note(label)
            self._flow.words(words)
            self._flow.close_note()
        return self._flow.blocks()

    def _numbered(self) -> Iterator[tuple[str, str]]:
        counts: Counter[str] = Counter()
        seen: set[tuple[str, str]] = set()
        for label, pieces in self.notes:
            kind, by, author = label.partition(" by ")
            words = "".join(pieces).strip()
            if not kind.startswith("page"):
                counts[kind] += 1
                yield f"{kind} {counts[kind]}{by}{author}", words
            elif (kind, words) not in seen:
                seen.add((kind, words))
                yield kind, words

    def _open_cell(self) -> None:
        if not self._table_open:
            self._close_heading()
            self._flow.open_table()
            self._table_open = True
        if not self._row_open:
            self._flow.open_row()
            self._row_open = True
        if not self._cell_open:
            self._flow.open_cell()
            self._cell_open = True

    def _close_table(self) -> None:
        self._flow.close_table()
        self._table_open = self._row_open = self._cell_open = False

    def _close_heading(self) -> None:
        if self._heading_open:
            self._flow.close_heading()
            self._heading_open = False
