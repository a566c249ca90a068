"""The loop of a worker process: read a task, run it, answer, until the socket closes."""

from __future__ import annotations

import gc
import importlib
import os
import socket
import traceback
from typing import Any

from watcher.errors import WatcherError
from watcher.workers import limits, sandbox, wire

TEXT_LIMIT = 300
"""Characters of an unexpected error's message that are passed on: it may quote a page."""

_MEMORY_SHARE = 0.5


def main(fd: int, memory_bytes: int, parent_pid: int, has_network: int, *preload: str) -> None:
    """Serve tasks on the inherited socket ``fd``; returns when the parent closes it.

    ``preload`` names modules that the tasks will need.
    """
    os.set_inheritable(fd, False)  # noqa: FBT003 - positional only in the standard library
    # Reading a page makes thousands of small objects and few cycles: looking for those as often as
    # Python does by itself costs a tenth of the time.
    gc.set_threshold(20_000, 20, 50)
    limits.confine(memory_bytes=memory_bytes, parent_pid=parent_pid)
    with socket.socket(fileno=fd) as sock:
        if not has_network:
            sandbox.deny_network()
        for name in preload:
            importlib.import_module(name)
        while _serve_one(sock, retire_above=int(memory_bytes * _MEMORY_SHARE)):
            pass


def _serve_one(sock: socket.socket, *, retire_above: int) -> bool:
    try:
        content = wire.read_frame(sock)
    except (EOFError, OSError):
        return False
    answer = _run(sock, content)
    try:
        # A worker that has been large keeps the memory: the next page gets a fresh one.
        packed = wire.dump((*answer, limits.resident_bytes() > retire_above))
    except MemoryError:
        packed = wire.dump(("memory", None, True))
    except Exception as error:  # noqa: BLE001 - whatever a returned object raises when pickled
        packed = wire.dump((*_describe(error), False))
    if len(packed) > wire.MAX_FRAME_BYTES:
        packed = wire.dump(("large", len(packed), True))
    try:
        wire.write_frame(sock, packed)
    except OSError:
        return False
    return True


def _run(sock: socket.socket, content: bytes) -> tuple[str, Any]:
    try:
        func, args, kwargs = wire.load_task(content)
        # From here on the task's own clock runs: start-up and imports are not the page's fault.
        wire.write_frame(sock, wire.dump("started"))
        return "result", func(*args, **kwargs)
    except MemoryError:
        return "memory", None
    except WatcherError as error:
        return "expected", (type(error).__name__, error.args, dict(vars(error)))
    except Exception as error:  # noqa: BLE001 - any fault of a page must reach the parent as a value
        return _describe(error)


def _describe(error: Exception) -> tuple[str, Any]:
    trace = "".join(traceback.format_tb(error.__traceback__))
    return "failed", (type(error).__name__, str(error)[:TEXT_LIMIT], trace)
