"""The one exchange with a time-stamping authority: a request goes out, an answer comes back (RFC 3161, 3.4).

Promises: it connects to the address that was named and to no other, within the bounds of ``exchange``. Whatever the
server does is an ``UnansweredError`` with the reason in words.
Does not: try again, keep anything, or judge the answer.
"""

from __future__ import annotations

import socket
from functools import partial

from witnessmark.authority.settings import Authority
from witnessmark.errors import WitnessmarkError
from witnessmark.exchange import OK, NoAnswerError, Peer, post


class UnansweredError(WitnessmarkError):
    """An authority gave no answer; the message names it and says why."""


def exchange(authority: Authority, request: bytes) -> bytes:
    """Send a request and return the bytes of the answer; raises UnansweredError."""
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    place = (authority.host, authority.port)
    reach = partial(socket.create_connection, place, authority.seconds)
    peer = Peer(server=authority, seconds=authority.seconds, reach=reach)
    try:
        status, data = post(peer, request, headers)
    except NoAnswerError as error:
        if error.late:
            raise UnansweredError(f"{authority.address} took longer than {authority.seconds} seconds") from error
        raise UnansweredError(f"{authority.address} gave no answer ({error})") from error
    if status != OK:
        raise UnansweredError(f"{authority.address} gave no answer ({_refusal(status)})")
    return data


def _refusal(status: int) -> str:
    if 300 <= status < 400:
        return f"it sent us to another address, HTTP {status}, which is not followed"
    return f"HTTP {status}"
