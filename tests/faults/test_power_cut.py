"""A power cut at any moment: a small share of the cuts that ``benchmarks/durability.py`` makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faults.suite.commits import commits
from tests.faults.suite.cuts import Run, escaped, memory, outcomes, traced
from tests.faults.suite.disk import Luck
from tests.faults.suite.events import Event, Synced
from tests.faults.suite.jobs import CaseJob, Job, RecordJob
from tests.faults.suite.mending import mend_jobs
from tests.faults.suite.syncs import SPARE, cut_without

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc to tell which file is synced")

SEED = 20_310_405
MOST = 150
"""How many cuts a sync may take to be missed."""


@pytest.fixture(scope="module")
def worlds() -> Iterator[Path]:
    """Make a folder for all worlds, in memory where there is room."""
    with memory() as folder:
        yield folder


@pytest.fixture(scope="module")
def mends(worlds: Path) -> tuple[Run, ...]:
    """Trace what mends a record that was cut off."""
    return tuple(traced(job, worlds / job.name) for job in mend_jobs(worlds / "cut off"))


@pytest.fixture(scope="module")
def record(worlds: Path) -> Run:
    """Trace the making of a record."""
    return traced(RecordJob(), worlds / "record")


@pytest.fixture(scope="module")
def case(worlds: Path) -> Run:
    """Trace the making of a case."""
    return traced(CaseJob(), worlds / "case")


@pytest.mark.parametrize("job", [RecordJob(), CaseJob()], ids=["record", "case"])
def test_nothing_escapes_the_recorder(worlds: Path, job: Job) -> None:
    """What the trace comes to is the folder that the job left, byte for byte, the reading's database with it."""
    assert escaped(traced(job, worlds / "escaping")) == []


def test_a_record_that_lost_its_power_lost_nothing(record: Run) -> None:
    """Whatever is left of what was not synced: both verifiers pass, and the next writer goes on to the same state."""
    assert broken(record, 40) == []


def test_a_record_whose_mending_lost_its_power_lost_nothing(mends: tuple[Run, ...]) -> None:
    """A second cut, while what the first one left is mended, costs no more than the first."""
    assert [found for run in mends for found in broken(run, 10)] == []


def test_a_record_of_hundreds_of_entries_lost_nothing(worlds: Path) -> None:
    """While tiles fill and new levels begin, too."""
    assert broken(traced(RecordJob("long", 250), worlds / "long"), 10) == []


def test_a_case_that_lost_its_power_lost_nothing(case: Run) -> None:
    """Record, reading and what could not be sealed are as they were told; the next build makes the same lists."""
    assert broken(case, 6) == []


def test_what_a_lying_disk_lost_is_told(record: Run, case: Run) -> None:
    """Where the end of a synced file is gone all the same, verify or the next command names it; nothing crashes."""
    assert broken(record, 20, Luck.LYING) == []
    assert broken(case, 3, Luck.LYING) == []


def test_each_sync_of_a_record_is_missed(record: Run, mends: tuple[Run, ...]) -> None:
    """Without any one of them, a cut loses something that the laws forbid, and it is found."""
    assert unmissed([record, *mends], set()) == []


def test_each_sync_of_a_case_is_missed(case: Run, record: Run) -> None:
    """Those that a record alone does not have: of settings, folders, the reading, and what could not be sealed."""
    assert unmissed([case], {*record.trace.sites()}) == []


def test_the_spare_syncs_are_still_there(record: Run, mends: tuple[Run, ...]) -> None:
    """Each that is said to be spare, with its reason, stands in the program in those words."""
    assert {*SPARE} <= {site for run in (record, *mends) for site in run.trace.sites()}


def test_a_sync_that_is_taken_out_changes_nothing_else(worlds: Path, record: Run) -> None:
    """The program without a sync does what its trace without the sync says; so the trace can stand for it."""
    site = next(one for one in record.trace.sites() if "stage_bytes" in one)
    anew = traced(RecordJob(), worlds / "anew", without=site)
    bare = record.without(site)
    assert anew.left_out == bare.left_out == 1
    assert Counter(map(_kind, anew.trace.events)) == Counter(map(_kind, bare.trace.events))


def test_the_reading_s_commits_are_on_disk(worlds: Path) -> None:
    """A cut takes none that was acknowledged; with less syncing, which many programs take, it takes them."""
    assert [one.lost for one in commits(worlds / "commits", 5)] == [0] * 5
    assert all(one.lost for one in commits(worlds / "commits", 5, "NORMAL"))


def broken(run: Run, count: int, luck: Luck | None = None) -> list[object]:
    """Return the cuts that break a law."""
    lucks = {luck: 1} if luck else None
    found = outcomes(run, count, SEED, lucks) if lucks else outcomes(run, count, SEED)
    return [one for one in found if one.broken]


def unmissed(runs: list[Run], known: set[str]) -> list[str]:
    """Return the syncs of some runs that no cut misses, but for those that are known to be spare."""
    sites = dict.fromkeys(site for run in runs for site in run.trace.sites())
    wanted = [site for site in sites if site not in known and site not in SPARE]
    assert wanted
    return [site for site in wanted if all(_unmissed(run, site) for run in runs)]


def _unmissed(run: Run, site: str) -> bool:
    if site not in run.trace.sites():
        return True
    return cut_without(run.without(site), MOST, SEED, site).found_after is None


def _kind(event: Event) -> str:
    return event.site if isinstance(event, Synced) else type(event).__name__
