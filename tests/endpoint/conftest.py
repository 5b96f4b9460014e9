"""A language model's server on this machine, which answers as each test says, well or badly.

Tests that use it are marked ``loopback``: they open a socket on 127.0.0.1 and none beyond it.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from witnessmark.endpoint import Endpoint


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends: a status, headers and a body; ``length`` is what it claims the body has."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    seconds_a_byte: float = 0.0


def completion(words: object, finish: str = "stop") -> Answer:
    """Return a chat completion with these words (a reply as JSON where they are no string)."""
    content = words if isinstance(words, str) else json.dumps(words)
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}}
    return Answer(json.dumps({"object": "chat.completion", "choices": [choice]}).encode())


def told(source: str | None, cue: str | None, *content: str, mode: str = "asserted") -> dict[str, Any]:
    """Return a statement as the model gives it."""
    return {"source": source, "cue": cue, "content": [*content], "mode": mode}


def reply(*statements: object) -> Answer:
    """Return a whole reply with these statements."""
    return completion({"statements": [*statements]})


class Server:
    """The server: ``answer`` makes an answer from the words it is asked about; ``asked`` holds all requests."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answer: Callable[[str], Answer] = lambda _: reply()
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.closing = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append(question | {"path": self.path})
                server.keys.append(self.headers["Authorization"])
                self._send(server.answer(question["messages"][-1]["content"]))

            def _send(self, answer: Answer) -> None:
                self.send_response(answer.status)
                length = len(answer.body) if answer.length is None else answer.length
                for name, value in ({"Content-Length": str(length)} | answer.headers).items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    if not answer.seconds_a_byte:
                        self.wfile.write(answer.body)
                        return
                    for at in range(len(answer.body)):
                        self.wfile.write(answer.body[at : at + 1])
                        if server.closing.wait(answer.seconds_a_byte):
                            return
                except OSError:  # the other side has had enough
                    return

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its name in the standard library)
                """Print nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The address as the settings of a case give it."""
        return f"http://127.0.0.1:{self.port}/v1"

    def endpoint(
        self, *, model: str = "tern-7b", seconds: int = 20, key_from: str | None = None, secure: bool = False
    ) -> Endpoint:
        """Return settings that lead to this server."""
        return Endpoint(
            secure=secure,
            host="127.0.0.1",
            port=self.port,
            path="/v1/chat/completions",
            model=model,
            seconds=seconds,
            key_from=key_from,
        )

    def stop(self) -> None:
        """Stop listening; what is being sent ends."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    """Start a server and stop it after the test."""
    started = Server()
    yield started
    started.stop()
