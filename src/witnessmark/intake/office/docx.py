"""Reads Word documents (DOCX) from their own parts.

Promises: the words of the running text as it stands with all changes accepted: headings, paragraphs, lists, tables (in
tables too), text boxes, then footnotes, endnotes, comments, and the headers and footers of pages, each located. What a
reader would not see or would see struck out is counted and said. No entity, no outside part and no macro is touched.
Does not: number lists, compute fields or know pages: a Word file has none until it is laid out.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from witnessmark.intake.draft import Draft, Loss, RefusedError
from witnessmark.intake.flow import Flow
from witnessmark.intake.limits import Limits
from witnessmark.intake.markup import attribute, name_of, tree, tree_or_loss
from witnessmark.intake.office.opc import embedded, main_part, related
from witnessmark.intake.office.packed import Packed
from witnessmark.intake.office.properties import office_properties
from witnessmark.intake.office.unread import TRACKED, hidden_stretches, tracked_changes, unread

DEEPEST = 100
"""Tables in tables and boxes in boxes go this deep at the most."""
MOST_NAMED = 5
"""Of those who changed a document, so many are named."""
LEFT_OUT = frozenset(
    {"Fallback", "instrText", "delInstrText", "delText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr"}
)
SKIPPED_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})
HEADING_STYLE = re.compile(
    r"(?:heading|title|überschrift|titre|titolo|título|rubrik|kop|nagłówek|nadpis)\s*\d*$", re.IGNORECASE
)
BEYOND_TEXT = (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment"))


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of a DOCX. Raises RefusedError where it is damaged, encrypted, a bomb or declares entities."""
    packed = Packed(data, limits)
    losses: list[Loss] = []
    main = main_part(packed, "word/document.xml")
    parts = related(packed, main)
    body = _Body(_headings(_trees(packed, parts.get("styles", ()), losses)))
    body.pour(tree(packed, main))
    for relation, element in BEYOND_TEXT:
        for root in _trees(packed, parts.get(relation, ()), losses):
            body.pour_notes(root, element)
    seen: set[str] = set()
    for relation in ("header", "footer"):
        for root in _trees(packed, parts.get(relation, ()), losses):
            words = " ".join("".join(map(str, root.itertext())).split())
            if words not in seen:  # the same header is kept three times: first page, odd pages, even pages
                seen.add(words)
                body.pour_note(root, f"page {relation}")
    return office_properties(packed).draft(body.flow.blocks(), (*body.losses(), *embedded(packed), *losses))


def _trees(packed: Packed, parts: tuple[str, ...], losses: list[Loss]) -> list[etree._Element]:
    """Parse parts that the running text can do without; those that cannot be parsed are said in ``losses``."""
    found = (tree_or_loss(packed, part, losses) for part in parts)
    return [root for root in found if root is not None]


def _headings(styles: list[etree._Element]) -> frozenset[str]:
    """Return the ids of the paragraph styles that are headings, by outline level or by name."""
    ids: set[str] = set()
    for root in styles:
        for style in root:
            name = next((attribute(child, "val") for child in style if name_of(child) == "name"), "")
            if HEADING_STYLE.match(name) or any(name_of(child) == "outlineLvl" for child in style.iter()):
                ids.add(attribute(style, "styleId"))
    return frozenset(ids)


