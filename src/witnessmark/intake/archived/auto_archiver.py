"""Reads the page that Bellingcat's auto-archiver leaves beside the files that it archived.

Promises: a page is known by what is in it, whatever it is called, and whichever version of the tool made it. Its text
is what the archived post says: title, words, other values that hold words, each under its name. Declared are its
address, the times and other facts under the tool's own names, the tool's version, and each file's name with the hash
that the page gives it. Line ends within a post stay.
Does not: check a hash (``witnessmark.declared_hashes`` does, when all files are sealed), or believe what the page says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

import lxml.html
from lxml import etree

from witnessmark.intake.draft import LONGEST_DECLARED, MOST_DECLARED, Block, Draft, Loss, counted, join
from witnessmark.intake.texts.characters import Decoded
from witnessmark.nouns import Edtf

LARGEST = 64 << 20
"""Bytes of such a page that are parsed: it has no article to be found, which is what takes long."""
TOOL = "bellingcat/auto-archiver"
MARKS = ("Archived media for", TOOL)
WITHOUT_HASH = "without a hash"
LONGEST_NAME = 120
HINT_FACTS = "look them up in the page if they matter"

_WORDS = re.compile(r"[^\W\d_]\S*\s+\S*[^\W\d_]")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S*", re.IGNORECASE)
_HASH = re.compile(r"[A-Za-z0-9-]{3,20}:[0-9A-Fa-f]{16,}")
_VERSION = re.compile(r"\bv\s?(\d[\w.+-]*)")
_COUNT = re.compile(r"content\s+(\d+)\s+item")
_PARTED = re.compile(r"\n\s*\n")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of values in such pages, by what they are: ``auto_archiver.toml``."""

    text: tuple[str, ...]
    author: tuple[str, ...]
    published: tuple[str, ...]
    technical: frozenset[str]


@dataclass(frozen=True, slots=True)
class Medium:
    """A file that the page lists."""

    key: str
    """Where the tool stored it: a path whose last step is the file's name."""
    values: tuple[tuple[str, str], ...]
    listed: bool
    """Whether it stands in the table itself, and not within another file's values (a preview, a certificate)."""

    @property
    def hash(self) -> str | None:
        """The hash as the page gives it: ``SHA-256:...``; None where there is none."""
        return next((value for name, value in self.values if name == "hash" and _HASH.fullmatch(value)), None)


@lru_cache(maxsize=1)
def names_of() -> Names:
    """Return the table of names."""
    table = tomllib.loads(files(__package__).joinpath("auto_archiver.toml").read_text("utf-8"))
    roles = {name: tuple(table[name]) for name in ("text", "author", "published")}
    return Names(**roles, technical=frozenset(table["technical"]))


def may_be_one(content: str) -> bool:
    """Tell from its words whether a page may be one: a quick look, to be followed by ``is_one``."""
    return all(mark in content for mark in MARKS)


def is_one(tree: lxml.html.HtmlElement) -> bool:
    """Tell whether a parsed page is one: its heading, its two tables and its last line are those of the tool."""
    heading = tree.find(".//h2")
    return (
        heading is not None
        and _flat(heading).startswith(MARKS[0])
        and tree.find(".//table[@class='metadata']") is not None
        and tree.find(".//table[@class='content']") is not None
        and _made_with(tree) is not None
    )


def read(tree: lxml.html.HtmlElement, decoded: Decoded) -> Draft:
    """Return the draft of a page for which ``is_one`` holds."""
    names = names_of()
    title = _title(tree)
    values = list(_metadata(tree))
    media = list(_media(tree))
    blocks, facts = _sorted_out(values, media, title, names)
    content, locators = join(blocks)
    files_ = [(f"media {one.key}", one.hash or WITHOUT_HASH) for one in media if one.hash or one.listed]
    declared = [("url", _address(tree)), ("tool", f"{TOOL} {_made_with(tree) or ''}".strip()), *files_, *facts]
    return Draft(
        content=content,
        locators=locators,
        encoding=decoded.encoding,
        title=title,
        author=_first(values, names.author),
        published=_published(values, names),
        declared=tuple(declared),
        losses=(*decoded.losses, *_losses(tree, media, len(files_)), *_cut(facts, len(declared) - MOST_DECLARED)),
    )


