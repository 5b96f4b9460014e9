"""A case with decisions, a withdrawn source and awkward words, and a bag of it, each made once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Command, write_reports

AWKWARD = """=1+1 they said

“=HYPERLINK of lies” was what Ana Velik called it, and she said that at least 12 miners were buried on 4 March 2019.

The Interior Ministry denied that at least 12 miners were buried on 4 March 2019.
"""


class Stranger:
    """Somebody who has a bag, coreutils and Python, and neither this program nor anything else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def sha256sum(self, bag: Path, manifest: str) -> int:
        """Run coreutils on a manifest, as its user would; return the exit status."""
        if shutil.which("sha256sum") is None:
            pytest.skip("coreutils' sha256sum is not here")
        return self._run(["sha256sum", "--quiet", "--strict", "-c", manifest], bag)[0]

    def verify(self, bag: Path, *more: str) -> tuple[int, str]:
        """Run the script in the bag, in an empty folder with an empty environment; return status and output."""
        return self._run([sys.executable, "-I", "-S", str(bag / "verify_case.py"), str(bag), *more], self.folder)

    def _run(self, words: list[str], folder: Path) -> tuple[int, str]:
        program = shutil.which(words[0]) or words[0]
        done = subprocess.run([program, *words[1:]], cwd=folder, env={}, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def stranger(tmp_path: Path) -> Stranger:
    """Return a stranger in an empty folder."""
    (tmp_path / "empty").mkdir()
    return Stranger(tmp_path / "empty")


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory, keys: Path) -> Path:
    """Build a case with decisions, a withdrawn source and awkward words once; nobody changes it."""
    folder = tmp_path_factory.mktemp("rich")
    reports = write_reports(folder / "reports")
    (reports / "=awkward '.txt").write_text(AWKWARD, encoding="utf-8")
    (reports / "letter.txt").write_text("Joram Tesk said that nobody came.", encoding="utf-8")
    command, case = Command(), folder / "case"
    assert command("build", case, reports).exit_code == 0
    said = command.rows("list", case, "statements")[0]["id"]
    assert command("decide", case, "confirm", said, "--reason", "+ Read again.").exit_code == 0
    assert command("decide", case, "grade", "agency.txt", "B2", "--reason", "Named reporters.").exit_code == 0
    assert command("decide", case, "withdraw", "letter.txt", "--reason", "The sender asked for it.").exit_code == 0
    return case


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory, rich: Path) -> Path:
    """Export a bag of a copy of that case once; return the folder that holds ``case``, ``bag`` and the proof."""
    folder = tmp_path_factory.mktemp("exported")
    shutil.copytree(rich, folder / "case")
    result = Command()("export", folder / "case", folder / "bag", "--as", "bag", "--reason", "For the court.")
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def handed(exported: Path, tmp_path: Path) -> Path:
    """Return a copy of the folder with the case, the bag and the proof that a test may change."""
    return Path(shutil.copytree(exported, tmp_path / "handed"))


Change = Callable[[Path], None]
