"""The kinds of containers: which module takes the files out of which media type.

Promises: one table; a new kind is one module with ``take_out`` and one row here. What a file is, is told from its first
bytes and, for those that other formats are packed in too, from its table of contents.
Does not: import any kind until it is needed.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import BinaryIO, cast

from witnessmark.intake.limits import MIB, Limits
from witnessmark.intake.parts import Spool
from witnessmark.intake.sniffing import (
    BZIP2,
    GZIP,
    MAIL,
    MBOX,
    MSG,
    OLE,
    TAR,
    WARC,
    XZ,
    ZIP,
    ZSTD,
    ending_of,
    may_precede_archive,
    sniff,
)
from witnessmark.intake.zip_end import BEGINNINGS, NEAR, find_end

TakeOut = Callable[[BinaryIO, str, Spool, Limits], None]

NOT_ONE = "none/2"
"""What stands for the kind of a file that holds no files. Raise it when files are told apart otherwise."""
HEAD = 4096
MOST_OF_OLE = 256 * MIB

OFFICE = ("word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml", "[Content_Types].xml")
"""What a ZIP that is a document has at its root."""
NAMED_DOCUMENTS = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub")
"""What documents are called; believed where the table of contents is damaged."""
TYPES = b"[Content_Types].xml"
OTHER_PACKED = (b"application/vnd.oasis.opendocument", b"application/epub+zip")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of container. Raise ``version`` when the module takes out other files, or says other things of them."""

    name: str
    version: int
    module: str
    media_types: tuple[str, ...]
    only_files: bool = True
    """Whether there are no words in it beside the files, so that it has no text itself."""
    parts: tuple[str, ...] = ()
    """The distributions whose versions decide what comes out."""


KINDS: tuple[Kind, ...] = (
    Kind("zip", 2, "zipped", (ZIP,)),
    Kind("tar", 2, "tarred", (TAR,)),
    Kind("packed", 2, "squeezed", (GZIP, BZIP2, XZ, ZSTD)),
    Kind("mbox", 1, "mailbox", (MBOX,)),
    Kind("warc", 1, "warc", (WARC,)),
    Kind("mail", 1, "attached", (MAIL,), only_files=False),
    Kind("msg", 1, "outlook", (MSG,), only_files=False, parts=("python-oxmsg", "olefile")),
)

_BY_MEDIA_TYPE = {media_type: kind for kind in KINDS for media_type in kind.media_types}


def opened_by(media_type: str | None) -> str:
    """Return the name and version of what opens a media type: ``zip/1``; ``NOT_ONE`` where it holds no files."""
    kind = _BY_MEDIA_TYPE.get(media_type or "")
    if kind is None:
        return NOT_ONE
    return " ".join([f"{kind.name}/{kind.version}", *(f"{part}/{version(part)}" for part in kind.parts)])


def opening_versions() -> frozenset[str]:
    """Return all that ``opened_by`` may answer in this version: a file with another is to be opened again."""
    return frozenset({NOT_ONE, *(opened_by(kind.media_types[0]) for kind in KINDS)})


def holds_only_files(opened: str | None) -> bool:
    """Tell whether what was opened so (as ``opened_by`` says) is a container without words of its own."""
    name = (opened or NOT_ONE).partition("/")[0]
    return any(kind.name == name and kind.only_files for kind in KINDS)


def taker_of(media_type: str) -> TakeOut:
    """Import the module of a kind and return its ``take_out``."""
    return cast(TakeOut, import_module(f"{__package__}.{_BY_MEDIA_TYPE[media_type].module}").take_out)


def may_hold_files(stream: BinaryIO, name: str) -> bool:
    """Tell from its first 4,096 bytes, and its last, whether a file may be a container: a look that opens nothing."""
    head = stream.read(HEAD)
    if head.startswith(BEGINNINGS):
        return not _opens_as_document(head)
    media_type = sniff(head, name)
    return media_type in {OLE, *_BY_MEDIA_TYPE} or _ends_as_archive(stream, media_type)


def _ends_as_archive(stream: BinaryIO, media_type: str) -> bool:
    """Tell whether a program or a text is followed by a ZIP archive: such a file unpacks itself when it is run."""
    return may_precede_archive(media_type) and find_end(stream, NEAR) is not None


def _opens_as_document(head: bytes) -> bool:
    """Tell whether the first member of a ZIP is the one that documents begin with."""
    first = head[30:200]
    return first.startswith(TYPES) or any(mark in first for mark in OTHER_PACKED)


def kind_of(stream: BinaryIO, name: str) -> str | None:
    """Return the media type of a container; None where the file is none. The stream is left anywhere."""
    stream.seek(0)
    head = stream.read(HEAD)
    if head.startswith(BEGINNINGS):
        return None if _is_document(stream, head, name) else ZIP
    media_type = sniff(head, name)
    if media_type == OLE:
        stream.seek(0)
        media_type = sniff(stream.read(MOST_OF_OLE), name)
    if media_type in _BY_MEDIA_TYPE:
        return media_type
    return ZIP if _ends_as_archive(stream, media_type) else None


def _is_document(stream: BinaryIO, head: bytes, name: str) -> bool:
    """Tell whether a ZIP is a document (DOCX, ODT and their kin) rather than an archive of files."""
    if _opens_as_document(head):
        return True
    try:
        names = zipfile.ZipFile(stream).NameToInfo
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ending_of(name) in NAMED_DOCUMENTS or any(one.encode() in head for one in OFFICE)
    return any(one in names for one in OFFICE)
