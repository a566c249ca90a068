"""One worker process as its parent sees it: start, one task at a time, kill."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from watcher.workers import wire

START_SECONDS = 60.0
"""Limit for start-up and imports: generous, since no page is to blame for a slow disk."""

_BOOT = "import sys; sys.path[:] = {path!r}; from watcher.workers.child import main; main{args!r}"
_PASSED_ON = ("PATH", "LANG", "LANGUAGE", "TZ", "TMPDIR", "HOME", "PYTHONPATH", "PYTHONHOME")
_SINGLE_THREADED = {
    # Thread pools of numeric libraries reserve address space by the core and hit RLIMIT_AS.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "PYTHONDONTWRITEBYTECODE": "1",
}


class NotStarted(Exception):
    """The worker died or hung before it had begun the task: another one may take it."""


class Died(Exception):
    """The worker ended in the middle of the task; ``str()`` says how."""


class Overran(Exception):
    """The task was still running at its wall limit; the worker must be killed."""


class Worker:
    """A child process with one socket.

    Start it from a thread that outlives it: Linux ends the child with the thread that started it,
    not with the process (man 2 PR_SET_PDEATHSIG).
    """

    def __init__(
        self,
        *,
        memory_bytes: int,
        environ: Mapping[str, str],
        has_network: bool,
        preload: tuple[str, ...] = (),
    ) -> None:
        ours, theirs = socket.socketpair()
        try:
            args = (theirs.fileno(), memory_bytes, os.getpid(), int(has_network), *preload)
            # Not multiprocessing: its children import the main module again, which fails for
            # `python -` and costs a console script its whole command line.
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-c", _BOOT.format(path=sys.path, args=args)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=build_environ(environ),
                start_new_session=True,
            )
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self._sock = ours
        self._reaping = threading.Lock()
        self.pid = self._process.pid
        self.tasks = 0
        self.idle_since = time.monotonic()

    def run(self, task: bytes, *, wall_seconds: float) -> tuple[str, Any, bool]:
        """Run one packed task; returns (kind, value, whether the worker should be retired)."""
        self.tasks += 1
        try:
            deadline = time.monotonic() + START_SECONDS
            wire.write_frame(self._sock, task, deadline=deadline)
            first = wire.load_answer(wire.read_frame(self._sock, deadline=deadline))
        except (OSError, EOFError) as error:
            raise NotStarted(str(error)) from error
        if first != "started":  # the task could not be read: its answer is already here
            kind, value, retire = first
            return kind, value, retire
        return self._await_answer(time.monotonic() + wall_seconds)

    def _await_answer(self, deadline: float) -> tuple[str, Any, bool]:
        try:
            content = wire.read_frame(self._sock, deadline=deadline)
            kind, value, retire = wire.load_answer(content)
        except TimeoutError as error:
            raise Overran from error
        except (OSError, EOFError) as error:
            raise Died(self._describe_end()) from error
        except (ValueError, TypeError, AttributeError, pickle.UnpicklingError) as error:
            raise Died(f"its answer cannot be used: {error}") from error
        return kind, value, retire

    def interrupt(self) -> None:
        """Kill the process and everything it started; the thread in ``run`` sees it end."""
        with self._reaping:
            if self._process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(self.pid, signal.SIGKILL)

    def kill(self) -> None:
        """End the process and reap it; safe to repeat, not to be called while ``run`` runs."""
        self.interrupt()
        self._sock.close()
        self._reap()

    def _reap(self, timeout: float | None = None) -> int:
        with self._reaping:
            return self._process.wait(timeout=timeout)

    def _describe_end(self) -> str:
        try:
            code = self._reap(timeout=1.0)
        except subprocess.TimeoutExpired:
            return "it closed its socket"
        if code == -signal.SIGKILL:
            return "the system killed it, most likely for memory"
        if code < 0:
            return f"it crashed with {signal.Signals(-code).name}"
        return f"it exited with code {code}"


def build_environ(extra: Mapping[str, str]) -> dict[str, str]:
    """Return a worker's environment: no secret of the parent's gets there unless handed over."""
    passed = {
        name: value
        for name, value in os.environ.items()
        if name in _PASSED_ON or name.startswith("LC_")
    }
    return passed | _SINGLE_THREADED | dict(extra)
