"""Reads what office documents say of themselves: who made them, when, with what.

Promises: names and values as the file has them, for people to weigh; a damaged list of properties costs the list and
not the document, and is said.
Does not: believe any of it, or take the day a file was made for the day its words were published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from witnessmark.intake.draft import Block, Draft, Loss, join
from witnessmark.intake.markup import attribute, name_of, tree_or_loss
from witnessmark.intake.office.packed import Packed

OFFICE = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
COUNTED = frozenset(
    {"TitlesOfParts", "HeadingPairs", "HLinks", "Pages", "Words", "Characters", "CharactersWithSpaces", "Lines"}
    | {"Paragraphs", "Slides", "Notes", "HiddenSlides", "MMClips", "ScaleCrop", "LinksUpToDate", "SharedDoc"}
    | {"HyperlinksChanged", "DocSecurity", "PresentationFormat", "document-statistic", "template"}
)
"""Properties that repeat what the document shows, or say nothing of where it comes from."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What a document says of itself."""

    title: str | None
    author: str | None
    declared: tuple[tuple[str, str], ...]
    losses: tuple[Loss, ...] = ()

    def draft(self, blocks: Iterable[Block], losses: Iterable[Loss]) -> Draft:
        """Return the text of the document of ``blocks``, with what it says of itself."""
        content, locators = join(blocks)
        return Draft(
            content=content,
            locators=locators,
            title=self.title,
            author=self.author,
            declared=self.declared,
            losses=(*losses, *self.losses),
        )


def office_properties(packed: Packed) -> Properties:
    """Return the properties of an Office file (DOCX, XLSX, PPTX)."""
    losses: list[Loss] = []
    pairs: list[tuple[str, str]] = []
    for part in OFFICE:
        root = tree_or_loss(packed, part, losses) if part in packed else None
        if root is not None:
            pairs += _pairs(root)
    return _properties(pairs, "creator", losses)


def opendocument_properties(packed: Packed) -> Properties:
    """Return the properties of an OpenDocument file (ODT, ODS, ODP)."""
    losses: list[Loss] = []
    root = tree_or_loss(packed, "meta.xml", losses) if "meta.xml" in packed else None
    pairs: list[tuple[str, str]] = []
    if root is not None:
        pairs = [pair for child in root if name_of(child) == "meta" for pair in _pairs(child)]
    first = "initial-creator" if any(name == "initial-creator" for name, _ in pairs) else "creator"
    return _properties(pairs, first, losses)


def _pairs(root: etree._Element) -> Iterator[tuple[str, str]]:
    for child in root:
        words = "".join(map(str, child.itertext())).strip()
        name = name_of(child)
        named = attribute(child, "name") if name in ("property", "user-defined") else ""
        if words and name and name not in COUNTED:
            yield named or name, words


def _properties(pairs: list[tuple[str, str]], author: str, losses: list[Loss]) -> Properties:
    facts = dict(reversed(pairs))
    declared = tuple(pair for pair in pairs if pair[0] != "title")
    return Properties(facts.get("title"), facts.get(author), declared, tuple(losses))