def _losses(tree: lxml.html.HtmlElement, media: list[Medium], declared: int) -> Iterator[Loss]:
    listed = [one for one in media if one.listed]
    said = next((int(match[1]) for one in tree.iter("h2") if (match := _COUNT.search(_flat(one)))), None)
    if said is not None and said != len(listed):
        yield Loss(
            f"the page says that it lists {counted(said, 'file', 'files')}, and lists {len(listed):,}",
            "ask whether it was changed, and obtain the archiver's own copy",
        )
    if listed and not any(one.hash for one in listed):
        yield Loss(
            "the archiver declared no hash of any of its files: they are held against none",
            "where it can be run again, switch its hashes on",
        )
    if declared > MOST_DECLARED - 2:
        fault = f"it lists {declared:,} files; the hashes of the first {MOST_DECLARED - 2} alone are held against them"
        yield Loss(fault, "check the others by hand")


def _cut(facts: list[tuple[str, str]], left: int) -> Iterator[Loss]:
    """Yield the loss of facts that are longer, or more, than are kept: data for programs, mostly."""
    if left > 0:
        values = counted(left, "value is no word, and one", "values are no words, and")
        yield Loss(f"{values} too many to be kept beside the text", HINT_FACTS)
    long = [name for name, value in facts if len(value) > LONGEST_DECLARED]
    if long:
        named = ", ".join(long[:5]) + (" and more" if len(long) > 5 else "")
        values = counted(len(long), "value is", "values are")
        yield Loss(f"{values} data and not words, and too long to be kept beside the text ({named})", HINT_FACTS)


# ------------------------------------------------------------------------------------------- what stands in the page


def _title(tree: lxml.html.HtmlElement) -> str | None:
    for paragraph in tree.iterfind(".//p"):
        label = paragraph.find("b")
        if label is not None and _label(label) == "title":
            span = paragraph.find("span")
            return (_flat(span) if span is not None else (label.tail or "").strip(" '")) or None
        if paragraph.getparent() is not None and paragraph.getparent().tag == "td":
            break  # past the head of the page
    return None


def _address(tree: lxml.html.HtmlElement) -> str:
    """Return the archived address as the heading has it."""
    heading = tree.find(".//h2")
    named = None if heading is None else heading.find("span")
    if named is None and heading is not None:
        named = heading.find("a")
    return "" if named is None else _flat(named)


def _made_with(tree: lxml.html.HtmlElement) -> str | None:
    """Return the version in the page's last line, "" where it names none; None where there is no such line."""
    for paragraph in reversed(tree.findall(".//p")):
        words = _flat(paragraph)
        if words.startswith("Made with") and TOOL in words:
            version = _VERSION.search(words)
            return f"v{version[1]}" if version else ""
    return None


