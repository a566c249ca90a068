"""Module-level functions that the workers run in the tests."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from watcher.errors import BadStatus, ConfigError, ListingEmpty
from watcher.model.source import Source, Tier
from watcher.text import dom
from watcher.workers import sandbox


def add(left: int, right: int = 1) -> int:
    return left + right


def echo(value: Any) -> Any:
    return value


def pid() -> int:
    return os.getpid()


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def backtrack() -> bool:
    """Hold the interpreter lock for ages in C code."""
    return re.match(r"(a+)+$", "a" * 60 + "b") is None


def allocate(size: int) -> int:
    return len(bytearray(size))


def die(signum: int) -> None:
    os.kill(os.getpid(), signum)
    time.sleep(60)


def segfault() -> None:
    ctypes.string_at(0)


def leave(code: int) -> None:
    os._exit(code)


def stop_self() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def raise_expected() -> None:
    raise ListingEmpty("no rows", hint="look at the page")


def raise_status() -> None:
    raise BadStatus("teapot", status=418)


def raise_config() -> None:
    raise ConfigError(["first", "second"], hint="mend both")


def raise_other() -> None:
    raise KeyError("title")


def recurse(depth: int = 0) -> int:
    return recurse(depth + 1)


def make_source() -> Source:
    return Source(id="a", name="甲", kind="html", tier=Tier.OFFICIAL, url="http://127.0.0.1/")


def make_unpicklable() -> object:
    return lambda: None


class Bomb:
    """Asks its reader to run a command when unpickled."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.system, (f"touch {self.path}",)


def make_bomb(path: str) -> Bomb:
    return Bomb(path)


def read_signal_state() -> tuple[bool, bool, set[int]]:
    return (
        signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
        signal.getsignal(signal.SIGTERM) is signal.SIG_DFL,
        {int(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, set())},
    )


def read_environ() -> dict[str, str]:
    return dict(os.environ)


def list_descriptors() -> list[str]:
    links = [link for link in Path("/proc/self/fd").iterdir() if link.exists()]
    return sorted(str(link.readlink()) for link in links)


def start_grandchild() -> int:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
    return process.pid


def start_grandchild_and_hang(path: str) -> None:
    Path(path).write_text(str(start_grandchild()))
    time.sleep(300)


def open_socket() -> bool:
    with socket.socket() as sock:
        return sock.fileno() > 0


def open_socket_behind_the_hook() -> None:
    sys.addaudithook(sandbox._refuse_sockets)
    socket.socket()


def open_socket_natively() -> int:
    """Ask the C library, past Python's own checks; returns errno, 0 where it worked."""
    libc = ctypes.CDLL(None, use_errno=True)
    found = libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    return 0 if found >= 0 else ctypes.get_errno()


def open_socket_in_a_child() -> str:
    code = "import socket; socket.socket()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.stderr.strip().rpartition("\n")[2]


def make_text(length: int) -> str:
    return "x" * length


_held = []


def hold(size: int) -> None:
    _held.append(bytearray(b"x") * size)


def sleep_and_return(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def read_page(html: str) -> str:
    body = dom.parse(html).body
    return dom.text_of(body) if body is not None else ""
