"""Reads presentations of the OpenDocument format (ODP).

Promises: the words of every slide and its speaker's notes, located by the slide.
Does not: read embedded objects and pictures; both are counted.
"""

from __future__ import annotations

from lxml import etree

from witnessmark.intake.draft import Block, Draft
from witnessmark.intake.flow import Flow
from witnessmark.intake.limits import Limits
from witnessmark.intake.markup import attribute, name_of
from witnessmark.intake.office.opendocument import Body, content_of, opened
from witnessmark.intake.office.properties import opendocument_properties
from witnessmark.intake.office.slides import MOST_SLIDES, NOTES, further_loss, hidden_loss, placed


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of an ODP. Raises RefusedError where it is damaged, encrypted, a bomb or declares entities."""
    packed, losses = opened(data, limits)
    root, shows = content_of(packed)
    unseen = _hidden_styles(root)
    pages = [page for show in shows for page in show if name_of(page) == "page"]
    body = Body()
    blocks: list[Block] = []
    hidden: list[int] = []
    for number, page in enumerate(pages[:MOST_SLIDES], 1):
        body.flow = Flow(collapse=False)
        _pour_page(page, body)
        if attribute(page, "style-name") in unseen:
            hidden.append(number)
        blocks += placed(number, number in hidden[-1:], body.flow.blocks())
    if len(pages) > MOST_SLIDES:
        losses.append(further_loss(len(pages) - MOST_SLIDES))
    return opendocument_properties(packed).draft(blocks, (*hidden_loss(hidden), *body.losses(), *losses))


def _pour_page(page: etree._Element, body: Body) -> None:
    """Pour a slide's shapes, then its comments, then its notes."""
    notes: list[etree._Element] = []
    for shape in page:
        if name_of(shape) == "notes":
            notes.append(shape)
        elif attribute(shape, "class") == "title":
            body.flow.open_heading()
            body.flow.words(" ".join("".join(map(str, shape.itertext())).split()))
            body.flow.close_heading()
        elif name_of(shape) == "annotation":
            author = next((one.text for one in shape if name_of(one) == "creator"), None)
            body.pour_note(shape, "comment" + (f" by {author}" if author else ""))
        else:
            body.pour([shape])
    body.pour_notes()
    for one in notes:
        body.pour_note(one, NOTES)


def _hidden_styles(root: etree._Element) -> frozenset[str]:
    """Return the names of the styles that hide a slide."""
    return frozenset(
        attribute(style, "name")
        for style in root.iter("{*}style")
        if any(attribute(one, "visibility") == "hidden" for one in style)
    )
