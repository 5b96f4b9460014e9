"""Entries as bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from witnessmark.errors import InputError, NewerFormatError
from witnessmark.nouns import Action, Custody, Decision, Digest, EntryKind, Source
from witnessmark.record import verify_case
from witnessmark.record.entries import decode, encode_decision, encode_sealed, plain_seal

CustodyOf = Callable[..., Custody]
DecisionOf = Callable[..., Decision]
DIGEST = Digest("ab" * 32)
PARENT = Digest("cd" * 32)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(value=st.none() | TEXT, target=TEXT, subject=st.dictionaries(TEXT, TEXT, max_size=4))
def test_decisions_come_back(decision: DecisionOf, value: str | None, target: str, subject: dict[str, str]) -> None:
    """Any decision is read as it was written, in canonical JSON by both verifiers' measure."""
    made = replace(decision(value=value, target=target), subject=subject)
    data = encode_decision(made)
    assert data == rfc8785.dumps(json.loads(data))
    assert decode(7, data, strict=True).fact == made
    assert verify_case.read_entry(data)["target"] == target


def test_seals_come_back(custody: CustodyOf) -> None:
    """Custody facts are read as they were written."""
    entry = decode(3, encode_sealed(DIGEST, 12, custody()), strict=True)
    assert entry.kind is EntryKind.SEALED
    assert entry.fact == Source(digest=DIGEST, size=12, custody=custody(), index=3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=TEXT.filter(str.strip),
    place=TEXT,
    part=st.none() | TEXT,
    at=st.integers(0, 600),
    byte=st.integers(0, 255),
)
def test_the_fast_way_to_read_a_seal_is_right(
    custody: CustodyOf, name: str, place: str, part: str | None, at: int, byte: int
) -> None:
    """Whatever the fast reader of seals takes, with any byte changed, the strict reader reads as the same."""
    parent = None if part is None else PARENT
    data = bytearray(encode_sealed(DIGEST, 12, replace(custody(name, place), parent=parent, part=part)))
    plain = not set(name + place + (part or "")) & set('"\\' + "".join(map(chr, range(32))))
    assert plain_seal(bytes(data)) == ((DIGEST, 12, parent) if plain else None)
    data[at % len(data)] = byte
    if (taken := plain_seal(bytes(data))) is not None:
        source = decode(0, bytes(data), strict=True).fact
        assert isinstance(source, Source)
        assert taken == (source.digest, source.size, source.custody.parent)


@pytest.mark.parametrize("time", ["", "yesterday", "2031-04-05", "2031-04-05T14:03:09", "2031-13-05T14:03:09Z", "٢031"])
def test_times_without_offset_are_refused(custody: CustodyOf, time: str) -> None:
    """A time that is not RFC 3339 with its offset is refused with what to write instead."""
    with pytest.raises(InputError, match="RFC 3339"):
        encode_sealed(DIGEST, 1, custody(acquired_at=time))


def test_the_longest_entry(decision: DecisionOf) -> None:
    """An entry of 65,535 bytes is taken; one more is refused with both numbers."""
    room = 65_535 - len(encode_decision(decision(value="")))
    assert len(encode_decision(decision(value="x" * room))) == 65_535
    with pytest.raises(InputError, match="65,536"):
        encode_decision(decision(value="x" * (room + 1)))


def test_what_is_not_exactly_an_entry_is_refused(custody: CustodyOf, decision: DecisionOf) -> None:
    """Another kind, field, type, order or spacing is refused by both readers of entries."""
    seal, note = encode_sealed(DIGEST, 1, custody()), encode_decision(decision())
    left = encode_decision(decision(Action.EXPORT, DIGEST, "bag"))
    wrong = [
        b"",
        b"[]",
        b"\xff",
        b"[" * 60_000,
        seal.replace(b'"size":1', b'"size":true'),
        seal.replace(b'"size":1', b'"size":1.0'),
        seal.replace(b'"size":1', b'"size":-1'),
        seal.replace(b'"size":1', b'"size":1e400'),
        seal.replace(b'"size":1', b'"size":' + b"9" * 5_000),
        seal.replace(b'"size":1', b'"size":1,"size":1'),
        seal.replace(b'"kind":"sealed"', b'"kind":"burnt"'),
        seal.replace(b"abab", b"ABAB"),
        seal.replace(b"{", b"{ "),
        seal.replace(b"letter.txt", b"\\u006cetter.txt", 1),
        seal.replace(b"letter.txt", b"\\ud800", 1),
        note.replace(b'"kind":"decided"', b'"kind":"withdrawn"'),
        note.replace(b'"action":"note"', b'"action":"erase"'),
        note.replace(b'"subject":{', b'"subject":{"a":1,'),
        note.replace(b'"format":1', b'"format":0'),
        note.replace(b'"format":1', b'"format":2'),
        seal.replace(b'"format":1', b'"format":2'),
        left.replace(b'"format":2', b'"format":1'),
        left.replace(b'"kind":"exported"', b'"kind":"decided"'),
        left.replace(b'"action":"export"', b'"action":"note"'),
        left.replace(b"abab", b"ABAB"),
    ]
    for data in wrong:
        with pytest.raises(ValueError, match=r"."):
            decode(0, data, strict=True)
        with pytest.raises(ValueError, match=r"."):
            verify_case.read_entry(data)


def test_exports_come_back(decision: DecisionOf) -> None:
    """An export is an entry of a kind and a format of its own, which a program that knows only the first refuses."""
    data = encode_decision(made := decision(Action.EXPORT, DIGEST, "bag"))
    entry = decode(7, data, strict=True)
    assert (entry.kind, entry.fact) == (EntryKind.EXPORTED, made)
    assert json.loads(data)["format"] == 2
    assert verify_case.read_entry(data)["kind"] == "exported"
    with pytest.raises(InputError, match="tag manifest"):
        encode_decision(decision(Action.EXPORT, "a bag"))


def test_a_later_format_is_not_guessed_at(decision: DecisionOf) -> None:
    """An entry of a later format asks for a later version."""
    with pytest.raises(NewerFormatError, match="later version"):
        decode(0, encode_decision(decision(Action.CONFIRM)).replace(b'"format":1', b'"format":3'))
