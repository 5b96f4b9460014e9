"""Takes the messages out of a mailbox (MBOX).

Promises: each message is taken as its bytes lie in the mailbox, from the line after its ``From `` line to the empty
line before the next one. A ``From `` line counts where it stands first or after an empty line, has a time and a year,
and a header follows it.
Does not: take the ``>`` away that mailboxes put before such lines within a message: what was put there cannot be told
from what was written. Trust any length that a message declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from witnessmark.intake.draft import RefusedError
from witnessmark.intake.limits import Limits
from witnessmark.intake.parts import PIECE, Spool

OPENING = re.compile(
    rb"(?:\A|(?<=\n)(?P<gap>\r?\n))(?P<line>From [^\r\n]{0,998}\d\d:\d\d[^\r\n]{0,200}\d{4}[^\r\n]{0,200}\r?\n)"
    rb"(?=(?:>?From [^\r\n]{0,998}\r?\n)?[!-9;-~]{1,200}:)"
)
REACH = 4096
"""How far a ``From `` line, with the header after it, may reach over the end of what was read so far."""


def take_out(stream: BinaryIO, name: str, spool: Spool, limits: Limits) -> None:
    """Take every message out of a mailbox. Raises RefusedError where there is none."""
    number = 0
    for number, (start, end) in enumerate(_messages(stream), 1):
        spool.put(f"message {number}", f"message {number}.eml", stretch(stream, start, end))
    if not number:
        raise RefusedError("a mailbox without any message in it", "open it with a mail program and save its messages")


def stretch(stream: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """Yield the bytes ``[start, end)`` of a stream in pieces."""
    stream.seek(start)
    while start < end and (piece := stream.read(min(PIECE, end - start))):
        start += len(piece)
        yield piece


def _messages(stream: BinaryIO) -> Iterator[tuple[int, int]]:
    """Yield where each message begins and ends; the stream may be moved between two of them."""
    begun: int | None = None
    end = 0
    for gap, start in _openings(stream):
        if begun is not None:
            yield begun, gap
        begun = start
    if begun is not None:
        end = stream.seek(0, 2)
        yield begun, end


def _openings(stream: BinaryIO) -> Iterator[tuple[int, int]]:
    """Yield where each ``From `` line's gap begins, and where its message does."""
    at, held = 0, b""
    while True:
        stream.seek(at + len(held))
        piece = stream.read(PIECE)
        held += piece
        safe = len(held) - (REACH if piece else 0)
        used = 0
        for match in OPENING.finditer(held):
            if match.start("line") > safe or (at and match.start() == 0):
                continue
            used = match.end()
            yield at + match.start(), at + match.end()
        if not piece:
            return
        keep = max(used - 1, safe - REACH, 0)
        at, held = at + keep, held[keep:]
