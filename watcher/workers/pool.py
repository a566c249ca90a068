"""The pool: hands tasks to workers, kills the ones that overrun, keeps few of them idle."""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from types import MappingProxyType, TracebackType
from typing import Any, Self, TypeVar

from watcher import errors
from watcher.errors import GaveUp, ParseError, WatcherError
from watcher.workers import wire
from watcher.workers.process import Died, NotStarted, Overran, Worker

R = TypeVar("R")

_log = logging.getLogger(__name__)
_LOOK_AGAIN: Future[Worker] = Future()
_NOTHING: Mapping[str, str] = MappingProxyType({})


class TooSlow(GaveUp):
    """The call ran over its time, and its worker was killed."""


class NoWorker(GaveUp):
    """No worker could be started or kept: nothing is wrong with what it was to work on."""

    retryable = True
    default_hint = "The machine is short of memory or processes: the work is repeated later."


class Closed(NoWorker):
    """The pool was closed while the call ran or waited."""

    default_hint = "The program is stopping: the work is repeated after the next start."


class Pool:
    """Runs module-level functions in child processes that may be killed.

    ``size`` processes at most (default: the cores we may use), started when needed, ended after
    ``tasks_per_worker`` tasks or ``idle_seconds`` without one. ``wall_seconds`` limits a task from
    the moment its imports are done, ``memory_bytes`` a worker's address space. ``environ`` is
    added to the bare environment workers get: hand secrets only to a pool that needs them. Without
    ``has_network`` no worker can open a socket. ``preload`` names modules that a worker imports
    before its first task arrives.

    All methods may be called from many threads. Arguments and results are pickled; results may
    hold plain data, dates and this program's dataclasses, enums and errors only.
    """

    def __init__(
        self,
        *,
        size: int | None = None,
        wall_seconds: float = 5.0,
        memory_bytes: int = 512 * 1024 * 1024,
        tasks_per_worker: int = 2000,
        preload: Sequence[str] = (),
        idle_seconds: float = 60.0,
        environ: Mapping[str, str] = _NOTHING,
        has_network: bool = True,
    ) -> None:
        self.size = size or len(os.sched_getaffinity(0))
        self.wall_seconds = wall_seconds
        self._memory_bytes = memory_bytes
        self._tasks_per_worker = tasks_per_worker
        self._idle_seconds = idle_seconds
        self._environ = environ
        self._has_network = has_network
        self._preload = tuple(preload)
        self._slots = threading.BoundedSemaphore(self.size)
        self._state = threading.Condition()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._running = 0
        self._closed = False
        self._keeper_sleeps = False
        self._keeper: threading.Thread | None = None
        self._wanted: queue.SimpleQueue[Future[Worker] | None] = queue.SimpleQueue()

    def warm(self, count: int = 1) -> None:
        """Start workers ahead of the first calls; they get ready while the caller goes on."""
        workers = [self._take() for _ in range(min(count, self.size))]
        for worker in workers:
            self._give_back(worker, keep=True)

    def call(
        self,
        func: Callable[..., R],
        *args: object,
        wall_seconds: float | None = None,
        **kwargs: object,
    ) -> R:
        """Run ``func(*args, **kwargs)`` in a worker and return its result.

        Expected errors (``WatcherError``) raised by the function come back as they were; others as
        a ``ParseError`` that names their type. ``GaveUp`` says that the worker had to be killed,
        ran out of memory or crashed; its kinds ``NoWorker`` and ``Closed`` (retryable) that the
        machine or the end of the program was to blame.
        """
        name = getattr(func, "__qualname__", repr(func))
        if getattr(func, "__module__", None) == "__main__":
            raise TypeError(f"{name} must live in an importable module, not in the main script")
        task = wire.dump((func, args, kwargs))
        if len(task) > wire.MAX_FRAME_BYTES:
            raise GaveUp(f"{name} was handed {len(task)} bytes, more than a worker takes")
        wall = self.wall_seconds if wall_seconds is None else wall_seconds
        with self._slots:
            self._enter()
            try:
                kind, value = self._run(name, task, wall)
            finally:
                self._leave()
        result: R = _unwrap(name, kind, value)
        return result

    def close(self, *, grace_seconds: float | None = None) -> None:
        """Refuse new calls, let running ones end (at most ``grace_seconds``), end all workers.

        The grace is ``wall_seconds`` unless given; calls still running then raise GaveUp.
        """
        grace = self.wall_seconds if grace_seconds is None else grace_seconds
        with self._state:
            self._closed = True
            self._state.wait_for(lambda: not self._running, timeout=grace)
            while self._running:
                for worker in self._busy:
                    worker.interrupt()
                self._state.wait(timeout=0.1)
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.kill()
        self._wanted.put(None)
        if self._keeper is not None:
            self._keeper.join()
        with self._state:
            # Started for a call that Ctrl-C ended while it waited: nobody else knows of them.
            orphans, self._busy = self._busy, set()
        for worker in orphans:
            worker.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _run(self, name: str, task: bytes, wall: float) -> tuple[str, object]:
        # A worker that died while idle is no fault of the task: a second one takes it.
        for is_last in (False, True):
            worker = self._take()
            keep = False
            try:
                kind, value, retire = worker.run(task, wall_seconds=wall)
                keep = not retire and worker.tasks < self._tasks_per_worker
                return kind, value  # noqa: TRY300 - `finally` must see `keep` on every path
            except NotStarted as error:
                if is_last:
                    raise NoWorker(f"{name}: no worker could be started ({error})") from error
            except Overran as error:
                raise TooSlow(f"{name} was too slow: killed after {wall:g} s") from error
            except Died as error:
                if self._closed:
                    raise Closed(f"{name} was stopped: the pool was closed") from error
                raise GaveUp(f"{name} did not end: {error}") from error
            finally:
                self._give_back(worker, keep=keep)
        raise AssertionError("unreachable")

    def _enter(self) -> None:
        with self._state:
            if self._closed:
                raise RuntimeError("the pool is closed")
            self._running += 1

    def _leave(self) -> None:
        with self._state:
            self._running -= 1
            self._state.notify_all()

    def _take(self) -> Worker:
        with self._state:
            if self._closed:
                raise Closed("the pool was closed")
            if self._idle:
                worker = self._idle.pop()
                self._busy.add(worker)
                return worker
            if self._keeper is None:
                self._keeper = threading.Thread(
                    target=self._keep, name="worker-keeper", daemon=True
                )
                self._keeper.start()
            wish: Future[Worker] = Future()
            self._wanted.put(wish)
        return wish.result()

    def _give_back(self, worker: Worker, *, keep: bool) -> None:
        with self._state:
            # Out of the busy set first: nobody else may touch a worker that is being reaped.
            self._busy.discard(worker)
            if keep and not self._closed:
                worker.idle_since = time.monotonic()
                self._idle.append(worker)
                if self._keeper_sleeps:
                    self._wanted.put(_LOOK_AGAIN)
                return
        worker.kill()

    def _keep(self) -> None:
        """Start and retire workers: the one thread whose end may end them."""
        while True:
            try:
                wish = self._wanted.get(timeout=self._retire_idle())
            except queue.Empty:
                continue
            if wish is None:
                return
            if wish is not _LOOK_AGAIN:
                self._grant(wish)

    def _grant(self, wish: Future[Worker]) -> None:
        try:
            worker = Worker(
                memory_bytes=self._memory_bytes,
                environ=self._environ,
                has_network=self._has_network,
                preload=self._preload,
            )
        except OSError as error:
            wish.set_exception(NoWorker(f"no worker could be started: {error}"))
            return
        with self._state:
            self._busy.add(worker)
        wish.set_result(worker)

    def _retire_idle(self) -> float | None:
        """End workers idle for too long; returns seconds until the next may be due, or None."""
        now = time.monotonic()
        with self._state:
            due = [w for w in self._idle if now - w.idle_since >= self._idle_seconds]
            self._idle = [w for w in self._idle if w not in due]
            waits = [self._idle_seconds - (now - w.idle_since) for w in self._idle]
            self._keeper_sleeps = not waits
        for worker in due:
            worker.kill()
        return min(waits, default=None)


def _unwrap(name: str, kind: str, value: Any) -> Any:
    match kind, value:
        case "result", result:
            return result
        case "expected", (str(cls_name), tuple(args), dict(state)):
            raise _rebuild(cls_name, args, state)
        case "memory", _:
            raise GaveUp(f"{name} ran out of memory")
        case "large", int(length):
            raise GaveUp(f"{name} gave an answer of {length} bytes, more than is taken")
        case "failed", (str(cls_name), str(message), str(trace)):
            _log.warning("%s failed in a worker with %s\n%s", name, cls_name, trace)
            raise ParseError(f"{name} failed with {cls_name}: {message}")
        case _:
            raise GaveUp(f"{name} gave an answer that cannot be used")


def _rebuild(cls_name: str, args: tuple[object, ...], state: dict[str, object]) -> WatcherError:
    """Rebuild an expected error with all its fields, without calling its constructor."""
    cls = getattr(errors, cls_name, None)
    if not (isinstance(cls, type) and issubclass(cls, WatcherError)):
        return ParseError(f"{cls_name}: {' '.join(map(str, args))}")
    error = cls.__new__(cls)
    error.args = args
    vars(error).update(state)
    return error
