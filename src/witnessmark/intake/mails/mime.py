"""Lays out a mail: its headers, the entities in it, which of them are its body and which are attached (RFC 5322, 2045).

Promises: entities are stretches of the mail's own bytes, so that a mail within a mail is what was sent, byte for byte.
However deep or wide a mail is nested, the work is bounded; what is beyond the bounds stays one entity, and a loss.
Does not: believe a length, or read the words (``mail`` does).
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import collapse_rfc2231_value

from witnessmark.intake.draft import Loss, counted

DEEPEST = 50
MOST_ENTITIES = 10_000
LONGEST_HEAD = 1 << 20
LONGEST_TOLD = 4096
BLANK = re.compile(rb"(?:\A|\n)\r?\n")
HEADER = re.compile(rb"[!-9;-~]+:|From |>From ")
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
SPACE = b" \t\r\n"
NOTICE = re.compile(rb"multi-?part|MIME", re.IGNORECASE)
"""What programs write before the parts of a mail, for those that cannot read them."""
CUT = "the mail may be cut short: ask for it again"


@dataclass(frozen=True, slots=True)
class Entity:
    """One part of a mail that has no parts of its own, or the mail itself."""

    headers: Message
    start: int
    """Where its body begins in the mail's bytes."""
    end: int
    alternative: int | None = None
    """Which choice it stands in: of the entities with one number, a reader is shown the best."""

    @property
    def kind(self) -> str:
        """Its media type, as declared."""
        return self.headers.get_content_type()

    @property
    def charset(self) -> str | None:
        """The character set of its words, as declared; None where that cannot be read."""
        try:
            return self.headers.get_content_charset()
        except (TypeError, ValueError, LookupError, AttributeError):
            return None


@dataclass(slots=True)
class Mail:
    """A mail, laid out."""

    headers: Message
    texts: list[Entity] = field(default_factory=list)
    """What may be its body, in order: plain and HTML texts that are not attached."""
    attachments: list[Entity] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    depth: int
    alternative: int | None


def layout(data: bytes) -> Mail:
    """Lay out the bytes of a mail."""
    headers, body = _head(data, 0, len(data))
    mail = Mail(headers)
    waiting = [_Stretch(0, len(data), 0, None)]
    count = 0
    while waiting:
        stretch = waiting.pop()
        count += 1
        headers, body = _head(data, stretch.start, stretch.end)
        entity = Entity(headers, body, stretch.end, stretch.alternative)
        inner = _inner(data, entity, stretch.depth, mail)
        if inner is None:
            _sort_in(mail, entity, is_whole=stretch.depth == 0)
        else:
            room = MOST_ENTITIES - count - len(waiting)
            if len(inner) > room:
                fault = f"more than {MOST_ENTITIES:,} parts in one mail; the first were read"
                mail.losses.append(Loss(fault, "treat it as hostile; if it is real, open it and save its attachments"))
                inner = inner[: max(room, 0)]
            choice = body if entity.kind == "multipart/alternative" else stretch.alternative
            waiting += [_Stretch(start, end, stretch.depth + 1, choice) for start, end in reversed(inner)]
    return mail


def _head(data: bytes, start: int, end: int) -> tuple[Message, int]:
    """Return the headers of what lies in ``[start, end)``, and where its body begins."""
    if (start > 0 and data[start : start + 2] in (b"\r\n", b"\n\r")) or data[start : start + 1] == b"\n":
        body = data.index(b"\n", start) + 1
        return Message(), body
    limit = min(end, start + LONGEST_HEAD)
    blank = BLANK.search(data, start, limit)
    body = blank.end() if blank else limit
    block = data[start:body]
    if not HEADER.match(block):
        return Message(), start
    return BytesHeaderParser().parsebytes(block), min(body, end)


def _inner(data: bytes, entity: Entity, depth: int, mail: Mail) -> list[tuple[int, int]] | None:
    """Return the stretches of a multipart entity; None where it is none, or cannot be divided."""
    if entity.headers.get_content_maintype() != "multipart":
        return None
    boundary = _boundary(entity.headers)
    if not boundary:
        mail.losses.append(Loss("a part of the mail declares parts without saying what parts them", CUT))
        return None
    if depth >= DEEPEST:
        fault = f"parts within parts of the mail, more than {DEEPEST} deep; they were kept as they are"
        mail.losses.append(Loss(fault, "treat it as hostile; if it is real, open it and save its attachments"))
        return None
    mark = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    found: list[tuple[int, int]] = []
    at, begun = max(entity.start - 1, 0), None
    while (match := mark.search(data, at, entity.end)) is not None:
        if begun is not None:
            found.append((begun, max(begun, match.start())))
        else:
            _tell_outside(data[entity.start : match.start()], "before", mail)
        begun = match.end()
        if match[1]:
            _tell_outside(data[begun : entity.end], "after", mail)
            return found
        at = max(begun - 1, match.start() + 1)  # the line end of one mark may be the beginning of the next
    if begun is None:
        mail.losses.append(Loss("a part of the mail declares parts that are not there", CUT))
        return None
    mail.losses.append(Loss("the last part of the mail has no end", CUT))
    return [*found, (begun, entity.end)]


