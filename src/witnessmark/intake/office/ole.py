"""Refuses older Office files (DOC, PPT) and Office files behind a password, and says which of them a file is.

Promises: what kind of file it is, from the names of the streams in it, with what to do.
Does not: read any of them: the readers that exist for them give neither places nor what is hidden, and a program that
knows them saves them as DOCX or PPTX without loss.
"""

from __future__ import annotations

from witnessmark.intake.draft import Draft, RefusedError
from witnessmark.intake.limits import Limits
from witnessmark.intake.office.compound import holds

KINDS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "an Office file behind a password", "save a copy without its password and add that as well"),
    ("WordDocument", "a Word document in the older format (DOC)", "save it as DOCX and add that as well"),
    ("PowerPoint Document", "a presentation in the older format (PPT)", "save it as PPTX and add that as well"),
)
UNKNOWN = (
    "an older Office file (DOC, XLS, PPT, MSG) or one behind a password, of which no known part is found",
    "save it as DOCX or PDF without a password, and add that; if it does not open, obtain another copy",
)


def read(data: bytes, limits: Limits) -> Draft:
    """Refuse the bytes of an older Office file, always: raises RefusedError that says what it is."""
    for stream, kind, hint in KINDS:
        if holds(data, stream):
            raise RefusedError(f"not a text: {kind}, which is not read yet", hint)
    raise RefusedError(f"not a text: {UNKNOWN[0]}, which is not read yet", UNKNOWN[1])
