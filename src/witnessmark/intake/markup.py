"""Parses the XML parts of packed documents without trusting them.

Promises: no entity is resolved, nothing outside the file is looked up; a part that declares a document type is refused,
since no office program writes one and entity bombs need one. ``elements`` reads a part of any size as a stream and
keeps no tree of it.
Does not: know what any part means.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from witnessmark.intake.draft import Loss, RefusedError
from witnessmark.intake.office.packed import Packed

SAVE_AGAIN = "open it in the program that made it and save it again, or obtain another copy"
DEEPEST = 256
"""How deep the parser lets elements lie in one another."""
HOSTILE = "no office program writes that: treat the file as hostile and ask where it comes from"


def tree(packed: Packed, part: str) -> etree._Element:
    """Parse a part. Raises RefusedError where it is missing, no proper XML, or declares a document type."""
    try:
        data = packed.part(part)
    except KeyError:
        raise RefusedError(f"the part {part} is missing", SAVE_AGAIN) from None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _improper(part, error) from None
    _refuse_declarations(root, part)
    return root


def tree_or_loss(packed: Packed, part: str, losses: list[Loss]) -> etree._Element | None:
    """Parse a part that the rest can do without: where it cannot be parsed, say so in ``losses`` and return None.

    Raises RefusedError where the part declares entities: that is no accident.
    """
    try:
        return tree(packed, part)
    except DeclaresError:
        raise
    except RefusedError as refused:
        losses.append(Loss(f"{refused.loss.fault}; what stands in it was not read", refused.loss.hint))
        return None


class DeclaresError(RefusedError):
    """A part declares entities or a document type."""


def elements(
    packed: Packed, part: str, names: tuple[str, ...], starts: tuple[str, ...] = ()
) -> Iterator[tuple[bool, etree._Element]]:
    """Yield the elements of a part that have one of ``names``, in whatever namespace, each when it is complete.

    Those in ``starts`` are yielded when they begin, too, without what is in them; the flag tells a beginning. A
    complete element and all before it are dropped as soon as the next one is asked for. Raises RefusedError where the
    part is missing, breaks off or declares a document type: what was yielded until then stands.
    """
    try:
        stream = packed.stream(part)
    except KeyError:
        raise RefusedError(f"the part {part} is missing", SAVE_AGAIN) from None
    wanted = tuple(f"{{*}}{one}" for one in names)
    events = etree.iterparse(
        stream,
        events=("start", "end") if starts else ("end",),
        tag=wanted,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    first = True
    try:
        for event, element in events:
            if first:
                _refuse_declarations(element, part)
                first = False
            if event == "end":
                yield False, element
                _drop(element)
            elif name_of(element) in starts:
                yield True, element
    except etree.XMLSyntaxError as error:
        raise _improper(part, error) from None


def _improper(part: str, error: etree.XMLSyntaxError) -> RefusedError:
    """Say what is wrong with a part: what only a hostile file does, in our own words; all else, in the parser's."""
    message = str(error.msg)
    if "amplification" in message or "entity reference loop" in message:
        return DeclaresError(f"the part {part} declares entities that unfold to many times its size", HOSTILE)
    if "Excessive depth" in message:
        return RefusedError(f"the part {part} is nested more than {DEEPEST} elements deep", HOSTILE)
    if "Text node too long" in message:
        return RefusedError(f"the part {part} holds a stretch of words longer than 10 MB", HOSTILE)
    return RefusedError(f"the part {part} is no proper XML: {message}", SAVE_AGAIN)


def _drop(element: etree._Element) -> None:
    """Free an element that was read, and its elder siblings."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _refuse_declarations(element: etree._Element, part: str) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise DeclaresError(f"the part {part} declares entities or a document type", HOSTILE)


def name_of(element: etree._Element) -> str:
    """Return an element's name without its namespace: many formats have two sets of them. Empty for a comment."""
    tag = element.tag
    return str(tag).rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its name without namespace; empty where it is missing."""
    return next((str(found) for key, found in element.items() if str(key).rpartition("}")[2] == name), "")


def words_in(element: etree._Element, name: str) -> str:
    """Return the words of all elements called ``name`` in ``element``, joined."""
    return "".join(one.text or "" for one in element.iter() if name_of(one) == name)
