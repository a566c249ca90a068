"""Writes of several threads are committed together, and each is told the truth about its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import event, text

from watcher.errors import StoreError
from watcher.store.database import Store

COUNT = "SELECT count(*) FROM note"


@pytest.fixture
def notes(sqlite_store: Store) -> Store:
    """Give a store with a table of numbers."""
    with sqlite_store.writing() as tx:
        tx.run(text("CREATE TABLE note (n INTEGER PRIMARY KEY)"))
    return sqlite_store


def numbers(store: Store) -> list[int]:
    with store.reading() as tx:
        return [row[0] for row in tx.run(text("SELECT n FROM note ORDER BY n"))]


def write_together(store: Store, *writers: Callable[[], Any]) -> list[Any]:
    """Run writers while another one holds the lock, so that all of them wait for it."""
    is_held, may_go = threading.Event(), threading.Event()

    def hold() -> None:
        with store.writing():
            is_held.set()
            assert may_go.wait(30)

    with ThreadPoolExecutor(len(writers) + 1) as pool:
        first = pool.submit(hold)
        assert is_held.wait(30)
        group = store._group
        assert group is not None
        others = [pool.submit(writer) for writer in writers]
        while group._arriving < len(writers):
            threading.Event().wait(0.001)
        may_go.set()
        assert isinstance(first.exception(30), StoreError | None)
        return [other.exception(30) for other in others]


def add(store: Store, number: int, *, fails: bool = False) -> Callable[[], None]:
    def write() -> None:
        with store.writing() as tx:
            tx.run(text("INSERT INTO note VALUES (:n)"), {"n": number})
            if fails:
                raise KeyError(number)

    return write


def test_threads_that_wait_share_commits(notes: Store) -> None:
    commits: list[int] = []
    event.listen(notes._engine, "commit", lambda _connection: commits.append(1))
    faults = write_together(notes, *(add(notes, number) for number in range(30)))
    assert faults == [None] * 30
    assert numbers(notes) == list(range(30))
    assert len(commits) < 10


def test_a_failing_write_is_undone_alone(notes: Store) -> None:
    writers = [add(notes, number, fails=number % 3 == 0) for number in range(20)]
    faults = write_together(notes, *writers)
    assert [isinstance(fault, KeyError) for fault in faults] == [n % 3 == 0 for n in range(20)]
    assert numbers(notes) == [n for n in range(20) if n % 3]


def test_a_failing_first_write_leaves_the_next_ones_whole(notes: Store) -> None:
    with pytest.raises(KeyError):
        add(notes, 1, fails=True)()
    add(notes, 2)()
    assert numbers(notes) == [2]


def test_everybody_hears_of_a_commit_that_failed(
    notes: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.engine import RootTransaction  # noqa: PLC0415 - what the test breaks

    real = RootTransaction.commit
    is_broken = threading.Event()

    def commit(self: RootTransaction) -> None:
        if is_broken.is_set():
            self.rollback()
            raise StoreError("the disk went away")
        real(self)

    monkeypatch.setattr(RootTransaction, "commit", commit)
    is_broken.set()
    faults = write_together(notes, *(add(notes, number) for number in range(10)))
    is_broken.clear()
    assert all(isinstance(fault, StoreError) for fault in faults)
    assert numbers(notes) == []
    add(notes, 99)()
    assert numbers(notes) == [99]


def test_many_threads_lose_nothing(notes: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda number: add(notes, number)(), range(300)))
    assert len(done) == 300
    assert numbers(notes) == list(range(300))
