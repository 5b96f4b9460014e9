"""Opens a case: the one place that ties the record, the reading and the person's keys together.

Promises: one writer at a time, any number of readers; a case is whole from the moment that its folder exists; the
reading is brought up to the record before anything is written.
Does not: read sources (see ``build``), or decide anything for a person.
"""

from __future__ import annotations

import fcntl
import getpass
import os
import re
import shutil
import tempfile
import tomllib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
import sqlalchemy as sa

from witnessmark import __version__
from witnessmark.errors import BusyError, InputError, NewerFormatError, NoReadingError, ReadingDamagedError
from witnessmark.nouns import Digest
from witnessmark.record import Record, durable, keys, now
from witnessmark.record.blobs import relative_path
from witnessmark.record.entries import spelled
from witnessmark.store import Store, ask, pending, withdrawals, write

if TYPE_CHECKING:
    from witnessmark.endpoint.settings import Endpoint

FORMAT = 1
"""The layout of a case folder; a higher number was made by a newer version."""

TOOL = f"witnessmark {__version__}"

SETTINGS, RECORD, READING, LOCK = "case.toml", "record", "reading.db", ".lock"
READER, STAMPS = "reader", "stamps"
"""The tables of settings that say what reads beside the usual reader, and whom to ask for outside time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What ``case.toml`` says."""

    name: str
    id: str
    created: str
    reader: object = None
    """What stands under ``[reader]``, as it stands: ``Case.endpoint`` reads it when it is needed."""
    stamps: object = None
    """What stands under ``[stamps]``, as it stands: ``stamping`` reads it when it is needed."""


def shown(name: str | Path) -> str:
    """Return a file's name as it is recorded and shown: bytes of it that are not UTF-8 stand as ``\\xff``."""
    return spelled(str(name))


def keys_folder() -> Path:
    """Return where this person's signing keys lie: ``$WITNESSMARK_KEYS``, or the account's own data folder."""
    given = os.environ.get("WITNESSMARK_KEYS")
    folder = Path(given) if given else platformdirs.user_data_path("witnessmark") / "keys"
    try:
        folder.resolve()
    except (OSError, RuntimeError) as error:
        raise InputError(f"{folder}: is a circle of links; name a folder for keys with WITNESSMARK_KEYS") from error
    return folder


def exposed_keys() -> list[Path]:
    """Return this person's signing keys that other accounts of this machine may read."""
    return keys.exposed(keys_folder())


def who_acts(by: str | None = None) -> str:
    """Return the name that acts are recorded under: ``by``, ``$WITNESSMARK_BY``, or the account's.

    Raises InputError where it is empty or no name, or there is none.
    """
    if by is not None:
        return words_of(by, "--by")
    if given := os.environ.get("WITNESSMARK_BY"):
        return words_of(given, "WITNESSMARK_BY")
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise InputError("this account has no name to act under; say who acts with --by NAME") from error


_TURNS = "\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_UNFIT = re.compile(f"[\x00-\x1f\x7f-\x9f{_TURNS}]")
_UNFIT_IN_LINES = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_TURNS}]")


def words_of(given: str, what: str, *, lines: bool = False) -> str:
    """Return what a person wrote, without the space around it; raises InputError that begins with ``what``.

    It must hold words, and no character that would act on whoever reads it later; ``lines`` allows line ends and tabs.
    """
    words = given.strip(" \t\r\n")
    if found := (_UNFIT_IN_LINES if lines else _UNFIT).search(words):
        raise InputError(f"{what} holds {_called(found[0])}, which cannot be seen; write it without")
    if not any(character.isprintable() and character != " " for character in words):
        raise InputError(f"{what} is empty; give words, or leave it out")
    return words


def _called(character: str) -> str:
    point = ord(character)
    if 0xD800 <= point <= 0xDFFF:
        return "a byte that is not UTF-8"
    kind = "a change of direction" if point >= 0x2000 else "a control character"
    return f"{kind} (U+{point:04X})"


