"""The process that keeps the fence: it has all parsers loaded, and forks a confined child for every file.

Promises: one file at a time, each in a fresh copy of this process; what the child sends is handed on unread; a child
that overruns is killed with all it started. Ends when its caller does.
Does not: open or look into any file itself; the caller sends an open descriptor.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import struct
import time
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, BinaryIO, NoReturn, Protocol, TypedDict, cast

from witnessmark.intake.draft import NotLoadedError
from witnessmark.intake.fencing.confine import MOST_DESCRIPTORS, PROTECTIONS, confine, readable
from witnessmark.intake.limits import Limits

LENGTH = struct.Struct(">Q")
CHUNK = 1 << 20
DEFECT_EXIT, MEMORY_EXIT, LATE_EXIT = 70, 71, 72
"""How a child ends that failed, that ran out of memory, and that needs what is loaded late."""
AFTER_ANSWER_SECONDS = 2.0
"""How long a child may live on after it closed its pipe."""


class Order(TypedDict):
    """What the caller asks for: to read a file, or to have a program read it."""

    name: str
    limits: dict[str, Any]
    program: list[str]
    """The program with its arguments; empty where the work's parsers are to read the file."""
    readable: list[str]
    """The files and folders that the program needs."""
    environment: dict[str, str]
    at: int
    """Where a second file begins to take what the file holds, where one is handed over."""


class Work(Protocol):
    """The module that does the work."""

    def prepare(self) -> None:
        """Load what every file needs."""

    def read_file(self, data: bytes, name: str, limits: Limits) -> bytes:
        """Return the answer for one file."""

    def open_file(self, stream: BinaryIO, name: str, limits: Limits, spool: int, at: int) -> bytes:
        """Write the files that one file holds to the descriptor ``spool`` from byte ``at``; return the answer."""

    def load_late(self) -> None:
        """Load what only some files need: one of them raised NotLoadedError."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be read; or to be opened, where there is a file that takes what it holds, from byte ``at`` on."""

    name: str
    limits: Limits
    source: int
    spool: int | None = None
    at: int = 0


@dataclass(frozen=True, slots=True)
class End:
    """How a child ended, and what it had sent by then."""

    how: str
    """``answered``, ``late``, ``memory``, ``processor time``, ``wall time``, ``output``, ``signal N`` or ``exit N``."""
    most_memory: int
    """The most bytes of memory that the child had in use."""
    payload: bytes


def keep(descriptor: int, module: str) -> None:
    """Serve the caller at the other end of the socket ``descriptor`` until it is gone.

    ``module`` names a module that is a ``Work``.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as caller:
        try:
            work = cast(Work, import_module(module))
            work.prepare()
        except Exception as error:
            _send(caller, {"failed": f"{type(error).__name__}: {error}"})
            return
        _settle()
        readable()
        in_force = _probe()
        _send(caller, {"in_force": in_force, "missing": [one for one in PROTECTIONS if one not in in_force]})
        with contextlib.suppress(ConnectionError, EOFError):
            while True:
                _serve_one(caller, work)


def receive(peer: socket.socket, size: int) -> bytes:
    """Return exactly ``size`` bytes from a socket. Raises EOFError where it ends before."""
    pieces = bytearray()
    while len(pieces) < size:
        piece = peer.recv(min(size - len(pieces), CHUNK))
        if not piece:
            raise EOFError
        pieces += piece
    return bytes(pieces)


def _send(caller: socket.socket, header: dict[str, object], payload: bytes = b"") -> None:
    line = json.dumps(header).encode()
    caller.sendall(LENGTH.pack(len(line)) + line)
    if payload:
        caller.sendall(payload)


def _serve_one(caller: socket.socket, work: Work) -> None:
    start, descriptors, _, _ = socket.recv_fds(caller, LENGTH.size, 2)
    if not start:
        raise EOFError
    try:
        start += receive(caller, LENGTH.size - len(start))
        order: Order = json.loads(receive(caller, LENGTH.unpack(start)[0]))
        limits = Limits(**order["limits"])
        job = Job(order["name"], limits, descriptors[0], *((descriptors[1], order["at"]) if descriptors[1:] else ()))
        end = _run(work, job, order, caller)
        if end.how == "late":
            work.load_late()
            _settle()
            first, end = end, _run(work, job, order, caller)
            end = replace(end, most_memory=max(first.most_memory, end.most_memory))
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
    _send(caller, {"how": end.how, "most_memory": end.most_memory, "size": len(end.payload)}, end.payload)


def _run(work: Work, job: Job, order: Order, caller: socket.socket) -> End:
    """Read or open a file in a child of its own, with the work's parsers or with a program."""
    os.lseek(job.source, 0, os.SEEK_SET)
    ours, theirs = os.pipe()
    try:
        child = os.fork()
        if child == 0:
            if order["program"]:
                _be_program(order, job, theirs)
            _be_child(work, job, theirs)
        os.close(theirs)
        return _watch(child, ours, caller, job.limits)
    finally:
        os.close(ours)


