"""What a worker does to itself before it reads anything: limits, signals, and its parent's death.

Everything here runs in the child only.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def confine(*, memory_bytes: int, parent_pid: int) -> None:
    """Apply all limits; exits at once where the parent is already gone."""
    _reset_signals()
    _die_with_parent(parent_pid)
    most = clamp(memory_bytes, resource.getrlimit(resource.RLIMIT_AS)[1])
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The kernel takes the worker before the daemon when the machine runs out of memory.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def clamp(wanted: int, hard: int) -> int:
    """Return ``wanted`` or the hard limit we were given, whichever is less."""
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)


def resident_bytes() -> int:
    """Return the resident size of this process, 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def _reset_signals() -> None:
    """Ctrl-C is the parent's business; SIGTERM ends the worker; nothing is blocked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())


def _die_with_parent(parent_pid: int) -> None:
    """Ask Linux for SIGKILL when the thread that started us ends (man 2 PR_SET_PDEATHSIG).

    Elsewhere the closed socket ends the worker after its task.
    """
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent_pid:
        os._exit(1)
