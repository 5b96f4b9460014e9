"""The caller's side of the fence: starts the keeper, hands it files, and bears whatever becomes of it.

Promises: one keeper a process, started at the first file and ended with the process, however that ends; a keeper that
dies or hangs costs one file and is started anew. The main module is never run again, so scripts need no guard. Threads
take turns; a forked process gets a keeper of its own.
Does not: believe what comes back; ``wire`` checks it.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from witnessmark.errors import WitnessmarkError
from witnessmark.intake.draft import Loss
from witnessmark.intake.fencing import account, sandbox
from witnessmark.intake.fencing.keeper import LENGTH, Order, receive
from witnessmark.intake.limits import MIB, Limits

START_SECONDS = 120.0
HANG_SECONDS = 30.0
"""How long past a file's wall time the keeper may take to say so."""
INHERITED = ("PATH", "HOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "SYSTEMROOT", "VIRTUAL_ENV")
SETTLED = {
    "PYTHONHASHSEED": "0",  # the same bytes give the same text: no order of a set may depend on the run
    "PYTHONUTF8": "1",
    "TZ": "UTC",
    "OPENBLAS_NUM_THREADS": "1",  # a process with threads cannot be forked safely
    "OMP_NUM_THREADS": "1",
}
BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {package}.keeper import keep; keep({fd}, {module!r})"
)
HOSTILE = "treat the file as hostile: open it only on a machine that can be wiped, and add a copy printed to PDF"


class FenceError(WitnessmarkError):
    """The fence cannot be started: the installation is broken."""


