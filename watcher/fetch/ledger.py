"""When each host is next to be asked, shared by all processes of one installation.

A daemon and a backfill, or two lives of one that was killed, keep a host's spacing together. One
small file a host, locked while it is read and written, holds an instant of the monotonic clock,
which all processes since the last boot have in common. A file that cannot be used costs the
common spacing, not the request: each process still keeps its own.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import struct
import time
from collections.abc import Callable
from pathlib import Path

MOST_AHEAD = 64
"""More spacings ahead than this no queue is long: the instant is from before a reboot."""
_BOOKED = struct.Struct("!dd")
"""The last start, and the delay that its request asked for."""


class Ledger:
    """The starts that are booked in the folder ``root``, which is made when it is needed."""

    def __init__(self, root: Path, *, now: Callable[[], float] = time.monotonic) -> None:
        self._root = root
        self._now = now

    def book(self, host: str, *, delay_seconds: float, wait_seconds: float) -> float:
        """Book the next start, at the earliest in ``wait_seconds``; return the seconds until it."""
        try:
            return self._book(host, delay_seconds, wait_seconds)
        except OSError:
            return wait_seconds

    def _book(self, host: str, delay: float, wait: float) -> float:
        self._root.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(host.encode("utf-8", "replace")).hexdigest()[:32]
        fd = os.open(self._root / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            now = self._now()
            start = now + wait
            content = os.pread(fd, _BOOKED.size, 0)
            if len(content) == _BOOKED.size:
                last, asked = _BOOKED.unpack(content)
                spacing = max(delay, asked)
                if last <= start + MOST_AHEAD * spacing:
                    start = max(start, last + spacing)
            os.pwrite(fd, _BOOKED.pack(start, delay), 0)
            return start - now
        finally:
            os.close(fd)
