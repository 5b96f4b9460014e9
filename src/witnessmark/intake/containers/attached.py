"""Takes the attachments out of a mail: everything in it that is not its body.

Promises: what is taken is what the sender attached, with its transfer encoding undone (base64, quoted-printable,
uuencode); a mail within the mail is taken as its bytes lie there. Attachments are counted from 1 in the mail's order.
Broken encodings are losses; what could be decoded of them is taken.
Does not: take the other form of a body that came in two (plain and HTML): the reader of mails says which one it read.
"""

from __future__ import annotations

import mimetypes
from typing import BinaryIO

from witnessmark.intake.containers.names import last_of
from witnessmark.intake.limits import Limits
from witnessmark.intake.mails.mime import Entity, decoded, layout, name_of
from witnessmark.intake.parts import Spool

ASK = "ask for the mail, or the attachment, again"
MAILS = ("message/rfc822", "message/global")

ENDINGS = mimetypes.MimeTypes()
"""Python's own table: what this machine adds to it lies in files that cannot be opened behind the fence."""


def take_out(stream: BinaryIO, name: str, spool: Spool, limits: Limits) -> None:
    """Take every attachment out of a mail; one without any is no fault."""
    stream.seek(0)
    data = stream.read()
    mail = layout(data)
    for loss in mail.losses:
        spool.lose("", loss.fault, loss.hint)
    for number, entity in enumerate(mail.attachments, 1):
        part = f"attachment {number}"
        given = name_of(entity)
        if not given and entity.kind not in MAILS:  # which have none
            spool.lose(part, "it has no name", "look into it: its bytes say what it is")
        content, complaint = decoded(entity, data)
        if complaint:
            spool.lose(part, f"{complaint}; what could be decoded was taken", ASK)
        if not content:
            spool.lose(part, "it is empty", ASK)
            continue
        spool.put(part, last_of(given) if given else part + _ending(entity), [content])


def _ending(entity: Entity) -> str:
    """Return the ending that a name would have, by what the mail says the attachment is."""
    if entity.kind in MAILS:
        return ".eml"
    return ENDINGS.guess_extension(entity.kind, strict=True) or ""
