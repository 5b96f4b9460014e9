"""The settings of an endpoint: complete, spelt right, and without a secret."""

from __future__ import annotations

import pytest

from witnessmark.endpoint.connection import is_own
from witnessmark.endpoint.settings import endpoint_from
from witnessmark.errors import InputError

URL = "http://127.0.0.1:8080/v1"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (URL, "http://127.0.0.1:8080/v1/chat/completions"),
        (URL + "/", "http://127.0.0.1:8080/v1/chat/completions"),
        (URL + "/chat/completions", "http://127.0.0.1:8080/v1/chat/completions"),
        ("https://tern.local", "https://tern.local/chat/completions"),
        ("http://[::1]:9/v1", "http://[::1]:9/v1/chat/completions"),
    ],
)
def test_an_address_is_completed(url: str, address: str) -> None:
    """The path of chat completions is added where it is not given."""
    assert endpoint_from({"url": url, "model": "tern-7b"}).address == address


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ("http://127.0.0.1", "not a table"),
        ({"url": URL}, "model is missing"),
        ({"model": "m"}, "url is missing"),
        ({"url": URL, "model": "m", "allow_pubic": True}, "allow_pubic"),
        ({"url": URL, "model": "m", "key": "secret"}, "no setting 'key'"),
        ({"url": URL, "model": "m", "seconds": True}, "seconds is not a whole number"),
        ({"url": URL, "model": "m", "seconds": 0}, "seconds is 0"),
        ({"url": URL, "model": "m", "allow_public": 1}, "true or false"),
        ({"url": URL, "model": "m\n"}, "model"),
        ({"url": URL, "model": "m", "key_from": "HOME"}, "WITNESSMARK_SECRET"),
        ({"url": URL, "model": "m", "key_from": "WITNESSMARK_KEYS"}, "WITNESSMARK_SECRET"),
        ({"url": "ftp://127.0.0.1/", "model": "m"}, "such as http://"),
        ({"url": "http://:80/", "model": "m"}, "such as http://"),
        ({"url": "http://127.0.0.1:99999/", "model": "m"}, "such as http://"),
        ({"url": "http://a:b@127.0.0.1/", "model": "m"}, "password"),
        ({"url": "http://127.0.0.1/?a=b", "model": "m"}, "without"),
        ({"url": "http://127.0.0.1/\r\nX: y", "model": "m"}, "such as http://"),
    ],
)
def test_what_is_wrong_is_named(values: object, words: str) -> None:
    """A key that is missing, unknown or of another type, an address that leads elsewhere than it seems."""
    with pytest.raises(InputError, match=words):
        endpoint_from(values)


@pytest.mark.parametrize(
    ("address", "own"),
    [
        *[(near, True) for near in ("127.0.0.1", "127.9.9.9", "10.1.2.3", "172.31.0.1", "192.168.1.7", "169.254.1.1")],
        *[(near, True) for near in ("::1", "fe80::1", "fd00::7", "::ffff:10.0.0.1")],
        *[(far, False) for far in ("8.8.8.8", "172.32.0.1", "192.169.0.1", "100.64.0.1", "0.0.0.1", "224.0.0.1")],
        *[(far, False) for far in ("2606:4700::1", "::ffff:8.8.8.8", "::", "64:ff9b::a00:1")],
    ],
)
def test_only_this_machine_and_private_networks_are_ones_own(address: str, own: bool) -> None:
    """RFC 1918, loopback and link-local addresses; one of them inside IPv6 counts as what it is."""
    assert is_own(address) is own