def _metadata(tree: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield name and value of each row of the page's second table."""
    table = tree.find(".//table[@class='metadata']")
    for row in () if table is None else table.iter("tr"):
        cells = row.findall("td")
        if len(cells) == 2:
            yield from _values(_flat(cells[0]), cells[1])


def _media(tree: lxml.html.HtmlElement) -> Iterator[Medium]:
    """Yield the files of the page's first table: each is a list whose items are named, ``key`` and ``type`` among them.

    A file's previews, time stamps and certificates are such lists within its own.
    """
    table = tree.find(".//table[@class='content']")
    for group in () if table is None else table.iter("ul"):
        values: list[tuple[str, str]] = []
        for item in group.findall("li"):
            label = item.find("b")
            if label is not None and not (item.text or "").strip():
                values += _values(_label(label), item, label)
        known = dict(reversed(values))
        if {"key", "type"} <= known.keys():
            within = group.iterancestors("div", "ul")
            inner = any(above.tag == "ul" or above.get("class") == "collapsible-content" for above in within)
            yield Medium(known["key"].strip() or "without a name", tuple(values), listed=not inner)


# ----------------------------------------------------------------------------------------------- what is made of it


def _sorted_out(
    values: list[tuple[str, str]], media: list[Medium], title: str | None, names: Names
) -> tuple[list[Block], list[tuple[str, str]]]:
    """Part the values of the page and of its files into the blocks of the text and the facts that it declares."""
    blocks = [Block(title, (("heading", " ".join(title.split())[:80]),))] if title else []
    words: list[tuple[str, str]] = []
    facts: list[tuple[str, str]] = []
    facts_only = names.technical.union(names.author, names.published)
    for name, value in values:
        if name in names.text or (name.rpartition(".")[2] not in facts_only and _is_words(value)):
            if value != title:
                words.append((name, value))
        elif name != "url":
            facts.append((name, value))
    rank = {name: place for place, name in enumerate(names.text)}
    words.sort(key=lambda pair: rank.get(pair[0], len(rank)))
    for one in media:
        called = one.key.rpartition("/")[2]
        for name, value in one.values:
            if name.rpartition(".")[2] not in names.technical and _is_words(value):
                words.append((f"{called}, {name}", value))
            elif name not in ("key", "hash"):
                facts.append((f"{name} of {called}", value))
    for name, value in words:
        paragraphs = [part for part in _PARTED.split(value) if part.strip()]
        blocks += [
            Block(part, (("part", name), ("paragraph", str(number)))) for number, part in enumerate(paragraphs, 1)
        ]
    if not any(block.words.strip() for block in blocks):
        blocks = [Block(_plainly(dict(facts), values), (("part", "url"),))]
    return blocks, facts


def _plainly(facts: dict[str, str], values: list[tuple[str, str]]) -> str:
    """Return the address: all that a page says to a reader whose post had no words."""
    return dict(values).get("url") or facts.get("url") or "no words"


def _is_words(value: str) -> bool:
    """Tell whether a value is something to read, and no number, code, address or data."""
    return bool(_WORDS.search(value)) and not _ADDRESS.fullmatch(value) and not value.startswith(("{", "[{", "data:"))


def _first(values: list[tuple[str, str]], wanted: tuple[str, ...]) -> str | None:
    known = {name: value for name, value in reversed(values) if value}
    return next((known[name] for name in wanted if name in known), None)


def _published(values: list[tuple[str, str]], names: Names) -> Edtf | None:
    match = _DAY.match(_first(values, names.published) or "")
    if match is None:
        return None
    try:
        return Edtf(date(int(match[1]), int(match[2]), int(match[3])).isoformat())
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------------------- its markup


def _values(name: str, element: etree._Element, label: etree._Element | None = None) -> Iterator[tuple[str, str]]:
    """Yield the value in an element under its name; of an object each value under the path of its names.

    ``label`` is the element in which the name stands.
    """
    group = next(element.iter("ul"), None)
    if group is None:
        yield name, _words(element, label)
        return
    for item in group.findall("li"):
        inner = item.find("b")
        called = name if inner is None else f"{name}.{_label(inner)}"
        yield from _values(called[:LONGEST_NAME], item, inner)


def _label(element: etree._Element) -> str:
    return _flat(element).rstrip(":").strip()


def _flat(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _words(element: etree._Element, label: etree._Element | None) -> str:
    """Return the words of a value as they were written, without its ``label`` and the tool's own buttons."""
    pieces = [element.text or ""]
    for child in element:
        if child is not label and isinstance(child.tag, str) and child.get("copy-value64") is None:
            pieces.append("".join(map(str, child.itertext())))
        pieces.append(child.tail or "")
    return "".join(pieces).strip()
