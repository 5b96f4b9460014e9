"""Whom to ask for outside time, as ``[stamps]`` of ``case.toml`` or the call names them.

Promises: an address that is none is refused with the words that are wrong.
Does not: connect, or look up a host.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from witnessmark.errors import InputError
from witnessmark.exchange import Server, server_at

SECTION: Final = "[stamps]"
LONGEST_WAIT: Final = 600
USUAL_WAIT: Final = 30
"""Seconds that a whole exchange may take where nothing else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority(Server):
    """Where a time-stamping authority answers (RFC 3161, 3.4: over HTTP)."""

    seconds: int
    """How long the whole exchange may take."""

    @property
    def label(self) -> str:
        """What its answers are named after: host, port and path."""
        return self.address.partition("://")[2]


def authority_from(url: str, seconds: int = USUAL_WAIT) -> Authority:
    """Read an address; raises InputError."""
    wrong = f"{url!r} is no address of a time-stamping authority; give one such as https://time.example.org/tsr"
    try:
        found = server_at(url)
    except ValueError as error:
        raise InputError(f"{wrong}, without {error}") from error
    if found is None:
        raise InputError(wrong)
    path = found.path if found.path.startswith("/") else f"/{found.path}"
    return Authority(**asdict(found) | {"path": path}, seconds=seconds)


def authorities_from(values: object) -> tuple[Authority, ...]:
    """Read the settings (None where there are none); raises InputError that names the key at fault."""
    if values is None:
        return ()
    if not isinstance(values, Mapping):
        raise InputError(f"{SECTION} is not a table; give it authorities, a list of addresses")
    if unknown := [key for key in values if key not in ("authorities", "seconds")]:
        raise InputError(f"{SECTION}: there is no setting {unknown[0]!r}; the settings are authorities, seconds")
    addresses, seconds = values.get("authorities", []), values.get("seconds", USUAL_WAIT)
    if not isinstance(addresses, list) or not all(isinstance(one, str) for one in addresses):
        raise InputError(f'{SECTION}: authorities is no list of addresses in quotes, such as ["https://..."]; mend it')
    if type(seconds) is not int or not 1 <= seconds <= LONGEST_WAIT:
        raise InputError(f"{SECTION}: seconds is {str(seconds)[:40]}; give 1 to {LONGEST_WAIT}")
    return tuple(authority_from(one, seconds) for one in dict.fromkeys(addresses))
