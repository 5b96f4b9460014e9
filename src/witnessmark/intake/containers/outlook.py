"""Takes the attachments out of a mail that Outlook saved (MSG).

Promises: each attached file is taken with the bytes that Outlook keeps of it; one that it keeps only a link to, and a
mail within the mail (which it keeps in pieces, not as a file), is a loss that names it.
Does not: put such a mail together again: there are no bytes of it that could be sealed.
"""

from __future__ import annotations

from typing import BinaryIO

from oxmsg import Message

from witnessmark.intake.containers.names import last_of
from witnessmark.intake.draft import RefusedError
from witnessmark.intake.limits import Limits
from witnessmark.intake.parts import Spool

DISPLAY_NAME = 0x3001
SHORT_NAME = 0x3704


def take_out(stream: BinaryIO, name: str, spool: Spool, limits: Limits) -> None:
    """Take every attachment out of an Outlook mail; raises RefusedError where it cannot be opened."""
    stream.seek(0)
    for number, attachment in enumerate(message_of(stream.read()).attachments, 1):
        part = f"attachment {number}"
        try:
            given = attachment.file_name or attachment.properties.str_prop_value(SHORT_NAME) or ""
            title = given or attachment.properties.str_prop_value(DISPLAY_NAME) or ""
            content = attachment.file_bytes
        except (KeyError, ValueError, AssertionError, LookupError) as error:
            spool.lose(part, f"it is damaged in the mail ({type(error).__name__})", "save the mail anew from Outlook")
            continue
        if content:
            if not given:
                spool.lose(part, "it has no name", "look into it: its bytes say what it is")
            spool.put(part, last_of(given) if given else part, [content])
        else:
            called = f"“{title[:200]}” is" if title else "it is"
            spool.lose(
                part,
                f"{called} a mail or a link, which Outlook does not keep as a file",
                "open it in Outlook, save it by itself, and add that",
            )


def message_of(data: bytes) -> Message:
    """Open an Outlook mail; raises RefusedError where it is damaged."""
    try:
        return Message.load(data)
    except (OSError, ValueError, KeyError, IndexError, AttributeError, AssertionError) as error:
        line = (str(error).splitlines() or [""])[0][:200]
        raise RefusedError(
            f"an Outlook mail that is damaged ({type(error).__name__}: {line})",
            "save it anew from Outlook, as EML if you can",
        ) from None
