"""One exchange with one server: the only file that opens a connection.

Promises: it connects where ``reach`` does and nowhere else (a redirect is not followed, no proxy of the environment is
used); the whole exchange is bounded in time, and the answer in size. Whatever the server does is a ``NoAnswerError``.
Does not: choose the server, try again, or judge the answer.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

OK: Final = http.client.OK
LARGEST_ANSWER: Final = 1 << 20
"""Bytes of a whole answer."""
LONGEST_REASON: Final = 120
_BLOCK: Final = 1 << 16


class NoAnswerError(Exception):
    """No whole answer came; the message says why, in words that can be shown."""

    def __init__(self, reason: str, *, late: bool) -> None:
        super().__init__(reason)
        self.late = late
        """Whether it took longer than it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Where to: ``reach`` opens the socket, the host's name is what a certificate is checked for."""

    host: str
    port: int
    secure: bool
    path: str
    seconds: int
    """How long the whole exchange may take."""
    reach: Callable[[], socket.socket]


def post(peer: Peer, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Send ``body`` and return the status and the bytes of the answer; raises NoAnswerError."""
    connection = _Direct(peer)
    late = threading.Event()
    timer = threading.Timer(peer.seconds, _cut, (connection, late))
    timer.daemon = True
    timer.start()
    try:
        connection.request("POST", peer.path, body, {**headers, "Connection": "close"})
        with contextlib.closing(connection.getresponse()) as response:
            data = b"".join(_bounded(response))
            if late.is_set():
                raise TimeoutError
            return response.status, data
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswerError(_reason(error), late=late.is_set() or isinstance(error, TimeoutError)) from error
    finally:
        timer.cancel()
        connection.close()


class _Direct(http.client.HTTPConnection):
    """A connection over the peer's socket; ``wire`` is that socket, also when ``sock`` has been let go."""

    def __init__(self, peer: Peer) -> None:
        super().__init__(peer.host, peer.port, timeout=peer.seconds)
        self.peer = peer
        self.wire: socket.socket | None = None

    def connect(self) -> None:
        """Connect, and speak TLS where the peer does."""
        self.wire = self.sock = self.peer.reach()
        if self.peer.secure:
            context = ssl.create_default_context()
            wrapped = context.wrap_socket(self.sock, server_hostname=self.peer.host, do_handshake_on_connect=False)
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


def _reason(error: Exception) -> str:
    """Say what went wrong in a few words that can be shown: some of them may come from the server."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    words = "".join(letter if letter.isprintable() else " " for letter in said or type(error).__name__)
    return words if len(words) <= LONGEST_REASON else words[: LONGEST_REASON - 1] + "…"
