"""Opening the reading's database."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlite
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from tests.store.conftest import Put

from witnessmark.errors import BusyError, NewerFormatError, NoReadingError, ReadingDamagedError, WitnessmarkError
from witnessmark.store import Store, ask, imprint, pending, schema
from witnessmark.store import store as module
from witnessmark.store.store import require_sqlite

MIGRATIONS = Path(module.__file__).parent / "migrations"


def test_an_old_sqlite_is_refused() -> None:
    """Versions that can damage a database are not used; the one that is bundled is new enough."""
    with pytest.raises(WitnessmarkError, match=r"3\.51\.2 can damage a database"):
        require_sqlite((3, 51, 2))
    require_sqlite((3, 51, 3))
    require_sqlite()


def test_commits_are_on_disk_before_they_are_acknowledged(store: Store) -> None:
    """The database runs in WAL with full synchronisation."""
    with store.asking() as connection:
        assert connection.scalar(sa.text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(sa.text("PRAGMA synchronous")) == 2


def test_the_newest_migration_makes_the_tables_of_the_schema(store: Store) -> None:
    """There is no difference between what the migrations make and what the code expects."""
    hidden = {schema.SHADOW, schema.VOCABULARY}

    def ours(_: object, name: str | None, kind: str, *rest: object) -> bool:
        return kind != "table" or not any((name or "").startswith(table) for table in hidden)

    with store.asking() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, schema.metadata) == []
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == schema.REVISION


def test_a_missing_reading_says_how_to_make_it(tmp_path: Path) -> None:
    """Nothing is made unless it is asked for."""
    with pytest.raises(ReadingDamagedError, match="witnessmark build"):
        Store.open(tmp_path / "reading.db")
    assert not list(tmp_path.iterdir())


def test_a_reading_of_a_newer_version_is_refused(store: Store) -> None:
    """Its tables are not touched."""
    with store.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(NewerFormatError, match="9999"):
        Store.open(store.path)


@pytest.mark.parametrize("pages", [0, 1])
def test_a_file_that_nothing_was_put_into_is_no_reading_yet(tmp_path: Path, pages: int) -> None:
    """What a build leaves that lost its power before its first commit is told as no reading, not as damage."""
    path = tmp_path / "reading.db"
    path.touch()
    if pages:
        with contextlib.closing(sqlite.connect(str(path))) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
    with pytest.raises(NoReadingError, match="there is no reading yet"):
        Store.open(path)


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    """Garbage is named as damage, with the way to mend it."""
    path = tmp_path / "reading.db"
    path.write_bytes(content)
    with pytest.raises(ReadingDamagedError, match="build"):
        Store.open(path)


def test_a_locked_database_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program that holds the file is named as the reason."""
    monkeypatch.setattr(module, "WAIT_FOR_LOCK_SECONDS", 0.1)
    holder = sqlite.connect(str(store.path), isolation_level=None)
    try:
        holder.execute("BEGIN EXCLUSIVE")
        with (
            Store.open(store.path) as other,
            pytest.raises(BusyError, match="holds the reading"),
            other.writing() as one,
        ):
            one.execute(sa.text("DELETE FROM fault"))
    finally:
        holder.close()


def test_questions_see_one_state_while_others_write(store: Store, put: Put) -> None:
    """A list that is read while a build goes on does not change under the reader."""
    put("first.txt")
    with store.asking() as connection:
        before = [facts.name for facts in ask.texts(connection)]
        put("second.txt")
        assert [facts.name for facts in ask.texts(connection)] == before
    with store.asking() as connection:
        assert [facts.name for facts in ask.texts(connection)] == ["first.txt", "second.txt"]


def test_a_reading_on_a_disc_can_be_asked(store: Store, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written, nothing is, and the lists are there."""
    put("first.txt")
    store.close()
    monkeypatch.setattr(module, "_can_be_written", lambda path: False)
    with Store.open(store.path) as frozen:
        with frozen.asking() as connection:
            assert [facts.name for facts in ask.texts(connection)] == ["first.txt"]
        with pytest.raises(ReadingDamagedError, match="readonly"), frozen.writing() as connection:
            connection.execute(sa.text("DELETE FROM fault"))
    assert sorted(path.name for path in store.path.parent.iterdir()) == ["reading.db"]


def test_texts_of_an_older_reading_are_read_again_for_their_imprints(store: Store, put: Put) -> None:
    """Tables without imprints are brought up to date, and a build sees that each text has to be read once more."""
    put("first.txt")
    with store.writing() as connection:
        _drop_what_later_versions_added(connection)
        connection.execute(sa.text("ALTER TABLE text DROP COLUMN imprint"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    store.close()
    with Store.open(store.path) as opened, opened.asking() as connection:
        assert [known.reader for known in pending.standing(connection)] == [""]
        assert list(imprint.altered(connection)) == []


def _drop_what_later_versions_added(connection: sa.Connection) -> None:
    """Take out what versions from 0003 on have added."""
    for change in (
        "DROP TABLE hashed",
        "DROP TABLE vector",
        "ALTER TABLE text DROP COLUMN published_in_text",
        "ALTER TABLE text DROP COLUMN declared",
        "ALTER TABLE text DROP COLUMN corrections",
        "ALTER TABLE text DROP COLUMN corrected_by",
        "DROP INDEX ix_acquisition_parent",
        "ALTER TABLE acquisition DROP COLUMN parent",
        "ALTER TABLE acquisition DROP COLUMN part",
        "ALTER TABLE source DROP COLUMN opened",
    ):
        connection.execute(sa.text(change))


def _without_vectors(store: Store) -> None:
    """Make of a store what the version before vectors had."""
    with store.writing() as connection:
        _drop_what_later_versions_added(connection)
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0002'"))
    store.close()


def test_an_older_reading_gets_a_table_for_vectors_and_its_texts_are_read_again(store: Store, put: Put) -> None:
    """The table is there at once; each text is read once more for the date that its own words may state."""
    put("first.txt")
    _without_vectors(store)
    with Store.open(store.path) as opened, opened.asking() as connection:
        assert [known.reader for known in pending.standing(connection)] == [""]
        assert connection.scalar(sa.text("SELECT count(*) FROM vector")) == 0


def test_an_older_reading_on_a_disc_says_what_to_do(store: Store, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be brought up to date there, and is not called damaged."""
    put("first.txt")
    _without_vectors(store)
    monkeypatch.setattr(module, "_can_be_written", lambda path: False)
    with pytest.raises(WitnessmarkError, match="copy the case to where it can"):
        Store.open(store.path)


def test_tables_are_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stop while they are made leaves a file that the next opening makes whole."""
    path = tmp_path / "reading.db"
    with monkeypatch.context() as patch:
        patch.setattr(schema, "VOCABULARY_DDL", "no SQL at all")
        patch.delitem(sys.modules, "0001_first_tables_py", raising=False)
        with pytest.raises(ReadingDamagedError):
            Store.open(path, create=True)
    with Store.open(path, create=True) as opened, opened.asking() as connection:
        assert list(ask.texts(connection)) == []