class Fence:
    """A keeper and the socket to it."""

    def __init__(self, module: str = f"{__package__}.work") -> None:
        """Describe a fence in which ``module``'s ``read_file`` does the work; nothing is started yet."""
        self._module = module
        self._lock = threading.Lock()
        self._keeper: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._missing: tuple[str, ...] | None = None
        self._abandoned: list[object] = []
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.stop)

    def start(self) -> None:
        """Start the keeper without waiting for it: loading takes a second, in which other work can be done."""
        with self._lock:
            self._start()

    def run(self, path: Path, name: str, limits: Limits, spool: int | None = None, at: int = 0) -> bytes | Loss:
        """Return what the work answers for the file at ``path``, or the loss that says why there is no answer.

        With a descriptor ``spool``, the file is opened, and the files in it are written there from byte ``at`` on.
        """
        try:
            source = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            return Loss(f"the file cannot be opened: {error.strerror}", "see that it exists and that you may read it")
        except ValueError:
            return Loss("the file cannot be opened: its path holds a null character", "rename it")
        try:
            size = os.fstat(source).st_size
            if size > limits.input_bytes:
                fault = f"the file has {size // MIB} MiB; {limits.input_bytes // MIB} MiB are allowed"
                return Loss(fault, "split it and add the parts")
            order = Order(name=name, limits=asdict(limits), program=[], readable=[], environment={}, at=at)
            return self._ask([source] if spool is None else [source, spool], order, limits)
        finally:
            os.close(source)

    def run_program(
        self,
        data: bytes,
        command: Sequence[str],
        readable: Sequence[str],
        environment: Mapping[str, str],
        limits: Limits,
    ) -> bytes | Loss:
        """Return what a program answers on its standard output for ``data`` on its standard input, or the loss.

        The program runs in the place of a confined child: beyond ``readable``, which names it too, it reads no file.
        """
        with _held(data) as source:
            order = Order(
                name="",
                limits=asdict(limits),
                program=[*command],
                readable=[*readable],
                environment={**environment},
                at=0,
            )
            return self._ask([source], order, limits)

    def missing(self) -> tuple[str, ...]:
        """Return the protections that this platform cannot give, by name; none where the fence is whole."""
        with self._lock:
            self._connect()
            return self._missing or ()

    def stop(self) -> None:
        """End the keeper and whatever it runs."""
        if self._socket is not None:
            self._socket.close()
        if self._keeper is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._keeper.wait(timeout=2)
            if self._keeper.returncode is None:
                self._keeper.kill()
                self._keeper.wait()
        self._socket = self._keeper = self._missing = None

    def _ask(self, descriptors: list[int], order: Order, limits: Limits) -> bytes | Loss:
        called = order["name"] or "".join(order["program"][:1])
        with self._lock:
            return self._ask_alone(descriptors, json.dumps(order).encode(), limits, called)

    def _ask_alone(self, descriptors: list[int], order: bytes, limits: Limits, called: str) -> bytes | Loss:
        started = time.monotonic()

        def note(how: str, most_memory: int = 0) -> None:
            account.note(account.Took(os.getpid(), called, how, most_memory, time.monotonic() - started))

        try:
            peer = self._connect()
            peer.settimeout(limits.wall_seconds + HANG_SECONDS)
            socket.send_fds(peer, [LENGTH.pack(len(order))], descriptors)
            peer.sendall(order)
            end = json.loads(receive(peer, LENGTH.unpack(receive(peer, LENGTH.size))[0]))
            payload = receive(peer, int(end["size"]))
        except TimeoutError:
            self.stop()
            note("hung")
            return Loss(
                "the process that reads files hung and was ended",
                "build again with --retry; if it happens again: " + HOSTILE,
            )
        except (EOFError, ConnectionError, ValueError, KeyError):
            self.stop()
            note("died")
            return Loss(
                "the process that reads files died",
                "see that the machine has memory left, and build again with --retry",
            )
        except BaseException:  # Ctrl-C in the middle of an answer: the rest of it must not be taken for the next one
            self.stop()
            raise
        note(str(end["how"]), int(end["most_memory"]))
        if end["how"] == "answered":
            return payload
        return _overrun(str(end["how"]), int(end["most_memory"]), limits)

    def _connect(self) -> socket.socket:
        """Return the socket to a keeper that is ready. Raises FenceError where it cannot be started."""
        self._start()
        peer = self._socket
        assert peer is not None  # noqa: S101  (started just now)
        if self._missing is None:
            peer.settimeout(START_SECONDS)
            try:
                hello = json.loads(receive(peer, LENGTH.unpack(receive(peer, LENGTH.size))[0]))
            except (EOFError, OSError) as error:
                self.stop()
                raise FenceError(
                    f"the process that reads files did not start ({error}): install the package again"
                ) from None
            if "failed" in hello:
                self.stop()
                raise FenceError(
                    f"the process that reads files did not start ({hello['failed']}): install the package again"
                )
            self._missing = (*hello["missing"], *((sandbox.PROTECTION,) if sandbox.is_reduced() else ()))
        return peer

    def _start(self) -> None:
        if self._keeper is not None and self._keeper.poll() is None:
            return
        if self._keeper is not None:
            self.stop()
        ours, theirs = socket.socketpair()
        paths = [str(Path(entry).resolve()) for entry in sys.path]
        boot = BOOT.format(package=__package__, fd=theirs.fileno(), module=self._module)
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ} | SETTLED
        with theirs:
            self._keeper = subprocess.Popen(
                [*sandbox.prefix(), sys.executable, "-c", boot, json.dumps(paths)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd="/",
                start_new_session=True,  # Ctrl-C in the terminal is ours to handle
            )
        self._socket, self._missing = ours, None

    def _forget(self) -> None:
        """In a forked process: leave the keeper to the process that started it."""
        self._abandoned.append(self._keeper)  # kept, so that its finaliser does not wait for what is not its child
        if self._socket is not None:
            self._socket.close()
        self._lock = threading.Lock()
        self._socket = self._keeper = self._missing = None


@contextlib.contextmanager
def _held(data: bytes) -> Iterator[int]:
    """Give a descriptor from which ``data`` can be read: of memory alone where the platform can do that."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("witnessmark")
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            yield descriptor
        finally:
            os.close(descriptor)
        return
    with tempfile.TemporaryFile() as stream:
        stream.write(data)
        stream.flush()
        yield stream.fileno()


def _overrun(how: str, most_memory: int, limits: Limits) -> Loss:
    """Say in words how the process of a file ended before it answered."""
    allowed = {
        "memory": f"more memory than it may ({limits.memory_bytes // MIB} MiB)",
        "processor time": f"more processor time than it may ({limits.cpu_seconds} s)",
        "wall time": f"longer than it may ({limits.wall_seconds:g} s)",
        "output": f"more room for its text than it may ({limits.output_bytes // MIB} MiB)",
    }
    if how in allowed:
        return Loss(f"reading it took {allowed[how]}", "split the file into smaller ones; if it is small, " + HOSTILE)
    if how.startswith("signal "):
        number = int(how.removeprefix("signal "))
        called = signal.Signals(number).name if number in set(signal.Signals) else how
        fault = f"reading it was ended by {called} with {most_memory // MIB} MiB of memory in use"
        return Loss(fault, "see that the machine has memory left; if it has, " + HOSTILE)
    return Loss(f"reading it ended without an answer ({how})", HOSTILE)
