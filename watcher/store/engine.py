"""Engines for SQLite and PostgreSQL, with the settings that make a commit mean something."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from watcher.errors import ConfigError, StoreError

LEAST_SQLITE = (3, 51, 3)
"""Older ones can corrupt a WAL database written over two connections (fixed 2026-03-13)."""

WRITE = "watcher_write"
"""Execution option that makes a transaction start as a writing one."""

BUSY_TIMEOUT_MS = 30_000


def open_engine(url: str) -> Engine:
    """Open an engine on a ``sqlite:///`` or ``postgresql://`` URL.

    Raises:
        ConfigError: the URL cannot be read or names another kind of database.
        StoreError: SQLite is too old to be safe.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ConfigError(
            [
                "WATCHER_DATABASE_URL: not a database URL; use sqlite:////path/file.db or postgresql://"
            ]
        ) from None
    kind = parsed.get_backend_name()
    if kind == "sqlite":
        return _open_sqlite(parsed)
    if kind == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_size=12, pool_pre_ping=True
        )
    raise ConfigError(
        [f"WATCHER_DATABASE_URL: {kind!r} is not supported; use sqlite:///... or postgresql://..."]
    )


def sqlite_module() -> ModuleType:
    """Return the DB-API module whose SQLite is new enough: the wheel's, else Python's own."""
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415  # no wheel for every machine
    except ImportError:
        from sqlite3 import dbapi2  # noqa: PLC0415  # Python's own, if it is new enough
    if dbapi2.sqlite_version_info < LEAST_SQLITE:
        least = ".".join(map(str, LEAST_SQLITE))
        raise StoreError(
            f"SQLite {dbapi2.sqlite_version} can corrupt the database; {least} or later is needed",
            hint="Install the pysqlite3 package, or use PostgreSQL (WATCHER_DATABASE_URL).",
        )
    return dbapi2  # type: ignore[no-any-return,unused-ignore]  # untyped extension module


def _open_sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        module=sqlite_module(),
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
        pool_size=12,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Set what SQLite forgets at every connect, and check that it took."""
    connection.isolation_level = None  # transactions begin where we say, see _begin_sqlite
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")  # NORMAL may lose commits at power loss
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA journal_size_limit=67108864")
    cursor.execute("PRAGMA cache_size=-32768")
    for pragma, wanted in (("synchronous", 2), ("foreign_keys", 1)):
        got = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
        if got != wanted:
            raise StoreError(f"SQLite would not set {pragma} to {wanted} (it is {got})")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin at once as a writer: a deferred upgrade fails with "locked" without waiting."""
    write = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
