"""Reads mails (RFC 5322): the subject and the body. What is attached is a source of its own (see ``containers``).

Promises: the subject is the heading; of a body in two forms the plain one is read, unless it is empty; where the other
form has many more words, or a number that the plain one has not, that is a loss. The headers by which a mail can be
traced are declared as they stand, every ``Received`` line too, the newest first. Quoted mails in the body are part of
its words. A header that may stand once and stands twice is a loss: the first counts.
Does not: trust a header: who sends a mail writes all of them but the last ``Received`` lines. Verify a signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from witnessmark.intake.draft import Block, Draft, Loss, RefusedError, counted, join
from witnessmark.intake.flow import LONGEST_SECTION, Flow
from witnessmark.intake.limits import Limits
from witnessmark.intake.mails.mime import Entity, Mail, decoded, layout, words_of
from witnessmark.intake.texts.characters import decode
from witnessmark.intake.texts.plain import paragraphs
from witnessmark.intake.web import page
from witnessmark.nouns import Edtf

DECLARED = (
    *("from", "sender", "reply-to", "to", "cc", "bcc", "date", "subject", "message-id", "in-reply-to", "return-path"),
    *("delivered-to", "x-originating-ip", "x-mailer", "user-agent", "dkim-signature", "authentication-results"),
)
MOST_RECEIVED = 50
SINGLE = (
    *("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID", "In-Reply-To", "References"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
)
"""Headers that a mail may have once (RFC 5322, 3.6; RFC 2045): of two, programs show one or the other."""
LONGEST_TOLD = 200
MANY_MORE = 1.5
"""The other form of a body is worth a word where it has so many times as many."""
NUMBER = re.compile(r"(?<!\w)\d{1,18}(?!\w)")
MOST_NAMED = 5
COMPARE = "open the mail and compare; save its HTML form as a file and add that too"


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of a mail. Raises RefusedError where it holds no words."""
    mail = layout(data)
    losses = [*repeated(mail.headers), *mail.losses]
    blocks: list[Block] = []
    subject = words_of(mail.headers.get("subject", ""))
    encodings: list[str] = []
    bodies = [_blocks(entity, data, losses, encodings) for entity in _chosen(mail, data, losses)]
    if subject:
        blocks.append(Block(subject, (("heading", subject[:LONGEST_SECTION]),)))
    for number, body in enumerate(bodies, 1):
        place = (("part", str(number)),) if len(bodies) > 1 else ()
        blocks += [Block(block.words, place + block.steps, block.gap) for block in body]
    if not blocks and mail.attachments:
        raise RefusedError(
            "a mail of attachments alone, without a word of its own", "see its attachments in the list of sources"
        )
    content, locators = join(blocks)
    sender = words_of(mail.headers.get("from", ""))
    return Draft(
        content=content,
        locators=locators,
        encoding=encodings[0] if encodings else None,
        declared_language=words_of(mail.headers.get("content-language", "")) or None,
        title=subject or None,
        author=parseaddr(sender)[0] or sender or None,
        published=_day(words_of(mail.headers.get("date", "")), losses),
        declared=tuple(declared_of(mail.headers)),
        losses=tuple(losses),
    )


def _chosen(mail: Mail, data: bytes, losses: list[Loss]) -> Iterator[Entity]:
    """Yield the texts that make up the body; of several forms of one, the plain form if it has words."""
    choices: dict[int, list[Entity]] = {}
    for entity in mail.texts:
        if entity.alternative is not None:
            choices.setdefault(entity.alternative, []).append(entity)
    for entity in mail.texts:
        forms = choices.pop(entity.alternative, []) if entity.alternative is not None else [entity]
        plain = [form for form in forms if form.kind == "text/plain"]
        html = [form for form in forms if form.kind == "text/html"]
        if plain and html and not _count(plain, data):
            plain = []
        if plain and html and (more := _count(html, data)) > MANY_MORE * _count(plain, data) + 20:
            words = counted(more, "word", "words")
            fault = f"the mail's HTML form has {words}, its plain form, which was read, {_count(plain, data):,}"
            losses.append(Loss(fault, COMPARE))
        elif plain and html and (others := sorted(_numbers(html, data) - _numbers(plain, data), key=int)):
            named = ", ".join(others[:MOST_NAMED]) + (" and more" if len(others) > MOST_NAMED else "")
            fault = f"the mail's HTML form has numbers that its plain form, which was read, has not: {named}"
            losses.append(Loss(fault, COMPARE))
        yield from plain or html or forms


def _count(entities: list[Entity], data: bytes) -> int:
    return sum(len(block.words.split()) for entity in entities for block in _blocks(entity, data, [], []))


def _numbers(entities: list[Entity], data: bytes) -> set[str]:
    blocks = (block for entity in entities for block in _blocks(entity, data, [], []))
    return {number for block in blocks for number in NUMBER.findall(block.words)}


def _blocks(entity: Entity, data: bytes, losses: list[Loss], encodings: list[str]) -> list[Block]:
    """Return the words of one text of the body with their places."""
    body, complaint = decoded(entity, data)
    if complaint:
        losses.append(Loss(f"the body of the mail: {complaint}", "ask for the mail again"))
    if not body.strip():
        return []
    found = decode(body, entity.charset)
    losses += found.losses
    encodings.append(found.encoding)
    if entity.kind == "text/html":
        flow = Flow(collapse=True)
        page.pour(found.content, flow)
        return flow.blocks()
    content = found.content
    return plain_blocks(content)


def plain_blocks(content: str) -> list[Block]:
    """Return the paragraphs of a plain body, parted as they are in it."""
    blocks: list[Block] = []
    reached = 0
    for number, span in enumerate(paragraphs(content), 1):
        gap = content[reached : span.start] if blocks else "\n\n"
        blocks.append(Block(content[span.start : span.end], (("paragraph", str(number)),), gap))
        reached = span.end
    return blocks


def _day(date: str, losses: list[Loss]) -> Edtf | None:
    """Return the day that the mail declares, in the time zone that it was written in."""
    if not date:
        return None
    try:
        moment: datetime = parsedate_to_datetime(date)
        return Edtf(f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}")
    except (ValueError, TypeError, IndexError, OverflowError):
        losses.append(Loss(f"the mail's date cannot be read: {date[:80]}", "look it up in the mail"))
        return None


def repeated(headers: Message) -> Iterator[Loss]:
    """Yield the loss of each header that stands in a mail more than once, though it may only once."""
    for name in SINGLE:
        values = [words_of(value) for value in headers.get_all(name, [])]
        if len(values) > 1:
            named = "; ".join(f"“{value[:LONGEST_TOLD]}”" for value in values[1 : MOST_NAMED + 1])
            more = " and more" if len(values) > MOST_NAMED + 1 else ""
            fault = f"the mail has {len(values):,} headers {name}; the first counts here, not {named}{more}"
            yield Loss(fault, "a program may show another than the first: ask who made the mail so, and why")


def declared_of(headers: Message) -> Iterator[tuple[str, str]]:
    """Yield the headers that matter, as names and values; several of one name are numbered."""
    for name in DECLARED:
        for number, value in enumerate(headers.get_all(name, [])[:5], 1):
            yield (name if number == 1 else f"{name} {number}"), words_of(value)
    for number, value in enumerate(headers.get_all("received", [])[:MOST_RECEIVED], 1):
        yield f"received {number}", words_of(value)