class _Body:
    """Pours the elements of a part into a flow and counts what is struck out or hidden."""

    def __init__(self, headings: frozenset[str]) -> None:
        self.flow = Flow(collapse=False)
        self._headings = headings
        self._counts: Counter[str] = Counter()
        self._changed_by: dict[str, list[str]] = {"deleted": [], "inserted": []}

    def pour(self, element: etree._Element, depth: int = 0) -> None:
        """Pour ``element`` and what is in it."""
        if depth > DEEPEST:
            raise RefusedError(
                "the document is nested too deeply", "no word processor writes that: treat it as hostile"
            )
        name = name_of(element)
        if name in LEFT_OUT:
            return
        if name == "del" or name == "moveFrom":
            self._count_change("deleted", element)
        elif name == "p":
            self._paragraph(element, depth)
        elif name == "txbxContent":
            self._box(element, depth)
        elif name in ("tbl", "tr", "tc"):
            self._table(name, element, depth)
        elif name == "r":
            self._run(element, depth)
        else:
            self._counts["pictures"] += name == "pic"
            if name in ("ins", "moveTo"):
                self._count_change("inserted", element)
            for child in element:
                self.pour(child, depth + 1)

    def pour_notes(self, root: etree._Element, kind: str) -> None:
        """Pour the footnotes, endnotes or comments of a part, each as a note with its number."""
        number = 0
        for note in root:
            if name_of(note) == kind and attribute(note, "type") not in SKIPPED_NOTES:
                number += 1
                author = attribute(note, "author")
                self.pour_note(note, f"{kind} {number}" + (f" by {author}" if author else ""))

    def pour_note(self, element: etree._Element, label: str) -> None:
        """Pour one note."""
        self.flow.open_note(label)
        for child in element:
            self.pour(child)
        self.flow.close_note()

    def losses(self) -> tuple[Loss, ...]:
        """Say what was counted."""
        counts, losses = self._counts, []
        for kind in TRACKED:
            if counts[kind]:
                hint = "open the source in Word with changes shown"
                losses.append(tracked_changes(kind, counts[kind], self._by(kind), hint))
        if counts["hidden"]:
            losses.append(hidden_stretches(counts["hidden"]))
        if counts["pictures"]:
            losses.append(unread("picture", counts["pictures"]))
        return tuple(losses)

    def _count_change(self, kind: str, element: etree._Element) -> None:
        """Count a tracked change that has words, and who made it."""
        if any(name_of(child) in ("delText", "t") and child.text for child in element.iter()):
            self._counts[kind] += 1
            author = attribute(element, "author")
            if author and author not in self._changed_by[kind] and len(self._changed_by[kind]) < MOST_NAMED:
                self._changed_by[kind].append(author)

    def _by(self, kind: str) -> str:
        return f" (by {', '.join(self._changed_by[kind])})" if self._changed_by[kind] else ""

    def _paragraph(self, element: etree._Element, depth: int) -> None:
        heading = self._is_heading(element)
        if heading:
            self.flow.open_heading()
        else:
            self.flow.cut()
        for child in element:
            self.pour(child, depth + 1)
        if heading:
            self.flow.close_heading()
        else:
            self.flow.cut()

    def _is_heading(self, paragraph: etree._Element) -> bool:
        for properties in paragraph:
            if name_of(properties) == "pPr":
                return any(
                    (name_of(child) == "pStyle" and attribute(child, "val") in self._headings)
                    or (name_of(child) == "outlineLvl" and attribute(child, "val") != "9")
                    for child in properties
                )
        return False

    def _box(self, element: etree._Element, depth: int) -> None:
        """Pour a text box: its paragraphs stand within a paragraph, which they part in two."""
        self.flow.cut()
        for child in element:
            self.pour(child, depth + 1)
        self.flow.cut()

    def _table(self, name: str, element: etree._Element, depth: int) -> None:
        flow = self.flow
        opens = {"tbl": flow.open_table, "tr": flow.open_row, "tc": flow.open_cell}
        closes = {"tbl": flow.close_table, "tr": flow.cut, "tc": flow.close_cell}
        opens[name]()
        for child in element:
            self.pour(child, depth + 1)
        closes[name]()

    def _run(self, run: etree._Element, depth: int) -> None:
        for child in run:
            name = name_of(child)
            if name == "t":
                self.flow.words(child.text or "")
            elif name in ("tab", "ptab"):
                self.flow.words("\t")
            elif name in ("br", "cr"):
                self.flow.line_break()
            elif name == "noBreakHyphen":
                self.flow.words("\u2011")
            elif name == "rPr":
                self._counts["hidden"] += any(name_of(one) == "vanish" and _on(one) for one in child)
            else:
                self.pour(child, depth + 1)


def _on(switch: etree._Element) -> bool:
    return attribute(switch, "val") not in ("0", "false", "off")
