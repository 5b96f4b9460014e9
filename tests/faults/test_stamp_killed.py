"""A process that is killed while it keeps time stamps and what witnesses signed leaves a record that verifies."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from witnessmark.nouns import Action, Decision
from witnessmark.record import Record, verify, verify_case

ROOT = Path(__file__).parents[2]

# Stamps, has a witness sign and decides until it is killed, and says what was acknowledged.
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.faults.test_stamp_killed import note
from tests.record.forged import answer
from witnessmark.record import Record, keys, stamps, witnesses
from witnessmark.record.checkpoint import parse
from witnessmark.record.witnessing import WitnessKey
from witnessmark.record.witnessing.cosignatures import cosign
case = Path(sys.argv[1])
record = Record.open(case / "record", case.parent / "keys")
partner = keys.make_key(case.parent / "partner", "example.org/witness")
answer(stamps.ask(record))  # makes the keys of the authority, which takes a while
print("ready", flush=True)
while True:
    record.decide(note())
    waiting = stamps.ask(record)
    stamps.keep_request(record, waiting, record.checkpoint)
    kept = stamps.take_answer(record, answer(waiting))
    print(kept.path.relative_to(record.folder), flush=True)
    request = stamps.ask(record)
    kept = stamps.keep_answer(record, answer(request), request, record.checkpoint)
    print(kept.path.relative_to(record.folder), flush=True)
    cosigned = cosign(parse(record.checkpoint.encode()), partner, 1933322640).signed.text.encode()
    witnesses.keep_cosigned(record, cosigned, WitnessKey(partner.public))
"""


def note() -> Decision:
    """Return a decision."""
    return Decision(
        action=Action.NOTE,
        target="a",
        reason="It was seen.",
        decided_by="Ada Quell",
        decided_at="2031-04-05T14:03:09+02:00",
        clock="test",
        tool="test",
    )


def test_a_killed_process_leaves_a_record_that_verifies(tmp_path: Path) -> None:
    """Killed at random moments: both verifiers find nothing, and each stamp that was acknowledged is there."""
    case = tmp_path / "case"
    case.mkdir()
    record = Record.create(case / "record", "example.org/cases/port-selm", tmp_path / "keys")
    chance = random.Random(5)
    known = 0
    for _ in range(6):
        command = [sys.executable, "-c", WRITER, str(case), str(ROOT)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stderr is not None
        lines = [child.stdout.readline()]
        time.sleep(chance.uniform(0, 0.4))
        child.send_signal(signal.SIGKILL)
        with child.stdout, child.stderr:
            lines += child.stdout.read().split("\n")
            assert child.wait() == -signal.SIGKILL, child.stderr.read()
        found = verify(record.folder)
        assert found.ok, found.faults
        stranger = verify_case.Verifier(record.folder)
        assert stranger.verify(None), stranger.faults
        acknowledged = {line.strip() for line in lines[1:-1] if line.strip().endswith(".tsr")}
        assert acknowledged <= {one.path for one in found.stamps}
        known += len(acknowledged)
    assert known
    record.refresh()
    record.decide(note())
    assert verify(record.folder).ok
