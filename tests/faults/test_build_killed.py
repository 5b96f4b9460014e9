"""A build that is stopped at any moment loses nothing and goes on to the same state."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.faults.suite.jobs import CaseJob
from tests.faults.suite.kills import kills
from tests.laws.test_reading import DERIVED, EXAMPLE, lists
from tests.processes import running_in

KILLS = 6


def _start(case: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "witnessmark", "build", str(case), str(EXAMPLE)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """Build the example without a stop; return the case and how long it took."""
    folder = tmp_path_factory.mktemp("whole")
    case = folder / "case"
    start = time.monotonic()
    environment = os.environ | {"WITNESSMARK_KEYS": str(folder / "keys")}
    subprocess.run(
        [sys.executable, "-m", "witnessmark", "build", str(case), str(EXAMPLE)],
        check=True,
        env=environment,
        capture_output=True,
    )
    return case, time.monotonic() - start


def test_a_killed_build_goes_on_to_the_same_state(tmp_path: Path, command: Command, whole: tuple[Path, float]) -> None:
    """After each kill the record verifies; in the end the lists are those of a build that was never stopped."""
    finished, seconds = whole
    case = tmp_path / "case"
    chance = random.Random(7)
    for _ in range(KILLS):
        process = _start(case)
        time.sleep(chance.uniform(0.0, seconds))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if case.exists():
            result = command("verify", case)
            assert result.exit_code == 0, result.output
    assert command("build", case, EXAMPLE).exit_code == 0
    assert lists(command, case, DERIVED) == lists(command, finished, DERIVED)
    assert command("verify", case).exit_code == 0


def test_a_killed_job_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    """Killed while it builds and decides, a case keeps all that was told, and comes to the state of one left alone."""
    for killed in kills(CaseJob(), tmp_path / "world", 2, seed=5):
        assert not killed.broken, killed


def test_an_interrupt_keeps_what_was_done_and_leaves_no_process(
    tmp_path: Path, command: Command, whole: tuple[Path, float]
) -> None:
    """Ctrl-C ends the build in one line with status 130, and its workers with it."""
    case = tmp_path / "case"
    process = subprocess.Popen(
        [sys.executable, "-m", "witnessmark", "build", str(case), str(EXAMPLE)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(whole[1] / 2)
    os.killpg(process.pid, signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert "Traceback" not in complaint
    if process.returncode:  # the build may have been faster
        assert process.returncode == 130
        assert "run the same command" in complaint
    _require_none_left(process.pid)
    assert command("build", case, EXAMPLE).exit_code == 0
    assert command("verify", case).exit_code == 0


@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP", "SIGTERM"])
@pytest.mark.parametrize("part", [0.1, 0.2, 0.3, 0.4])
def test_a_stop_at_the_start_says_nothing_of_our_insides(
    tmp_path: Path, whole: tuple[Path, float], name: str, part: float
) -> None:
    """While the workers start, too: a closed terminal or Ctrl-C ends all processes, without a traceback."""
    process = subprocess.Popen(
        [sys.executable, "-m", "witnessmark", "build", str(tmp_path / "case"), str(EXAMPLE)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(whole[1] * part)
    os.killpg(process.pid, getattr(signal, name))
    _, complaint = process.communicate(timeout=60)
    if name == "SIGINT" and process.returncode == -signal.SIGINT:
        return  # Python itself was still starting
    assert "Traceback" not in complaint
    _require_none_left(process.pid)


def test_a_killed_build_leaves_no_process(tmp_path: Path, whole: tuple[Path, float]) -> None:
    """Workers and fenced children end with the build, though only the build itself was killed."""
    process = _start(tmp_path / "case")
    time.sleep(whole[1] * 0.6)
    process.kill()
    process.wait()
    _require_none_left(process.pid)


def _require_none_left(session: int) -> None:
    deadline = time.monotonic() + 20
    while running_in(session) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not running_in(session)


def test_two_builds_at_once_do_not_mix(tmp_path: Path, command: Command) -> None:
    """The second says that the case is in use, or waits its turn; both leave a case that verifies."""
    case = tmp_path / "case"
    assert command("build", case, EXAMPLE / sorted(path.name for path in EXAMPLE.iterdir())[0]).exit_code == 0
    first, second = _start(case), _start(case)
    codes = {first.wait(timeout=120), second.wait(timeout=120)}
    assert codes <= {0, 2}
    assert 0 in codes
    assert command("verify", case).exit_code == 0
