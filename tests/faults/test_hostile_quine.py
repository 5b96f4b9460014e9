"""A ZIP archive that holds itself: it is one, and it is told and opened once."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from tests.conftest import Command
from tests.faults.hostile.quine import zip_quine


def test_it_is_one() -> None:
    """Its only member is the archive, byte for byte, and its checksum is right."""
    data = zip_quine()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        (name,) = archive.namelist()
        assert archive.read(name) == data


def test_it_is_told_and_ends(tmp_path: Path, command: Command) -> None:
    """It is one source, with one fault."""
    path = tmp_path / "itself.zip"
    path.write_bytes(zip_quine())
    case = tmp_path / "case"
    assert command("build", case, path).exit_code == 0
    assert len(command.rows("list", case, "sources")) == 1
    (fault,) = command.rows("list", case, "faults")
    assert "it is the archive itself" in fault["fault"]
    assert command("verify", case).exit_code == 0
