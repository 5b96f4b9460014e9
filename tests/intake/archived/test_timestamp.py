"""Time stamps that lie among other files."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.archived.making_archived import token
from tests.record.forged import Wish, number

from witnessmark.intake import Limits, sniff
from witnessmark.intake.archived.timestamp import read
from witnessmark.intake.draft import RefusedError
from witnessmark.nouns import digest_of

STAMPED = b"a list of hashes"


@pytest.mark.parametrize("bare", [True, False])
def test_who_stamped_what_and_when(bare: bool) -> None:
    """A token alone, and the answer that it came in, say the same."""
    data = token(STAMPED, bare=bare)
    assert sniff(data, "c0ffee") == "application/timestamp-reply"
    draft = read(data, Limits())
    assert draft.content == "Port Selm Time\n2031-04-06T09:30:00Z"
    declared = dict(draft.declared)
    assert declared["imprint"] == f"SHA-256:{digest_of(STAMPED)}"
    assert (declared["authority"], declared["time"]) == ("Port Selm Time", "2031-04-06T09:30:00Z")


def test_the_issuer_stands_for_a_certificate_that_did_not_come() -> None:
    """Who issued the signer's certificate is named in the signature itself."""
    assert dict(read(token(STAMPED, wish=Wish(bring=False)), Limits()).declared)["authority"] == "Port Selm Root"


def test_an_answer_that_was_not_granted_is_refused() -> None:
    """It is no time stamp."""
    with pytest.raises(RefusedError, match="did not grant it"):
        read(token(STAMPED, bare=False, wish=Wish(status=number(2))), Limits())


def test_bytes_that_begin_alike_are_no_stamp() -> None:
    """A text that begins with a nought, and signed data of another kind."""
    assert sniff(b"0 dead, 3 hurt\n", "toll.txt") == "text/plain"
    assert sniff(token(STAMPED).replace(bytes.fromhex("0109100104"), bytes.fromhex("0109100105")), "x") == "text/plain"


@given(st.integers(0, 3000), st.binary(max_size=8))
def test_damaged_bytes_are_refused_or_read(at: int, other: bytes) -> None:
    """Nothing but a refusal comes of them."""
    data = token(STAMPED)
    at = min(at, len(data))
    with contextlib.suppress(RefusedError):
        assert read(data[:at] + other + data[at + len(other) :], Limits()).content
