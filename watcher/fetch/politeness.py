"""Manners towards a host: least time between two requests, few requests at once, first come first.

Shared by listings, detail pages and attachments, whatever source asks.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from watcher.errors import Unreachable
from watcher.fetch.ledger import Ledger

MOST_AT_ONCE = 2
MOST_IDLE_HOSTS = 4096


@dataclass(slots=True)
class _Host:
    """The state of one host. ``free_at`` is monotonic seconds."""

    running: int = 0
    waiting: deque[threading.Event] = field(default_factory=deque)
    last_start: float | None = None
    free_at: float = 0.0


class HostGate:
    """Lets requests through, host by host. Thread-safe and fair.

    ``sleep`` is for simulations; without it a wait ends at once when the gate is closed.
    ``ledger`` keeps the spacing together with other processes.
    """

    def __init__(
        self,
        *,
        at_once: int = MOST_AT_ONCE,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
        ledger: Ledger | None = None,
    ) -> None:
        self._at_once = at_once
        self._ledger = ledger
        self._now = now
        self._closed = threading.Event()
        self._sleep = sleep or self._closed.wait
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self._sweep_above = MOST_IDLE_HOSTS

    @contextmanager
    def turn(self, host: str, *, delay_seconds: float) -> Iterator[None]:
        """Hold one of the host's places, once its spacing has passed.

        Raises:
            Unreachable: the program is stopping.
        """
        self._enter(host)
        try:
            wait = self._reserve(host, max(0.0, delay_seconds))
            if wait > 0:
                self._sleep(wait)
            self._refuse_if_closed()
            yield
        finally:
            self._leave(host)

    def close(self) -> None:
        """Wake everybody who waits; nobody passes from now on."""
        self._closed.set()
        with self._lock:
            for state in self._hosts.values():
                for place in state.waiting:
                    place.set()

    def _enter(self, host: str) -> None:
        with self._lock:
            state = self._hosts.setdefault(host, _Host())
            if state.running < self._at_once and not state.waiting:
                state.running += 1
                return
            place = threading.Event()
            state.waiting.append(place)
        place.wait()  # ``_leave`` hands the place over, ``close`` wakes all
        if self._closed.is_set():
            with self._lock:
                if place in state.waiting:  # woken by ``close``: no place was handed over
                    state.waiting.remove(place)
                    state.running += 1

    def _leave(self, host: str) -> None:
        with self._lock:
            state = self._hosts[host]
            if state.waiting and not self._closed.is_set():
                state.waiting.popleft().set()
            else:
                state.running -= 1
            self._forget_idle()

    def _reserve(self, host: str, delay: float) -> float:
        """Book the next start and return the seconds until it."""
        with self._lock:
            state = self._hosts[host]
            now = self._now()
            start = max(now, state.free_at)
            if state.last_start is not None:
                start = max(start, state.last_start + delay)
            wait = start - now
            if self._ledger is not None and delay > 0:
                wait = self._ledger.book(host, delay_seconds=delay, wait_seconds=wait)
            state.last_start = now + wait
            state.free_at = now + wait + delay
            return wait

    def _refuse_if_closed(self) -> None:
        if self._closed.is_set():
            raise Unreachable("the program is stopping", hint="")

    def _forget_idle(self) -> None:
        if len(self._hosts) <= self._sweep_above:
            return
        now = self._now()
        for name, state in list(self._hosts.items()):
            if not state.running and not state.waiting and state.free_at <= now:
                del self._hosts[name]
        self._sweep_above = max(MOST_IDLE_HOSTS, 2 * len(self._hosts))
