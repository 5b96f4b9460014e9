"""Asks the endpoint a question.

Promises: it connects to the address of the settings alone, checked as it is connected to (a name that leads elsewhere
later is refused), within the bounds of ``exchange``. Whatever the server does is an ``UnansweredError`` with the reason
in words.
Does not: try again, keep anything, or judge the reply.
"""

from __future__ import annotations

import contextlib
import ipaddress
import json
import os
import socket
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from witnessmark.endpoint.settings import SECTION, Endpoint
from witnessmark.errors import InputError, WitnessmarkError
from witnessmark.exchange import OK, NoAnswerError, Peer, post
from witnessmark.reading.language_model.request import QUESTION, SCHEMA

MOST_TOKENS: Final = 4096
SEED: Final = 1
CUT_OFF: Final = "\n[cut off at the most tokens]"
"""Ends the words of a reply that was cut off, so that it is never taken for a whole one."""
_NO_SCHEMA: Final = frozenset((400, 415, 422, 501))
"""What servers answer that do not know ``response_format``."""
_OWN: Final = tuple(
    map(
        ipaddress.ip_network,
        (
            *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
            *("::1/128", "fc00::/7", "fe80::/10"),
        ),
    )
)
"""This machine (RFC 1122, RFC 4291) and networks of one's own (RFC 1918, RFC 3927, RFC 4193)."""


class UnansweredError(WitnessmarkError):
    """The endpoint gave no answer; the message says why, in words that follow "the endpoint"."""


class Connection:
    """Puts one question at a time to one endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Take the key from the environment; raises InputError where its variable is not set or no key."""
        self.endpoint = endpoint
        self._key = _key(endpoint.key_from)
        self._with_schema = True

    def check(self) -> None:
        """Raise InputError where the endpoint lies beyond the own network and the settings do not allow that.

        A name that leads nowhere now passes: it is looked up again, and checked again, at each question.
        """
        with contextlib.suppress(OSError):
            if not _addresses(self.endpoint):
                raise InputError(
                    f"{SECTION}: {self.endpoint.host} is not on this machine or your own network: nothing was sent. "
                    "Name a server of yours, or set allow_public = true to send the texts of this case beyond it"
                )

    def ask(self, words: str) -> str:
        """Return what the model replies about ``words``; raises UnansweredError where there is no whole reply."""
        status, data = self._post(_question(self.endpoint.model, words, schema=self._with_schema))
        if status in _NO_SCHEMA and self._with_schema:
            status, data = self._post(_question(self.endpoint.model, words, schema=False))
            if status == OK:
                self._with_schema = False
        if status != OK:
            raise UnansweredError(_refusal(status))
        return _words_of(data)

    def _post(self, question: Mapping[str, Any]) -> tuple[int, bytes]:
        """Send one request and return the status and the bytes of the answer, within the time and the size allowed."""
        body = json.dumps(question).encode("ascii")
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key is not None:
            headers["Authorization"] = f"Bearer {self._key}"
        try:
            return post(self._peer(), body, headers)
        except NoAnswerError as error:
            if error.late:
                raise UnansweredError(f"took longer than {self.endpoint.seconds} seconds") from error
            raise UnansweredError(f"could not be asked ({error})") from error

    def _peer(self) -> Peer:
        return Peer(server=self.endpoint, seconds=self.endpoint.seconds, reach=partial(_reach, self.endpoint))


def _reach(endpoint: Endpoint) -> socket.socket:
    """Connect to the first checked address of the endpoint that answers."""
    addresses = _addresses(endpoint)
    if not addresses:
        raise OSError("its name leads to an address beyond the own network")
    for address in addresses[:-1]:
        with contextlib.suppress(OSError):
            return socket.create_connection((address, endpoint.port), endpoint.seconds)
    return socket.create_connection((addresses[-1], endpoint.port), endpoint.seconds)


def _addresses(endpoint: Endpoint) -> list[str]:
    """Return the addresses of the endpoint's host that may be sent to; raises OSError where it has none at all."""
    found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    addresses = [*dict.fromkeys(str(place[0]) for *_, place in found)]
    return [address for address in addresses if endpoint.allow_public or is_own(address)]


def is_own(address: str) -> bool:
    """Tell whether a numeric address is this machine's or one of a network of one's own."""
    parsed = ipaddress.ip_address(address)
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped if mapped is not None else parsed
    return any(parsed.version == network.version and parsed in network for network in _OWN)


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine itself, as far as its name alone tells."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _question(model: str, words: str, *, schema: bool) -> dict[str, Any]:
    question: dict[str, Any] = {
        "model": model,
        "messages": [{"role": "system", "content": QUESTION}, {"role": "user", "content": words}],
        "temperature": 0,
        "seed": SEED,
        "max_tokens": MOST_TOKENS,
        "stream": False,
    }
    if schema:
        form = {"name": "statements", "strict": True, "schema": SCHEMA}
        question["response_format"] = {"type": "json_schema", "json_schema": form}
    return question


def _words_of(data: bytes) -> str:
    """Return the model's words in the body of an answer."""
    try:
        choice = json.loads(data)["choices"][0]
        words, finish = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnansweredError("sent what is no chat completion") from error
    if not isinstance(words, str):
        raise UnansweredError("sent a chat completion without words")
    return words if finish != "length" else words + CUT_OFF


def _refusal(status: int) -> str:
    if 300 <= status < 400:
        return f"sent us to another address (HTTP {status}), which is not followed"
    known = {401: "it wants a key", 403: "it wants another key", 404: "no such path or model"}
    return f"answered with HTTP {status}" + (f" ({known[status]})" if status in known else "")


def _key(variable: str | None) -> str | None:
    if variable is None:
        return None
    key = os.environ.get(variable, "")
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise InputError(f"{SECTION}: the variable {variable} holds no key; set it, or take key_from out")
    return key
