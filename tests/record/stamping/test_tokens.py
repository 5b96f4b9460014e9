"""Time stamps as others keep them: an authority's answer, or the token alone."""

from __future__ import annotations

import pytest
from tests.record.authorities import Authority, authorities, needs_openssl
from tests.record.forged import Wish, answer

from witnessmark.intake import Limits
from witnessmark.intake.archived.timestamp import read
from witnessmark.record.stamping import faults_in, new_request, read_bare, read_token

__all__ = ["authorities"]
STAMPED = b"a list of hashes"
REQUEST = new_request(STAMPED)


def bare(data: bytes) -> bytes:
    """Return the token in an answer that was granted."""
    return read_token(data).data[data.index(b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02") - 4 :]


def test_a_token_alone_says_what_its_answer_said() -> None:
    """Time, digest and signer are the same, and it is as sound."""
    whole = answer(REQUEST)
    one, other = read_bare(whole), read_bare(bare(whole))
    assert (one.time, one.imprint, one.signer) == (other.time, other.imprint, other.signer)
    assert faults_in(one) == faults_in(other) == ()


def test_what_is_wrong_with_it_does_not_depend_on_what_it_stamps() -> None:
    """A token over anything is sound; one whose signature is another key's is not."""
    assert faults_in(read_bare(answer(REQUEST, Wish(stamped=b"other bytes")))) == ()
    assert faults_in(read_bare(answer(REQUEST, Wish(wrong_key=True)))) != ()


@pytest.mark.parametrize("data", [b"", b"0", b"\x30\x00", b"\x30\x02\x06\x00", bytes(300)])
def test_other_bytes_are_none(data: bytes) -> None:
    """They are refused with words."""
    with pytest.raises(ValueError, match=r"\w+"):
        read_bare(data)


@needs_openssl
def test_tokens_of_openssl_are_read(authorities: tuple[Authority, Authority]) -> None:
    """Of an authority with RSA and one with ECDSA, with the answer around them and without."""
    for authority, name in zip(authorities, ("Lorn Time", "Velmar Time"), strict=True):
        data = authority.answer(REQUEST.data)
        for token in (data, bare(data)):
            assert faults_in(read_bare(token)) == ()
            declared = dict(read(token, Limits()).declared)
            assert declared["authority"] == name
            assert declared["imprint"] == f"SHA-256:{REQUEST.imprint.digest.hex()}"
