"""Reads Markdown (CommonMark with tables).

Promises: the words that a rendered page would show, each unchanged and in order; headings name sections; a title,
an author and a date at the head of the file (front matter) are taken as the file gives them.
Does not: keep markup or the addresses of links: they stand in the sealed bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from witnessmark.intake.draft import Draft, join
from witnessmark.intake.flow import Flow
from witnessmark.intake.limits import Limits
from witnessmark.intake.texts.characters import decode
from witnessmark.intake.web import page
from witnessmark.nouns import Edtf

FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
FIELD = re.compile(r"^([A-Za-z]+)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
DAY = re.compile(r"\d{4}(?:-\d{2}){0,2}$")


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of a Markdown file. Raises RefusedError where they are no text."""
    decoded = decode(data)
    front = FRONT_MATTER.match(decoded.content)
    fields = {} if front is None else {key.lower(): words.strip("\"'") for key, words in FIELD.findall(front[1])}
    body = decoded.content[front.end() :] if fields and front else decoded.content
    flow = Flow(collapse=False)
    _pour(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body), flow)
    content, locators = join(flow.blocks())
    date = fields.get("date", fields.get("published", ""))
    return Draft(
        content=content,
        locators=locators,
        encoding=decoded.encoding,
        declared_language=fields.get("lang", fields.get("language")),
        title=fields.get("title"),
        author=fields.get("author"),
        published=Edtf(date) if DAY.match(date) else None,
        publisher=fields.get("publisher"),
        losses=decoded.losses,
    )


def _pour(tokens: Sequence[Token], flow: Flow) -> None:
    marks = {
        "heading_open": flow.open_heading,
        "heading_close": flow.close_heading,
        "table_open": flow.open_table,
        "table_close": flow.close_table,
        "tr_open": flow.open_row,
        "th_open": flow.open_cell,
        "td_open": flow.open_cell,
        "th_close": flow.close_cell,
        "td_close": flow.close_cell,
    }
    for token in tokens:
        if token.type in marks:
            marks[token.type]()
        elif token.type == "inline":
            _pour_inline(token.children or (), flow)
        elif token.type in ("fence", "code_block"):
            flow.cut()
            flow.words(token.content)
            flow.cut()
        elif token.type == "html_block":
            page.pour(token.content, flow)
        elif token.type.endswith(("_open", "_close")):
            flow.cut()


def _pour_inline(tokens: Sequence[Token], flow: Flow) -> None:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            flow.words(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            flow.line_break()
        elif token.type == "image":
            _pour_inline(token.children or (), flow)
        elif token.type == "html_inline" and token.content.lower().startswith("<br"):
            flow.line_break()
