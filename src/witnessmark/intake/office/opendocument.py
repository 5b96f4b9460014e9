"""Opens OpenDocument files (ODF 1.3) and pours what is in them into a flow.

Promises: headings, paragraphs, lists, tables (in tables too) and text boxes in their order, then footnotes, endnotes
and comments; white space as the format defines it. What tracked changes deleted is not in the text and is counted, by
whom it was deleted; what is hidden is in the text and counted.
Does not: number lists, compute fields or know pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from lxml import etree

from witnessmark.intake.draft import Loss, RefusedError, counted
from witnessmark.intake.flow import Flow
from witnessmark.intake.limits import Limits
from witnessmark.intake.markup import attribute, name_of, tree, tree_or_loss
from witnessmark.intake.office.packed import Packed
from witnessmark.intake.office.unread import hidden_stretches, tracked_changes, unread

DEEPEST = 100
MOST_NAMED = 5
MOST_SPACES = 200
SPACES = re.compile("[ \t\r\n]+")
LEFT_OUT = frozenset(
    {"note-citation", "annotation-end", "forms", "ruby-text", "title", "desc", "event-listeners", "sequence-decls"}
    | {"variable-decls", "user-field-decls", "soft-page-break", "script", "scripts", "tracked-changes", "object"}
)


def opened(data: bytes, limits: Limits, streamed: tuple[str, ...] = ()) -> tuple[Packed, list[Loss]]:
    """Open an OpenDocument file. Raises RefusedError where it is damaged or needs a password."""
    packed = Packed(data, limits, streamed)
    losses: list[Loss] = []
    part = "META-INF/manifest.xml"
    manifest = tree_or_loss(packed, part, losses) if part in packed else None
    if manifest is not None and any(name_of(one) == "encryption-data" for one in manifest.iter()):
        raise RefusedError("the document is encrypted", "save a copy without its password and add that")
    objects = {name.split("/")[0] for name in packed.names() if re.match(r"Object \d+/content\.xml$", name)}
    if objects:
        kinds = "(charts, formulas, tables)"
        told = counted(len(objects), f"embedded object {kinds} was", f"embedded objects {kinds} were")
        losses.append(Loss(f"{told} not read", "look at them"))
    return packed, losses


class Body:
    """Pours the elements of a document into a flow, and counts what is struck out or hidden."""

    def __init__(self) -> None:
        """Begin a document."""
        self.flow = Flow(collapse=False)
        self._counts: Counter[str] = Counter()
        self._by: dict[str, list[str]] = {"deletion": [], "insertion": []}
        self._notes: list[tuple[str, etree._Element]] = []
        self._hidden: frozenset[str] = frozenset()

    def learn_styles(self, root: etree._Element) -> None:
        """Learn which styles hide their words."""
        found = set(self._hidden)
        for style in root.iter("{*}style"):
            if any(name_of(one) == "text-properties" and attribute(one, "display") == "none" for one in style):
                found.add(attribute(style, "name"))
        self._hidden = frozenset(found)

    def pour(self, element: Iterable[etree._Element], depth: int = 0) -> None:
        """Pour what is in ``element``, or some elements one after the other."""
        if depth > DEEPEST:
            hint = "no word processor writes that: treat it as hostile"
            raise RefusedError("the document is nested too deeply", hint)
        for child in element:
            self._pour_one(child, depth + 1)

    def pour_note(self, element: etree._Element, label: str) -> None:
        """Pour one note."""
        self.flow.open_note(label)
        self.pour(element)
        self.flow.close_note()

    def pour_notes(self) -> None:
        """Pour the footnotes, endnotes and comments that were met, each kind counted from 1."""
        counts: Counter[str] = Counter()
        for _ in range(2):  # a note may hold a comment, and no more is looked for
            notes, self._notes = self._notes, []
            for label, note in notes:
                kind, _, author = label.partition("\n")
                counts[kind] += 1
                self.pour_note(note, f"{kind} {counts[kind]}" + (f" by {author}" if author else ""))

    def losses(self) -> tuple[Loss, ...]:
        """Say what was counted."""
        losses: list[Loss] = []
        for kind, said in (("deletion", "deleted"), ("insertion", "inserted")):
            if self._counts[kind]:
                by = f" (by {', '.join(self._by[kind])})" if self._by[kind] else ""
                hint = "open the source with changes shown"
                losses.append(tracked_changes(said, self._counts[kind], by, hint))
        if self._counts["hidden"]:
            losses.append(hidden_stretches(self._counts["hidden"]))
        if self._counts["pictures"]:
            losses.append(unread("picture", self._counts["pictures"]))
        return tuple(losses)

    def _pour_one(self, element: etree._Element, depth: int) -> None:
        name = name_of(element)
        flow = self.flow
        if name == "tracked-changes":
            self._count_changes(element)
        elif name == "image":
            self._counts["pictures"] += 1
        elif name in LEFT_OUT or not name:
            pass
        elif name in ("p", "h"):
            self._paragraph(element, name == "h", depth)
        elif name in ("table", "table-row", "table-cell"):
            opens = {"table": flow.open_table, "table-row": flow.open_row, "table-cell": flow.open_cell}
            closes = {"table": flow.close_table, "table-row": flow.cut, "table-cell": flow.close_cell}
            opens[name]()
            self.pour(element, depth)
            closes[name]()
        elif name == "text-box":
            flow.cut()
            self.pour(element, depth)
            flow.cut()
        else:
            self.pour(element, depth)

    def _paragraph(self, element: etree._Element, heading: bool, depth: int) -> None:
        flow = self.flow
        if heading:
            flow.open_heading()
        else:
            flow.cut()
        self._count_hidden(element)
        self._words(element, depth)
        if heading:
            flow.close_heading()
        else:
            flow.cut()

    def _words(self, element: etree._Element, depth: int) -> None:
        """Pour the words of a paragraph or of a stretch in it."""
        if depth > DEEPEST:
            hint = "no word processor writes that: treat it as hostile"
            raise RefusedError("the document is nested too deeply", hint)
        self.flow.words(SPACES.sub(" ", element.text or ""))
        for child in element:
            name = name_of(child)
            if name == "s":
                self.flow.words(" " * repeated(child, "c", MOST_SPACES))
            elif name == "tab":
                self.flow.words("\t")
            elif name == "line-break":
                self.flow.line_break()
            elif name == "note":
                self._note(child)
            elif name == "annotation":
                self._notes.append((f"comment\n{_child_words(child, 'creator')}", child))
            elif name in ("frame", "custom-shape", "text-box", "rect", "g", "control"):
                self._pour_one(child, depth + 1)
            elif name and name not in LEFT_OUT:
                self._count_hidden(child)
                self._words(child, depth + 1)
            self.flow.words(SPACES.sub(" ", child.tail or ""))

    def _note(self, note: etree._Element) -> None:
        kind = attribute(note, "note-class") or "footnote"
        for body in note:
            if name_of(body) == "note-body":
                self._notes.append((kind, body))

    def _count_hidden(self, element: etree._Element) -> None:
        name = name_of(element)
        hidden = name in ("hidden-text", "hidden-paragraph") or attribute(element, "style-name") in self._hidden
        self._counts["hidden"] += hidden

    def _count_changes(self, changes: etree._Element) -> None:
        for region in changes:
            for change in region:
                kind = name_of(change)
                if kind in self._by:
                    self._counts[kind] += 1
                    author = next((one.text or "" for one in change.iter() if name_of(one) == "creator"), "")
                    if author and author not in self._by[kind] and len(self._by[kind]) < MOST_NAMED:
                        self._by[kind].append(author)


def pour_margins(packed: Packed, body: Body, losses: list[Loss]) -> None:
    """Pour the headers and footers of pages, each once."""
    root = tree_or_loss(packed, "styles.xml", losses) if "styles.xml" in packed else None
    if root is None:
        return
    seen: set[str] = set()
    for margin in root.iter():
        kind = name_of(margin).split("-")[0]
        if kind in ("header", "footer") and "properties" not in name_of(margin) and "style" not in name_of(margin):
            words = " ".join("".join(map(str, margin.itertext())).split())
            if words and words not in seen:
                seen.add(words)
                body.pour_note(margin, f"page {kind}")


def content_of(packed: Packed) -> tuple[etree._Element, list[etree._Element]]:
    """Return the content's tree, and the elements in its body (``office:text``, ``office:presentation``)."""
    root = tree(packed, "content.xml")
    return root, [kind for body in root if name_of(body) == "body" for kind in body]


def repeated(element: etree._Element, name: str, most: int) -> int:
    """Return how often an element stands for itself, by its attribute ``name``: from 1 to ``most``."""
    value = attribute(element, name)
    return min(int(value), most) if value.isdigit() and len(value) < 10 and int(value) > 0 else 1


def words_of(paragraph: etree._Element) -> str:
    """Return the words of a paragraph that stands alone, such as a cell's; notes and shapes in it are left out."""
    pieces = [SPACES.sub(" ", paragraph.text or "")]
    for child in paragraph:
        name = name_of(child)
        if name == "s":
            pieces.append(" " * repeated(child, "c", MOST_SPACES))
        elif name == "tab":
            pieces.append(" ")
        elif name == "line-break":
            pieces.append("\n")
        elif name in ("span", "a", "meta", "ruby", "ruby-base") or name.endswith(("date", "time", "number", "name")):
            pieces.append(words_of(child))
        pieces.append(SPACES.sub(" ", child.tail or ""))
    return "".join(pieces)


def _child_words(element: etree._Element, name: str) -> str:
    return next((" ".join((child.text or "").split()) for child in element if name_of(child) == name), "")
