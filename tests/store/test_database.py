"""Transactions, settings and errors of real databases."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.store.making import add_page
from watcher.errors import ConfigError, DiskFull, SchemaOutOfDate
from watcher.store import notices
from watcher.store.database import Store
from watcher.store.migrate import HEAD


def test_an_exception_undoes_the_whole_transaction(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing() as tx:  # noqa: PT012  # both lines matter
        add_page(tx, "a")
        raise RuntimeError
    with store.reading() as tx:
        assert notices.count_notices(tx) == 0


def test_every_connection_survives_power_loss(sqlite_store: Store) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    seen: list[dict[str, object]] = []

    def look() -> None:
        with sqlite_store.reading() as tx:
            seen.append({name: tx.run(text(f"PRAGMA {name}")).scalar() for name in wanted})

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [wanted] * 4


def test_writers_of_two_stores_take_turns(database_url: str) -> None:
    """A read followed by a write must not fail as "locked" (a deferred transaction would)."""
    stores = [Store.open(database_url) for _ in range(2)]
    failures: list[BaseException] = []

    def write(which: Store, name: str) -> None:
        try:
            for number in range(15):
                with which.writing() as tx:
                    notices.count_notices(tx)
                    add_page(tx, f"{name}-{number}")
        except BaseException as error:  # noqa: BLE001  # a thread's failure is the test's
            failures.append(error)

    threads = [
        threading.Thread(target=write, args=(each, str(number)))
        for number, each in enumerate(stores)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with stores[0].reading() as tx:
        assert notices.count_notices(tx) == 30
    for each in stores:
        each.close()


def test_a_full_disk_loses_nothing_and_mends_itself(sqlite_store: Store) -> None:
    with sqlite_store.writing() as tx:
        add_page(tx, "before")
    sqlite_store._engine.dispose()
    with sqlite_store.writing() as tx:
        size = tx.run(text("PRAGMA page_count")).scalar()
        tx.run(text(f"PRAGMA max_page_count={size}"))
    with pytest.raises(DiskFull) as failure, sqlite_store.writing() as tx:  # noqa: PT012  # many writes
        for number in range(100):
            add_page(tx, f"full-{number}")
    assert failure.value.hint
    sqlite_store._engine.dispose()  # the limit goes with its connection, as space comes back
    with sqlite_store.writing() as tx:
        add_page(tx, "after")
    with sqlite_store.reading() as tx:
        assert notices.count_notices(tx) == 2


def test_a_newer_schema_is_refused(empty_url: str) -> None:
    store = Store.open(empty_url)
    with store.writing() as tx:
        tx.run(text("UPDATE alembic_version SET version_num='9999'"))
    store.close()
    with pytest.raises(SchemaOutOfDate, match=f"9999.*{HEAD}") as failure:
        Store.open(empty_url)
    assert "newer program" in failure.value.hint


def test_an_old_schema_is_refused_where_no_upgrade_is_wanted(empty_url: str) -> None:
    with pytest.raises(SchemaOutOfDate, match="none"):
        Store.open(empty_url, upgrade=False)


@pytest.mark.parametrize("url", ["mysql://localhost/x", "nonsense"])
def test_an_unknown_database_is_a_configuration_fault(url: str) -> None:
    with pytest.raises(ConfigError, match="WATCHER_DATABASE_URL"):
        Store.open(url)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "watcher.db"
    broken.write_bytes(b"this is not a database, it is a note" * 100)
    with pytest.raises(Exception, match="not a database"):
        Store.open(f"sqlite:///{broken}")
