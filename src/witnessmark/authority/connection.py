"""The one exchange with a time-stamping authority: a request goes out, an answer comes back (RFC 3161, 3.4).

Promises: it connects to the address that was named and to no other (a redirect is not followed, no proxy of the
environment is used); the whole exchange is bounded in time and the answer in size. Whatever the server does is an
``UnansweredError`` with the reason in words.
Does not: try again, keep anything, or judge the answer.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import Final

from witnessmark.authority.settings import Authority
from witnessmark.errors import WitnessmarkError

LARGEST_ANSWER: Final = 1 << 20
_BLOCK: Final = 1 << 16
_LONGEST_REASON: Final = 120


class UnansweredError(WitnessmarkError):
    """An authority gave no answer; the message names it and says why."""


def exchange(authority: Authority, request: bytes) -> bytes:
    """Send a request and return the bytes of the answer; raises UnansweredError."""
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    connection = _Direct(authority)
    late = threading.Event()
    timer = threading.Timer(authority.seconds, _cut, (connection, late))
    timer.daemon = True
    timer.start()
    try:
        connection.request("POST", authority.path, request, headers | {"Connection": "close"})
        with contextlib.closing(connection.getresponse()) as response:
            data = b"".join(_bounded(response)) if response.status == http.client.OK else b""
        if late.is_set():
            raise TimeoutError
    except (OSError, http.client.HTTPException, ValueError) as error:
        if late.is_set() or isinstance(error, TimeoutError):
            raise UnansweredError(f"{authority.address} took longer than {authority.seconds} seconds") from error
        raise UnansweredError(f"{authority.address} gave no answer ({_reason(error)})") from error
    finally:
        timer.cancel()
        connection.close()
    if response.status != http.client.OK:
        raise UnansweredError(f"{authority.address} gave no answer ({_refusal(response.status)})")
    return data


class _Direct(http.client.HTTPConnection):
    """A connection straight to the authority; ``wire`` is its socket, also when ``sock`` has been let go."""

    def __init__(self, authority: Authority) -> None:
        super().__init__(authority.host, authority.port, timeout=authority.seconds)
        self.authority = authority
        self.wire: socket.socket | None = None

    def connect(self) -> None:
        """Connect, and speak TLS where the address says https."""
        place = (self.authority.host, self.authority.port)
        self.wire = self.sock = socket.create_connection(place, self.authority.seconds)
        if self.authority.secure:
            context = ssl.create_default_context()
            wrapped = context.wrap_socket(self.sock, server_hostname=self.authority.host, do_handshake_on_connect=False)
            self.wire = self.sock = wrapped
            wrapped.do_handshake()  # only now, so that a handshake that drips can be cut as well


def _cut(connection: _Direct, late: threading.Event) -> None:
    """End an exchange that takes too long, wherever it stands: a drip of bytes would pass every other limit."""
    late.set()
    with contextlib.suppress(OSError):
        if connection.wire is not None:
            connection.wire.shutdown(socket.SHUT_RDWR)


def _bounded(response: http.client.HTTPResponse) -> Iterator[bytes]:
    size = 0
    while block := response.read1(_BLOCK):
        size += len(block)
        if size > LARGEST_ANSWER:
            raise ValueError(f"its answer has more than {LARGEST_ANSWER:,} bytes")
        yield block
    if response.length:
        raise ValueError("its answer was cut off")


def _refusal(status: int) -> str:
    if 300 <= status < 400:
        return f"it sent us to another address, HTTP {status}, which is not followed"
    return f"HTTP {status}"


def _reason(error: Exception) -> str:
    """Say what went wrong in a few words that can be shown: some of them may come from the server."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    words = "".join(letter if letter.isprintable() else " " for letter in said or type(error).__name__)
    return words if len(words) <= _LONGEST_REASON else words[: _LONGEST_REASON - 1] + "…"
