"""The exchange with an authority: whatever its server does, the answer is bytes or one line that says why not."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from witnessmark.authority import UnansweredError, authorities_from, authority_from, exchange
from witnessmark.errors import InputError

pytestmark = pytest.mark.loopback


@contextlib.contextmanager
def server(act: Callable[[socket.socket, threading.Event], None]) -> Iterator[str]:
    """Serve one connection with ``act``; yield the address."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def run() -> None:
            with contextlib.suppress(OSError):
                connected, _ = listening.accept()
                with connected:
                    asked = b""
                    while not asked.endswith(b"request") and (more := connected.recv(65536)):
                        asked += more  # unread bytes would have the system reset the connection when it is closed
                    act(connected, over)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/tsr"
        finally:
            over.set()
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def says(head: str, body: bytes = b"", times: int = 1) -> Callable[[socket.socket, threading.Event], None]:
    """Send a head, and a body some times over."""

    def act(connected: socket.socket, over: threading.Event) -> None:
        connected.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n")
        for _ in range(times):
            if over.is_set():
                return
            connected.sendall(body)

    return act


def drip(connected: socket.socket, over: threading.Event) -> None:
    """Send one byte after the other, for ever."""
    connected.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
    while not over.wait(0.05):
        connected.sendall(b"x")


def wait(connected: socket.socket, over: threading.Event) -> None:
    """Send nothing."""
    over.wait(60)


def refusal(url: str, seconds: int = 20) -> str:
    """Return why there is no answer; there must be none."""
    with pytest.raises(UnansweredError) as caught:
        exchange(replace(authority_from(url), seconds=seconds), b"request")
    assert str(caught.value).startswith(url)
    return str(caught.value)


def test_an_answer_is_its_bytes() -> None:
    """What the server sends comes back as it is."""
    with server(says("HTTP/1.1 200 OK\nContent-Length: 3", b"abc")) as url:
        assert exchange(authority_from(url), b"request") == b"abc"


BAD = {
    "a hundred megabytes": (says("HTTP/1.1 200 OK", bytes(1 << 20), 100), "more than 1,048,576 bytes"),
    "cut off": (says("HTTP/1.1 200 OK\nContent-Length: 30", b"abc"), "cut off"),
    "an error": (says("HTTP/1.1 500 No\nContent-Length: 0"), "HTTP 500"),
    "elsewhere": (says("HTTP/1.1 302 Go\nLocation: http://example.org/\nContent-Length: 0"), "is not followed"),
    "no HTTP": (says("\x1b[2Jnonsense"), "gave no answer"),
    "endless heads": (says("HTTP/1.1 200 OK\n" + "X: y\n" * 500), "gave no answer"),
    "nothing": (lambda *_: None, "gave no answer"),
}


@pytest.mark.parametrize(("act", "said"), BAD.values(), ids=BAD)
def test_a_bad_server_is_told_in_one_line(act: Callable[[socket.socket, threading.Event], None], said: str) -> None:
    """Each with its reason, and without a character that would act on a terminal."""
    with server(act) as url:
        words = refusal(url)
    assert said in words
    assert words.isprintable()


@pytest.mark.parametrize("act", [wait, drip])
def test_a_slow_server_is_cut(act: Callable[[socket.socket, threading.Event], None]) -> None:
    """Silence, and bytes that drip without end: the whole exchange has one limit."""
    with server(act) as url:
        assert "took longer than 1 seconds" in refusal(url, seconds=1)


def test_nobody_there() -> None:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert "gave no answer" in refusal(f"http://127.0.0.1:{port}/tsr")


@pytest.mark.parametrize(
    "url",
    [
        *("", "time.example.org", "ftp://time.example.org/", "http://", "http://a:b@time.example.org/", "http://[::1/"),
        *("http://time.example.org/a b", "http://time.example.org:x/", "http://time.example.org/#a", "file:///etc/a"),
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """With the words that are wrong."""
    with pytest.raises(InputError, match="is no address of a time-stamping authority"):
        authority_from(url)


def test_addresses_keep_what_they_say() -> None:
    """Host, port, path and query; the label has no scheme."""
    one = authority_from("https://time.example.org:8443/tsr?a=1")
    assert (one.address, one.label) == ("https://time.example.org:8443/tsr?a=1", "time.example.org:8443/tsr?a=1")
    assert authority_from("http://time.example.org").address == "http://time.example.org/"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "is not a table"),
        ({"url": "x"}, "there is no setting 'url'"),
        ({"authorities": "http://a/"}, "is no list of addresses"),
        ({"authorities": [1]}, "is no list of addresses"),
        ({"seconds": True}, "seconds is True"),
        ({"seconds": 0}, "give 1 to 600"),
        ({"authorities": ["x"]}, "is no address"),
    ],
)
def test_wrong_settings_are_refused(values: object, said: str) -> None:
    """Each with the key at fault."""
    with pytest.raises(InputError, match=said):
        authorities_from(values)


def test_settings_name_each_authority_once() -> None:
    """No settings are no authorities."""
    assert authorities_from(None) == ()
    given = authorities_from({"authorities": ["http://a.example/", "http://a.example/"], "seconds": 5})
    assert [(one.host, one.seconds) for one in given] == [("a.example", 5)]
