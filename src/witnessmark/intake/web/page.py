"""Pours every visible word of a web page into a flow, from front to back, whatever the markup's shape.

Promises: bears any nesting and any size that its process bears: ``pour`` keeps no tree. Scripts, styles and the head
are left out. Fetches nothing.
Does not: tell the article from menus and footers; ``html`` does that where it can.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from lxml import etree

from witnessmark.intake.flow import Flow

HIDDEN = frozenset({"script", "style", "template", "head", "noscript", "svg", "math", "iframe", "object", "select"})
CAPTIONS = frozenset({"caption", "figcaption"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CUTS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd details dialog div dl dt fieldset "
        "figure footer form header hr html li main nav ol p pre section summary ul ",
    )
)
"""Elements that begin on a line of their own."""


def pour(markup: str, flow: Flow) -> None:
    """Pour the visible words of ``markup`` into ``flow``, whatever its shape."""
    parser = _Pourer(flow)
    parser.feed(markup)
    parser.close()
    flow.cut()


def pour_tree(tree: etree._Element, flow: Flow) -> None:
    """Pour the visible words of a parsed page into ``flow``."""
    marks = _Marks(flow)
    hidden: etree._Element | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start" and hidden is None:
            if tag in HIDDEN:
                hidden = element
            else:
                marks.open(tag)
                flow.words(element.text or "")
        elif event != "start" and (hidden is None or hidden is element):
            if hidden is None and tag:
                marks.close(tag)
            hidden = None
            flow.words(element.tail or "")
    flow.cut()


class _Marks:
    """Turns tags into the flow's marks."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._pairs = {
            "table": (flow.open_table, flow.close_table),
            "tr": (flow.open_row, flow.cut),
            "td": (flow.open_cell, flow.close_cell),
            "th": (flow.open_cell, flow.close_cell),
            **dict.fromkeys(CAPTIONS, (flow.open_caption, flow.close_caption)),
            **dict.fromkeys(HEADINGS, (flow.open_heading, flow.close_heading)),
            **dict.fromkeys(CUTS, (flow.cut, flow.cut)),
        }

    def open(self, tag: str) -> None:
        """Begin an element."""
        if tag == "br":
            self._flow.line_break()
        elif tag in self._pairs:
            self._pairs[tag][0]()

    def close(self, tag: str) -> None:
        """End an element."""
        if tag in self._pairs:
            self._pairs[tag][1]()


class _Pourer(HTMLParser):
    """Reads markup tag by tag and keeps no tree."""

    def __init__(self, flow: Flow) -> None:
        super().__init__(convert_charrefs=True)
        self._flow = flow
        self._marks = _Marks(flow)
        self._hidden: str | None = None
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden == "head" and (tag == "body" or tag in CUTS):
            self._hidden = None  # a head that was never closed
        if self._hidden:
            self._depth += tag == self._hidden
        elif tag in HIDDEN:
            self._hidden, self._depth = tag, 1
        else:
            self._marks.open(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" and not self._hidden:
            self._flow.line_break()

    def handle_endtag(self, tag: str) -> None:
        if not self._hidden:
            self._marks.close(tag)
            return
        self._depth -= tag == self._hidden
        if not self._depth:
            self._hidden = None

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._flow.words(data)
