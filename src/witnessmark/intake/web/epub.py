"""Reads electronic books (EPUB 2 and 3).

Promises: the words of every page in the book's own order, as a reading program would show them; headings name
sections; a page that is missing or damaged costs that page and is said.
Does not: read pictures, scripts or pages that the order leaves out; the latter are counted.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from witnessmark.intake.draft import Draft, Loss, RefusedError, counted, join
from witnessmark.intake.flow import Flow
from witnessmark.intake.limits import Limits
from witnessmark.intake.markup import SAVE_AGAIN, attribute, name_of, tree
from witnessmark.intake.office.packed import Packed
from witnessmark.intake.texts.characters import decode
from witnessmark.intake.web import page
from witnessmark.nouns import Edtf

PAGES = ("application/xhtml+xml", "text/html")
DAY = re.compile(r"\d{4}(?:-\d{2}){0,2}$")
DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding=["']([A-Za-z0-9_.:-]+)["']""")
LOCKED = "META-INF/encryption.xml"


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of an EPUB. Raises RefusedError where it is damaged or its pages are locked."""
    packed = Packed(data, limits)
    package = _package(packed)
    root = tree(packed, package)
    losses: list[Loss] = []
    flow = Flow(collapse=True)
    locked = _locked(packed)
    read_pages: set[str] = set()
    listed, others = _pages(root, posixpath.dirname(package))
    for part in listed:
        if part in read_pages:
            continue
        read_pages.add(part)
        if part in locked:
            losses.append(Loss(f"the page {part} is locked", "obtain a copy without copy protection"))
        elif part not in packed:
            losses.append(Loss(f"the page {part} is missing", SAVE_AGAIN))
        else:
            _pour(packed, part, flow, losses)
    left_out = len([part for part in others if part not in read_pages])
    if left_out:
        pages = counted(left_out, "page outside the book's order was", "pages outside the book's order were")
        losses.append(Loss(f"{pages} not read", "look at them in the source"))
    content, locators = join(flow.blocks())
    if not content and locked:
        raise RefusedError("the book is encrypted", "obtain a copy without copy protection and add that")
    declared = tuple(_facts(root))
    facts = dict(reversed(declared))
    date = facts.get("date", "")[:10]
    return Draft(
        content=content,
        locators=locators,
        declared_language=facts.get("language"),
        title=facts.get("title"),
        author=facts.get("creator"),
        publisher=facts.get("publisher"),
        published=Edtf(date) if DAY.match(date) else None,
        declared=tuple(pair for pair in declared if pair[0] not in ("title", "publisher")),
        losses=tuple(losses),
    )


def _pour(packed: Packed, part: str, flow: Flow, losses: list[Loss]) -> None:
    """Pour the words of one page."""
    try:
        data = packed.part(part)
        declared = DECLARED.match(data)
        decoded = decode(data, declared[1].decode("ascii").lower() if declared else None)
    except RefusedError as refused:
        losses.append(Loss(f"the page {part} was not read: {refused.loss.fault}", refused.loss.hint))
        return
    losses += [Loss(f"{part}: {loss.fault}", loss.hint) for loss in decoded.losses]
    page.pour(re.sub(r"<head\b[^>]*/>", "", decoded.content), flow)


def _package(packed: Packed) -> str:
    """Return the part that lists the book's pages."""
    for one in tree(packed, "META-INF/container.xml").iter():
        if name_of(one) == "rootfile":
            return posixpath.normpath(attribute(one, "full-path").lstrip("/"))
    raise RefusedError("the book does not say where its pages are", SAVE_AGAIN)


def _pages(root: etree._Element, folder: str) -> tuple[list[str], list[str]]:
    """Return the pages in the book's order, and all pages that it holds."""
    by_id: dict[str, str] = {}
    order: list[str] = []
    for one in root.iter():
        name = name_of(one)
        if (
            name == "item"
            and attribute(one, "media-type") in PAGES
            and "nav" not in attribute(one, "properties").split()
        ):
            path = posixpath.normpath(posixpath.join(folder, unquote(attribute(one, "href"))))
            by_id[attribute(one, "id")] = path
        elif name == "itemref" and attribute(one, "idref") in by_id:
            order.append(by_id[attribute(one, "idref")])
    return order, list(dict.fromkeys(by_id.values()))


def _facts(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield what the book says of itself, by its own names."""
    for metadata in root:
        if name_of(metadata) == "metadata":
            for one in metadata:
                words = "".join(map(str, one.itertext())).strip()
                name = attribute(one, "property") if name_of(one) == "meta" else name_of(one)
                if name and words:
                    yield name, words


def _locked(packed: Packed) -> frozenset[str]:
    """Return the parts that are encrypted; fonts that are merely disguised are no pages and do not matter here."""
    if LOCKED not in packed:
        return frozenset()
    return frozenset(unquote(attribute(one, "URI")) for one in tree(packed, LOCKED).iter("{*}CipherReference"))
