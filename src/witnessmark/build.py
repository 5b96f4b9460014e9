"""The main job, step by step: seal, unpack, read, check declared hashes, compare.

Promises: each step does only what is new; a broken file costs its own row in the faults; whatever a step acknowledges
is on disk, so that a build that is stopped at any moment goes on where it was.
Does not: print; it tells a ``Progress`` how far it is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Protocol

from witnessmark import aligning, comparing, consulting, declared_hashes, intake, reading, unpacking, unsealed
from witnessmark.case import RECORD, SETTINGS, TOOL, Case, keys_folder, shown, who_acts
from witnessmark.endpoint import Connection
from witnessmark.engine import WORTH_A_POOL, Crash, map_unordered
from witnessmark.errors import InputError, RecordDamagedError
from witnessmark.intake import containers
from witnessmark.intake.containers.beside import DOUBLE, DOUBLE_MARK, is_double, is_litter
from witnessmark.nouns import Custody, Fault, Text
from witnessmark.record import Record, now
from witnessmark.store import Store, ask, pending, withdrawals, write
from witnessmark.store.prepared import Prepared, prepare

READ_PER_COMMIT = 16
SECONDS_PER_COMMIT = 2.0
"""A commit waits for the disk: one for many documents, but never so many that a stop would cost minutes of work, or
that the processes that read run out of work while theirs is put."""

SHELF = "reading-pages"
"""The folder of a case in which recognised pages wait for the rest of their document."""


class Progress(aligning.Steps, Protocol):
    """Is told how far the build is, and what the person must see."""

    def say(self, line: str) -> None:
        """Show one line that the person must see."""


@dataclass(slots=True)
class Done:
    """What one build did; the case as a whole is asked of the store."""

    sealed: int = 0
    unpacked: int = 0
    """Files that were taken out of others, and sealed."""
    known: int = 0
    litter: int = 0
    read: int = 0
    unread: list[Fault] = field(default_factory=list)
    """Sources that gave no text."""


@dataclass(frozen=True, slots=True)
class Job:
    """A source to be read: from its sealed bytes, or (where the text stands already) from its text alone."""

    item: intake.Item
    text: Text | None = None
    """The text as it was extracted; None where it is to be extracted now."""
    corrections: tuple[intake.Wanted, ...] = ()


def build(case: Case, paths: Sequence[Path], progress: Progress, *, by: str | None = None, retry: bool = False) -> Done:
    """Seal what is new under ``paths``, read what is not yet read, and compare what is not yet compared.

    ``retry`` tries again what could not be read before. Raises BusyError while another process writes to the case, and
    InputError, before anything is done, where its settings for an endpoint are wrong.
    """
    done = Done()
    connection = consulting.connect(case)
    with case.writing() as (record, store):
        person = by or who_acts()
        seal(case, record, store, paths, progress, done, by=person)
        done.unpacked = unpacking.unpack(record, store, progress, by=person, retry=retry)
        aligning.renew(store)
        read(record, store, progress, done, connection, retry=retry)
        if connection is not None:
            consulting.consult(case, store, connection, _reader(), progress, retry=retry)
        declared_hashes.check(record, store, progress)
        aligning.compare(store, progress)
        require_whole(case, record, done)
    return done


# ------------------------------------------------------------------------------------------------------------ seal


def seal(
    case: Case, record: Record, store: Store, paths: Sequence[Path], progress: Progress, done: Done, *, by: str
) -> None:
    """Seal every file under ``paths`` that the record does not hold; what cannot be sealed becomes a fault."""
    files, faults = find_files(paths, leave_out=(case.folder, keys_folder()), done=done)
    if len(files) < WORTH_A_POOL:
        intake.start_fence()  # its parsers load while the files are sealed
    progress.begin("Sealing", len(files))
    tried = [shown(absolute(path)) for path in paths]
    moment = now()
    custodies = (
        Custody(
            name=path.name,
            acquired_from=str(path),
            acquired_at=moment.time,
            clock=moment.clock,
            acquired_by=by,
            tool=TOOL,
        )
        for path in files
    )
    before = record.head.size
    outcomes = record.seal_files(zip(files, custodies, strict=True)) if files else ()  # no key is needed for nothing
    for path, outcome in zip(files, outcomes, strict=True):
        progress.advance()
        if isinstance(outcome, Fault):
            faults.append(replace(outcome, name=shown(path)))
        elif outcome.index >= before:
            done.sealed += 1
        else:
            done.known += 1
    with store.writing() as connection:
        for entry in record.entries(pending.last_entry(connection) + 1):
            write.add_entry(connection, entry)
        withdrawals.settle(connection)
        write.set_seal_faults(connection, unsealed.renew(case.folder, faults, tried))
    progress.end()


def absolute(path: Path) -> Path:
    """Return a path from the root, without ``..``, so that a file has one name however it is given."""
    return Path(os.path.abspath(path))  # noqa: PTH100  (resolve would follow links)


def find_files(paths: Iterable[Path], *, leave_out: Sequence[Path], done: Done) -> tuple[list[Path], list[Fault]]:
    """Return the files under ``paths`` in order, and a fault for each path that is no file or folder.

    What lies under ``leave_out``, and other cases, is never taken: a case does not seal itself, nor anybody's keys.
    """
    files: dict[Path, None] = {}
    faults: list[Fault] = []
    kept_out = [path.resolve() for path in leave_out]
    for path in sorted(map(absolute, paths)):
        if any(_resolved(path).is_relative_to(out) for out in kept_out):
            faults.append(_unsealable(path, "it belongs to the case or to its keys", "give the folder of the reports"))
        elif path.is_dir():
            for found in _walk(path, kept_out, faults):
                if is_litter(found.name) or _is_double(found):
                    done.litter += 1
                else:
                    files[found] = None
        elif path.is_file():
            files[path] = None
        elif path.is_symlink() and not path.exists():
            faults.append(_unsealable(path, "a symbolic link that points to nothing", "give the file that is meant"))
        elif path.exists():
            faults.append(_unsealable(path, "not a file or a folder", "name a file that can be opened"))
        else:
            faults.append(_unsealable(path, "there is no such file or folder", "check the path and build again"))
    return sorted(files), faults


def _is_double(path: Path) -> bool:
    """Tell whether a file is the half of another that macOS keeps beside it; one that cannot be opened is none."""
    if not path.name.startswith(DOUBLE):
        return False
    try:
        with path.open("rb") as stream:
            return is_double(path.name, stream.read(len(DOUBLE_MARK)))
    except OSError:
        return False  # sealing says so


def _resolved(path: Path) -> Path:
    """Return where a path leads; a link that leads to itself stands for itself."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def _walk(folder: Path, kept_out: Sequence[Path], faults: list[Fault]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        path = Path(str(error.filename))
        faults.append(_unsealable(path, f"cannot be opened ({error.strerror})", "check its permissions"))

    for at, folders, names in os.walk(folder, onerror=unreadable):
        here = Path(at)
        if (here / SETTINGS).is_file() and (here / RECORD).is_dir():
            faults.append(_unsealable(here, "a case of its own, which is not sealed", "build it by itself"))
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if _resolved(here / name) not in kept_out)
        for name in sorted(names):
            path = here / name
            if path.is_symlink():
                faults.append(_unsealable(path, "a symbolic link, which is not followed", "give what it points to"))
            elif path.is_file():
                yield path
            else:
                faults.append(_unsealable(path, "not a regular file", "it has no bytes to seal; leave it out"))
        links = (path for name in folders if (path := here / name).is_symlink())
        faults.extend(
            _unsealable(path, "a symbolic link, which is not followed", "give what it points to") for path in links
        )


