"""Opens a case: the one place that ties the record, the reading and the person's keys together.

Promises: one writer at a time, any number of readers; a case is whole from the moment that its folder exists; the
reading is brought up to the record before anything is written.
Does not: read sources (see ``build``), or decide anything for a person.
"""

from __future__ import annotations

import fcntl
import getpass
import os
import shutil
import tempfile
import tomllib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from . import __version__
from .endpoint.settings import Endpoint, endpoint_from
from .errors import BusyError, InputError, NewerFormatError, ReadingDamagedError
from .record import Record, durable, now
from .store import Store, pending, write

FORMAT = 1
"""The layout of a case folder; a higher number was made by a newer version."""

TOOL = f"witnessmark {__version__}"

SETTINGS, RECORD, READING, LOCK = "case.toml", "record", "reading.db", ".lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What ``case.toml`` says."""

    name: str
    id: str
    created: str
    reader: object = None
    """What stands under ``[reader]``, as it stands: ``Case.endpoint`` reads it when it is needed."""


def shown(name: str | Path) -> str:
    """Return a file's name as text: bytes of it that are not UTF-8 stand as ``\\xff``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def keys_folder() -> Path:
    """Return where this person's signing keys lie: ``$WITNESSMARK_KEYS``, or the account's own data folder."""
    given = os.environ.get("WITNESSMARK_KEYS")
    return Path(given) if given else platformdirs.user_data_path("witnessmark") / "keys"


def who_acts() -> str:
    """Return the name that acts are recorded under: ``$WITNESSMARK_BY``, or the account's."""
    return os.environ.get("WITNESSMARK_BY") or getpass.getuser()


class Case:
    """One investigation: a folder with its settings, its record and its reading."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings

    @property
    def record_folder(self) -> Path:
        """Where the record lies."""
        return self.folder / RECORD

    @property
    def reading_path(self) -> Path:
        """Where the reading lies."""
        return self.folder / READING

    @property
    def endpoint(self) -> Endpoint | None:
        """The language model that is asked who said what, if a person has set one.

        Raises InputError where ``[reader]`` holds anything else: what would do nothing must not seem to do something.
        """
        given = self.settings.reader
        if given is None:
            return None
        path = self.folder / SETTINGS
        if not isinstance(given, dict) or [*given] != ["endpoint"]:
            raise InputError(
                f"{path}: under [reader] there can be [reader.endpoint] alone; take out what else is there"
            )
        try:
            return endpoint_from(given["endpoint"])
        except InputError as error:
            raise InputError(f"{path}: {error}") from error

    @classmethod
    def open(cls, folder: Path) -> Case:
        """Open the case in ``folder``; raises InputError where there is none, NewerFormatError where it is too new."""
        if not folder.exists():
            raise InputError(f"{folder}: there is no such case; make one with `witnessmark build {folder} PATH...`")
        path = folder / SETTINGS
        if not path.is_file():
            raise InputError(
                f"{folder}: this is not a case (it holds no {SETTINGS}); name the folder that `build` made"
            )
        return cls(folder, _read_settings(path))

    @classmethod
    def create(cls, folder: Path, *, name: str | None = None) -> Case:
        """Make a case in ``folder``, which may not exist or must be empty, and open it.

        It is made beside and moved into place whole, so that a case never lacks a part.
        """
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(f"{folder}: this is not a case, and it is not empty; name a new folder for the case")
        identity = str(uuid.uuid4())
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            beside.chmod(0o755)
            Record.create(beside / RECORD, f"witnessmark.case/{identity}", keys_folder())
            text = _SETTINGS_TEXT.format(
                name=_quoted(shown(name or folder.name)), format=FORMAT, id=identity, created=now().time
            )
            durable.write(beside / SETTINGS, text.encode(), beside)
            beside.rename(folder)
            durable.sync_folder(folder.parent)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        return cls.open(folder)

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """Open the reading for questions; raises ReadingDamagedError where there is none."""
        with Store.open(self.reading_path) as store:
            yield store

    @contextmanager
    def writing(self) -> Iterator[tuple[Record, Store]]:
        """Open the case for writing, with the reading brought up to the record.

        Raises BusyError while another process writes, RecordDamagedError where the record does not open.
        """
        with self._locked(), Store.open(self.reading_path, create=True) as store:
            opened = Record.open(self.record_folder, keys_folder())
            catch_up(opened, store)
            yield opened, store

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BusyError(
                    f"{self.folder}: another process is writing to this case; wait until it is done"
                ) from None
            yield


def catch_up(opened: Record, store: Store) -> None:
    """Bring what the reading knows of the log up to the log's end."""
    with store.writing() as connection:
        known = pending.last_entry(connection) + 1
        if known > opened.head.size:
            raise ReadingDamagedError(
                f"{store.path}: the reading knows {known} entries, the record holds {opened.head.size}: it belongs to "
                f"another state of the record. Ask why the record is shorter; delete {store.path.name}* and build again"
            )
        for entry in opened.entries(known):
            write.add_entry(connection, entry)


_SETTINGS_TEXT = """\
# A Witnessmark case. `record/` must never be lost; `reading.db` can be deleted and built again.
format = {format}
name = {name}
id = "{id}"
created = "{created}"
"""


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'


def _read_settings(path: Path) -> Settings:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        found = values["format"]
        named = {key: str(values[key]) for key in ("name", "id", "created")}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise InputError(f"{path}: cannot be read as a case's settings ({error}); restore it from a copy") from error
    if not isinstance(found, int) or found > FORMAT:
        raise NewerFormatError(
            f"{path}: a newer version of Witnessmark made this case (format {found}, this version knows {FORMAT}); "
            "install that version"
        )
    return Settings(**named, reader=values.get("reader"))
