"""Which checks run now: as many as there are threads, few a host, longest waiting first."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from urllib.parse import urlsplit

from watcher.model.source import Source

CHECKS_PER_HOST = 2
SLOW_SECONDS = 2.0
"""A check that runs longer waits for a slow site or for its turn there: another may begin."""
MOST_SLOW = 120


class Dispatcher:
    """Runs ``check`` for the sources it is offered, each at most once at a time. Thread-safe.

    A check that ends lets the next one begin at once. Checks that wait for slow sites do not count
    against ``threads`` (up to ``MOST_SLOW`` of them), so that sites that hang delay no other;
    ``offer`` looks for them. ``check`` must not raise.
    """

    def __init__(self, check: Callable[[Source], object], *, threads: int) -> None:
        self._check = check
        self._most = threads
        self._threads = ThreadPoolExecutor(threads + MOST_SLOW, thread_name_prefix="check")
        self._changed = threading.Condition()
        self._waiting: dict[str, deque[Source]] = {}
        self._ready: deque[str] = deque()
        self._at_work: Counter[str] = Counter()
        self._taken: set[str] = set()
        self._began: dict[str, float] = {}
        self._is_closed = False

    def offer(self, sources: Iterable[Source]) -> None:
        """Take sources that are due, oldest first; what waits or runs already is left as it is."""
        with self._changed:
            for source in sources:
                if source.id in self._taken:
                    continue
                self._taken.add(source.id)
                host = urlsplit(source.url).netloc
                waiting = self._waiting.setdefault(host, deque())
                waiting.append(source)
                if len(waiting) == 1 and self._at_work[host] < CHECKS_PER_HOST:
                    self._ready.append(host)
            self._fill()

    def forget_waiting(self) -> None:
        """Drop what has not begun: the configuration changed, what is due is offered again."""
        with self._changed:
            for waiting in self._waiting.values():
                self._taken.difference_update(source.id for source in waiting)
            self._waiting.clear()
            self._ready.clear()
            self._changed.notify_all()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until nothing waits or runs; whether that came about in time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._taken, timeout=seconds)

    def close(self, seconds: float) -> None:
        """Begin no further check, and give running ones some time to end."""
        deadline = time.monotonic() + seconds
        with self._changed:
            self._is_closed = True
        self.forget_waiting()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self.wait(max(0.0, deadline - time.monotonic()))

    def _fill(self) -> None:
        """Begin what may begin; the caller holds the lock."""
        free = self._count_free()
        while self._ready and free > 0 and not self._is_closed:
            host = self._ready.popleft()
            waiting = self._waiting[host]
            source = waiting.popleft()
            self._at_work[host] += 1
            self._began[source.id] = time.monotonic()
            free -= 1
            if not waiting:
                del self._waiting[host]
            elif self._at_work[host] < CHECKS_PER_HOST:
                self._ready.append(host)
            future = self._threads.submit(self._check, source)
            future.add_done_callback(partial(self._end, source.id, host))

    def _count_free(self) -> int:
        """Count the checks that may begin now; the caller holds the lock."""
        young = time.monotonic() - SLOW_SECONDS
        slow = sum(began < young for began in self._began.values())
        return self._most - (len(self._began) - min(slow, MOST_SLOW))

    def _end(self, source_id: str, host: str, _done: Future[object]) -> None:
        with self._changed:
            self._taken.discard(source_id)
            del self._began[source_id]
            self._at_work[host] -= 1
            if self._at_work[host] == CHECKS_PER_HOST - 1 and host in self._waiting:
                self._ready.append(host)
            if not self._at_work[host]:
                del self._at_work[host]
            self._fill()
            self._changed.notify_all()
