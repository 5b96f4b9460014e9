"""The one-file verifier: its arithmetic against RFC 8032 and against an independent library."""

from __future__ import annotations

import ast
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.record import VERIFIER, merkle, tiles, verify_case
from witnessmark.record.verify_case import ed25519_verifies

# RFC 8032, section 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
            "655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
            "b00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
            "c027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize(("public", "text", "signature"), VECTORS)
def test_vectors_of_rfc_8032(public: str, text: str, signature: str) -> None:
    """The signatures printed in RFC 8032 verify, and no neighbour of them does."""
    key, message, value = (bytes.fromhex(one) for one in (public, text, signature))
    assert ed25519_verifies(key, message, value)
    assert not ed25519_verifies(key, message + b"x", value)
    for at in (0, 31, 32, 63):
        assert not ed25519_verifies(key, message, value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :])


@settings(max_examples=15, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32), text=st.binary(max_size=200), bit=st.integers(0, 511))
def test_signatures_of_another_library(seed: bytes, text: bytes, bit: int) -> None:
    """What the cryptography package signs is verified; with one bit changed it is not."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(text)
    assert ed25519_verifies(public, text, signature)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    assert not ed25519_verifies(public, text, bytes(changed))


@pytest.mark.parametrize(("public", "signature"), [(b"", bytes(64)), (bytes(32), b""), (b"\xff" * 32, bytes(64))])
def test_malformed_keys_and_signatures(public: bytes, signature: bytes) -> None:
    """What is no key or no signature does not verify, and raises nothing."""
    assert not ed25519_verifies(public, b"text", signature)


def test_a_scalar_beyond_the_order_is_refused() -> None:
    """The same signature with the group's order added to its scalar, which is the same point, is not taken."""
    key, message, value = (bytes.fromhex(one) for one in VECTORS[1])
    scalar = int.from_bytes(value[32:], "little") + verify_case.ORDER
    assert not ed25519_verifies(key, message, value[:32] + scalar.to_bytes(32, "little"))


def test_it_needs_the_standard_library_alone_and_an_old_python() -> None:
    """It imports nothing but the standard library, and its grammar is that of Python 3.8."""
    tree = ast.parse(VERIFIER.read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 70_000))
def test_both_say_the_same_of_roots_and_paths(size: int) -> None:
    """The two ways to a root, and to the paths of tiles, agree at every size."""
    leaves = [number.to_bytes(4, "big") * 8 for number in range(size % 1_500)]
    assert verify_case.tree_root(leaves) == merkle.root_at(merkle.levels_of(leaves), len(leaves))
    theirs = {path for path, _, _ in verify_case.tiles_of_level("entries", size)}
    assert theirs == {tile.path for tile in tiles.tiles_of(size) if tile.level is None}


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 600), max_size=8))
def test_roots_of_beginnings_are_roots(sizes: set[int]) -> None:
    """Taken in one pass, they are those that are taken one by one."""
    leaves = [number.to_bytes(4, "big") * 8 for number in range(600)]
    found = verify_case.roots_of_beginnings(leaves, sizes)
    assert {size: found[size] for size in sizes} == {size: verify_case.tree_root(leaves[:size]) for size in sizes}
