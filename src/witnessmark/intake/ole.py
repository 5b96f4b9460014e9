"""Refuses older Office files (DOC, XLS, PPT) and Office files behind a password, and says which of them a file is.

Promises: what kind of file it is, from the names of the streams in it, with what to do.
Does not: read any of them: the readers that exist for them give neither places nor what is hidden, and a program that
knows them saves them as DOCX, XLSX or PPTX without loss.
"""

from __future__ import annotations

from witnessmark.intake.draft import Draft, RefusedError
from witnessmark.intake.limits import Limits

KINDS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "an Office file behind a password", "save a copy without its password and add that as well"),
    ("WordDocument", "a Word document in the older format (DOC)", "save it as DOCX and add that as well"),
    ("Workbook", "a workbook in the older format (XLS)", "save it as XLSX and add that as well"),
    ("Book", "a workbook in a very old format (XLS)", "save it as XLSX and add that as well"),
    ("PowerPoint Document", "a presentation in the older format (PPT)", "save it as PPTX and add that as well"),
)
UNKNOWN = (
    "an older Office file (DOC, XLS, PPT, MSG) or a DOCX behind a password",
    "open it, save it as DOCX or PDF without a password, and add that as well",
)
ENTRY = 128
"""Bytes of one entry of the folder in such a file; the name comes first, in UTF-16, 64 bytes at the most."""


def read(data: bytes, limits: Limits) -> Draft:
    """Refuse the bytes of an older Office file, always: raises RefusedError that says what it is."""
    for stream, kind, hint in KINDS:
        if _holds(data, stream):
            raise RefusedError(f"not a text: {kind}, which is not read yet", hint)
    raise RefusedError(f"not a text: {UNKNOWN[0]}, which is not read yet", UNKNOWN[1])


def _holds(data: bytes, stream: str) -> bool:
    """Tell whether the file has a stream of this name: folder entries lie at multiples of their size."""
    name = (stream + "\0").encode("utf-16-le")
    at = data.find(name)
    while at >= 0:
        if at % ENTRY == 0 and data[at + 64 : at + 66] == len(name).to_bytes(2, "little"):
            return True
        at = data.find(name, at + 1)
    return False
