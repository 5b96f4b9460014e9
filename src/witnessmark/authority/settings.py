"""Whom to ask for outside time, as ``[stamps]`` of ``case.toml`` or the call names them.

Promises: an address that is none is refused with the words that are wrong.
Does not: connect, or look up a host.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from witnessmark.errors import InputError

SECTION: Final = "[stamps]"
LONGEST_WAIT: Final = 600
_VISIBLE: Final = re.compile(r"[!-~]{1,500}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Where a time-stamping authority answers (RFC 3161, 3.4: over HTTP)."""

    secure: bool
    host: str
    port: int
    path: str
    seconds: int = 30
    """How long the whole exchange may take."""

    @property
    def address(self) -> str:
        """The address, as a person reads it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == (443 if self.secure else 80) else f":{self.port}"
        return f"{'https' if self.secure else 'http'}://{host}{port}{self.path}"

    @property
    def label(self) -> str:
        """What its answers are named after: host, port and path."""
        return self.address.partition("://")[2]


def authority_from(url: str, seconds: int = 30) -> Authority:
    """Read an address; raises InputError."""
    wrong = f"{url!r} is no address of a time-stamping authority; give one such as https://time.example.org/tsr"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise InputError(wrong) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not _VISIBLE.fullmatch(url):
        raise InputError(wrong)
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise InputError(f"{wrong}, without a name, password or #")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Authority(
        secure=secure, host=parts.hostname, port=port or (443 if secure else 80), path=path, seconds=seconds
    )


def authorities_from(values: object) -> tuple[Authority, ...]:
    """Read the settings (None where there are none); raises InputError that names the key at fault."""
    if values is None:
        return ()
    if not isinstance(values, Mapping):
        raise InputError(f"{SECTION} is not a table; give it authorities, a list of addresses")
    if unknown := [key for key in values if key not in ("authorities", "seconds")]:
        raise InputError(f"{SECTION}: there is no setting {unknown[0]!r}; the settings are authorities, seconds")
    addresses, seconds = values.get("authorities", []), values.get("seconds", 30)
    if not isinstance(addresses, list) or not all(isinstance(one, str) for one in addresses):
        raise InputError(f'{SECTION}: authorities is no list of addresses in quotes, such as ["https://..."]; mend it')
    if type(seconds) is not int or not 1 <= seconds <= LONGEST_WAIT:
        raise InputError(f"{SECTION}: seconds is {str(seconds)[:40]}; give 1 to {LONGEST_WAIT}")
    return tuple(authority_from(one, seconds) for one in dict.fromkeys(addresses))
