"""The outer fence: what is started within bubblewrap, and what is said where there is none."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.intake.conftest import Put

from witnessmark.intake import Item, extract
from witnessmark.intake.extraction import extract_in
from witnessmark.intake.fencing import sandbox
from witnessmark.intake.fencing.fence import Fence
from witnessmark.intake.limits import Limits
from witnessmark.nouns import Text, digest_of

inside = pytest.mark.skipif(not sandbox.prefix(), reason="bubblewrap is missing, or not permitted here")


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Take bubblewrap off the path."""
    monkeypatch.setenv("PATH", str(tmp_path))
    sandbox.prefix.cache_clear()
    yield
    sandbox.prefix.cache_clear()


def _run(program: str) -> str:
    done = subprocess.run(
        [*sandbox.prefix(), sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@inside
def test_nothing_can_be_written(tmp_path: Path) -> None:
    """Whoever may write to a folder outside may not do so inside."""
    assert "Read-only file system" in _run(f"open({str(tmp_path / 'new')!r}, 'w')")


@inside
def test_there_is_a_temporary_folder_of_its_own() -> None:
    """What is written there stands in memory, and nobody else sees it."""
    made = _run("import tempfile; print(tempfile.mkdtemp(prefix='own-'))").strip()
    assert "own-" in made
    assert not Path(made).exists()


def test_a_file_whose_encoding_has_to_be_told_from_its_words_is_read(tmp_path: Path) -> None:
    """The model of languages is loaded late, and unpacks itself into a temporary file."""
    path = tmp_path / "a.txt"
    words = "Le préfet a déclaré que les détenus étaient transférés à l’hôpital près de la frontière. "
    path.write_bytes((words * 3).encode("windows-1252"))
    fence = Fence()
    try:
        text = extract_in(fence, Item(digest_of(path.read_bytes()), "a.txt", path), Limits())
    finally:
        fence.stop()
    assert isinstance(text, Text)
    assert text.content.startswith("Le préfet a déclaré")


@inside
def test_there_is_no_network() -> None:
    """No address is reached, not even this machine's own services."""
    program = "import socket; s = socket.socket(); s.settimeout(3); print(s.connect_ex(('192.0.2.1', 80)))"
    assert _run(program).strip() == "101"  # the network is unreachable
    assert _run("import socket; print([name for _, name in socket.if_nameindex()])").strip() == "['lo']"


@inside
def test_no_other_process_is_seen() -> None:
    """What runs there has process numbers of its own."""
    assert int(_run("import os; print(os.getpid())")) < 10
    assert len(_run("import os; print(*[n for n in os.listdir('/proc') if n.isdigit()])").split()) < 5


def test_files_are_read_without_it_too_and_that_is_told(without: None, tmp_path: Path) -> None:
    """The protection that is missing is named, and the other ones hold."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"The mayor said nothing.")
    fence = Fence()
    try:
        text = extract_in(fence, Item(digest_of(path.read_bytes()), "a.txt", path), Limits())
        assert isinstance(text, Text)
        assert sandbox.PROTECTION in fence.missing()
    finally:
        fence.stop()


def test_the_text_is_the_same_with_and_without_it(tmp_path: Path) -> None:
    """The outer fence decides nothing of what is read."""
    path = tmp_path / "a.html"
    path.write_bytes(
        b"<html><body><article><h1>One</h1><p>The mayor said nothing on 3 May.</p></article></body></html>"
    )
    item = Item(digest_of(path.read_bytes()), "a.html", path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "prefix", tuple)
        fence = Fence()
        bare = extract_in(fence, item, Limits())
        fence.stop()
    assert extract(item) == bare


def test_a_build_says_that_its_fence_is_reduced(without: None, tmp_path: Path, command: Command) -> None:
    """One line on the standard error, where something was read."""
    path = tmp_path / "a.txt"
    path.write_text("The mayor said nothing.", "utf-8")
    assert "reduced fence: bubblewrap is missing" in command("build", tmp_path / "case", path).stderr
    assert "reduced" not in command("build", tmp_path / "case").stderr


def test_what_needs_a_temporary_file_finds_a_place(put: Put) -> None:
    """The language model, by which some encodings are told, is unpacked to a file when it is loaded: not a death."""
    words = "The governor of Velmora said that forty prisoners had been moved before dawn."
    fence = Fence()
    try:
        text = extract_in(fence, put("cut.txt", words.encode() + b"\xc3"), Limits())
    finally:
        fence.stop()
    assert isinstance(text, Text), text
    assert words in text.content
