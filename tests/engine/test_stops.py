"""Stops from outside while processes work: taken once, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from tests.processes import running_in

from witnessmark.engine.stops import STOPS, once

WORK = """\
import os, signal, sys, threading, time
from witnessmark.engine import map_unordered

number, gap, seconds = getattr(signal, sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
signal.signal(number, signal.default_int_handler)

def stop():
    time.sleep(0.3)
    os.kill(os.getpid(), number)
    time.sleep(gap)
    os.kill(os.getpid(), number)

threading.Thread(target=stop).start()
try:
    for _ in map_unordered(time.sleep, [seconds] * 400, workers=2):
        pass
except KeyboardInterrupt:
    signal.signal(number, signal.SIG_IGN)
    sys.exit(130)
"""


@pytest.mark.parametrize("gap", ["0", "0.02", "0.1"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("seconds", ["0.2", "600"])
def test_two_stops_end_the_run_and_leave_no_process(gap: str, name: str, seconds: str) -> None:
    """Whether the second comes while workers start or while they are ended, and however long their items would take."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, name, gap, seconds],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        _, complaint = process.communicate(timeout=60)
        deadline = time.monotonic() + 20
        while running_in(process.pid) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not running_in(process.pid)
    finally:
        for left in running_in(process.pid):
            os.kill(left, signal.SIGKILL)
    assert process.returncode == 130
    assert complaint == ""


def test_a_stop_that_is_held_comes_once_and_the_handlers_come_back() -> None:
    """It waits for the end of the block; those after it are of no account."""
    taken: list[int] = []
    before = {number: signal.signal(number, lambda number, _: taken.append(number)) for number in STOPS}
    try:
        with once() as stops:
            with stops.held():
                os.kill(os.getpid(), signal.SIGINT)
                assert taken == []
            stops.let_in()
            assert taken == [signal.SIGINT]
            os.kill(os.getpid(), signal.SIGTERM)
            assert taken == [signal.SIGINT]
        os.kill(os.getpid(), signal.SIGHUP)
        assert taken == [signal.SIGINT, signal.SIGHUP]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
