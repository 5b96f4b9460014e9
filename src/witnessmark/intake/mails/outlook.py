"""Reads mails that Outlook saved (MSG): the subject and the body.

Promises: as ``mail`` does for other mails: the subject is the heading, the plain body is read, else the HTML one; the
headers of the way that the mail took are declared where Outlook kept them, else what it says of sender and receivers.
Does not: read a body that Outlook kept only as Rich Text: that is a loss.
"""

from __future__ import annotations

from collections.abc import Callable
from email.parser import HeaderParser
from functools import partial
from typing import TypeVar

from oxmsg import Message
from oxmsg.recipient import Recipient

from witnessmark.intake.containers.outlook import message_of
from witnessmark.intake.draft import Block, Draft, Loss, join
from witnessmark.intake.flow import LONGEST_SECTION, Flow
from witnessmark.intake.limits import Limits
from witnessmark.intake.mails.mail import declared_of, plain_blocks, repeated
from witnessmark.intake.texts.characters import decode
from witnessmark.intake.web import page
from witnessmark.nouns import Edtf

HEADERS = 0x007D
RICH_TEXT, HTML_BYTES = 0x1009, 0x1013
SAVE = "open it in Outlook, save it as EML or PDF, and add that"
Value = TypeVar("Value")


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of an Outlook mail. Raises RefusedError where it is damaged."""
    message = message_of(data)
    losses: list[Loss] = []
    subject = " ".join((_asked(lambda: message.subject, "subject", losses) or "").split())
    blocks = [Block(subject, (("heading", subject[:LONGEST_SECTION]),))] if subject else []
    blocks += _body(message, losses)
    content, locators = join(blocks)
    sender = _asked(lambda: message.sender, "sender", losses) or ""
    sent = _asked(lambda: message.sent_date, "date", losses)
    return Draft(
        content=content,
        locators=locators,
        title=subject or None,
        author=sender.split("<")[0].strip(' "') or sender or None,
        published=Edtf(sent.date().isoformat()) if sent else None,
        declared=tuple(_declared(message, sender, losses)),
        losses=tuple(losses),
    )


def _body(message: Message, losses: list[Loss]) -> list[Block]:
    plain = _asked(lambda: message.body, "body", losses)
    if plain and plain.strip():
        return plain_blocks(plain.replace("\r\n", "\n").replace("\r", "\n"))
    raw = _asked(lambda: message.properties.binary_prop_value(HTML_BYTES), "HTML body", losses)
    html = decode(raw).content if raw else _asked(lambda: message.html_body, "HTML body", losses)
    if html:
        flow = Flow(collapse=True)
        page.pour(html, flow)
        return flow.blocks()
    if _asked(lambda: message.properties.binary_prop_value(RICH_TEXT), "Rich Text body", losses):
        losses.append(Loss("the body of the mail is kept as Rich Text alone, which is not read", SAVE))
    return []


def _declared(message: Message, sender: str, losses: list[Loss]) -> list[tuple[str, str]]:
    kept = _asked(lambda: message.properties.str_prop_value(HEADERS), "headers", losses)
    if kept:
        headers = HeaderParser().parsestr(kept)
        losses += repeated(headers)
        return [*declared_of(headers)]
    found = [("from", sender)]
    for one in _asked(lambda: message.recipients, "recipients", losses) or ():
        name, address = _asked(partial(_named, one), "recipient", losses) or ("", "")
        found.append((f"to {len(found)}", f"{name or ''} <{address or ''}>".strip()))
    sent = _asked(lambda: message.sent_date, "date", [])
    return [*found, ("date", sent.isoformat())] if sent else found


def _named(recipient: Recipient) -> tuple[str | None, str | None]:
    return recipient.name, recipient.email_address


def _asked(ask: Callable[[], Value], what: str, losses: list[Loss]) -> Value | None:
    """Return what the library answers; a damage to one property costs that property."""
    try:
        return ask()
    except (KeyError, ValueError, IndexError, AssertionError, LookupError, TypeError, OverflowError) as error:
        losses.append(Loss(f"the mail's {what} cannot be read ({type(error).__name__})", SAVE))
        return None
