"""Pictures: PNG, JPEG, TIFF with all its pages, WEBP, BMP and the first frame of a GIF.

Promises: names the pages that recognition has to read, and keeps what the picture says of itself (EXIF) as that.
Does not: read a word; what has none is told when its pages have been read.
"""

from __future__ import annotations

from witnessmark.intake.draft import Draft, Loss, Unread
from witnessmark.intake.limits import Limits
from witnessmark.intake.ocr.decode import declared_of, frames_of, open_picture


def read(data: bytes, limits: Limits) -> Draft:
    """Return a draft without words whose pages are all unread. Raises RefusedError where it is damaged or too large."""
    picture = open_picture(data)
    declared = tuple(declared_of(picture))
    losses: tuple[Loss, ...] = ()
    if picture.format in ("GIF", "WEBP") and getattr(picture, "is_animated", False):
        losses = (Loss("a moving picture: only its first frame is read", "look at it; add the frames that matter"),)
    unread = tuple(Unread(number, "picture") for number in range(1, frames_of(picture) + 1))
    return Draft(content="", locators=(), declared=declared, losses=losses, unread=unread)
