"""Signed notes and keys against the examples of their specifications."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.errors import InputError
from witnessmark.record import keys
from witnessmark.record.checkpoint import Checkpoint, parse, sign
from witnessmark.record.merkle import Head

# The public key and the checkpoint of the Go checksum database's documentation of signed notes.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="


@pytest.fixture
def key(tmp_path: Path) -> keys.SigningKey:
    """Return a fresh key."""
    return keys.make_key(tmp_path / "keys", "example.org/cases/port-selm")


def test_a_key_of_another_implementation_is_read() -> None:
    """A public key line made by Go's note package is read, with its hash, and checks that package's signature."""
    import base64

    key = keys.parse_vkey(GO_KEY)
    signature = base64.b64decode(GO_SIGNATURE)
    assert signature[:4] == key.key_id
    assert key.verifies(signature[4:], GO_TEXT.encode())
    assert not key.verifies(signature[4:], GO_TEXT.encode() + b"x")


@pytest.mark.parametrize("line", ["", "a+b", GO_KEY + "\n", GO_KEY.replace("c74f", "c74e"), GO_KEY + "=", GO_KEY[:-4]])
def test_malformed_keys_are_refused(line: str) -> None:
    """A key line that is not exactly what it would be written as is refused."""
    with pytest.raises(ValueError, match="it"):
        keys.parse_vkey(line)


def test_private_keys_are_for_their_owner(tmp_path: Path, key: keys.SigningKey) -> None:
    """A private key is a file that its owner alone can read, and comes back as the same key."""
    folder = tmp_path / "keys"
    (path,) = folder.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    again = keys.load_key(folder, key.public)
    assert key.public.verifies(again.sign(b"text"), b"text")


@pytest.mark.parametrize("content", ["", "PRIVATE+KEY+a", "PRIVATE+KEY+a+b+AQ==", "\x00"])
def test_damaged_private_keys_are_refused(tmp_path: Path, key: keys.SigningKey, content: str) -> None:
    """A private key file that is damaged, or holds another key, raises an error that names it."""
    (path,) = (tmp_path / "keys").iterdir()
    path.write_text(content)
    with pytest.raises(InputError, match=path.name):
        keys.load_key(tmp_path / "keys", key.public)
    other = keys.make_key(tmp_path / "other", key.public.name)
    path.write_text((tmp_path / "other" / f"{other.public.fingerprint}.key").read_text())
    with pytest.raises(InputError, match="another key"):
        keys.load_key(tmp_path / "keys", key.public)


def test_a_checkpoint_comes_back(key: keys.SigningKey, tmp_path: Path) -> None:
    """A checkpoint is read with its signatures, each of which its own key alone verifies."""
    other = keys.make_key(tmp_path / "keys", key.public.name)
    checkpoint = Checkpoint(key.public.name, Head(7, bytes(32)))
    signed = parse(sign(checkpoint, [key, other]))
    assert signed.checkpoint == checkpoint
    assert signed.signed_by(key.public)
    assert signed.signed_by(other.public)
    assert [line.key_id for line in signed.unknown([key.public])] == [other.public.key_id]
    assert signed.text.encode() == sign(checkpoint, [key, other])


@settings(max_examples=200)
@given(data=st.data())
def test_no_byte_of_a_checkpoint_can_change_unseen(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """With any byte changed, a checkpoint is malformed or no longer signed by its key alone."""
    key = keys.make_key(tmp_path_factory.mktemp("keys"), "example.org/a")
    note = bytearray(sign(Checkpoint("example.org/a", Head(7, bytes(32))), [key]))
    note[data.draw(st.integers(0, len(note) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        signed = parse(bytes(note))
    except ValueError:
        return
    assert signed.unknown([key.public])
