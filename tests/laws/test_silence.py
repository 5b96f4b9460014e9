"""Law 5: nothing leaves the machine by itself, not through a library either."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_library_writes_outside_the_case(tmp_path: Path) -> None:
    """Reading and searching by meaning leave the home and cache folders empty: onnxruntime's reports are off."""
    home, text = tmp_path / "home", tmp_path / "text.jsonl"
    home.mkdir()
    text.write_text(json.dumps({"id": 1, "language": "en", "text": "Police said that three died. " * 20}))
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    done = subprocess.run(
        [sys.executable, "-m", "witnessmark", "read", "--jsonl", str(text)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [*home.rglob("*")] == []


def test_onnxruntime_is_loaded_in_one_place() -> None:
    """Only the module that switches the reports off imports onnxruntime."""
    importing = {
        path.relative_to(ROOT / "src/witnessmark").as_posix()
        for path in (ROOT / "src").rglob("*.py")
        if any(
            line.lstrip().startswith(("import onnxruntime", "from onnxruntime"))
            for line in path.read_text().splitlines()
        )
    }
    assert importing == {"reading/neural/runtime.py"}
