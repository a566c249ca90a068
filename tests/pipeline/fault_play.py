"""Faults at a chosen write of one cycle, in a process of its own."""

from __future__ import annotations

import errno
import os
import resource
import signal
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import event as hooks
from sqlalchemy.exc import OperationalError

from tests.pipeline.platform_play import ACCEPTED
from watcher.errors import WatcherError
from watcher.model.delivery import Attempt, Message
from watcher.store.database import Store

FILE_CALLS = ("write", "pwrite", "fsync", "truncate", "ftruncate", "rename", "replace", "mkdir")
WRITES = ("INSERT", "UPDATE", "DELETE")
SAYINGS = {errno.EIO: "disk I/O error", errno.ENOSPC: "database or disk is full"}
NO_FAULT = 1 << 30


class Faults:
    """Counts the writes, syncs, commits and sends of this process; one of them goes wrong.

    ``code`` is an errno, or 0 for SIGKILL. A fault may last: then every later write fails too.
    """

    def __init__(self, at: int, code: int, *, lasts: bool = False) -> None:
        self.at, self.code, self.lasts = at, code, lasts
        self.count = 0

    def strikes(self) -> bool:
        self.count += 1
        if self.count == self.at and not self.code:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.count == self.at or (self.lasts and self.count > self.at)

    def watch_files(self) -> None:
        for name in FILE_CALLS:
            setattr(os, name, self._guarded(getattr(os, name)))

    def _guarded(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if self.strikes():
                raise OSError(self.code, os.strerror(self.code))
            return call(*args, **kwargs)

        return guarded

    def watch_database(self, store: Store) -> None:
        """SQLite rolls a transaction back where a write of it fails, and so does this."""

        def before(*args: Any) -> None:
            if str(args[2]).lstrip().upper().startswith(WRITES) and self.strikes():
                raise self._error()

        def commit(_: Any) -> None:
            if self.strikes():
                raise self._error()

        hooks.listen(store._engine, "before_cursor_execute", before)  # the only seam
        hooks.listen(store._engine, "commit", commit)  # the only seam

    def _error(self) -> OperationalError:
        return OperationalError("", None, sqlite3.OperationalError(SAYINGS[self.code]))


class LoggingSender:
    """Accepts everything and writes it down first: what stands there was read by somebody."""

    def __init__(self, log: Path, faults: Faults) -> None:
        self._log, self._faults = log, faults

    def call(self, _: Any, __: str, message: Message, *___: Any, **____: Any) -> Attempt:
        with suppress(OSError):  # before the platform has it: a kill here loses the send
            self._faults.strikes()
        line = f"{message.event_id}|{message.title}|{message.body}".replace("\n", " ")
        with self._log.open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")
        with suppress(OSError):  # after it: a kill here loses the answer
            self._faults.strikes()
        return ACCEPTED


class Inline:
    """Runs in this process what a pool of parsers would run in another."""

    def call(self, func: Callable[..., Any], *args: Any, **_: Any) -> Any:
        return func(*args)


def in_child(work: Callable[[], int], *, file_bytes: int | None = None) -> int:
    """Run ``work`` in a forked process; return what it returned, -9 where it was killed.

    With ``file_bytes`` no file can grow over this size: every further write fails, as on a full
    disk, below SQLite and below Python.
    """
    pid = os.fork()
    if pid:
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status)
    code = 99
    try:
        if file_bytes is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, resource.RLIM_INFINITY))
        code = work()
    except WatcherError:
        code = 3
    except OSError:
        code = 4
    finally:
        os._exit(code)
