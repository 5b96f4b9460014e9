"""One exchange with one server: the only file that opens a connection.

Promises: it connects where ``reach`` does and nowhere else (a redirect is not followed, no proxy of the environment is
used); the whole exchange is bounded in time, and the answer in size. Whatever the server does is a ``NoAnswerError``.
Does not: choose the server, try again, or judge the answer.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

OK: Final = http.client.OK
LARGEST_ANSWER: Final = 1 << 20
"""Bytes of a whole answer."""
LONGEST_REASON: Final = 120
_BLOCK: Final = 1 << 16
_PORTS: Final = (80, 443)
"""Of servers that are not secure, and of those that are."""
_VISIBLE: Final = re.compile(r"[!-~]{1,500}")


class NoAnswerError(Exception):
    """No whole answer came; the message says why, in words that can be shown."""

    def __init__(self, reason: str, *, late: bool) -> None:
        super().__init__(reason)
        self.late = late
        """Whether it took longer than it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a server answers over HTTP, or HTTPS where it is ``secure``."""

    secure: bool
    host: str
    port: int
    path: str
    """With what is asked for after a question mark, if anything."""

    @property
    def address(self) -> str:
        """The address, as a person reads it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.secure] else f":{self.port}"
        return f"{'https' if self.secure else 'http'}://{host}{port}{self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Whom to speak with: ``reach`` opens the socket, the server's host is what a certificate is checked for."""

    server: Server
    seconds: int
    """How long the whole exchange may take."""
    reach: Callable[[], socket.socket]


def server_at(url: str) -> Server | None:
    """Read an address, or None where it is none; raises ValueError that names what should not stand in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or not _VISIBLE.fullmatch(url):
        return None
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValueError("a name, password or #")
    secure = parts.scheme == "https"
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return Server(secure=secure, host=parts.hostname, port=port or _PORTS[secure], path=path)


def post(peer: Peer, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Send ``body`` and return the status and the bytes of the answer; raises NoAnswerError."""
    connection = _Direct(peer)
    late = threading.Event()
    timer = threading.Timer(peer.seconds, _cut, (connection, late))
    timer.daemon = True
    timer.start()
    try:
        connection.request("POST", peer.server.path, body, {**headers, "Connection": "close"})
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
        super().__init__(peer.server.host, peer.server.port, timeout=peer.seconds)
        self.peer = peer
        self.wire: socket.socket | None = None

    def connect(self) -> None:
        """Connect, and speak TLS where the peer does."""
        self.wire = self.sock = self.peer.reach()
        if self.peer.server.secure:
            context = ssl.create_default_context()
            wrapped = context.wrap_socket(
                self.sock, server_hostname=self.peer.server.host, do_handshake_on_connect=False
            )
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
