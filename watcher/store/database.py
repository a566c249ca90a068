"""The store as the rest of the program sees it: open it, then read or write in transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable, Insert, insert
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from watcher.errors import DiskFull, StoreError
from watcher.store import migrate
from watcher.store.engine import WRITE, open_engine
from watcher.store.grouping import CommitGroup
from watcher.store.tables import Row


@dataclass(frozen=True, slots=True)
class Transaction:
    """One open transaction; opaque outside watcher.store."""

    connection: Connection

    @property
    def is_postgresql(self) -> bool:
        """Whether this is PostgreSQL (else SQLite)."""
        return self.connection.dialect.name == "postgresql"

    def run(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] = ()
    ) -> CursorResult[Any]:
        """Execute one statement (for watcher.store only)."""
        return self.connection.execute(statement, values or None)

    def add(self, row: Row) -> int:
        """Insert a row whose primary key is a number; return the number."""
        values = row.model_dump(exclude={"id"})
        result = self.connection.execute(_insert_into(type(row)), values)
        key = result.inserted_primary_key
        assert key is not None  # noqa: S101  # a single-row insert always has one
        return int(key[0])


@cache
def _insert_into(table: type[Row]) -> Insert:
    """Return the one statement of a table: built anew it would cost more than running it."""
    return insert(table)


class Store:
    """A database that is open and of the right schema. Safe to share between threads."""

    def __init__(self, engine: Engine, url: str) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**{WRITE: True})
        self._lock = threading.Lock()
        is_sqlite = engine.dialect.name == "sqlite"
        self._group = CommitGroup(self._writer) if is_sqlite else None
        self.url = url

    @classmethod
    def open(cls, url: str, *, upgrade: bool = True) -> Store:
        """Open the database, create or upgrade its schema.

        Raises:
            ConfigError: the URL is wrong. SchemaOutOfDate: the schema is newer than this program,
            or older and ``upgrade`` is False. StoreError: the database cannot be opened.
        """
        engine = open_engine(url)
        try:
            with _clear_errors():
                migrate.ensure_current(engine, upgrade=upgrade)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, url)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Open a writing transaction: committed at the end, undone as a whole by any exception.

        Threads of one process wait for each other here; other processes wait in the database. What
        several threads of a process write at the same time is committed together (SQLite).
        """
        if self._group is not None:
            with _clear_errors(), self._group.member() as connection:
                yield Transaction(connection)
            return
        with self._lock, _clear_errors(), self._writer.begin() as connection:
            yield Transaction(connection)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Open a reading transaction: one unchanging view of the database."""
        with _clear_errors(), self._engine.begin() as connection:
            yield Transaction(connection)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


FULL_MARKS = ("database or disk is full", "disk full", "no space left", "could not extend file")


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Turn the driver's errors into ours; a full disk is told apart because it mends itself."""
    try:
        yield
    except DBAPIError as error:
        text = str(error.orig)
        if any(mark in text.lower() for mark in FULL_MARKS):
            raise DiskFull("The disk that holds the database is full") from error
        if isinstance(error, OperationalError) or type(error) is DatabaseError:
            raise StoreError(f"The database could not be used: {text}") from error
        raise
    except sqlite3.Error as error:  # raised while connecting, outside SQLAlchemy's wrapping
        raise StoreError(f"The database could not be opened: {error}") from error
