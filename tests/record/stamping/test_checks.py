"""Each check of a time stamp, on an answer that is wrong in that one thing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st
from tests.record.forged import NOW, SHA1, Wish, answer, certificate, key_of, named, number, root, tlv

from witnessmark.record.stamping import Tie, faults_of, new_request, read_token, tie_of
from witnessmark.record.stamping.certificates import chain_of

CHECKPOINT = b"example.org/cases/port-selm\n2\nnot read here\n"
REQUEST = new_request(CHECKPOINT)
TIME_STAMPING = ExtendedKeyUsageOID.TIME_STAMPING


def faults(wish: Wish) -> tuple[str, ...]:
    """Return what the checks find in an answer."""
    return faults_of(read_token(answer(REQUEST, wish)), REQUEST, CHECKPOINT)


def tie(wish: Wish) -> Tie:
    """Return where the chain of an answer ends for somebody who trusts the one root."""
    return tie_of(read_token(answer(REQUEST, wish)), [root()])


RIGHT = {
    "RSA": Wish(),
    "RSA-PSS": Wish(pss=True),
    "ECDSA": Wish(key="ec"),
    "Ed25519": Wish(key="ed25519"),
    "with its root": Wish(bring_root=True),
    "certificates in DER's order": Wish(bring_root=True),
    "certificates in the other order": Wish(bring_root=True, backwards=True),
}


@pytest.mark.parametrize("wish", RIGHT.values(), ids=RIGHT)
def test_a_right_answer_passes_every_check(wish: Wish) -> None:
    """Whatever the key and the order of the certificates, nothing is wrong, and the chain ends in the trusted root."""
    assert faults(wish) == ()
    assert tie(wish).trusted


def test_rfc3161_client_agrees_on_what_it_knows() -> None:
    """RSA and ECDSA answers are verified a second time by another library."""
    assert tie(Wish()).doubt is None
    assert tie(Wish(key="ec", bring_root=True, backwards=True)).doubt is None


WRONG = {
    "another checkpoint": (Wish(stamped=b"other"), "stamps other bytes than this checkpoint's"),
    "SHA-1": (Wish(hash_oid=SHA1), "of no algorithm that may be relied on"),
    "another nonce": (Wish(nonce=12), "its nonce is not the one of the request"),
    "no nonce": (Wish(nonce=None), "its nonce is not the one of the request"),
    "content changed": (Wish(other_content=True), "what its signature covers is not what it says"),
    "no certificate named": (Wish(ess="none"), "does not say which certificate"),
    "another certificate named": (Wish(ess="other"), "another certificate than the one that it names"),
    "another key": (Wish(wrong_key=True), "its signature is wrong"),
    "another EC key": (Wish(key="ec", wrong_key=True), "its signature is wrong"),
    "weak key": (Wish(key="weak"), "has 1024 bits"),
    "no certificate": (Wish(bring=False), "give it with --trust FILE"),
    "no extended key usage": (Wish(usages=()), "is not for time stamps"),
    "wrong extended key usage": (Wish(usages=(ExtendedKeyUsageOID.CODE_SIGNING,)), "is not for time stamps"),
    "further key usages": (Wish(usages=(TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING)), "for other things beside"),
    "usage not critical": (Wish(critical=False), "is not critical"),
    "certificate expired": (Wish(until=timedelta(-1)), "was not valid at 2031-04-06T09:30:00Z"),
    "certificate not yet valid": (Wish(time=NOW - timedelta(350)), "was not valid at"),
    "unknown condition": (Wish(strange=True), "a condition that is not understood here"),
}


@pytest.mark.parametrize(("wish", "said"), WRONG.values(), ids=WRONG)
def test_each_wrong_answer_is_refused_with_its_reason(wish: Wish, said: str) -> None:
    """One thing is wrong, and one message says it."""
    (fault,) = faults(wish)
    assert said in fault


def test_another_policy_than_was_asked_for_is_refused() -> None:
    """A request made elsewhere may name a policy; the answer must be under it."""
    asked = replace(REQUEST, policy="1.2.3.9")
    (fault,) = faults_of(read_token(answer(asked)), asked, CHECKPOINT)
    assert "its policy is 1.2.3.4.1, not 1.2.3.9" in fault


UNREADABLE = {
    "rejected": (Wish(status=number(2) + tlv(0x30, tlv(0x0C, b"No\x1bt today"))), "status 2, rejection (No t today)"),
    "rejected with a reason": (Wish(status=number(2) + tlv(3, b"\x05\x20")), "status 2, rejection (bad request)"),
    "granted with changes": (Wish(status=number(1)), "status 1, granted with changes"),
    "waiting": (Wish(status=number(3)), "status 3, waiting"),
    "two signatures": (Wish(signatures=2), "it has 2 signatures"),
}


@pytest.mark.parametrize(("wish", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_was_not_granted_is_told(wish: Wish, said: str) -> None:
    """The status is named, with the authority's words made harmless."""
    with pytest.raises(ValueError, match=re.escape(said)):
        read_token(answer(REQUEST, wish))


