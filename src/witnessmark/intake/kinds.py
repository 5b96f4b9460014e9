"""The families of formats: which module reads which media type, and what decides the text that it makes.

Promises: one table; a new family is one module with ``read(data, limits) -> Draft`` and one row here.
Does not: import any family until it is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from importlib.metadata import version
from typing import cast

from witnessmark.intake.draft import Draft
from witnessmark.intake.limits import Limits
from witnessmark.intake.ocr.program import ocr_version
from witnessmark.intake.sniffing import (
    CSV,
    DOCX,
    EPUB,
    HTML,
    JSON,
    JSON_LINES,
    MAIL,
    MARKDOWN,
    MSG,
    ODP,
    ODS,
    ODT,
    OLE,
    PDF,
    PICTURES,
    PPTX,
    RTF,
    SRT,
    TEXT,
    TIMESTAMP,
    TSV,
    VTT,
    XLS,
    XLSX,
)

Read = Callable[[bytes, Limits], Draft]

INTAKE_VERSION = 2
"""What all families share: sniffing, encodings, locators, checks. Raise it when any of these decides otherwise."""

LANGUAGE = "py3langid"
CHARACTERS = ("charset-normalizer", LANGUAGE)


@dataclass(frozen=True, slots=True)
class Family:
    """A family of formats. Raise ``version`` when the module makes another text of the same bytes."""

    name: str
    version: int
    module: str
    media_types: tuple[str, ...]
    parts: tuple[str, ...]
    """The distributions whose versions decide the text."""


FAMILIES: tuple[Family, ...] = (
    Family("text", 2, "texts.plain", (TEXT,), CHARACTERS),
    Family("markdown", 1, "texts.markdown", (MARKDOWN,), ("markdown-it-py", *CHARACTERS)),
    Family("html", 2, "web.html", (HTML,), ("trafilatura", "htmldate", "lxml", *CHARACTERS)),
    Family("pdf", 2, "paper.pdf", (PDF,), ("pypdfium2", LANGUAGE)),
    Family("picture", 1, "paper.picture", PICTURES, ("pillow", LANGUAGE)),
    Family("docx", 2, "office.docx", (DOCX,), ("lxml", LANGUAGE)),
    Family("table", 1, "texts.table", (CSV, TSV), CHARACTERS),
    Family("xlsx", 1, "office.xlsx", (XLSX,), ("lxml", LANGUAGE)),
    Family("xls", 1, "office.xls", (XLS,), ("xlrd", LANGUAGE)),
    Family("ods", 1, "office.ods", (ODS,), ("lxml", LANGUAGE)),
    Family("pptx", 1, "office.pptx", (PPTX,), ("lxml", LANGUAGE)),
    Family("odp", 1, "office.odp", (ODP,), ("lxml", LANGUAGE)),
    Family("odt", 1, "office.odt", (ODT,), ("lxml", LANGUAGE)),
    Family("rtf", 1, "office.rtf", (RTF,), (LANGUAGE,)),
    Family("epub", 1, "web.epub", (EPUB,), ("lxml", *CHARACTERS)),
    Family("posts", 2, "texts.posts", (JSON, JSON_LINES), CHARACTERS),
    Family("subtitles", 1, "texts.subtitles", (SRT, VTT), CHARACTERS),
    Family("mail", 1, "mails.mail", (MAIL,), CHARACTERS),
    Family("msg", 1, "mails.outlook", (MSG,), ("python-oxmsg", "olefile", *CHARACTERS)),
    Family("timestamp", 1, "archived.timestamp", (TIMESTAMP,), (LANGUAGE,)),
    Family("ole", 1, "office.ole", (OLE,), ()),
)

_BY_MEDIA_TYPE = {media_type: family for family in FAMILIES for media_type in family.media_types}


def family_of(media_type: str) -> Family | None:
    """Return the family that reads a media type; None where none does."""
    return _BY_MEDIA_TYPE.get(media_type)


def reader_of(family: Family) -> Read:
    """Import the family's module and return its ``read``."""
    return cast(Read, import_module(f"{__package__}.{family.module}").read)


@cache
def extractor_of(media_type: str) -> str:
    """Return the name and version of all that decides the text of a media type: ``html/1 intake/1 trafilatura/2.3.1``.

    A text whose extractor is another is out of date. A media type that no family reads gives ``none/0 intake/1``.
    """
    family = family_of(media_type)
    if family is None:
        return f"none/0 intake/{INTAKE_VERSION}"
    parts = " ".join(f"{part}/{version(part)}" for part in family.parts)
    return f"{family.name}/{family.version} intake/{INTAKE_VERSION} {parts}".rstrip()


def recognised_by(media_type: str) -> str:
    """Return ``extractor_of`` a media type with the recogniser of pictures: what decides a text with such pages."""
    return f"{extractor_of(media_type)} {ocr_version()}"


def is_current(media_type: str, extractor: str) -> bool:
    """Tell whether a text is as it would be made now: by this extractor, and by this recogniser if by any."""
    return extractor in (extractor_of(media_type), recognised_by(media_type))


def intake_version() -> str:
    """Return the versions of all that reads: when they change, a file that gave no text is worth another try."""
    return f"{_families_version()} {ocr_version()}"


@lru_cache(maxsize=1)
def _families_version() -> str:
    families = " ".join(f"{family.name}/{family.version}" for family in FAMILIES)
    names = sorted({part for family in FAMILIES for part in family.parts})
    return f"intake/{INTAKE_VERSION} {families} " + " ".join(f"{part}/{version(part)}" for part in names)
