"""The connection: one question, one bounded reply, and a reason in words for everything else."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from tests.endpoint.conftest import Answer, Server, completion, reply

from witnessmark.endpoint import Connection, Endpoint
from witnessmark.endpoint.connection import UnansweredError
from witnessmark.errors import InputError
from witnessmark.exchange import LARGEST_ANSWER

pytestmark = pytest.mark.loopback


def test_a_question_is_bound_to_the_schema_and_to_chance_that_repeats(server: Server) -> None:
    """Temperature 0, a seed, no stream, the schema, the model, and the paragraph as it stands."""
    server.answer = lambda _: completion("some words")
    assert Connection(server.endpoint()).ask("“Öl,” سخن") == "some words"
    (asked,) = server.asked
    assert (asked["temperature"], asked["stream"], asked["model"]) == (0, False, "tern-7b")
    assert asked["seed"] == 1
    assert asked["response_format"]["json_schema"]["schema"]["required"] == ["statements"]
    assert asked["messages"][-1] == {"role": "user", "content": "“Öl,” سخن"}
    assert asked["path"] == "/v1/chat/completions"
    assert server.keys == [None]


def test_a_server_without_schemas_is_asked_without(server: Server) -> None:
    """It is found out once; the question says the form in words as well."""

    def answer(_: str) -> Answer:
        return Answer(b"{}", 400) if "response_format" in server.asked[-1] else completion("words")

    server.answer = answer
    connection = Connection(server.endpoint())
    assert [connection.ask("One."), connection.ask("Two.")] == ["words", "words"]
    assert ["response_format" in asked for asked in server.asked] == [True, False, False]


def test_the_key_comes_from_the_environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes into one header; a variable that is not set is named."""
    endpoint = server.endpoint(key_from="WITNESSMARK_SECRET")
    monkeypatch.setenv("WITNESSMARK_SECRET", "sesame")
    Connection(endpoint).ask("Words.")
    assert server.keys == ["Bearer sesame"]
    for wrong in ("", "two\nlines"):
        monkeypatch.setenv("WITNESSMARK_SECRET", wrong)
        with pytest.raises(InputError, match="WITNESSMARK_SECRET"):
            Connection(endpoint)


def elsewhere(status: int, url: str, _: str) -> Answer:
    """Answer that the words should be sent to another address."""
    return Answer(b"", status, {"Location": f"{url}/chat/completions"})


def test_a_redirect_is_refused(server: Server) -> None:
    """Words meant for one server never reach another, not even one on this machine."""
    other = Server()
    try:
        for status in (301, 302, 303, 307, 308):
            server.answer = partial(elsewhere, status, other.url)
            with pytest.raises(UnansweredError, match="not followed"):
                Connection(server.endpoint()).ask("Words.")
        assert other.asked == []
    finally:
        other.stop()


def test_proxies_of_the_environment_are_not_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would see every word that is sent."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    Connection(server.endpoint()).ask("Words.")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(b"oh no", 500), "HTTP 500"),
        (Answer(b"", 401), "wants a key"),
        (Answer(b"", 404), "no such path or model"),
        (Answer(b""), "no chat completion"),
        (Answer(b"<html>"), "no chat completion"),
        (Answer(b"\xff\xfe\x00"), "no chat completion"),
        (Answer(b"[" * 100_000), "no chat completion"),
        (Answer(b"[]"), "no chat completion"),
        (Answer(b'{"choices": []}'), "no chat completion"),
        (Answer(b'{"choices": [{"message": null}]}'), "no chat completion"),
        (Answer(b'{"choices": [{"message": {"content": 7}}]}'), "without words"),
        (Answer(reply().body[:-9], length=len(reply().body)), "cut off"),
        (Answer(b" " * (LARGEST_ANSWER + 1)), "more than 1,048,576 bytes"),
        (Answer(b"", headers={"Content-Length": "many"}), "no chat completion"),
        (Answer(b"zz\r\n", headers={"Transfer-Encoding": "chunked"}), "could not be asked"),
        (Answer(b"", headers={f"X-{n}": "y" for n in range(120)}), "could not be asked"),
        (Answer(b"", headers={"X": "y" * 70_000}), "could not be asked"),
    ],
)
def test_whatever_the_server_sends_is_a_reason_in_words(server: Server, answer: Answer, reason: str) -> None:
    """Errors, garbage, wrong types, too much and too little."""
    server.answer = lambda _: answer
    with pytest.raises(UnansweredError, match=reason):
        Connection(server.endpoint()).ask("Words.")