class Case:
    """One investigation: a folder with its settings, its record and its reading."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings

    @property
    def record_folder(self) -> Path:
        """Where the record lies."""
        return self.folder / RECORD

    def path_of(self, source: Digest) -> Path:
        """Return the file that holds the sealed bytes of a source, whether or not it is there."""
        return self.record_folder / relative_path(source)

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
            from witnessmark.endpoint.settings import endpoint_from  # loads the reader, which few commands need

            return endpoint_from(given["endpoint"])
        except InputError as error:
            raise InputError(f"{path}: {error}") from error

    @property
    def entries(self) -> int:
        """How many entries the log has now; raises RecordDamagedError where the record does not open."""
        return Record.open(self.record_folder, keys_folder()).head.size

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
        called = shown(folder.absolute().name) if name is None else words_of(name, "--name")
        identity = str(uuid.uuid4())
        with durable.explained(folder):
            durable.sync_folders(durable.make_folders(folder.parent))
            beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            with durable.explained(folder):
                beside.chmod(0o755)
                Record.create(beside / RECORD, f"witnessmark.case/{identity}", keys_folder())
                text = _SETTINGS_TEXT.format(name=_quoted(called), format=FORMAT, id=identity, created=now().time)
                durable.write(beside / SETTINGS, text.encode(), beside)
                beside.rename(folder)
                durable.sync_folder(folder.parent)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        return cls.open(folder)

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """Open the reading for questions.

        Raises NoReadingError where there is none, BusyError where there is none yet and another process builds.
        """
        try:
            store = Store.open(self.reading_path)
        except NoReadingError:
            if self.is_being_written:
                raise self._nothing_yet() from None
            raise
        with store:
            yield store

    @property
    def is_being_written(self) -> bool:
        """Whether another process writes to the case just now.

        The lock is held for the moment of the question; so ask only where the answer matters.
        """
        try:
            with (self.folder / LOCK).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False  # there is no lock: nobody ever wrote, or it cannot be asked
        return False

    def require_texts(self, connection: sa.Connection) -> None:
        """Raise BusyError where nothing is read yet and another process is building the case."""
        if not ask.has_texts(connection) and self.is_being_written:
            raise self._nothing_yet()

    def _nothing_yet(self) -> BusyError:
        return BusyError(
            f"{self.folder}: another process is building this case, and nothing is read yet; "
            "wait a moment and run the same command again"
        )

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
        with durable.explained(self.folder):
            lock = (self.folder / LOCK).open("w")
        with lock:
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
        withdrawals.settle(connection)


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
    """Read ``case.toml``; raises InputError that names the key at fault, or NewerFormatError."""
    values = _parsed(path)
    found = values.pop("format", None)
    if isinstance(found, int) and found > FORMAT:
        raise NewerFormatError(
            f"{path}: a newer version of Witnessmark made this case (format {found}, this version knows {FORMAT}); "
            "install that version"
        )
    known = ("name", "id", "created")
    wrong = next((key for key in known if not isinstance(values.get(key), str) or not values[key].strip()), None)
    if type(found) is not int or found < 1:
        raise InputError(f"{path}: format {_found(found)}; it is the number {FORMAT} in the cases of this version")
    if wrong:
        raise InputError(f"{path}: {wrong} {_found(values.get(wrong))}; give it in quotes, as in a copy of the file")
    if unknown := [key for key in values if key not in (*known, READER, STAMPS)]:
        raise InputError(
            f"{path}: {unknown[0]} is not known here; "
            f"take it out (known: format, {', '.join(known)}, {READER}, {STAMPS})"
        )
    try:
        datetime.fromisoformat(values["created"])
    except ValueError:
        raise InputError(f"{path}: created {_found(values['created'])}, which is no time (RFC 3339)") from None
    tables = {"reader": values.get(READER), "stamps": values.get(STAMPS)}
    return Settings(name=values["name"], id=values["id"], created=values["created"], **tables)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}); give yourself permission, or restore it"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: is not UTF-8 (at byte {error.start}); save it so, or restore it from a copy"
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is not TOML ({error}); mend it, or restore it from a copy") from error


def _found(value: object) -> str:
    """Say what stands for a key."""
    if value is None:
        return "is missing"
    kind = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return f"is {str(value)[:40]!r} ({kind.get(type(value), 'a time')})"