def _tell_outside(words: bytes, where: str, mail: Mail) -> None:
    """Say that words stand before or after the parts of a mail, where no mail program shows them."""
    plain = b" ".join(words[:LONGEST_TOLD].split())
    if plain and not (where == "before" and NOTICE.search(plain)):
        begins = words_of(plain[:80].decode("latin-1"))
        fault = f"words {where} the parts of the mail, which are not in the text: {begins}"
        mail.losses.append(Loss(fault, "look at the mail's bytes in a text editor; mail programs do not show these"))


def _boundary(headers: Message) -> bytes:
    try:
        return (headers.get_boundary() or "").encode("utf-8", "surrogateescape")
    except (ValueError, TypeError, LookupError, AttributeError):
        return b""


def _sort_in(mail: Mail, entity: Entity, *, is_whole: bool) -> None:
    attached = str(entity.headers.get_content_disposition() or "") == "attachment" or bool(name_of(entity))
    if (
        is_whole and entity.headers.get_content_maintype() == "multipart"
    ):  # it could not be divided: it is read as it is
        mail.texts.append(entity)
    elif entity.kind in ("text/plain", "text/html") and (is_whole or not attached):
        mail.texts.append(entity)
    else:
        mail.attachments.append(entity)


def decoded(entity: Entity, data: bytes) -> tuple[bytes, str | None]:
    """Return the bytes of an entity with its transfer encoding undone, and what was wrong with that, if anything."""
    body = data[entity.start : entity.end]
    encoding = str(entity.headers.get("content-transfer-encoding", "")).strip().lower()
    if encoding == "base64":
        return _from_base64(body)
    if encoding == "quoted-printable":
        return quopri.decodestring(body), None
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return _from_uuencode(body)
    if encoding not in ("", "7bit", "8bit", "binary", "none"):
        return body, f"its transfer encoding {encoding[:40]!r} is not known"
    return body, None


def _from_base64(body: bytes) -> tuple[bytes, str | None]:
    """Decode base64; where it is broken, take what is whole of it."""
    plain = body.translate(None, SPACE)
    stripped = plain.rstrip(b"=")
    clean = NOT_BASE64.sub(b"", stripped)
    wrong = len(stripped) - len(clean)
    fault = counted(wrong, "byte of its base64 is wrong", "bytes of its base64 are wrong") if wrong else None
    if len(clean) % 4 == 1:
        clean = clean[:-1]
        fault = fault or "its base64 is cut short"
    try:
        return base64.b64decode(clean + b"=" * (-len(clean) % 4)), fault
    except binascii.Error as error:
        return b"", f"its base64 cannot be decoded ({error})"


def _from_uuencode(body: bytes) -> tuple[bytes, str | None]:
    pieces, wrong = [], 0
    for line in body.splitlines():
        if line.startswith((b"begin ", b"end")) or not line.strip():
            continue
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            wrong += 1
    return b"".join(pieces), counted(
        wrong, "line of its uuencode is wrong", "lines of its uuencode are wrong"
    ) if wrong else None


def name_of(entity: Entity) -> str:
    """Return the file name that a mail gives to an entity, as words; empty where there is none."""
    try:
        for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
            given = entity.headers.get_param(parameter, None, header)
            if given is not None:
                return words_of(collapse_rfc2231_value(given)).strip()
    except (ValueError, TypeError, LookupError, AttributeError):
        return ""
    return ""


def words_of(value: object) -> str:
    """Return a header's value as words on one line, with encoded words decoded (RFC 2047)."""
    text = str(value)
    if "=?" in text:
        try:
            pieces = [_piece(given, charset) for given, charset in decode_header(text)]
        except (HeaderParseError, ValueError, LookupError):
            pieces = [text]
        text = "".join(pieces)
    raw = text.encode("utf-8", "surrogateescape") if any("\udc80" <= one <= "\udcff" for one in text) else None
    if raw is not None:
        text = _decoded(raw, None)
    return " ".join(text.split())


def _piece(given: object, charset: str | None) -> str:
    if isinstance(given, str):
        return given
    return _decoded(given, charset) if isinstance(given, bytes) else str(given)


def _decoded(raw: bytes, charset: str | None) -> str:
    for name in (charset, "utf-8", "windows-1252"):
        try:
            return raw.decode(name or "ascii")
        except (LookupError, ValueError):
            continue
    return raw.decode("utf-8", "replace")