def certificate(folder: Path, address: str) -> Path:
    """Write a key and its self-signed certificate for ``address`` into one file."""
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tern.local")])
    now = datetime.now(UTC)
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    dated = built.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
    made = dated.add_extension(names, critical=False).sign(key, None)
    path = folder / f"{address}.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2"])
def test_a_server_must_prove_who_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """With https its certificate must be trusted by this machine and be for its address; else nothing is sent."""
    path = certificate(tmp_path, address)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(path)
    server = Server(tls)
    try:
        connection = Connection(server.endpoint(secure=True))
        with pytest.raises(UnansweredError, match="certificate verify failed"):
            connection.ask("Words.")
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        if address == "127.0.0.1":
            assert json.loads(connection.ask("Words.")) == {"statements": []}
        else:
            with pytest.raises(UnansweredError, match="certificate verify failed"):
                connection.ask("Words.")
        assert len(server.asked) == (address == "127.0.0.1")
    finally:
        server.stop()


def test_words_of_the_server_that_become_a_reason_are_few_and_can_be_shown() -> None:
    """A status line is the server's own; it comes into the list of faults."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        endpoint = Endpoint(secure=False, host="127.0.0.1", port=port, path="/", model="m", seconds=5)

        def serve() -> None:
            taken, _ = listening.accept()
            with taken:
                taken.recv(1 << 16)
                taken.sendall(b"\x1b[31m" + b"x" * 5000 + b"\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(UnansweredError) as raised:
            Connection(endpoint).ask("Words.")
        thread.join()
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 200


def test_an_answer_without_end_is_cut_at_the_limit(server: Server) -> None:
    """A body that does not say its length is read up to the limit and no further."""
    block = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    server.answer = lambda _: Answer(block * 40, headers={"Transfer-Encoding": "chunked"})
    with pytest.raises(UnansweredError, match="more than"):
        Connection(server.endpoint()).ask("Words.")


@pytest.mark.parametrize("headers", [{}, {"Transfer-Encoding": "identity"}])
def test_an_answer_that_drips_is_cut_at_its_time(server: Server, headers: dict[str, str]) -> None:
    """Each byte comes in time, the whole does not."""
    server.answer = lambda _: Answer(reply().body * 9, headers=headers, seconds_a_byte=0.2)
    with pytest.raises(UnansweredError, match="longer than 1 seconds"):
        Connection(server.endpoint(seconds=1)).ask("Words.")


def test_a_reply_that_was_cut_off_says_so(server: Server) -> None:
    """A model that ran out of tokens has not finished its list."""
    server.answer = lambda _: completion('{"statements": []}', finish="length")
    assert "cut off" in Connection(server.endpoint()).ask("Words.")


def test_a_server_that_is_not_there_is_a_reason_in_words() -> None:
    """Nothing listens on the port."""
    server = Server()
    endpoint = server.endpoint()
    server.stop()
    with pytest.raises(UnansweredError, match="could not be asked"):
        Connection(endpoint).ask("Words.")


def leads_to(*addresses: str) -> Callable[..., object]:
    """Return a look-up of names that leads every name to these addresses; numbers are what they are."""
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *rest: int, **more: int) -> object:
        if host[0].isdigit():
            return real(host, port, *rest, **more)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return look_up


def named(endpoint: Endpoint, host: str, *, allow_public: bool = False) -> Endpoint:
    """Return the endpoint under another host name."""
    return Endpoint(
        secure=False, host=host, port=endpoint.port, path=endpoint.path, model="m", allow_public=allow_public
    )


def test_an_address_beyond_the_own_network_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """By number and by what a name leads to, unless the settings allow it."""
    with pytest.raises(InputError, match="nothing was sent"):
        Connection(named(server.endpoint(), "203.0.113.9")).check()
    monkeypatch.setattr(socket, "getaddrinfo", leads_to("203.0.113.9"))
    with pytest.raises(InputError, match="nothing was sent"):
        Connection(named(server.endpoint(), "tern.local")).check()
    Connection(named(server.endpoint(), "tern.example", allow_public=True)).check()


def test_a_name_is_checked_where_it_is_connected_to(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that led here and then leads elsewhere is refused; of several addresses only the own ones are tried."""
    connection = Connection(named(server.endpoint(), "tern.local"))
    monkeypatch.setattr(socket, "getaddrinfo", leads_to("203.0.113.9", "127.0.0.1"))
    connection.check()
    assert json.loads(connection.ask("Words.")) == {"statements": []}
    monkeypatch.setattr(socket, "getaddrinfo", leads_to("203.0.113.9"))
    with pytest.raises(UnansweredError, match="beyond the own network"):
        connection.ask("Words.")
