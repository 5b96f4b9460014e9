"""Keys and the folder that they lie in, whatever has become of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.conftest import Command

from witnessmark.errors import InputError
from witnessmark.record import keys
from witnessmark.record.keys import SigningKey

NAME = "example.org/cases/port-selm"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the keys lie."""
    return tmp_path / "keys"


@pytest.fixture
def key(folder: Path) -> SigningKey:
    """Return a key in the folder."""
    return keys.make_key(folder, NAME)


def _path(folder: Path) -> Path:
    (path,) = folder.glob("*.key")
    return path


def test_a_folder_that_was_there_keeps_its_permissions(tmp_path: Path) -> None:
    """The key is its owner's alone; a folder is closed to others only where it was made for the key."""
    (tmp_path / "mine").mkdir(mode=0o755)
    keys.make_key(tmp_path / "mine", NAME)
    keys.make_key(tmp_path / "new", NAME)
    assert (tmp_path / "mine").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert _path(tmp_path / "mine").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("inside", [False, True])
def test_a_file_in_the_folder_s_place_is_named(folder: Path, inside: bool) -> None:
    """No key is made, and the line says which folder and how to name another."""
    folder.write_text("not a folder", encoding="utf-8")
    place = folder / "keys" if inside else folder
    with pytest.raises(InputError) as told:
        keys.make_key(place, NAME)
    assert str(told.value).startswith(f"{place}: no signing key can be kept there")
    assert "WITNESSMARK_KEYS" in str(told.value)


def test_a_file_in_the_place_of_the_folder_of_a_key_is_named(key: SigningKey, tmp_path: Path) -> None:
    """The line names what is there instead."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="file: is no folder of keys"):
        keys.load_key(tmp_path / "file", key.public)


@pytest.mark.parametrize("content", [b"", b"garbage", b"\xff\xfe\x00", b"PRIVATE+KEY+a+b+c", b"x" * 100_000])
def test_a_key_that_is_none_is_named(folder: Path, key: SigningKey, content: bytes) -> None:
    """The line names the file and how to mend it, without the parser's words."""
    _path(folder).write_bytes(content)
    with pytest.raises(InputError) as told:
        keys.load_key(folder, key.public)
    assert str(told.value) == f"{_path(folder)}: holds no private key: restore it from a copy, or replace the key"


def test_what_is_no_file_in_a_key_s_place_is_named_and_not_waited_for(folder: Path, key: SigningKey) -> None:
    """A folder and a pipe are no keys."""
    path = _path(folder)
    path.unlink()
    path.mkdir()
    with pytest.raises(InputError, match="no regular file"):
        keys.load_key(folder, key.public)
    path.rmdir()
    os.mkfifo(path)
    with pytest.raises(InputError, match="no regular file"):
        keys.load_key(folder, key.public)


def test_a_key_that_may_not_be_read_is_told_with_its_permissions(folder: Path, key: SigningKey) -> None:
    """The line says which permissions it needs."""
    _path(folder).chmod(0)
    if os.access(_path(folder), os.R_OK):
        pytest.skip("this account may read every file")
    with pytest.raises(InputError, match=r"you may not read this key.*600.*700"):
        keys.load_key(folder, key.public)


def test_a_key_that_others_may_read_is_told_and_used(
    case: Path, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The decision is recorded; the line names the key and how to close it."""
    monkeypatch.setenv("WITNESSMARK_KEYS", str(tmp_path / "keys"))
    case = tmp_path / "own"
    assert not command("build", case, tmp_path / "reports" / "agency.txt").stderr.count("other accounts")
    path = _path(tmp_path / "keys")
    path.chmod(0o644)
    result = command("decide", case, "note", "agency.txt", "By post.")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"witnessmark: {path}: other accounts may read this signing key")


def test_a_circle_of_links_is_named(
    tmp_path: Path, reports: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is one line, and no case is left half made."""
    (tmp_path / "keys").symlink_to(tmp_path / "keys")
    monkeypatch.setenv("WITNESSMARK_KEYS", str(tmp_path / "keys"))
    result = command("build", tmp_path / "case", reports)
    assert result.exit_code == 2
    assert "circle of links" in result.stderr
    assert not [*tmp_path.glob("*case*")]
