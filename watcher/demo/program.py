"""The program as a user has it: its commands and its daemon, in processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from watcher.errors import WatcherError

COMMAND = (sys.executable, "-m", "watcher")
CALL_SECONDS = 60
STOP_SECONDS = 12
"""The daemon promises to drain within 10 s of SIGTERM."""
TAIL_LINES = 15
LEFT_OUT = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "CREDENTIALS_DIRECTORY")


class DemoFailed(WatcherError):
    """The demo cannot go on: a command failed or the daemon died."""


class Program:
    """Runs commands against one home folder."""

    def __init__(self, home: Path, *, language: str) -> None:
        """``home`` holds everything; ``sources.toml`` is expected in it."""
        self.home = home
        self.log = home / "daemon.log"
        self.environ = _environ(home, language)

    @property
    def sources(self) -> Path:
        """The configuration the program reads."""
        return self.home / "sources.toml"

    def call(self, *arguments: str) -> str:
        """Run a command to its end and return what it printed.

        Raises:
            DemoFailed: it ended with another status than 0 or not at all.
        """
        said = f"watcher {' '.join(arguments)}"
        try:
            done = subprocess.run(  # noqa: S603 - our own program
                [*COMMAND, *arguments],
                env=self.environ,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=CALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise DemoFailed(f"`{said}` did not end within {CALL_SECONDS} s") from None
        if done.returncode != 0:
            tail = "\n".join(done.stderr.splitlines()[-TAIL_LINES:])
            raise DemoFailed(f"`{said}` ended with status {done.returncode}:\n{tail}")
        return done.stdout

    def pages(self) -> list[dict[str, Any]]:
        """Return every stored page as ``watcher export`` tells it."""
        text = self.call("export", "--what", "pages", "--format", "jsonl")
        return [json.loads(line) for line in text.splitlines() if line.strip()]

    @contextmanager
    def running(self) -> Iterator[Daemon]:
        """Run the daemon for the time of a ``with`` block; nothing of it is left afterwards."""
        with ExitStack() as ending:
            with _interrupts_held():  # a process that nobody knows of yet could not be stopped
                daemon = Daemon(self)
                ending.callback(daemon.stop)
            yield daemon


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait for the end of the block; children are not touched by this."""
    came: list[int] = []
    held = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda each, _: came.append(each)) for number in held]
    try:
        yield
    finally:
        for number, handler in zip(held, before, strict=True):
            signal.signal(number, handler)
    for each in came[:1]:
        signal.raise_signal(each)


class Daemon:
    """One run of ``watcher run``."""

    def __init__(self, program: Program) -> None:
        self._log = program.log
        with program.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [*COMMAND, "run"],
                env=program.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is ours to pass on; a stray worker goes with it
            )

    def check(self) -> None:
        """Raise DemoFailed with the tail of the log where the daemon has ended."""
        status = self._process.poll()
        if status is not None:
            raise DemoFailed(f"the daemon ended with status {status}; its last lines:\n{self.tail}")

    @property
    def tail(self) -> str:
        """The last lines of the daemon's log."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-TAIL_LINES:])

    def stop(self) -> int:
        """Ask the daemon to end, insist where it does not, and return its status."""
        if self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=STOP_SECONDS)
        return self.kill()

    def crash(self) -> int:
        """End the daemon alone at once and return its process group, where workers may remain."""
        self._process.kill()
        self._process.wait()
        return self._process.pid

    def kill(self) -> int:
        """End the daemon and its workers at once and return its status."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        return self._process.wait()


def _environ(home: Path, language: str) -> Mapping[str, str]:
    """The environment of the program: nothing of another installation, of systemd or of a proxy."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("WATCHER_")
        and name not in LEFT_OUT
        and not name.lower().endswith("_proxy")
    }
    return kept | {
        "WATCHER_HOME": str(home),
        "WATCHER_SOURCES": str(home / "sources.toml"),
        "WATCHER_TICK_SECONDS": "0.2",
        "WATCHER_WORKERS": "1",
        "WATCHER_LANGUAGE": language,
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
    }