def test_a_chain_to_an_unknown_root_is_no_fault_and_no_trust() -> None:
    """The answer is sound; but nobody whom the person trusts stands behind it, even if it brings its own root."""
    wish = Wish(issuer="Harbour Root", bring_root=True)
    assert faults(wish) == ()
    found = tie(wish)
    assert not found.trusted
    assert found.chain[-1] == root("Harbour Root")


def test_a_certificate_that_may_not_issue_ties_nothing() -> None:
    """A root that is no certificate authority is not followed."""
    signer = certificate(Wish(issuer="Plain"))
    assert chain_of(signer, [], [root("Plain", ca=False)], NOW) == (signer,)
    assert chain_of(signer, [], [root("Plain", ca=True)], NOW)[1:] == (root("Plain", ca=True),)


def middle(name: str, issuer: str, length: int) -> x509.Certificate:
    """Return a certificate between a root and a signer, with ``length`` others allowed below it."""
    builder = x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(issuer)).serial_number(12)
    builder = builder.public_key(key_of(f"ca {name}").public_key())
    builder = builder.not_valid_before(NOW - timedelta(9)).not_valid_after(NOW + timedelta(9))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=length), critical=True)
    return builder.sign(key_of(f"ca {issuer}"), hashes.SHA256())


def test_a_chain_may_have_others_between() -> None:
    """It is followed to the root, whether the answer brings what is between or the person gave it."""
    between = middle("Middle", "Port Selm Root", 0)
    token = read_token(answer(REQUEST, Wish(issuer="Middle")))
    assert faults_of(token, REQUEST, CHECKPOINT) == ()
    found = tie_of(token, [between, root()])
    assert [one.subject for one in found.chain[1:]] == [between.subject, root().subject]
    assert found.trusted
    assert found.doubt is None
    assert not tie_of(token, [root()]).trusted


def test_a_chain_is_no_longer_than_its_certificates_allow() -> None:
    """One that allows none below it but the signer does not stand above another."""
    upper, lower = middle("Upper", "Port Selm Root", 0), middle("Lower", "Upper", 0)
    signer = certificate(Wish(issuer="Lower"))
    assert chain_of(signer, [upper, lower], [root()], NOW) == (signer, lower)
    upper = middle("Upper", "Port Selm Root", 1)
    assert chain_of(signer, [upper, lower], [root()], NOW) == (signer, lower, upper, root())


def test_a_root_that_was_not_valid_then_ties_nothing() -> None:
    """The root must be valid at the time in the token, like every certificate below it."""
    signer = certificate(Wish(issuer="Old"))
    assert chain_of(signer, [], [root("Old", days=-5)], NOW) == (signer,)


@given(st.data())
def test_no_altered_byte_makes_another_time(data: st.DataObject) -> None:
    """An answer with one byte altered is unreadable, or a check fails, or it says what it said before."""
    right = answer(REQUEST)
    at = data.draw(st.integers(0, len(right) - 1))
    changed = bytearray(right)
    changed[at] ^= data.draw(st.integers(1, 255))
    try:
        token = read_token(bytes(changed))
    except ValueError:
        return
    if not faults_of(token, REQUEST, CHECKPOINT):
        assert (token.info, token.time) == (read_token(right).info, NOW)


@given(st.one_of(st.binary(max_size=300), st.integers(0, 900).map(lambda size: answer(REQUEST)[:size])))
def test_garbage_is_a_value_error(data: bytes) -> None:
    """Nothing else is raised, whatever the bytes are."""
    with pytest.raises(ValueError, match=r"\w"):
        read_token(data)


@pytest.mark.parametrize("data", [b"\x30\x80" * 50_000, b"\x30\x84\xff\xff\xff\xff" + bytes(99), b"\x00" * (1 << 20)])
def test_hostile_shapes_are_refused(data: bytes) -> None:
    """Nesting without end, a length beyond the end, a mebibyte of nothing, and more than may be."""
    with pytest.raises(ValueError, match=r"\w"):
        read_token(data)
    with pytest.raises(ValueError, match="longer than"):
        read_token(data + bytes(1 << 20))
