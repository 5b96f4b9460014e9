"""Readable inputs (``texts/*.txt``) into the bytes of text, Markdown and HTML files.

An input has facts in TOML between two lines ``+++`` and then blocks between blank lines: ``# `` and ``## `` headings,
``!caption`` and ``!subtitle`` lines, ``| a | b |`` table rows, ``!page`` for a new page, ``[^1]: `` for a footnote,
and paragraphs, each on one line.
"""

from __future__ import annotations

import html
import textwrap
import tomllib
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

MEDIA_TYPES = {
    "markdown": "text/markdown",
    "text": "text/plain",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv",
}


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document: ``kind`` is h1, h2, h3, paragraph, caption, subtitle, table, page or note."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One readable input: its facts, its body as written, and the body's blocks."""

    facts: dict[str, Any]
    body: str
    blocks: tuple[Block, ...]


def read_document(path: Path) -> Document:
    """Read one input; raises ValueError with its name where the facts are missing."""
    parts = path.read_text(encoding="utf-8").split("+++\n", 2)
    if len(parts) != 3 or parts[0]:
        raise ValueError(f"{path.name}: no facts between two lines +++ at its beginning")
    body = parts[2].strip() + "\n"
    return Document(tomllib.loads(parts[1]), body, tuple(_block(piece) for piece in body.strip().split("\n\n")))


def _block(piece: str) -> Block:
    for mark, kind in (
        ("### ", "h3"),
        ("## ", "h2"),
        ("# ", "h1"),
        ("!caption ", "caption"),
        ("!subtitle ", "subtitle"),
    ):
        if piece.startswith(mark):
            return Block(kind, piece[len(mark) :])
    if piece == "!page":
        return Block("page")
    if piece.startswith("[^1]: "):
        return Block("note", piece[6:])
    if piece.startswith("| "):
        rows = (line.strip("| ").split(" | ") for line in piece.splitlines())
        return Block("table", rows=tuple(tuple(cell.strip() for cell in row) for row in rows))
    return Block("paragraph", piece)


def text_file(document: Document) -> bytes:
    """Return a text or Markdown file in its encoding, with lines wrapped where the facts ask for it."""
    body, facts = document.body, document.facts
    if "wrap" in facts:
        body = "\n".join(textwrap.fill(line, facts["wrap"]) if line else "" for line in body.splitlines()) + "\n"
        body = body.replace("\n", "\r\n")
    return body.encode(facts["encoding"])


def html_file(document: Document, pages: Path) -> bytes:
    """Return a web page: the body inside the furniture of its outlet."""
    facts = document.facts
    template = Template((pages / f"{facts['page']}.html").read_text(encoding="utf-8"))
    fields = {key: html.escape(str(value), quote=True) for key, value in facts.items()}
    fields["stem"] = facts["file"].removesuffix(".html")
    page = template.substitute(fields, body="\n".join(_html(block) for block in document.blocks))
    return page.encode(facts["encoding"])


def _html(block: Block) -> str:
    text = html.escape(block.text, quote=False)
    if block.kind == "caption":
        return f'<figure><img src="/img/photo.jpg" alt=""><figcaption>{text}</figcaption></figure>'
    tag = {"h2": "h2", "h3": "h3", "paragraph": "p"}[block.kind]
    return f"<{tag}>{text}</{tag}>"
