"""A few threads that do not keep the program from ending.

Python waits at its end for the threads of its own executors, and one of ours may sit in a request
to a site that hangs. What they do is not stored yet and is simply done again.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Crew:
    """Runs what it is handed, in order, ``size`` at a time."""

    def __init__(self, size: int, name: str) -> None:
        self._tasks: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = (
            queue.SimpleQueue()
        )
        self._size = size
        self._closed = threading.Event()
        for number in range(size):
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True).start()

    def submit(self, func: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Queue a call and return its future."""
        future: Future[R] = Future()
        self._tasks.put((future, lambda: func(*args, **kwargs)))
        return future

    def close(self) -> None:
        """Drop what is queued; calls that run are left to end by themselves."""
        self._closed.set()
        for _ in range(self._size):
            self._tasks.put(None)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            future, call = task
            if self._closed.is_set():
                future.cancel()
                continue
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except BaseException as error:  # noqa: BLE001  # it is raised where it is waited for
                future.set_exception(error)
