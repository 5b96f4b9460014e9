"""Commands whose standard streams are closed, on a full disk, or read by nobody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")

needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


def _shell(words: str) -> subprocess.CompletedProcess[str]:
    line = words.replace("witnessmark", f"{sys.executable} -m witnessmark")
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("words", ["list {case} statements", "list {case} statements --json", "--help"])
def test_a_reader_who_has_seen_enough_is_no_failure(built: Path, words: str) -> None:
    """``| head`` ends with status 0 and without a word, for people's output as for scripts'."""
    call = words.format(case=built / "case")
    found = _shell(f"witnessmark {call} | head -c0; echo ${{PIPESTATUS[0]}}")
    assert (found.stdout, found.stderr) == ("0\n", "")


def test_verify_says_no_to_a_reader_who_has_gone(case: Path) -> None:
    """The status tells that the case does not verify, whether or not anybody reads why."""
    (case / "record" / "stray").write_text("x", encoding="utf-8")
    found = _shell(f"witnessmark verify {case} | head -c0; echo ${{PIPESTATUS[0]}}")
    assert (found.stdout, found.stderr) == ("1\n", "")


@needs_full
@pytest.mark.parametrize("words", ["list {case} sources", "list {case} dates --json", "--version"])
def test_a_full_disk_under_the_output_is_one_line(built: Path, words: str) -> None:
    """The line names the stream and how to mend it."""
    found = _shell(f"witnessmark {words.format(case=built / 'case')} > /dev/full")
    assert found.returncode == 2
    assert found.stderr.startswith("witnessmark: standard output: cannot be written to (No space left on device)")
    assert len(found.stderr.splitlines()) == 1


@pytest.mark.parametrize(("kind", "status"), [("sources", 0), ("nonsense", 2)])
def test_a_closed_output_is_silence(built: Path, kind: str, status: int) -> None:
    """The command does its work and ends with its own status; what is wrong is told all the same."""
    found = _shell(f"witnessmark list {built / 'case'} {kind} >&-")
    assert found.returncode == status
    assert len(found.stderr.splitlines()) == (1 if status else 0)


@pytest.mark.parametrize("where", ["2>&-", pytest.param("2>/dev/full", marks=needs_full)])
def test_messages_that_cannot_be_shown_change_no_status(built: Path, where: str) -> None:
    """A wrong call has its status, though nobody is told why."""
    assert _shell(f"witnessmark list {built / 'no-case'} sources {where}").returncode == 2


def test_a_build_with_every_stream_closed_is_whole(tmp_path: Path, reports: Path) -> None:
    """Nothing that is printed ends up in a file of the case."""
    case = tmp_path / "case"
    assert _shell(f"witnessmark build {case} {reports} <&- >&- 2>&-").returncode == 0
    found = _shell(f"witnessmark verify {case} && witnessmark read --jsonl <&-")
    assert "verifies" in found.stdout
    assert found.returncode == 2
    assert "standard input is closed" in found.stderr
