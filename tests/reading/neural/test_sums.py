"""A damaged or missing model is told in one line, never read with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Command
from training.sums import note

from witnessmark.errors import ModelDamagedError
from witnessmark.nouns import Text, digest_of
from witnessmark.reading import NeuralReader, reader
from witnessmark.reading.neural import encoder
from witnessmark.reading.neural.encoder import CALIBRATION, FOLDER, MODEL, TOKENIZER, Encoder
from witnessmark.reading.neural.sums import SUMS, check, sums_in
from witnessmark.reading.neural.vectors import MODEL as SENTENCES
from witnessmark.reading.neural.vectors import SentenceEncoder

NAMES = (MODEL, SENTENCES, TOKENIZER, CALIBRATION)
Damage = Callable[[Path], object]


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 3, len(data) // 3 + 100):
        data[at] ^= 0xFF
    path.write_bytes(data)


DAMAGES: dict[str, Damage] = {
    "missing": Path.unlink,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "empty": lambda path: path.write_bytes(b""),
    "another": lambda path: path.write_bytes(b"[]"),
    "flipped": _flip,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped model's folder."""
    return Path(shutil.copytree(FOLDER, tmp_path / "model"))


def _read(model: Encoder) -> object:
    text = Text(
        source=digest_of(b""),
        content="The mayor said that the road was closed.",
        locators=(),
        media_type="text/plain",
        extractor="test",
        language="en",
    )
    return NeuralReader(model).read(text)


def _embed(folder: Path) -> object:
    return SentenceEncoder(folder).vector("The road was closed.")


def test_the_shipped_files_are_those_of_their_sums() -> None:
    """Each of them is listed."""
    check(FOLDER, NAMES, all_listed=True)
    assert {*(sums_in(FOLDER) or {})} == {*NAMES}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_damaged_is_named_before_it_is_used(folder: Path, name: str, damage: str) -> None:
    """Whether it would have loaded or not, with what to do."""
    (folder / name).chmod(0o644)
    if damage == "flipped" and name == CALIBRATION:
        (folder / name).write_text("[[0.1, 0.2]]")
    else:
        DAMAGES[damage](folder / name)
    with pytest.raises(ModelDamagedError, match=rf"{name}: .*install the package again"):
        _embed(folder) if name == SENTENCES else _read(Encoder(folder))


@pytest.mark.parametrize("sums", [None, "", "no sum at all\n"])
def test_the_package_must_have_its_sums(folder: Path, sums: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without them nothing is read with what may be damaged."""
    monkeypatch.setattr(encoder, "FOLDER", folder)
    (folder / SUMS).unlink() if sums is None else (folder / SUMS).write_text(sums)
    with pytest.raises(ModelDamagedError, match="install the package again"):
        _read(Encoder(folder))


@pytest.mark.parametrize("name", [MODEL, TOKENIZER, CALIBRATION])
def test_a_model_of_ones_own_may_have_no_sums(folder: Path, name: str) -> None:
    """It is read with; what does not load is told all the same, and a missing calibration is none."""
    (folder / SUMS).unlink()
    assert _read(Encoder(folder)) == _read(Encoder())
    (folder / name).write_bytes(b'"x"')
    with pytest.raises(ModelDamagedError, match=name):
        _read(Encoder(folder))
    (folder / name).unlink()
    if name == CALIBRATION:
        assert Encoder(folder).calibration == ()


def test_sums_are_written_file_by_file(folder: Path) -> None:
    """What makes one file renews its sum and leaves the others."""
    before = sums_in(folder) or {}
    (folder / CALIBRATION).write_text("[[0.5, 0.5]]")
    note(folder, CALIBRATION)
    after = sums_in(folder) or {}
    assert {name for name in NAMES if before[name] != after[name]} == {CALIBRATION}
    assert Encoder(folder).calibration == ((0.5, 0.5),)


@pytest.mark.parametrize("damage", ["missing", "cut", "another"])
def test_the_command_says_it_in_one_line(
    folder: Path, tmp_path: Path, command: Command, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With status 2, and no line of the user's is blamed."""
    DAMAGES[damage](folder / CALIBRATION)
    monkeypatch.setattr(reader, "shipped", lambda: Encoder(folder))
    lines = tmp_path / "lines.jsonl"
    lines.write_text(json.dumps({"id": 1, "text": "The mayor said so.", "language": "en"}) + "\n", encoding="utf-8")
    result = command("read", "--jsonl", lines)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert "calibration.json" in line
    assert "install the package again" in line
    assert "line 1" not in line
