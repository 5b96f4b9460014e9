"""Log entries as bytes: RFC 8785 canonical JSON, and back.

Promises: custody facts and decisions stand in an entry in full; what is written can be read again as an equal value;
an entry that is not exactly of a known form is refused.
Does not: use any name in an entry as a path. Bytes of a file name that are not UTF-8 are written as ``\\xNN``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import rfc8785

from witnessmark.errors import InputError, NewerFormatError
from witnessmark.nouns import Action, Custody, Decision, Digest, Entry, EntryKind, Source
from witnessmark.record.tiles import ENTRY_LIMIT

FORMAT = 1
"""The version of the form of seals and decisions."""

EXPORT_FORMAT = 2
"""The version of the form of exports. One that is later than all of these is refused, not guessed at: so does a program
that knows only the first, with the advice to install a later version."""

SIZE_LIMIT = 2**53 - 1
"""The largest whole number that canonical JSON holds."""

TIME = re.compile(
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)
DIGEST = re.compile(r"[0-9a-f]{64}")
_PLAIN = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
_HALF = re.compile("[\ud800-\udfff]")
INDEX = re.compile(r"0|[1-9][0-9]{0,17}")

_PLAIN_TEXT = rb'"[^"\\\x00-\x1f]*"'
_PLAIN_SEAL = re.compile(
    rb'\{"acquired_at":"%(time)s","acquired_by":%(text)s,"acquired_from":%(text)s,"clock":%(text)s,"format":1,'
    rb'"kind":"sealed","name":%(text)s,(?:"parent":"(?P<parent>[0-9a-f]{64})","part":%(text)s,)?"sha256":"(?P<sha256>[0-9a-f]{64})","size":(?P<size>0|[1-9][0-9]{0,14}),'
    rb'"tool":%(text)s\}' % {b"time": TIME.pattern.encode(), b"text": _PLAIN_TEXT}
)

_SEALED_TEXTS = ("acquired_at", "acquired_by", "acquired_from", "clock", "name", "tool")
_PARENTAL = ("parent", "part")
"""What a seal says besides of bytes that lay in another sealed source."""
_DECISION_TEXTS = ("action", "clock", "decided_at", "decided_by", "reason", "target", "tool")


def writable(custody: Custody) -> Custody:
    """Return the facts as an entry can hold them: bytes of a name that are not UTF-8 become ``\\xNN``."""
    return replace(custody, name=spelled(custody.name), acquired_from=spelled(custody.acquired_from))


_BEFORE_A_BYTE = re.compile(r"\\+(?=x[89a-f][0-9a-f]|[\udc80-\udcff])")


def spelled(name: str) -> str:
    """Return a file's name as text: bytes of it that are not UTF-8 become ``\\xNN``.

    No two names become one: a backslash that would be taken for the beginning of such a byte is doubled.
    """
    return with_bytes_shown(_BEFORE_A_BYTE.sub(lambda match: 2 * match[0], name))


def with_bytes_shown(words: str) -> str:
    """Return ``words`` with each byte that is not UTF-8 as ``\\xNN``, and all else as it is."""
    try:
        return words.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return words.encode("utf-8", "backslashreplace").decode("utf-8")


def encode_sealed(digest: Digest, size: int, custody: Custody) -> bytes:
    """Return the entry that seals some bytes; raises InputError where a fact is missing or too long."""
    _require_time(custody.acquired_at, "the time of acquisition")
    for what, words in (("who acquired it", custody.acquired_by), ("its name", custody.name)):
        _require_words(words, f"{custody.name or custody.acquired_from or 'an item'}: {what}")
    value = {name: getattr(custody, name) for name in _SEALED_TEXTS}
    if custody.parent is not None and custody.part is not None:
        value |= {"parent": custody.parent, "part": custody.part}
    return _encode({**value, "format": FORMAT, "kind": "sealed", "sha256": digest, "size": size}, custody.name)


def encode_decision(decision: Decision) -> bytes:
    """Return the entry of a decision or a withdrawal; raises InputError where a fact is missing or too long."""
    about = f"the decision {decision.action.value!r} about {decision.target}"
    _require_time(decision.decided_at, f"{about}: its time")
    _require_words(decision.decided_by, f"{about}: who decided it")
    _require_words(decision.reason, f"{about}: its reason")
    if decision.action is Action.EXPORT and not DIGEST.fullmatch(decision.target):
        raise InputError(f"{about}: an export names the SHA-256 of a tag manifest")
    value: dict[str, Any] = {name: getattr(decision, name) for name in _DECISION_TEXTS}
    value["action"] = decision.action.value
    kind = _kind_of(decision.action)
    value["kind"] = kind.value
    value["subject"] = dict(decision.subject)
    value["format"] = _format_of(kind)
    if decision.value is not None:
        value["value"] = decision.value
    return _encode(value, about)


def _kind_of(action: Action) -> EntryKind:
    return _KINDS.get(action, EntryKind.DECIDED)


_KINDS = {Action.WITHDRAW: EntryKind.WITHDRAWN, Action.EXPORT: EntryKind.EXPORTED}
"""The kinds of entry that one action alone makes."""


def _format_of(kind: object) -> int:
    return EXPORT_FORMAT if kind == EntryKind.EXPORTED else FORMAT


def _encode(value: dict[str, Any], about: str) -> bytes:
    try:
        data = rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise InputError(f"{about} cannot be written to the log ({error}): use plain text") from error
    if len(data) > ENTRY_LIMIT:
        raise InputError(
            f"{about} is too long for the log: {len(data):,} bytes, where an entry holds {ENTRY_LIMIT:,}; shorten it"
        )
    return data


def _require_time(text: str, about: str) -> None:
    if not TIME.fullmatch(text):
        raise InputError(f"{about} is {text!r}: write it as RFC 3339 with an offset, such as 2031-04-05T14:03:09+02:00")


def _require_words(text: str, about: str) -> None:
    if not text.strip():
        raise InputError(f"{about} is missing: say it")


def decode(index: int, data: bytes, *, strict: bool = False) -> Entry:
    """Read entry number ``index``; raises ValueError that says what is wrong, or NewerFormatError.

    ``strict`` also refuses what is not in the one form that RFC 8785 gives it; without it, the hash in the tree is
    trusted to have been checked.
    """
    value = _parse(data)
    if strict and not _is_canonical(value, data):
        raise ValueError("it is not canonical JSON")
    kind = value.get("kind")
    if value["format"] != _format_of(kind):
        raise ValueError("its format is not the one of its kind")
    if kind == EntryKind.SEALED.value:
        return Entry(index, EntryKind.SEALED, _source(index, value))
    if kind in (EntryKind.DECIDED.value, EntryKind.WITHDRAWN.value, EntryKind.EXPORTED.value):
        decision = _decision(value)
        if _kind_of(decision.action).value != kind:
            raise ValueError(f"its kind {kind!r} and its action {decision.action.value!r} do not go together")
        return Entry(index, EntryKind(kind), decision)
    raise ValueError("its kind is unknown")


def plain_seal(data: bytes) -> tuple[Digest, int, Digest | None] | None:
    """Return digest, size and parent of a seal in canonical form, ten times as fast as ``decode(strict=True)``.

    The canonical form of a seal has its fields in one order and no space between them, so that one pattern holds all
    but the texts with an escape in them. None means that ``decode`` must look, not that anything is wrong.
    """
    match = _PLAIN_SEAL.fullmatch(data)
    if match is None:
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    parent = match["parent"]
    return Digest(match["sha256"].decode()), int(match["size"]), Digest(parent.decode()) if parent else None


def _is_canonical(value: dict[str, Any], data: bytes) -> bool:
    """Tell whether ``data`` is the canonical form of ``value``.

    The standard library's encoder is ten times as fast, and gives the canonical form of texts, whole numbers and
    objects unless names hold characters outside the basic plane, which it sorts otherwise (RFC 8785, 3.2.3).
    """
    try:
        plain = _PLAIN.encode(value).encode()
        return plain == data if plain.isascii() else rfc8785.dumps(value) == data
    except (rfc8785.CanonicalizationError, ValueError, RecursionError):
        return False


def _parse(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not JSON") from error
    if not isinstance(value, dict):
        raise ValueError("it is not a JSON object")
    version = value.get("format")
    if type(version) is not int or version < FORMAT:
        raise ValueError("its format is missing or unknown")
    if version > EXPORT_FORMAT:
        raise NewerFormatError(f"it has format {version}, this version reads {EXPORT_FORMAT}: install a later version")
    return value


def _source(index: int, value: dict[str, Any]) -> Source:
    texts = (*_SEALED_TEXTS, "sha256", *(_PARENTAL if _PARENTAL[0] in value else ()))
    _require_form(value, {*texts, "format", "kind", "size"}, texts)
    if not DIGEST.fullmatch(value["sha256"]):
        raise ValueError("its sha256 is no digest")
    if not DIGEST.fullmatch(value.get("parent", value["sha256"])):
        raise ValueError("its parent is no digest")
    if type(value["size"]) is not int or not 0 <= value["size"] <= SIZE_LIMIT:
        raise ValueError("its size is no number of bytes")
    if not TIME.fullmatch(value["acquired_at"]):
        raise ValueError("its acquired_at is no RFC 3339 time with an offset")
    custody = Custody(**{name: value[name] for name in texts if name != "sha256"})
    return Source(digest=Digest(value["sha256"]), size=value["size"], custody=custody, index=index)


def _decision(value: dict[str, Any]) -> Decision:
    names = {*_DECISION_TEXTS, "format", "kind", "subject"} | ({"value"} & value.keys())
    _require_form(value, names, [name for name in sorted(names) if name not in ("format", "subject")])
    subject = value["subject"]
    if not isinstance(subject, dict) or not _are_texts(text for pair in subject.items() for text in pair):
        raise ValueError("its subject is no object of texts")
    if value["action"] not in list(Action):
        raise ValueError("its action is unknown")
    if not TIME.fullmatch(value["decided_at"]):
        raise ValueError("its decided_at is no RFC 3339 time with an offset")
    if value["action"] == Action.EXPORT and not DIGEST.fullmatch(value["target"]):
        raise ValueError("its target is no digest of a tag manifest")
    texts = {name: value[name] for name in _DECISION_TEXTS}
    return Decision(**{**texts, "action": Action(value["action"])}, value=value.get("value"), subject=subject)


def _require_form(value: dict[str, Any], names: set[str], texts: list[str] | tuple[str, ...]) -> None:
    if value.keys() != names:
        raise ValueError(f"its fields are not those of its kind: {', '.join(sorted(value.keys() ^ names))}")
    if not _are_texts(value[name] for name in texts):
        raise ValueError(f"one of {', '.join(texts)} is no text")


def _are_texts(values: Iterable[object]) -> bool:
    """Tell whether all values are texts of whole characters (JSON can also spell half of a surrogate pair)."""
    together = ""
    for value in values:
        if not isinstance(value, str):
            return False
        together += value
    return together.isascii() or not _HALF.search(together)
