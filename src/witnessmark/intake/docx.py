"""Reads Word documents (DOCX) from their own parts.

Promises: the words of the running text as it stands with all changes accepted: headings, paragraphs, lists, tables (in
tables too), text boxes, then footnotes, endnotes, comments, and the headers and footers of pages, each located. What a
reader would not see or would see struck out is counted and said. No entity, no outside part and no macro is touched.
Does not: number lists, compute fields or know pages: a Word file has none until it is laid out.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter

from lxml import etree

from witnessmark.intake.draft import Draft, Loss, RefusedError, join
from witnessmark.intake.flow import Flow
from witnessmark.intake.limits import Limits
from witnessmark.intake.packed import Packed

DEEPEST = 100
"""Tables in tables and boxes in boxes go this deep at the most."""
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
    main = _main_part(packed)
    related = _related(packed, main)
    body = _Body(_headings(packed, related.get("styles", ())))
    root = _tree(packed, main)
    body.pour(root)
    for relation, element in BEYOND_TEXT:
        for part in related.get(relation, ()):
            body.pour_notes(_tree(packed, part), element)
    seen: set[str] = set()
    for relation in ("header", "footer"):
        for part in related.get(relation, ()):
            tree = _tree(packed, part)
            words = " ".join("".join(map(str, tree.itertext())).split())
            if words not in seen:  # the same header is kept three times: first page, odd pages, even pages
                seen.add(words)
                body.pour_note(tree, f"page {relation}")
    content, locators = join(body.flow.blocks())
    title, author = _facts(packed)
    return Draft(content=content, locators=locators, title=title, author=author, losses=body.losses())


def _tree(packed: Packed, part: str) -> etree._Element:
    """Parse a part. A part that declares a document type is refused: Word writes none, entity bombs need one."""
    try:
        data = packed.part(part)
    except KeyError:
        raise RefusedError(
            f"the part {part} is missing", "open it in Word and save it again, or obtain another copy"
        ) from None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        hint = "open it in Word and save it again, or obtain another copy"
        raise RefusedError(f"the part {part} is no proper XML: {error.msg}", hint) from None
    if root.getroottree().docinfo.internalDTD is not None:
        hint = "no word processor writes that: treat the file as hostile and ask where it comes from"
        raise RefusedError(f"the part {part} declares entities or a document type", hint)
    return root


def _main_part(packed: Packed) -> str:
    if "_rels/.rels" in packed.names():
        for relation in _tree(packed, "_rels/.rels"):
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
    return "word/document.xml"


def _related(packed: Packed, main: str) -> dict[str, tuple[str, ...]]:
    """Return the parts that the main part refers to, by kind; those outside the file are left alone."""
    folder, name = posixpath.split(main)
    relations = f"{folder}/_rels/{name}.rels"
    found: dict[str, tuple[str, ...]] = {}
    if relations not in packed.names():
        return found
    for relation in _tree(packed, relations):
        target = str(relation.get("Target", ""))
        if relation.get("TargetMode") == "External" or not target:
            continue
        kind = str(relation.get("Type", "")).rsplit("/", 1)[-1]
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if part in packed.names():
            found[kind] = (*found.get(kind, ()), part)
    return found


def _headings(packed: Packed, parts: tuple[str, ...]) -> frozenset[str]:
    """Return the ids of the paragraph styles that are headings, by outline level or by name."""
    ids: set[str] = set()
    for part in parts:
        for style in _tree(packed, part):
            name = next((_attribute(child, "val") for child in style if _name(child) == "name"), "")
            if HEADING_STYLE.match(name) or any(_name(child) == "outlineLvl" for child in style.iter()):
                ids.add(_attribute(style, "styleId"))
    return frozenset(ids)


def _facts(packed: Packed) -> tuple[str | None, str | None]:
    """Return the title and the author that the document's properties give."""
    if "docProps/core.xml" not in packed.names():
        return None, None
    facts = {_name(child): child.text for child in _tree(packed, "docProps/core.xml")}
    return facts.get("title"), facts.get("creator")


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace: there are two sets of namespaces for one format."""
    tag = element.tag
    return str(tag).rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its name without namespace; empty where it is missing."""
    return next((str(found) for key, found in element.items() if str(key).rpartition("}")[2] == name), "")


class _Body:
    """Pours the elements of a part into a flow and counts what is struck out or hidden."""

    def __init__(self, headings: frozenset[str]) -> None:
        self.flow = Flow(collapse=False)
        self._headings = headings
        self._counts: Counter[str] = Counter()

    def pour(self, element: etree._Element, depth: int = 0) -> None:
        """Pour ``element`` and what is in it."""
        if depth > DEEPEST:
            raise RefusedError(
                "the document is nested too deeply", "no word processor writes that: treat it as hostile"
            )
        name = _name(element)
        if name in LEFT_OUT:
            return
        if name == "del" or name == "moveFrom":
            self._counts["deleted"] += any(_name(child) in ("delText", "t") for child in element.iter())
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
            for child in element:
                self.pour(child, depth + 1)

    def pour_notes(self, root: etree._Element, kind: str) -> None:
        """Pour the footnotes, endnotes or comments of a part, each as a note with its number."""
        number = 0
        for note in root:
            if _name(note) == kind and _attribute(note, "type") not in SKIPPED_NOTES:
                number += 1
                author = _attribute(note, "author")
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
        if counts["deleted"]:
            fault = f"{counts['deleted']} stretches that were deleted with changes tracked are not in the text"
            losses.append(Loss(fault, "open the source in Word with changes shown"))
        if counts["hidden"]:
            losses.append(
                Loss(f"{counts['hidden']} stretches are hidden in the document; they are in the text", "see why")
            )
        if counts["pictures"]:
            losses.append(Loss(f"{counts['pictures']} pictures were not read", "look at them in the source"))
        return tuple(losses)

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
            if _name(properties) == "pPr":
                return any(
                    (_name(child) == "pStyle" and _attribute(child, "val") in self._headings)
                    or (_name(child) == "outlineLvl" and _attribute(child, "val") != "9")
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
            name = _name(child)
            if name == "t":
                self.flow.words(child.text or "")
            elif name in ("tab", "ptab"):
                self.flow.words("\t")
            elif name in ("br", "cr"):
                self.flow.line_break()
            elif name == "noBreakHyphen":
                self.flow.words("\u2011")
            elif name == "rPr":
                self._counts["hidden"] += any(_name(one) == "vanish" and _on(one) for one in child)
            else:
                self.pour(child, depth + 1)


def _on(switch: etree._Element) -> bool:
    return _attribute(switch, "val") not in ("0", "false", "off")