def _be_child(work: Work, job: Job, pipe: int) -> NoReturn:
    """Read or open the one file, send the answer and end; never return into the keeper's code."""
    status = DEFECT_EXIT
    try:
        kept = (job.source, pipe) if job.spool is None else (job.source, pipe, job.spool)
        confine(job.limits, kept, written=0 if job.spool is None else job.at + job.limits.unpacked_bytes + CHUNK)
        stream = os.fdopen(job.source, "rb")
        if job.spool is None:
            with stream:
                data = stream.read(os.fstat(job.source).st_size)  # its caller has seen to it that this is not too much
            answer = memoryview(work.read_file(data, job.name, job.limits))
        else:
            answer = memoryview(work.open_file(stream, job.name, job.limits, job.spool, job.at))
        while answer:
            answer = answer[os.write(pipe, answer[:CHUNK]) :]
        status = 0
    except NotLoadedError:
        status = LATE_EXIT
    except MemoryError:
        status = MEMORY_EXIT
    finally:
        os._exit(status)


def _be_program(order: Order, job: Job, pipe: int) -> NoReturn:
    """Let a program take this process's place: the file is its standard input, its standard output is the answer."""
    try:
        confine(job.limits, (job.source, pipe), tuple(order["readable"]))
        os.dup2(job.source, 0)
        os.dup2(pipe, 1)
        os.closerange(3, MOST_DESCRIPTORS)
        os.execve(order["program"][0], order["program"], order["environment"])  # noqa: S606  (no shell is wanted)
    finally:
        os._exit(DEFECT_EXIT)


def _watch(child: int, pipe: int, caller: socket.socket, limits: Limits) -> End:
    """Collect what the child sends until it ends or overruns. Raises EOFError when the caller goes; the child dies."""
    deadline = time.monotonic() + limits.wall_seconds
    pieces, size, cut = [], 0, ""
    try:
        while not cut:
            ready, _, _ = select.select([pipe, caller.fileno()], [], [], max(0.0, deadline - time.monotonic()))
            if caller.fileno() in ready:
                raise EOFError
            if not ready:
                cut = "wall time"
                break
            piece = os.read(pipe, CHUNK)
            if not piece:
                break
            size += len(piece)
            pieces.append(piece)
            cut = "output" if size > limits.output_bytes else ""
        if not cut and not _gone(child, AFTER_ANSWER_SECONDS):
            cut = "wall time"
    finally:
        _kill(child)
        _, status, usage = os.wait4(child, 0)
    how = cut or _how(status, usage.ru_utime + usage.ru_stime, limits)
    scale = 1024 if os.uname().sysname == "Linux" else 1
    payload = b"".join(pieces) if how == "answered" else b""
    return End(how, usage.ru_maxrss * scale, payload)


def _gone(child: int, seconds: float) -> bool:
    """Wait until the child has ended, without collecting its status; tell whether it has."""
    until = time.monotonic() + seconds
    pause = 0.0001
    while os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
        if time.monotonic() > until:
            return False
        time.sleep(pause)
        pause = min(pause * 2, 0.02)
    return True


def _kill(child: int) -> None:
    """Kill the child and all that it may have started."""
    for kill in (os.killpg, os.kill):  # it may not have come as far as to lead a group of its own
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(child, signal.SIGKILL)


def _how(status: int, seconds: float, limits: Limits) -> str:
    if os.WIFEXITED(status):
        code = os.WEXITSTATUS(status)
        return {0: "answered", LATE_EXIT: "late", MEMORY_EXIT: "memory"}.get(code, f"exit {code}")
    number = os.WTERMSIG(status)
    if number == signal.SIGXCPU or (number == signal.SIGKILL and seconds >= limits.cpu_seconds):
        return "processor time"
    return "wall time" if number == signal.SIGALRM else f"signal {number}"


def _settle() -> None:
    """Keep the collector away from what is loaded: children share its pages with us until somebody writes to them."""
    gc.collect()
    gc.freeze()


def _probe() -> list[str]:
    """Confine a child that does nothing else, and return which protections it got."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(theirs, json.dumps(confine(Limits(), (theirs,))).encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as stream:
        said = stream.read()
    os.waitpid(child, 0)
    return [str(one) for one in json.loads(said or b"[]")]
