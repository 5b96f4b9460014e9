"""The fence, with work that does what hostile files make parsers do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from witnessmark.intake import Item, Limits, extract
from witnessmark.intake.draft import Loss
from witnessmark.intake.extraction import extract_in
from witnessmark.intake.fencing.fence import Fence, FenceError
from witnessmark.intake.limits import MIB
from witnessmark.nouns import Fault, Text

Put = Callable[[str, bytes], Item]
MakeFence = Callable[[str], Fence]

SMALL = Limits(cpu_seconds=1, wall_seconds=3.0, memory_bytes=128 * MIB, output_bytes=MIB)
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's limits and /proc")


def answer_of(fence: Fence, put: Put, limits: Limits = SMALL) -> bytes | Loss:
    item = put("a.txt", b"words")
    return fence.run(item.path, item.name, limits)


@pytest.mark.parametrize(
    ("statements", "named"),
    [
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
        ("import os; os.abort()", "SIGABRT"),
        ("import os; os.kill(os.getpid(), 9)", "SIGKILL"),
        ("import os; os._exit(3)", "exit 3"),
        ("raise ValueError", "exit 70"),
        ("while True: pass", "more processor time than it may (1 s)"),
        ("import time; time.sleep(60)", "longer than it may (3 s)"),
        ("return bytes(2 << 20)", "room for its text than it may (1 MiB)"),
        ("import os, time; os.closerange(3, 99); time.sleep(60)", "longer than it may"),
    ],
)
def test_each_death_is_one_loss(statements: str, named: str, fence_doing: MakeFence, put: Put) -> None:
    """However the process of a file ends, one loss names what it ran into."""
    limits = replace(SMALL, wall_seconds=60.0) if "processor time" in named else SMALL
    answer = answer_of(fence_doing(statements), put, limits)
    assert isinstance(answer, Loss)
    assert named in answer.fault


@linux_only
def test_memory_is_bounded(fence_doing: MakeFence, put: Put) -> None:
    """A process that asks for more memory than it may is stopped, and the limit is named."""
    answer = answer_of(fence_doing("held = []\nwhile True: held.append(bytearray(1 << 20))"), put)
    assert isinstance(answer, Loss)
    assert "more memory than it may (128 MiB)" in answer.fault


def test_the_next_file_is_read(fence_doing: MakeFence, put: Put) -> None:
    """A death costs one file, and nothing is left over for the next."""
    fence = fence_doing(
        "import os\n"
        "if name == 'bad': os.abort()\n"
        "seen = globals().setdefault('seen', [])\nseen.append(name)\n"
        "return repr(seen).encode()"
    )
    item = put("good", b"words")
    assert fence.run(item.path, "one", SMALL) == b"['one']"
    assert isinstance(fence.run(item.path, "bad", SMALL), Loss)
    assert fence.run(item.path, "two", SMALL) == b"['two']"


def test_what_is_loaded_late_is_loaded_outside(fence_doing: MakeFence, put: Put) -> None:
    """A file that needs what is not loaded yet is read again once it is, and the next files have it at once."""
    fence = fence_doing(
        "from witnessmark.intake.draft import NotLoadedError\n"
        "if name == 'needy' and not loaded: raise NotLoadedError\n"
        "return f'{name} {len(loaded)} {data}'.encode()"
    )
    item = put("a", b"words")
    for name, loads in (("plain", 0), ("needy", 1), ("needy", 1), ("plain", 1)):
        assert fence.run(item.path, name, SMALL) == f"{name} {loads} b'words'".encode()


@pytest.mark.parametrize("garbage", ["b''", "b'{}'", "b'\\xff\\xfe'", "b'[' * 100000"])
def test_garbage_is_a_fault(garbage: str, fence_doing: MakeFence, put: Put) -> None:
    """What does not hold together is never taken for a text."""
    result = extract_in(fence_doing(f"return {garbage}"), put("a.txt", b"words"), SMALL)
    assert isinstance(result, Fault)
    assert "does not hold together" in result.fault


@linux_only
def test_no_other_file_and_no_network(fence_doing: MakeFence, put: Put, tmp_path: Path) -> None:
    """The process of a file reads no other file, writes none, connects nowhere and starts nothing."""
    secret = tmp_path / "secret"
    secret.write_text("key")
    fence = fence_doing(
        "import socket\nout = []\n"
        f"for path, mode in (({str(secret)!r}, 'r'), ('/etc/passwd', 'r'), ({str(tmp_path / 'new')!r}, 'w')):\n"
        "    try: out.append(open(path, mode).read())\n"
        "    except OSError as error: out.append('no')\n"
        "try: socket.create_connection(('127.0.0.1', 9), 1)\n"
        "except PermissionError: out.append('no')\n"
        "except OSError as error: out.append('reached')\n"
        "return ' '.join(out).encode()"
    )
    if "files and network" in fence.missing():
        pytest.skip("this kernel cannot keep a process away from files")
    assert answer_of(fence, put) in (b"no no no no", b"no no no reached")  # TCP is closed from Linux 6.7 on
    assert not (tmp_path / "new").exists()


@linux_only
def test_descriptors_are_closed(fence_doing: MakeFence, put: Put) -> None:
    """The process of a file holds nothing open but its own pipe."""
    answer = answer_of(
        fence_doing(
            "import os\nheld = []\nfor number in range(3, 64):\n"
            "    try: os.fstat(number)\n    except OSError: continue\n    held.append(number)\n"
            "return str(len(held)).encode()"
        ),
        put,
    )
    assert answer == b"1"


def test_noise_stays_inside(fence_doing: MakeFence, put: Put, capfd: pytest.CaptureFixture[str]) -> None:
    """What parsers print never reaches the terminal."""
    fence = fence_doing("import os, sys\nos.write(1, b'noise'); os.write(2, b'noise'); print('noise')\nreturn b'done'")
    assert answer_of(fence, put) == b"done"
    assert capfd.readouterr() == ("", "")


def test_a_keeper_that_dies_is_started_again(fence_doing: MakeFence, put: Put) -> None:
    """When the keeper is killed in the middle of a file, that file is a loss and the next is read."""
    fence = fence_doing("import os, signal\nif name == 'bad': os.kill(os.getppid(), signal.SIGKILL)\nreturn b'done'")
    item = put("a", b"words")
    killed = fence.run(item.path, "bad", SMALL)
    assert isinstance(killed, Loss) or killed == b"done"  # where signals are kept inside, it cannot be killed
    assert fence.run(item.path, "good", SMALL) == b"done"


def test_a_broken_installation_is_named(put: Put) -> None:
    """A fence whose parsers cannot be loaded says so in one line."""
    fence = Fence("no_such_module_at_all")
    with pytest.raises(FenceError, match="no_such_module_at_all"):
        answer_of(fence, put)


def test_threads_take_turns(put: Put) -> None:
    """Several threads of one process may extract at once."""
    items = [put(f"{number}.txt", f"The governor said {number} words today.".encode()) for number in range(6)]
    results: dict[str, Text | Fault] = {}
    threads = [threading.Thread(target=lambda one=item: results.update({one.name: extract(one)})) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    texts = [results[item.name] for item in items]
    assert [text.content for text in texts if isinstance(text, Text)] == [item.path.read_text() for item in items]


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_worker_processes_extract(method: str, put: Put) -> None:
    """Workers of a process pool extract, however they were started, even when this process has a fence already."""
    items = [put(f"{number}.txt", f"The governor said {number} words today.".encode()) for number in range(4)]
    assert isinstance(extract(items[0]), Text)
    with ProcessPoolExecutor(2, mp_context=get_context(method)) as pool:
        texts = list(pool.map(extract, items))
    assert [text.content for text in texts if isinstance(text, Text)] == [item.path.read_text() for item in items]


SCRIPT = """
import sys
from pathlib import Path
from witnessmark.intake import Item, extract
from witnessmark.intake.extraction import the_fence
print(extract(Item(sys.argv[1], "a.txt", Path(sys.argv[2]))).content)
print(the_fence()._keeper.pid, flush=True)
"""


def test_a_script_without_guard(put: Put) -> None:
    """A script that extracts at its top level runs once, and its keeper ends with it."""
    item = put("a.txt", b"The governor spoke.")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, item.digest, str(item.path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    words, keeper = done.stdout.splitlines()
    assert words == "The governor spoke."
    assert done.stderr == ""
    assert gone(int(keeper))


@linux_only
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_no_orphans(number: signal.Signals, tmp_path: Path, put: Put) -> None:
    """However the caller is ended in the middle of a file, its keeper and the file's process end too."""
    (tmp_path / "endless.py").write_text(
        "def prepare(): pass\ndef read_file(data, name, limits):\n    while True: pass\n"
    )
    script = (
        f"import signal, sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background jobs ignore it
        "from pathlib import Path\nfrom witnessmark.intake import Limits\n"
        "from witnessmark.intake.fencing.fence import Fence\n"
        "fence = Fence('endless')\nfence.missing()\nprint(fence._keeper.pid, flush=True)\n"
        "try: fence.run(Path(sys.argv[1]), 'a', Limits())\nexcept KeyboardInterrupt: sys.exit(7)\n"
    )
    caller = subprocess.Popen(
        [sys.executable, "-c", script, str(put("a", b"b").path)], stdout=subprocess.PIPE, text=True
    )
    with caller:
        assert caller.stdout is not None
        keeper = int(caller.stdout.readline())
        children = Path(f"/proc/{keeper}/task/{keeper}/children")
        while not (child := children.read_text().split()):
            time.sleep(0.01)
        caller.send_signal(number)
        caller.wait(timeout=20)
    assert gone(keeper)
    assert gone(int(child[0]))


def gone(process: int) -> bool:
    """Wait a little for a process to be gone; tell whether it is."""
    for _ in range(500):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        status = Path(f"/proc/{process}/stat")
        if status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True  # it ended; whoever adopted it has not collected it
        time.sleep(0.02)
    return False