def _unsealable(path: Path, fault: str, hint: str) -> Fault:
    return Fault(source=None, name=shown(path), stage="seal", fault=fault, hint=hint)


# ------------------------------------------------------------------------------------------------------------ read


@cache
def _reader() -> reading.Reader:
    return reading.NeuralReader()


def read(
    record: Record,
    store: Store,
    progress: Progress,
    done: Done,
    connection: Connection | None = None,
    *,
    retry: bool = False,
) -> None:
    """Make the text and the reading of every source that has none, or whose extractor or reader has changed."""
    jobs = _jobs(record, store, connection, store.path.parent / SHELF, retry=retry)
    aside = _read_all(read_or_put_aside, jobs, store, progress, done)
    if not aside:
        return
    pages = [(one.item, page) for one in aside for page in one.pages]
    progress.begin("Recognising pages", len(pages))
    for _ in map_unordered(recognise_one, pages, preload=("witnessmark.build",)):
        progress.advance()  # what became of a page lies on its shelf; one that crashed the worker is tried again below
    progress.end()
    _read_all(read_one, [Job(one.item) for one in aside], store, progress, done)


def _read_all(
    function: Callable[[Job], Prepared | Fault | intake.Aside],
    jobs: Sequence[Job],
    store: Store,
    progress: Progress,
    done: Done,
) -> list[intake.Aside]:
    """Read sources and put what was read; return those that were put aside."""
    progress.begin("Reading", len(jobs))
    results: list[tuple[Job, Prepared | Fault]] = []
    aside: list[intake.Aside] = []
    last = time.monotonic()
    try:
        for job, result in map_unordered(function, jobs, preload=("witnessmark.build",)):
            progress.advance()
            if isinstance(result, intake.Aside):
                aside.append(result)
                continue
            outcome = _crash_fault(job, result) if isinstance(result, Crash) else result
            if isinstance(outcome, Fault):
                done.unread.append(outcome)
            results.append((job, outcome))
            done.read += 1
            if len(results) >= READ_PER_COMMIT or time.monotonic() - last > SECONDS_PER_COMMIT:
                _put(store, results)
                last = time.monotonic()
    finally:
        _put(store, results)
    progress.end()
    return sorted(aside, key=lambda one: (one.item.name, one.item.digest))


