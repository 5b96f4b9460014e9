"""What many tests need: keys of their own, and a small case of invented reports."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from witnessmark.cli import cli

REPORTS = {
    "agency.txt": """Officials put the toll at 57

VELMAR, 3 March 2019. At least 57 miners were killed in the collapse at Osteva, the Interior Ministry said.

“We heard the beams break, and then there was no sound at all,” said Joram Tesk, who has worked at the mine for years.

The company denied that the shaft had been closed by inspectors in 2018.
""",
    "paper.html": """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Miners' families wait at Osteva</title>
<meta property="article:published_time" content="2019-03-05T08:00:00+00:00">
<meta property="og:site_name" content="The Velmar Courier">
</head><body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Miners' families wait at Osteva</h1>
<p>More than 60 miners were killed in the collapse at Osteva, according to Ana Velik, a lawyer
who speaks for the families.</p>
<p>“Nobody has read us a list,” she said. The Interior Ministry said on Monday that at least 57 miners were
killed.</p>
<p>Velik called on the prosecutor to open the archive of the mine before the end of the month, and to hear
every witness.</p>
</article><footer>All rights reserved</footer></body></html>
""",
    "copy.txt": """Toll at mine

At least 57 miners were killed in the collapse at Osteva, the Interior Ministry said.

“We heard the beams break, and then there was no sound at all,” said Joram Tesk, who has worked at the mine for years.

The company denied that the shaft had been closed by inspectors in 2018.
""",
    "broken.pdf": "%PDF-1.7 and then nothing that a reader of such files could use",
}


@pytest.fixture(scope="session", autouse=True)
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the keys that tests make, and the name they act under, apart from the account's own."""
    folder = tmp_path_factory.mktemp("keys")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WITNESSMARK_KEYS", str(folder))
        patch.setenv("WITNESSMARK_BY", "A. Tester")
        patch.setenv("WITNESSMARK_TESSERACT", "none")  # tests of recognition alone use what is installed here
        yield folder


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Write the reports into a folder and return it."""
    return write_reports(tmp_path / "reports")


def write_reports(folder: Path) -> Path:
    """Write the reports into a new folder and return it."""
    folder.mkdir()
    for name, words in REPORTS.items():
        (folder / name).write_text(words, encoding="utf-8")
    return folder


class Command:
    """The command line, called in this process."""

    def __call__(self, *words: object) -> Result:
        """Run the command with these words and return its result."""
        return CliRunner().invoke(cli, [str(word) for word in words], prog_name="witnessmark", catch_exceptions=False)

    def rows(self, *words: object) -> list[dict[str, Any]]:
        """Run the command with ``--json`` and return its rows; it must succeed."""
        result = self(*words, "--json")
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def command() -> Command:
    """Return the command line."""
    return Command()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, keys: Path) -> Path:
    """Build a case of the reports once; nobody changes it."""
    folder = tmp_path_factory.mktemp("built")
    write_reports(folder / "reports")
    result = Command()("build", folder / "case", folder / "reports")
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def case(tmp_path: Path, built: Path, reports: Path) -> Path:
    """Return a case of the reports that the test may change."""
    return Path(shutil.copytree(built / "case", tmp_path / "case"))
