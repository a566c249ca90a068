"""One commit for the transactions of several threads: each commit waits for the disk.

A thread whose transaction ends while others wait to write leaves the commit to them: their work
joins the same transaction of the database, each behind a savepoint of its own. Nobody is told that
a write is done before it is on the disk, and a transaction that fails is undone alone.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import NestedTransaction, RootTransaction

MOST_MEMBERS = 64
LONGEST_SECONDS = 0.05
"""Nobody's commit waits for further members longer than this and one transaction."""


class _Batch:
    """One transaction of the database and all who wait for its commit."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.transaction: RootTransaction = connection.begin()
        self.members = 0
        self.began = time.monotonic()
        self.done = threading.Event()
        self.error: BaseException | None = None

    @property
    def is_full(self) -> bool:
        return self.members >= MOST_MEMBERS or time.monotonic() - self.began > LONGEST_SECONDS

    def commit(self) -> None:
        """Commit for all members; what goes wrong is told to each of them."""
        try:
            self.transaction.commit()
        except BaseException as error:  # noqa: BLE001 - handed to every member
            self.error = error
        self._close()

    def give_up(self, error: BaseException) -> None:
        """End without a commit: the database undid the whole transaction by itself."""
        self.error = error
        try:
            self.transaction.rollback()
        except Exception as fault:  # noqa: BLE001 - there is nothing left to undo
            error.add_note(f"undoing it failed as well: {type(fault).__name__}")
        self._close()

    def _close(self) -> None:
        self.connection.close()
        self.done.set()


class CommitGroup:
    """The writers of one engine: one at a time, committed together where several wait."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._counting = threading.Lock()
        self._arriving = 0
        self._open: _Batch | None = None

    @contextmanager
    def member(self) -> Iterator[Connection]:
        """Hold a writing transaction; on return it is committed, on an exception undone.

        Raises:
            Exception: what the commit of the batch met; nothing of this transaction was stored.
        """
        self._enter()
        batch: _Batch | None = None
        try:
            batch = self._join()
            savepoint = batch.connection.begin_nested() if batch.members else None
            try:
                yield batch.connection
                if savepoint is not None:
                    savepoint.commit()
            except BaseException as error:
                self._undo(batch, savepoint, error)
                raise
            batch.members += 1
        finally:
            self._leave(batch)
        batch.done.wait()
        if batch.error is not None:
            raise batch.error

    def _enter(self) -> None:
        with self._counting:
            self._arriving += 1
        try:
            self._lock.acquire()
        except BaseException:  # Ctrl-C while waiting: those before may have left their commit to us
            self._count_in()
            with self._lock:
                self._end_batch()
            raise
        self._count_in()

    def _count_in(self) -> None:
        with self._counting:
            self._arriving -= 1

    def _join(self) -> _Batch:
        if self._open is None:
            self._open = _Batch(self._engine.connect())
        return self._open

    def _undo(
        self, batch: _Batch, savepoint: NestedTransaction | None, error: BaseException
    ) -> None:
        """Undo one member's work, or the whole batch where the database has done so itself."""
        if savepoint is None:
            batch.give_up(error)  # it was the first: nobody else's work is in the transaction
            self._open = None
            return
        try:
            savepoint.rollback()
        except Exception as fault:  # noqa: BLE001 - the others must hear of it
            batch.give_up(fault)
            self._open = None

    def _leave(self, batch: _Batch | None) -> None:
        """Commit, unless somebody waits who can take this commit along."""
        try:
            if batch is not None and self._open is batch and (batch.is_full or not self._arriving):
                self._end_batch()
        finally:
            self._lock.release()

    def _end_batch(self) -> None:
        batch, self._open = self._open, None
        if batch is None:
            return
        if batch.members:
            batch.commit()
        else:
            batch.give_up(RuntimeError("no member"))
