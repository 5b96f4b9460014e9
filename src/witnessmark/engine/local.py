"""Runs a function over items in local processes.

Promises: results come as they are ready, each with its item; a worker that dies costs at most the item that killed it,
which comes back as a ``Crash``; Ctrl-C reaches the caller as KeyboardInterrupt within seconds, once, however often it
is pressed; neither that nor a caller that is killed leaves a process behind.
Does not: keep the order of the items, or retry an item that killed its worker alone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from typing import TypeVar

from witnessmark.engine.stops import Stops, once

Item = TypeVar("Item")
Result = TypeVar("Result")

IN_FLIGHT_PER_WORKER = 8
"""Items handed to the pool at a time, a worker: enough to keep it busy past a slow one, few enough to bound memory."""

PATIENCE = 5.0
"""Seconds that workers have to finish what they are at when the run is stopped; then they are ended."""

STANDARD_ERROR = 2
STOPS_OF_A_TERMINAL = {signal.SIGINT, signal.SIGHUP}
"""What a terminal sends to all its processes at once; the parent alone acts on it, and ends the others."""

WORTH_A_POOL = 4
"""Fewer items than this are done in the calling process: starting workers would take longer."""


@dataclass(frozen=True, slots=True)
class Crash:
    """What comes back for an item whose process died; the cause is not known beyond that."""

    reason: str


def worker_count() -> int:
    """Return how many processes this machine can run at once for us: the cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_unordered(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    workers: int | None = None,
    preload: Sequence[str] = (),
) -> Iterator[tuple[Item, Result | Crash]]:
    """Yield each item with ``function(item)``, as results come.

    ``function`` and the items must pickle. ``preload`` names modules that the workers' parent imports once.
    An exception that ``function`` raises is raised here: it is a defect, not a result.
    """
    workers = workers or worker_count()
    if len(items) < WORTH_A_POOL:
        yield from ((item, function(item)) for item in items)
        return
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*preload])
    with once() as stops:
        with stops.held():
            _start_quiet_server()
        stops.let_in()
        orphans: list[Item] = []
        yield from _run_pool(function, items, workers, context, orphans, stops)
        for item in orphans:  # one of them killed its worker; alone in a pool, each shows whether it was the one
            alone: list[Item] = []
            yield from _run_pool(function, [item], 1, context, alone, stops)
            yield from ((killed, Crash("the process that worked on it died")) for killed in alone)


def _run_pool(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    workers: int,
    context: multiprocessing.context.ForkServerContext,
    orphans: list[Item],
    stops: Stops,
) -> Iterator[tuple[Item, Result | Crash]]:
    """Run items through one pool after another; those whose pool broke while they were in flight go to ``orphans``.

    A worker that is stopped half started is one that nobody ends: while items are handed over, stops wait.
    """
    waiting = iter(items)
    more = True
    while more:
        end_seen, end = context.Pipe(duplex=False)
        pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(end_seen,))
        running: dict[Future[Result], Item] = {}
        try:
            broken = False
            while not broken:
                with stops.held():
                    for item in islice(waiting, workers * IN_FLIGHT_PER_WORKER - len(running)):
                        running[pool.submit(function, item)] = item
                stops.let_in()
                if not running:
                    more = False
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    item = running.pop(future)
                    try:
                        result = future.result()
                    except BrokenProcessPool:
                        orphans.append(item)
                        broken = True
                    else:
                        yield item, result
            orphans.extend(running.values())
        except BrokenProcessPool:  # the pool broke between two submissions: the item in hand is still waiting
            orphans.extend([item, *running.values()])
        finally:
            with stops.held():
                _shut_down(pool, end)
                end_seen.close()
        stops.let_in()


def _shut_down(pool: ProcessPoolExecutor, end: Connection) -> None:
    """End a pool's workers: each when it is done with what it is at, and all after ``PATIENCE`` seconds."""
    impatience = threading.Timer(PATIENCE, end.close)
    impatience.daemon = True
    impatience.start()
    try:
        pool.shutdown(wait=True, cancel_futures=True)
    finally:
        impatience.cancel()
        impatience.join()
        end.close()


def _start_quiet_server() -> None:
    """Start the process that forks the workers deaf to stops and without our standard error; they inherit both.

    When a pool is stopped while it starts, multiprocessing's own processes would print what no person can use. What
    goes wrong in a worker comes back as a result.
    """
    kept = os.dup(STANDARD_ERROR)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123  (a path of the system, not a file)
        os.dup2(nowhere.fileno(), STANDARD_ERROR)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS_OF_A_TERMINAL)
    try:
        resource_tracker.ensure_running()  # it sets Ctrl-C free again; forkserver would start it otherwise
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS_OF_A_TERMINAL)
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.dup2(kept, STANDARD_ERROR)
        os.close(kept)


def _begin(end: Connection) -> None:
    """Leave Ctrl-C to the parent, which ends the pool in order; where it is killed or closes ``end``, end as well."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    ends: list[Connection | int] = [end] if parent is None else [end, parent.sentinel]
    threading.Thread(target=_end_with, args=(ends,), daemon=True).start()


def _end_with(ends: Sequence[Connection | int]) -> None:
    """Wait until one of ``ends`` is closed; other workers hold our queue open, so nothing else tells."""
    wait_for(ends)
    os._exit(1)
