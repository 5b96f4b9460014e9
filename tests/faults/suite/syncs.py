"""Takes one sync after the other out of the program, and counts the power cuts until the loss is found.

Promises: the program itself runs without the sync; nothing else changes. A sync that no cut misses is told as such.
Does not: say why a sync that is not missed is there: ``SPARE`` does, for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.suite.cuts import Outcome, Run, outcomes, traced
from tests.faults.suite.disk import Luck
from tests.faults.suite.jobs import Job

SPARE = {
    "folder: commit._commit: durable.remove_all([log.record / pending.NAME])": (
        "the note of a batch that the checkpoint names already is told from one that was cut off, and removed again"
    ),
    "folder: commit.mend: durable.remove_all([log.record / pending.NAME])": (
        "the note of a batch that was cleared away is found again, and cleared away once more"
    ),
    'folder: record._draw_up: durable.sync_folders([*durable.make_folders(draft / "blobs"), staging])': (
        "the empty folder of the blobs is made by the first that needs it"
    ),
}
"""The syncs that no law misses, and why. They are kept: a folder that is as the format's page says, at once."""


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What became of a job without one sync."""

    site: str
    times: int
    """How often the job went without it."""
    found_after: int | None
    """How many cuts it took to find a loss; None where none was found."""
    loss: str
    """The law that was broken."""


HARD = {Luck.NOTHING: 2, Luck.SOME: 1, Luck.TORN: 1}
"""How often each luck comes where a loss is looked for."""


def cut_without(run: Run, most: int, seed: int, site: str) -> TakenOut:
    """Cut a run that went without ``site`` up to ``most`` times, until a law is broken."""
    for number, outcome in enumerate(outcomes(run, most, seed, HARD), 1):
        if outcome.broken:
            return TakenOut(site, run.left_out, number, _short(outcome))
    return TakenOut(site, run.left_out, None, "")


def each_taken_out(jobs: Sequence[Job], world: Path, most: int, seed: int, *, anew: bool = True) -> Iterator[TakenOut]:
    """Yield, for each sync of some jobs, what became of the jobs without it, until one of them found a loss.

    The program is run again without the sync, or, where that is not to be done ``anew``, its trace is taken without
    it, which comes to the same.
    """
    runs = [(job, traced(job, world)) for job in jobs]
    for site in dict.fromkeys(site for _, run in runs for site in run.trace.sites()):
        yield _taken_out(runs, site, world, most, seed, anew=anew)


def _taken_out(
    runs: Sequence[tuple[Job, Run]], site: str, world: Path, most: int, seed: int, *, anew: bool
) -> TakenOut:
    times = cuts = 0
    for job, run in runs:
        if site in run.trace.sites():
            bare = traced(job, world, without=site) if anew else run.without(site)
            found = cut_without(bare, most, seed, site)
            times = times or found.times
            if found.found_after is not None:
                return TakenOut(site, times, cuts + found.found_after, found.loss)
            cuts += most
    return TakenOut(site, times, None, "")


def _short(outcome: Outcome) -> str:
    return outcome.broken[0].splitlines()[0]
