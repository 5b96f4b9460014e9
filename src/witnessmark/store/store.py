"""Opens the reading's database.

Promises: the SQLite in use is new enough to be trusted; what is committed is on disk (WAL, synchronous=FULL); tables
of an older version are brought up to date; a file that is damaged, locked or from a newer version says so in one line.
Does not: touch the record.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError, OperationalError

from witnessmark.errors import BusyError, NewerFormatError, NoReadingError, ReadingDamagedError, WitnessmarkError
from witnessmark.store import schema
from witnessmark.store.rows import UnreadableRowError

OLDEST_SQLITE = (3, 51, 3)
"""Before this version, a WAL database could be corrupted by a checkpoint that raced with a writer."""

WAIT_FOR_LOCK_SECONDS = 5

_DISK_FAILED = ("disk I/O error", "unable to open database file")
"""What SQLite says where the disk refused it, such as room for the files beside the database: nothing is damaged."""


def require_sqlite(version: tuple[int, ...] = sqlite.sqlite_version_info) -> None:
    """Raise WitnessmarkError where the bundled SQLite is older than the first version that we trust."""
    if version < OLDEST_SQLITE:
        needed, found = (".".join(map(str, numbers)) for numbers in (OLDEST_SQLITE, version))
        raise WitnessmarkError(
            f"SQLite {found} can damage a database; install sqlcipher3 with SQLite {needed} or later"
        )


class Store:
    """The reading of one case; use as a context manager."""

    def __init__(self, path: Path, engine: sa.Engine, *, frozen: bool = False) -> None:
        self.path = path
        self.frozen = frozen
        """Whether it can only be asked, because the file or its folder cannot be written to."""
        self._engine = engine

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Store:
        """Open the reading at ``path``.

        Raises NoReadingError where there is none (unless ``create``), ReadingDamagedError where it cannot be used,
        NewerFormatError where a newer version made it, BusyError where another process holds it for longer than a few
        seconds.
        """
        require_sqlite()
        if not create and not path.exists():
            raise cls._none_yet(path)
        frozen = not create and not _can_be_written(path)
        store = cls(path, _engine(path, frozen=frozen), frozen=frozen)
        try:
            store._bring_up_to_date(create)
        except BaseException:
            store.close()
            raise
        return store

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a transaction that is on disk when the block ends, or wholly undone when it raises."""
        with self._translated(), self._engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # the driver would let the making of tables go by itself
            yield connection

    @contextmanager
    def asking(self) -> Iterator[sa.Connection]:
        """Open a connection for questions; all of them see one state, whatever is written meanwhile."""
        with self._translated(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn the database's errors into ours, with the way to mend each."""
        try:
            yield
        except OperationalError as error:
            if "locked" in str(error.orig) or "busy" in str(error.orig):
                raise BusyError(f"{self.path}: another program holds the reading; close it and try again") from error
            if "full" in str(error.orig):
                raise WitnessmarkError(f"{self.path}: the disk is full; make room and run the same command") from error
            if any(words in str(error.orig) for words in _DISK_FAILED):
                raise WitnessmarkError(
                    f"{self.path}: cannot be read or written ({error.orig}); make room, see that the disk is whole and "
                    "that you have permission, and run the same command; nothing of the record is lost"
                ) from error
            raise self._damaged(error.orig) from error
        except DatabaseError as error:
            raise self._damaged(error.orig) from error
        except UnreadableRowError as error:
            raise self._damaged(error) from error

    @staticmethod
    def _none_yet(path: Path) -> NoReadingError:
        """Return what is said where there is no file, or one that a stopped build made and put nothing into."""
        return NoReadingError(f"{path}: there is no reading yet; make it with `witnessmark build {path.parent}`")

    def _damaged(self, error: BaseException | None) -> ReadingDamagedError:
        return ReadingDamagedError(
            f"{self.path}: the reading cannot be used ({error}); nothing of the record is lost: "
            f"delete {self.path.name}* and run `witnessmark build {self.path.parent}`"
        )

    def _bring_up_to_date(self, create: bool) -> None:
        with self.asking() as connection:
            has_revision = sa.inspect(connection).has_table("alembic_version")
            found = connection.scalar(sa.text("SELECT version_num FROM alembic_version")) if has_revision else None
            begun = has_revision or bool(sa.inspect(connection).get_table_names())
        if found == schema.REVISION:
            return
        if found is None and not create:
            if not begun:
                raise self._none_yet(self.path)
            raise ReadingDamagedError(
                f"{self.path}: it holds no reading; the record is not touched: "
                f"delete {self.path.name}* and run `witnessmark build {self.path.parent}`"
            )
        if found is not None and found > schema.REVISION:
            raise NewerFormatError(
                f"{self.path}: a newer version of Witnessmark made this reading (tables {found}, this version knows "
                f"{schema.REVISION}); install that version, or delete {self.path.name}* and build again"
            )
        if self.frozen:
            raise WitnessmarkError(
                f"{self.path}: an older version of Witnessmark made this reading, and it cannot be brought up to date "
                "where nothing can be written; copy the case to where it can, or use that version"
            )
        self._migrate()

    def _migrate(self) -> None:
        from alembic import command
        from alembic.config import Config

        configuration = Config()
        configuration.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
        with self.writing() as connection:
            configuration.attributes["connection"] = connection
            command.upgrade(configuration, "head")


def _can_be_written(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _engine(path: Path, *, frozen: bool) -> sa.Engine:
    """Return an engine for the file; a ``frozen`` one (a disc, a share that is only read) is never written to."""
    settings = {"timeout": WAIT_FOR_LOCK_SECONDS}
    if frozen:
        address = f"sqlite:///file:{quote(str(path.absolute()))}?mode=ro&immutable=1&uri=true"
        return sa.create_engine(address, module=sqlite, connect_args=settings)
    engine = sa.create_engine(f"sqlite:///{path}", module=sqlite, connect_args=settings)
    event.listen(engine, "connect", _configure)
    return engine


def _configure(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32768"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