def _jobs(record: Record, store: Store, endpoint: Connection | None, shelf: Path, *, retry: bool) -> list[Job]:
    jobs = []
    with store.asking() as connection:
        for known in pending.standing(connection):
            if containers.holds_only_files(known.opened):
                continue
            item = intake.Item(known.source, known.name, record.path_of(known.source), shelf)
            if known.extractor is None or known.media_type is None:
                if retry or known.intake != intake.intake_version():
                    jobs.append(Job(item, None, known.corrections))
            elif not intake.is_current(known.media_type, known.extractor):
                jobs.append(Job(item, None, known.corrections))
            elif (
                known.reader not in consulting.versions(endpoint, _reader().version_for(known.language))
                or tuple(one.entry for one in known.corrections) != known.corrected_by
            ):
                text = ask.text_of(connection, known.source)
                jobs.append(Job(item, text and intake.extracted(text), known.corrections))
    return jobs


def require_whole(case: Case, record: Record, done: Done) -> None:
    """Raise RecordDamagedError where a file gave no text because it is not what was sealed."""
    for fault in done.unread:
        if fault.source is not None:
            try:
                record.read(fault.source)
            except RecordDamagedError as error:
                raise RecordDamagedError(
                    f"{fault.name}: its sealed bytes are gone or changed; all else was built. "
                    f"See `witnessmark verify {case.folder}`, and restore the record from a copy"
                ) from error


def read_one(job: Job) -> Prepared | Fault:
    """Extract (in a fenced child) and read one source; runs in a worker process."""
    text = job.text or intake.extract(job.item)
    return text if isinstance(text, Fault) else _prepared(job, text)


def read_or_put_aside(job: Job) -> Prepared | Fault | intake.Aside:
    """Do what ``read_one`` does, but hand back a document that has several pages to recognise."""
    text = job.text or intake.extract_or_put_aside(job.item)
    return text if isinstance(text, Fault | intake.Aside) else _prepared(job, text)


def recognise_one(page: tuple[intake.Item, intake.Unread]) -> None:
    """Recognise one page, in a worker process."""
    intake.recognise_page(*page)


def _prepared(job: Job, text: Text) -> Prepared:
    if job.text is None:
        text = declared_hashes.with_soundness(text, job.item.name, job.item.path)
    text = intake.corrected(text, job.corrections, job.item.name)
    found = reading.read_bounded(_reader(), text)
    text = reading.dated(text, found)
    questions = [comparing.question_text(figure) for figure in found.figures]
    return prepare(
        text,
        found,
        job.item.name,
        fingerprints=comparing.fingerprints(text),
        questions=questions,
        decided=[one.entry for one in job.corrections],
    )


def _put(store: Store, results: list[tuple[Job, Prepared | Fault]]) -> None:
    """Put what was read; then the pages that it was made of are needed no more."""
    if not results:
        return
    version = intake.intake_version()
    with store.writing() as connection:
        for _, result in results:
            if isinstance(result, Fault):
                write.put_fault(connection, result, intake=version)
            else:
                write.put(connection, result, intake=version)
    for job, _ in results:
        intake.clear_shelf(job.item)
    results.clear()


def _crash_fault(job: Job, crash: Crash) -> Fault:
    return Fault(
        source=job.item.digest,
        name=job.item.name,
        stage="reading",
        fault=f"it could not be read: {crash.reason}",
        hint="the sealed bytes are safe; report the file's kind and the version, and build again with --retry",
    )


def missing_paths(paths: Iterable[Path]) -> list[Path]:
    """Return the paths that do not exist."""
    return [path for path in paths if not path.exists() and not path.is_symlink()]


def require_some(paths: Sequence[Path]) -> None:
    """Raise InputError where none of the paths exists, so that no empty case is made by a slip of the pen."""
    if paths and len(missing_paths(paths)) == len(paths):
        raise InputError(f"{paths[0]}: there is no such file or folder; check the path")
