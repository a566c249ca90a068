"""A process that starts the command again and again without the seconds that its imports take.

It reads a JSON list of words a line, forks, lets the child run the command with them and answers
with the child's process number. The children are the real command; only their imports are old.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from watcher import app
from watcher.cli import main as cli
from watcher.pipeline import backfill, coverage

READY = (app, backfill, coverage)


def run_child(words: list[str]) -> None:
    """Become the command."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    sys.argv = ["watcher", *words]
    try:
        cli.main()
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 1)
    finally:
        os._exit(0)


def main() -> None:
    """Serve until standard input closes."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the children
    for line in sys.stdin:
        words = json.loads(line)
        child = os.fork()
        if child == 0:
            run_child(words)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
