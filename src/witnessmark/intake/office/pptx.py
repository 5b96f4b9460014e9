"""Reads presentations (PPTX) from their own parts.

Promises: the words of every slide in the order in which slides are shown: titles, text, tables, groups, diagrams, then
comments and the speaker's notes, located by the slide. A slide that cannot be read costs that slide; one that is
hidden is read and said to be so.
Does not: read charts, pictures or what the layouts behind the slides show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from witnessmark.intake.draft import Block, Draft, Loss, RefusedError
from witnessmark.intake.flow import Flow
from witnessmark.intake.limits import Limits
from witnessmark.intake.markup import HOSTILE, SAVE_AGAIN, attribute, name_of, tree, tree_or_loss
from witnessmark.intake.office.drawing import paragraph_words
from witnessmark.intake.office.opc import Relation, embedded, main_part, relations
from witnessmark.intake.office.packed import Packed
from witnessmark.intake.office.properties import office_properties
from witnessmark.intake.office.slides import MOST_SLIDES, NOTES, further_loss, hidden_loss, placed
from witnessmark.intake.office.unread import unread

DEEPEST = 100
TITLES = ("title", "ctrTitle")
COUNTED_ALONE = ("sldNum", "sldImg")
"""Placeholders that show the slide's number or picture."""
SWITCHED_OFF = ("0", "false")


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of a PPTX. Raises RefusedError where it is damaged, encrypted, a bomb or declares entities."""
    packed = Packed(data, limits)
    main = main_part(packed, "ppt/presentation.xml")
    losses: list[Loss] = []
    show = _Show(packed, losses)
    blocks = [block for number, part in _slides(packed, main, losses) for block in show.slide(number, part)]
    return office_properties(packed).draft(
        blocks, (*hidden_loss(show.hidden), *show.losses(), *losses, *embedded(packed))
    )


def _slides(packed: Packed, main: str, losses: list[Loss]) -> Iterator[tuple[int, str]]:
    """Yield the number and the part of each slide, in the order in which they are shown, each part once."""
    by_id = {relation.id: relation for relation in relations(packed, main) if relation.kind == "slide"}
    listed = [one for one in tree(packed, main).iter() if name_of(one) == "sldId"]
    seen: set[str] = set()
    for number, one in enumerate(listed, 1):
        relation = by_id.get(next((str(value) for key, value in one.items() if str(key).endswith("}id")), ""))
        if number > MOST_SLIDES:
            losses.append(further_loss(len(listed) - MOST_SLIDES))
            return
        if relation is None or relation.part in seen:
            losses.append(Loss(f"slide {number} has no part of its own in the file: it was not read", SAVE_AGAIN))
            continue
        seen.add(relation.part)
        yield number, relation.part


class _Show:
    """Reads the slides of one presentation and counts what is not read."""

    def __init__(self, packed: Packed, losses: list[Loss]) -> None:
        self._packed, self._losses = packed, losses
        self._counts: Counter[str] = Counter()
        self._authors = _comment_authors(packed, losses)
        self.hidden: list[int] = []

    def slide(self, number: int, part: str) -> list[Block]:
        """Return the blocks of one slide; none, and a loss, where it cannot be read."""
        before = len(self._losses)
        root = tree_or_loss(self._packed, part, self._losses)
        if root is None:
            self._losses[before:] = [Loss(f"slide {number}: {one.fault}", one.hint) for one in self._losses[before:]]
            return []
        hidden = attribute(root, "show") in SWITCHED_OFF
        if hidden:
            self.hidden.append(number)
        flow = Flow(collapse=False)
        self._pour(root, flow, 0)
        try:
            beside = relations(self._packed, part)
        except RefusedError as refused:
            self._losses.append(Loss(f"slide {number}: {refused.loss.fault}; its notes were not read", SAVE_AGAIN))
            beside = ()
        self._pour_beside(beside, flow)
        return list(placed(number, hidden, flow.blocks()))

    def losses(self) -> tuple[Loss, ...]:
        """Say what was counted."""
        kinds = (("pic", "picture"), ("chart", "chart"))
        return tuple(unread(spoken, self._counts[kind]) for kind, spoken in kinds if self._counts[kind])

    def _pour_beside(self, beside: tuple[Relation, ...], flow: Flow) -> None:
        """Pour the diagrams, comments and notes that a slide refers to."""
        for relation in sorted(beside, key=lambda one: one.kind == "notesSlide"):
            if relation.kind not in ("diagramData", "comments", "notesSlide"):
                continue
            root = tree_or_loss(self._packed, relation.part, self._losses)
            if root is None:
                continue
            if relation.kind == "diagramData":
                for body in root.iter():
                    if name_of(body) in ("t", "txBody") and any(name_of(one) == "p" for one in body):
                        self._pour_paragraphs(body, flow)
            elif relation.kind == "comments":
                for comment in root.iter():
                    if name_of(comment) in ("cm", "reply"):
                        author = self._authors.get(attribute(comment, "authorId"), "")
                        flow.open_note("comment" + (f" by {author}" if author else ""))
                        flow.words("\n".join(_comment_words(comment)))
                        flow.close_note()
            else:
                flow.open_note(NOTES)
                self._pour(root, flow, 0)
                flow.close_note()

    def _pour(self, element: etree._Element, flow: Flow, depth: int) -> None:
        """Pour the shapes in ``element``."""
        if depth > DEEPEST:
            raise RefusedError("the presentation is nested too deeply", HOSTILE)
        for child in element:
            name = name_of(child)
            if name in ("pic", "chart"):
                self._counts[name] += 1
            if name == "sp":
                self._shape(child, flow)
            elif name == "tbl":
                self._table(child, flow)
            elif name and name != "Fallback":
                self._pour(child, flow, depth + 1)

    def _shape(self, shape: etree._Element, flow: Flow) -> None:
        kind = next((attribute(one, "type") for one in shape.iter() if name_of(one) == "ph"), "")
        if kind in COUNTED_ALONE:
            return
        for body in shape:
            if name_of(body) != "txBody":
                continue
            if kind in TITLES:
                flow.open_heading()
                flow.words("\n".join(words for words in map(paragraph_words, body) if words.strip()))
                flow.close_heading()
            else:
                self._pour_paragraphs(body, flow)

    def _pour_paragraphs(self, body: etree._Element, flow: Flow) -> None:
        for paragraph in body:
            flow.cut()
            flow.words(paragraph_words(paragraph))
        flow.cut()

    def _table(self, table: etree._Element, flow: Flow) -> None:
        flow.open_table()
        for row in table:
            if name_of(row) != "tr":
                continue
            flow.open_row()
            for cell in row:
                if name_of(cell) == "tc":
                    flow.open_cell()
                    for body in cell:
                        if name_of(body) == "txBody":
                            self._pour_paragraphs(body, flow)
                    flow.close_cell()
            flow.cut()
        flow.close_table()


def _comment_authors(packed: Packed, losses: list[Loss]) -> dict[str, str]:
    """Return the names of those who comment, by their ids."""
    found: dict[str, str] = {}
    for part in ("ppt/commentAuthors.xml", "ppt/authors.xml"):
        root = tree_or_loss(packed, part, losses) if part in packed else None
        if root is not None:
            found |= {attribute(one, "id"): attribute(one, "name") for one in root}
    return found


def _comment_words(comment: etree._Element) -> Iterator[str]:
    """Yield the lines of a comment, of the older kind (``p:text``) or the newer; replies are comments of their own."""
    for child in comment:
        if name_of(child) == "text":
            yield child.text or ""
        elif name_of(child) == "txBody":
            yield from map(paragraph_words, child)
