"""The settings of an endpoint, as ``[reader.endpoint]`` of ``case.toml`` gives them.

Promises: settings that are incomplete, misspelt or of another type are refused with the key that is wrong; a secret
never stands in the case: its settings name the variable of the environment that holds it.
Does not: connect, or look up a host.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from witnessmark.errors import InputError
from witnessmark.exchange import Server, server_at

SECTION: Final = "[reader.endpoint]"
LONGEST_WAIT: Final = 3600
_KEYS: Final = {"url": str, "model": str, "key_from": str, "seconds": int, "allow_public": bool}
_NAMES: Final = {str: "words in quotes", int: "a whole number", bool: "true or false"}
_VARIABLE: Final = re.compile(r"WITNESSMARK_SECRET[A-Z0-9_]*")
"""Only such variables are sent: the settings of a case that somebody gave you can ask for no other secret of yours."""
_PATH: Final = "/chat/completions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint(Server):
    """Where a language model answers, in the form of OpenAI's chat completions."""

    model: str
    key_from: str | None = None
    """The name of the environment's variable with the key."""
    seconds: int = 120
    """How long an answer may take."""
    allow_public: bool = False
    """Whether it may lie beyond the own machine and network."""


def endpoint_from(values: object) -> Endpoint:
    """Read the settings; raises InputError that names the key at fault."""
    if not isinstance(values, Mapping):
        raise InputError(f"{SECTION} is not a table; give it url and model")
    given = {**values}
    for key, value in given.items():
        if key not in _KEYS:
            raise InputError(f"{SECTION}: there is no setting {key!r}; the settings are {', '.join(_KEYS)}")
        if type(value) is not _KEYS[key]:
            raise InputError(f"{SECTION}: {key} is not {_NAMES[_KEYS[key]]}; mend it")
    for key in ("url", "model"):
        if not given.get(key):
            raise InputError(f"{SECTION}: {key} is missing; without {SECTION} no model is asked")
    _check(given)
    rest = {key: value for key, value in given.items() if key != "url"}
    return Endpoint(**_parts(given["url"]), **rest)


def _check(given: Mapping[str, Any]) -> None:
    if not given["model"].isprintable():
        raise InputError(f"{SECTION}: model holds characters that cannot be shown; write its name as the server does")
    if not 1 <= given.get("seconds", 1) <= LONGEST_WAIT:
        raise InputError(f"{SECTION}: seconds is {given['seconds']}; give 1 to {LONGEST_WAIT}")
    variable = given.get("key_from")
    if variable is not None and not _VARIABLE.fullmatch(variable):
        raise InputError(
            f"{SECTION}: key_from is {variable!r}; it names a variable of the environment that begins with "
            "WITNESSMARK_SECRET, and never holds the key itself"
        )


def _parts(url: str) -> dict[str, Any]:
    wrong = f"{SECTION}: url is {url!r}; give one such as http://127.0.0.1:8080/v1"
    try:
        found = server_at(url)
    except ValueError as error:
        raise InputError(f"{wrong}, without {error}") from error
    if found is None:
        raise InputError(wrong)
    if "?" in found.path:
        raise InputError(f"{wrong}, without what follows the ?")
    path = found.path.rstrip("/").removesuffix(_PATH) + _PATH
    return asdict(found) | {"path": path}
