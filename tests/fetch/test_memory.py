"""Eight hostile answers at once in a process of its own: it grows by no more than 64 MB."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import zlib
from collections.abc import Callable
from typing import Any

import pytest

MEBIBYTE = 1 << 20
MOST_GROWTH = 64 * MEBIBYTE
CHILD = """
import sys, threading
from datetime import UTC, datetime
from watcher.errors import FetchError
from watcher.fetch import Fetcher
from watcher.model.page import PageRequest

fetcher = Fetcher(clock=lambda: datetime(2026, 11, 22, tzinfo=UTC), deadline_seconds=60)
gate = threading.Barrier(9)
ends = {}

def most():
    # Not getrusage: its peak is inherited from the process that started this one.
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024

def fetch(number, url):
    gate.wait()
    try:
        page = fetcher.fetch(PageRequest(url=url, allow_private=True))
        ends[number] = f"page:{len(page.content)}"
    except FetchError as error:
        ends[number] = type(error).__name__

fetcher.fetch(PageRequest(url=sys.argv[1], allow_private=True))  # libraries are loaded by now
threads = [threading.Thread(target=fetch, args=each) for each in enumerate(sys.argv[2:])]
for thread in threads:
    thread.start()
before = most()
gate.wait()
for thread in threads:
    thread.join()
healthy = fetcher.fetch(PageRequest(url=sys.argv[1], allow_private=True))
print(most() - before, len(healthy.content), *(ends[n] for n in sorted(ends)))
fetcher.close()
"""
DEFLATED = zlib.compressobj(9, zlib.DEFLATED, 31)
BOMB = b"".join(DEFLATED.compress(bytes(MEBIBYTE)) for _ in range(400)) + DEFLATED.flush()
HEAD = b"HTTP/1.1 200 OK\r\n"
GZIP = b"Content-Encoding: gzip\r\n"


def flood(first: bytes, block: bytes) -> Callable[[socket.socket, bytes], None]:
    """Send a beginning and then blocks for as long as the other side takes them."""

    def answer(conn: socket.socket, _request: bytes) -> None:
        conn.sendall(first)
        while True:
            conn.sendall(block)

    return answer


BOMBS: dict[str, Any] = {
    "gzip": HEAD + GZIP + b"\r\n" + BOMB,
    "deflate": HEAD + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(bytes(300 * MEBIBYTE)),
    "gzip twice": HEAD + b"Content-Encoding: gzip, gzip\r\n\r\n" + gzip.compress(BOMB),
    "in a redirect": b"HTTP/1.1 302 Found\r\nLocation: /again\r\n" + GZIP + b"\r\n" + BOMB,
    "in a missing page": b"HTTP/1.1 404 Not Found\r\n" + GZIP + b"\r\n" + BOMB,
    "endless plain body": flood(HEAD + b"\r\n", b"x" * MEBIBYTE),
    "endless header": flood(HEAD + b"X: ", b"a" * 65536),
    "endless members": flood(HEAD + GZIP + b"\r\n", gzip.compress(bytes(MEBIBYTE)) * 8),
}


TEXT = gzip.compress(b"".join(b"%d\n" % (n % 9000) * 9 for n in range(600_000)))
SETS: dict[str, list[Any]] = {
    "eight kinds": list(BOMBS.values()),
    "eight endless bodies": [flood(HEAD + b"\r\n", b"x" * MEBIBYTE)] * 8,
    "eight large whole pages": [HEAD + GZIP + b"Content-Length: %d\r\n\r\n" % len(TEXT) + TEXT] * 8,
}


@pytest.mark.parametrize("name", SETS)
def test_eight_at_once_grow_a_process_by_64_megabytes_at_most(name: str, net: Any) -> None:
    healthy = net.serve(net.answer_of(b"a page", "Connection: close"))
    urls = [net.serve(answer).url for answer in SETS[name]]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, healthy.url, *urls],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    growth, length, *ends = done.stdout.split()
    assert int(length) == len(b"a page")
    assert len(ends) == 8
    whole = f"page:{len(gzip.decompress(TEXT))}"
    assert set(ends) <= {"TooLarge", "Unreachable", "Blocked", "Gone", whole}
    assert int(growth) <= MOST_GROWTH, f"{int(growth) / MEBIBYTE:.0f} MB"
