"""Names to addresses, in threads of its own so that a hung lookup holds up nobody else.

``getaddrinfo`` has no time limit and cannot be cancelled: each lookup runs in a daemon thread that
is abandoned at its limit, callers of one name share one lookup, and the number of threads is
bounded.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from watcher.errors import TimedOut, Unreachable
from watcher.fetch.addresses import Address, parse_address

Lookup = Callable[[str], Sequence[str]]
"""Gives every address of a name as text; raises OSError where there is none."""

MOST_THREADS = 128
LONGEST_LOOKUP_SECONDS = 10.0


def look_up(host: str) -> Sequence[str]:
    """Ask the system's resolver for every address of a name, in its order, without repeats."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(item[4][0]) for item in found))


@dataclass(slots=True)
class _Pending:
    """One running lookup and everybody who waits for it."""

    started: float
    done: threading.Event = field(default_factory=threading.Event)
    answer: tuple[Address, ...] = ()
    fault: str = ""


class Resolver:
    """Bounded, shared name lookups. Thread-safe."""

    def __init__(
        self,
        lookup: Lookup = look_up,
        *,
        limit_seconds: float = LONGEST_LOOKUP_SECONDS,
        most_threads: int = MOST_THREADS,
    ) -> None:
        self._lookup = lookup
        self._limit = limit_seconds
        self._slots = threading.BoundedSemaphore(most_threads)
        self._lock = threading.Lock()
        self._pending: dict[str, _Pending] = {}

    def resolve(self, host: str, *, seconds: float) -> tuple[Address, ...]:
        """Return all addresses of a name within ``seconds``.

        Raises:
            TimedOut: no answer in time, or an earlier lookup of the name still hangs.
            Unreachable: the name has no address.
        """
        literal = parse_address(host)
        if literal is not None:
            return (literal,)
        limit = min(seconds, self._limit)
        pending = self._start(host, limit)
        waited = time.monotonic() - pending.started
        if not pending.done.wait(max(0.0, limit - max(0.0, waited))):
            raise TimedOut(f"the name server gave no answer for {host}")
        if pending.fault:
            raise Unreachable(pending.fault)
        return pending.answer

    def _start(self, host: str, limit: float) -> _Pending:
        with self._lock:
            known = self._pending.get(host)
        if known is not None:
            return known
        if not self._slots.acquire(timeout=max(0.0, limit)):
            raise TimedOut(f"too many name lookups hang; {host} was not looked up")
        with self._lock:
            known = self._pending.get(host)
            if known is not None:
                self._slots.release()
                return known
            pending = self._pending[host] = _Pending(started=time.monotonic())
        try:
            threading.Thread(
                target=self._run, args=(host, pending), name=f"dns {host}", daemon=True
            ).start()
        except RuntimeError as error:  # no more threads: an ordinary, repeatable failure
            self._settle(host, pending)
            raise Unreachable(f"{host} was not looked up: {error}") from error
        return pending

    def _run(self, host: str, pending: _Pending) -> None:
        try:
            found = self._lookup(host)
            answer = tuple(parse_address(text) for text in found)
            pending.answer = tuple(address for address in answer if address is not None)
            if len(pending.answer) != len(answer) or not answer:
                pending.fault = f"the name server gave no usable address for {host}"
        except (OSError, ValueError) as error:
            # ValueError covers names that cannot be encoded (labels over 63 characters).
            pending.fault = f"the name {host} was not found ({_reason(error)})"
        except Exception as error:  # noqa: BLE001 - a waiting caller must always get an answer
            pending.fault = f"the lookup of {host} failed ({type(error).__name__})"
        finally:
            self._settle(host, pending)

    def _settle(self, host: str, pending: _Pending) -> None:
        with self._lock:
            self._pending.pop(host, None)
        self._slots.release()
        pending.done.set()


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or type(error).__name__)
